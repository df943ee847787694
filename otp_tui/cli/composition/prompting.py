"""Questions of commands on the terminal: keys without echo, the merchant's name, yes or no."""

import getpass
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from otp_tui.cli.composition.credentials import checked_credential
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.composition.prerequisites import Prerequisites
from otp_tui.cli.composition.runtime import Runtime
from otp_tui.cli.terminal.console import print_message, prompt
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.prompts import interruptible, is_interactive
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.errors import GuardError, UserError
from otp_tui.core.exit_codes import NO_KEYS
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import CALL_LIMIT_S, KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.security.send_policy import Rule
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.core.target.profile import Profile
from otp_tui.core.target.providers import PROVIDERS, CredentialField
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import read_line
from otp_tui.storage.keyring.store import WaitingStore

T = TypeVar("T")


def waiting_keyring(translator: Translator, keyring: CredentialStore) -> CredentialStore:
    """Return a keyring that waits for late answers, where somebody can see why."""
    if not _somebody_reads():
        return keyring

    def waiting(error: KeyringError) -> None:
        for line in (*keyring_lines(translator, error), translator.text("keyring.waits")):
            print_message(line)

    return WaitingStore(keyring, waiting)


def keyring_patience(timeout_s: float) -> float:
    """Return the seconds that the keyring of a `run` has for an answer.

    Args:
        timeout_s: Seconds for an exchange: as long is also the keyring waited for where nobody reads why. There a
            slow one is more often busy with as many programs as this machine than asking somebody for a password.
    """
    return CALL_LIMIT_S if _somebody_reads() else max(CALL_LIMIT_S, timeout_s)


def _somebody_reads() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


async def gather_or_ask(runtime: Runtime, translator: Translator) -> Prerequisites:
    """Gather the prerequisites; missing keys are asked for on a terminal, for this run only.

    A keyring that is late is waited for, as long as somebody can see why.

    Raises:
        UserError: Keys are missing and nobody can be asked, or one cannot be used.
    """
    if runtime.keyring is not None:
        runtime.keyring = waiting_keyring(translator, runtime.keyring)
    while True:
        try:
            return await runtime.prerequisites()
        except CredentialsMissingError as missing:
            problem = missing.problem
            if problem is not None:
                for line in keyring_lines(translator, problem):
                    print_message(line)
            if not is_interactive():
                raise _missing(missing, runtime) from None
            for field in missing.fields:
                runtime.typed_credentials[field.name] = ask_credential(translator, field, once=True)


def _missing(missing: CredentialsMissingError, runtime: Runtime) -> UserError:
    field = missing.fields[0]
    facts = {"provider": PROVIDERS[field.provider].title, "variable": field.variable, "field": field.name}
    profile = runtime.target.profile if runtime.target else None
    if profile is None:
        return UserError("target.key_missing", NO_KEYS, **facts)
    if missing.problem is not None:
        return UserError("credentials.unread", NO_KEYS, profile=profile.name, **facts)
    return UserError("credentials.missing", NO_KEYS, profile=profile.name, **facts)


def ask_credential(translator: Translator, field: CredentialField, *, once: bool = False) -> Secret:
    """Ask for a key without echo.

    Args:
        translator: Words the question.
        field: Which key.
        once: It serves this command only, and is not kept.

    Raises:
        UserError: What was typed cannot be a key.
    """
    with interruptible():
        text = getpass.getpass(
            translator.text("credentials.ask_once" if once else "credentials.ask", field=field.name) + " "
        )
    return checked_credential(text, field.name)


async def ask_hidden(question: str) -> str:
    """Ask for a text that is not shown; where standard input is no terminal there is nothing to hide.

    Args:
        question: The question, whose answer follows on the same line.

    Raises:
        EOFError: The input ended.
    """
    if is_interactive():
        with interruptible():
            return getpass.getpass(question).strip("\r\n")
    prompt(question)
    line = await read_line()
    prompt("\n")
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def check_live(profile: Profile | None) -> None:
    """Refuse a live walkthrough without a named merchant or without a terminal.

    Raises:
        UserError: The profile names no merchant, or standard input is not a terminal.
    """
    check_merchant(profile)
    if not is_interactive():
        raise GuardError("live.no_terminal", Rule.LIVE_LOCKED)


def check_merchant(profile: Profile | None) -> None:
    """Refuse a live target whose profile names no merchant.

    Raises:
        UserError: The profile names none.
    """
    if profile is None or not profile.merchant:
        raise GuardError("live.no_merchant", Rule.LIVE_LOCKED, profile=profile.name if profile else "–")


async def ask_merchant(translator: Translator, host: str) -> str:
    """Ask for the merchant's name, which opens a live walkthrough."""
    print_message(translator.text("live.warning", host=host))
    prompt(translator.text("live.ask") + " ", stderr=True)
    return (await read_line()).strip()


def with_keyring(translator: Translator, work: Callable[[CredentialStore], Coroutine[Any, Any, T]]) -> T:
    """Run a task that needs the keyring; a late one is waited for at a terminal.

    Args:
        translator: Words what is wrong.
        work: What is to be done.

    Raises:
        UserError: The keyring failed; the reason was printed.
    """

    async def run() -> T:
        use_daemon_threads()
        return await work(waiting_keyring(translator, open_keyring()))

    try:
        return run_loop(run())
    except KeyringError as error:
        for line in keyring_lines(translator, error):
            print_message(f"otp-tui: {line}")
        raise UserError("credentials.keyring_failed", NO_KEYS) from None
