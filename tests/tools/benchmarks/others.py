"""The programs we are compared with, installed into a folder outside the repository, each only when it is asked for."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from report import NotMeasuredError, note

_NPM: Final = {"newman": "newman@6", "bru": "@usebruno/cli@4", "mockoon-cli": "@mockoon/cli@9"}
_POSTING: Final = ("posting==2.11.*", "tree-sitter<0.26")  # with a newer one it crashes at its start
_INSTALL_S: Final = 600.0


class Others:
    """Installs and names them.

    Args:
        folder: Where to; whoever made it removes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def posting(self) -> str:
        """The command of Posting, in a virtual environment of its own.

        Raises:
            NotMeasuredError: It cannot be installed.
        """
        _posix_only()
        home = self.folder / "posting"
        command = home / "bin" / "posting"
        if not command.exists():
            note(f"installing {_POSTING[0]} …")
            _install([sys.executable, "-m", "venv", str(home)], self.folder)
            python = str(home / "bin" / "python")
            _install([python, "-m", "pip", "install", "--quiet", *_POSTING], self.folder)
        return str(command)

    def npm(self, name: str) -> str:
        """The command of an npm package, in a folder of its own.

        Args:
            name: ``newman``, ``bru`` or ``mockoon-cli``.

        Raises:
            NotMeasuredError: There is no npm, or it cannot install it.
        """
        _posix_only()
        home = self.folder / name
        command = home / "node_modules" / ".bin" / name
        if not command.exists():
            npm = shutil.which("npm")
            if npm is None:
                raise NotMeasuredError(f"{name} needs npm, which is not installed")
            note(f"installing {_NPM[name]} …")
            home.mkdir(parents=True, exist_ok=True)
            (home / "package.json").write_text('{"private": true}\n', encoding="utf-8")
            _install([npm, "install", "--no-audit", "--no-fund", "--loglevel=error", _NPM[name]], home)
        return str(command)

    def home(self) -> Path:
        """An empty home folder for them, so that they read and leave nothing in the operator's."""
        home = self.folder / "home"
        (home / "empty").mkdir(parents=True, exist_ok=True)
        return home


def _posix_only() -> None:
    if sys.platform == "win32":
        raise NotMeasuredError("the other programs are compared on POSIX only")


def _install(words: list[str], cwd: Path) -> None:
    """Run an installer; unlike what is measured, it keeps the caller's proxies and settings."""
    try:
        done = subprocess.run(words, cwd=cwd, capture_output=True, timeout=_INSTALL_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasuredError(f"{words[0]}: {error}") from None
    if done.returncode:
        raise NotMeasuredError(
            done.stderr.decode("utf-8", "replace").strip()[-400:] or "the installer failed"
        )


def quiet_home(others: Others) -> dict[str, str]:
    """Variables that point a program at the empty home folder."""
    home = str(others.home())
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    return dict.fromkeys(names, home)
