"""Messages of an input whose value must not stand in a repr."""

from rich.repr import Result
from textual.widgets import Input


class PrivateMessage:
    """Tells a message's length where its repr would hold its value."""

    value: str

    def __rich_repr__(self) -> Result:
        yield "length", len(self.value)

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(length={len(self.value)})"


class PrivateInput(Input):
    """An input whose value reaches neither a repr nor the clipboard."""

    class Changed(PrivateMessage, Input.Changed, namespace="input"):
        """Like Input's and handled as such, but its repr holds no value."""

    class Submitted(PrivateMessage, Input.Submitted, namespace="input"):
        """Like Input's and handled as such, but its repr holds no value."""

    def action_copy(self) -> None:
        """What is typed here never reaches the clipboard."""

    def action_cut(self) -> None:
        """Delete what is selected, without the clipboard."""
        self.delete_selection()
