"""Paths of the configuration and the journal; nothing is created by asking for them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs

_APP: Final = "otp-tui"
_HOME: Final = "OTP_TUI_HOME"
_HOMELESS: Final = ".otp-tui"


def config_path() -> Path:
    """Return ``config.toml`` in ``$OTP_TUI_HOME``, else in the platform's configuration folder."""
    return _folder(platformdirs.user_config_path) / "config.toml"


def journal_path() -> Path:
    """Return ``journal.sqlite3`` in ``$OTP_TUI_HOME``, else in the platform's data folder."""
    return _folder(platformdirs.user_data_path) / "journal.sqlite3"


def data_folder() -> Path:
    """Return the folder of what is kept: ``$OTP_TUI_HOME``, else the platform's data folder."""
    return journal_path().parent


def _folder(platform_folder: Callable[..., Path]) -> Path:
    own = os.environ.get(_HOME)
    try:
        if own:  # a tilde that no shell has expanded, as in a file of variables
            return Path(own).expanduser()
        return platform_folder(_APP, appauthor=False)
    except RuntimeError:  # a container's user may have neither HOME nor an entry among the users
        return Path.cwd() / _HOMELESS
