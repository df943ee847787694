"""The SMS inbox: the messages that the customers' phones received."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from otp_tui.simulator.bounded_dict import KEPT
from otp_tui.simulator.clock import Clock, rfc3339


class Message(NamedTuple):
    """One SMS, with the fields of `GET /__sim/messages`.

    Attributes:
        at: The moment of sending: UTC, RFC 3339 with milliseconds, by the simulator's clock.
        phone: Ten digits.
        code: The code alone.
        text: The whole message, the code in it.
    """

    at: str
    phone: str
    code: str
    text: str


class Inbox:
    """The newest 10,000 messages, oldest first, readable from any thread.

    Args:
        clock: Dates the messages.
        merchant: The name in the texts.
    """

    def __init__(self, clock: Clock, merchant: str) -> None:
        self._clock = clock
        self._merchant = merchant
        self._messages: deque[Message] = deque(maxlen=KEPT)
        self._lock = Lock()

    def send(self, phone: str, code: str, lifetime_s: float) -> None:
        """Deliver an OTP to a phone of ten digits; its text names the lifetime."""
        message = Message(rfc3339(self._clock.now()), phone, code, wording(code, self._merchant, lifetime_s))
        with self._lock:
            self._messages.append(message)

    def read(self, phone: str | None = None) -> list[Message]:
        """Return the messages of one phone, or of all, oldest first."""
        with self._lock:
            messages = list(self._messages)
        return messages if phone is None else [message for message in messages if message.phone == phone]

    def clear(self) -> None:
        """Forget every message."""
        with self._lock:
            self._messages.clear()


def wording(code: str, merchant: str, lifetime_s: float) -> str:
    """Return a Turkish SMS text; its only numbers are the code and the lifetime."""
    return f"{code} {merchant} doğrulama kodunuz. {lifetime_in_words(lifetime_s)} geçerlidir. Kimseyle paylaşmayın."


@lru_cache(maxsize=8)
def lifetime_in_words(seconds: float) -> str:
    """Return a duration in Turkish: `2 dakika`, `45 saniye`, `1 dakika 30 saniye`."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = ((minutes, "dakika"), (rest, "saniye"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)
