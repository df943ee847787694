"""The line-by-line wizard: questions and answers, for screen readers and dumb terminals."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from otp_tui.conductor import Change, Conductor
from otp_tui.conductor.phases import PHASES
from otp_tui.conductor.ports import SendLimits
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.events import (
    ArrivedPressed,
    AskPressed,
    BackPressed,
    Event,
    NotArrivedPressed,
    PhoneEntered,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
)
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneError, PhoneNumber
from otp_tui.core.ports import SmsMessage
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.security.send_policy import Rule
from otp_tui.core.timestamps import parse_timestamp
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.translator import Translator
from otp_tui.plain.answers import no_such_answer
from otp_tui.plain.code_sources import NoCodeError, read_code
from otp_tui.plain.text_reporter import TextReporter

Reader = Callable[[], Awaitable[str]]


class QuitError(Exception):
    """The end of the session: the operator typed q, or the input ended."""


class PlainWizard:
    """A front end that asks one question in each phase.

    Args:
        conductor: Runs the walkthrough.
        translator: The translator.
        parse_phone: Parses a phone number; raises `PhoneError`.
        read: Returns the next line, or "" at the end of input.
        write: Called with each line.
        ask: Called with each question, whose answer follows on the same line.
        limits: The rules before a send; None on the built-in simulator.
        messages: Returns the SMS on the simulated customer's phone; None where the phone is a real one.
        code_pattern: The profile's regular expression for codes.
    """

    def __init__(
        self,
        conductor: Conductor,
        translator: Translator,
        *,
        parse_phone: Callable[[str], PhoneNumber],
        read: Reader,
        write: Callable[[str], None],
        ask: Callable[[str], None],
        limits: SendLimits | None = None,
        messages: Callable[[], Awaitable[Sequence[SmsMessage]]] | None = None,
        code_pattern: str = "",
    ) -> None:
        self._conductor = conductor
        self._translator = translator
        self._read_phone = parse_phone
        self._read = read
        self._write = write
        self._ask = ask
        self._limits = limits
        self._messages = messages
        self._told: set[tuple[str, int]] = set()
        self._code_pattern = code_pattern
        self._phone: PhoneNumber | None = None
        self._waiting: asyncio.Queue[Walkthrough | BaseException] = asyncio.Queue()
        self._questions: dict[str, Callable[[Walkthrough], Awaitable[None]]] = {
            "phone": self._ask_phone,
            "code": self._ask_code,
            "link": self._ask_link,
            "again": self._ask_again,
            "arrived": self._ask_arrived,
            "another": self._ask_another,
        }
        conductor.subscribe(TextReporter(translator, write))
        conductor.subscribe(self)

    def changed(self, change: Change) -> None:
        """Queue a state that waits for an answer."""
        if change.after.in_flight is None and not isinstance(change.event, PhoneEntered):
            self._waiting.put_nowait(change.after)

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Ignore the record, which `TextReporter` writes."""

    def failed(self, error: BaseException) -> None:
        """Queue a bug for `run` to raise."""
        self._waiting.put_nowait(error)

    async def run(self) -> int:
        """Ask until the operator quits; return 0, like the wizard's Ctrl+Q."""
        walkthrough: Walkthrough | BaseException = self._conductor.walkthrough
        self._conductor.start()
        try:
            if self._conductor.walkthrough.in_flight is not None:
                # A resumed walkthrough: its first event is the interruption of that request.
                walkthrough = await self._waiting.get()
            while True:
                if isinstance(walkthrough, BaseException):
                    raise walkthrough
                await self._questions[PHASES[walkthrough.phase].question](walkthrough)
                walkthrough = await self._waiting.get()
        except QuitError:
            return 0

    async def _line(self, name: str, **facts: object) -> str:
        self._ask(self._translator.text(name, **facts).rstrip() + " ")
        line = await self._read()
        answer = line.strip()
        if not line or answer.lower() == "q":
            raise QuitError
        return answer

    async def _ask_phone(self, walkthrough: Walkthrough) -> None:
        if self._conductor.available_intents()[Intent.RETURN].available:
            self._conductor.post(ReturnPressed())
            return
        if await self._offer_to_allow(walkthrough):
            return
        while True:
            try:
                phone = self._read_phone(await self._line("plain.ask_phone"))
            except PhoneError as error:
                self._write(self._translator.text(f"phone.{error.problem}"))
                continue
            if await self._live_approved():
                self._phone = phone
                self._conductor.send(phone.national, phone.masked)
                return

    async def _offer_to_allow(self, walkthrough: Walkthrough) -> bool:
        """Ask whose number was stopped as unlisted; return True where it was then sent to."""
        refusal = walkthrough.notice.refusal if walkthrough.notice else None
        phone, limits = self._phone, self._limits
        if refusal is None or refusal.rule is not Rule.UNLISTED_NUMBER or phone is None or limits is None:
            return False
        label = await self._line("plain.whose", phone=phone.masked)
        if not label:
            return False
        try:
            problem = await limits.allow(phone, label)
        except UserError as failure:
            self._write(error_text(self._translator, failure))
            return False
        if problem is not None:
            self._write(self._translator.text("phone.allowed_once"))
        self._conductor.send(phone.national, phone.masked)
        return True

    async def _live_approved(self) -> bool:
        """Ask for the merchant's name on live, or, while that unlock holds, for a yes."""
        limits = self._limits
        if self._conductor.options.environment is not Environment.LIVE or limits is None:
            return True
        if limits.locked:
            if limits.unlock(await self._line("live.ask")):
                return True
            self._write(self._translator.text("live.other_name"))
            return False
        return is_reply("yes", await self._line("plain.send_live"))

    async def _tell_messages(self) -> None:
        """Write the SMS that came to the simulated phone: here is no other way to read their codes."""
        for message in await self._messages() if self._messages is not None else ():
            if (message.reference, message.id) not in self._told:
                self._told.add((message.reference, message.id))
                at = parse_timestamp(message.at)
                clock = f"{at.astimezone():%H:%M:%S}" if at else ""
                self._write(self._translator.text("plain.sms", at=clock, text=sanitize(message.text)))

    async def _ask_code(self, walkthrough: Walkthrough) -> None:
        await self._tell_messages()
        while not await self._answer_code(
            await self._code_line(walkthrough), lost=walkthrough.lost_verify is not None
        ):
            pass

    async def _code_line(self, walkthrough: Walkthrough) -> str:
        if walkthrough.lost_verify is not None:
            return await self._line("plain.ask_lost")
        left = walkthrough.challenge.remaining(self._conductor.clock.now()) if walkthrough.challenge else 0.0
        return await self._line("plain.ask_code", left=format_countdown(left))

    async def _answer_code(self, line: str, *, lost: bool) -> bool:
        """Carry out the answer to the code question; return False where it has to be asked again."""
        replies: dict[str, tuple[Intent, Event]] = {"new_code": (Intent.RESEND, ResendPressed())}
        if lost:
            replies |= {
                "same_code": (Intent.SAME_CODE, SameCodePressed()),
                "ask_provider": (Intent.ASK, AskPressed()),
            }
        # The letters of one language stand for the other thing in the other one here.
        said = [name for name in replies if is_reply(name, line, self._translator.language if lost else None)]
        if said:
            intent, event = replies[said[0]]
            option = self._conductor.available_intents()[intent]
            if option.available and (intent is not Intent.RESEND or await self._live_approved()):
                self._conductor.post(event)
            elif option.available:
                return False
            else:
                wait = f" ({format_countdown(option.opens_in)})" if option.opens_in else ""
                self._write(self._translator.text(f"unavailable.{option.reason}") + wait)
            return option.available
        try:
            self._conductor.verify(read_code(line, self._code_pattern))
        except NoCodeError as error:
            self._write(self._translator.text(error.name, **error.facts))
            return False
        return True

    async def _ask_link(self, walkthrough: Walkthrough) -> None:
        await self._line("plain.link")
        while not await self._live_approved():
            pass
        self._conductor.start_leg()

    async def _ask_again(self, walkthrough: Walkthrough) -> None:
        if is_reply("other_phone", await self._line("plain.start_again")):
            self._conductor.post(BackPressed())
            return
        start = self._conductor.available_intents()[Intent.START]
        if not start.available:  # the provider asked to wait; the same question comes again
            provider = self._translator.text(f"provider.{walkthrough.policy.provider}")
            left = format_countdown(start.opens_in)
            self._write(self._translator.text("action.start_again_held", left=left, provider=provider))
        elif await self._live_approved():
            self._conductor.start_leg()
            return
        await self._ask_again(walkthrough)

    async def _ask_arrived(self, walkthrough: Walkthrough) -> None:
        while True:
            line = (await self._line("plain.ask_arrived")).lower()
            if is_reply("yes", line):
                self._conductor.post(ArrivedPressed())
                return
            if is_reply("no", line):
                self._conductor.post(NotArrivedPressed())
                return
            self._write(no_such_answer(self._translator, line))

    async def _ask_another(self, walkthrough: Walkthrough) -> None:
        self._write(self._translator.text(f"outcome.{walkthrough.outcome}"))
        await self._line("plain.again")
        self._conductor.again()
