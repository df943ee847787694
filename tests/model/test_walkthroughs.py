"""Ten thousand steps of random operators against random providers; after each of them the truths hold."""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Phase

from .seeds import DRAWN, seed_of_run
from .state_machine import Walkthroughs
from .strategies import SEEN

pytestmark = pytest.mark.system

STEPS = 30
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "550"))
FEWEST_STEPS = 10_000
SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=False,  # seeded instead
    print_blob=True,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def test_the_truths_hold_after_every_step():
    number = seed_of_run()
    SEEN.clear()
    try:
        run_state_machine_as_test(seed(number)(Walkthroughs), settings=SETTINGS)
    finally:
        told = f"random operators: {SEEN['steps']} steps; MODEL_SEED={number} repeats them"
        DRAWN.append(told)
        print(told)  # noqa: T201 - pytest shows it beside the failure
    assert SEEN["steps"] >= min(FEWEST_STEPS, EXAMPLES * STEPS // 2)
    assert {*Phase, Outcome.VERIFIED, Outcome.LINKED} <= SEEN.keys()
