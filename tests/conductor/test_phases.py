"""The phases as both front ends show them: each has its row, its screen and its question."""

import pytest
from support.walkthroughs import moment

from otp_tui.conductor.phases import PHASES, step_index, steps_of
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase, new_walkthrough
from otp_tui.plain.commands import QUESTIONS
from otp_tui.wizard.screens.by_phase import screen_of
from otp_tui.wizard.screens.step import StepScreen


def walkthrough(journey):
    return new_walkthrough("w", journey, Environment.SIM, moment())


def test_every_phase_has_its_row_and_its_screen():
    assert set(PHASES) == set(Phase)
    screens = {phase: screen_of(phase) for phase in Phase}
    assert all(issubclass(screen, StepScreen) for screen in screens.values())
    assert len(set(screens.values())) == 5


def test_every_question_is_asked_line_by_line_and_only_a_request_in_flight_asks_none():
    variants = {"return", "lost"}
    assert {view.question for view in PHASES.values() if view.question} == set(QUESTIONS) - variants
    assert [phase for phase in Phase if not PHASES[phase].question] == [Phase.SENDING]


@pytest.mark.parametrize(
    ("journey", "steps"),
    [
        (Journey.PAYNET, ("phone", "send", "code", "done")),
        (Journey.MASTERPASS, ("phone", "send", "code", "done")),
        (Journey.FULL, ("phone", "send", "code", "link", "done")),
    ],
)
def test_the_steps_follow_from_the_legs(journey, steps):
    assert steps_of(walkthrough(journey)) == steps


@pytest.mark.parametrize(
    ("leg", "phase", "step"),
    [
        (0, Phase.PHONE, "phone"),
        (0, Phase.SENDING, "send"),
        (0, Phase.HALTED, "send"),
        (0, Phase.CODE, "code"),
        (1, Phase.READY, "link"),
        (1, Phase.CODE, "link"),
        (1, Phase.PHONE, "phone"),
    ],
)
def test_a_phase_belongs_to_a_step(leg, phase, step):
    full = walkthrough(Journey.FULL).replace(leg=leg)
    assert steps_of(full)[step_index(full, phase)] == step


def test_at_the_end_no_step_is_under_way():
    full = walkthrough(Journey.FULL)
    assert step_index(full, Phase.DONE) == len(steps_of(full))
