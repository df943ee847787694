"""Locks between programs, on files of their own; each ends with the process that holds it."""

import contextlib
import errno
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from filelock import BaseFileLock

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_POLL_S: Final = 0.02
_NO_LOCKS: Final = frozenset({errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK})
"""The answers of file systems without locks, such as some network shares."""


class Lock:
    """A lock that this program holds until `release`."""

    def __init__(self, path: Path, held: "BaseFileLock") -> None:
        self._path = path
        self._held = held

    def release(self) -> None:
        """Release the lock, and remove its file."""
        # Removed while it is still held: afterwards the file may be another program's. Who has opened it meanwhile
        # sees that it is gone and makes it anew. Windows removes no open file; there filelock does after closing it.
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._held.release()


def acquire(path: Path, *, wait: bool = False) -> Lock | None:
    """Acquire a lock; where the file system has none, it is always free.

    Args:
        path: The lock's file, private to this user; a symbolic link in its place is not followed.
        wait: Wait until another program has released it.

    Returns:
        The lock, or None where another program holds it.

    Raises:
        OSError: The file or its folder cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 20 ms that the first paint need not wait for

    path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    # Acquired in a worker's thread and released in the loop's, so the lock belongs to no thread.
    held = FileLock(
        path, mode=_PRIVATE_FILE, thread_local=False, poll_interval=_POLL_S, fallback_to_soft=False
    )
    try:
        held.acquire(blocking=wait)
    except Timeout:
        return None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return Lock(path, held)


def is_held(path: Path) -> bool:
    """Return True where another program holds the lock; nothing is made or left behind.

    Raises:
        OSError: The file cannot be opened.
    """
    if not path.exists():
        return False
    lock = acquire(path)
    if lock is not None:
        lock.release()
    return lock is None
