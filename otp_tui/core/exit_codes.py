"""The exit codes that no walkthrough decides; what a walkthrough's end gives is in `outcome`."""

from typing import Final

BUG: Final = 1
USAGE: Final = 2
NO_KEYS: Final = 6
GUARD: Final = 9
CANCELLED: Final = 130
