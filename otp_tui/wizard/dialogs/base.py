"""The base of the dialogs over the wizard."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.widgets.size_notice import CoveredWhereTooSmall


@runtime_checkable
class ShowsEnvironment(Protocol):
    """A screen that knows where the target leads."""

    def environment(self) -> str:
        """Return where the target leads; "" before that is known."""
        ...


class Dialog(CoveredWhereTooSmall, ModalScreen[str | None]):
    """A panel with a title; Esc closes it, and so does the key that opened it.

    Args:
        context: The state that it reads.

    Attributes:
        about: What it is about: no two dialogs about the same stand over each other.
        asks: Whether it waits for an answer: another panel does not take its place.
    """

    asks: ClassVar[bool] = False

    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (30, "-roomy")]  # noqa: RUF012 - textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False, priority=True)]

    def __init__(self, context: WizardContext) -> None:
        super().__init__()
        self.context = context
        self.about = ""
        self._answered = False
        # At hand: while the program ends they are taken away one by one, and a tick may still come.
        self._heading = Label(id="panel-title", markup=False)
        self._keys_line = Label(id="panel-keys", markup=False)

    @property
    def translator(self) -> Translator:
        """The words of everything in the dialog."""
        return self.context.translator

    def compose(self) -> ComposeResult:
        """Compose title, content, and the keys that close."""
        with Vertical(id="panel"):
            yield self._heading
            yield from self.content()
            yield self._keys_line

    def content(self) -> ComposeResult:
        """Compose the dialog's own widgets; none by default."""
        yield from ()

    def draw(self) -> None:
        """Draw it in the language of the moment."""

    def tick(self) -> None:
        """Draw what time alone changes; nothing by default."""

    def draw_frame(self, title: str, keys: str | None = None) -> None:
        """Write the frame's words."""
        self._heading.update(title)
        self._keys_line.update(keys or self.translator.text("dialog.close"))

    def again(self) -> "Dialog | None":
        """Return the same dialog anew, for a walkthrough's next screen; None for one that belongs to its screen."""
        return None

    def same_as(self, other: "Dialog") -> bool:
        """Return whether both ask or show the same."""
        return type(self) is type(other) and self.about == other.about

    @property
    def drawable(self) -> bool:
        """True while its widgets are there: a dialog can be closed before it was mounted."""
        return self in self.app.screen_stack and self._keys_line.is_attached

    def on_mount(self) -> None:
        """Draw the first time, and put the focus where the next key is due."""
        if not self.drawable:
            return
        below = [screen for screen in self.app.screen_stack if isinstance(screen, ShowsEnvironment)]
        self.add_class(f"-{(below[-1].environment() if below else '') or 'none'}")
        self.draw()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the focus where the next key is due."""

    def answer(self, answer: str | None) -> None:
        """Close with an answer, once: a second press of the same key finds it closed already.

        One that a new phase of the walkthrough has closed meanwhile would take the screen below with it.
        """
        if not self._answered and self.app.screen is self:
            self._answered = True
            self.dismiss(answer)

    def action_close(self) -> None:
        """Close without an answer."""
        self.answer(None)

    def on_screen_resume(self) -> None:
        """Ignore an Enter that was meant for what was there before."""
        self.context.start_enter_delay()


def open_dialog(app: App[Any], dialog: Dialog, answered: Callable[[str | None], None]) -> None:
    """Open a dialog, unless the same one is open: a second press of its key opens nothing.

    Args:
        app: The app.
        dialog: What is asked or shown.
        answered: Takes the answer, None where it was closed.
    """
    dialogs = [screen for screen in app.screen_stack if isinstance(screen, Dialog)]
    if not any(other.same_as(dialog) for other in dialogs):
        app.push_screen(dialog, answered)
