"""How a merchant wants the wizard to look."""

from typing import NamedTuple


class AccentColours(NamedTuple):
    """The merchant's accent colour, ``#rrggbb``, one for each theme; empty for the program's own."""

    dark: str = ""
    light: str = ""
