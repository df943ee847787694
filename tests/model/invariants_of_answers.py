"""What must be true of every event that moves a walkthrough: above all, what its answer is taken for."""

from dataclasses import replace

from otp_tui.core.exchange.exchange import SENDING_VERBS, Verb
from otp_tui.core.exchange.verdict import Delivery, Fault
from otp_tui.core.flow.events import Answered, Interrupted
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Phase, Reason
from otp_tui.core.flow.step import step

from .expected import TOKEN_IS_OVER, accepts_phone, asks_for_code, exception_code, refuses_code

DECIDED = {
    "code=0": {"send_otp": "challenge", "check_otp": "ok"},
    "code=1": {"send_otp": "refused", "check_otp": "code_refused"},
    "result_code=7": "credentials",
    "result_code=11": "refused",
    "ErrorCode=0": "ok",
    "StatusCode=200": "ok",
    "0000": "ok",
    "5001": "challenge",
    "5008": "challenge",
    "5010": "three_d",
    "9999": "unknown",
    "OTP_IS_NOT_VALID": "code_refused",
    **dict.fromkeys(TOKEN_IS_OVER, "expired"),
    "ERROR_CALLED_OTP_SERVICE_ONE_MORE_TIME_BEFORE_TIMEOUT_EXPIRED": "too_early",
    "ERR_YOU_CAN_NOT_CALL_OTP_SERVICE_ONE_MORE_TIME": "limited",
    "ACCOUNT_NOT_FOUND": "not_found",
    "ACCOUNT_NOT_LINKED_TO_MERCHANT": "not_found",
    "ACCOUNT_IS_ALREADY_LINKED_TO_THIS_MERCHANT": "ok",
    "CLIENT_IS_NOT_AUTHENTICATED": "credentials",
    "SESSION_NOT_FOUND": "expired",
    "HTTP 429": "limited",
}
"""The contract's verdicts on what the simulator decided."""

SAYS_LINKED = {Reason.LINKED, Reason.LINK_CONFIRMED, Reason.ALREADY_LINKED, Reason.NO_OTP_NEEDED}
SAYS_NOT_LINKED = {Reason.LINK_CONTRADICTED, Reason.NOT_LINKED, Reason.UNLINKED, Reason.UNLINK_NOT_NEEDED}


def landed(harness, change, *verbs):
    """The exchange that moved a walkthrough, where it was one of these verbs; else None."""
    event = change.event
    if not isinstance(event, Answered | Interrupted) or change.after is change.before:
        return None
    return harness.observed_of(event.number) if change.before.in_flight.verb in verbs else None


def answered(harness, change, *verbs):
    """The same, where its answer came back whole."""
    observed = landed(harness, change, *verbs)
    return observed if observed is not None and observed.told and observed.heard else None


def truth_1_an_answer_means_what_decides_in_it(harness, change):
    observed = answered(harness, change, *Verb)
    if observed is None or observed.bent or change.event.answer.fault is not None:
        return
    verdict = DECIDED[observed.decided]
    assert change.event.answer.decision.verdict == (
        verdict if isinstance(verdict, str) else verdict[observed.call]
    )


def truth_2_a_challenge_is_not_the_end(harness, change):
    observed = answered(harness, change, Verb.START, Verb.RESEND, Verb.VERIFY)
    if observed is None:
        return
    asks = asks_for_code(observed)
    assert asks == (change.event.answer.decision.verdict == "challenge")
    if asks:
        assert change.after.phase is Phase.CODE
        token = change.after.challenge.token
        newest = None if observed.call == "send_otp" else harness.expected.token
        assert (harness.conductor.secrets.get(token) if token else None) == newest


def truth_5_a_late_answer_changes_nothing(harness, change):
    if isinstance(change.event, Answered):
        flight = change.before.in_flight
        waited = flight is not None and flight.number == change.event.number
        assert waited or change.after is change.before


