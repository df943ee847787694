"""The base of the wizard's screens: a top bar, a card, key hints."""

from collections.abc import Awaitable, Callable

from textual.message import Message
from textual.screen import Screen

from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import Translator, Wording
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.confirm import open_confirm
from otp_tui.wizard.widgets.size_notice import CoveredWhereTooSmall

TICK_S = 0.25
"""Seconds between two looks at the clock."""
WIDE = 120
"""Columns from which the side pane has room."""
_VAST = 160
"""Columns from which it takes half of them."""


class WizardScreen(CoveredWhereTooSmall, Screen[None]):
    """A screen of the wizard's own.

    Args:
        context: The state that it reads.

    Attributes:
        left: Whether it has asked to be replaced: its keys and buttons do nothing from then on.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (WIDE, "-wide"), (_VAST, "-vast")]  # noqa: RUF012 - textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (30, "-roomy")]  # noqa: RUF012
    AUTO_FOCUS = ""

    def __init__(self, context: WizardContext) -> None:
        super().__init__()
        self.context = context
        self.left = False

    @property
    def translator(self) -> Translator:
        """The words of everything on the screen."""
        return self.context.translator

    def environment(self) -> str:
        """Return where the target leads; "" before that is known."""
        return self.context.connection.environment

    def take_size(self) -> None:
        """Take the classes of the terminal's size when mounted; what Textual does next styles every widget by them.

        Left to the first resize, as Textual does it, they would have every widget styled once more.
        """
        lengths = (
            (self.HORIZONTAL_BREAKPOINTS, self.app.size.width),
            (self.VERTICAL_BREAKPOINTS, self.app.size.height),
        )
        for breakpoints, length in lengths:
            self.add_class(*[name for least, name in breakpoints if length >= least][-1:], update=False)

    def draw(self) -> None:
        """Draw everything from the walkthrough, the clock and the language."""

    def tick(self) -> None:
        """Draw what time alone changes."""

    def show_message(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say something about what was pressed, in the language of each moment."""

    def confirm(self, question: str, then: Callable[[], None], **facts: object) -> None:
        """Ask a question with yes and no, and go on after a yes."""
        open_confirm(self.app, self.context, question, then, **facts)

    def leave(self, message: Message) -> None:
        """Post a message that has another screen shown, once, and also where this one is gone meanwhile."""
        if not self.left:
            self.left = True
            self.app.post_message(message)

    def work(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work in the app, so that it goes on when this screen is left.

        Args:
            task: A function, because a coroutine whose worker never begins would never be awaited.
            name: The worker's.
        """
        self.app.run_worker(task, name=name)

    def on_screen_resume(self) -> None:
        """Ignore an Enter that was meant for what was there before."""
        self.context.start_enter_delay()

    def back(self) -> bool:
        """Go to the screen before, where there is one; False where the walkthrough decides."""
        return False
