"""The base of the screens before a walkthrough: top bar, one card, key hints."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.screens.base import WizardScreen
from otp_tui.wizard.widgets.key_hints import KeyHint, KeyHints
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.top_bar import Heading, TopBar

_KEYS = ("help", "back", "language", "quit")


class FormScreen(WizardScreen):
    """A screen with one card; subclasses fill it and draw it."""

    CSS_PATH = "form.tcss"
    _message: tuple[Callable[[], str], Tone] = (str, Tone.INFO)

    def compose(self) -> ComposeResult:
        """Compose the frame; the card's own content comes from `card`."""
        yield TopBar()
        with VerticalScroll(id="card", can_focus=False):
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
        self.show_worded(*self._message)

    def draw(self) -> None:
        """Draw everything in the language of the moment."""
        if self.is_attached and len(self.query(StatusLine)) and len(self.query(KeyHints)):
            self.draw_card()
            self._draw_message()
            self.tick()
            actions = [BY_NAME[name] for name in _KEYS if name != "back" or self.can_go_back]
            say = self.translator.text
            self.query_one(KeyHints).show(
                tuple(
                    KeyHint(
                        self.context.key_label(action),
                        say(f"key_hint.{action.name}"),
                        action.name,
                        action.rank,
                    )
                    for action in actions
                )
            )

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
                    clock=f"{self.context.now().utc.astimezone():%H:%M}",
                )
            )

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

    def show_message(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say something below the card's content, as soon as that is there."""
        self.show_worded(lambda: sentence, tone)

    def show_worded(self, worded: Callable[[], str], tone: Tone = Tone.WARNING) -> None:
        """Say something that is worded anew when the language changes.

        Args:
            worded: Words it in the language of the moment.
            tone: How it is to be taken.
        """
        self._message = (worded, tone)
        self._draw_message()
        if worded():
            for card in self.query("#card"):
                card.scroll_end(animate=False)

    def show_error(self, failure: UserError) -> None:
        """Say what went wrong."""
        self.show_worded(lambda: error_text(self.translator, failure))

    def show_keyring_error(self, error: KeyringError) -> None:
        """Say what is wrong with the keyring, what mends it, and the other way: for this run only."""
        self.show_worded(lambda: " ".join(keyring_lines(self.translator, error)))

    def _draw_message(self) -> None:
        worded, tone = self._message
        for widget in self.query(StatusLine):
            widget.show(worded(), tone)
