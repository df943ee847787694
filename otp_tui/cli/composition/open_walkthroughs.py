"""What an earlier run left open, with the target that each of it talked to; fills the wizard's `Shelf`."""

from otp_tui.cli.commands.wizard import profile_desk
from otp_tui.cli.composition.config import profile_of
from otp_tui.cli.composition.connections import Desks
from otp_tui.cli.composition.errors import CommandError, usage
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.core.errors import Said
from otp_tui.core.flow.exits import USAGE
from otp_tui.core.flow.recovery import Left
from otp_tui.core.flow.state import Walk
from otp_tui.core.ports import Vault
from otp_tui.core.target.profile import Config
from otp_tui.core.timestamps import Now
from otp_tui.storage.journal.database import JournalError
from otp_tui.storage.journal.open_walkthroughs import Shelf, Shelved
from otp_tui.storage.paths import journal_path
from otp_tui.wizard.ports import Desk


class DeskShelf:
    """The shelf of one wizard, looked at when it is made.

    Args:
        config: The configuration.
        vault: The keyring.
        desks: Makes the targets.
        clock: Both clocks.
    """

    def __init__(self, config: Config, vault: Vault, desks: Desks, clock: SystemClock | None = None) -> None:
        self._config = config
        self._vault = vault
        self._desks = desks
        self._clock = clock or SystemClock()
        self._shelf = Shelf(journal_path(), vault)
        try:
            self._shelved = self._shelf.look(self._clock.now())
        except JournalError:  # the walkthrough's own store finds the same, and says so on the screen
            self._shelved = Shelved()

    @property
    def left(self) -> tuple[Left, ...]:
        """What can be gone on with."""
        return self._shelved.left

    @property
    def aside(self) -> str:
        """Where a journal that could not be read was set aside to."""
        return str(self._shelved.aside or "")

    def now(self) -> Now:
        """Both clocks."""
        return self._clock.now()

    def desk(self, left: Left) -> Desk:
        """The target that a walkthrough talked to; the same guards stand before it as before any other.

        Raises:
            CommandError: It is not there any more, or leads elsewhere.
        """
        if left.profile and left.profile not in self._config.profiles:
            raise usage("resume.no_profile", profile=left.profile)
        profile = profile_of(self._config, left.profile or None)
        desk = profile_desk(self._desks, dict(left.urls), profile, left.walk.journey, self._vault)
        if desk.environment is not left.walk.environment:
            raise usage("resume.moved", environment=Said(f"environment.{desk.environment}"))
        return desk

    async def give_up(self, left: Left) -> None:
        """End it here.

        Raises:
            ResumeError: Another program has it, or ended it already.
            CommandError: It could not be noted.
        """
        try:
            await self._shelf.give_up(left.walk.id, self._clock.now())
        except JournalError:
            raise CommandError("loss.disk", USAGE) from None
        rest = tuple(one for one in self._shelved.left if one is not left)
        self._shelved = self._shelved._replace(left=rest)

    async def close_over(self) -> tuple[Walk, ...]:
        """Close what has run out, and delete what was kept long enough; what fails is tried by the next run."""
        closed: list[Walk] = []
        try:
            for walk_id in self._shelved.over:
                walk = await self._shelf.close(walk_id, self._clock.now())
                closed += [walk] if walk is not None and walk.phone else []  # else it had not begun
            await self._shelf.tidy(self._clock.now().wall, self._config.history_days)
        except JournalError:
            pass  # the walkthrough's own store finds the same, and says so on the screen
        return tuple(closed)
