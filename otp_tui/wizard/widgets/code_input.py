"""The code field: takes a code or a whole pasted SMS, cuts nothing, shows in no repr."""

from dataclasses import dataclass

from textual import events
from textual.message import Message

from otp_tui.core.code.extraction import CodeError, CodeProblem, Extraction, extract_code
from otp_tui.wizard.widgets.private_input import PrivateInput


class CodeInput(PrivateInput):
    """An input for codes.

    A paste that holds a whole message leaves only its code; what cannot be read is kept as it came, and said.
    """

    def __init__(self, pattern: str = "", *, masked: bool = False) -> None:
        super().__init__(id="code", password=masked)
        self._pattern = pattern

    @dataclass
    class CodeFound(Message):
        """The code that was found in a pasted message."""

        found: Extraction

    @dataclass
    class Unreadable(Message):
        """A paste without a code that could be told."""

        problem: CodeProblem
        length: int

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if not event.text.strip():
            return
        try:
            found = extract_code(event.text[:_LONGEST_PASTE], self._pattern)
        except CodeError as error:
            self.post_message(self.Unreadable(error.problem, error.length))
            return
        if found.pasted or not self.value:
            self.value = found.code
            self.cursor_position = len(found.code)
        else:
            self.replace(found.code, *self.selection)
        self.post_message(self.CodeFound(found))


_LONGEST_PASTE = 4_000
