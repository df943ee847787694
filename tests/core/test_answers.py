"""What every answer does: verb × verdict × delivery, with the phase, what is said and which keys are open then."""

import pytest
from support.walkthroughs import in_flight, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Delivery, Fault, Verdict
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import Handle

_CODE = "back resend_early verify"
_LATE = "back resend verify"  # a resend's own answer comes when its rule is open already
_LOST = f"ask same_code {_CODE}"
_ANEW = "back start"
_SMS = "arrived not_arrived back"

# delivery, verdicts, phase (or the verb that is asked next), reason, open keys
PAYWALL = {
    Verb.PREPARE: [
        ("not_sent", "ok", "→start", "", "cancel"),
        ("not_sent", "credentials", "halted", "credentials", _ANEW),
        ("not_sent", "limited", "halted", "limited", _ANEW),
        ("not_sent", "too_early", "halted", "too_early", _ANEW),
        ("not_sent", "not_found", "halted", "not_found", _ANEW),
        ("not_sent", "three_d", "halted", "three_d", _ANEW),
        ("not_sent", "refused expired", "halted", "refused", _ANEW),
        ("not_sent", "provider_error unknown challenge code_refused", "halted", "provider_error", _ANEW),
    ],
    Verb.START: [
        ("sent", "challenge", "code", "", _CODE),
        ("not_sent", "ok", "done", "no_otp_needed", "again unlink"),
        ("not_sent", "three_d", "halted", "three_d", _ANEW),
        ("not_sent", "too_early", "halted", "too_early", _ANEW),
        ("not_sent", "limited", "halted", "limited", _ANEW),
        ("not_sent", "credentials", "halted", "credentials", _ANEW),
        ("not_sent", "not_found", "halted", "not_found", _ANEW),
        ("not_sent", "refused expired", "halted", "refused", _ANEW),
        ("not_sent", "provider_error unknown code_refused", "halted", "provider_error", _ANEW),
        ("maybe_sent", "unknown", "maybe_sent", "unknown", _SMS),
        (
            "maybe_sent",
            "provider_error refused credentials limited too_early expired not_found three_d code_refused",
            "maybe_sent",
            "maybe_sent",
            _SMS,
        ),
    ],
    Verb.RESEND: [
        ("sent", "challenge ok", "code", "resent", _CODE),
        ("not_sent", "three_d", "halted", "three_d", _ANEW),
        ("not_sent", "expired", "halted", "expired", _ANEW),
        ("not_sent", "too_early", "code", "resend_too_early", _LATE),
        ("not_sent", "limited", "code", "resend_limited", _LATE),
        (
            "not_sent",
            "refused credentials not_found provider_error unknown code_refused",
            "code",
            "resend_refused",
            _LATE,
        ),
        ("maybe_sent", "unknown", "maybe_sent", "unknown", _SMS),
        (
            "maybe_sent",
            "provider_error refused credentials limited too_early expired not_found three_d code_refused",
            "maybe_sent",
            "maybe_sent",
            _SMS,
        ),
    ],
    Verb.VERIFY: [
        ("sent", "ok", "done", "linked", "again unlink"),
        ("sent", "challenge", "code", "chained", _CODE),
        ("not_sent", "code_refused", "code", "code_wrong", _CODE),
        ("not_sent", "expired", "halted", "expired", _ANEW),
        ("not_sent", "three_d", "halted", "three_d", _ANEW),
        ("not_sent", "not_found", "halted", "not_found", _ANEW),
        ("not_sent", "refused", "halted", "refused", _ANEW),
        ("not_sent", "too_early limited credentials provider_error unknown", "code", "verify_refused", _CODE),
        ("maybe_sent", "provider_error refused credentials unknown", "code", "verify_lost", _LOST),
        ("maybe_sent", "code_refused", "code", "code_wrong", _CODE),
        ("maybe_sent", "too_early limited", "code", "verify_refused", _CODE),
        ("maybe_sent", "expired", "halted", "expired", _ANEW),
        ("maybe_sent", "three_d", "halted", "three_d", _ANEW),
        ("maybe_sent", "not_found", "halted", "not_found", _ANEW),
    ],
    Verb.CONFIRM: [
        ("not_sent", "not_found", "code", "not_linked", _LOST),
        (
            "not_sent",
            "provider_error credentials limited too_early refused expired three_d unknown code_refused challenge",
            "code",
            "confirm_unanswered",
            _LOST,
        ),
        ("not_sent", "ok", "code", "confirm_silent", _LOST),
    ],
    Verb.UNLINK: [
        ("not_sent", "ok", "done", "unlinked", "again"),
        ("not_sent", "not_found", "done", "unlink_not_needed", "again"),
        (
            "not_sent",
            "provider_error credentials limited too_early refused expired three_d unknown code_refused challenge",
            "done",
            "unlink_failed",
            "again unlink",
        ),
    ],
}
_LOST_AT_PAYNET = f"same_code {_CODE}"
PAYNET = {
    Verb.START: [
        ("not_sent", "ok", "halted", "provider_error", _ANEW),
        *(row for row in PAYWALL[Verb.START] if row[1] != "ok"),
    ],
    Verb.RESEND: PAYWALL[Verb.RESEND],
    Verb.VERIFY: [
        ("sent", "ok", "done", "verified", "again"),
        ("not_sent", "code_refused", "code", "code_not_accepted", _CODE),
        ("maybe_sent", "code_refused", "code", "code_not_accepted", _CODE),
        ("maybe_sent", "provider_error refused credentials unknown", "code", "verify_lost", _LOST_AT_PAYNET),
        *(
            row
            for row in PAYWALL[Verb.VERIFY]
            if row[1] not in {"ok", "code_refused", "unknown"} and row[3] != "verify_lost"
        ),
    ],
}
ROWS = [
    (journey, verb, delivery, verdict, phase, reason, keys)
    for journey, table in ((Journey.MASTERPASS, PAYWALL), (Journey.PAYNET, PAYNET))
    for verb, rows in table.items()
    for delivery, verdicts, phase, reason, keys in rows
    for verdict in verdicts.split()
]


