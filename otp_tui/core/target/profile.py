"""A named target: addresses, policies, the merchant's name and look; never a secret."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.budget import Budget
from otp_tui.core.target.endpoints import Trust


class AccentColours(NamedTuple):
    """The merchant's accent colour, ``#rrggbb``, one for each theme; empty for the program's own."""

    dark: str = ""
    light: str = ""


PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,32}")


class AllowedNumber(NamedTuple):
    """A number that may be sent to, as the configuration shows it.

    Attributes:
        label: Whose phone it is.
        number: Masked; the number itself is in the keyring.
    """

    label: str
    number: str


class CredentialRecord(NamedTuple):
    """What is known of a key without its value.

    Attributes:
        at: When it was entered, UTC.
        origin: The address it was entered for: scheme, host, port.
    """

    at: datetime
    origin: str


class Profile(NamedTuple):
    """One target. What is None or empty is left to the program.

    Attributes:
        name: ``[a-z0-9-]{1,32}``.
        urls: Base address by provider, as text that `read_base_url` accepts.
        journey: What a walkthrough does unless told otherwise.
        legs: The providers that may be used; empty for all that have an address.
        live: Live hosts may be talked to.
        merchant: The merchant's name as screens show it; typed to open a live walkthrough.
        colours: The merchant's colours.
        test_hosts: Hosts of the merchant's own that count as test.
        allow_http: These hosts may be reached without TLS.
        user_id: The customer's id at the merchant.
        options: What was chosen of the providers' own settings, by name; see `Provider.options`.
        code_length: How many characters a code has.
        code_pattern: A regular expression that finds a code in a message.
        otp_lifetime: Seconds that a code is assumed to live where the server does not say.
        resend_waits: Seconds before the second, third, … send where the provider has no rule.
        budget: How often one number may be sent to; None for the program's own limits.
        language: ``tr`` or ``en``.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: An http(s) proxy, without credentials.
        allowed_prefixes: Beginnings of numbers in E.164 that may be sent to; empty for ``+905``.
        allowed_numbers: Numbers that may be sent to on test and live.
        credentials: When each key was entered, and for which address.
    """

    name: str
    urls: Mapping[str, str] = MappingProxyType({})
    journey: Journey | None = None
    legs: tuple[str, ...] = ()
    live: bool = False
    merchant: str = ""
    colours: AccentColours = AccentColours()
    test_hosts: tuple[str, ...] = ()
    allow_http: bool = False
    user_id: str | None = None
    options: Mapping[str, str] = MappingProxyType({})
    code_length: int | None = None
    code_pattern: str | None = None
    otp_lifetime: int | None = None
    resend_waits: tuple[int, ...] = ()
    budget: Budget | None = None
    language: str | None = None
    ca_bundle: str | None = None
    proxy: str | None = None
    allowed_prefixes: tuple[str, ...] = ()
    allowed_numbers: tuple[AllowedNumber, ...] = ()
    credentials: tuple[tuple[str, CredentialRecord], ...] = ()

    @property
    def trust(self) -> Trust:
        """Which hosts beyond the vendors' test hosts may get this profile's keys."""
        return Trust(frozenset(self.test_hosts), self.allow_http, self.live)

    @property
    def ca_file(self) -> Path | None:
        """The CA bundle's path, ``~`` expanded."""
        return Path(self.ca_bundle).expanduser() if self.ca_bundle else None


class Config(NamedTuple):
    """The whole configuration.

    Attributes:
        profiles: By name, in the file's order.
        profile: The profile that is opened unless told otherwise.
        language: ``tr`` or ``en``.
        theme: ``dark`` or ``light``.
        keys: Keys of the keyboard by action, e.g. ``{"resend": "f6"}``.
        history_days: Days that walkthroughs are kept which are over.
    """

    profiles: dict[str, Profile]
    profile: str | None = None
    language: str | None = None
    theme: str | None = None
    keys: tuple[tuple[str, str], ...] = ()
    history_days: int = 90


NO_CONFIG: Final = Config({})
