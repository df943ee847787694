"""Scenes that end with their test; and with which seed the random operators were drawn, so that it can be repeated."""

import os
import time

import pytest

for _name in (
    "state_machine",
    "model_harness",
    "invariants_at_rest",
    "invariants_of_answers",
    "invariants_of_requests",
    "invariants_of_words",
):
    pytest.register_assert_rewrite(f"{__package__}.{_name}")

from .model_harness import ModelHarness  # noqa: E402 - what is imported before is not rewritten
from .seeds import DRAWN  # noqa: E402


@pytest.fixture
def new_harness():
    """Begins a harness; it is ended after the test, and nothing may be left of it."""
    begun = []

    def begin(journey, **world):
        begun.append(ModelHarness(journey, **world))
        return begun[-1]

    yield begin
    for harness in begun:
        harness.close()


@pytest.fixture
def zone(monkeypatch):
    """Set the machine's time zone; it is as it was after the test."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its zone")
    before = os.environ["TZ"]

    def set_zone(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    set_zone(before)


def pytest_terminal_summary(terminalreporter):
    for told in DRAWN:
        terminalreporter.write_line(told)
