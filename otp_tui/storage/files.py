"""Files that only their owner reads, replaced whole or not at all."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_LONGEST_STEM: Final = 200
_NEW_FILE: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


def write_private(path: Path, text: str, mode: int = _PRIVATE_FILE) -> None:
    """Replace a file by a text in UTF-8; a reader sees the old or the new one, never a half.

    A symbolic link is followed: what it points to is replaced, the link stays.

    Args:
        path: The file; its folder is created where it is missing, for the owner alone.
        text: The whole content; line ends are written as they are.
        mode: The permissions of the new file, as far as the umask leaves them; by default the owner's alone.

    Raises:
        OSError: The file could not be written; the old one is as it was.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    temporary = _beside(target)
    # Private from its first moment: a mode that is set afterwards leaves a gap.
    handle = os.open(temporary, _NEW_FILE, mode)
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


def check_writable(path: Path) -> None:
    """Check that `write_private` could write a file; nothing is changed, and no missing folder is made.

    Raises:
        OSError: It could not: its folder is missing or read-only, or the file itself is.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and (target.is_dir() or not os.access(target, os.W_OK)):
        raise PermissionError(target)
    temporary = _beside(target)
    os.close(os.open(temporary, _NEW_FILE, _PRIVATE_FILE))
    temporary.unlink()


def _beside(target: Path) -> Path:
    """Return an unused name in the folder of a file; a long name is shortened, as a folder's limit is in bytes."""
    stem = os.fsencode(target.name)[:_LONGEST_STEM].decode(errors="ignore")
    return target.with_name(f".{stem}.{secrets.token_hex(8)}.tmp")


def _sync_folder(folder: Path) -> None:
    """Write the folder to disk, so that the new name outlives a power cut."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
