"""The simulated customer's phone, and the meanings of the test numbers: each line can be picked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import parse_timestamp
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.widgets.pick_list import PickList

_SMS: Final = "sms-"
_SCENARIO: Final = "scenario-"


class SmsPicked(Message):
    """The choice of a message on the customer's phone; its code stands in no repr.

    Args:
        code: The message's code.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def __rich_repr__(self) -> list[tuple[str, int]]:
        return [("length", len(self.code))]


@dataclass
class ScenarioPicked(Message):
    """The choice of one of the simulator's numbers.

    Attributes:
        number: 1 to 23.
    """

    number: int


class KeyForField(Message):
    """A key or a paste that was meant for the field under a panel; it stands in no repr.

    Args:
        event: As it came.
    """

    def __init__(self, event: Key | Paste) -> None:
        super().__init__()
        self.event = event

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return []


class ScenarioList(PickList):
    """Draws the simulator's numbers; Enter or a click picks one."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(id=name, markup=False)
        self._drawn: object = None

    def show(self, translator: Translator, numbers: Sequence[int]) -> None:
        """Draw them, if there is anything new."""
        self._fill((translator.language, tuple(numbers)), lambda: scenario_options(translator, numbers))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand over what was picked."""
        event.stop()
        picked = event.option.id or ""
        if picked.startswith(_SCENARIO):
            self.post_message(ScenarioPicked(int(picked.removeprefix(_SCENARIO))))

    def on_key(self, event: Key) -> None:
        """Leave what is typed to the field."""
        if event.is_printable and event.character:
            event.stop()
            self.post_message(KeyForField(event))

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        self.post_message(KeyForField(event))

    def _fill(self, drawn: object, options: Callable[[], Sequence[Option | None]]) -> None:
        """Fill the list, if what is to be drawn is new: most draws find it as it was."""
        if drawn == self._drawn or not self.is_mounted:
            return
        marked = self.highlighted
        self._drawn = drawn
        self.clear_options()
        self.add_options(options())
        if self.option_count and marked is not None:
            self.highlighted = min(marked, self.option_count - 1)


class Inbox(ScenarioList):
    """Draws messages, the newest first, and the table of numbers below; a message that is picked gives its code."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: Sequence[SmsMessage] = ()

    def show_all(
        self, translator: Translator, messages: Sequence[SmsMessage], numbers: Sequence[int]
    ) -> None:
        """Draw them, if there is anything new; a new message is the one that Enter takes."""
        if len(messages) != len(self._messages):
            self._drawn, self.highlighted = None, None
        self._messages = tuple(messages)
        drawn = (tuple((message.at, message.code) for message in messages), translator.language)
        self._fill(drawn, lambda: self._listed(translator, numbers))
        if messages and self.highlighted is None:
            self.highlighted = 0

    def _listed(self, translator: Translator, numbers: Sequence[int]) -> list[Option | None]:
        say, newest = translator.text, len(self._messages) - 1
        bubbles = [
            Option(_bubble(message, newest=place == newest), f"{_SMS}{place}")
            for place, message in reversed(list(enumerate(self._messages)))
        ]
        empty = Option(Content.assemble((say("inbox.empty"), "$text-muted")), disabled=True)
        heading = Option(Content.assemble((say("inbox.numbers"), "bold $text")), disabled=True)
        return [*(bubbles or [empty]), None, heading, *scenario_options(translator, numbers)]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand over what was picked."""
        picked = event.option.id or ""
        if picked.startswith(_SMS):
            event.stop()
            self.post_message(SmsPicked(sanitize(self._messages[int(picked.removeprefix(_SMS))].code)))
        else:
            super().on_option_list_option_selected(event)


def scenario_options(translator: Translator, numbers: Sequence[int]) -> list[Option]:
    """Return the simulator's numbers as lines of a list."""
    return [
        Option(
            Content.assemble(
                (f"{number:02d}  ", "bold $accent"),
                (translator.text(f"scenario.{number:02d}"), "$text-muted"),
            ),
            f"{_SCENARIO}{number}",
        )
        for number in numbers
    ]


def _bubble(message: SmsMessage, *, newest: bool) -> Content:
    text, code = sanitize(message.text), sanitize(message.code)
    before, found, after = text.partition(code)
    at = parse_timestamp(message.at)
    return Content.assemble(
        (f"{at.astimezone():%H:%M:%S}\n" if at else "", "$text-muted"),
        before,
        (found, "bold $accent" if newest else "bold"),
        (after, "$text" if newest else "$text-muted"),
    )
