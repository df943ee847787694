"""The remaining time of a code in words: at its thresholds, and when it is asked for."""

from typing import Final

from otp_tui.core.flow.challenge import Challenge, ExpirySource
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.notices import about_expiry
from otp_tui.i18n.translator import Translator
from otp_tui.plain.choices import key_of
from otp_tui.plain.words import duration_text

THRESHOLDS_S: Final = (60, 30, 10, 0)
"""Seconds before the end at which the time is told without being asked for."""


class TimeAnnouncer:
    """Tells the time of one challenge after another, each threshold once.

    Attributes:
        on: Whether it tells anything unasked; the operator may not want it (WCAG 2.2.1).

    Args:
        translator: Words it.
    """

    def __init__(self, translator: Translator) -> None:
        self.on = True
        self._translator = translator
        self._sent: ClockReading | None = None
        self._left = 0.0
        self._closed = False

    def due(self, walkthrough: Walkthrough, now: ClockReading) -> list[str]:
        """Return what is to be told now; the first look at a challenge tells nothing.

        Args:
            walkthrough: The walkthrough.
            now: The present moment.
        """
        challenge = walkthrough.challenge
        if walkthrough.phase is not Phase.CODE or challenge is None:
            return []
        left = challenge.remaining(now)
        is_open = available_intents(walkthrough, now)[Intent.RESEND].available
        before, opened = self._left, is_open and self._closed
        fresh, self._sent = self._sent != challenge.sent, challenge.sent
        self._left, self._closed = left, not is_open
        if fresh or not self.on:
            return []
        crossed = any(left <= threshold < before for threshold in THRESHOLDS_S)
        return [
            *([left_text(self._translator, challenge, now)] if crossed else []),
            *([resend_text(self._translator)] if opened or (crossed and is_open and not left) else []),
        ]


def left_text(translator: Translator, challenge: Challenge, now: ClockReading) -> str:
    """Return the sentence of a challenge's remaining time; after zero the server decides."""
    left = challenge.remaining(now)
    if left <= 0:
        return translator.text("plain.time_over")
    name = "plain.left" if challenge.source is ExpirySource.SERVER else "plain.left_about"
    return translator.text(name, left=duration_text(translator, left))


def resend_text(translator: Translator) -> str:
    """Return the sentence of a new code that can be requested now."""
    return translator.text("plain.resend_open", key=key_of(translator, "new_code"))


def time_lines(translator: Translator, walkthrough: Walkthrough, now: ClockReading) -> list[str]:
    """Return the answer to the question for the time.

    Args:
        translator: The translator.
        walkthrough: The walkthrough.
        now: The present moment.
    """
    challenge, maybe = walkthrough.challenge, walkthrough.uncertain_send
    if challenge is not None and walkthrough.phase in {Phase.CODE, Phase.PHONE}:
        end = f"{challenge.expires_by(now).astimezone():%H:%M:%S}"
        ends = translator.text("plain.ends", at=end, about=about_expiry(translator, challenge))
        over = challenge.is_over(now)
        return [left_text(translator, challenge, now), *([] if over else [ends])]
    if maybe is not None:
        left = maybe.remaining(now)
        if not left:
            return [translator.text("send.until_over")]
        return [translator.text("send.until", left=duration_text(translator, left))]
    return [translator.text("plain.no_time")]
