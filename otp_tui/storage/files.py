"""Files that only their owner reads, replaced whole or not at all."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_NEW_FILE: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


def write_private(path: Path, text: str) -> None:
    """Replace a file by a text in UTF-8; a reader sees the old or the new one, never a half.

    A symbolic link is followed: what it points to is replaced, the link stays.

    Args:
        path: The file; its folder is created where it is missing, for the owner alone.
        text: The whole content; line ends are written as they are.

    Raises:
        OSError: The file could not be written; the old one is as it was.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    # Private from its first moment: a mode that is set afterwards leaves a gap.
    handle = os.open(temporary, _NEW_FILE, _PRIVATE_FILE)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # an open handle has no path
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Write the folder to disk, so that the new name outlives a power cut."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
