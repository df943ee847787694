"""An input whose value reaches no repr."""

from rich.repr import Result
from textual.widgets import Input

from otp_tui.wizard.widgets.text_field import TextField


class PrivateMessage:
    """A message whose repr holds the length of its value instead of the value."""

    value: str

    def __rich_repr__(self) -> Result:
        yield "length", len(self.value)

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(length={len(self.value)})"


class PrivateInput(TextField):
    """An input whose value reaches neither a repr nor the clipboard."""

    class Changed(PrivateMessage, Input.Changed, namespace="input"):
        """The message of `Input`, without the value in its repr."""

    class Submitted(PrivateMessage, Input.Submitted, namespace="input"):
        """The message of `Input`, without the value in its repr."""

    def action_copy(self) -> None:
        """Copy nothing: what is typed here never reaches the clipboard."""

    def action_cut(self) -> None:
        """Delete what is selected, without the clipboard."""
        self.delete_selection()
