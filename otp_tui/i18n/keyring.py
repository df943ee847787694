"""Words what is wrong with a keyring, and what mends it on this kind of machine."""

from typing import Final

from otp_tui.core.security.keyring_errors import VaultError, VaultProblem
from otp_tui.i18n.translator import Speech

_FIXES: Final = {
    (VaultProblem.NONE, "linux"): "vault.fix_none_linux",
    (VaultProblem.NONE, "wsl"): "vault.fix_none_wsl",
    (VaultProblem.NONE, "container"): "vault.fix_none_container",
    (VaultProblem.LOCKED, "linux"): "vault.fix_locked_linux",
    (VaultProblem.LOCKED, "wsl"): "vault.fix_locked_wsl",
    (VaultProblem.LOCKED, "macos_ssh"): "vault.fix_locked_macos_ssh",
    (VaultProblem.REFUSED, "macos_ssh"): "vault.fix_locked_macos_ssh",
    (VaultProblem.HANGING, "macos_ssh"): "vault.fix_locked_macos_ssh",
    (VaultProblem.HANGING, "wsl"): "vault.fix_locked_wsl",
}
"""Where the machine makes a difference; elsewhere the problem alone names its fix."""


def vault_lines(speech: Speech, error: VaultError) -> list[str]:
    """What is wrong, and what mends it here.

    Args:
        speech: Words it.
        error: What the keyring said.
    """
    fix = _FIXES.get((error.problem, error.platform), f"vault.fix_{error.problem}")
    return [speech.say(f"vault.{error.problem}", backend=error.backend or "–"), speech.say(fix)]
