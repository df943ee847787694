"""A kept walkthrough, gone through step by step on the screens of a running one; nothing of it can be changed."""

from collections.abc import Callable
from datetime import timedelta

from otp_tui.conductor.conductor import Conductor
from otp_tui.conductor.evidence_ports import EvidenceWriter, ExchangeTools, WrittenEvidence
from otp_tui.conductor.ports import Connection, LoadedConnection
from otp_tui.conductor.types import WalkthroughOptions
from otp_tui.core.flow.change import Change
from otp_tui.core.flow.events import ExchangeNoted
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.null_ports import NullBackend
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.timestamps import ClockReading


class RecordedClock:
    """A clock that stands at the moment of a recorded event."""

    def __init__(self, reading: ClockReading) -> None:
        self.reading = reading

    def now(self) -> ClockReading:
        """Return the moment at which it stands."""
        return self.reading

    def catch_up(self, monotonic: float) -> None:
        """Do nothing: a recorded moment does not pass."""


class RecordedWalkthrough:
    """A kept walkthrough and the step of it that is shown.

    Args:
        record: The walkthrough.
        write: Writes its evidence; by default it cannot be written.
        load_tools: Loads the tools of the inspector; None where there are none.

    Attributes:
        record: The walkthrough.
        steps: The changes after which the operator saw another screen, oldest first.
        index: The step that is shown, from 0.
        loaded: Can write the walkthrough's evidence, and nothing else.
        conductor: Shows the step's state; it is never started, so that whatever is posted to it does nothing.
    """

    def __init__(
        self,
        record: WalkthroughRecord,
        write: EvidenceWriter | None = None,
        load_tools: Callable[[], ExchangeTools] | None = None,
    ) -> None:
        self.loaded: LoadedConnection = _NothingLoaded(write or _refuse)
        self.record = record
        self._load_tools = load_tools
        self.steps = _steps(record)
        self.index = 0
        self._clock = RecordedClock(record.start.began)
        start = record.start
        self.conductor = Conductor(
            WalkthroughOptions(start.journey, start.environment, legs=start.legs),
            clock=self._clock,
            backend=NullBackend(),
            new_id=lambda: start.id,
        )
        self.show(0)

    @property
    def connection(self) -> Connection:
        """The walkthrough as a target that can only be looked at."""

        async def load() -> LoadedConnection:
            return self.loaded

        def conductor_of(_journey: Journey) -> Conductor:
            return self.conductor

        start = self.record.start
        return Connection(
            conductor_of,
            (start.journey,),
            start.environment,
            self._clock,
            load,
            profile=self.record.profile,
            load_tools=self._load_tools,
        )

    @property
    def phone(self) -> str:
        """The masked phone as its field shows it, without the country code; empty before it was entered."""
        return (self.conductor.walkthrough.phone or "").removeprefix("+90 ")

    def show(self, index: int) -> None:
        """Show a step; one beyond the first or the last is that one.

        Args:
            index: The step, from 0.
        """
        self.index = max(0, min(index, len(self.steps) - 1))
        if not self.steps:
            self.conductor.walkthrough = self.record.start
            return
        change = self.steps[self.index]
        self._clock.reading = change.now
        self.conductor.walkthrough = change.after
        # A millisecond later, because the end of an exchange was rounded up.
        by_then = change.now.utc + timedelta(milliseconds=1)
        self.conductor.exchanges = [one for one in self.record.exchanges if one.ended <= by_then]


async def _refuse(_record: WalkthroughRecord, _language: str) -> WrittenEvidence:
    raise LookupError("its evidence is being made already")


class _NothingLoaded:
    """The loaded parts of what can only be looked at."""

    def __init__(self, write: EvidenceWriter) -> None:
        self._write = write

    async def write_evidence(
        self, record: WalkthroughRecord, registry: SecretRegistry, language: str
    ) -> WrittenEvidence:
        """Write the evidence of the kept walkthrough, whole whatever step of it is shown."""
        return await self._write(record, language)

    def parse_phone(self, text: str) -> PhoneNumber:
        """Return the masked number that was recorded."""
        return PhoneNumber(text)

    async def messages(self, conductor: Conductor) -> tuple[SmsMessage, ...]:
        """Return none: messages are not recorded."""
        return ()

    async def travel(self, seconds: float) -> bool:
        """Return False: a recorded moment does not pass."""
        return False

    async def freeze(self, *, frozen: bool) -> bool:
        """Return False: it stands still already."""
        return False


def _steps(record: WalkthroughRecord) -> tuple[Change, ...]:
    return tuple(change for change in record.changes if _is_step(change))


def _is_step(change: Change) -> bool:
    """Return whether the operator saw something else after a change, which no answer was awaited for."""
    before, after = change.before, change.after
    if after.in_flight is not None or isinstance(change.event, ExchangeNoted):
        return False
    was, now = ((one.phase, one.notice, one.challenge, one.phone) for one in (before, after))
    return was != now
