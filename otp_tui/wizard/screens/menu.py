"""The screen of a question with a few answers, each a button with its meaning below."""

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Button, Label

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.widgets.action_button import WordedButton

_FEW = 3
"""More answers than this stand closer together."""


class MenuItem(NamedTuple):
    """One answer.

    Attributes:
        name: What is handed over when it is chosen.
        label: Its words: a name of the catalogues, or the text itself.
        about: What it means, likewise.
    """

    name: str
    label: str
    about: str = ""


class MenuScreen(FormScreen):
    """Asks.

    Args:
        context: The state that it reads.
        title: The question's name in the catalogues.
        items: The answers; the first has the focus.
        chosen: Takes the name of the answer.
        environment: Where the target leads, if there is one.
    """

    help_name = "menu"

    def __init__(
        self,
        context: WizardContext,
        title: str,
        items: tuple[MenuItem, ...],
        chosen: Callable[[str], None],
        *,
        environment: str = "",
    ) -> None:
        super().__init__(context)
        self._title = title
        self._items = items
        self._chosen = chosen
        self._environment = environment

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        for item in self._items:
            yield WordedButton(f"item-{item.name}", primary=True, classes="-item")
            yield Label(id=f"about-{item.name}", classes="-about", markup=False)

    def on_mount(self) -> None:
        """Put the focus on the first answer."""
        super().on_mount()
        self.set_class(self.dense, "-many", update=False)
        self.take_size()
        self.query(Button).first().focus()

    @property
    def dense(self) -> bool:
        return len(self._items) > _FEW

    def draw_card(self) -> None:
        say = self.translator.text
        self.query_one("#title", Label).update(say(self._title))
        for item in self._items:
            self.query_one(f"#item-{item.name}", WordedButton).write(say(item.label))
            self.query_one(f"#about-{item.name}", Label).update(self.about(item))

    def about(self, item: MenuItem) -> str:
        """Return the meaning of an answer."""
        return self.translator.text(item.about) if item.about else ""

    @property
    def can_go_back(self) -> bool:
        return False

    def environment(self) -> str:
        return self._environment

    def key_down(self) -> None:
        """Move as Tab does."""
        self.focus_next(Button)

    def key_up(self) -> None:
        """Move as Shift+Tab does."""
        self.focus_previous(Button)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on with what was chosen."""
        event.stop()
        self._chosen(str(event.button.id).removeprefix("item-"))
