"""Walkthroughs left open by earlier runs; implements the port `OpenWalkthroughs`."""

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
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughList, OpenWalkthroughStore
from otp_tui.storage.paths import journal_path


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
        self._open_walkthroughs = OpenWalkthroughStore(journal_path(), keyring)
        try:
            self._listed = self._open_walkthroughs.list_open(self._clock.now())
        except JournalError:  # the walkthrough's own store finds the same, and says so on the screen
            self._listed = OpenWalkthroughList()

    @property
    def open(self) -> tuple[OpenWalkthrough, ...]:
        """The walkthroughs that can be resumed, the newest first."""
        return self._listed.open

    @property
    def quarantined_to(self) -> str:
        """The file that an unreadable journal was renamed to; empty where none was."""
        return str(self._listed.quarantined_to or "")

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
        try:
            await self._open_walkthroughs.discard(left.walkthrough.id, self._clock.now())
        except JournalError:
            raise UserError("persistence.disk", USAGE) from None
        rest = tuple(one for one in self._listed.open if one is not left)
        self._listed = self._listed._replace(open=rest)

    async def close_ended(self) -> tuple[Walkthrough, ...]:
        """Close what has run out, and purge the journal; what fails is tried by the next run."""
        closed: list[Walkthrough] = []
        try:
            for walkthrough_id in self._listed.ended:
                walkthrough = await self._open_walkthroughs.close(walkthrough_id, self._clock.now())
                closed += (
                    [walkthrough] if walkthrough is not None and walkthrough.phone else []
                )  # else it had not begun
            await self._open_walkthroughs.purge(self._clock.now().utc, self._config.history_days)
        except JournalError:
            pass  # the walkthrough's own store finds the same, and says so on the screen
        return tuple(closed)
