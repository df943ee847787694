"""Search: no case and no accent stands in its way, and every letter stays at its place."""

import pytest

from otp_tui.i18n.search import searchable


@pytest.mark.parametrize("typed", ["istek", "İSTEK", "ISTEK", "ıstek", "İstek"])
def test_it_is_found_however_it_is_typed(typed):
    assert searchable(typed) in searchable("İstekler ve yanıtlar")


@pytest.mark.parametrize("text", ["İğne ıŞIK", "ﬁn ½ ß Ǆ", "plain ASCII", "ağ" * 3, "é", "한국"])
def test_every_letter_stays_at_its_place(text):
    assert len(searchable(text)) == len(text)
    for place in range(len(text)):
        assert searchable(text)[place] == searchable(text[place])
