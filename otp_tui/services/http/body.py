"""Response bodies, unpacked and read within a fixed limit."""

import zlib
from typing import Final

from otp_tui.core.exchange.verdict import Fault

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB_METHOD: Final = 8
_ZLIB_CHECK: Final = 31
_PLAIN: Final = frozenset({"", "identity"})
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})


class BodyError(Exception):
    """An unusable body.

    Attributes:
        fault: The reason: its size, its encoding, or a missing end.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class BoundedBody:
    """One body, unpacked chunk by chunk so that a small packet cannot become a large text.

    The client asks for ``identity``; a body that a server compresses nevertheless is unpacked here.

    Args:
        encoding: The answer's ``Content-Encoding``.
        limit: The most bytes, both as received and unpacked.

    Raises:
        BodyError: The encoding is not supported.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._name = encoding.strip().lower()
        if self._name not in _PLAIN | _PACKED:
            raise BodyError(Fault.ENCODING)
        self._limit = limit
        self._data = bytearray()
        self._came = 0
        self._unpacker: zlib._Decompress | None = None

    @property
    def data(self) -> bytes:
        """The unpacked bytes received so far."""
        return bytes(self._data)

    def add(self, chunk: bytes) -> None:
        """Add one chunk as received.

        Raises:
            BodyError: The body is over the limit, or does not have the encoding that was declared.
        """
        self._came += len(chunk)
        room = self._limit - len(self._data)
        if self._name in _PACKED and chunk:
            chunk = self._unpacked(chunk, room + 1)
        self._data += chunk[:room]
        if len(chunk) > room or self._came > self._limit:
            raise BodyError(Fault.TOO_LARGE)

    def end(self) -> None:
        """Check the end of the body, after the last chunk.

        Raises:
            BodyError: A compressed body has no end.
        """
        if self._unpacker is not None and not self._unpacker.eof:
            raise BodyError(Fault.CUT)

    def _unpacked(self, chunk: bytes, most: int) -> bytes:
        if self._unpacker is None:
            self._unpacker = zlib.decompressobj(_window(self._name, chunk))
        if self._unpacker.eof:
            return b""  # zlib would keep, and copy each time, every byte after the end
        try:
            return self._unpacker.decompress(chunk, most)
        except zlib.error:
            raise BodyError(Fault.ENCODING) from None


def _window(name: str, head: bytes) -> int:
    """Return zlib's window bits; servers send ``deflate`` with and without the zlib header."""
    if name != "deflate":
        return _GZIP
    zlib_header = head[0] & 0x0F == _ZLIB_METHOD and (
        len(head) < 2 or int.from_bytes(head[:2]) % _ZLIB_CHECK == 0  # noqa: PLR2004 - a header's two bytes
    )
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS
