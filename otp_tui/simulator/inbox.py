"""The SMS inbox: the messages that the customers' phones received."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from itertools import islice
from threading import Lock
from typing import Final, NamedTuple

from otp_tui.simulator.bounded_dict import KEPT
from otp_tui.simulator.clock import Clock, rfc3339
from otp_tui.simulator.sms_text import MERCHANTS, Language, sms_text

KEPT_PER_PHONE: Final = 1_000


class Message(NamedTuple):
    """One SMS, with the fields of `GET /__sim/messages`.

    Attributes:
        id: Its number, counted from 1 over all phones; never given twice, not even after a reset.
        at: The moment of its arrival: UTC, RFC 3339 with milliseconds, by the simulator's clock.
        phone: Ten digits.
        code: The code alone.
        text: The whole message, the code in it.
        provider: The name of the provider that sent it.
        reference: The `otp_session_id` or SessionId that it belongs to.
        sender: The name that signs it.
    """

    id: int
    at: str
    phone: str
    code: str
    text: str
    provider: str
    reference: str
    sender: str


class Inbox:
    """The newest 10,000 messages, of each phone the newest 1,000, readable from any thread.

    Args:
        clock: Dates the messages.
        merchant: The sender of a message that names no other; the simulated one when empty.
        language: Returns the language of a text when it is sent.
        delay_s: Returns the seconds from a send until its message is on the phone; 0 hands everything over at once.
    """

    def __init__(
        self, clock: Clock, merchant: str, language: Callable[[], Language], delay_s: Callable[[], float]
    ) -> None:
        self._clock = clock
        self._delay_s = delay_s
        self._merchant = merchant
        self._language = language
        self._messages: OrderedDict[int, Message] = OrderedDict()
        self._by_phone: dict[str, deque[Message]] = {}
        self._count = 0
        self._lock = Lock()

    def send(
        self,
        phone: str,
        code: str,
        lifetime_s: float,
        *,
        provider: str = "",
        reference: str = "",
        sender: str | None = None,
    ) -> None:
        """Deliver an OTP to a phone of ten digits.

        Args:
            phone: The phone.
            code: The code.
            lifetime_s: Seconds that the code is valid, which the text says.
            provider: The name of the provider that sends it.
            reference: The value by which the provider's client knows its own message.
            sender: The name that signs the text; the merchant's when None.
        """
        language = self._language()
        name = sender or self._merchant or MERCHANTS[language]
        text = sms_text(language, code, name, lifetime_s)
        at = rfc3339(self._clock.now() + self._delay_s())
        with self._lock:
            self._count += 1
            self._keep(Message(self._count, at, phone, code, text, provider, reference, name))

    def read(self, phone: str | None = None, *, since: int = 0, limit: int | None = None) -> list[Message]:
        """Return the messages that have arrived, oldest first.

        Args:
            phone: Only those of this phone.
            since: Only those with a greater id.
            limit: The most messages; the oldest are returned.
        """
        with self._lock:
            kept = self._messages.values() if phone is None else self._by_phone.get(phone, ())
            arrived = rfc3339(self._clock.now()) if self._delay_s() else None
            found = (
                message
                for message in kept
                if message.id > since and (arrived is None or message.at <= arrived)
            )
            return list(islice(found, limit))

    def clear(self, phone: str | None = None) -> None:
        """Delete every message, or those of one phone."""
        with self._lock:
            for message in list(self._messages.values() if phone is None else self._by_phone.get(phone, ())):
                self._drop(message.phone)

    def _keep(self, message: Message) -> None:
        own = self._by_phone.setdefault(message.phone, deque())
        self._messages[message.id] = message
        own.append(message)
        if len(own) > KEPT_PER_PHONE:
            self._drop(message.phone)
        if len(self._messages) > KEPT:
            self._drop(next(iter(self._messages.values())).phone)

    def _drop(self, phone: str) -> None:
        """Delete the oldest message of a phone."""
        own = self._by_phone[phone]
        del self._messages[own.popleft().id]
        if not own:
            del self._by_phone[phone]
