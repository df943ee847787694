"""The checks of the doctor, in the order in which a walkthrough would need them."""

import locale
import os
import platform
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import NamedTuple

from otp_tui import __version__
from otp_tui.cli.composition.config import load_config
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.composition.targets import network_settings, target_facts
from otp_tui.core.errors import UserError
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.target.endpoints import BaseUrl, TargetError, check_target, read_base_url
from otp_tui.core.target.profile import NO_CONFIG, Config, Profile
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator
from otp_tui.services.host_probe import HostProbe, probe_host
from otp_tui.services.http.transport import CaBundleError
from otp_tui.storage.journal.database import JournalError, JournalProblem, transaction
from otp_tui.storage.paths import config_path, journal_path

_PACKAGES = ("textual", "httpx", "keyring", "click")
_SMALLEST = (40, 15)
_TIMEOUT_S = 5.0
_CLOCK_OFF_S = 30
_CERTIFICATE_SOON = timedelta(days=21)


class State(StrEnum):
    """The severity of a finding."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """The result of one check.

    Attributes:
        check: What: ``python``, ``terminal``, ``keyring``, ``configuration``, ``journal``, ``host``, ``clock``, ….
        state: How it stands.
        text: What was seen.
        fix: The one line that mends it; empty where there is nothing to mend.
    """

    check: str
    state: State
    text: str
    fix: str = ""


async def examined(translator: Translator) -> AsyncIterator[Finding]:
    """Make every finding, one by one.

    Args:
        translator: Words them.
    """
    yield _python(translator)
    for finding in _terminal(translator):
        yield finding
    yield await _keyring(translator)
    config, finding = _configuration(translator)
    yield finding
    yield _journal(translator)
    seen: set[tuple[BaseUrl, str | None, str | None]] = set()
    for profile in config.profiles.values():
        for provider, text in profile.urls.items():
            async for found in _host(translator, profile, provider, text, seen):
                yield found


def _python(translator: Translator) -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    text = translator.text(
        "doctor.versions", program=__version__, python=platform.python_version(), packages=packages
    )
    return Finding("python", State.OK, text)


def _terminal(translator: Translator) -> Iterator[Finding]:
    say = translator.text
    if sys.stdout.isatty():
        columns, rows = shutil.get_terminal_size()
        small = columns < _SMALLEST[0] or rows < _SMALLEST[1]
        size = say("doctor.size", columns=columns, rows=rows)
        fix = say("doctor.fix_size", columns=_SMALLEST[0], rows=_SMALLEST[1]) if small else ""
        yield Finding("terminal", State.WARNING if small else State.OK, size, fix)
    else:
        yield Finding("terminal", State.UNKNOWN, say("doctor.no_terminal"))
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).lower()
    utf8 = encoding.replace("-", "") == "utf8"
    yield Finding(
        "encoding", State.OK if utf8 else State.WARNING, encoding, "" if utf8 else say("doctor.fix_encoding")
    )
    yield _colours(translator)
    yield Finding("clipboard", State.UNKNOWN, say("doctor.clipboard"))


def _colours(translator: Translator) -> Finding:
    term, depth = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "").lower()
    if os.environ.get("NO_COLOR"):
        return Finding("colours", State.OK, translator.text("doctor.no_color"))
    if term == "dumb":
        return Finding("colours", State.OK, translator.text("doctor.dumb"))
    if depth in {"truecolor", "24bit"}:
        return Finding("colours", State.OK, translator.text("doctor.truecolor"))
    if "256" in term:
        return Finding("colours", State.OK, translator.text("doctor.colours_256"))
    return Finding("colours", State.UNKNOWN, translator.text("doctor.colours_unknown", term=term or "–"))


async def _keyring(translator: Translator) -> Finding:
    began = time.monotonic()
    try:
        backend = await open_keyring().probe()
    except KeyringError as error:
        what, fix = keyring_lines(translator, error)
        broken = error.problem not in {KeyringProblem.NONE, KeyringProblem.LOCKED}
        return Finding("keyring", State.BROKEN if broken else State.WARNING, what, fix)
    ms = round((time.monotonic() - began) * 1000)
    return Finding("keyring", State.OK, translator.text("doctor.keyring_ok", backend=backend, ms=ms))


def _configuration(translator: Translator) -> tuple[Config, Finding]:
    say, path = translator.text, config_path()
    try:
        config = load_config()
    except UserError as error:
        text = error_text(translator, error)
        return NO_CONFIG, Finding(
            "configuration", State.BROKEN, text, say("doctor.fix_configuration", file=path)
        )
    if not path.exists():
        return config, Finding("configuration", State.OK, say("doctor.no_configuration", file=path))
    text = say("doctor.configuration_ok", file=path, count=len(config.profiles))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        return config, Finding("configuration", State.WARNING, text, f"chmod 600 {path}")
    return config, Finding("configuration", State.OK, text)


_JOURNAL_S = 2.0
"""Seconds that another program's transaction is waited for, which a sound journal needs none of."""
_ASIDE = (State.WARNING, "doctor.journal_aside", "doctor.fix_journal_aside")
_JOURNALS = {
    JournalProblem.UNUSABLE: (State.BROKEN, "doctor.journal_broken", "doctor.fix_journal"),
    JournalProblem.HELD: (State.WARNING, "doctor.journal_held", "doctor.fix_journal_held"),
    JournalProblem.DAMAGED: _ASIDE,
    JournalProblem.FOREIGN: _ASIDE,
    JournalProblem.NEWER: (State.BROKEN, "doctor.journal_newer", "doctor.fix_journal_newer"),
}


