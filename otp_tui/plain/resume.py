"""The line-by-line offer of an open walkthrough: resume it, give it up, or begin another."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from otp_tui.core.flow.recovery import OpenWalkthrough, not_before
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.resume import resume_lines, until_text
from otp_tui.i18n.translator import Translator
from otp_tui.plain.answers import no_such_answer


class Choice(StrEnum):
    """The operator's choice about an open walkthrough."""

    RESUME = "resume"
    GIVE_UP = "give_up"
    OTHER = "other"
    QUIT = "quit"


async def ask_resume(
    translator: Translator,
    left: OpenWalkthrough,
    now: ClockReading,
    *,
    read: Callable[[], Awaitable[str]],
    write: Callable[[str], None],
    ask: Callable[[str], None],
) -> Choice:
    """Show an open walkthrough and ask for the operator's choice.

    Args:
        translator: The translator.
        left: The open walkthrough.
        now: The present moment.
        read: Returns the next line, or "" at the end of input.
        write: Called with each line.
        ask: Called with each question.
    """
    then = not_before(now, left.at)
    write(translator.text("resume.title"))
    for line in (*resume_lines(translator, left, then), until_text(translator, left.walkthrough, then)):
        write(f"  {line}")
    while True:
        ask(translator.text("plain.ask_left") + " ")
        line = await read()
        if not line:
            return Choice.QUIT
        if not line.strip():
            return Choice.RESUME
        for choice in (Choice.OTHER, Choice.GIVE_UP, Choice.QUIT):
            if is_reply(choice, line):
                return choice
        write(no_such_answer(translator, line.strip()))