def truth_5_a_cancel_tells_what_had_left(harness, change):
    event = change.event
    if isinstance(event, Answered) and event.answer.fault is Fault.CANCELLED:
        observed, verb = harness.observed_of(event.number), change.before.in_flight.verb
        left = observed is not None and observed.written and verb in {*SENDING_VERBS, Verb.VERIFY}
        assert event.answer.delivery is (Delivery.MAYBE_SENT if left else Delivery.NOT_SENT)


def truth_4_a_send_of_which_nothing_is_known_may_have_been_sent(harness, change):
    observed = landed(harness, change, *SENDING_VERBS)
    if observed is not None and observed.tells_nothing:
        assert change.after.phase is Phase.MAYBE_SENT
        assert change.after.uncertain_send.verb is change.before.in_flight.verb


def truth_5_a_check_of_which_nothing_is_known_is_lost(harness, change):
    observed = landed(harness, change, Verb.VERIFY)
    if observed is not None and observed.tells_nothing:
        assert (change.after.phase, change.after.lost_verify) == (Phase.CODE, change.before.last_code)


def a_link_of_which_nothing_is_known_is_uncertain(harness, change):
    observed = landed(harness, change, Verb.CONFIRM)
    if observed is not None and change.before.pending_outcome and not observed.told:
        assert change.after.outcome is Outcome.UNCERTAIN


def truth_8_a_refused_code_keeps_the_challenge_open(harness, change):
    observed = answered(harness, change, Verb.VERIFY)
    if observed is not None and refuses_code(observed):
        before = change.before.challenge
        assert change.after.phase is Phase.CODE
        assert change.after.challenge == replace(before, attempts=before.attempts + 1)
        names_a_mistake = observed.call == "otp/verify"
        assert change.after.lost_verify == (None if names_a_mistake else change.before.lost_verify)


def truth_8_an_expired_token_closes_the_challenge(harness, change):
    observed = answered(harness, change, Verb.VERIFY, Verb.RESEND)
    if observed is not None and exception_code(observed.told) in TOKEN_IS_OVER:
        assert (change.after.phase, change.after.challenge) == (Phase.HALTED, None)
        assert available_intents(change.after, change.now)[Intent.START].available


def an_outcome_is_what_the_provider_holds(harness, change):
    outcome = change.after.outcome
    if change.before.outcome is not None or outcome is None:
        assert outcome is change.before.outcome
    elif outcome is Outcome.VERIFIED:
        assert accepts_phone(harness.observed_of(change.event.number))
    elif outcome in {Outcome.LINKED, Outcome.NO_OTP_NEEDED}:
        assert harness.phone_is_linked()
    elif outcome is Outcome.FAILED:
        assert not harness.phone_is_linked()


def what_is_said_of_the_link_is_what_the_provider_said(harness, change):
    observed = landed(harness, change, *Verb)
    reason = change.after.notice.reason if observed is not None and change.after.notice else None
    if reason in {*SAYS_LINKED, *SAYS_NOT_LINKED}:
        assert observed.told
        assert harness.phone_is_linked() == (reason in SAYS_LINKED)


def an_end_that_calls_itself_cancelled_left_nothing_in_doubt(harness, change):
    if change.after.outcome is Outcome.CANCELLED and change.before.outcome is None:
        assert harness.used_unheard() is None


def a_replay_gives_an_equal_state(harness, change):
    assert step(change.before, change.event, change.now)[0] == change.after


WHEN_CHANGED = (
    truth_1_an_answer_means_what_decides_in_it,
    truth_2_a_challenge_is_not_the_end,
    truth_5_a_late_answer_changes_nothing,
    truth_5_a_cancel_tells_what_had_left,
    truth_4_a_send_of_which_nothing_is_known_may_have_been_sent,
    truth_5_a_check_of_which_nothing_is_known_is_lost,
    a_link_of_which_nothing_is_known_is_uncertain,
    truth_8_a_refused_code_keeps_the_challenge_open,
    truth_8_an_expired_token_closes_the_challenge,
    an_outcome_is_what_the_provider_holds,
    what_is_said_of_the_link_is_what_the_provider_said,
    an_end_that_calls_itself_cancelled_left_nothing_in_doubt,
    a_replay_gives_an_equal_state,
)
