"""Messages that screens post to the app; it and its flows act on them."""

from dataclasses import dataclass

from textual.message import Message

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection
from otp_tui.conductor.setup_form import SetupForm
from otp_tui.core.errors import UserError
from otp_tui.i18n.translator import Wording


class PhoneTyped(Message):
    """The text of the phone field after a change; it stands in no repr.

    Args:
        text: What stands in it now.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __rich_repr__(self) -> list[tuple[str, int]]:
        return [("length", len(self.text))]


class CodeTyped(Message):
    """A change of the code field."""


@dataclass
class ActionWanted(Message):
    """The wish for an action, in order with what was typed before it.

    Attributes:
        name: Its name in the table.
    """

    name: str


@dataclass(repr=False)
class ConnectionChosen(Message):
    """The choice of a target."""

    connection: Connection


@dataclass(repr=False)
class StepChosen(Message):
    """The choice of a step of the set-up; before the first one is the first question.

    Attributes:
        form: The answers so far.
        step: Which.
        mistake: What is wrong with an answer.
    """

    form: SetupForm
    step: int
    mistake: UserError | None = None


class OtherTargetWanted(Message):
    """The wish to be asked for the target again."""


class CredentialsEntered(Message):
    """The end of asking for credentials."""


@dataclass(repr=False)
class WalkthroughResumed(Message):
    """The resumption of a walkthrough of an earlier run.

    Attributes:
        connection: The target that it talks to.
        conductor: Runs it.
        news: What is said of it.
    """

    connection: Connection
    conductor: Conductor
    news: Wording


@dataclass
class WalkthroughDiscarded(Message):
    """The end of a walkthrough of an earlier run.

    Attributes:
        news: What is said of it.
    """

    news: Wording


@dataclass
class OpenWalkthroughChosen(Message):
    """Another one of several open walkthroughs is to be shown.

    Attributes:
        place: Its index among them.
    """

    place: int


class NewWalkthroughChosen(Message):
    """Open walkthroughs are left alone, and another one is begun."""
