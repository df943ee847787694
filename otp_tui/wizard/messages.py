"""Messages that screens post to the app; it and its flows act on them."""

from dataclasses import dataclass

from textual.message import Message

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection
from otp_tui.conductor.setup_form import SetupForm
from otp_tui.core.errors import UserError


class PhoneTyped(Message):
    """The phone field changed; its text stands in no repr.

    Args:
        text: What stands in it now.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __rich_repr__(self) -> list[tuple[str, int]]:
        return [("length", len(self.text))]


@dataclass(repr=False)
class ConnectionChosen(Message):
    """A target was chosen or set up."""

    connection: Connection


@dataclass(repr=False)
class StepChosen(Message):
    """Another step of the set-up is to be shown; before the first one is the first question.

    Attributes:
        form: The answers so far.
        step: Which.
        mistake: What is wrong with an answer.
    """

    form: SetupForm
    step: int
    mistake: UserError | None = None


class OtherTargetWanted(Message):
    """The question for the target is to be shown again."""


class CredentialsEntered(Message):
    """The missing keys are there."""


@dataclass(repr=False)
class WalkthroughResumed(Message):
    """A walkthrough of an earlier run was resumed.

    Attributes:
        connection: The target that it talks to.
        conductor: Runs it.
        news: What is said of it.
    """

    connection: Connection
    conductor: Conductor
    news: str


@dataclass
class WalkthroughDiscarded(Message):
    """A walkthrough of an earlier run was ended.

    Attributes:
        news: What is said of it.
    """

    news: str


@dataclass
class OpenWalkthroughChosen(Message):
    """Another one of several open walkthroughs is to be shown.

    Attributes:
        place: Its index among them.
    """

    place: int


class NewWalkthroughChosen(Message):
    """Open walkthroughs are left alone, and another one is begun."""
