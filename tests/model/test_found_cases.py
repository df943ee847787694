"""Cases that the random operators found, reduced to their keys."""

import pytest

from otp_tui.core.flow.intents import Intent

from .weather import answers_whoever_left, drops_the_answer


@pytest.mark.parametrize("key", [Intent.SAME_CODE, Intent.VERIFY])
def test_a_check_that_was_lost_at_paynet_is_not_settled_by_a_refusal(scene_of, key):
    """Paynet says the same of a code that is wrong and of one that it has taken already (api-reference 1.6, D8)."""
    scene = scene_of("paynet")
    scene.send("01")
    scene.network.ahead = [drops_the_answer]
    scene.type_code()
    assert scene.walkthrough.notice.reason == "verify_lost"
    scene.press(key)
    scene.quit()
    assert scene.walkthrough.outcome == "uncertain"


def test_an_exchange_that_ends_late_is_not_kept_with_the_next_walkthrough(scene_of):
    scene = scene_of("masterpass")
    scene.network.ahead_of["merchant/link"] = answers_whoever_left
    scene.send("01")
    scene.quit()
    scene.press(Intent.AGAIN)
    scene.wait(5)
    assert [exchange.number for exchange in scene.conductor.exchanges] == []
