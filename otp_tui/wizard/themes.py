"""The dark and the light theme: the same roles, every text at 4.5:1 or better."""

from dataclasses import replace

from textual.theme import Theme

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
    "main-focus": "#0d9488",
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
    "bubble": "#e2e7f1",
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


_FEW_COLOURS: dict[str, dict[str, str]] = {
    DARK.name: {
        "background": "#080808",
        "surface": "#1c1c1c",
        "panel": "#121212",
        "field": "#080808",
        "side": "#121212",
        "bubble": "#303030",
    },
    LIGHT.name: {
        "background": "#e4e4e4",
        "surface": "#ffffff",
        "panel": "#eeeeee",
        "field": "#eeeeee",
        "side": "#eeeeee",
        "bubble": "#dadada",
    },
}
"""Surfaces for 256 colours: greys of that palette, where the theme's own blues would all become one black."""


def with_few_colours(theme: Theme) -> Theme:
    """Return a theme whose surfaces differ from each other in 256 colours too."""
    surfaces = _FEW_COLOURS[theme.name]
    own = {name: colour for name, colour in surfaces.items() if name in theme.variables}
    return replace(
        theme,
        background=surfaces["background"],
        surface=surfaces["surface"],
        panel=surfaces["panel"],
        variables={**theme.variables, **own},
    )


def coloured(theme: Theme, colour: str) -> Theme:
    """Return a theme with a merchant's accent colour, whose contrast the configuration checks.

    Args:
        theme: One of ours.
        colour: ``#rrggbb``, or "" for the theme's own.
    """
    if not colour:
        return theme
    roles = dict.fromkeys(("countdown", "border", "input-cursor-background", "scrollbar-active"), colour)
    return replace(theme, primary=colour, accent=colour, variables={**theme.variables, **roles})
