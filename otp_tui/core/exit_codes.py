"""The exit codes that do not depend on a walkthrough's end; for those see `flow.outcome`."""

from typing import Final

BUG: Final = 1
USAGE: Final = 2
EXPIRED: Final = 4
LIMITED: Final = 5
NO_KEYS: Final = 6
NETWORK: Final = 8
GUARD: Final = 9
CANCELLED: Final = 130
