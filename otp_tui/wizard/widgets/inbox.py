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
    """Draws messages, the newest first; one that is picked gives its code."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: Sequence[SmsMessage] = ()

    def show_messages(self, translator: Translator, messages: Sequence[SmsMessage]) -> None:
        """Draw them, if there is anything new; a new message is the one that Enter takes."""
        if len(messages) != len(self._messages):
            self._drawn, self.highlighted = None, None
        self._messages = tuple(messages)
        drawn = (tuple((message.at, message.code) for message in messages), translator.language)
        self._fill(drawn, lambda: _cards(translator, self._messages))
        if messages and self.highlighted is None:
            self.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand over what was picked."""
        event.stop()
        place = int((event.option.id or "").removeprefix(_SMS))
        self.post_message(SmsPicked(sanitize(self._messages[place].code)))


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


def _cards(translator: Translator, messages: Sequence[SmsMessage]) -> list[Option | None]:
    """Return a card for each message, the newest first; one that a later one took the place of is struck through."""
    cards: list[Option | None] = []
    later: set[str] = set()
    for place, message in reversed(list(enumerate(messages))):
        sender = message.sender or message.reference
        cards += [Option(_card(translator, message, superseded=sender in later), f"{_SMS}{place}"), None]
        later.add(sender)
    return cards[:-1]


def _card(translator: Translator, message: SmsMessage, *, superseded: bool) -> Content:
    text, code, sender = (sanitize(part) for part in (message.text, message.code, message.sender))
    at = parse_timestamp(message.at)
    clock = f"{at.astimezone():%H:%M:%S}" if at else ""
    heading = Content.assemble((sender, "bold"), ("  " if sender and clock else "") + clock)
    if superseded:
        note = translator.text("handset.superseded")
        return Content.assemble(
            (heading.plain, "$text-muted"), (f"  {note}\n", "$text-muted"), (text, "strike $text-muted")
        )
    before, found, after = text.partition(code)
    return Content.assemble(heading, "\n", before, (found, "bold $accent"), after)
