"""The sentences of an open walkthrough: its journey, its state, the expiry of its code."""

from otp_tui.core.flow.challenge import ExpirySource, format_countdown
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.recovery import OpenWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator


def resume_lines(translator: Translator, left: OpenWalkthrough, now: ClockReading) -> list[str]:
    """Return the lines of an open walkthrough: its journey and phone, and its state.

    Args:
        translator: The translator.
        left: The open walkthrough.
        now: The present moment, not before its newest event.
    """
    walkthrough, badge = left.walkthrough, translator.text(f"environment.{left.walkthrough.environment}")
    what = translator.text(
        "plain.begins",
        badge=badge,
        journey=journey_title(translator, walkthrough.journey),
        phone=walkthrough.phone or "",
    )
    name = f"{what} · {left.profile}" if left.profile else what
    state = translator.text("resume.at_held") if left.held else _state_text(translator, walkthrough, now)
    return [name, state]


def until_text(translator: Translator, walkthrough: Walkthrough, now: ClockReading) -> str:
    """Return the sentence of the time until which the server accepts the open code.

    Args:
        translator: The translator.
        walkthrough: The walkthrough's state.
        now: The present moment.
    """
    challenge, maybe = walkthrough.challenge, walkthrough.uncertain_send
    if challenge is not None and maybe is None:
        if not challenge.remaining(now):
            return translator.text("resume.until_over")
        told = challenge.source is ExpirySource.SERVER
        at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
        return translator.text("resume.until" if told else "resume.until_assumed", at=at)
    if maybe is not None and maybe.remaining(now):
        return translator.text("resume.until_assumed", at=f"{maybe.expires.astimezone():%H:%M:%S}")
    return translator.text("resume.until_none")


def closed_text(translator: Translator, walkthrough: Walkthrough, now: ClockReading) -> str:
    """Return the sentence of a walkthrough that was closed unfinished.

    Args:
        translator: The translator.
        walkthrough: The closed walkthrough.
        now: The present moment.
    """
    expires = (
        walkthrough.challenge.expires
        if walkthrough.challenge
        else walkthrough.uncertain_send.expires
        if walkthrough.uncertain_send
        else None
    )
    outcome = walkthrough.outcome or Outcome.CANCELLED
    return translator.text(
        f"resume.closed_{outcome}",
        phone=walkthrough.phone or "",
        at=f"{(expires or now.utc).astimezone():%H:%M:%S}",
        until=until_text(translator, walkthrough, now),
    )


def _state_text(translator: Translator, walkthrough: Walkthrough, now: ClockReading) -> str:
    provider, challenge = translator.text(f"provider.{walkthrough.policy.provider}"), walkthrough.challenge
    if walkthrough.uncertain_send is not None:
        return translator.text("resume.at_maybe", provider=provider)
    if walkthrough.lost_verify is not None:
        return translator.text("resume.at_lost")
    if challenge is None:
        return translator.text("resume.at_ready" if walkthrough.verified else "resume.at_rest")
    left = challenge.remaining(now)
    told = challenge.source is ExpirySource.SERVER
    name = "resume.at_code_over" if not left else "resume.at_code" if told else "resume.at_code_assumed"
    at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
    return translator.text(name, provider=provider, left=format_countdown(left), at=at)
