"""The code field: takes a typed code or a whole pasted SMS, cuts nothing, and keeps its value out of every repr."""

from dataclasses import dataclass

from rich.repr import Result
from textual import events
from textual.message import Message
from textual.widgets import Input

from otp_tui.core.code import CodeError, CodeProblem, Extraction, extract_code


class _Masked:
    """Tells a message's length where its repr would hold its value."""

    value: str

    def __rich_repr__(self) -> Result:
        yield "length", len(self.value)

    def __repr__(self) -> str:
        return f"CodeInput.{type(self).__name__}(length={len(self.value)})"


class CodeInput(Input):
    """An input for codes.

    A paste that holds a whole message leaves only its code; what cannot be read is kept as it came, and said.
    """

    class Changed(_Masked, Input.Changed):
        """Like Input's, but its repr holds no value."""

    class Submitted(_Masked, Input.Submitted):
        """Like Input's, but its repr holds no value."""

    @dataclass
    class Picked(Message):
        """A code was found in a pasted message."""

        found: Extraction

    @dataclass
    class Unreadable(Message):
        """A paste held no code that could be told."""

        problem: CodeProblem
        length: int

    def action_copy(self) -> None:
        """A code never reaches the clipboard."""

    def action_cut(self) -> None:
        """Delete what is selected, without the clipboard."""
        self.delete_selection()

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if not event.text.strip():
            return
        try:
            found = extract_code(event.text[:_LONGEST_PASTE])
        except CodeError as error:
            self.post_message(self.Unreadable(error.problem, error.length))
            return
        if found.pasted or not self.value:
            self.value = found.code
            self.cursor_position = len(found.code)
        else:
            self.replace(found.code, *self.selection)
        self.post_message(self.Picked(found))


_LONGEST_PASTE = 4_000
