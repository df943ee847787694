"""The commands of the line-by-line wizard, one row each, and the questions at which they can be typed."""

from typing import Final, NamedTuple

from otp_tui.core.flow.events import (
    ArrivedPressed,
    AskPressed,
    BackPressed,
    Event,
    NotArrivedPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent


class Command(NamedTuple):
    """One thing that can be typed.

    Attributes:
        name: Its name in the code.
        words: The name of its words in the catalogues.
        reply: The name of its letter (``reply.NAME``), or "" where it has only a number or Enter.
        intent: The intent of the walkthrough; None where it concerns the dialogue alone.
        event: What it posts; None where the wizard has a method for it.
        question: The question that comes first, or "".
        sends: Whether it makes a phone ring, so that the live confirmation comes first.
    """

    name: str
    words: str
    reply: str = ""
    intent: Intent | None = None
    event: Event | None = None
    question: str = ""
    sends: bool = False


_ROWS: Final = (
    Command("start", "action.start_link", intent=Intent.START),
    Command("return", "action.return", intent=Intent.RETURN, event=ReturnPressed()),
    Command("resend", "action.resend", "new_code", Intent.RESEND, ResendPressed(), sends=True),
    Command(
        "resend_early", "action.resend_early", "early", Intent.RESEND_EARLY, ResendPressed(early=True),
        question="resend_early",
    ),
    Command("ask", "action.ask", "ask_provider", Intent.ASK, AskPressed()),
    Command("same_code", "action.same_code", "same_code", Intent.SAME_CODE, SameCodePressed()),
    Command("arrived", "action.arrived", "arrived", Intent.ARRIVED, ArrivedPressed()),
    Command("it_arrived", "action.arrived", "yes", Intent.ARRIVED, ArrivedPressed()),
    Command("not_arrived", "action.not_arrived", "no", Intent.NOT_ARRIVED, NotArrivedPressed()),
    Command("back", "action.another_phone", "other_phone", Intent.BACK, BackPressed()),
    Command("again", "action.again", intent=Intent.AGAIN),
    Command("unlink", "action.unlink", "unlink", Intent.UNLINK, UnlinkPressed(), question="unlink"),
    Command("time", "plain.do_time", "time"),
    Command("announcements", "plain.do_announcements", "announcements"),
    Command("exchanges", "action.exchanges", "exchanges"),
    Command("evidence", "action.evidence", "evidence"),
    Command("ticket", "action.ticket", "ticket"),
)  # fmt: skip

COMMANDS: Final = {command.name: command for command in _ROWS}

ALWAYS: Final = ("time", "announcements", "exchanges", "evidence", "ticket")
"""The commands of every question besides its own; help, language and quitting are the dialogue's."""


class QuestionRow(NamedTuple):
    """The commands of one question.

    Attributes:
        choices: The commands with a number, the first one first.
        letters: The further commands of its own, which have a letter.
        typed: What else can be typed: ``phone``, ``code`` or "".
        default: Whether Enter alone takes the first choice.
        numbered: Whether its choices have numbers; a phone is all digits itself.
    """

    choices: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    typed: str = ""
    default: bool = True
    numbered: bool = True


QUESTIONS: Final = {
    "phone": QuestionRow(typed="phone"),
    "return": QuestionRow(("return",), typed="phone", numbered=False),
    "code": QuestionRow((), ("resend", "arrived", "back", "resend_early"), "code"),
    "lost": QuestionRow(
        ("ask", "same_code", "resend", "back"), ("arrived", "resend_early"), "code", default=False
    ),
    "link": QuestionRow(("start", "back")),
    "again": QuestionRow(("start", "ask", "back")),
    "arrived": QuestionRow(("it_arrived", "not_arrived", "back"), default=False),
    "another": QuestionRow(("again", "unlink", "evidence")),
}
"""The questions by the names that `PHASES` has for them; two of them have a variant of their own."""
