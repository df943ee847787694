"""The wizard line by line: the same walkthrough as questions and answers, for screen readers and dumb terminals."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from otp_tui.conductor import Change, Conductor
from otp_tui.core.errors import Failure
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow import events as happened
from otp_tui.core.flow.challenge import clock_face
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Environment
from otp_tui.core.flow.state import Phase, Walk
from otp_tui.core.phone.number import Phone, PhoneError
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.security.send_policy import Rule
from otp_tui.i18n.errors import failure_text
from otp_tui.i18n.translator import Speech
from otp_tui.plain.code_sources import NoCodeError, read_code
from otp_tui.plain.text_reporter import Sentences

Reader = Callable[[], Awaitable[str]]
_YES = frozenset({"y", "e", "yes", "evet"})
_NO = frozenset({"n", "h", "no", "hayır", "hayir"})


class PlainGate(Protocol):
    """What stands before a send to a target of the operator's own."""

    @property
    def locked(self) -> bool:
        """True where a live send needs the merchant's name typed first."""
        ...

    def unlock(self, typed: str) -> bool:
        """Open live sends by the merchant's name."""
        ...

    async def allow(self, phone: Phone, label: str) -> VaultError | None:
        """Let a phone be sent to; gives why it is not remembered, where it is not."""
        ...


class QuitError(Exception):
    """The operator typed q, or the input ended."""


