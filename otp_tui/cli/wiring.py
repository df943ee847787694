"""The one place where all rooms are put together; what is heavy is imported by the factories here, when it is due."""

import asyncio
import secrets
import uuid
from typing import TYPE_CHECKING, NamedTuple

from otp_tui.conductor import Conductor, MemoryStore, Terms
from otp_tui.core.journey import Environment
from otp_tui.core.ports import GatewayOpener, GatewaySet, Message, Recorder
from otp_tui.core.secrets import SecretBag

from .clock import SystemClock
from .startup import settle
from .target import Target, made_up_keys
from .threads import use_daemon_threads

if TYPE_CHECKING:
    from otp_tui.core.msisdn import Phone
    from otp_tui.core.ports import SimulatorControls
    from otp_tui.services.gateways import Targets
    from otp_tui.simulator.server import Simulator
    from otp_tui.simulator.world import World


def new_id() -> str:
    """A GUID."""
    return str(uuid.uuid4())


def random_user_id() -> str:
    """A UserId of the documented form, where no key makes it repeatable: ``otp-tui-`` and 16 hex digits."""
    return f"otp-tui-{secrets.token_hex(8)}"


class Settings(NamedTuple):
    """How gateways are opened.

    Attributes:
        user_id: The customer's id at the merchant.
        timeout_s: Seconds for each exchange.
    """

    user_id: str
    timeout_s: float = 15.0


class Workshop:
    """Everything heavy of one run, made when it is first awaited: HTTP client, phone numbers, simulator.

    Args:
        clock: Both clocks; the built-in simulator runs by the same one.
        settings: How gateways are opened.
        target: What to talk to; None starts the built-in simulator.
        otp_lifetime: Seconds a simulated code lives.
        seed: Makes the built-in simulator's codes repeatable.
    """

    def __init__(
        self,
        clock: SystemClock,
        settings: Settings,
        target: Target | None,
        *,
        otp_lifetime: float = 120.0,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self._settings = settings
        self._target = target
        self._otp_lifetime = otp_lifetime
        self._seed = seed
        self._loading: asyncio.Task[Engine] | None = None
        self._simulator: Simulator | None = None

    async def load(self) -> "Engine":
        """Load once; later calls wait for the same."""
        if self._loading is None:
            use_daemon_threads()
            self._loading = asyncio.create_task(asyncio.to_thread(self._build), name="load")
        return await asyncio.shield(self._loading)

    def close(self) -> None:
        """Stop the built-in simulator."""
        if self._simulator is not None:
            self._simulator.stop()
            self._simulator = None

    async def open(self, bag: SecretBag, record: Recorder) -> GatewaySet:
        """Open a walkthrough's gateways; fills `GatewayOpener`."""
        engine = await self.load()
        return engine.open(bag, record)

    def simulated(self) -> "World":
        """The built-in simulator's world, for those who watch it from inside.

        Raises:
            LookupError: None was started.
        """
        if self._simulator is None:
            raise LookupError("no built-in simulator")
        return self._simulator.world

    def _build(self) -> "Engine":
        target = self._target or self._simulate()
        settle()
        return Engine(target, self._settings, self.clock, built_in=self._target is None)

    def _simulate(self) -> Target:
        from otp_tui.core.hosts import read_base_url
        from otp_tui.simulator.server import Simulator
        from otp_tui.simulator.world import World

        world = World(self.clock.epoch, seed=self._seed, otp_lifetime_s=self._otp_lifetime)
        self._simulator = Simulator(world)
        url = read_base_url(self._simulator.start())
        return Target({"paynet": url, "paywall": url}, made_up_keys(), Environment.SIM)


class Engine:
    """What the front ends work with once it is loaded; fills the wizard's `Engine`.

    Args:
        target: What to talk to.
        settings: How gateways are opened.
        clock: Moved by time travel.
        built_in: The simulator is our own, and reads the same clock.
    """

    def __init__(
        self, target: Target, settings: Settings, clock: SystemClock, *, built_in: bool = False
    ) -> None:
        from otp_tui.core import phone
        from otp_tui.services import gateways, simulator_controls

        self._gateways = gateways
        self._phone = phone
        self._settings = settings
        self._clock = clock
        self._targets = _targets(target, settings)
        self._built_in = built_in
        url = next((url for url in target.urls.values() if url.loopback), None)
        self.controls: SimulatorControls | None = (
            simulator_controls.HttpSimulatorControls(url) if url else None
        )

    def read_phone(self, text: str) -> "Phone":
        """Read a phone number.

        Raises:
            PhoneError: With the rule that it breaks.
        """
        return self._phone.read_phone(text)

    async def messages(self, conductor: Conductor) -> tuple[Message, ...]:
        """What arrived on the customer's phone."""
        national = conductor.phone()
        if self.controls is None or national is None:
            return ()
        return await self.controls.messages(national)

    async def travel(self, seconds: float) -> bool:
        """Move the simulator's clock and ours; the built-in one reads ours already."""
        if self.controls is None:
            return False
        moved = self._built_in or await self.controls.advance(seconds)
        if moved:
            self._clock.advance(seconds)
        return moved

    def open(self, bag: SecretBag, record: Recorder) -> GatewaySet:
        """Bind gateways to a walkthrough."""
        return self._gateways.open_gateways(
            self._targets,
            bag,
            record,
            timeout_s=self._settings.timeout_s,
            wall=lambda: self._clock.now().wall,
        )


def _targets(target: Target, settings: Settings) -> "Targets":
    from otp_tui.services.gateways import PaynetTarget, PaywallTarget, Targets

    paynet = paywall = None
    if "paynet" in target.urls:
        paynet = PaynetTarget(target.urls["paynet"], target.keys["paynet"]["secret_key"])
    if "paywall" in target.urls:
        keys = target.keys["paywall"]
        paywall = PaywallTarget(
            target.urls["paywall"], keys["api_key"], keys["api_client"], user_id=lambda: settings.user_id
        )
    return Targets(paynet, paywall)


def conduct(workshop: Workshop, terms: Terms) -> Conductor:
    """The conductor of a walkthrough on a workshop's gateways.

    Args:
        workshop: Opens the gateways.
        terms: What the walkthrough is begun with.
    """
    opener: GatewayOpener = workshop.open
    return Conductor(terms, clock=workshop.clock, opener=opener, store=MemoryStore(), new_id=new_id)
