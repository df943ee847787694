"""What stops a send before it leaves, but for the budget: every rule in every environment."""

import pytest
from support.walkthroughs import moment

from otp_tui.core.environment import Environment
from otp_tui.core.security.budget import DEFAULT_BUDGET, Allowance
from otp_tui.core.security.send_policy import (
    LIVE_S,
    LIVE_SENDS,
    Refusal,
    Rule,
    SendPolicy,
    Unlock,
    over_budget,
)

MINE, STRANGER, NOBODY = "5321112233", "5330000099", "5000000042"
FRIEND_ABROAD = "+4915123456789"
LISTED = frozenset({MINE, FRIEND_ABROAD, NOBODY})
OPEN = Unlock(moment().monotonic)
LAPSED = Unlock(moment(-LIVE_S).monotonic)
USED_UP = Unlock(moment().monotonic, LIVE_SENDS)


@pytest.mark.parametrize(
    ("environment", "phone", "unlock", "rule"),
    [
        ("sim", MINE, None, None),
        ("sim", STRANGER, None, None),
        ("sim", NOBODY, LAPSED, None),
        ("sim", "+4915100000000", None, None),
        ("test", MINE, None, None),
        ("test", MINE, LAPSED, None),
        ("test", FRIEND_ABROAD, None, None),
        ("test", "+4915123456780", None, Rule.UNLISTED_NUMBER),
        ("test", STRANGER, OPEN, Rule.UNLISTED_NUMBER),
        ("test", NOBODY, OPEN, Rule.SIMULATED_NUMBER),
        ("live", MINE, OPEN, None),
        ("live", FRIEND_ABROAD, OPEN, None),
        ("live", MINE, None, Rule.LIVE_LOCKED),
        ("live", MINE, LAPSED, Rule.LIVE_LAPSED),
        ("live", MINE, USED_UP, Rule.LIVE_LAPSED),
        ("live", STRANGER, OPEN, Rule.UNLISTED_NUMBER),
        ("live", STRANGER, None, Rule.UNLISTED_NUMBER),
        ("live", NOBODY, OPEN, Rule.SIMULATED_NUMBER),
    ],
)
def test_the_first_rule_that_is_broken(environment, phone, unlock, rule):
    policy = SendPolicy(Environment(environment), "Acme")
    assert policy.refusal(phone, LISTED, unlock, moment()) == (Refusal(rule) if rule else None)


def test_on_live_and_test_an_empty_list_lets_nobody_through():
    for environment in (Environment.TEST, Environment.LIVE):
        refusal = SendPolicy(environment, "Acme").refusal(MINE, frozenset(), OPEN, moment())
        assert refusal == Refusal(Rule.UNLISTED_NUMBER)


@pytest.mark.parametrize(
    ("seconds", "sends", "lapsed"),
    [(0, 0, False), (899.9, 2, False), (900, 0, True), (5000, 0, True), (0, 3, True), (899.9, 3, True)],
)
def test_an_unlocked_walkthrough_lapses(seconds, sends, lapsed):
    assert Unlock(moment().monotonic, sends).lapsed(moment(seconds)) is lapsed


def test_the_wall_clock_has_no_say_in_it():
    now = moment(1)
    set_back = now._replace(utc=now.utc.replace(year=2020))
    assert Unlock(moment().monotonic).lapsed(set_back) is False
    assert Unlock(moment(-900).monotonic).lapsed(set_back) is True


def test_a_used_up_budget_says_which_window_and_when_it_opens():
    left = Allowance(0, 2, 1_800_000_600.0, DEFAULT_BUDGET.short)
    assert over_budget(left) == Refusal(Rule.BUDGET, DEFAULT_BUDGET.short, 1_800_000_600.0)
