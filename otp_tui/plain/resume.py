"""The line-by-line offer of an open walkthrough: resume it, give it up, or begin another."""

from enum import StrEnum

from otp_tui.core.flow.recovery import OpenWalkthrough, not_before
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.resume import resume_lines, until_text
from otp_tui.i18n.translator import Translator, sentence
from otp_tui.plain import choices
from otp_tui.plain.dialogue import Dialogue, QuitError
from otp_tui.plain.words import phone_text


class Choice(StrEnum):
    """The operator's choice about an open walkthrough."""

    RESUME = "resume"
    GIVE_UP = "give_up"
    OTHER = "other"
    QUIT = "quit"


_OFFERED = (
    choices.Choice(Choice.RESUME, sentence("resume.do_resume")),
    choices.Choice(Choice.GIVE_UP, sentence("resume.do_give_up"), "give_up"),
    choices.Choice(Choice.OTHER, sentence("resume.do_other"), "other"),
)


async def ask_resume(dialogue: Dialogue, left: OpenWalkthrough, now: ClockReading) -> Choice:
    """Show an open walkthrough and ask for the operator's choice.

    Args:
        dialogue: Asks.
        left: The open walkthrough.
        now: The present moment.
    """
    then = not_before(now, left.at)

    def about(translator: Translator) -> str:
        _, *state = resume_lines(translator, left, then)
        until = until_text(translator, left.walkthrough, then)
        return "\n".join(f"  {line}" for line in (_name(translator, left), *state, until))

    try:
        title = sentence("resume.title")
        return Choice(await choices.choose(dialogue, title, _OFFERED, default=True, about=about))
    except QuitError:
        return Choice.QUIT


def _name(translator: Translator, left: OpenWalkthrough) -> str:
    walkthrough = left.walkthrough
    name = translator.text(
        "plain.begins_spoken",
        badge=translator.text(f"environment.{walkthrough.environment}"),
        journey=journey_title(translator, walkthrough.journey),
        phone=phone_text(translator, walkthrough.phone or ""),
    )
    return f"{name} {left.profile}." if left.profile else name
