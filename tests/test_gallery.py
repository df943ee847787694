"""The gallery's files: nothing secret is on them, nothing is fetched by them, and its page shows every one."""

import re
import xml.etree.ElementTree as ET

import pytest
from support.readmes import ROOT

FOLDER = ROOT / "screenshots"
PICTURES = sorted(FOLDER.glob("*.svg"))
INDEX = FOLDER / "README.md"
PHONE = re.compile(r"(?<!\d)(?:\+?90|0)? ?5\d{2} ?\d{3} ?\d{2} ?\d{2}(?!\d)")
NAMESPACES = {"http://www.w3.org/2000/svg"}
MOST_BYTES, MOST_MOVING = 4_000_000, 400_000
PHONE_PANE_X = 900
"""Where the customer's phone begins, in the units of a picture of 120 columns."""


def words_of(picture):
    """Return all that can be read on a picture, row by row: pieces of one row are joined as they stand."""
    rows = {}
    for text in ET.fromstring(picture.read_text(encoding="utf-8")).iter("{http://www.w3.org/2000/svg}text"):
        rows.setdefault(float(text.get("y")), []).append((float(text.get("x")), text.text))
    return "\n".join(" ".join(piece for _, piece in sorted(row)) for row in rows.values()).replace(
        "\xa0", " "
    )


def test_there_are_pictures_in_both_languages_and_themes():
    names = {picture.stem for picture in PICTURES} - {"demo-en", "demo-tr"}
    shown = {name.rsplit("-", 2)[0] for name in names}
    assert names == {
        f"{one}-{lang}-{theme}" for one in shown for lang in ("tr", "en") for theme in ("dark", "light")
    }
    assert len(shown) > 40


def test_no_secret_and_no_phone_stands_on_a_picture():
    for picture in PICTURES:
        words = words_of(picture)
        assert not PHONE.search(words), picture.name
        assert not re.search(r"sck_|xxxx|kkkk|cccc|eyJ|[0-9a-f]{8}-[0-9a-f]{4}-", words), picture.name
        assert not re.search(r"/root|/tmp|/work|tmp[a-z0-9_]{8}", words), picture.name


def test_a_code_stands_on_the_customers_phone_alone():
    seen = 0
    for picture in PICTURES:
        for x, code in re.findall(
            r'x="([\d.]+)"[^>]*>((?=[A-Z]*\d)[A-Z\d]{4}|\d{6})<', picture.read_text("utf-8")
        ):
            assert float(x) > PHONE_PANE_X, (picture.name, code)
            seen += 1
    assert seen > 20


def test_no_picture_fetches_or_runs_anything():
    for path in [*PICTURES, INDEX]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<script|@import|@font-face|url\(|<foreignObject|\son\w+=|xlink|javascript:", text
        ), path.name
        attributes = re.findall(r'(?:href|src|srcset|xmlns)="([^"]+)"', text)
        assert {name for name in attributes if "//" in name} <= NAMESPACES, path.name


def test_the_page_shows_every_picture_and_no_other():
    shown = set(re.findall(r'(?:src|srcset|href)="([^"#]+)"', INDEX.read_text(encoding="utf-8")))
    assert shown == {picture.name for picture in PICTURES} - {"demo-en.svg", "demo-tr.svg"}


def test_the_whole_is_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
    assert all((FOLDER / f"demo-{language}.svg").stat().st_size < MOST_MOVING for language in ("en", "tr"))


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_moving_picture_has_both_themes_and_stands_still_where_it_is_wanted(language):
    text = (FOLDER / f"demo-{language}.svg").read_text(encoding="utf-8")
    head, motion = text.split("@media (prefers-reduced-motion: no-preference)")
    assert "animation:" not in head
    assert "@media (prefers-color-scheme: light)" in head
    assert motion.count("step-end infinite") > 10
    hidden = re.search(r"(\.k\d+,?)+ \{ visibility: hidden \}", head)
    assert hidden is not None
