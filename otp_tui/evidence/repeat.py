"""The commands that repeat a run and its exchanges; they name variables and never hold a secret."""

import shlex
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.events import ResendPressed
from otp_tui.core.flow.journey import LEGS
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.printable import printable
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.snippets.languages import LANGUAGES, snippet_file_name

_LONGEST: Final = 2_000
_PHONE: Final = "OTP_TUI_PHONE"
_SESSION: Final = "OTP_TUI_SESSION_ID"


def run_command(run: RunRecord) -> str:
    """Return the command that repeats a run."""
    return printable(" ".join(_words(run)), _LONGEST)


def run_variables(run: RunRecord) -> list[str]:
    """Return the environment variables that the command reads: the phone, then the keys."""
    fields = credential_fields(_providers(run))
    session = [_SESSION] if _walkthrough_is(run, "fixed_session") else []
    if run.environment is Environment.SIM and not run.profile:
        fields = ()
    reached = {exchange.provider for exchange in run.exchanges}
    unreached = () if run.profile or not fields else [name for name in _providers(run) if name not in reached]
    addresses = [PROVIDERS[name].url_variable for name in unreached if name in PROVIDERS]
    return [_PHONE, *session, *addresses, *(field.variable for field in fields)]


def exchange_command(exchange: Exchange) -> str:
    """Return the command that sends one exchange again, by its snippet in the pack."""
    shell = next(language for language in LANGUAGES if language.name == "curl")
    return shlex.join(["sh", f"snippets/{snippet_file_name(exchange, shell)}"])


def _words(run: RunRecord) -> Iterator[str]:
    yield from ("otp-tui", "run", str(run.journey))
    if run.profile:
        yield from ("--profile", shlex.quote(run.profile))
    elif run.environment is Environment.SIM:
        yield "--sim"  # the port of the built-in one died with its run
    else:
        yield from _addresses(run)
    yield from ("--code-from", "sim" if run.environment is Environment.SIM else "stdin")
    resends = _resends(run)
    if resends:
        yield from ("--resends", str(resends))
    if _walkthrough_is(run, "confirm"):
        yield "--confirm"
    if _walkthrough_is(run, "unlinked"):
        yield "--unlink"
    if _walkthrough_is(run, "fixed_session"):
        yield from ("--session-id", f'"${_SESSION}"')


def _resends(run: RunRecord) -> int:
    """Return the most new codes that were asked for in one leg."""
    changes = run.walkthrough.changes if run.walkthrough else ()
    legs = Counter(change.before.leg for change in changes if isinstance(change.event, ResendPressed))
    return max(legs.values(), default=0)


def _addresses(run: RunRecord) -> Iterator[str]:
    """Yield the base addresses; that of a leg that was not reached is read from its variable."""
    used = {exchange.provider: urlsplit(exchange.url) for exchange in run.exchanges}
    for provider in _providers(run):
        row = PROVIDERS.get(provider)
        url = used.get(provider)
        if row is not None:
            yield row.url_option
            yield shlex.quote(f"{url.scheme}://{url.netloc}") if url else f'"${row.url_variable}"'


def _providers(run: RunRecord) -> list[str]:
    legs = run.walkthrough.walkthrough.legs if run.walkthrough else LEGS[run.journey]
    return [leg.provider for leg in legs]


def _walkthrough_is(run: RunRecord, name: str) -> bool:
    return run.walkthrough is not None and bool(getattr(run.walkthrough.walkthrough, name))
