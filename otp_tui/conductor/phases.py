"""The phases as front ends show them: screen, step and question, in one table for both."""

from typing import Final, NamedTuple

from otp_tui.core.flow.journey import GOOD_OUTCOMES
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.timestamps import ClockReading

_PAST_LAST: Final = -1


class PhaseView(NamedTuple):
    """The presentation of a phase.

    Attributes:
        screen: The wizard's screen.
        step: The index of its step in the first leg; -1 past the last one.
        question: The question of the line-by-line front end, or "" where there is nothing to ask.
    """

    screen: str
    step: int
    question: str = ""


PHASES: Final = {
    Phase.PHONE: PhaseView("phone", 0, "phone"),
    Phase.SENDING: PhaseView("send", 1),
    Phase.HALTED: PhaseView("send", 1, "again"),
    Phase.MAYBE_SENT: PhaseView("send", 1, "arrived"),
    Phase.CODE: PhaseView("code", 2, "code"),
    Phase.READY: PhaseView("link", 1, "link"),
    Phase.DONE: PhaseView("done", _PAST_LAST, "another"),
}


def give_up_question(walkthrough: Walkthrough, now: ClockReading) -> str:
    """Return the name of the question that comes before another number takes the place of an open one.

    Args:
        walkthrough: The walkthrough that would be given up.
        now: The present moment.
    """
    if walkthrough.uncertain_send:
        return "give_up_maybe"
    if walkthrough.challenge is None:
        return "give_up_verified"
    return "give_up_expired" if walkthrough.challenge.is_over(now) else "give_up"


def steps_of(walkthrough: Walkthrough) -> tuple[str, ...]:
    """Return the names of a walkthrough's steps: a further leg is one step, whatever it takes.

    The first leg's request is called *send* for every provider: an account is not linked before its code was taken.
    """
    further = ("link" if leg.prepares else "send" for leg in walkthrough.legs[1:])
    return ("phone", "send", "code", *further, "done")


def unfinished_steps(walkthrough: Walkthrough) -> frozenset[str]:
    """Return the steps that an ended walkthrough never finished, or whose effect was undone."""
    steps = set()
    if walkthrough.codes == 0:
        steps.add("code")
    if walkthrough.unlinked or walkthrough.outcome not in GOOD_OUTCOMES:
        steps.add("link")
    return frozenset(steps)


def step_index(walkthrough: Walkthrough, phase: Phase) -> int:
    """Return the index of the step that a phase of this walkthrough belongs to.

    Args:
        walkthrough: Its legs, and the leg that is under way.
        phase: Usually its own.
    """
    step = PHASES[phase].step
    if step == _PAST_LAST:
        return len(steps_of(walkthrough))
    return step if walkthrough.leg == 0 or phase is Phase.PHONE else 2 + walkthrough.leg
