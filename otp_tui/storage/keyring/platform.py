"""The kind of machine, as far as the way to a working keyring differs."""

import os
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from otp_tui.core.security.keyring_errors import CALL_LIMIT_S, KeyringError, KeyringProblem


def platform() -> str:
    """Return ``macos``, ``macos_ssh``, ``windows``, ``container``, ``wsl`` or ``linux``."""
    remote = bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))
    if sys.platform == "darwin":
        return "macos_ssh" if remote else "macos"
    if sys.platform == "win32":
        return "windows"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists() or os.environ.get("container"):  # noqa: SIM112 - systemd and podman write it so
        return "container"
    if os.environ.get("WSL_DISTRO_NAME") or os.environ.get("WSL_INTEROP"):
        return "wsl"
    return "linux"


def keyring_error(
    problem: KeyringProblem,
    backend: str = "",
    late: Awaitable[Any] | None = None,
    *,
    own: bool = True,
    waited_s: float = CALL_LIMIT_S,
) -> KeyringError:
    """Return the error of a keyring's problem, with the kind of machine."""
    return KeyringError(problem, backend, late=late, own=own, platform=platform(), waited_s=waited_s)
