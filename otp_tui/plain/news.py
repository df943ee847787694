"""What happens while an answer is awaited: SMS on the simulated phone, the time, the simulator's clock."""

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import LoadedConnection
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import parse_timestamp
from otp_tui.plain.announcements import TimeAnnouncer, time_lines
from otp_tui.plain.dialogue import Dialogue
from otp_tui.plain.words import duration_text


class News:
    """Tells what came since the last look.

    Args:
        dialogue: Tells it.
        conductor: Has the walkthrough and its clock.
        announcer: Words the thresholds of the time.
        simulated: The loaded parts of a simulator; None where the phone is a real one.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        conductor: Conductor,
        announcer: TimeAnnouncer,
        simulated: LoadedConnection | None,
    ) -> None:
        self._dialogue = dialogue
        self._translator = dialogue.translator
        self._conductor = conductor
        self._announcer = announcer
        self._simulated = simulated
        self._told: set[tuple[str, int]] = set()

    async def look(self) -> None:
        """Tell the SMS that came, and the thresholds that the time has passed."""
        await self._tell_messages()
        walkthrough, now = self._conductor.walkthrough, self._conductor.clock.now()
        for line in self._announcer.due(walkthrough, now):
            self._dialogue.say(line)

    async def tell_time(self) -> None:
        """Tell the time that is left."""
        now = self._conductor.clock.now()
        for line in time_lines(self._translator, self._conductor.walkthrough, now):
            self._dialogue.say(line)

    async def toggle_announcements(self) -> None:
        """Tell the time unasked from now on, or no more."""
        self._announcer.on = not self._announcer.on
        name = "plain.announcements_on" if self._announcer.on else "plain.announcements_off"
        self._dialogue.text(name)

    async def travel(self, seconds: int) -> None:
        """Move the simulator's clock and ours ahead.

        Args:
            seconds: How far.
        """
        if self._simulated is not None and await self._simulated.travel(float(seconds)):
            self._dialogue.text("plain.travelled", time=duration_text(self._translator, seconds))
            await self.look()
        else:
            self._dialogue.text("travel.failed")

    async def _tell_messages(self) -> None:
        """Say the SMS that came to the simulated phone: here is no other way to read their codes."""
        if self._simulated is None or not self._conductor.walkthrough.phone:
            return
        for message in await self._simulated.messages(self._conductor):
            if (message.reference, message.id) not in self._told:
                self._told.add((message.reference, message.id))
                at = parse_timestamp(message.at)
                clock = f"{at.astimezone():%H:%M:%S}" if at else ""
                self._dialogue.text("plain.sms", at=clock, text=sanitize(message.text))
