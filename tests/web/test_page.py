"""The page: both languages, a button for each key of the wizard, nothing from elsewhere."""

import json
import re

import pytest
from lxml import html

from otp_tui.cli.commands.serve import _keys
from otp_tui.i18n.translator import Translator
from otp_tui.web.page import FOLDER, page
from otp_tui.wizard.actions import ACTIONS

SENT = {
    "Enter": "\r", "Tab": "\t", "Esc": "\x1b", "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS",
    "F5": "\x1b[15~", "F6": "\x1b[17~", "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "^O": "\x0f",
    "^P": "\x10", "^Q": "\x11", "^T": "\x14",
}  # fmt: skip


@pytest.fixture(params=["tr", "en"])
def shown(request):
    return request.param, html.fromstring(page(Translator(request.param), _keys(), "ws://127.0.0.1:1/ws"))


def test_every_key_of_the_wizard_is_a_button(shown):
    language, tree = shown
    buttons = {
        button.findtext("kbd"): json.loads(button.get("data-sent"))
        for button in tree.iterfind(".//nav/button")
    }
    wanted = {"Enter", "Tab", *(action.shown for action in ACTIONS if action.key)}
    assert buttons == {name: sent for name, sent in SENT.items() if name in wanted}
    spoken = {button.findtext("span") for button in tree.iterfind(".//nav/button")}
    assert {"tr": {"İlerle", "Yardım", "English"}, "en": {"Continue", "Help", "Türkçe"}}[language] < spoken


def test_every_word_is_there_in_both_languages(shown):
    language, tree = shown
    assert tree.get("lang") == language
    words = [span for span in tree.iterfind(".//span") if span.text]
    assert len(words) > 20
    for span in words:
        assert span.text == span.get(f"data-{language}")
        assert span.get("data-tr")
        assert span.get("data-en")


def test_nothing_comes_from_elsewhere_and_nothing_stands_inline(shown):
    _, tree = shown
    links = [value for _, attribute, value, _ in tree.iterlinks() if attribute in {"src", "href"}]
    assert links
    assert all(re.match(r"/(page|terminal)/", link) for link in links)
    assert [script.text for script in tree.iterfind(".//script")] == [None, None]
    assert tree.xpath("//style | //*[@style] | //@onclick") == []
    assert "http" not in (FOLDER / "page.css").read_text() + (FOLDER / "page.js").read_text()
