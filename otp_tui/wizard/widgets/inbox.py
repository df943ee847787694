"""The simulated customer's phone, and the meanings of the test numbers."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import parse_timestamp
from otp_tui.i18n.translator import Translator


class Inbox(VerticalScroll):
    """Draws messages, the newest first, and the table of numbers below."""

    def __init__(self) -> None:
        super().__init__(
            Static(id="inbox-title", markup=False),
            Static(id="inbox-messages", markup=False),
            Static(id="inbox-numbers", markup=False),
        )
        self._drawn: object = None

    def show(self, translator: Translator, messages: Sequence[SmsMessage], numbers: Sequence[int]) -> None:
        """Draw them, if there is anything new."""
        drawn = (tuple((message.at, message.code) for message in messages), translator.language)
        if drawn == self._drawn or not self.is_mounted:
            return
        self._drawn = drawn
        say = translator.text
        self.query_one("#inbox-title", Static).update(say("inbox.title"))
        bubbles = [_bubble(message, newest=not index) for index, message in enumerate(reversed(messages))]
        shown = (
            Content("\n\n").join(bubbles)
            if bubbles
            else Content.assemble((say("inbox.empty"), "$text-muted"))
        )
        self.query_one("#inbox-messages", Static).update(shown)
        lines = [
            Content.assemble(
                (f"{number:02d}  ", "bold $accent"), (say(f"scenario.{number:02d}"), "$text-muted")
            )
            for number in numbers
        ]
        heading = Content.assemble((say("inbox.numbers"), "bold"))
        self.query_one("#inbox-numbers", Static).update(Content("\n").join([heading, *lines]))
        # A message that comes while the panel is first laid out would keep the height of the text before it.
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.query("#inbox-messages").refresh(layout=True)


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
