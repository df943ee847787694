"""Keys and other secrets in the OS keyring, without ever holding up the program.

Each call runs in a daemon thread. After three seconds the caller is told that the keyring has not answered; the
call itself goes on, because an unlock prompt may be open, and its late answer can still be taken.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any, Final, Protocol, TypeVar

from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import PROBE_ENTRY
from otp_tui.storage.keyring.platform import keyring_error

CALL_LIMIT_S: Final = 3.0
_PROBES: Final = 8
_APART_S: Final = 0.02

T = TypeVar("T")


class Backend(Protocol):
    """A keyring whose calls block and raise `VaultError`."""

    name: str

    def get(self, user: str) -> str | None:
        """The value under a user name."""
        ...

    def set(self, user: str, value: str) -> None:
        """Keep a value."""
        ...

    def delete(self, user: str) -> bool:
        """Forget a value."""
        ...


class KeyringStore:
    """The keyring as the program uses it; fills `otp_tui.core.ports.Vault`.

    Args:
        opened: Opens the backend; called in the thread of the first call, so that nothing is loaded before.
        threads: Runs calls in threads that quitting does not wait for.
        patience_s: Seconds until a call counts as hanging.
    """

    def __init__(
        self, opened: Callable[[], Backend], threads: Executor, *, patience_s: float = CALL_LIMIT_S
    ) -> None:
        self._opened = opened
        self._threads = threads
        self._patience_s = patience_s
        self._backend: Backend | None = None
        self._hanging: asyncio.Future[Any] | None = None

    async def get(self, name: str) -> Secret | None:
        """The value under a name, None where there is none.

        Raises:
            VaultError: It cannot be told.
        """
        return await self._call(lambda backend: _secret(backend.get(name)))

    async def set(self, name: str, value: Secret) -> None:
        """Keep a value under a name, over an older one.

        Raises:
            VaultError: It was not kept, or that is not known.
        """
        await self._call(lambda backend: backend.set(name, value.reveal()))

    async def delete(self, name: str) -> bool:
        """Forget a value; False where there was none.

        Raises:
            VaultError: It may still be there.
        """
        return await self._call(lambda backend: backend.delete(name))

    async def probe(self) -> str:
        """Write, read and delete a canary, so that a keyring that forgets is found before it matters.

        Returns:
            The backend's name.

        Raises:
            VaultError: It cannot be used.
        """
        return await self._call(_probe)

    async def _call(self, work: Callable[[Backend], T]) -> T:
        """Run a call in a thread; give up waiting for it after a while, but not the call.

        After one time-out the backend counts as hanging, until the call that hangs has ended.
        """
        if self._hanging is not None and not self._hanging.done():
            raise keyring_error(KeyringProblem.HANGING, late=self._hanging, own=False)
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, lambda: work(self._open()))
        try:
            return await asyncio.wait_for(asyncio.shield(running), self._patience_s)
        except TimeoutError:
            running.add_done_callback(_ignore_result)
            self._hanging = running
            name = self._backend.name if self._backend else ""
            raise keyring_error(KeyringProblem.HANGING, name, running) from None

    def _open(self) -> Backend:
        if self._backend is None:
            self._backend = self._opened()
        return self._backend


def _secret(value: str | None) -> Secret | None:
    return None if value is None else Secret(value)


def _probe(backend: Backend) -> str:
    sign = "otp-tui"
    for _ in range(_PROBES):
        backend.set(PROBE_ENTRY, sign)
        kept = backend.get(PROBE_ENTRY)
        backend.delete(PROBE_ENTRY)
        if kept == sign:
            return backend.name
        time.sleep(random.uniform(0, _APART_S))  # noqa: S311 - another program may just be deleting its own
    raise keyring_error(KeyringProblem.FORGETS, backend.name)


def _ignore_result(running: "asyncio.Future[Any]") -> None:
    """A late error that nobody waits for any more is no news."""
    if not running.cancelled():
        running.exception()


class WaitingStore:
    """Waits for what a keyring answers late, after saying so: an unlock prompt may be open.

    Attributes:
        impatient: The keyring itself.

    Args:
        keyring: The keyring.
        waiting: Told once for each call that is waited for.
    """

    def __init__(self, keyring: CredentialStore, waiting: Callable[[KeyringError], None]) -> None:
        self.store = keyring
        self._waiting = waiting

    async def get(self, name: str) -> Secret | None:
        """The value under a name."""
        return await self._wait(lambda: self.store.get(name))

    async def set(self, name: str, value: Secret) -> None:
        """Keep a value under a name."""
        await self._wait(lambda: self.store.set(name, value))

    async def delete(self, name: str) -> bool:
        """Forget a value."""
        return await self._wait(lambda: self.store.delete(name))

    async def probe(self) -> str:
        """See whether it keeps what it is given."""
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
    """Stands where no keyring is wanted: every call says so."""

    async def get(self, name: str) -> Secret | None:
        """Nothing is kept."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def set(self, name: str, value: Secret) -> None:
        """Nothing is kept."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def delete(self, name: str) -> bool:
        """Nothing is kept."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)

    async def probe(self) -> str:
        """Nothing is kept."""
        raise keyring_error(KeyringProblem.SWITCHED_OFF)
