"""How the program was installed, and the command that adds an extra to it."""

import json
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

_NAME: Final = "otp-tui"
_COMMANDS: Final[Mapping[str, Callable[[str], str]]] = {
    "pip": lambda what: f'"{sys.executable}" -m pip install {what}',
    "pipx": lambda what: f"pipx install --force {what.removeprefix('-e ')}",
    "uv tool": lambda what: f"uv tool install --force {what.removeprefix('-e ')}",
    "uvx": lambda what: f"uvx --from {what.removeprefix('-e ')} {_NAME} serve",
}
_MARKS: Final = {"pipx_metadata.json": "pipx", "uv-receipt.toml": "uv tool"}


def installer(prefix: Path) -> str:
    """Return the installer that made an environment: ``pipx``, ``uv tool``, ``uvx``, or "" where nothing tells.

    Args:
        prefix: The environment's folder.
    """
    for mark, name in _MARKS.items():
        if (prefix / mark).exists():
            return name
    # The environments that uvx makes for one run are in uv's cache.
    return "uvx" if {"archive-v0", "environments-v2"} & set(prefix.parts) else ""


def commands_to_add(extra: str) -> Mapping[str, str]:
    """Return the one command that adds an extra, or one an installer where it cannot be told which was used.

    Args:
        extra: The extra's name.
    """
    what = _requirement(extra, _origin())
    used = installer(Path(sys.prefix))
    return {name: command(what) for name, command in _COMMANDS.items() if name == used or not used}


def _origin() -> Mapping[str, Any]:
    """Return where the program was installed from, as PEP 610 has it; nothing for a package index."""
    try:
        text = distribution(_NAME).read_text("direct_url.json")
    except PackageNotFoundError:  # run from a folder
        return {}
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _requirement(extra: str, origin: Mapping[str, Any]) -> str:
    """Return the program with an extra, quoted for a shell, from where it came."""
    url = str(origin.get("url", ""))
    if not url:
        return f'"{_NAME}[{extra}]"'
    if origin.get("dir_info", {}).get("editable"):
        return f'-e "{url.removeprefix("file://")}[{extra}]"'
    version_control = origin.get("vcs_info")
    if version_control:
        url = f"{version_control['vcs']}+{url}@{version_control['commit_id']}"
    return f'"{_NAME}[{extra}] @ {url}"'
