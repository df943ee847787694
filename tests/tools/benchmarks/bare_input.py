"""The floor for key to echo: a Textual application with one field and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareInput(App):
    """One field, focused."""

    def compose(self) -> ComposeResult:
        """The field."""
        yield Input(placeholder="Ready-Mark")


if __name__ == "__main__":
    BareInput().run()
