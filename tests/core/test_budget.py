"""How often a number may be sent to: what is left, which window is used up, and when exactly it opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.security.budget import DEFAULT_BUDGET, Allowance, Budget, Window, allowance

NOW = 1_800_000_000.0
SHORT, LONG = DEFAULT_BUDGET


@pytest.mark.parametrize(
    ("ago", "left"),
    [
        ([], Allowance(3, 5)),
        ([0], Allowance(2, 4)),
        ([599, 300], Allowance(1, 3)),
        ([599, 300, 1], Allowance(0, 2, NOW + 1, SHORT)),
        ([600, 300, 1], Allowance(1, 2)),
        ([600.5, 600.25, 600, 1], Allowance(2, 1)),
        ([3599, 3000, 2000, 1000, 601], Allowance(3, 0, NOW + 1, LONG)),
        ([3600, 3000, 2000, 1000, 601], Allowance(3, 1)),
        ([3000, 2000, 500, 400, 300], Allowance(0, 0, NOW + 600, LONG)),
        ([3590, 3580, 500, 400, 300], Allowance(0, 0, NOW + 100, SHORT)),
        ([1, 500, 300], Allowance(0, 2, NOW + 100, SHORT)),
        ([10, 20, 30, 40, 50, 60, 70], Allowance(0, 0, NOW + 3550, LONG)),
        ([90_000], Allowance(3, 5)),
    ],
)
def test_what_is_left(ago, left):
    assert allowance(DEFAULT_BUDGET, [NOW - seconds for seconds in ago], NOW) == left
    assert left.remaining == min(left.short, left.long)


@pytest.mark.parametrize(
    ("ahead", "left"),
    [
        ([60], Allowance(2, 4)),
        ([60, 7200, 1e12], Allowance(0, 2, NOW + 600, SHORT)),
        ([-599, 60, 60], Allowance(0, 2, NOW + 1, SHORT)),
    ],
)
def test_a_clock_that_was_set_back_wins_nothing_and_locks_for_no_longer_than_the_window(ahead, left):
    assert allowance(DEFAULT_BUDGET, [NOW + seconds for seconds in ahead], NOW) == left


def test_a_budget_of_the_profiles_own():
    budget = Budget(Window(1, 600), Window(2, 3600))
    assert allowance(budget, [NOW - 600], NOW) == Allowance(1, 1)
    assert allowance(budget, [NOW - 600, NOW], NOW) == Allowance(0, 0, NOW + 3000, budget.long)


def test_a_budget_of_nothing_is_never_open():
    left = allowance(Budget(Window(0, 600), Window(0, 3600)), [], NOW)
    assert (left.remaining, left.opens_at) == (0, NOW + 3600)


BUDGETS = st.builds(
    lambda short, long: Budget(Window(short, 600), Window(long, 3600)), st.integers(1, 6), st.integers(1, 9)
)
PAUSES = st.lists(st.floats(0, 1500, allow_nan=False), max_size=60)


@given(BUDGETS, PAUSES)
def test_there_are_never_more_sends_in_any_window_than_it_allows(budget, pauses):
    sent: list[float] = []
    now = NOW
    for pause in pauses:
        now += pause
        if allowance(budget, sent, now).remaining:
            sent.append(now)
    for window in budget:
        for at in sent:
            assert len([other for other in sent if at - window.seconds < other <= at]) <= window.sends


@given(BUDGETS, st.lists(st.integers(0, 4000 * 16), max_size=12))
def test_it_opens_exactly_when_it_says(budget, ago):
    sent = [NOW - sixteenths / 16 for sixteenths in ago]
    left = allowance(budget, sent, NOW)
    assert (left.opens_at is None) == (left.remaining > 0) == (left.rule is None)
    if left.opens_at is not None:
        assert left.opens_at > NOW
        assert allowance(budget, sent, left.opens_at).remaining > 0
        assert allowance(budget, sent, left.opens_at - 1 / 16).remaining == 0


@given(BUDGETS, st.lists(st.floats(-9000, 9000, allow_nan=False), max_size=12))
def test_one_more_send_never_leaves_more(budget, offsets):
    sent = [NOW + offset for offset in offsets]
    before, after = allowance(budget, sent, NOW), allowance(budget, [*sent, NOW], NOW)
    assert after.short == max(0, before.short - 1)
    assert after.long == max(0, before.long - 1)