@pytest.mark.parametrize(("journey", "verb", "delivery", "verdict", "phase", "reason", "keys"), ROWS)
def test_answer(journey, verb, delivery, verdict, phase, reason, keys):
    walker = in_flight(verb, journey)
    answer = says(verdict, delivery)
    if verdict == "challenge":
        answer = answer._replace(token=Handle("token#2"))
    if verb is Verb.PREPARE and verdict == "ok":
        answer = answer._replace(session=Handle("session#1"))
    walker.gets(answer)
    if phase.startswith("→"):
        assert walker.walkthrough.in_flight.verb == phase[1:]
    else:
        assert walker.walkthrough.in_flight is None
        assert walker.walkthrough.phase == phase
    assert (walker.reason or "") == reason
    timed = {"arrived"} if phase == "code" else set()  # the stopwatch, beside every open code
    assert walker.keys() == set(keys.split()) | timed
    assert walker.walkthrough.decision is answer.decision
    if walker.walkthrough.notice is not None:
        provider = "paynet" if journey is Journey.PAYNET else "paywall"
        assert walker.walkthrough.notice[2:5] == (provider, answer.decision, answer.delivery)


@pytest.mark.parametrize("verb", [*Verb])
def test_every_verdict_stands_in_the_table(verb):
    told = {verdict for row in PAYWALL[verb] for verdict in row[1].split()}
    assert told == set(Verdict)


FAULTS = [
    # verb, written, phase, reason, keys
    (Verb.PREPARE, False, "halted", "not_sent", _ANEW),
    (Verb.PREPARE, True, "halted", "not_sent", _ANEW),
    (Verb.START, False, "halted", "not_sent", _ANEW),
    (Verb.START, True, "maybe_sent", "maybe_sent", _SMS),
    (Verb.RESEND, False, "code", "resend_not_sent", _LATE),
    (Verb.RESEND, True, "maybe_sent", "maybe_sent", _SMS),
    (Verb.VERIFY, False, "code", "verify_not_sent", _CODE),
    (Verb.VERIFY, True, "code", "verify_lost", _LOST),
    (Verb.CONFIRM, False, "code", "confirm_unanswered", _LOST),
    (Verb.CONFIRM, True, "code", "confirm_unanswered", _LOST),
    (Verb.UNLINK, False, "done", "unlink_failed", "again unlink"),
    (Verb.UNLINK, True, "done", "unlink_failed", "again unlink"),
]


@pytest.mark.parametrize(("verb", "written", "phase", "reason", "keys"), FAULTS)
def test_no_answer_at_all(verb, written, phase, reason, keys):
    walker = in_flight(verb).loses(written=written)
    assert (walker.walkthrough.phase, walker.reason) == (phase, reason)
    timed = {"arrived"} if phase == "code" else set()  # the stopwatch, beside every open code
    assert walker.keys() == set(keys.split()) | timed
    assert walker.walkthrough.notice.fault is Fault.READ_TIMEOUT
    assert walker.walkthrough.decision.decided_by == 'transport = "read_timeout"'


CANCELS = [
    (Verb.PREPARE, False, "phone", "cancelled"),
    (Verb.PREPARE, True, "phone", "cancelled"),
    (Verb.START, False, "phone", "cancelled"),
    (Verb.START, True, "maybe_sent", "maybe_sent"),
    (Verb.RESEND, False, "code", "cancelled"),
    (Verb.RESEND, True, "maybe_sent", "maybe_sent"),
    (Verb.VERIFY, False, "code", "cancelled"),
    (Verb.VERIFY, True, "code", "verify_lost"),
    (Verb.CONFIRM, False, "code", "confirm_unanswered"),
    (Verb.CONFIRM, True, "code", "confirm_unanswered"),
    (Verb.UNLINK, False, "done", "unlink_failed"),
    (Verb.UNLINK, True, "done", "unlink_failed"),
]


