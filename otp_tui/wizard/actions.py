"""The actions of an operator, one row each: keys, key hints, buttons, help and palette are all drawn from it."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from otp_tui.core.flow.events import (
    ArrivedPressed,
    AskPressed,
    Event,
    NotArrivedPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent


class Action(NamedTuple):
    """One thing that can be done.

    Attributes:
        name: Its words are ``action.NAME`` in the catalogues.
        key: Its key, or "" where it has only a button or a command.
        shown: How the key is written.
        intent: The intent of the walkthrough; None where it concerns the wizard alone.
        rank: Its place among the key hints, 0 for none; the highest is left out first where there is little room.
        simulated: Whether it needs a simulator behind it.
        event: What it posts; None where `ActionDispatcher` has a method for it.
        question: The question that comes first, or "".
        sends: Whether it makes a phone ring, so that the live confirmation comes first.
    """

    name: str
    key: str
    shown: str
    intent: Intent | None = None
    rank: int = 0
    simulated: bool = False
    event: Event | None = None
    question: str = ""
    sends: bool = False


ACTIONS: Final = (
    Action("help", "f1", "F1", rank=3),
    Action("exchanges", "f2", "F2", rank=7),
    Action("language", "f3", "F3"),
    Action("inbox", "f4", "F4", rank=2, simulated=True),
    Action("resend", "f5", "F5", Intent.RESEND, rank=5, event=ResendPressed(), sends=True),
    Action("present", "f6", "F6", rank=11),
    Action("ticket", "f7", "F7"),
    Action("evidence", "f8", "F8", rank=9),
    Action("arrived", "f9", "F9", Intent.ARRIVED, rank=10, event=ArrivedPressed()),
    Action("cancel", "escape", "Esc", Intent.CANCEL, rank=1),
    Action("back", "escape", "Esc", Intent.BACK, rank=6),
    Action("travel", "ctrl+t", "^T", simulated=True),
    Action("countdown", "ctrl+o", "^O"),
    Action("commands", "ctrl+p", "^P", rank=8),
    Action("quit", "ctrl+q", "^Q", rank=4),
    Action("start", "", "Enter", Intent.START),
    Action("verify", "", "Enter", Intent.VERIFY),
    Action("same_code", "", "", Intent.SAME_CODE, event=SameCodePressed()),
    Action("ask", "", "", Intent.ASK, event=AskPressed()),
    Action("not_arrived", "", "", Intent.NOT_ARRIVED, event=NotArrivedPressed()),
    Action("return", "", "Enter", Intent.RETURN, event=ReturnPressed()),
    Action(
        "resend_early",
        "",
        "",
        Intent.RESEND_EARLY,
        event=ResendPressed(early=True),
        question="resend_early",
    ),
    Action("unlink", "", "", Intent.UNLINK, event=UnlinkPressed(), question="unlink"),
    Action("again", "", "", Intent.AGAIN),
    Action("slow_countdown", "", ""),
    Action("history", "", ""),
    Action("theme", "", ""),
)

BY_NAME: Final = {action.name: action for action in ACTIONS}

_SHORTEST_KEY: Final = 2
_KEY: Final = re.compile(r"(?:(?:ctrl|alt|shift)\+)*(?:f[1-9][0-9]?|escape|insert|delete|home|end|[a-z])")

NOT_COMMANDS: Final = frozenset({"commands", "verify"})
"""The actions that make no sense in the palette: itself, and what needs the code field."""

WITHOUT_WALKTHROUGH: Final = frozenset({"help", "language", "history", "theme", "present", "back", "quit"})
"""The actions that can be done before a walkthrough was begun."""


def perform(name: str) -> str:
    """Return the action of the app that runs this one, as Textual writes it."""
    return f"app.perform('{name}')"


def first_unusable(keys: Mapping[str, str]) -> str:
    """Return the first action that cannot be bound as the configuration wants; "" where all can.

    Wrong are an action that does not exist, a key that types a letter, and one that another action has already.

    Args:
        keys: Keys by action.
    """
    usual = {action.name: action.key for action in ACTIONS if action.key} | {"quit_hint": "ctrl+c"}
    for name, key in keys.items():
        taken = {**usual, **keys}.items()
        clash = any(
            other != name and bound == key for other, bound in taken if {other, name} != {"cancel", "back"}
        )
        if name not in BY_NAME or len(key) < _SHORTEST_KEY or clash or not _KEY.fullmatch(key):
            return name
    return ""


def label_of_key(key: str) -> str:
    """Return how a key is written on the screen: ``ctrl+t`` as ``^T``, ``escape`` as ``Esc``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return {"escape": "Esc", "enter": "Enter"}.get(key, key.capitalize())
