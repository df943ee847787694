"""Words a walkthrough that was left open: what it is, where it stands, until when its code is valid."""

from otp_tui.core.flow.challenge import ExpirySource, clock_face
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.recovery import Left
from otp_tui.core.flow.state import Walk
from otp_tui.core.timestamps import Now
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Speech


def left_lines(speech: Speech, left: Left, now: Now) -> list[str]:
    """What was left open and where it stands.

    Args:
        speech: Words it.
        left: What was left.
        now: When; none before its newest event.
    """
    walk, badge = left.walk, speech.say(f"environment.{left.walk.environment}")
    what = speech.say(
        "plain.begins", badge=badge, journey=journey_title(speech, walk.journey), phone=walk.phone or ""
    )
    name = f"{what} · {left.profile}" if left.profile else what
    return [name, speech.say("resume.at_held") if left.held else _where(speech, walk, now)]


def until_text(speech: Speech, walk: Walk, now: Now) -> str:
    """Until when the server keeps what is open valid, whatever is done here.

    Args:
        speech: Words it.
        walk: Where it stands.
        now: When.
    """
    challenge, maybe = walk.challenge, walk.maybe
    if challenge is not None and maybe is None:
        if not challenge.remaining(now):
            return speech.say("resume.until_over")
        told = challenge.source is ExpirySource.SERVER
        at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
        return speech.say("resume.until" if told else "resume.until_assumed", at=at)
    if maybe is not None and maybe.remaining(now):
        return speech.say("resume.until_assumed", at=f"{maybe.expires.astimezone():%H:%M:%S}")
    return speech.say("resume.until_none")


def closed_text(speech: Speech, walk: Walk, now: Now) -> str:
    """What became of a walkthrough that nobody can go on with.

    Args:
        speech: Words it.
        walk: As it was closed.
        now: When.
    """
    expires = walk.challenge.expires if walk.challenge else walk.maybe.expires if walk.maybe else None
    outcome = walk.outcome or Outcome.CANCELLED
    return speech.say(
        f"resume.closed_{outcome}",
        phone=walk.phone or "",
        at=f"{(expires or now.wall).astimezone():%H:%M:%S}",
        until=until_text(speech, walk, now),
    )


def _where(speech: Speech, walk: Walk, now: Now) -> str:
    provider, challenge = speech.say(f"provider.{walk.policy.provider}"), walk.challenge
    if walk.maybe is not None:
        return speech.say("resume.at_maybe", provider=provider)
    if walk.lost is not None:
        return speech.say("resume.at_lost")
    if challenge is None:
        return speech.say("resume.at_ready" if walk.verified else "resume.at_rest")
    left = challenge.remaining(now)
    told = challenge.source is ExpirySource.SERVER
    name = "resume.at_code_over" if not left else "resume.at_code" if told else "resume.at_code_assumed"
    at = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
    return speech.say(name, provider=provider, left=clock_face(left), at=at)
