"""The floor for first paint: the wizard's widgets with nothing behind them."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Button, Footer, Input, Label


class PhoneScreen(Screen):
    """A first screen of the same kinds of widgets as the wizard's."""

    CSS = "#rail { width: 18; border: round $primary; } #card { border: round $primary; padding: 1 2; }"
    BINDINGS: ClassVar = [
        ("f1", "x", "Help"),
        ("f2", "x", "Exchanges"),
        ("f4", "x", "Phone"),
        ("f5", "x", "New code"),
    ]

    def compose(self) -> ComposeResult:
        """A bar, a rail, a card with a field and a button, the keys."""
        yield Label("otp-tui  SIM  full journey")
        with Horizontal():
            with Vertical(id="rail"):
                for step in ("Phone", "Send", "Code", "Link", "Done"):
                    yield Label(f"o {step}")
            with Vertical(id="card"):
                yield Label("Ready-Mark")
                yield Input(placeholder="5XX XXX XX XX")
                yield Button("Send", variant="primary")
        yield Footer()


class EmptyWizard(App):
    """Shows it."""

    def on_mount(self) -> None:
        """As the wizard does."""
        self.push_screen(PhoneScreen())


if __name__ == "__main__":
    EmptyWizard().run()
