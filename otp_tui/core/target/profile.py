"""Profiles, which never hold a secret, and the configuration as a whole."""

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
    """The merchant's accent colour for each theme, ``#rrggbb``; empty for the program's own."""

    dark: str = ""
    light: str = ""


PROFILE_NAME: Final = re.compile(r"[a-z0-9-]{1,32}")
NEW_PROFILE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
"""The same for a profile that is made now: one that begins with a dash is taken for an option."""


class AllowedNumber(NamedTuple):
    """A number that may be sent to, as the configuration shows it.

    Attributes:
        label: The owner of the phone.
        number: The masked number; the number itself is in the keyring.
    """

    label: str
    number: str


class CredentialRecord(NamedTuple):
    """A record of a stored key, without its value.

    Attributes:
        at: The moment it was entered, UTC.
        origin: The address it was entered for: scheme, host, port.
    """

    at: datetime
    origin: str


class Profile(NamedTuple):
    """One target; an empty setting, or None, leaves the choice to the program.

    Attributes:
        name: The profile's name, ``[a-z0-9-]{1,32}``.
        urls: Base addresses by provider, as text that `read_base_url` accepts.
        journey: The journey of a walkthrough, unless an option names another.
        legs: The providers that may be used; empty for all that have an address.
        live: True where live hosts may get keys.
        merchant: The merchant's name as screens show it; typed to open a live walkthrough.
        logo: The merchant's logo, as text of 1 to 16 columns, in the place of the program's name.
        colours: The merchant's colours.
        test_hosts: Hosts of the merchant's own that count as test.
        allow_http: True where these hosts may be reached without TLS.
        user_id: The customer's id at the merchant.
        options: The chosen values of the providers' own settings, by name; see `Provider.options`.
        code_length: The number of characters in a code.
        code_pattern: A regular expression that finds a code in a message.
        otp_lifetime: Seconds from a send to its expiry, assumed where the server names none.
        resend_waits: Seconds before the second, third, … send where the provider has no rule.
        budget: The limits of sends to one number; None for the program's own limits.
        language: ``tr`` or ``en``.
        ca_bundle: A PEM file that is trusted instead of the system's store.
        proxy: An http(s) proxy, without credentials.
        allowed_prefixes: Beginnings of numbers in E.164 that may be sent to; empty for ``+905``.
        allowed_numbers: Numbers that may be sent to on test and live.
        credentials: The records of its keys, by field.
    """

    name: str
    urls: Mapping[str, str] = MappingProxyType({})
    journey: Journey | None = None
    legs: tuple[str, ...] = ()
    live: bool = False
    merchant: str = ""
    logo: str = ""
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
        """The hosts beyond the vendors' test hosts that may get this profile's keys."""
        return Trust(frozenset(self.test_hosts), self.allow_http, self.live)

    @property
    def ca_file(self) -> Path | None:
        """The CA bundle's path, ``~`` expanded."""
        return Path(self.ca_bundle).expanduser() if self.ca_bundle else None


class Config(NamedTuple):
    """The whole configuration.

    Attributes:
        profiles: The profiles by name, in the file's order.
        profile: The profile that is opened, unless an option names another.
        language: ``tr`` or ``en``.
        theme: ``dark`` or ``light``.
        keys: Keys of the keyboard by action, e.g. ``{"resend": "f6"}``.
        history_days: Days for which finished walkthroughs are kept.
    """

    profiles: dict[str, Profile]
    profile: str | None = None
    language: str | None = None
    theme: str | None = None
    keys: tuple[tuple[str, str], ...] = ()
    history_days: int = 90


NO_CONFIG: Final = Config({})
