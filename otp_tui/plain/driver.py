"""The driver of ``run``, which takes a walkthrough to its end without an operator."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from otp_tui.conductor import Change, Conductor
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exit_codes import CANCELLED, LIMITED, NETWORK
from otp_tui.core.flow.challenge import Challenge, format_countdown
from otp_tui.core.flow.events import QuitPressed, ResendPressed, UnlinkPressed
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.outcome import RunEnd, end_of, exit_code, outcome_of
from otp_tui.core.flow.state import CODE_REFUSED, Phase, Reason, Walkthrough
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import CodeSource, NoCodeError

_LONGEST_WAIT_S: Final = 900.0
"""Seconds that a new code is waited for at most: longer than a one-time code plausibly lives."""

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
    """The end of a driven walkthrough.

    Attributes:
        walkthrough: The state in which it ended.
        end: The outcome, the exit code and what decided them.
    """

    walkthrough: Walkthrough
    end: RunEnd


def result_of(walkthrough: Walkthrough) -> RunResult:
    """Return the result of a walkthrough that goes no further."""
    return RunResult(walkthrough, end_of(walkthrough))


def cancelled(walkthrough: Walkthrough) -> RunResult:
    """Return the result of a walkthrough that was cancelled before it was decided."""
    outcome = outcome_of(walkthrough)
    outcome = Outcome.CANCELLED if outcome is Outcome.FAILED else outcome
    return RunResult(walkthrough, RunEnd(outcome, CANCELLED, walkthrough.decision))


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
        self._before_unlink: RunResult | None = None
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
        for code in self._codes.known:
            self._conductor.expect_code(code)
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
        """End the walkthrough at once, as on a signal; one that is decided keeps its result."""
        ended = self._ended(self._conductor.walkthrough)
        if ended is not None:
            return ended
        self._conductor.cancel()
        self._conductor.post(QuitPressed())
        await self._conductor.wait_idle()
        return cancelled(self._conductor.walkthrough)

    async def _advance(self, walkthrough: Walkthrough) -> RunResult | None:
        """Do what is due in a state; return the result where nothing is."""
        if walkthrough is not self._conductor.walkthrough or self._not_begun(walkthrough):
            return None
        ended = self._ended(walkthrough)
        if ended is not None:
            return ended
        if walkthrough.phase is Phase.DONE:
            self._before_unlink = result_of(walkthrough)
            self._conductor.post(UnlinkPressed())
        elif walkthrough.phase is Phase.READY:
            self._conductor.start_leg()
        else:
            return await self._at_code(walkthrough)
        return None

    def _ended(self, walkthrough: Walkthrough) -> RunResult | None:
        """Return the result of a state in which nothing is left to do; None where something is."""
        notice = walkthrough.notice
        if walkthrough.in_flight is not None or self._not_begun(walkthrough):
            return None
        if notice is not None and notice.reason is Reason.STOPPED:
            return result_of(walkthrough)
        if walkthrough.phase is Phase.DONE:
            return self._done(walkthrough)
        ready = walkthrough.phase is Phase.READY and (notice is None or notice.reason is Reason.LEG_VERIFIED)
        refused = notice is not None and notice.reason in CODE_REFUSED | _STAYED
        at_code = walkthrough.phase is Phase.CODE and not walkthrough.lost_verify and not refused
        return None if ready or at_code else result_of(walkthrough)

    def _not_begun(self, walkthrough: Walkthrough) -> bool:
        stopped = walkthrough.notice is not None and walkthrough.notice.reason is Reason.STOPPED
        return walkthrough.phase is Phase.PHONE and walkthrough.requests == 0 and not stopped

    def _done(self, walkthrough: Walkthrough) -> RunResult | None:
        """Return the result of a walkthrough that is over, the undoing of its link included."""
        before = self._before_unlink
        if before is None:
            due = self._options.unlink and self._conductor.available_intents()[Intent.UNLINK].available
            return None if due else result_of(walkthrough)
        failed = walkthrough.notice is not None and walkthrough.notice.reason is Reason.UNLINK_FAILED
        if before.end.exit_code or not failed:  # what went wrong first is what is told
            return RunResult(walkthrough, before.end)
        code = exit_code(walkthrough.replace(outcome=Outcome.FAILED))
        outcome = Outcome.UNCERTAIN if code == NETWORK else Outcome.FAILED
        return RunResult(walkthrough, RunEnd(outcome, code, walkthrough.decision))

    async def _at_code(self, walkthrough: Walkthrough) -> RunResult | None:
        challenge = walkthrough.challenge
        assert challenge is not None
        if challenge.chained > _MOST_CHAINED:
            provider = self._translator.text(f"provider.{challenge.provider}")
            self._tell(self._translator.text("run.too_many_challenges", provider=provider))
            return RunResult(walkthrough, RunEnd(Outcome.FAILED, LIMITED, walkthrough.decision))
        try:
            left = self._resends_left.setdefault(walkthrough.leg, self._options.resends)
            if left:
                self._resends_left[walkthrough.leg] = left - 1
                await self._wait_for_resend(challenge)
                self._conductor.post(ResendPressed())
                return None
            if self._options.code_delay:
                await self._sleep(self._options.code_delay)
            self._conductor.verify(await self._codes.code(challenge))
        except NoCodeError as error:
            self._tell(self._translator.text(error.name, **error.facts))
            return RunResult(walkthrough, RunEnd(Outcome.FAILED, error.exit_code, walkthrough.decision))
        return None

    async def _wait_for_resend(self, challenge: Challenge) -> None:
        """Wait until the rule of a new code opens.

        Raises:
            NoCodeError: That is longer than any code lives.
        """
        wait = challenge.resend_in(self._conductor.clock.now())
        if wait > _LONGEST_WAIT_S:
            raise NoCodeError("run.resend_too_far", LIMITED, left=format_countdown(wait))
        rule = self._translator.text(f"rule.{challenge.rule}")
        self._tell(self._translator.text("run.waits_for_resend", left=format_countdown(wait), rule=rule))
        while (wait := challenge.resend_in(self._conductor.clock.now())) > 0:
            await self._sleep(wait)
