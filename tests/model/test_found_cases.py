"""Cases that the random operators found, reduced to their keys."""

import pytest

from otp_tui.core.flow.intents import Intent

from .network_faults import answers_whoever_left, drops_the_answer


@pytest.mark.parametrize("key", [Intent.SAME_CODE, Intent.VERIFY])
def test_a_check_that_was_lost_at_paynet_is_not_settled_by_a_refusal(new_harness, key):
    """Paynet says the same of a code that is wrong and of one that it has taken already (api-reference 1.6, D8)."""
    harness = new_harness("paynet")
    harness.send("01")
    harness.network.ahead = [drops_the_answer]
    harness.type_code()
    assert harness.walkthrough.notice.reason == "verify_lost"
    harness.press(key)
    harness.quit()
    assert harness.walkthrough.outcome == "uncertain"


def test_an_exchange_that_ends_late_is_not_kept_with_the_next_walkthrough(new_harness):
    harness = new_harness("masterpass")
    harness.network.ahead_of["merchant/link"] = answers_whoever_left
    harness.send("01")
    harness.quit()
    harness.press(Intent.AGAIN)
    harness.wait(5)
    assert [exchange.number for exchange in harness.conductor.exchanges] == []
