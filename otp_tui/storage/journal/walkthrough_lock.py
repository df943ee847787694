"""The lock of a walkthrough, held by the one program that goes on with it."""

from pathlib import Path

from otp_tui.core.flow.recovery import ResumeError, Unresumable
from otp_tui.storage.locks import Lock, acquire


def lock_path(path: Path, walkthrough_id: str) -> Path:
    """Return the file of a walkthrough's lock.

    Args:
        path: The database.
        walkthrough_id: The walkthrough.
    """
    return path.parent / "open" / f"{walkthrough_id}.lock"


def acquire_walkthrough(path: Path, walkthrough_id: str) -> Lock:
    """Acquire a walkthrough's lock.

    Raises:
        ResumeError: Another program holds the lock.
        OSError: The lock's file cannot be made.
    """
    lock = acquire(lock_path(path, walkthrough_id))
    if lock is None:
        raise ResumeError(Unresumable.HELD)
    return lock
