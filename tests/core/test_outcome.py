"""Outcomes and exit codes, against the table of the contract."""

import pytest
from support.walkthroughs import Walker, in_flight, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Decision, Fault, Verdict
from otp_tui.core.exit_codes import GUARD, USAGE
from otp_tui.core.flow.events import BackPressed, QuitPressed, SameCodePressed
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.outcome import exit_code, outcome_of

FULL = Journey.FULL

TABLE = [
    # what happened, outcome, exit code
    (lambda: in_flight(Verb.VERIFY, Journey.PAYNET).gets(says("ok", "sent")), "verified", 0),
    (lambda: in_flight(Verb.VERIFY).gets(says("ok", "sent")), "linked", 0),
    (lambda: in_flight(Verb.START).gets(says("ok")), "no_otp_needed", 0),
    (lambda: in_flight(Verb.START).gets(says("ok", already=True)), "linked", 0),
    (lambda: in_flight(Verb.UNLINK).gets(says("ok")), "linked", 0),
    (lambda: in_flight(Verb.UNLINK).gets(says("provider_error")), "linked", 0),
    (lambda: in_flight(Verb.VERIFY).gets(says("code_refused")), "failed", 3),
    (lambda: in_flight(Verb.VERIFY, Journey.PAYNET).gets(says("code_refused")), "failed", 3),
    (lambda: in_flight(Verb.VERIFY).gets(says("expired")), "failed", 4),
    (lambda: in_flight(Verb.START).gets(says("expired")), "failed", 4),
    *(
        (lambda verb=verb: in_flight(verb).gets(says("expired", session_dead=True)), "failed", 4)
        for verb in (Verb.START, Verb.RESEND, Verb.VERIFY)
    ),
    (lambda: in_flight(Verb.RESEND).gets(says("expired")), "failed", 4),
    (lambda: in_flight(Verb.RESEND).gets(says("too_early")), "failed", 5),
    (lambda: in_flight(Verb.RESEND).gets(says("limited")), "failed", 5),
    (lambda: in_flight(Verb.START).gets(says("limited")), "failed", 5),
    (lambda: in_flight(Verb.PREPARE).gets(says("credentials")), "failed", 6),
    (lambda: in_flight(Verb.VERIFY).gets(says("credentials")), "failed", 6),
    (lambda: in_flight(Verb.START).gets(says("not_found")), "failed", 7),
    (lambda: in_flight(Verb.START).gets(says("refused")), "failed", 7),
    (lambda: in_flight(Verb.START).gets(says("three_d")), "failed", 7),
    (lambda: in_flight(Verb.START).gets(says("unknown", "maybe_sent")), "uncertain", 8),
    (lambda: in_flight(Verb.START, Journey.PAYNET).gets(says("unknown", "maybe_sent")), "uncertain", 8),
    (lambda: in_flight(Verb.VERIFY).gets(says("unknown", "maybe_sent")), "uncertain", 8),
    (lambda: in_flight(Verb.VERIFY).gets(says("unknown")), "failed", 7),
    (lambda: in_flight(Verb.START, Journey.PAYNET).gets(says("ok")), "failed", 7),
    (lambda: in_flight(Verb.PREPARE).gets(says("challenge", "sent")), "failed", 7),
    (lambda: in_flight(Verb.START).gets(says("provider_error")), "failed", 8),
    (lambda: in_flight(Verb.START).loses(written=False, fault=Fault.CONNECT_REFUSED), "failed", 8),
    (lambda: in_flight(Verb.START).loses(), "uncertain", 8),
    (lambda: in_flight(Verb.RESEND).loses(), "uncertain", 8),
    (lambda: in_flight(Verb.VERIFY).loses(), "uncertain", 8),
    (lambda: in_flight(Verb.START).gets(says("refused", "maybe_sent")), "uncertain", 8),
    (lambda: in_flight(Verb.START).loses().does(BackPressed()), "uncertain", 8),
    (
        lambda: in_flight(Verb.VERIFY).loses().does(SameCodePressed()).gets(says("expired")),
        "uncertain",
        8,
    ),
    (lambda: in_flight(Verb.CONFIRM).gets(says("not_found")), "uncertain", 8),
    (lambda: Walker().at_code().does(QuitPressed()), "cancelled", 130),
    (lambda: in_flight(Verb.VERIFY).does(QuitPressed()), "uncertain", 8),
    (lambda: in_flight(Verb.START).does(QuitPressed()), "uncertain", 8),
    (
        lambda: in_flight(Verb.VERIFY, FULL).gets(says("ok", "sent")).does(QuitPressed()),
        "cancelled",
        130,
    ),
    (Walker, "failed", 1),
]


@pytest.mark.parametrize(("place", "outcome", "code"), TABLE)
def test_outcome_and_exit_code(place, outcome, code):
    walkthrough = place().walkthrough
    assert (outcome_of(walkthrough), exit_code(walkthrough)) == (outcome, code)


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (says("ok"), "linked", 0),
        (says("not_found"), "failed", 7),
        (says("unknown", linked=False), "failed", 7),
        (says("unknown"), "uncertain", 7),
        (says("credentials"), "uncertain", 6),
        (says("limited"), "uncertain", 5),
        (says("provider_error"), "uncertain", 8),
    ],
)
def test_after_a_confirmation(answer, outcome, code):
    walkthrough = in_flight(Verb.VERIFY, confirm=True).gets(says("ok", "sent")).gets(answer).walkthrough
    assert (outcome_of(walkthrough), exit_code(walkthrough)) == (outcome, code)


def test_the_codes_that_others_choose():
    assert (USAGE, GUARD) == (2, 9)


@pytest.mark.parametrize("verdict", [*Verdict])
def test_every_verdict_has_an_exit_code(verdict):
    walkthrough = (
        in_flight(Verb.START)
        .gets(says("refused"))
        .walkthrough.replace(decision=Decision(verdict, "code", "0"))
    )
    assert 3 <= exit_code(walkthrough) <= 8


def test_how_a_proof_is_written():
    assert Decision(Verdict.OK, "code", '"0"').decided_by == 'code = "0"'
    named = Decision(Verdict.CREDENTIALS, "result_code", "7", "unauthorized")
    assert named.decided_by == "result_code = 7 (unauthorized)"
