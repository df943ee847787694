"""The dialog of time travel: it stays open, so that minutes can be passed one after another."""

from collections.abc import Callable
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.pick_list import PickList

JUMPS: Final = {"short": 10.0, "long": 60.0}
"""The seconds of the jumps, by their names in the catalogues."""
EXPIRE: Final = "expire"
FREEZE: Final = "freeze"
_CHOICES: Final = (*JUMPS, EXPIRE, FREEZE)


class TravelDialog(Dialog):
    """Moves the simulator's clock, and ours with it.

    Args:
        context: The state that it reads.
        travel: Carries a choice out.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal")]  # noqa: RUF012 - textual declares it so

    def __init__(self, context: WizardContext, travel: Callable[[str], None]) -> None:
        super().__init__(context)
        self._travel = travel
        self._title = ""

    def again(self) -> Dialog:
        return TravelDialog(self.context, self._travel)

    def content(self) -> ComposeResult:
        yield PickList(id="travel-list", markup=False)

    def tick(self) -> None:
        title = self._clocks()
        if title != self._title and self.drawable:
            self._title = title
            self.draw_frame(title, self.translator.text("travel.keys"))

    def _clocks(self) -> str:
        """Return the dialog's title: the simulator's time, and what is left of the code's."""
        say, now = self.translator.text, self.context.now()
        counted = self.context.walkthrough.countdown
        title = say("travel.title", clock=f"{now.utc.astimezone():%H:%M:%S}")
        if counted is None:
            return f"{title} · {say('travel.no_code')}"
        left = self.context.time_left(counted)
        return f"{title} · {say('travel.left', left=left)}" if left else title

    def draw(self) -> None:
        say = self.translator.text
        self._title = self._clocks()
        self.draw_frame(self._title, say("travel.keys"))
        listed = self.query_one(OptionList)
        marked = listed.highlighted or 0
        words = {FREEZE: "travel.go_on" if self.context.frozen else "travel.freeze"}
        listed.clear_options()
        for number, name in enumerate(_CHOICES, 1):
            text = Content.assemble((f"{number}  ", "bold $accent"), say(words.get(name, f"travel.{name}")))
            listed.add_option(
                Option(text, name, disabled=name == EXPIRE and self.context.walkthrough.countdown is None)
            )
        listed.highlighted = marked

    def take_focus(self) -> None:
        self.query_one(OptionList).focus()

    def on_key(self, event: Key) -> None:
        """Take a choice by its number."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(_CHOICES):
            event.stop()
            self._travel(_CHOICES[int(event.key) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the marked choice."""
        event.stop()
        self._travel(event.option.id or "")
