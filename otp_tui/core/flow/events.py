"""Everything that can happen to a walkthrough, in the operator's and the provider's words.

Events hold handles and masked texts only, so a journal of them holds no secret.
"""

from typing import NamedTuple

from otp_tui.core.exchange.exchange import Answer
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.security.secrets import Handle
from otp_tui.core.security.send_policy import Refusal


class PhoneEntered(NamedTuple):
    """The operator named a phone; ``changed`` where it is another one than before."""

    masked: str
    changed: bool


class StartPressed(NamedTuple):
    """Send the OTP (or begin the next leg), under a fresh reference."""

    reference: Handle


class CodeEntered(NamedTuple):
    """Verify this code; only its length may be told."""

    code: Handle
    length: int


class SameCodePressed(NamedTuple):
    """Verify the code again whose answer was lost."""


class ResendPressed(NamedTuple):
    """Ask for a new code; ``early`` where the operator asks before the rule opens, on purpose."""

    early: bool = False


class AskPressed(NamedTuple):
    """Ask the provider whether the account is linked."""


class UnlinkPressed(NamedTuple):
    """Undo the link."""


class ArrivedPressed(NamedTuple):
    """The operator says that the SMS of a lost send arrived."""


class NotArrivedPressed(NamedTuple):
    """The operator says that it did not."""


class BackPressed(NamedTuple):
    """Back to the phone; what is open stays open."""


class ReturnPressed(NamedTuple):
    """Forward again to what was left open."""


class GivenUp(NamedTuple):
    """The operator gives up what is open, to begin with another number."""


class QuitPressed(NamedTuple):
    """The operator ends the walkthrough."""


class Closed(NamedTuple):
    """The walkthrough is over as it stands: given up, expired while nobody was there, or left by its script."""

    outcome: Outcome


class Answered(NamedTuple):
    """A request's decided answer came."""

    number: int
    answer: Answer


class Interrupted(NamedTuple):
    """The program died while this request was in flight; told at the next start."""

    number: int


class Stopped(NamedTuple):
    """A guard of our own stopped a send; ``number`` where its request was already under way, unwritten."""

    refusal: Refusal
    number: int | None = None


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
)


def handles_of(event: Event) -> tuple[Handle, ...]:
    """The handles that an event names, so that none of them is given to another value later."""
    match event:
        case StartPressed(reference):
            return (reference,)
        case CodeEntered(code):
            return (code,)
        case Answered(_, answer):
            return tuple(handle for handle in (answer.token, answer.session) if handle is not None)
    return ()
