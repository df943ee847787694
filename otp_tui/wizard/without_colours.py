"""The screen under NO_COLOR: the terminal's own two colours, and what stood on a ground of its own is reversed."""

from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from otp_tui.core.contrast import luminance

_DARK_SURFACES, _LIGHT_SURFACES = 0.04, 0.7
"""The luminance up to which, and from which on, a ground is one of our themes' surfaces."""
_REVERSED: Final = Style(reverse=True)


class WithoutColours(LineFilter):
    """Takes every colour away; buttons, badges and the text cursor are told by reversed video.

    Textual's own filter for NO_COLOR leaves greys, which are colours to a terminal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return a line's segments without colours."""
        return [Segment(text, style and _plain(style), control) for text, style, control in segments]


@lru_cache(1024)
def _plain(style: Style) -> Style:
    ground = style.bgcolor
    plain = style.without_color + Style.from_meta(style.meta)  # by which Textual knows what was clicked
    if ground is None or ground.is_default:
        return plain
    shade = luminance(ground.get_truecolor().hex)
    return plain + _REVERSED if _DARK_SURFACES < shade < _LIGHT_SURFACES else plain
