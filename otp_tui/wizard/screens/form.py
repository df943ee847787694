"""The base of the screens before a walkthrough: top bar, one card, key hints."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from otp_tui.core.errors import FieldError, UserError
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import wording_of
from otp_tui.i18n.keyring import keyring_wording
from otp_tui.i18n.translator import Wording
from otp_tui.wizard.actions import BY_NAME, perform
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.screens.base import WizardScreen
from otp_tui.wizard.screens.step_view import clock, dialog_hints, signs
from otp_tui.wizard.widgets.card import Card
from otp_tui.wizard.widgets.key_hints import KeyHint, KeyHints
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.top_bar import Heading, TopBar

_KEYS = ("help", "back", "language", "quit")


def id_of(name: str) -> str:
    """Return a field's name as a widget's id can be."""
    return "".join(char if char.isalnum() or char == "_" else "-" for char in name)


class FormScreen(WizardScreen):
    """A screen with one card; subclasses fill it and draw it.

    Attributes:
        help_name: The name of its sentence in the help, ``help_dialog.NAME``.
    """

    help_name: ClassVar[str] = "set_up"

    _message: tuple[Wording | None, Tone] = (None, Tone.INFO)

    def compose(self) -> ComposeResult:
        """Compose the frame; the card's own content comes from `card`."""
        yield TopBar()
        with Container(id="page"), Card():
            yield from self.card()
            yield StatusLine()
        yield KeyHints()

    def card(self) -> ComposeResult:
        """Compose the card's own widgets."""
        yield from ()

    def draw_card(self) -> None:
        """Draw them."""

    def on_mount(self) -> None:
        """Draw the first time, with what was said before there was anything to draw it on."""
        self.draw()
        self._show(*self._message)

    def draw(self) -> None:
        """Draw everything in the language of the moment."""
        if self.is_attached and len(self.query(StatusLine)) and len(self.query(KeyHints)):
            self.draw_card()
            for line in self.query(StatusLine):
                line.draw(self.translator)
            self.tick()
            self._draw_key_hints()

    def _draw_key_hints(self) -> None:
        actions = [BY_NAME[name] for name in _KEYS if name != "back" or self.can_go_back]
        say = self.translator.text
        hints = tuple(
            KeyHint(
                self.context.key_label(action),
                say(f"key_hint.{action.name}"),
                perform(action.name),
                action.rank,
            )
            for action in actions
        )
        hints = (*self.extra_hints(), *hints)
        covered = isinstance(self.app.screen, Dialog)
        for bar in self.query(KeyHints):
            bar.show(dialog_hints(self.context) if covered else hints)

    def on_screen_suspend(self) -> None:
        """Show the keys of the dialog that was opened over it."""
        self._draw_key_hints()

    def on_screen_resume(self) -> None:
        """Show its own keys again; Textual calls the base's handler as well."""
        self._draw_key_hints()

    def tick(self) -> None:
        """Draw the clock and the badge."""
        environment = self.environment()
        for name in ("sim", "test", "live"):
            self.set_class(name == environment, f"-{name}")
        for bar in self.query(TopBar):
            bar.show(
                Heading(
                    environment=environment,
                    badge=self.translator.text(f"environment.{environment}") if environment else "",
                    journey=self.heading(),
                    merchant="",
                    language=self.translator.language.upper(),
                    clock=clock(self.context),
                    signs=signs(self.context),
                    logo=self.context.connection.logo,
                )
            )

    def extra_hints(self) -> tuple[KeyHint, ...]:
        """Return the hints of keys of its own; none by default."""
        return ()

    @property
    def can_go_back(self) -> bool:
        """True where there is a screen before this one."""
        return True

    def environment(self) -> str:
        """Return where the target leads; "" before that is known."""
        return ""

    def heading(self) -> str:
        """Return the words of the top bar."""
        return ""

    def show_message(self, wording: Wording, tone: Tone = Tone.WARNING) -> None:
        """Say something below the card's content, as soon as that is there."""
        self._show(wording, tone)

    def clear_message(self) -> None:
        """Take away what was said."""
        self._show(None, Tone.INFO)

    def show_error(self, failure: UserError) -> None:
        """Say what went wrong: beside its field, with the focus in it, where it is about one."""
        name = failure.field if isinstance(failure, FieldError) else ""
        lines = list(self.query(f"#wrong-{id_of(name)}").results(StatusLine)) if name else []
        if not lines:
            self.show_message(wording_of(failure))
            return
        self.clear_message()
        lines[0].say(self.translator, wording_of(failure))
        self.query_one(f"#field-{id_of(name)}").focus(scroll_visible=False)
        lines[0].call_after_refresh(lines[0].scroll_visible, animate=False)

    def clear_errors(self) -> None:
        """Take away what was said about what is in the fields."""
        for line in self.query(StatusLine):
            line.clear()
        self.clear_message()

    def show_keyring_error(self, error: KeyringError) -> None:
        """Say what is wrong with the keyring, what mends it, and the other way: for this run only."""
        self.show_message(keyring_wording(error))

    def _show(self, wording: Wording | None, tone: Tone) -> None:
        self._message = (wording, tone)
        for line in self.query("#sentence").results(StatusLine):
            if wording is None:
                line.clear()
            else:
                line.say(self.translator, wording, tone)
                line.call_after_refresh(line.scroll_visible, animate=False)
