"""Words a walkthrough that was left open: what it is, where it stands, until when its code is valid."""

from otp_tui.core.flow.challenge import ExpirySource, format_countdown
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.recovery import OpenWalkthrough
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator


def resume_lines(speech: Translator, left: OpenWalkthrough, now: ClockReading) -> list[str]:
    """What was left open and where it stands.

    Args:
        speech: Words it.
        left: What was left.
        now: When; none before its newest event.
    """
    walk, badge = left.walkthrough, speech.text(f"environment.{left.walkthrough.environment}")
    what = speech.text(
        "plain.begins", badge=badge, journey=journey_title(speech, walk.journey), phone=walk.phone or ""
    )
    name = f"{what} · {left.profile}" if left.profile else what
    return [name, speech.text("resume.at_held") if left.held else _where(speech, walk, now)]


def until_text(speech: Translator, walk: Walkthrough, now: ClockReading) -> str:
    """Until when the server keeps what is open valid, whatever is done here.

    Args:
        speech: Words it.
        walk: Where it stands.
        now: When.
    """
    challenge, maybe = walk.challenge, walk.uncertain_send
    if challenge is not None and maybe is None:
        if not challenge.remaining(now):
            return speech.text("resume.until_over")
        told = challenge.source is ExpirySource.SERVER
        at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
        return speech.text("resume.until" if told else "resume.until_assumed", at=at)
    if maybe is not None and maybe.remaining(now):
        return speech.text("resume.until_assumed", at=f"{maybe.expires.astimezone():%H:%M:%S}")
    return speech.text("resume.until_none")


def closed_text(speech: Translator, walk: Walkthrough, now: ClockReading) -> str:
    """What became of a walkthrough that nobody can go on with.

    Args:
        speech: Words it.
        walk: As it was closed.
        now: When.
    """
    expires = (
        walk.challenge.expires
        if walk.challenge
        else walk.uncertain_send.expires
        if walk.uncertain_send
        else None
    )
    outcome = walk.outcome or Outcome.CANCELLED
    return speech.text(
        f"resume.closed_{outcome}",
        phone=walk.phone or "",
        at=f"{(expires or now.utc).astimezone():%H:%M:%S}",
        until=until_text(speech, walk, now),
    )


def _where(speech: Translator, walk: Walkthrough, now: ClockReading) -> str:
    provider, challenge = speech.text(f"provider.{walk.policy.provider}"), walk.challenge
    if walk.uncertain_send is not None:
        return speech.text("resume.at_maybe", provider=provider)
    if walk.lost_verify is not None:
        return speech.text("resume.at_lost")
    if challenge is None:
        return speech.text("resume.at_ready" if walk.verified else "resume.at_rest")
    left = challenge.remaining(now)
    told = challenge.source is ExpirySource.SERVER
    name = "resume.at_code_over" if not left else "resume.at_code" if told else "resume.at_code_assumed"
    at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
    return speech.text(name, provider=provider, left=format_countdown(left), at=at)
