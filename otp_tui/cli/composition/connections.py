"""Makes the desks that front ends work at, and clears them away at the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from otp_tui.cli.composition.runtime import Runtime, RuntimeOptions, conduct
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.profile import AccentColours
from otp_tui.wizard.ports import Connection

if TYPE_CHECKING:
    from otp_tui.cli.composition.targets import Target

_NUMBERS = tuple(range(1, 24))


class ConnectionFactory:
    """Every desk of one process.

    Args:
        clock: Makes the clock of a desk.
    """

    def __init__(self, clock: Callable[[], SystemClock] = SystemClock) -> None:
        self._clock = clock
        self._runtimes: list[Runtime] = []

    @property
    def runtime(self) -> Runtime:
        """The workshop of the newest desk."""
        return self._runtimes[-1]

    def demo(self, journey: str | None = None, otp_lifetime: float = 120.0) -> Connection:
        """The built-in simulator, which starts when the desk is first used.

        Args:
            journey: ``full`` unless told otherwise.
            otp_lifetime: Seconds a simulated code lives.
        """
        runtime = self._opened(Runtime(self._clock(), RuntimeOptions(), None, otp_lifetime=otp_lifetime))

        def conductor_of(chosen: Journey) -> Conductor:
            return conduct(runtime, WalkthroughOptions(chosen, Environment.SIM))

        journeys = (Journey(journey or Journey.FULL),)
        return Connection(conductor_of, journeys, Environment.SIM, runtime.clock, runtime.load, _NUMBERS)

    def target(
        self,
        target: "Target",
        journeys: tuple[Journey, ...],
        keyring: CredentialStore,
        typed: dict[str, Secret] | None = None,
    ) -> Connection:
        """A target of the operator's own.

        Args:
            target: Where the requests go.
            journeys: What can be chosen.
            keyring: The keyring.
            typed: Keys for this run only.
        """
        from otp_tui.cli.composition.send_limits import RuntimeAccess
        from otp_tui.cli.composition.targets import policies
        from otp_tui.core.code.extraction import pattern_of

        runtime = self._opened(Runtime(self._clock(), RuntimeOptions(probe=True), target, keyring))
        runtime.typed_credentials |= typed or {}
        profile, environment = target.profile, target.environment

        def conductor_of(chosen: Journey) -> Conductor:
            return conduct(runtime, WalkthroughOptions(chosen, environment, legs=policies(chosen, profile)))

        return Connection(
            conductor_of,
            journeys,
            environment,
            runtime.clock,
            runtime.load,
            scenarios=_NUMBERS if environment is Environment.SIM else (),
            access=RuntimeAccess(runtime, keyring, remembers=typed is None),
            profile=profile.name if profile else "",
            merchant=profile.merchant if profile else "",
            host=target.host,
            accent=profile.colours if profile else AccentColours(),
            code_pattern=pattern_of(profile.code_length, profile.code_pattern) if profile else "",
        )

    def none(self) -> Connection:
        """No target yet: nothing can be begun."""
        runtime = Runtime(self._clock(), RuntimeOptions(), None)

        def conductor_of(chosen: Journey) -> Conductor:
            raise LookupError(chosen)

        return Connection(conductor_of, (), Environment.SIM, runtime.clock, runtime.load)

    def close(self) -> None:
        """Stop what was started."""
        for runtime in self._runtimes:
            runtime.close()

    def _opened(self, runtime: Runtime) -> Runtime:
        self._runtimes.append(runtime)
        return runtime
