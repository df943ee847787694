"""Screens before a walkthrough begins: top bar, one card, key bar; no rail, because nothing is under way yet."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from otp_tui.core.errors import Failure
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.i18n.errors import failure_text
from otp_tui.i18n.keyring import vault_lines
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.screens.base import Framed
from otp_tui.wizard.widgets.key_hints import Cap, KeyBar
from otp_tui.wizard.widgets.status_line import Sentence
from otp_tui.wizard.widgets.top_bar import Heading, TopBar

_KEYS = ("help", "back", "language", "quit")


class CardScreen(Framed):
    """One card; subclasses fill it and draw it."""

    CSS_PATH = "form.tcss"
    _told: tuple[Callable[[], str], Tone] = (str, Tone.INFO)

    def compose(self) -> ComposeResult:
        """The frame; the card's own content comes from `card`."""
        yield TopBar()
        with VerticalScroll(id="card", can_focus=False):
            yield from self.card()
            yield Sentence()
        yield KeyBar()

    def card(self) -> ComposeResult:
        """The card's own widgets."""
        yield from ()

    def draw_card(self) -> None:
        """Draw them."""

    def on_mount(self) -> None:
        """Draw the first time, with what was said before there was anything to draw it on."""
        self.draw()
        self.tell(*self._told)

    def draw(self) -> None:
        """Draw everything in the language of the moment."""
        if self.is_attached and len(self.query(Sentence)) and len(self.query(KeyBar)):
            self.draw_card()
            self._draw_told()
            self.tick()
            caps = [BY_NAME[name] for name in _KEYS if name != "back" or self.can_go_back]
            say = self.speech.say
            self.query_one(KeyBar).show(
                tuple(Cap(self.app.cap_of(cap), say(f"cap.{cap.name}"), cap.name, cap.rank) for cap in caps)
            )

    def tick(self) -> None:
        """The clock and the badge."""
        environment = self.environment()
        for name in ("sim", "test", "live"):
            self.set_class(name == environment, f"-{name}")
        for bar in self.query(TopBar):
            bar.show(
                Heading(
                    environment=environment,
                    badge=self.speech.say(f"environment.{environment}") if environment else "",
                    journey=self.heading(),
                    merchant="",
                    language=self.speech.language.upper(),
                    clock=f"{self.app.wall().astimezone():%H:%M}",
                )
            )

    @property
    def can_go_back(self) -> bool:
        """Whether there is a screen before this one."""
        return True

    def environment(self) -> str:
        """Where the target leads, as far as that is known."""
        return ""

    def heading(self) -> str:
        """What the top bar says of the screen."""
        return ""

    def say(self, sentence: str, tone: Tone = Tone.WARNING) -> None:
        """Say something below the card's content, as soon as that is there."""
        self.tell(lambda: sentence, tone)

    def tell(self, worded: Callable[[], str], tone: Tone = Tone.WARNING) -> None:
        """Say something that is worded anew when the language changes.

        Args:
            worded: Words it in the language of the moment.
            tone: How it is to be taken.
        """
        self._told = (worded, tone)
        self._draw_told()
        if worded():
            for card in self.query("#card"):
                card.scroll_end(animate=False)

    def tell_failure(self, failure: Failure) -> None:
        """Say what went wrong."""
        self.tell(lambda: failure_text(self.speech, failure))

    def tell_vault(self, error: VaultError) -> None:
        """Say what is wrong with the keyring, what mends it, and the other way: for this run only."""
        self.tell(lambda: " ".join(vault_lines(self.speech, error)))

    def _draw_told(self) -> None:
        worded, tone = self._told
        for widget in self.query(Sentence):
            widget.say(worded(), tone)
