"""The contrast of every text to every surface that it is drawn on, as far as the terminal has these colours."""

import pytest
from rich.color import Color, ColorSystem

from otp_tui.core.contrast import CONTRAST, contrast
from otp_tui.wizard.themes import DARK, LIGHT, coloured, with_few_colours

VGA = [
    "000",
    "a00",
    "0a0",
    "a50",
    "00a",
    "a0a",
    "0aa",
    "aaa",
    "555",
    "f55",
    "5f5",
    "ff5",
    "55f",
    "f5f",
    "5ff",
    "fff",
]
"""The sixteen colours of a Linux console, one hexadecimal digit a channel."""
SYSTEMS = {
    "truecolor": ColorSystem.TRUECOLOR,
    "256": ColorSystem.EIGHT_BIT,
    "standard": ColorSystem.STANDARD,
}
SURFACES = ("background", "surface", "side", "field", "bubble")
"""Window and rail, card, pane and panel, field and handset, highlighted row and toast."""
DRAWN_ON = {
    **dict.fromkeys(("text", "text-muted", "accent", "warning", "error", "success"), SURFACES),
    "countdown": ("background", "surface", "side"),
    "link": ("background", "surface", "side"),
    "step-done": ("background",),
    "main-text": ("main", "main-focus"),
    "sign-text": ("sign",),
    **{f"badge-{place}-text": (f"badge-{place}",) for place in ("sim", "test", "live")},
}
TEXTS = [(role, ground) for role, grounds in DRAWN_ON.items() for ground in grounds]


def themes(system):
    """Both themes as a terminal of this colour system gets them."""
    return [theme if system == "truecolor" else with_few_colours(theme, system) for theme in (DARK, LIGHT)]


def seen(theme, role, system):
    """A role's colour as the terminal rounds it."""
    colour = Color.parse(theme.variables.get(role) or getattr(theme, role))
    if system == "standard":
        return "#" + "".join(digit * 2 for digit in VGA[colour.downgrade(ColorSystem.STANDARD).number])
    return colour.downgrade(SYSTEMS[system]).get_truecolor().hex


def unreadable(theme, system, texts=TEXTS):
    """Every text whose contrast is too low, with the contrast."""
    found = {
        (role, ground): round(contrast(seen(theme, role, system), seen(theme, ground, system)), 2)
        for role, ground in texts
    }
    return {text: ratio for text, ratio in found.items() if ratio < CONTRAST}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_text_can_be_read_on_every_surface(system):
    assert {theme.name: unreadable(theme, system) for theme in themes(system)} == {
        "otp-dark": {},
        "otp-light": {},
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_card_and_background_differ(system):
    for theme in themes(system):
        for surface in ("background", "bubble"):
            assert seen(theme, "surface", system) != seen(theme, surface, system)


@pytest.mark.parametrize("system", ["truecolor", "256"])
@pytest.mark.parametrize(
    ("dark", "light"), [("#8a6d3b", "#767676"), ("#0090c0", "#d0021b"), ("#999999", "#00806a")]
)
def test_a_merchants_colour_is_readable_off_the_card_too(system, dark, light):
    for theme, colour in zip(themes(system), (dark, light), strict=True):
        own = [text for text in TEXTS if text[0] in {"accent", "countdown"}]
        assert unreadable(coloured(theme, colour, system), system, own) == {}


def test_a_merchants_colour_that_can_be_read_everywhere_stays_as_it_is():
    assert coloured(DARK, "#ffb86c").accent == "#ffb86c"
    assert coloured(LIGHT, "#8a3b00").accent == "#8a3b00"
    assert coloured(LIGHT, "#767676").accent == "#6a6a6a"


def test_black_on_black_would_be_found():
    broken = with_few_colours(DARK)
    broken.variables["text-muted"] = broken.background
    assert unreadable(broken, "256")["text-muted", "background"] == 1.0
