"""The line-by-line wizard: questions and answers, for screen readers and dumb terminals."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Final

from otp_tui.conductor import Change, Conductor
from otp_tui.conductor.phases import give_up_question
from otp_tui.conductor.ports import Connection, LoadedConnection
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.events import GivenUp, ReturnPressed
from otp_tui.core.flow.state import InFlight
from otp_tui.core.phone.number import PhoneError, PhoneNumber, expand_scenario
from otp_tui.plain.announcements import TimeAnnouncer
from otp_tui.plain.choices import confirm, wrong_choice
from otp_tui.plain.code_sources import NoCodeError, read_code
from otp_tui.plain.commands import COMMANDS
from otp_tui.plain.dialogue import Dialogue, QuitError
from otp_tui.plain.news import News
from otp_tui.plain.offers import Offers
from otp_tui.plain.records import WalkthroughRecords
from otp_tui.plain.sending import SendQuestions
from otp_tui.plain.text_reporter import SpokenReporter
from otp_tui.plain.words import phone_text

MOMENT_S: Final = 2.0
"""Seconds that a request takes at most before it is said that an answer is awaited."""

_AHEAD: Final = re.compile(r"\+([0-9]{1,4})")


class PlainWizard:
    """A front end that asks one question in each phase; the commands at each are rows of a table.

    Args:
        conductor: Runs the walkthrough.
        dialogue: Says, asks and reads.
        connection: The target.
        loaded: Its loaded parts.
    """

    def __init__(
        self, conductor: Conductor, dialogue: Dialogue, connection: Connection, loaded: LoadedConnection
    ) -> None:
        self._conductor = conductor
        self._dialogue = dialogue
        self._translator = dialogue.translator
        self._connection = connection
        self._loaded = loaded
        announcer = TimeAnnouncer(self._translator)
        self._news = News(dialogue, conductor, announcer, loaded if connection.scenarios else None)
        self._offers = Offers(self._translator, conductor, connection, announcer)
        self._records = WalkthroughRecords(dialogue, conductor, connection, loaded)
        self._sending = SendQuestions(dialogue, connection.limits, connection.environment)
        self._phone: PhoneNumber | None = None
        self._error: BaseException | None = None
        self._changed = asyncio.Event()
        self._awaited = 0
        self._posting: dict[str, Callable[[], Awaitable[bool]]] = {"start": self._start, "again": self._again}
        self._telling: dict[str, Callable[[], Awaitable[None]]] = {
            "time": self._news.tell_time,
            "announcements": self._news.toggle_announcements,
            "exchanges": self._records.tell_exchanges,
            "evidence": self._records.write_evidence,
            "ticket": self._records.tell_ticket,
        }
        self._typed = {"phone": self._phone_typed, "code": self._code_typed, "": self._nothing_typed}
        conductor.subscribe(SpokenReporter(self._translator, dialogue.say))
        conductor.subscribe(self)

    def changed(self, change: Change) -> None:
        """Wake whoever waits for the end of a request."""
        self._changed.set()

    def exchange_recorded(self, exchange: Exchange) -> None:
        """Ignore the record, which the reporter writes."""

    def failed(self, error: BaseException) -> None:
        """Keep a bug for `run` to raise."""
        self._error = error
        self._changed.set()

    def interrupt(self) -> bool:
        """Cancel the request in flight, as Esc does in the wizard; False where there is none."""
        if self._conductor.walkthrough.in_flight is None:
            return False
        self._dialogue.end_line()
        self._conductor.cancel()
        return True

    async def run(self) -> int:
        """Ask until the operator quits; return 0, like the wizard's Ctrl+Q."""
        self._conductor.start()
        try:
            while True:
                await self._settle()
                await self._ask()
        except QuitError:
            return 0

    async def _settle(self) -> None:
        """Wait until nothing is in flight; say once what is awaited where that takes longer than a moment."""
        waited = False
        while True:
            await self._conductor.wait_idle()
            if self._error is not None:
                raise self._error
            flight = self._conductor.walkthrough.in_flight
            if flight is None:
                break
            waited = True
            self._changed.clear()
            await self._wait_for_change(flight)
        if waited:
            self._dialogue.discard()  # an Enter that was meant for the question before sends nothing

    async def _wait_for_change(self, flight: InFlight) -> None:
        changed = asyncio.ensure_future(self._changed.wait())
        moment = asyncio.ensure_future(self._dialogue.sleep(MOMENT_S))
        try:
            if flight.number != self._awaited:
                await asyncio.wait([changed, moment], return_when=asyncio.FIRST_COMPLETED)
                if not changed.done():
                    self._awaited = flight.number
                    provider = self._translator.text(
                        f"provider.{self._conductor.walkthrough.policy.provider}"
                    )
                    what = self._translator.text(f"waiting.{flight.verb}", provider=provider)
                    self._dialogue.text("plain.waiting", what=what)
            await changed
        finally:
            changed.cancel()
            moment.cancel()

    # one question ------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        """Ask the question that is due until its answer leads on."""
        if await self._sending.allowed(self._conductor.walkthrough, self._phone):
            assert self._phone is not None
            self._conductor.send(self._phone.national, self._phone.masked)
            return
        await self._news.look()
        whole = True
        while True:
            answer = await self._dialogue.answer(self._offers.question(), whole=whole, watch=self._news.look)
            if await self._act(answer):
                return
            whole = False

    async def _act(self, answer: str) -> bool:
        """Carry an answer out; return False where the question has to be asked again."""
        ahead = _AHEAD.fullmatch(answer)
        if ahead is not None and self._connection.scenarios:
            await self._news.travel(int(ahead[1]))
            return False
        name = self._offers.command(answer)
        if name is None:
            number = self._offers.most() > 0 and answer.isdecimal() and len(answer) == 1
            return await self._typed["" if number else self._offers.row.typed](answer)
        if name in self._telling:
            await self._telling[name]()
            return False
        return await self._perform(name)

    async def _perform(self, name: str) -> bool:
        command = COMMANDS[name]
        assert command.intent is not None
        if not self._conductor.available_intents()[command.intent].available:
            self._dialogue.say(self._offers.reason(command))
            return False
        if command.question and not await self._confirmed(command.question):
            return False
        if name in self._posting:
            return await self._posting[name]()
        if command.sends and not await self._approved():
            return False
        assert command.event is not None
        self._conductor.post(command.event)
        return True

    async def _confirmed(self, question: str, **facts: object) -> bool:
        if await confirm(self._dialogue, question, watch=self._news.look, **facts):
            return True
        self._dialogue.text("ask.not_sent")
        return False

    async def _approved(self, masked: str = "") -> bool:
        phone = masked or self._conductor.walkthrough.phone or ""
        return await self._sending.approved(phone, self._news.look)

    # what is typed -----------------------------------------------------------------------------------

    async def _phone_typed(self, answer: str) -> bool:
        try:
            phone = self._loaded.parse_phone(expand_scenario(answer, self._connection.scenarios))
        except PhoneError as error:
            self._dialogue.text(f"phone.{error.problem}")
            return False
        left_open = self._conductor.walkthrough.returned_from is not None
        if left_open and self._conductor.is_phone(phone.national):
            self._conductor.post(ReturnPressed())
            return True
        if left_open and not await self._given_up():
            return False
        if phone.doubtful:
            self._dialogue.text("phone.doubtful")
        if not await self._approved(phone.masked):
            return False
        if left_open:
            self._conductor.post(GivenUp())
        self._phone = phone
        self._conductor.send(phone.national, phone.masked)
        return True

    async def _given_up(self) -> bool:
        walkthrough = self._conductor.walkthrough
        question = give_up_question(walkthrough, self._conductor.clock.now())
        return await self._confirmed(question, phone=phone_text(self._translator, walkthrough.phone or ""))

    async def _code_typed(self, answer: str) -> bool:
        try:
            self._conductor.verify(read_code(answer, self._connection.code_pattern))
        except NoCodeError as error:
            self._dialogue.text(error.name, **error.facts)
            return False
        return True

    async def _nothing_typed(self, _answer: str) -> bool:
        self._dialogue.say(wrong_choice(self._translator, self._offers.most()))
        return False

    # commands with a method of their own ---------------------------------------------------------------

    async def _start(self) -> bool:
        """Begin the leg; where an SMS may have gone out already, a question comes first."""
        notice = self._conductor.walkthrough.notice
        uncertain = notice is not None and notice.delivery is Delivery.MAYBE_SENT
        if (uncertain and not await self._confirmed("send_again")) or not await self._approved():
            return False
        self._conductor.start_leg()
        return True

    async def _again(self) -> bool:
        self._conductor.again()
        return True
