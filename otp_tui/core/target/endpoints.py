"""Base addresses: their parsing, their environment, and whether keys may be sent there.

`read_base_url` parses a text, `environment_of` names its environment, and `check_target` decides whether a
provider's keys may be sent there. Hosts are compared exactly.
"""

import ipaddress
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from otp_tui.core.environment import Environment
from otp_tui.core.target.providers import owner_of

_DANGER: Final = (Environment.SIM, Environment.TEST, Environment.LIVE)
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_VISIBLE_ASCII: Final = re.compile(r"[\x21-\x7e]+")
_HOST_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:%-]*)*")


class TargetProblem(StrEnum):
    """The reason why an address cannot be a target."""

    NOT_A_URL = "not_a_url"
    CONTROL = "control"
    USERINFO = "userinfo"
    QUERY = "query"
    FRAGMENT = "fragment"
    BAD_PORT = "bad_port"
    PLAIN_HTTP = "plain_http"
    LIVE_HOST = "live_host"
    UNKNOWN_HOST = "unknown_host"
    OTHER_PROVIDER = "other_provider"
    OTHER_API = "other_api"


GUARDED: Final = frozenset(
    {
        TargetProblem.PLAIN_HTTP,
        TargetProblem.LIVE_HOST,
        TargetProblem.UNKNOWN_HOST,
        TargetProblem.OTHER_PROVIDER,
        TargetProblem.OTHER_API,
    }
)
"""The problems that exit with code 9 (guard); the others are mistakes in the address (2)."""


class TargetError(ValueError):
    """A text that is no base address, or a host that may not get a provider's keys.

    Attributes:
        problem: The rule that it breaks.
        host: The address's host, empty where none could be read; never userinfo.
        expected: The host that was probably meant, where one is known.
    """

    def __init__(self, problem: TargetProblem, host: str = "", expected: str = "") -> None:
        super().__init__(f"{problem.value}: {host}" if host else problem.value)
        self.problem = problem
        self.host = host
        self.expected = expected


class Trust(NamedTuple):
    """The hosts that a profile trusts beyond the vendors' own test hosts.

    Attributes:
        test_hosts: Hosts of the merchant's own that count as test.
        allow_http: True where these hosts may be reached without TLS.
        live: True where live hosts may get keys; the send guard still decides on each send.
    """

    test_hosts: frozenset[str] = frozenset()
    allow_http: bool = False
    live: bool = False


NO_TRUST: Final = Trust()


class BaseUrl(NamedTuple):
    """A base address, normalised.

    Attributes:
        scheme: ``https`` or ``http``.
        host: The host in lower case; an IPv6 address without its brackets.
        port: The port; None for the scheme's own.
        path: A prefix such as ``/gateway``; empty or beginning with a slash, never ending with one.
    """

    scheme: str
    host: str
    port: int | None = None
    path: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port: ``http://127.0.0.1:8787``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port else "")

    @property
    def text(self) -> str:
        """The whole address without a slash at its end."""
        return self.origin + self.path

    @property
    def loopback(self) -> bool:
        """True where the host is this machine."""
        return is_loopback(self.host)


def read_base_url(text: str) -> BaseUrl:
    """Parse a base address, whichever provider's it is.

    Args:
        text: The text of an option, a variable or a profile; spaces around it are dropped.

    Raises:
        TargetError: The text is no plain http(s) address. Parts that parsers read differently (characters outside
            ASCII, backslashes, escapes, userinfo) are refused, not repaired.
    """
    text = text.strip(" ")
    if not text:
        raise TargetError(TargetProblem.NOT_A_URL)
    if any(char <= " " or char == "\x7f" for char in text):
        raise TargetError(TargetProblem.CONTROL)
    if not _VISIBLE_ASCII.fullmatch(text) or "\\" in text:
        raise TargetError(TargetProblem.NOT_A_URL)
    try:
        parts = urlsplit(text)
    except ValueError:  # unbalanced brackets
        raise TargetError(TargetProblem.NOT_A_URL) from None
    host = _host(parts)
    if "@" in parts.netloc:
        raise TargetError(TargetProblem.USERINFO, host)
    if "?" in text:
        raise TargetError(TargetProblem.QUERY, host)
    if "#" in text:
        raise TargetError(TargetProblem.FRAGMENT, host)
    return BaseUrl(parts.scheme, host, _port(parts, host), _path(parts, host))


