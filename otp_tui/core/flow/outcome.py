"""The outcome and the exit code of a walkthrough, for scripts."""

from typing import Final, NamedTuple

from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.core.exit_codes import BUG, CANCELLED, GUARD, LIMITED, NETWORK
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Reason, Walkthrough

_BY_OUTCOME: Final = {
    Outcome.VERIFIED: 0,
    Outcome.LINKED: 0,
    Outcome.NO_OTP_NEEDED: 0,
    Outcome.CANCELLED: CANCELLED,
}
_BY_VERDICT: Final = {
    Verdict.OK: 7,  # ok for a call that cannot end with it
    Verdict.CHALLENGE: 7,
    Verdict.CODE_REFUSED: 3,
    Verdict.EXPIRED: 4,
    Verdict.TOO_EARLY: 5,
    Verdict.LIMITED: 5,
    Verdict.CREDENTIALS: 6,
    Verdict.NOT_FOUND: 7,
    Verdict.REFUSED: 7,
    Verdict.THREE_D: 7,
    Verdict.UNKNOWN: 7,
    Verdict.PROVIDER_ERROR: 8,
}


class RunEnd(NamedTuple):
    """The end of a walkthrough, as a script sees it.

    Attributes:
        outcome: The outcome.
        exit_code: The exit code of ``run``.
        decision: The decision that the outcome rests on; None where no answer decided it.
    """

    outcome: Outcome
    exit_code: int
    decision: Decision | None = None


def end_of(walkthrough: Walkthrough) -> RunEnd:
    """Return the end of a walkthrough; of an open one, the end if nothing more is done."""
    outcome, code = walkthrough.script_end or (outcome_of(walkthrough), exit_code(walkthrough))
    return RunEnd(outcome, code, walkthrough.decision)


def outcome_of(walkthrough: Walkthrough) -> Outcome:
    """Return a walkthrough's outcome; of an open one, the outcome if nothing more is done."""
    if walkthrough.outcome is not None:
        return walkthrough.outcome
    return Outcome.UNCERTAIN if walkthrough.uncertain_send or walkthrough.lost_verify else Outcome.FAILED


def exit_code(walkthrough: Walkthrough) -> int:
    """Return the exit code of ``run`` for a walkthrough that goes no further."""
    outcome = outcome_of(walkthrough)
    if outcome in _BY_OUTCOME:
        return _BY_OUTCOME[outcome]
    if walkthrough.notice is not None and walkthrough.notice.reason is Reason.STOPPED:
        return GUARD
    verdict = walkthrough.decision.verdict if walkthrough.decision else None
    if (
        verdict is Verdict.REFUSED
        and walkthrough.notice
        and walkthrough.notice.reason is Reason.RESEND_REFUSED
    ):
        return LIMITED  # the provider gives no further code
    asked = walkthrough.notice is not None and walkthrough.notice.reason is Reason.CONFIRM_UNANSWERED
    if outcome is Outcome.UNCERTAIN and not asked:
        return NETWORK
    return _BY_VERDICT[verdict] if verdict is not None else BUG
