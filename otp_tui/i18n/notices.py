"""The sentences of notices, refusals and expiries."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.challenge import Challenge, ExpirySource, format_countdown
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import CODE_REFUSED, Notice, Reason, Walkthrough
from otp_tui.core.security.send_policy import Refusal
from otp_tui.i18n.translator import Translator

_SKEW_SHOWN_S = 5


def journey_title(translator: Translator, journey: Journey) -> str:
    """Return a journey's name."""
    return translator.text(f"journey.{journey}")


def notice_text(translator: Translator, notice: Notice, *, timeless: bool = False) -> str:
    """Return a notice's own sentences, without its proof and the provider's message.

    Args:
        translator: The translator.
        notice: The notice.
        timeless: True where the operator does not want to be told how much time is left for a code.
    """
    say = translator.text
    if notice.refusal is not None:
        return refusal_text(translator, notice.refusal)
    facts = {
        "provider": say(f"provider.{notice.provider}"),
        "left": format_countdown(notice.remaining),
        "fault": say(f"fault.{notice.fault}") if notice.fault else "",
        "why": f" ({say(f'fault.{notice.fault}')})" if notice.fault else "",
        "proof": notice.decision.short_proof if notice.decision else "",
        "took": seconds_text(translator, notice.took),
    }
    text = say(_sentence(notice, timeless=timeless), **facts)
    if notice.sends > 1 and notice.reason in CODE_REFUSED:
        text += " " + say("notice.newest_send", send=notice.sends)
    if notice.renewed:
        text += " " + say("notice.session_renewed", **facts)
    if notice.retry_after is not None:
        text += " " + say("notice.retry_after", left=format_countdown(notice.retry_after))
    return text


def seconds_text(translator: Translator, seconds: float) -> str:
    """Return a measured time in seconds with one decimal, as the language writes it: ``4.2 s``, ``4,2 sn``."""
    return translator.text("measured.seconds", seconds=translator.decimal(seconds))


_A_SECOND_MS: Final = 1_000


def measured_text(translator: Translator, seconds: float) -> str:
    """Return how long something took, in milliseconds where that is under a second: ``812 ms``, ``4.2 s``."""
    ms = max(0, round(seconds * 1000))
    return f"{ms} ms" if ms < _A_SECOND_MS else seconds_text(translator, seconds)


def refusal_text(translator: Translator, refusal: Refusal, zone: tzinfo | None = None) -> str:
    """Return the sentence of a refusal: the rule, and the time from which a send is possible.

    Args:
        translator: The translator.
        refusal: The refusal.
        zone: The zone of that time; None for the system's.
    """
    window, opens = refusal.window, refusal.opens_at
    facts = {
        "sends": window.sends if window else 0,
        "minutes": window.seconds // 60 if window else 0,
        "at": f"{datetime.fromtimestamp(opens, UTC).astimezone(zone):%H:%M:%S}" if opens else "–",
    }
    return translator.text(f"guard.{refusal.rule}", **facts)


def _sentence(notice: Notice, *, timeless: bool = False) -> str:
    """Return the name of a notice's sentence.

    An answer that arrived is not called lost, and a bare 429 is not said to be about the number.
    """
    if notice.reason in {Reason.MAYBE_SENT, Reason.VERIFY_LOST}:
        how = {None: "_answered", Fault.INTERRUPTED: "_interrupted", Fault.CANCELLED: "_cancelled"}.get(
            notice.fault, ""
        )
        return f"notice.{notice.reason}{how}"
    if timeless and notice.reason is Reason.CODE_NOT_ACCEPTED:
        return "notice.code_not_accepted_hidden"
    if notice.reason is Reason.EXPIRED and notice.verb is Verb.RESEND:
        return "notice.expired_resend"
    bare = notice.decision is not None and notice.decision.path == "HTTP status"
    if bare and notice.reason in {Reason.LIMITED, Reason.RESEND_LIMITED}:
        return f"notice.{notice.reason}_rate"
    return f"notice.{notice.reason}"


def short_proof(translator: Translator, notice: Notice) -> str:
    """Return the proof as a card has room for it; empty where no answer decided, or the sentence has it already."""
    if notice.decision is None or notice.fault or notice.refusal or _says_proof(translator, notice):
        return ""
    return notice.decision.short_proof


def notice_moment(translator: Translator, notice: Notice) -> str:
    """Return the line of the moment, with the number of the attempt where it is not the first."""
    if notice.at is None:
        return ""
    at = f"{notice.at.utc.astimezone():%H:%M:%S}"
    return translator.text("notice.attempt", at=at, attempt=notice.attempt) if notice.attempt > 1 else at


def provider_words(translator: Translator, notice: Notice) -> str:
    """Return the line of the provider's own message; empty where there is none."""
    if not notice.words:
        return ""
    provider = translator.text(f"provider.{notice.provider}")
    return translator.text("notice.words", provider=provider, words=notice.words)


def notice_lines(translator: Translator, walkthrough: Walkthrough) -> list[str]:
    """Return a walkthrough's notice as lines: the sentence and the provider's message.

    The proof stands in the line of the exchange before.
    """
    if walkthrough.notice is None:
        return []
    words = provider_words(translator, walkthrough.notice)
    return [notice_text(translator, walkthrough.notice), *([f"  {words}"] if words else [])]


def about_expiry(translator: Translator, challenge: Challenge) -> str:
    """Return the sentence about the source of a challenge's expiry, and its reliability."""
    say = translator.text
    if challenge.presumed:
        return say("expiry.presumed")
    if challenge.source is ExpirySource.ASSUMED:
        return say(f"expiry.assumed_{challenge.problem}" if challenge.problem else "expiry.assumed")
    if challenge.by_own_clock:
        return say("expiry.own_clock")
    if abs(challenge.skew) >= _SKEW_SHOWN_S:
        name = "expiry.ahead" if challenge.skew > 0 else "expiry.behind"
        return say(name, skew=format_countdown(abs(challenge.skew)))
    return say("expiry.server")


def _says_proof(translator: Translator, notice: Notice) -> bool:
    return "{proof}" in translator.text(_sentence(notice))
