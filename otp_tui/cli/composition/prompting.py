"""What a command asks on the terminal before anything is sent: keys without echo, the merchant's name, yes or no."""

import getpass
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from otp_tui.cli.composition.credentials import checked
from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.cli.composition.prerequisites import Provisions
from otp_tui.cli.composition.runtime import Workshop
from otp_tui.cli.terminal.console import ask, tell
from otp_tui.core.flow.exits import GUARD, NO_KEYS
from otp_tui.core.ports import Vault
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import Field, KeysMissingError
from otp_tui.core.target.profile import Profile
from otp_tui.i18n.keyring import vault_lines
from otp_tui.i18n.translator import Speech
from otp_tui.plain.code_sources import read_line
from otp_tui.storage.keyring.store import PatientVault


def patient(speech: Speech, vault: Vault) -> Vault:
    """A keyring whose late answers are waited for, as long as somebody can see why."""
    if sys.stderr is None or not sys.stderr.isatty():
        return vault

    def waiting(error: VaultError) -> None:
        for line in (*vault_lines(speech, error), speech.say("vault.waits")):
            tell(line)

    return PatientVault(vault, waiting)


def interactive() -> bool:
    """Whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


async def provided(workshop: Workshop, speech: Speech) -> Provisions:
    """Gather what a walkthrough needs; on a terminal, what is missing is asked for, for this run only.

    A keyring that is late is waited for, as long as somebody can see why.

    Raises:
        CommandError: Keys are missing and nobody can be asked, or one cannot be used.
    """
    if workshop.vault is not None:
        workshop.vault = patient(speech, workshop.vault)
    while True:
        try:
            return await workshop.provide()
        except KeysMissingError as missing:
            problem = missing.problem
            if problem is not None:
                for line in vault_lines(speech, problem):
                    tell(line)
            if not interactive():
                raise _missing(missing, workshop) from None
            for field in missing.fields:
                workshop.typed[field.name] = ask_key(speech, field, once=True)


def _missing(missing: KeysMissingError, workshop: Workshop) -> CommandError:
    field = missing.fields[0]
    facts = {"provider": field.provider.capitalize(), "variable": field.variable, "field": field.name}
    profile = workshop.target.profile if workshop.target else None
    if profile is None:
        return CommandError("target.key_missing", NO_KEYS, **facts)
    if missing.problem is not None:
        return CommandError("keys.unread", NO_KEYS, profile=profile.name, **facts)
    return CommandError("keys.missing", NO_KEYS, profile=profile.name, **facts)


def ask_key(speech: Speech, field: Field, *, once: bool = False) -> Secret:
    """A key, typed without echo.

    Args:
        speech: Words the question.
        field: Which key.
        once: It serves this command only, and is not kept.

    Raises:
        CommandError: It cannot be a key.
    """
    with interruptible():
        text = getpass.getpass(speech.say("keys.ask_once" if once else "keys.ask", field=field.name) + " ")
    return checked(text, field.name)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGINT and SIGTERM end a question that blocks the loop, whose own handlers would wait for it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check_live(profile: Profile | None) -> None:
    """A live walkthrough needs a profile that names its merchant, and somebody at the keyboard.

    Raises:
        CommandError: It has not.
    """
    check_merchant(profile)
    if not interactive():
        raise CommandError("live.no_terminal", GUARD)


def check_merchant(profile: Profile | None) -> None:
    """Without the merchant's name there is nothing to type that would open a live target.

    Raises:
        CommandError: The profile names none.
    """
    if profile is None or not profile.merchant:
        raise CommandError("live.no_merchant", GUARD, profile=profile.name if profile else "–")


async def ask_merchant(speech: Speech, host: str) -> str:
    """The merchant's name, typed to open a live walkthrough."""
    tell(speech.say("live.warning", host=host))
    ask(speech.say("live.ask") + " ", beside=True)
    return (await read_line()).strip()


def confirmed(speech: Speech, name: str, *, yes: bool, **facts: object) -> bool:
    """A question with yes or no.

    Args:
        speech: Words it.
        name: The question.
        yes: Answered beforehand, by ``--yes``.
        facts: What its places are filled with.

    Raises:
        CommandError: Nobody can be asked.
    """
    if yes:
        return True
    if not interactive():
        tell(speech.say(name, **facts))
        raise usage("usage.needs_yes")
    ask(speech.say(name, **facts) + " " + speech.say("ask.yes_no") + " ", beside=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "e", "evet"}


def piped_or_given(text: str) -> str:
    """An argument, or the line of standard input that ``-`` stands for."""
    return (sys.stdin.readline() if sys.stdin else "") if text == "-" else text