def is_loopback(host: str) -> bool:
    """Return whether a host is certainly this machine: ``localhost``, 127.0.0.0/8 or ``::1``.

    Only full spellings count: ``127.1``, ``2130706433`` and ``localhost.`` may well resolve to this machine, but only a
    resolver can tell, which is not enough for plain http.
    """
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and "%" not in host


def environment_of(url: BaseUrl, trust: Trust = NO_TRUST) -> Environment:
    """Return the environment of a base address; an unknown host counts as live."""
    if url.loopback:
        return Environment.SIM
    owner = owner_of(url.host)
    test = url.host in (owner.test_hosts if owner else trust.test_hosts)
    return Environment.TEST if test else Environment.LIVE


def most_dangerous(environments: Iterable[Environment]) -> Environment:
    """Return the most dangerous of a walkthrough's environments; `SIM` where there is none."""
    return max(environments, key=_DANGER.index, default=Environment.SIM)


def check_target(url: BaseUrl, provider: str, trust: Trust = NO_TRUST) -> Environment:
    """Check that a provider's keys may be sent to a base address.

    They may to this machine, the provider's test host, a test host of the profile's own, and, for a profile that is
    marked live, any host that is not known to belong to another provider or API.

    Args:
        url: The base address.
        provider: The provider whose keys the requests hold.
        trust: The profile's trust.

    Returns:
        The address's environment.

    Raises:
        TargetError: Plain http off this machine, a live or unknown host, another provider's host, or the
            host of another API of the same vendor.
    """
    if url.loopback:
        return Environment.SIM
    environment = environment_of(url, trust)
    owner = owner_of(url.host)
    own_test_host = environment is Environment.TEST and owner is None
    if url.scheme != "https" and not (own_test_host and trust.allow_http):
        raise TargetError(TargetProblem.PLAIN_HTTP, url.host)
    if owner is not None and owner.name != provider:
        raise TargetError(TargetProblem.OTHER_PROVIDER, url.host)
    if owner is not None and url.host in owner.other_api_hosts:
        raise TargetError(TargetProblem.OTHER_API, url.host, owner.test_hosts[0])
    if environment is Environment.LIVE and not trust.live:
        problem = TargetProblem.LIVE_HOST if owner else TargetProblem.UNKNOWN_HOST
        raise TargetError(problem, url.host)
    return environment


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise TargetError(TargetProblem.NOT_A_URL)
    if ":" in host:
        if "%" in host:  # a zone id depends on this machine's network interfaces
            raise TargetError(TargetProblem.NOT_A_URL)
        try:
            return ipaddress.IPv6Address(host).compressed
        except ValueError:
            raise TargetError(TargetProblem.NOT_A_URL) from None
    if not _HOST_NAME.fullmatch(host):
        raise TargetError(TargetProblem.NOT_A_URL)
    return host


def _port(parts: SplitResult, host: str) -> int | None:
    try:
        port = parts.port
    except ValueError:  # no number, or out of range
        raise TargetError(TargetProblem.BAD_PORT, host) from None
    if parts.netloc.endswith(":") or port == 0:
        raise TargetError(TargetProblem.BAD_PORT, host)
    return None if port == _DEFAULT_PORTS[parts.scheme] else port


def _path(parts: SplitResult, host: str) -> str:
    path = parts.path.rstrip("/")
    segments = path.split("/")
    if not _PATH.fullmatch(path) or "" in segments[1:] or {".", ".."} & set(segments):
        raise TargetError(TargetProblem.NOT_A_URL, host)
    return path
