"""The simulator's state: the providers, the customers' phones, the clock, the exchange log."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Final

from otp_tui.simulator.clock import Clock
from otp_tui.simulator.exchange_log import ExchangeLog
from otp_tui.simulator.generator import ValueGenerator
from otp_tui.simulator.inbox import Inbox, Message
from otp_tui.simulator.providers.registry import PROVIDERS
from otp_tui.simulator.sms_text import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from otp_tui.simulator.clock import Now, Sleep
    from otp_tui.simulator.exchange_log import ExchangeLine
    from otp_tui.simulator.providers.provider import Provider

OTP_LIFETIME_S: Final = 120.0


class SimulatorState:
    """All state of a simulator, and the rules that change it.

    Requests are decided one at a time in the server's thread; `messages` and `exchanges` may be called from any thread.

    Args:
        now: Returns seconds since the Unix epoch; the clock control adds its offset.
        sleep: Waits the given seconds before or within slow answers.
        seed: The same seed makes the same codes, tokens and ids; without one they cannot be guessed.
        otp_lifetime_s: Seconds from a send until its code expires, at both providers.
        merchant: The name in the SMS texts; the simulated merchant's when empty.
        sms_language: Returns the language of an SMS when it is sent.
        sms_delay_s: Returns the seconds from a send until its SMS is on the phone.

    Attributes:
        clock: The clock of everything in this state.
        providers: The providers of the list, in its order.
        inbox: The messages on the customers' phones.
        log: The requests to the providers and their decisions.

    Raises:
        ValueError: The lifetime is not a positive number of at most a day.
    """

    def __init__(
        self,
        now: Now = time.time,
        sleep: Sleep = asyncio.sleep,
        *,
        seed: int | None = None,
        otp_lifetime_s: float = OTP_LIFETIME_S,
        merchant: str = "",
        sms_language: Callable[[], Language] = lambda: "tr",
        sms_delay_s: Callable[[], float] = lambda: 0.0,
    ) -> None:
        if not (math.isfinite(otp_lifetime_s) and 0 < otp_lifetime_s <= 86_400):  # noqa: PLR2004  a day
            raise ValueError("an OTP lives more than 0 and at most 86400 seconds")
        self.clock = Clock(now, sleep)
        self.inbox = Inbox(self.clock, merchant, sms_language, sms_delay_s)
        self.log = ExchangeLog(self.clock)
        self._generator = ValueGenerator(seed)
        self.providers: tuple[Provider, ...] = tuple(
            provider(self.clock, self._generator, self.inbox, otp_lifetime_s) for provider in PROVIDERS
        )

    def messages(
        self, phone: str | None = None, *, since: int = 0, limit: int | None = None
    ) -> list[Message]:
        """Return the SMS of one phone (ten digits), or of all, after an id, oldest first."""
        return self.inbox.read(phone, since=since, limit=limit)

    def exchanges(self) -> list[ExchangeLine]:
        """Return the log of the providers' exchanges, oldest first."""
        return self.log.read()

    def forget(self, phone: str) -> None:
        """Delete what is stored about one phone (ten digits); all else stays as it is."""
        self.inbox.clear(phone)
        for provider in self.providers:
            provider.forget(phone)

    def reset(self) -> None:
        """Return to the initial state: nothing stored, no clock offset, the seed's first values."""
        self.clock.reset()
        self._generator.restart()
        self.inbox.clear()
        self.log.clear()
        for provider in self.providers:
            provider.reset()
