"""Walkthroughs left open by earlier runs; implements the port `OpenWalkthroughs`."""

import asyncio
from typing import TYPE_CHECKING

from otp_tui.cli.composition.config import profile_of
from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.conductor.ports import Connection
from otp_tui.core.errors import Message, UserError, usage_error
from otp_tui.core.exit_codes import USAGE
from otp_tui.core.flow.recovery import OpenWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.ports import CredentialStore
from otp_tui.core.target.profile import Config
from otp_tui.core.timestamps import ClockReading
from otp_tui.storage.paths import journal_path

if TYPE_CHECKING:
    from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughList, OpenWalkthroughStore


class OpenWalkthroughService:
    """The open walkthroughs of one program, listed when it starts.

    Args:
        config: The configuration.
        keyring: The keyring.
        connections: Makes the targets.
        clock: Both clocks.
    """

    def __init__(
        self,
        config: Config,
        keyring: CredentialStore,
        connections: ConnectionFactory,
        clock: SystemClock | None = None,
    ) -> None:
        self._config = config
        self._keyring = keyring
        self._connections = connections
        self._clock = clock or SystemClock()
        self._path = journal_path()
        self._store: OpenWalkthroughStore | None = None
        self._listed = None if self._nothing_open() else self._list()

    def _nothing_open(self) -> bool:
        """Look before anything is loaded that decodes a walkthrough: the first screen waits for this."""
        try:
            if not self._path.exists():
                return True
        except OSError:  # the walkthrough's own store finds the same, and says so on the screen
            return True
        from otp_tui.storage.journal.open_check import nothing_open

        return nothing_open(self._path)

    def _list(self) -> "OpenWalkthroughList | None":
        from otp_tui.storage.journal.database import JournalError

        try:
            return self._open_store().list_open(self._clock.now())
        except JournalError:  # as above
            return None

    def _open_store(self) -> "OpenWalkthroughStore":
        if self._store is None:
            from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughStore

            self._store = OpenWalkthroughStore(self._path, self._keyring)
        return self._store

    @property
    def open(self) -> tuple[OpenWalkthrough, ...]:
        """The walkthroughs that can be resumed, the newest first."""
        return self._listed.open if self._listed else ()

    @property
    def quarantined_to(self) -> str:
        """The file that an unreadable journal was renamed to; empty where none was."""
        return str(self._listed.quarantined_to or "") if self._listed else ""

    def now(self) -> ClockReading:
        """Read both clocks."""
        return self._clock.now()

    def connection(self, left: OpenWalkthrough) -> Connection:
        """Return a walkthrough's target; the same rules stand before its sends as always.

        Raises:
            UserError: It is not there any more, or leads elsewhere.
        """
        if left.profile and left.profile not in self._config.profiles:
            raise usage_error("resume.no_profile", profile=left.profile)
        profile = profile_of(self._config, left.profile or None)
        connection = self._connections.for_profile(
            left.urls, profile, left.walkthrough.journey, self._keyring
        )
        if connection.environment is not left.walkthrough.environment:
            raise usage_error("resume.moved", environment=Message(f"environment.{connection.environment}"))
        return connection

    async def discard(self, left: OpenWalkthrough) -> None:
        """End a walkthrough here; nothing is sent.

        Raises:
            ResumeError: Another program has it, or ended it already.
            UserError: It could not be noted.
        """
        from otp_tui.storage.journal.database import JournalError

        try:
            await self._open_store().discard(left.walkthrough.id, self._clock.now())
        except JournalError:
            raise UserError("persistence.disk", USAGE) from None
        if self._listed is not None:
            rest = tuple(one for one in self._listed.open if one is not left)
            self._listed = self._listed._replace(open=rest)

    async def close_ended(self) -> tuple[Walkthrough, ...]:
        """Close what has run out, and purge the journal; what fails is tried by the next run."""
        closed: list[Walkthrough] = []
        store = await asyncio.to_thread(self._open_store)  # on the loop, its imports would hold the screen up
        from otp_tui.storage.journal.database import JournalError

        try:
            for walkthrough_id in self._listed.ended if self._listed else ():
                walkthrough = await store.close(walkthrough_id, self._clock.now())
                closed += (
                    [walkthrough] if walkthrough is not None and walkthrough.phone else []
                )  # else it had not begun
            await store.purge(self._clock.now().utc, self._config.history_days)
        except JournalError:
            pass  # the walkthrough's own store finds the same, and says so on the screen
        return tuple(closed)
