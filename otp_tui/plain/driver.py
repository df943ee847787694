"""The driver of ``run``, which takes a walkthrough to its end without an operator."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from otp_tui.conductor import Change, Conductor
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import CANCELLED, LIMITED, USAGE
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.events import QuitPressed, ResendPressed, UnlinkPressed
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
    }
)

_MOST_CHAINED = 3
"""The challenges of one leg that may follow on a verify; a script has no operator who would wonder at more."""


class DriverOptions(NamedTuple):
    """The options of ``run`` beyond the journey itself.

    Attributes:
        resends: The number of new codes to ask for in each leg, before a code is entered.
        code_delay: Seconds to wait before each code.
        unlink: True to undo the link before the end.
    """

    resends: int = 0
    code_delay: float = 0.0
    unlink: bool = False


class RunResult(NamedTuple):
    """The end of a driven walkthrough; ``outcome`` where it is not the walkthrough's own."""

    walkthrough: Walkthrough
    exit_code: int
    outcome: Outcome | None = None


class Driver:
    """A driver that posts the events of one walkthrough in an operator's place.

    Args:
        conductor: Runs the walkthrough.
        codes: The source of its codes.
        options: The options of the run.
        translator: The translator of messages.
        tell: Called with each message, a line.
        sleep: Waits the given seconds; replaced in tests.
    """

    def __init__(
        self,
        conductor: Conductor,
        codes: CodeSource,
        options: DriverOptions,
        *,
        translator: Translator,
        tell: Callable[[str], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._conductor = conductor
        self._codes = codes
        self._options = options
        self._translator = translator
        self._tell = tell
        self._sleep = sleep
        self._changes: asyncio.Queue[Walkthrough | BaseException] = asyncio.Queue()
        self._resends_left: dict[int, int] = {}
        conductor.subscribe(self)

    def changed(self, change: Change) -> None:
        """Queue a state that waits for an event."""
        if change.after.in_flight is None and change.after is not change.before:
            self._changes.put_nowait(change.after)

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Ignore the record."""

    def failed(self, error: BaseException) -> None:
        """Queue a bug for `run` to raise."""
        self._changes.put_nowait(error)

    async def run(self, national: str, masked: str) -> RunResult:
        """Drive the walkthrough from the phone to its end.

        Args:
            national: The phone's ten digits.
            masked: The masked phone.
        """
        self._conductor.start()
        self._conductor.send(national, masked)
        while True:
            walkthrough = await self._changes.get()
            if isinstance(walkthrough, BaseException):
                raise walkthrough
            ended = await self._advance(walkthrough)
            if ended is not None:
                return ended

    async def quit(self) -> RunResult:
        """End the walkthrough at once, as on SIGINT and SIGTERM; cancel a request in flight."""
        self._conductor.cancel()
        self._conductor.post(QuitPressed())
        await self._conductor.wait_idle()
        return RunResult(self._conductor.walkthrough, CANCELLED)

    async def _advance(self, walkthrough: Walkthrough) -> RunResult | None:
        if walkthrough is not self._conductor.walkthrough:
            return None
        if walkthrough.notice is not None and walkthrough.notice.reason is Reason.STOPPED:
            return RunResult(walkthrough, exit_code(walkthrough))
        if walkthrough.phase is Phase.PHONE and walkthrough.requests == 0:
            return None
        if walkthrough.phase is Phase.DONE:
            return self._done(walkthrough)
        if walkthrough.phase is Phase.READY and (
            walkthrough.notice is None or walkthrough.notice.reason is Reason.LEG_VERIFIED
        ):
            self._conductor.start_leg()
            return None
        if (
            walkthrough.phase is Phase.CODE
            and not walkthrough.lost_verify
            and not self._dead_end(walkthrough)
        ):
            return await self._at_code(walkthrough)
        return RunResult(walkthrough, exit_code(walkthrough))

    def _dead_end(self, walkthrough: Walkthrough) -> bool:
        return walkthrough.notice is not None and walkthrough.notice.reason in CODE_REFUSED | _STAYED

    def _done(self, walkthrough: Walkthrough) -> RunResult | None:
        if self._options.unlink and self._conductor.available_intents()[Intent.UNLINK].available:
            if walkthrough.notice is not None and walkthrough.notice.reason is Reason.UNLINK_FAILED:
                return RunResult(walkthrough, exit_code(walkthrough.replace(outcome=Outcome.FAILED)))
            self._conductor.post(UnlinkPressed())
            return None
        return RunResult(walkthrough, exit_code(walkthrough))

    async def _at_code(self, walkthrough: Walkthrough) -> RunResult | None:
        challenge = walkthrough.challenge
        assert challenge is not None
        if challenge.chained > _MOST_CHAINED:
            provider = self._translator.text(f"provider.{challenge.provider}")
            self._tell(self._translator.text("run.too_many_challenges", provider=provider))
            return RunResult(walkthrough, LIMITED, Outcome.FAILED)
        left = self._resends_left.setdefault(walkthrough.leg, self._options.resends)
        if left:
            self._resends_left[walkthrough.leg] = left - 1
            await self._wait_for_resend()
            self._conductor.post(ResendPressed())
            return None
        if self._options.code_delay:
            await self._sleep(self._options.code_delay)
        try:
            self._conductor.verify(await self._codes.code(challenge))
        except NoCodeError as error:
            self._tell(self._translator.text(error.name, **error.facts))
            return RunResult(walkthrough, USAGE, Outcome.FAILED)
        return None

    async def _wait_for_resend(self) -> None:
        challenge = self._conductor.walkthrough.challenge
        assert challenge is not None
        wait = challenge.resend_in(self._conductor.clock.now())
        rule = self._translator.text(f"rule.{challenge.rule}")
        self._tell(self._translator.text("run.waits_for_resend", left=format_countdown(wait), rule=rule))
        while (wait := challenge.resend_in(self._conductor.clock.now())) > 0:
            await self._sleep(wait)
