"""The keys of the inspector, one row each: bindings, tools, hints and help are all drawn from it."""

from typing import Final, NamedTuple


class InspectorKey(NamedTuple):
    """One key of the inspector.

    Attributes:
        name: Its words are ``inspect.NAME`` (short) and ``inspect_help.NAME`` in the catalogues.
        keys: The keys, as Textual names them.
        shown: How they are written.
        place: Where a tool for it stands: ``list``, ``detail``, or "" where something else can be clicked.
    """

    name: str
    keys: tuple[str, ...]
    shown: str
    place: str = ""


KEYS: Final = (
    InspectorKey("next", ("j", "down"), "↓ j"),
    InspectorKey("previous", ("k", "up"), "↑ k"),
    InspectorKey("next_view", ("l", "right"), "→ l"),
    InspectorKey("previous_view", ("h", "left"), "← h"),
    InspectorKey("follow", ("F",), "F", "list"),
    InspectorKey("filter", ("slash",), "/", "list"),
    InspectorKey("copy", ("y",), "y", "detail"),
    InspectorKey("form", ("Y",), "Y", "detail"),
    InspectorKey("save", ("s",), "s", "detail"),
    InspectorKey("mark", ("m",), "m", "detail"),
    InspectorKey("comment", ("c",), "c", "detail"),
    InspectorKey("find", ("f",), "f", "detail"),
    InspectorKey("find_next", ("n",), "n", "find"),
    InspectorKey("find_previous", ("N",), "N", "find"),
    InspectorKey("fold", ("z",), "z", "detail"),
    InspectorKey("unfold", ("Z",), "Z", "folded"),
    InspectorKey("language", ("o",), "o", "code"),
    InspectorKey("page_down", ("pagedown", "space"), "PgDn"),
    InspectorKey("page_up", ("pageup",), "PgUp"),
    InspectorKey("view_end", ("end",), "End"),
    InspectorKey("view_start", ("home",), "Home"),
)
HINTS: Final = ("next", "next_view", "copy", "save", "mark", "comment", "filter", "find", "follow")
"""The keys that the bar at the bottom shows, the most needed one first."""
BY_NAME: Final = {key.name: key for key in KEYS}