@pytest.mark.parametrize(("verb", "written", "phase", "reason"), CANCELS)
def test_cancelled(verb, written, phase, reason):
    walker = in_flight(verb).cancels(written=written)
    assert (walker.walkthrough.phase, walker.reason) == (phase, reason)
    assert walker.walkthrough.notice.fault is Fault.CANCELLED


def test_cancelled_before_a_byte_left_everything_is_as_it_was():
    at_code = in_flight(Verb.RESEND)
    challenge, session = at_code.walkthrough.challenge, at_code.walkthrough.session
    at_code.cancels(written=False)
    assert (at_code.walkthrough.challenge, at_code.walkthrough.session) == (challenge, session)
    assert at_code.walkthrough.notice.delivery is Delivery.NOT_SENT
    assert at_code.resend().asked[-1] is Verb.RESEND


def test_a_cancelled_link_of_the_full_journey_waits_for_its_key_again():
    walker = in_flight(Verb.VERIFY, Journey.FULL).gets(says("ok", "sent")).start("reference#2")
    assert walker.cancels(written=False).walkthrough.phase == "ready"
    assert walker.start("reference#3").asked[-1] is Verb.PREPARE


def test_a_session_without_an_id_goes_no_further():
    walker = in_flight(Verb.PREPARE).gets(says("ok"))
    assert (walker.walkthrough.phase, walker.reason) == ("halted", "provider_error")
    assert walker.asked == [Verb.PREPARE]


@pytest.mark.parametrize(
    ("linked", "phase", "reason", "outcome"),
    [
        (True, "done", "link_confirmed", "linked"),
        (None, "code", "confirm_silent", None),
        (False, "code", "not_linked", None),
    ],
)
def test_a_lost_verify_is_asked(linked, phase, reason, outcome):
    walker = in_flight(Verb.CONFIRM).gets(says("ok", linked=linked))
    assert (walker.walkthrough.phase, walker.reason, walker.walkthrough.outcome) == (phase, reason, outcome)


@pytest.mark.parametrize(
    ("answer", "outcome", "reason", "tone"),
    [
        (says("ok", linked=True), "linked", "link_confirmed", "success"),
        (says("ok"), "linked", "confirm_silent", "success"),
        (says("unknown", linked=False), "failed", "link_contradicted", "warning"),
        (says("ok", linked=False), "failed", "link_contradicted", "warning"),
        (says("not_found"), "failed", "link_contradicted", "warning"),
        *((says(v), "uncertain", "confirm_unanswered", "warning") for v in ("provider_error", "credentials")),
        *((says(v), "uncertain", "confirm_unanswered", "warning") for v in ("limited", "refused", "unknown")),
    ],
)
def test_the_link_is_confirmed_where_that_was_asked_for(answer, outcome, reason, tone):
    walker = in_flight(Verb.VERIFY, confirm=True).gets(says("ok", "sent"))
    assert (
        walker.walkthrough.in_flight.verb,
        walker.walkthrough.pending_outcome,
        walker.walkthrough.outcome,
    ) == (
        "confirm",
        "linked",
        None,
    )
    walker.gets(answer)
    assert (walker.walkthrough.phase, walker.walkthrough.outcome, walker.walkthrough.pending_outcome) == (
        "done",
        outcome,
        None,
    )
    assert (walker.reason, walker.walkthrough.notice.tone) == (reason, tone)


@pytest.mark.parametrize("written", [False, True])
def test_a_confirmation_that_was_cut_leaves_the_link_uncertain(written):
    walker = in_flight(Verb.VERIFY, confirm=True).gets(says("ok", "sent")).cancels(written=written)
    assert (walker.walkthrough.phase, walker.walkthrough.outcome) == ("done", "uncertain")
    assert walker.reason == "confirm_unanswered"


def test_already_linked_says_so():
    walker = in_flight(Verb.START).gets(says("ok", already=True))
    assert (walker.walkthrough.outcome, walker.reason) == ("linked", "already_linked")


@pytest.mark.parametrize("verb", [Verb.START, Verb.RESEND, Verb.VERIFY])
@pytest.mark.parametrize(("renewed", "session"), [(None, None), ("session#2", "session#2")])
def test_a_dead_session_is_not_used_again_unless_the_same_answer_renewed_it(verb, renewed, session):
    renewal = {"session": Handle(renewed), "renewed": True} if renewed else {}
    walker = in_flight(verb).gets(says("expired", session_dead=True, **renewal))
    assert (walker.walkthrough.phase, walker.reason) == ("halted", "session_dead")
    assert walker.walkthrough.session == session
    assert walker.start("reference#2").asked[-1] is (Verb.START if renewed else Verb.PREPARE)


def test_an_expired_token_keeps_its_session():
    walker = in_flight(Verb.VERIFY).gets(says("expired"))
    assert (walker.reason, walker.walkthrough.session) == ("expired", "session#1")
