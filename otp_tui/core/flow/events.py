"""The events of a walkthrough: the operator's actions, answers and interruptions.

Events hold handles and masked texts only, so a journal of them holds no secret.
"""

from typing import NamedTuple

from otp_tui.core.exchange.exchange import Answer
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.security.secrets import Handle
from otp_tui.core.security.send_policy import Refusal


class PhoneEntered(NamedTuple):
    """A phone was entered; ``changed`` where it is another one than before."""

    masked: str
    changed: bool


class StartPressed(NamedTuple):
    """The operator starts the leg, under a fresh reference."""

    reference: Handle


class CodeEntered(NamedTuple):
    """A code was entered to be verified; of its value only the length is shown."""

    code: Handle
    length: int


class SameCodePressed(NamedTuple):
    """The operator verifies the code again whose verify had no answer."""


class ResendPressed(NamedTuple):
    """The operator asks for a new code; ``early`` where the rule is to be broken on purpose."""

    early: bool = False


class AskPressed(NamedTuple):
    """The operator asks the provider whether the account is linked."""


class UnlinkPressed(NamedTuple):
    """The operator undoes the link."""


class ArrivedPressed(NamedTuple):
    """The operator says that the SMS arrived: of a lost send, or of one whose way is timed."""


class NotArrivedPressed(NamedTuple):
    """The operator says that the SMS of a lost send did not arrive."""


class BackPressed(NamedTuple):
    """The operator goes back to the phone; an open challenge stays open."""


class ReturnPressed(NamedTuple):
    """The operator returns to the challenge that was left open."""


class GivenUp(NamedTuple):
    """The operator gives up the open challenge, to begin with another number."""


class QuitPressed(NamedTuple):
    """The operator ends the walkthrough."""


class Closed(NamedTuple):
    """The walkthrough is over as it stands: given up, expired, or left by its script, with the script's exit code."""

    outcome: Outcome
    exit_code: int | None = None


class Answered(NamedTuple):
    """The decided answer to a request arrived."""

    number: int
    answer: Answer


class Interrupted(NamedTuple):
    """The program ended while this request was in flight; recorded at the next start."""

    number: int


class Stopped(NamedTuple):
    """A rule of our own stopped a send; ``number`` of a request already in flight, unwritten."""

    refusal: Refusal
    number: int | None = None


class ExchangeNoted(NamedTuple):
    """The operator marked an exchange or commented on it; the comment is redacted."""

    note: ExchangeNote


Event = (
    PhoneEntered
    | StartPressed
    | CodeEntered
    | SameCodePressed
    | ResendPressed
    | AskPressed
    | UnlinkPressed
    | ArrivedPressed
    | NotArrivedPressed
    | BackPressed
    | ReturnPressed
    | GivenUp
    | QuitPressed
    | Closed
    | Answered
    | Interrupted
    | Stopped
    | ExchangeNoted
)


def handles_of(event: Event) -> tuple[Handle, ...]:
    """Return the handles that an event names, none of which may get another value later."""
    match event:
        case StartPressed(reference):
            return (reference,)
        case CodeEntered(code):
            return (code,)
        case Answered(_, answer):
            return tuple(handle for handle in (answer.token, answer.session) if handle is not None)
    return ()
