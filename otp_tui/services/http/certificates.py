"""A certificate's names and the end of its validity, read from its DER form (RFC 5280, 4.1).

OpenSSL offers its parsed form only of certificates that it verified; on some systems the operating system does.
"""

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from otp_tui.core.exchange.certificate import Certificate
from otp_tui.core.security.sanitize import sanitize

_VERSION: Final = 0xA0
_EXTENSIONS: Final = 0xA3
_SEQUENCE: Final = 0x30
_UTC_TIME: Final = 0x17
_DNS_NAME, _IP_ADDRESS = 0x82, 0x87
_LONG: Final = 0x80
_ISSUER, _VALIDITY, _SUBJECT = 2, 3, 4
"""The places of the elements after the version: serial number, algorithm, issuer, validity, subject."""
_COMMON_NAME: Final = b"\x55\x04\x03"
_ORGANISATION: Final = b"\x55\x04\x0a"
_OTHER_NAMES: Final = b"\x55\x1d\x11"
"""The extension ``subjectAltName``; today's certificates have their host names there alone."""
_CODINGS: Final = {0x0C: "utf-8", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}
"""The strings of more than one byte a character (X.690); the rest are read as Latin-1."""
_LONGEST_NAME: Final = 100
_LAST_CENTURY: Final = "50"
"""The first two-digit year of the 1900s (RFC 5280, 4.1.2.5.1)."""


class _Element(NamedTuple):
    """One element: its tag and its contents."""

    tag: int
    data: bytes

    def parts(self) -> Iterator["_Element"]:
        """Yield the elements within this one.

        Raises:
            IndexError: The contents end within an element's head.
            ValueError: The contents end within an element.
        """
        data, at = self.data, 0
        while at < len(data):
            tag, length, start = data[at], data[at + 1], at + 2
            if length & _LONG:
                size = length & ~_LONG
                length = int.from_bytes(data[start : start + size])
                start += size
            at = start + length
            if at > len(data):
                raise ValueError("cut short")
            yield _Element(tag, data[start:at])


def read_certificate(der: bytes) -> Certificate | None:
    """Return a certificate's names and its end; None where it cannot be read.

    Args:
        der: The DER form, as ``getpeercert(binary_form=True)`` returns it.
    """
    try:
        whole = next(_Element(_SEQUENCE, der).parts())
        fields = list(next(whole.parts()).parts())
        fields = fields[1:] if fields[0].tag == _VERSION else fields
        _, end = fields[_VALIDITY].parts()
        not_after = _moment(end)
        issuer = _name(fields[_ISSUER])
        subject = _name(fields[_SUBJECT], _host_name(fields))
    except (IndexError, ValueError, StopIteration):  # cut short, or another structure
        return None
    return Certificate(subject, issuer, not_after)


def end_of(certificate: bytes) -> datetime | None:
    """Return the end of a certificate's validity, UTC; None where it cannot be read.

    Args:
        certificate: The DER form, as ``getpeercert(binary_form=True)`` returns it.
    """
    read = read_certificate(certificate)
    return None if read is None else read.not_after


def _name(element: _Element, host: str = "") -> str:
    """Return the common name, else a host's name, else the organisation of a distinguished name."""
    found: dict[bytes, str] = {}
    for group in element.parts():
        for pair in group.parts():
            kind, value = pair.parts()
            found[kind.data] = value.data.decode(_CODINGS.get(value.tag, "latin-1"), errors="replace")
    return sanitize(found.get(_COMMON_NAME) or host or found.get(_ORGANISATION, ""), _LONGEST_NAME)


def _host_name(fields: list[_Element]) -> str:
    """Return the first host name or address of the extensions; empty without one."""
    extensions = [field for field in fields if field.tag == _EXTENSIONS]
    for extension in extensions and next(extensions[0].parts()).parts():
        kind, *_, value = extension.parts()
        if kind.data == _OTHER_NAMES:
            names = next(value.parts()).parts()
            return next((_host(name) for name in names if name.tag in {_DNS_NAME, _IP_ADDRESS}), "")
    return ""


def _host(element: _Element) -> str:
    if element.tag == _IP_ADDRESS:
        return str(ipaddress.ip_address(element.data))
    return element.data.decode("latin-1")


def _moment(element: _Element) -> datetime:
    text = element.data.decode("ascii")
    if element.tag == _UTC_TIME:
        text = ("19" if text[:2] >= _LAST_CENTURY else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
