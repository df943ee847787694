"""Which journey: asked only where more than one is possible."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Button, Label

from otp_tui.core.journey import Journey

if TYPE_CHECKING:
    from otp_tui.wizard.app import Wizard


class JourneyScreen(Screen[None]):
    """One button for each journey, with what it does below."""

    CSS_PATH = "journey.tcss"

    app: "Wizard"

    def compose(self) -> ComposeResult:
        """Question and buttons."""
        with Vertical(id="card"):
            yield Label(id="title", markup=False)
            for journey in self.app.desk.journeys:
                yield Button("", id=f"journey-{journey}", classes="-main")
                yield Label(id=f"about-{journey}", classes="-about", markup=False)

    def on_mount(self) -> None:
        """Draw, and let Enter take the first."""
        self.draw()
        self.query(Button).first().focus()

    def draw(self) -> None:
        """Words in the language of the moment."""
        say = self.app.speech.say
        self.query_one("#title", Label).update(say("journey.title"))
        for journey in self.app.desk.journeys:
            self.query_one(f"#journey-{journey}", Button).label = say(f"journey.{journey}")
            self.query_one(f"#about-{journey}", Label).update(say(f"journey.about_{journey}"))

    def tick(self) -> None:
        """Nothing moves here."""

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on with what was chosen."""
        event.stop()
        self.app.begin(Journey(str(event.button.id).removeprefix("journey-")))
