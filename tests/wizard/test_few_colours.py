"""Surfaces that differ in 256 colours too, where a dark blue becomes black."""

import pytest
from rich.color import Color, ColorSystem

from otp_tui.wizard.themes import DARK, LIGHT, with_few_colours


def number(colour):
    """The place of a colour in the palette of 256."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_card_background_pane_and_field_can_be_told_apart(theme):
    few = with_few_colours(theme)
    assert number(few.surface) != number(few.background)
    assert number(few.variables["side"]) != number(few.surface)
    assert number(few.variables["bubble"]) != number(few.surface)
    assert number(few.variables["field"]) != number(few.surface)
