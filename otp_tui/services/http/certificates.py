"""The end of a certificate's validity, read from its DER form.

OpenSSL offers its parsed form only of certificates that it verified; on some systems the operating system does.
"""

from datetime import UTC, datetime
from typing import Final

_VERSION: Final = 0xA0
_UTC_TIME: Final = 0x17
_LONG: Final = 0x80
_BEFORE_VALIDITY: Final = 3
"""The elements before the validity: serial number, algorithm, issuer (RFC 5280, 4.1)."""
_LAST_CENTURY: Final = "50"
"""The first two-digit year of the 1900s (RFC 5280, 4.1.2.5.1)."""


def end_of(certificate: bytes) -> datetime | None:
    """Return the end of a certificate's validity, UTC; None where it cannot be read.

    Args:
        certificate: The DER form, as ``getpeercert(binary_form=True)`` returns it.
    """
    try:
        return _moment(*_not_after(certificate))
    except (IndexError, ValueError):  # cut short, or another structure
        return None


def _not_after(data: bytes) -> tuple[int, str]:
    """Return the tag and the text of ``notAfter``."""
    _, outer, _ = _element(data, 0)
    _, at, _ = _element(data, outer)
    tag, _, end = _element(data, at)
    if tag == _VERSION:
        at = end
    for _ in range(_BEFORE_VALIDITY):
        _, _, at = _element(data, at)
    _, validity, _ = _element(data, at)
    _, _, at = _element(data, validity)
    tag, start, end = _element(data, at)
    return tag, data[start:end].decode("ascii")


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the tag of the element at an offset, and its contents' start and end offsets."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length & _LONG:
        size = length & ~_LONG
        length = int.from_bytes(data[start : start + size])
        start += size
    return tag, start, start + length


def _moment(tag: int, text: str) -> datetime:
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= _LAST_CENTURY else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
