"""Says that the program waits, for what and how long already; nothing for waits under a tenth of a second."""

from typing import Final

from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.translator import Translator

SHOWN_AFTER_S: Final = 0.1
_FRAMES: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_FRAMES_A_SECOND: Final = 4


class ProgressLine(Static):
    """One line while a request is in flight."""

    def __init__(self) -> None:
        super().__init__(id="waiting", markup=False)
        self._said: object = None

    def show(self, translator: Translator, walkthrough: Walkthrough, now: ClockReading) -> None:
        """Draw the wait, if there is one worth telling."""
        flight = walkthrough.in_flight
        waited = now.monotonic - flight.since.monotonic if flight else 0.0
        told = flight is not None and waited >= SHOWN_AFTER_S
        said = (flight, int(waited * _FRAMES_A_SECOND), translator.language) if told else None
        if said == self._said:
            return
        self._said = said
        self.display = told
        if flight is None or not told:
            self.update("")
            return
        provider = translator.text(f"provider.{walkthrough.policy.provider}")
        sentence = translator.text(f"waiting.{flight.verb}", provider=provider)
        moves = self.app.animation_level != "none"
        frame = _FRAMES[int(waited * _FRAMES_A_SECOND) % len(_FRAMES) if moves else 0]
        self.update(
            Content.assemble(
                (f"{frame} ", "bold $accent"),
                f"{sentence}  {format_countdown(int(waited))}  ",
                (translator.text("waiting.cancel"), "$text-muted"),
            )
        )
