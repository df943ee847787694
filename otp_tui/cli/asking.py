"""What a command asks on the terminal before anything is sent: keys without echo, the merchant's name, yes or no."""

import asyncio
import getpass
import sys

from otp_tui.core.credentials import Field, KeysMissingError
from otp_tui.core.exits import GUARD, NO_KEYS
from otp_tui.core.profile import Profile
from otp_tui.core.secrets import Secret
from otp_tui.core.vault import VaultError
from otp_tui.linear.codes import read_line
from otp_tui.locale import Speech
from otp_tui.locale.vaults import vault_lines

from .errors import CommandError, usage
from .keys import checked
from .provisions import Provisions
from .voice import ask, tell
from .wiring import Workshop


def interactive() -> bool:
    """Whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


async def provided(workshop: Workshop, speech: Speech) -> Provisions:
    """Gather what a walkthrough needs; on a terminal, what is missing is asked for, for this run only.

    Raises:
        CommandError: Keys are missing and nobody can be asked, or one cannot be used.
    """
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
            if problem is not None and problem.late and await _answered_late(problem, speech):
                continue
            for field in missing.fields:
                workshop.typed[field.name] = ask_key(speech, field, once=True)


async def _answered_late(problem: VaultError, speech: Speech) -> bool:
    """Wait for the keyring, which may be showing a prompt of its own; Ctrl+C ends the command as ever."""
    tell(speech.say("vault.waits"))
    try:
        await (problem.late or asyncio.sleep(0))
    except VaultError as error:
        for line in vault_lines(speech, error):
            tell(line)
        return False
    return problem.late is not None


def _missing(missing: KeysMissingError, workshop: Workshop) -> CommandError:
    field = missing.fields[0]
    facts = {"provider": field.provider.capitalize(), "variable": field.variable, "field": field.name}
    profile = workshop.target.profile if workshop.target else None
    if profile is None:
        return CommandError("target.key_missing", NO_KEYS, **facts)
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
    text = getpass.getpass(speech.say("keys.ask_once" if once else "keys.ask", field=field.name) + " ")
    return checked(text, field.name)


def check_live(profile: Profile | None) -> None:
    """A live walkthrough needs a profile that names its merchant, and somebody at the keyboard.

    Raises:
        CommandError: It has not.
    """
    if profile is None or not profile.merchant:
        raise CommandError("live.no_merchant", GUARD, profile=profile.name if profile else "–")
    if not interactive():
        raise CommandError("live.no_terminal", GUARD)


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
