"""The sentences of keyring errors, and of their remedies on each kind of machine."""

from typing import Final

from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.i18n.translator import Translator, Wording

_FIXES: Final = {
    (KeyringProblem.NONE, "linux"): "keyring.fix_none_linux",
    (KeyringProblem.NONE, "wsl"): "keyring.fix_none_wsl",
    (KeyringProblem.NONE, "container"): "keyring.fix_none_container",
    (KeyringProblem.LOCKED, "linux"): "keyring.fix_locked_linux",
    (KeyringProblem.LOCKED, "wsl"): "keyring.fix_locked_wsl",
    (KeyringProblem.LOCKED, "macos_ssh"): "keyring.fix_locked_macos_ssh",
    (KeyringProblem.REFUSED, "macos_ssh"): "keyring.fix_locked_macos_ssh",
    (KeyringProblem.HANGING, "macos_ssh"): "keyring.fix_locked_macos_ssh",
    (KeyringProblem.HANGING, "wsl"): "keyring.fix_locked_wsl",
}
"""The remedies that depend on the machine; the others follow from the problem alone."""


def keyring_lines(translator: Translator, error: KeyringError) -> list[str]:
    """Return the sentence of an error, and that of its remedy on this machine.

    Args:
        translator: The translator.
        error: The error.
    """
    fix = _FIXES.get((error.problem, error.platform), f"keyring.fix_{error.problem}")
    facts = {"backend": error.backend or "–", "seconds": round(error.waited_s)}
    return [translator.text(f"keyring.{error.problem}", **facts), translator.text(fix)]


def keyring_wording(error: KeyringError) -> Wording:
    """Return the wording of an error and its remedy, one after the other."""
    return lambda translator: " ".join(keyring_lines(translator, error))
