"""The dark and the light theme: the same roles, every text at 4.5:1 or better."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from otp_tui.core.contrast import CONTRAST, contrast

_DARK = {
    "text": "#e6e9f2",
    "text-muted": "#8b93a7",
    "text-disabled": "#4a5368",
    "step-done": "#7fb5ad",
    "countdown": "#5eead4",
    "link": "#93a4ff",
    "badge-sim": "#134e4a",
    "badge-sim-text": "#5eead4",
    "edge-sim": "#2b6f68",
    "badge-test": "#4a3305",
    "badge-test-text": "#fbbf24",
    "edge-test": "#b7791f",
    "badge-live": "#991b1b",
    "badge-live-text": "#ffffff",
    "edge-live": "#f87171",
    "sign": "#3a3670",
    "sign-text": "#c7ccff",
    "main": "#0f766e",
    "main-focus": "#0c857a",
    "main-text": "#ffffff",
    "field": "#0e131f",
    "side": "#11182a",
    "bubble": "#1e2740",
    "border": "#5eead4",
    "border-blurred": "#33405c",
    "input-cursor-background": "#5eead4",
    "input-cursor-foreground": "#0e131f",
    "input-selection-background": "#134e4a",
    "scrollbar": "#33405c",
    "scrollbar-hover": "#4a5368",
    "scrollbar-active": "#5eead4",
    "scrollbar-background": "#11182a",
    "scrollbar-corner-color": "#11182a",
}
_LIGHT = {
    "text": "#17202f",
    "text-muted": "#566077",
    "text-disabled": "#b4bccb",
    "step-done": "#0f766e",
    "countdown": "#0f766e",
    "link": "#3546c4",
    "badge-sim": "#c7f1ea",
    "badge-sim-text": "#0b5b54",
    "edge-sim": "#5fb8ac",
    "badge-test": "#fde9b8",
    "badge-test-text": "#6b3f05",
    "edge-test": "#d08a1d",
    "badge-live": "#b91c1c",
    "badge-live-text": "#ffffff",
    "edge-live": "#b91c1c",
    "sign": "#dfe2ff",
    "sign-text": "#2a338f",
    "main": "#0f766e",
    "main-focus": "#0b5b54",
    "main-text": "#ffffff",
    "field": "#ffffff",
    "side": "#eef1f7",
    "bubble": "#e6ebf4",
    "border": "#0f766e",
    "border-blurred": "#aab4c6",
    "input-cursor-background": "#0f766e",
    "input-cursor-foreground": "#ffffff",
    "input-selection-background": "#c7f1ea",
    "scrollbar": "#c3cad8",
    "scrollbar-hover": "#aab4c6",
    "scrollbar-active": "#0f766e",
    "scrollbar-background": "#eef1f7",
    "scrollbar-corner-color": "#eef1f7",
}

DARK = Theme(
    name="otp-dark",
    primary="#5eead4",
    secondary="#93a4ff",
    accent="#5eead4",
    foreground="#e6e9f2",
    background="#0e131f",
    surface="#151b2b",
    panel="#11182a",
    warning="#fbbf24",
    error="#f87171",
    success="#4ade80",
    dark=True,
    variables=_DARK,
)
LIGHT = Theme(
    name="otp-light",
    primary="#0f766e",
    secondary="#3546c4",
    accent="#0f766e",
    foreground="#17202f",
    background="#f6f8fc",
    surface="#ffffff",
    panel="#eef1f7",
    warning="#92500a",
    error="#b91c1c",
    success="#15703a",
    dark=False,
    variables=_LIGHT,
)


_IN_256: Final[Mapping[str, Mapping[str, str]]] = {
    DARK.name: {
        "background": "#080808",
        "surface": "#1c1c1c",
        "panel": "#121212",
        "field": "#080808",
        "side": "#121212",
        "bubble": "#303030",
        "text-muted": "#a8a8a8",
        "error": "#ff8787",
        "badge-sim": "#005f5f",
        "badge-test": "#5f5f00",
        "badge-test-text": "#ffffaf",
        "badge-sim-text": "#87ffd7",
        "main": "#005f5f",
        "main-focus": "#00875f",
    },
    LIGHT.name: {
        "background": "#e4e4e4",
        "surface": "#ffffff",
        "panel": "#eeeeee",
        "field": "#eeeeee",
        "side": "#eeeeee",
        "bubble": "#dadada",
        "text-muted": "#4e4e4e",
        **dict.fromkeys(("primary", "accent", "countdown", "border", "step-done", "main"), "#005f5f"),
        "main-focus": "#00875f",
        "success": "#005f00",
        "warning": "#5f0000",
        "link": "#0000af",
        "error": "#af0000",
    },
}
"""Roles for 256 colours: greys of that palette, where the theme's own blues would all become one black,
and the texts that it would round to something too faint on them."""

_DARK_16: Final = {
    **dict.fromkeys(("background", "field", "bubble"), "#0000aa"),
    **dict.fromkeys(("surface", "panel", "side", "badge-sim", "badge-test"), "#000000"),
    **dict.fromkeys(("text", "badge-live-text", "sign-text", "foreground"), "#ffffff"),
    **dict.fromkeys(("text-muted", "main"), "#aaaaaa"),
    **dict.fromkeys(("primary", "accent", "countdown", "border", "badge-sim-text", "link"), "#55ffff"),
    **dict.fromkeys(("warning", "error", "badge-test-text"), "#ffff55"),
    **dict.fromkeys(("success", "step-done"), "#55ff55"),
    "main-focus": "#ffffff",
    "main-text": "#000000",
    "badge-live": "#aa0000",
    "sign": "#aa00aa",
}
_LIGHT_16: Final = {
    **dict.fromkeys(("background", "field", "bubble"), "#aaaaaa"),
    **dict.fromkeys(("surface", "panel", "side", "badge-sim", "badge-test"), "#ffffff"),
    **dict.fromkeys(("text", "text-muted", "warning", "error", "foreground", "badge-test-text"), "#000000"),
    **dict.fromkeys(("primary", "accent", "countdown", "border", "badge-sim-text", "link"), "#0000aa"),
    **dict.fromkeys(("success", "step-done", "main"), "#0000aa"),
    **dict.fromkeys(("main-text", "badge-live-text", "sign-text"), "#ffffff"),
    "main-focus": "#000000",
    "badge-live": "#aa0000",
    "sign": "#aa00aa",
}
_IN_16: Final[Mapping[str, Mapping[str, str]]] = {DARK.name: _DARK_16, LIGHT.name: _LIGHT_16}
"""All roles for 16 colours: two grounds, and on both only what can be read; signs tell tones apart."""

_OWN: Final = (
    "primary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "warning",
    "error",
    "success",
)
_SHADES: Final = 20


def with_few_colours(theme: Theme, system: str = "256") -> Theme:
    """Return a theme whose surfaces differ from each other in few colours too.

    Args:
        theme: One of ours.
        system: What the terminal has, as Rich names it: ``256``, else 16 colours.
    """
    roles = (_IN_256 if system == "256" else _IN_16)[theme.name]
    own = {name: colour for name, colour in roles.items() if name in theme.variables}
    return replace(
        theme,
        **{name: roles[name] for name in _OWN if name in roles},  # type: ignore[arg-type]
        variables={**theme.variables, **own},
    )


def coloured(theme: Theme, colour: str, system: str = "truecolor") -> Theme:
    """Return a theme with a merchant's accent colour, in the nearest shade that can be read on every surface.

    The configuration checks its contrast to the card alone.

    Args:
        theme: One of ours.
        colour: ``#rrggbb``, or "" for the theme's own.
        system: What the terminal has: ``truecolor``, or ``256``, which rounds every colour.
    """
    if not colour:
        return theme
    shade = _readable(colour, theme, system)
    roles = dict.fromkeys(("countdown", "border", "input-cursor-background", "scrollbar-active"), shade)
    return replace(theme, primary=shade, accent=shade, variables={**theme.variables, **roles})


def _readable(colour: str, theme: Theme, system: str) -> str:
    grounds = [
        theme.background,
        theme.surface,
        *(theme.variables[name] for name in ("side", "field", "bubble")),
    ]
    towards = Color.parse("#ffffff" if theme.dark else "#000000")
    shades = [Color.parse(colour).blend(towards, step / _SHADES).hex for step in range(_SHADES + 1)]
    kept = (
        shade
        for shade in shades
        if all(contrast(_seen(shade, system), _seen(str(ground), system)) >= CONTRAST for ground in grounds)
    )
    return colour if (shade := next(kept)) == shades[0] else shade.lower()


def _seen(colour: str, system: str) -> str:
    """Return a colour as the terminal shows it."""
    if system == "truecolor":
        return colour
    return RichColor.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex
