"""Preferences of the wizard itself: theme, key bindings, crash page."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from textual.events import Key

from otp_tui.i18n.crash import crash_report
from otp_tui.i18n.translator import Translator

Sleep = Callable[[float], Awaitable[None]]
"""Waits some seconds; tests pass one that returns at once."""


PressKey = Callable[[Key], object]
"""Takes a key as if it were typed."""


class WizardPreferences(NamedTuple):
    """The preferences of the wizard itself, and its crash page.

    Attributes:
        theme: ``dark`` or ``light``.
        keys: Keys by action, over the usual ones.
        crash_page: Gives the page of a crash.
        presenting: Whether it begins as a presentation.
        autoplay: The name of the script that plays; empty for none.
        sleep: Waits between the keys of the script.
    """

    theme: str | None = None
    keys: tuple[tuple[str, str], ...] = ()
    crash_page: Callable[[Translator, BaseException | None], str] = crash_report
    presenting: bool = False
    autoplay: str = ""
    sleep: Sleep = asyncio.sleep