class PlainWizard:
    """Asks one question for each point where a key is due.

    Args:
        conductor: Runs the walkthrough.
        speech: Words it.
        read_phone: Reads a phone number; raises `PhoneError`.
        read: Gives the next line, or "" at the end of input.
        write: Takes a line.
        ask: Takes a question, whose answer follows on the same line.
        gate: What stands before a send to a target of the operator's own.
        code_pattern: How the profile finds a code in a message.
    """

    def __init__(
        self,
        conductor: Conductor,
        speech: Speech,
        *,
        read_phone: Callable[[str], Phone],
        read: Reader,
        write: Callable[[str], None],
        ask: Callable[[str], None],
        gate: PlainGate | None = None,
        code_pattern: str = "",
    ) -> None:
        self._conductor = conductor
        self._speech = speech
        self._read_phone = read_phone
        self._read = read
        self._write = write
        self._ask = ask
        self._gate = gate
        self._code_pattern = code_pattern
        self._phone: Phone | None = None
        self._waiting: asyncio.Queue[Walk | BaseException] = asyncio.Queue()
        self._questions: dict[Phase, Callable[[Walk], Awaitable[None]]] = {
            Phase.PHONE: self._ask_phone,
            Phase.CODE: self._ask_code,
            Phase.READY: self._ask_link,
            Phase.HALTED: self._ask_again,
            Phase.MAYBE_SENT: self._ask_arrived,
            Phase.DONE: self._ask_another,
        }
        conductor.subscribe(Sentences(speech, write))
        conductor.subscribe(self)

    def changed(self, change: Change) -> None:
        """Queue a state that waits for an answer."""
        if change.after.flight is None and not isinstance(change.event, happened.PhoneEntered):
            self._waiting.put_nowait(change.after)

    def exchanged(self, exchange: Exchange) -> None:
        """Said by `Sentences`."""

    def broke(self, error: BaseException) -> None:
        """Raise a bug where the command can see it."""
        self._waiting.put_nowait(error)

    async def run(self) -> int:
        """Ask until the operator quits; always 0, as the wizard's Ctrl+Q."""
        walk: Walk | BaseException = self._conductor.walk
        self._conductor.start()
        try:
            if (
                self._conductor.walk.flight is not None
            ):  # taken up: the first thing that happens is that its answer is lost
                walk = await self._waiting.get()
            while True:
                if isinstance(walk, BaseException):
                    raise walk
                await self._questions[walk.phase](walk)
                walk = await self._waiting.get()
        except QuitError:
            return 0

    async def _line(self, name: str, **facts: object) -> str:
        self._ask(self._speech.say(name, **facts).rstrip() + " ")
        line = await self._read()
        answer = line.strip()
        if not line or answer.lower() == "q":
            raise QuitError
        return answer

    async def _ask_phone(self, walk: Walk) -> None:
        if self._conductor.options()[Intent.RETURN].open:
            self._conductor.post(happened.ReturnPressed())
            return
        if await self._vouched(walk):
            return
        while True:
            try:
                phone = self._read_phone(await self._line("plain.ask_phone"))
            except PhoneError as error:
                self._write(self._speech.say(f"phone.{error.problem}"))
                continue
            if await self._live_opened():
                self._phone = phone
                self._conductor.send(phone.national, phone.masked)
                return

    async def _vouched(self, walk: Walk) -> bool:
        """Ask whose phone it is that was stopped because nobody knows it; True where it was sent to after all."""
        refusal = walk.notice.refusal if walk.notice else None
        phone, gate = self._phone, self._gate
        if refusal is None or refusal.rule is not Rule.UNLISTED_NUMBER or phone is None or gate is None:
            return False
        label = await self._line("plain.whose", phone=phone.masked)
        if not label:
            return False
        try:
            problem = await gate.allow(phone, label)
        except Failure as failure:
            self._write(failure_text(self._speech, failure))
            return False
        if problem is not None:
            self._write(self._speech.say("phone.allowed_once"))
        self._conductor.send(phone.national, phone.masked)
        return True

    async def _live_opened(self) -> bool:
        """On live the merchant's name is typed first, and while that holds, a yes is."""
        gate = self._gate
        if self._conductor.terms.environment is not Environment.LIVE or gate is None:
            return True
        if gate.locked:
            if gate.unlock(await self._line("live.ask")):
                return True
            self._write(self._speech.say("live.other_name"))
            return False
        return (await self._line("plain.send_live")).lower() in _YES

    async def _ask_code(self, walk: Walk) -> None:
        while not await self._answer_code(await self._code_line(walk), lost=walk.lost is not None):
            pass

    async def _code_line(self, walk: Walk) -> str:
        if walk.lost is not None:
            return await self._line("plain.ask_lost")
        left = walk.challenge.remaining(self._conductor.clock.now()) if walk.challenge else 0.0
        return await self._line("plain.ask_code", left=clock_face(left))

    async def _answer_code(self, line: str, *, lost: bool) -> bool:
        """Do what an answer at the code asks for; False where it has to be asked again, with the reason said."""
        same, ask = ("a", "s") if self._speech.language == "tr" else ("s", "a")
        new_code = (Intent.RESEND, happened.ResendPressed())
        keys: dict[str, tuple[Intent, happened.Event]] = {"n": new_code, "y": new_code}
        if lost:
            keys |= {
                same: (Intent.SAME_CODE, happened.SameCodePressed()),
                ask: (Intent.ASK, happened.AskPressed()),
            }
        if line.lower() in keys:
            intent, event = keys[line.lower()]
            option = self._conductor.options()[intent]
            if option.open and (intent is not Intent.RESEND or await self._live_opened()):
                self._conductor.post(event)
            elif option.open:
                return False
            else:
                wait = f" ({clock_face(option.opens_in)})" if option.opens_in else ""
                self._write(self._speech.say(f"why.{option.why}") + wait)
            return option.open
        try:
            self._conductor.verify(read_code(line, self._code_pattern))
        except NoCodeError as error:
            self._write(self._speech.say(error.name, **error.facts))
            return False
        return True

    async def _ask_link(self, walk: Walk) -> None:
        await self._line("plain.link")
        while not await self._live_opened():
            pass
        self._conductor.begin_leg()

    async def _ask_again(self, walk: Walk) -> None:
        if (await self._line("plain.start_again")).lower() in {"p", "t"}:
            self._conductor.post(happened.BackPressed())
        elif await self._live_opened():
            self._conductor.begin_leg()
        else:
            await self._ask_again(walk)

    async def _ask_arrived(self, walk: Walk) -> None:
        while True:
            line = (await self._line("plain.ask_arrived")).lower()
            if line in _YES:
                self._conductor.post(happened.ArrivedPressed())
                return
            if line in _NO:
                self._conductor.post(happened.NotArrivedPressed())
                return

    async def _ask_another(self, walk: Walk) -> None:
        self._write(self._speech.say(f"outcome.{walk.outcome}"))
        await self._line("plain.again")
        self._conductor.again()
