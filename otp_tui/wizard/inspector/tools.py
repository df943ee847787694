"""The words of the inspector's rows of tools and of its key hints, computed from what is shown."""

from collections.abc import Iterator

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.phone.number import may_be_number
from otp_tui.core.security.shapes import HIDDEN
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.keys import BY_NAME, HINTS, KEYS
from otp_tui.wizard.inspector.selection import Selection
from otp_tui.wizard.inspector.state import InspectorData, InspectorState
from otp_tui.wizard.inspector.tool_row import Tool
from otp_tui.wizard.inspector.views import VIEWS
from otp_tui.wizard.inspector.views.view import View
from otp_tui.wizard.widgets.key_hints import KeyHint

VIEW = "view:"
LANGUAGE = "language:"


def list_tools(data: InspectorData, state: InspectorState, selection: Selection) -> tuple[Tool, ...]:
    """Return the list's title with the place of the chosen exchange, and what is done with the list."""
    say, listed = data.translator.text, len(selection.listed)
    title = say("inspect.place", here=selection.place, listed=listed) if listed else say("exchanges.title")
    if listed < len(data.exchanges):
        title = say("inspect.place_filtered", here=selection.place, listed=listed, all=len(data.exchanges))
    hidden = data.presenting and may_be_number(state.filter)
    typed = HIDDEN if hidden else state.filter
    words = f"{say('inspect.filter')}: {typed}" if state.filter else say("inspect.filter")
    return (
        Tool("", title),
        Tool("follow", say("inspect.follow"), BY_NAME["follow"].shown, chosen=state.following),
        Tool("filter", words, BY_NAME["filter"].shown, chosen=bool(state.filter)),
    )


def tabs(translator: Translator, exchange: Exchange | None, shown: View) -> tuple[Tool, ...]:
    """Return the views that have something to show of an exchange."""
    return tuple(
        Tool(f"{VIEW}{view.name}", translator.text(f"view.{view.name}"), chosen=view is shown)
        for view in VIEWS
        if exchange is not None and view.applies(exchange)
    )


def language_tools(data: InspectorData, state: InspectorState) -> tuple[Tool, ...]:
    """Return the languages of programs; none before they were loaded."""
    if data.tools is None:
        return ()
    return (
        Tool("language", "", BY_NAME["language"].shown),
        *(
            Tool(f"{LANGUAGE}{name}", label.split(" ")[0], chosen=name == state.language)
            for name, label, _ in data.tools.languages
        ),
    )


def detail_tools(
    data: InspectorData, state: InspectorState, exchange: Exchange, found: tuple[int, int]
) -> Iterator[Tool]:
    """Yield what is done with the chosen exchange.

    Args:
        data: The exchanges.
        state: The operator's choices.
        exchange: The chosen exchange.
        found: The place of the hit that is shown, and the number of hits.
    """
    say = data.translator.text
    special = {
        "form": (say(f"inspect.form_{state.form}"), False),
        "mark": (say("inspect.mark"), data.note(exchange.number).marked),
        "find": (
            f"{state.find} {found[0]}/{found[1]}" if state.find else say("inspect.find"),
            bool(state.find),
        ),
    }
    places = {"detail"} | ({"find"} if state.find else set()) | ({"folded"} if state.folded else set())
    for row in KEYS:
        if row.place in places:
            word, chosen = special.get(row.name) or (say(f"inspect.{row.name}"), False)
            yield Tool(row.name, word, row.shown, chosen)


def key_hints(translator: Translator) -> tuple[KeyHint, ...]:
    """Return the keys that work while the inspector has the focus, for the bar at the bottom."""
    return tuple(
        KeyHint(BY_NAME[name].shown, translator.text(f"inspect.{name}"), f"screen.inspect('{name}')", rank)
        for rank, name in enumerate(HINTS, 10)
    )