def _journal(translator: Translator) -> Finding:
    path = journal_path()
    try:
        with transaction(path, _JOURNAL_S):
            return Finding("journal", State.OK, translator.text("doctor.journal_ok", file=path))
    except JournalError as error:
        state, text, fix = _JOURNALS[error.problem]
        return Finding("journal", state, translator.text(text, file=path), translator.text(fix))


async def _host(
    translator: Translator,
    profile: Profile,
    provider: str,
    text: str,
    seen: set[tuple[BaseUrl, str | None, str | None]],
) -> AsyncIterator[Finding]:
    """Probe a host; one that two profiles reach in the same way is probed once."""
    say = translator.text
    try:
        url = read_base_url(text)
        check_target(url, provider, profile.trust)
    except TargetError as error:
        what = say(f"target.{error.problem}", **target_facts(error, provider))
        yield Finding(
            "host", State.WARNING, what, say("doctor.fix_address", profile=profile.name, provider=provider)
        )
        return
    way = (url._replace(path=""), profile.proxy, profile.ca_bundle)
    if way in seen:
        return
    seen.add(way)
    try:
        probe = await probe_host(url, network_settings(profile, _TIMEOUT_S))
    except CaBundleError:
        what = say("target.ca_bundle", file=profile.ca_bundle)
        yield Finding("host", State.BROKEN, what, say("doctor.fix_bundle", profile=profile.name))
        return
    for finding in _host_findings(translator, url, probe):
        yield finding


def _host_findings(translator: Translator, url: BaseUrl, probe: HostProbe) -> Iterator[Finding]:
    say = translator.text
    steps = {"DNS": probe.resolved, "TCP": probe.connected, "TLS": probe.tls}
    told = " · ".join(
        f"{name} {say('doctor.step_ok' if good else 'doctor.step_failed')}"
        for name, good in steps.items()
        if good is not None
    )
    via = f" ({say('doctor.proxied')})" if probe.proxied else ""
    if probe.fault is not None:
        what = f"{url.origin}{via}: {say(f'fault.{probe.fault}')}" + (f" ({told})" if told else "")
        yield Finding("host", State.BROKEN, what, say(_FIXES.get(probe.fault, "doctor.fix_network")))
    else:
        yield Finding("host", State.OK, f"{url.origin}{via}: {told} · HTTP {probe.status}")
    if probe.certificate_end is not None:
        soon = probe.certificate_end - datetime.now(UTC) < _CERTIFICATE_SOON
        text = say("doctor.certificate", host=url.host, day=f"{probe.certificate_end:%Y-%m-%d}")
        fix = say("doctor.fix_certificate") if soon else ""
        yield Finding("certificate", State.WARNING if soon else State.OK, text, fix)
    if probe.clock_off_s is not None:
        off = abs(probe.clock_off_s) > _CLOCK_OFF_S
        text = say("doctor.clock", host=url.host, seconds=f"{probe.clock_off_s:+.0f}")
        yield Finding(
            "clock", State.WARNING if off else State.OK, text, say("doctor.fix_clock") if off else ""
        )
    elif probe.fault is None:
        yield Finding("clock", State.UNKNOWN, say("doctor.no_date", host=url.host))


_FIXES = {
    "name_not_resolved": "doctor.fix_name",
    "tls_failed": "doctor.fix_tls",
    "proxy_failed": "doctor.fix_proxy",
}
