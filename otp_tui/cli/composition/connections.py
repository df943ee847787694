"""Connections: the targets that front ends work with, made here and closed at the end."""

from collections.abc import Callable, Mapping

from otp_tui.cli.composition.loaded_runtime import RuntimeOptions
from otp_tui.cli.composition.runtime import Runtime, load_tools, new_conductor
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.conductor import Conductor, WalkthroughOptions
from otp_tui.conductor.ports import Connection
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.profile import AccentColours, Profile
from otp_tui.i18n.translator import Translator

_SCENARIOS = tuple(range(1, 24))


class ConnectionFactory:
    """Every connection of one process.

    Args:
        clock: Makes the clock of a connection.
    """

    def __init__(self, clock: Callable[[], SystemClock] = SystemClock) -> None:
        self._clock = clock
        self._runtimes: list[Runtime] = []

    @property
    def runtime(self) -> Runtime:
        """The runtime of the newest connection."""
        return self._runtimes[-1]

    def demo(
        self,
        translator: Translator,
        journey: str | None = None,
        otp_lifetime: float = 120.0,
        *,
        sms_delay: float = 0.0,
    ) -> Connection:
        """Return the built-in simulator, which starts when the connection is first used.

        Args:
            translator: Its language is that of the SMS.
            journey: ``full`` unless told otherwise.
            otp_lifetime: Seconds a simulated code lives; the screen's estimate is the same.
            sms_delay: Seconds until a simulated SMS arrives.
        """
        runtime = self._opened(
            Runtime(
                self._clock(),
                RuntimeOptions(),
                None,
                otp_lifetime=otp_lifetime,
                sms_language=lambda: "en" if translator.language == "en" else "tr",
                sms_delay=sms_delay,
            )
        )

        def conductor_of(chosen: Journey) -> Conductor:
            legs = tuple(leg._replace(assumed_s=max(1, round(otp_lifetime))) for leg in LEGS[chosen])
            return new_conductor(runtime, WalkthroughOptions(chosen, Environment.SIM, legs=legs))

        journeys = (Journey(journey or Journey.FULL),)
        return Connection(
            conductor_of,
            journeys,
            Environment.SIM,
            runtime.clock,
            runtime.load,
            _SCENARIOS,
            load_tools=load_tools,
        )

    def for_profile(
        self,
        texts: Mapping[str, str],
        profile: Profile | None,
        journey: str | None,
        keyring: CredentialStore,
        typed: dict[str, Secret] | None = None,
    ) -> Connection:
        """Return the target of a profile, or of addresses alone.

        Args:
            texts: Addresses by provider.
            profile: Whose.
            journey: What to do; else the profile's own, else whatever its addresses make possible.
            keyring: The keyring.
            typed: Keys for this run only.

        Raises:
            UserError: An address is missing or cannot be used, or a live profile names no merchant.
        """
        from otp_tui.cli.composition.credential_access import RuntimeCredentials
        from otp_tui.cli.composition.send_limits import RuntimeSendLimits
        from otp_tui.cli.composition.targets import policies, possible_journeys, read_target
        from otp_tui.core.code.extraction import pattern_of

        wanted = journey or (profile.journey if profile else None)
        journeys = (Journey(wanted),) if wanted else possible_journeys(texts)
        if not journeys:
            raise usage_error("target.no_target")
        target = read_target(journeys, texts, profile)
        environment = target.environment
        if environment is Environment.LIVE:
            from otp_tui.cli.composition.prompting import check_merchant

            check_merchant(profile)
        runtime = self._opened(Runtime(self._clock(), RuntimeOptions(probe=True), target, keyring))
        runtime.typed_credentials |= typed or {}

        def conductor_of(chosen: Journey) -> Conductor:
            legs = policies(chosen, profile)
            return new_conductor(runtime, WalkthroughOptions(chosen, environment, legs=legs))

        return Connection(
            conductor_of,
            journeys,
            environment,
            runtime.clock,
            runtime.load,
            scenarios=_SCENARIOS if environment is Environment.SIM else (),
            credentials=RuntimeCredentials(runtime, keyring),
            limits=RuntimeSendLimits(runtime, keyring, remembers=typed is None),
            profile=profile.name if profile else "",
            merchant=profile.merchant if profile else "",
            host=target.host,
            logo=profile.logo if profile else "",
            accent=profile.colours if profile else AccentColours(),
            code_pattern=pattern_of(profile.code_length, profile.code_pattern) if profile else "",
            load_tools=load_tools,
        )

    def none(self) -> Connection:
        """Return a connection without a target: nothing can be begun."""
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
