"""Random operators against random providers, on the state machine of core alone."""

import pytest
from hypothesis import HealthCheck, settings
from support.core_machine import Walkthrough
from support.examples import examples


class TestWalkthrough(Walkthrough.TestCase):
    settings = settings(
        max_examples=examples(90), stateful_step_count=60, suppress_health_check=list(HealthCheck)
    )


@pytest.mark.system
class TestManyWalkthroughs(Walkthrough.TestCase):
    settings = settings(
        max_examples=examples(300), stateful_step_count=60, suppress_health_check=list(HealthCheck)
    )
