"""Updates of texts: what has the same room lays nothing out anew, and nothing that changed is left undrawn."""

import pytest
from textual.app import App
from textual.content import Content
from textual.widgets import Static

from otp_tui.wizard.widgets.text_update import update_text


class OneLine(App):
    """A text, and how it was told to draw itself."""

    def compose(self):
        self.drawn = []
        yield Static("expires in 1:52", id="text")

    def on_mount(self):
        text, drawn = self.query_one("#text"), self.drawn
        usual = text.update
        text.update = lambda content, *, layout=True: (
            drawn.append((str(content), layout)),
            usual(content, layout=layout),
        )


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("expires in 1:52", []),
        ("expires in 1:51", [("expires in 1:51", False)]),
        ("expires in 0:09 or so", [("expires in 0:09 or so", True)]),
        (Content.assemble(("expires in 1:52", "bold")), [("expires in 1:52", False)]),
        ("", [("", True)]),
    ],
)
async def test_it_is_drawn_where_it_changed_and_laid_out_where_its_size_can(text, drawn):
    async with OneLine().run_test() as pilot:
        update_text(pilot.app.query_one("#text", Static), text)
        assert pilot.app.drawn == drawn
