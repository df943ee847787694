"""Locks that other programs see, and that end with the process that holds them, however it ends."""

import contextlib
import os
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]

_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Lock:
    """A lock on a file of its own, held until it is let go."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Let go, and leave no file behind; who has just opened it sees that it is gone, and makes it anew."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._handle)  # which unlocks


def hold(path: Path, *, wait: bool = False) -> Lock | None:
    """Take a lock; where the system has none, as on Windows and some network file systems, it is never refused.

    Args:
        path: Its file; made with its folder where it is not there.
        wait: Wait until it is free.

    Returns:
        The lock, or None where another program has it.

    Raises:
        OSError: The file cannot be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        handle = os.open(path, _FLAGS, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            return Lock(path, handle)
        if _is_still(path, handle):
            return Lock(path, handle)
        os.close(handle)  # it was removed between our opening and our locking


def _is_still(path: Path, handle: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(handle).st_ino
    except FileNotFoundError:
        return False
