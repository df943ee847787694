"""Notes on exchanges: kept for the evidence, without the secrets that were typed into them."""

from support.conductor_harness import ConductorHarness, at_code

from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.events import ExchangeNoted
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import Secret


async def test_a_comment_is_redacted_before_it_is_stored():
    harness = ConductorHarness(Journey.PAYNET)
    await at_code(harness)
    harness.conductor.expect_code(Secret("XK42PQ"))
    typed = "code XK42PQ, phone 5000000001,\x1b card 4355084355084358"
    comment = RuntimeExchangeTools().masked(typed, harness.conductor.secrets)
    assert comment == "code ‹code#1›, phone +90 5•• ••• •• 01,\\u001b card ‹hidden›"
    harness.conductor.post(ExchangeNoted(ExchangeNote(1, marked=True, comment=comment)))
    await harness.settle()
    assert harness.walkthrough.notes == (ExchangeNote(1, marked=True, comment=comment),)
    assert "store ExchangeNoted" in harness.log
