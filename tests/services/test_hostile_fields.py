"""Single fields that lie: an expiry from nowhere, and words in which half a secret would be left."""

import json

import pytest
from support.hostile_words import harmful
from support.rig import NOON_HEADER, PHONE, TOKEN, Rig, answer_of, answering, result
from support.walkthroughs import in_flight, moment

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.notices import about_expiry
from otp_tui.i18n.translator import Translator

ASSUMED = 120.0
EXPIRIES = [
    # otp_expire, what is wrong with it, seconds on the countdown
    ("2026-11-21T15:02:00+03:00", None, 120.0),
    ("2026-11-21T12:02:00Z", None, 120.0),
    ("2026-11-21 15:02:00", None, 120.0),
    ("2026-11-21T15:01:30.123456789012345678901234567890+03:00", None, 90.123456),
    ("2026-11-21T12:02:00+00:00", None, 120.0),
    ("2026-11-22T12:00:00Z", None, 86_400.0),
    ("2026-11-22T12:00:01Z", "too_far", ASSUMED),
    ("1970-01-01T00:00:00Z", "past", ASSUMED),
    ("2026-11-21T12:00:00Z", "past", ASSUMED),
    ("0001-01-01T00:00:00+14:00", "unreadable", ASSUMED),
    ("9999-12-31T23:59:59.9999999-12:00", "unreadable", ASSUMED),
    ("9999-12-31T23:59:59Z", "too_far", ASSUMED),
    ("99999-01-01T00:00:00Z", "unreadable", ASSUMED),
    ("2026-02-30T00:00:00Z", "unreadable", ASSUMED),
    ("2026-11-21T24:00:01Z", "unreadable", ASSUMED),
    ("2026-11-21T12:02:60Z", "unreadable", ASSUMED),
    ("2026-11-21T12:02:00+99:99", "unreadable", ASSUMED),
    ("٢٠٢٦-11-21T12:02:00Z", "unreadable", ASSUMED),
    ("2026-11-21T12:02:00." + "1" * 100_000, "unreadable", ASSUMED),
    (" " * 100_000, "unreadable", ASSUMED),
    ("\x1b]52;c;eA==\x07", "unreadable", ASSUMED),
    ("", "unreadable", ASSUMED),
    (1_795_262_520, "unreadable", ASSUMED),
    (1e308, "unreadable", ASSUMED),
    (-1, "unreadable", ASSUMED),
    (True, "unreadable", ASSUMED),
    (["2026-11-21T12:02:00Z"], "unreadable", ASSUMED),
    ({"at": "2026-11-21T12:02:00Z"}, "unreadable", ASSUMED),
    (None, "absent", ASSUMED),
]


@pytest.mark.parametrize(("value", "problem", "left"), EXPIRIES, ids=lambda value: str(value)[:40])
async def test_an_expiry_is_believed_or_replaced(value, problem, left):
    body = {"code": 0, "otp_expire": value}
    answer = await answer_of("paynet", Verb.START, body, headers={"Date": NOON_HEADER})
    assert (answer.decision.verdict, answer.expiry.problem) == ("challenge", problem)
    challenge = in_flight(Verb.START, Journey.PAYNET).gets(answer).walkthrough.challenge
    assert challenge.remaining(moment()) == left
    assert challenge.source == ("assumed" if problem else "server")
    for language in ("tr", "en"):
        said = about_expiry(Translator(language), challenge)
        assert said == Translator(language).text(f"expiry.assumed_{problem}" if problem else "expiry.server")


@pytest.mark.parametrize("date", ["", "noon", "Fri, 31 Dec 9999 23:59:59 -1400"])
async def test_a_date_that_is_none_leaves_our_own_clock(date):
    body = {"code": 0, "otp_expire": "2026-11-21T12:02:00Z"}
    answer = await answer_of("paynet", Verb.START, body, headers={"Date": date})
    assert (answer.expiry.problem, answer.expiry.remaining, answer.expiry.by_own_clock) == (None, 120.0, True)


@pytest.mark.parametrize("room", range(250, 310, 3))
async def test_words_are_redacted_before_they_are_cut(room):
    for secret, shown in ((TOKEN, "‹token#1›"), (PHONE, "+90 5•• ••• •• 33")):
        rig = Rig(answering({"code": 11, "message": "x" * room + f" {secret} " + "y" * 300}))
        answer = await rig.ask("paynet", Verb.START)
        assert answer.words == ("x" * room + f" {shown} " + "y" * 300)[:300].strip() + "…"


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\u202e", "\x00", "\r\n", " \u2066"])
async def test_a_phone_is_known_whatever_stands_between_its_digits(between):
    rig = Rig(answering({"code": 11, "message": f"to {PHONE[:3]}{between}{PHONE[3:]}"}))
    answer = await rig.ask("paynet", Verb.START)
    assert answer.words == "to +90 5•• ••• •• 33"
    assert PHONE[3:] not in rig.records[0].body


async def test_details_of_a_card_are_harmless_and_short():
    hostile = "\x1b[2J\u202e" + "z" * 5_000
    body = result(
        "0000", CardIssuerName=hostile, MaskedPan="**** \x9b" + "z" * 900, RetrievalReferenceNumber=TOKEN
    )
    rig = Rig(answering(body))
    answer = await rig.ask("paywall", Verb.START)
    assert answer.detail.issuer == "\\u001b[2J\\u202e" + "z" * 45 + "…"
    assert answer.detail.masked_pan == "**** \\u009b" + "z" * 49 + "…"
    assert answer.detail.rrn == "‹token#1›"


@pytest.mark.parametrize("code", ["\x1b[2J", "\u202eX", "A\r\nB", "\ud800", "X" * 100_000])
async def test_a_deciding_value_is_harmless_and_short(code):
    rig = Rig(answering(raw=json.dumps(result(code)).encode()))
    answer = await rig.ask("paywall", Verb.START)
    assert answer.decision.verdict == "unknown"
    assert harmful(answer.decision.decided_by) == set()
    assert len(answer.decision.value) <= 81
