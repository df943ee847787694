"""Pictures of a terminal drawn anew: the same cells, as shapes where a font would leave seams."""

import re
import xml.etree.ElementTree as ET

import pytest
from textual.app import App
from textual.widgets import Static

from otp_tui.wizard.pictures import plain_svg
from otp_tui.wizard.svg_cells import BLOCK, GROUND, LINE, TEXT, Cell, Mark, marks_of, read_grid, small_svg

TEXTS = "▀▀█ Kod: <a & b>\n──────  üç  boşluk"


class Two(App):
    CSS = (
        "Screen { background: #102030; } Static { color: #ffffff; background: #405060; width: 20; height: 2 }"
    )

    def compose(self):
        yield Static(TEXTS, markup=False)


@pytest.fixture
async def exported():
    app = Two()
    async with app.run_test(size=(24, 3)):
        return app.export_screenshot(simplify=True)


async def test_every_cell_is_read(exported):
    grid = read_grid(exported)
    assert (len(grid), {len(row) for row in grid}) == (3, {24})
    assert ["".join(cell.text for cell in row).rstrip() for row in grid] == [*TEXTS.splitlines(), ""]
    assert grid[0][0] == Cell("▀", "fill: #ffffff", "#405060")
    assert [grid[row][column].ground for row, column in ((0, 19), (0, 20), (2, 0))] == [
        "#405060",
        "#102030",
        "#102030",
    ]


async def test_shapes_letters_and_grounds_are_drawn_where_they_stand(exported):
    white = "fill: #ffffff"
    assert list(marks_of(read_grid(exported))) == [
        Mark(GROUND, "fill: #405060", "M0 0h20v2h-20z"),
        Mark(GROUND, "fill: #102030", "M20 0h4v2h-4z"),
        Mark(GROUND, "fill: #102030", "M0 2h24v1h-24z"),
        Mark(BLOCK, white, "M0 0h2v0.5h-2z"),
        Mark(BLOCK, white, "M2 0h1v1h-1z"),
        Mark(TEXT, white, 'x="48.8" y="18.5" textLength="146.4">Kod:\xa0&lt;a\xa0&amp;\xa0b&gt;</text>'),
        Mark(LINE, white, "M0 1.47h6v0.06h-6z"),
        Mark(TEXT, white, 'x="97.6" y="42.9" textLength="24.4">üç</text>'),
        Mark(TEXT, white, 'x="146.4" y="42.9" textLength="73.2">boşluk</text>'),
    ]


async def test_the_picture_is_small_and_says_what_it_is(exported):
    small = small_svg(exported, "two <lines>")
    root = ET.fromstring(small)
    assert root.find("{*}title").text == "two <lines>"
    assert len(small) < len(exported) / 2
    assert small == plain_svg(exported, "two <lines>")
    assert not re.search(r"@font-face|url\(|https?://(?!www\.w3\.org/2000/svg)", small)


def test_a_picture_of_another_form_loses_its_fonts_only():
    other = '<svg a="1"><style>@font-face { src: url(https://x) }</style><text>b</text></svg>'
    with pytest.raises(ValueError, match="no picture"):
        small_svg(other, "")
    assert plain_svg(other) == '<svg xml:space="preserve" a="1"><style></style><text>b</text></svg>\n'
