"""Secrets in the OS keyring, read and written without ever blocking the program.

Each call runs in a daemon thread. After a while it fails as hanging for its caller; the call itself goes on, because
an unlock prompt may be open, and its late answer can still be used.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any, Final, Protocol, TypeVar

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import CALL_LIMIT_S, KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import PROBE_ENTRY
from otp_tui.storage.keyring.platform import keyring_error

_PROBES: Final = 8
_RETRY_WITHIN_S: Final = 0.02

T = TypeVar("T")


class Backend(Protocol):
    """A keyring whose calls block and raise `KeyringError`."""

    name: str

    def get(self, user: str) -> str | None:
        """Return the value under a user name."""
        ...

    def set(self, user: str, value: str) -> None:
        """Store a value."""
        ...

    def delete(self, user: str) -> bool:
        """Delete a value."""
        ...


class KeyringStore:
    """The keyring; implements `otp_tui.core.ports.CredentialStore`.

    Args:
        open_backend: Opens the backend; called in the thread of the first call, so that nothing is loaded before.
        threads: The executor of the calls; quitting does not wait for its threads.
        patience_s: Seconds until a call counts as hanging.
    """

    def __init__(
        self, open_backend: Callable[[], Backend], threads: Executor, *, patience_s: float = CALL_LIMIT_S
    ) -> None:
        self._open_backend = open_backend
        self._threads = threads
        self._patience_s = patience_s
        self._backend: Backend | None = None
        self._hanging: asyncio.Future[Any] | None = None

    async def get(self, name: str) -> Secret | None:
        """Return the value under a name, None where there is none.

        Raises:
            KeyringError: The keyring cannot be read, or has not answered yet.
        """
        return await self._call(lambda backend: _secret(backend.get(name)))

    async def set(self, name: str, value: Secret) -> None:
        """Store a value under a name, over an older one.

        Raises:
            KeyringError: The keyring refused the value, or did not confirm the write.
        """
        await self._call(lambda backend: backend.set(name, value.reveal()))

    async def delete(self, name: str) -> bool:
        """Delete a value; return False where there was none.

        Raises:
            KeyringError: The keyring did not confirm the deletion.
        """
        return await self._call(lambda backend: backend.delete(name))

    async def probe(self) -> str:
        """Write, read and delete a value, to find a keyring that forgets before it matters.

        Returns:
            The backend's name.

        Raises:
            KeyringError: The keyring cannot be used, or has not answered yet.
        """
        return await self._call(_probe)

    async def _call(self, work: Callable[[Backend], T]) -> T:
        """Run a call in a thread; after `patience_s` stop waiting for it, and let it go on.

        After one time-out the backend counts as hanging, until the call that hangs has ended.
        """
        if self._hanging is not None and not self._hanging.done():
            late, waited_s = self._hanging, self._patience_s
            raise keyring_error(KeyringProblem.HANGING, late=late, own=False, waited_s=waited_s)
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, lambda: work(self._open()))
        try:
            return await asyncio.wait_for(asyncio.shield(running), self._patience_s)
        except TimeoutError:
            running.add_done_callback(_ignore_result)
            self._hanging = running
            name = self._backend.name if self._backend else ""
            raise keyring_error(KeyringProblem.HANGING, name, running, waited_s=self._patience_s) from None

    def _open(self) -> Backend:
        if self._backend is None:
            self._backend = self._open_backend()
        return self._backend


def _secret(value: str | None) -> Secret | None:
    return None if value is None else Secret(value)


def _probe(backend: Backend) -> str:
    value = "otp-tui"
    for _ in range(_PROBES):
        backend.set(PROBE_ENTRY, value)
        stored = backend.get(PROBE_ENTRY)
        backend.delete(PROBE_ENTRY)
        if stored == value:
            return backend.name
        time.sleep(random.uniform(0, _RETRY_WITHIN_S))  # noqa: S311 - another program may just be deleting its own
    raise keyring_error(KeyringProblem.FORGETS, backend.name)


def _ignore_result(running: "asyncio.Future[Any]") -> None:
    """Retrieve a late error that nobody waits for, so that asyncio does not log it."""
    if not running.cancelled():
        running.exception()


class WaitingStore:
    """A store whose late answers are waited for, with notice: an unlock prompt may be open.

    Attributes:
        store: The store itself, whose calls fail as hanging.

    Args:
        store: The store.
        waiting: Called once for each call that is waited for.
    """

    def __init__(self, store: CredentialStore, waiting: Callable[[KeyringError], None]) -> None:
        self.store = store
        self._waiting = waiting

    async def get(self, name: str) -> Secret | None:
        """Return the value under a name."""
        return await self._wait(lambda: self.store.get(name))

    async def set(self, name: str, value: Secret) -> None:
        """Store a value under a name."""
        await self._wait(lambda: self.store.set(name, value))

    async def delete(self, name: str) -> bool:
        """Delete a value."""
        return await self._wait(lambda: self.store.delete(name))

    async def probe(self) -> str:
        """Check that the store does not forget; return its name."""
        return await self._wait(self.store.probe)

    async def _wait(self, call: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await call()
            except KeyringError as error:
                if error.late is None:
                    raise
                self._waiting(error)
                late = asyncio.ensure_future(error.late)
                await asyncio.wait({late})
                if error.own:
                    answer: T = late.result()
                    return answer


class DisabledStore:
    """The store for when no keyring is wanted: every call fails as switched off."""

    async def get(self, name: str) -> Secret | None:
        """Fail."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def set(self, name: str, value: Secret) -> None:
        """Fail."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def delete(self, name: str) -> bool:
        """Fail."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def probe(self) -> str:
        """Fail."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)
