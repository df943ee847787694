"""Drives a walkthrough to its end without a person: what ``run`` does at each point where a key would be due."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from otp_tui.conductor import Change, Conductor
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.events import QuitPressed, ResendPressed, UnlinkPressed
from otp_tui.core.flow.exits import CANCELLED, USAGE
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.outcome import exit_code
from otp_tui.core.flow.state import CODE_REFUSED, Phase, Reason, Walkthrough
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import CodeSource, NoCodeError

_STAYED = frozenset(
    {
        Reason.VERIFY_NOT_SENT,
        Reason.VERIFY_REFUSED,
        Reason.RESEND_TOO_EARLY,
        Reason.RESEND_LIMITED,
        Reason.RESEND_REFUSED,
        Reason.RESEND_NOT_SENT,
        Reason.RESEND_UNKNOWN,
    }
)


class DriverOptions(NamedTuple):
    """What ``run`` was asked for beyond the journey itself.

    Attributes:
        resends: New codes to ask for at each leg's first challenge.
        code_delay: Seconds to wait before each code.
        unlink: Undo the link before the end.
    """

    resends: int = 0
    code_delay: float = 0.0
    unlink: bool = False


class RunResult(NamedTuple):
    """How a driven walkthrough ended."""

    walk: Walkthrough
    exit_code: int
    outcome: Outcome | None = None


class Driver:
    """Presses the keys of one walkthrough.

    Args:
        conductor: Runs it.
        codes: Gives its codes.
        orders: What else to do.
        speech: Words what is waited for.
        tell: Takes a line for people.
        sleep: Waits; passed in so that no test does.
    """

    def __init__(
        self,
        conductor: Conductor,
        codes: CodeSource,
        orders: DriverOptions,
        *,
        speech: Translator,
        tell: Callable[[str], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._conductor = conductor
        self._codes = codes
        self._orders = orders
        self._speech = speech
        self._tell = tell
        self._sleep = sleep
        self._changes: asyncio.Queue[Walkthrough | BaseException] = asyncio.Queue()
        self._resends_left: dict[int, int] = {}
        conductor.subscribe(self)

    def changed(self, change: Change) -> None:
        """Queue a state that waits for a key."""
        if change.after.in_flight is None and change.after is not change.before:
            self._changes.put_nowait(change.after)

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Nothing to press for an exchange."""

    def failed(self, error: BaseException) -> None:
        """Raise a bug where the command can see it."""
        self._changes.put_nowait(error)

    async def run(self, national: str, masked: str) -> RunResult:
        """Walk from the phone to the end.

        Args:
            national: The phone's ten digits.
            masked: The phone as it may be shown.
        """
        self._conductor.start()
        self._conductor.send(national, masked)
        while True:
            walk = await self._changes.get()
            if isinstance(walk, BaseException):
                raise walk
            ended = await self._press(walk)
            if ended is not None:
                return ended

    async def quit(self) -> RunResult:
        """End at once, as SIGINT and SIGTERM ask; what was in flight is cut and told."""
        self._conductor.cancel()
        self._conductor.post(QuitPressed())
        await self._conductor.wait_idle()
        return RunResult(self._conductor.walk, CANCELLED)

    async def _press(self, walk: Walkthrough) -> RunResult | None:
        if walk is not self._conductor.walk:
            return None
        if walk.notice is not None and walk.notice.reason is Reason.STOPPED:
            return RunResult(walk, exit_code(walk))
        if walk.phase is Phase.PHONE and walk.requests == 0:
            return None
        if walk.phase is Phase.DONE:
            return self._done(walk)
        if walk.phase is Phase.READY and (walk.notice is None or walk.notice.reason is Reason.LEG_VERIFIED):
            self._conductor.start_leg()
            return None
        if walk.phase is Phase.CODE and not walk.lost_verify and not self._dead_end(walk):
            return await self._at_code(walk)
        return RunResult(walk, exit_code(walk))

    def _dead_end(self, walk: Walkthrough) -> bool:
        return walk.notice is not None and walk.notice.reason in CODE_REFUSED | _STAYED

    def _done(self, walk: Walkthrough) -> RunResult | None:
        if self._orders.unlink and self._conductor.available_intents()[Intent.UNLINK].available:
            if walk.notice is not None and walk.notice.reason is Reason.UNLINK_FAILED:
                return RunResult(walk, exit_code(walk.replace(outcome=Outcome.FAILED)))
            self._conductor.post(UnlinkPressed())
            return None
        return RunResult(walk, exit_code(walk))

    async def _at_code(self, walk: Walkthrough) -> RunResult | None:
        challenge = walk.challenge
        assert challenge is not None
        left = self._resends_left.setdefault(walk.leg, self._orders.resends)
        if left:
            self._resends_left[walk.leg] = left - 1
            await self._wait_for_resend()
            self._conductor.post(ResendPressed())
            return None
        if self._orders.code_delay:
            await self._sleep(self._orders.code_delay)
        try:
            self._conductor.verify(await self._codes.code(challenge))
        except NoCodeError as error:
            self._tell(self._speech.text(error.name, **error.facts))
            return RunResult(walk, USAGE, Outcome.FAILED)
        return None

    async def _wait_for_resend(self) -> None:
        challenge = self._conductor.walk.challenge
        assert challenge is not None
        wait = challenge.resend_in(self._conductor.clock.now())
        rule = self._speech.text(f"rule.{challenge.rule}")
        self._tell(self._speech.text("run.waits_for_resend", left=format_countdown(wait), rule=rule))
        while (wait := challenge.resend_in(self._conductor.clock.now())) > 0:
            await self._sleep(wait)
