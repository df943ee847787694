"""Notes on exchanges: kept for the evidence, without the secrets that were typed into them."""

from support.conductor_harness import ConductorHarness, at_code

from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import Secret


async def test_a_comment_is_redacted_before_it_is_stored():
    harness = ConductorHarness(Journey.PAYNET)
    await at_code(harness)
    harness.conductor.expect_code(Secret("XK42PQ"))
    harness.conductor.annotate(
        1, marked=True, comment="code XK42PQ, phone 5000000001,\x1b card 4355084355084358"
    )
    await harness.settle()
    (note,) = harness.walkthrough.notes
    shown = "code ‹code#1›, phone +90 5•• ••• •• 01,\\u001b card ‹hidden›"
    assert note == ExchangeNote(1, marked=True, comment=shown)
    assert "store ExchangeNoted" in harness.log


async def test_a_note_can_be_taken_back():
    harness = ConductorHarness(Journey.PAYNET)
    await at_code(harness)
    harness.conductor.annotate(1, marked=True, comment="look")
    harness.conductor.annotate(1, marked=False, comment="")
    await harness.settle()
    assert harness.conductor.record.note(1) == ExchangeNote(1)
