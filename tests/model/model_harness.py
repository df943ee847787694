"""One operator at one conductor on real gateways, in front of one simulated world: every key and every clock."""

import asyncio
import uuid

from support.walkthroughs import NOON

from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.flow.events import (
    ArrivedPressed,
    AskPressed,
    BackPressed,
    GivenUp,
    NotArrivedPressed,
    QuitPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import is_resumable
from otp_tui.core.security.secrets import Secret
from otp_tui.simulator.state import SimulatorState

from .invariants import InvariantChecker
from .network import Network
from .program_process import REQUEST, DurableState, ProgramProcess
from .virtual_time import Times

WRONG_CODES = ("WRNG", "314159")
CALLS = {
    Intent.PHONE: ("session", "send_otp", "merchant/link", "card/list"),
    Intent.START: ("session", "send_otp", "merchant/link", "card/list"),
    Intent.RESEND: ("send_otp", "otp/resend"),
    Intent.RESEND_EARLY: ("send_otp", "otp/resend"),
    Intent.VERIFY: ("check_otp", "otp/verify", "card/list"),
    Intent.SAME_CODE: ("check_otp", "otp/verify", "card/list"),
    Intent.ASK: ("card/list",),
    Intent.UNLINK: ("merchant/unlink",),
}
"""What may leave after a key, each of it once."""
SEND_KEYS = {Intent.PHONE, Intent.START, Intent.RESEND, Intent.RESEND_EARLY}
EVENTS = {
    Intent.SAME_CODE: SameCodePressed(),
    Intent.ASK: AskPressed(),
    Intent.RESEND: ResendPressed(),
    Intent.RESEND_EARLY: ResendPressed(early=True),
    Intent.ARRIVED: ArrivedPressed(),
    Intent.NOT_ARRIVED: NotArrivedPressed(),
    Intent.BACK: BackPressed(),
    Intent.RETURN: ReturnPressed(),
    Intent.GIVE_UP: GivenUp(),
    Intent.UNLINK: UnlinkPressed(),
}


class ModelHarness(InvariantChecker):
    """A walkthrough on a still clock; a broken truth is raised as soon as nothing moves any more.

    Args:
        journey: What is to be done.
        environment: Where the requests are said to go.
        confirm: Ask the provider after the link.
        own_session_of: The phone of a session that the operator brings along, or None.
        seed: Of the simulator's codes.
        server_off: Seconds that the server's clock is ahead.
        began: The true time at the beginning.
    """

    def __init__(
        self,
        journey,
        *,
        environment=Environment.SIM,
        confirm=False,
        own_session_of=None,
        seed=1,
        server_off=0.0,
        began=NOON,
    ):
        super().__init__()
        self.times = Times(server_off, began)
        self.state = SimulatorState(self.times.epoch, asyncio.sleep, seed=seed)
        self.network = Network(self.state, self.times, self.leaves)
        self.network.asking = REQUEST.get
        self.open_walkthroughs = DurableState()
        self.own_phone = own_session_of
        own = self.state.providers[1]._sessions.open(own_session_of).id if own_session_of else None
        self._terms = WalkthroughOptions(Journey(journey), environment, confirm, Secret(own) if own else None)
        self._ids = iter(range(1, 100_000))
        self._live()
        self.begins()
        self.do(self.conductor.start)

    def _live(self):
        """A process of the program starts."""
        self._life = ProgramProcess(self, self.open_walkthroughs)
        self.conductor = Conductor(
            self._terms,
            clock=self.times,
            backend=self._life,
            new_id=lambda: str(uuid.UUID(int=(0xC0FFEE << 100) + next(self._ids), version=4)),
        )
        self.conductor.subscribe(self._life)

    @property
    def walkthrough(self):
        return self.conductor.walkthrough

    @property
    def now(self):
        return self.times.now()

    @property
    def keys(self):
        """Every open intent, in the order of the table."""
        return [intent for intent, option in self.conductor.available_intents().items() if option.available]

    @property
    def arrived_codes(self):
        """The codes on the customer's phone, oldest first."""
        phone = self.conductor.phone()
        return [message.code for message in self.state.messages(phone)] if phone else []

    # what the operator does ------------------------------------------------------------------------------

    def send(self, number="01"):
        """Enter one of the simulator's numbers and press Enter."""
        self.press(Intent.PHONE, phone=f"50000000{number}")

    def type_code(self, code=None):
        """Type a code: the newest that arrived unless told otherwise."""
        self.press(Intent.VERIFY, code=code or self.arrived_codes[-1])

    def press(self, intent, *, times=1, phone="5000000001", code=WRONG_CODES[0]):
        """Press a key, whether it is open or not.

        Args:
            intent: Which.
            times: How often, before anything that it causes.
            phone: What is entered where a phone is asked for.
            code: What is typed where a code is asked for.
        """
        self._press(intent, times, phone, code)
        self.do()

    def _press(self, intent, times, phone, code):
        self.pressed = {intent}
        self.presses += intent in SEND_KEYS
        if self.walkthrough.in_flight is None:
            self.allowed = set(CALLS.get(intent, ()))
        if intent is Intent.VERIFY:
            self.codes.append(code)
        conductor = self.conductor
        keys = {
            Intent.PHONE: lambda: conductor.send(phone, f"+90 5•• ••• •• {phone[-2:]}"),
            Intent.START: conductor.start_leg,
            Intent.VERIFY: lambda: conductor.verify(Secret(code)),
            Intent.CANCEL: conductor.cancel,
            Intent.AGAIN: conductor.again,
        }
        for _ in range(times):
            self.times.loop.call_soon(keys.get(intent) or (lambda: conductor.post(EVENTS[intent])))

    def quit(self):
        """End the walkthrough."""
        self.do(lambda: self.conductor.post(QuitPressed()))

    # what happens to the program -------------------------------------------------------------------------

    def do(self, *steps):
        """Take steps before anything that they cause, then let it happen."""
        for step in steps:
            self.times.loop.call_soon(step)
        self.times.loop.settle()
        self.rest()

    def wait(self, seconds):
        self.pressed = set()
        self.times.wait(seconds)
        self.rest()

    def suspend(self, seconds):
        self.pressed = set()
        self.times.suspend(seconds)
        self.rest()

    def die(self, intent=None, turns=0, *, phone="5000000001", code=WRONG_CODES[0]):
        """Be killed, a few turns of the loop after a key; another process takes up what is open.

        Args:
            intent: The last key that was pressed, if any.
            turns: How far the program got with it.
            phone: As for `press`.
            code: As for `press`.
        """
        if intent is not None:
            self._press(intent, 1, phone, code)
            self.times.loop.work(turns)
        self._life.alive = False
        self._stop_tasks()
        self._come_back()

    def leave(self):
        """Quit the program with whatever is open; another process takes it up."""
        self._close()
        self._life.alive = False
        self._come_back()

    def _come_back(self):
        left = self.open_walkthroughs.newest[self.walkthrough.id]
        self.pressed, self.allowed = set(), set()
        self._live()
        if is_resumable(left):
            taking_up = self.times.loop.create_task(self.conductor.resume(left.id))
            self.times.loop.settle()
            taking_up.result()
        else:
            self.begins()
        self.secrets = {value for _, value in self.conductor.secrets.items()}
        self.do(self.conductor.start)

    def _close(self):
        """Quit the program; a transport that will not hear of it is waited for."""
        closing = self.times.loop.create_task(self.conductor.close())
        self.times.wait(5.0)
        if not closing.done():
            self.failures.append(AssertionError("quitting hangs"))

    def _stop_tasks(self):
        """Stop what the program still does; what has left goes on without it."""
        left = self.times.loop.tasks
        for task in left:
            task.cancel()
        self.times.loop.settle()
        return [task.get_name() for task in left]

    def close(self):
        """End everything, and see that nothing was left behind."""
        try:
            self._close()
            self.times.wait(60.0)
            self._life.alive = False
            left = self._stop_tasks()
            for task in self.times.loop.elsewhere:
                task.cancel()
            self.times.loop.settle()
        finally:
            self.times.loop.close()
        if self.failures:
            raise self.failures[0]
        assert left == []
