"""The manifest's list of what was masked: every place and shape, and nothing that was not."""

from support.records import recorded
from support.walkthroughs import NOON

from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.manifest import redactions
from otp_tui.evidence.record import RunRecord

BODY = """{
  "message": "to +90 5•• ••• •• 67",
  "key ‹code#1›": 1,
  "list": ["5•••••••67", "• one • two", "‹paynet.secret_key›"]
}"""


def test_every_place_is_listed():
    run = RunRecord(Journey.PAYNET, Environment.SIM, NOON, Outcome.FAILED, 7, exchanges=[recorded(body=BODY)])
    listed = [tuple(one) for one in redactions(run)]
    place = "exchanges/1/answer/body"
    assert [one for one in listed if one[0].startswith(place)] == [
        (f"{place}/message", "phone"),
        (f"{place}/key ‹code#1›", "code"),
        (f"{place}/list/0", "phone"),
        (f"{place}/list/2", "paynet.secret_key"),
    ]
