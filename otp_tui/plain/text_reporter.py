"""The reporter that writes a walkthrough's changes as sentences."""

from collections.abc import Callable

from otp_tui.conductor import Change
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.challenge import ExpirySource, format_countdown
from otp_tui.i18n.notices import about_expiry, journey_title, notice_lines
from otp_tui.i18n.translator import Translator
from otp_tui.plain.exchange_words import exchange_text
from otp_tui.plain.words import duration_text, phone_text


class TextReporter:
    """A reporter that writes a walkthrough's changes and exchanges as sentences.

    Args:
        translator: The translator.
        write: Called with one line without its end.
    """

    def __init__(self, translator: Translator, write: Callable[[str], None]) -> None:
        self._translator = translator
        self._write = write

    def changed(self, change: Change) -> None:
        """Write the sentences of one event."""
        before, after, say = change.before, change.after, self._translator.text
        if before.phone != after.phone and after.phone:
            badge = say(f"environment.{after.environment}")
            journey = journey_title(self._translator, after.journey)
            self._write(self._begins(badge, journey, after.phone))
        if after.notice is not None and after.notice is not before.notice:
            for line in notice_lines(self._translator, after):
                self._write(line)
        if change.persistence_failure is not None:
            self._write(say(f"persistence.{change.persistence_failure}"))
        if after.challenge is not None and after.challenge is not before.challenge:
            sent = before.challenge is None or before.challenge.sent != after.challenge.sent
            if sent:
                self._write_challenge(change)

    def _write_challenge(self, change: Change) -> None:
        challenge, say = change.after.challenge, self._translator.text
        if challenge is None:
            return
        provider = say(f"provider.{challenge.provider}")
        self._write(say("plain.challenge", provider=provider, send=challenge.sends))
        left = self._duration(challenge.remaining(change.now))
        name = "plain.expires" if challenge.source is ExpirySource.SERVER else "plain.expires_assumed"
        self._write("  " + say(name, left=left))
        self._write("  " + about_expiry(self._translator, challenge))

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Write one line for an exchange: its call, its status and its proof."""
        self._write(f"  {self._exchange(exchange)}")

    def failed(self, error: BaseException) -> None:
        """Do nothing; the command reports the bug."""

    def _begins(self, badge: str, journey: str, phone: str) -> str:
        return self._translator.text("plain.begins", badge=badge, journey=journey, phone=phone)

    def _duration(self, seconds: float) -> str:
        return format_countdown(seconds)

    def _exchange(self, exchange: Exchange) -> str:
        return self._translator.text(
            "plain.exchange",
            provider=self._translator.text(f"provider.{exchange.provider}"),
            call=exchange.call,
            status=exchange.status or "–",
            ms=exchange.ms,
            proof=exchange.decision.decided_by,
        )


class SpokenReporter(TextReporter):
    """A reporter whose sentences are read aloud: times in words, a phone by its last two digits."""

    def _begins(self, badge: str, journey: str, phone: str) -> str:
        spoken = phone_text(self._translator, phone)
        return self._translator.text("plain.begins_spoken", badge=badge, journey=journey, phone=spoken)

    def _duration(self, seconds: float) -> str:
        return duration_text(self._translator, seconds)

    def _exchange(self, exchange: Exchange) -> str:
        return exchange_text(self._translator, exchange)
