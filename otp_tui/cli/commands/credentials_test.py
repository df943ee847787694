"""`otp-tui credentials test`: keys checked as far as a provider lets one check them without sending an SMS."""

import asyncio
import json

from otp_tui.cli.composition.config import load_config, profile_of
from otp_tui.cli.composition.credentials import Keys
from otp_tui.cli.composition.errors import usage
from otp_tui.cli.composition.prerequisites import Provisions
from otp_tui.cli.composition.prompting import confirmed, provided
from otp_tui.cli.composition.provider_targets import ca_bundle_of, targets_of
from otp_tui.cli.composition.runtime import Settings, Workshop, new_id, open_vault, random_user_id
from otp_tui.cli.composition.targets import Target, addresses, possible_journeys, read_target
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.console import out
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.flow.exits import NO_KEYS
from otp_tui.core.flow.journey import Environment
from otp_tui.i18n.translator import Speech
from otp_tui.services.credential_check import KeyLook, KeyState, check_keys

_NETWORK = 8
_EXIT_CODES = {
    KeyState.ACCEPTED: 0,
    KeyState.UNKNOWN: _NETWORK,
    KeyState.UNREACHABLE: _NETWORK,
    KeyState.REFUSED: NO_KEYS,
}


def test_keys(speech: Speech, *, profile: str, as_json: bool, yes: bool) -> int:
    """Test the keys of every provider that a profile has an address for.

    Raises:
        CommandError: There is nothing to test, or it may not be tested.
    """
    chosen = profile_of(load_config(), profile)
    texts = addresses(profile=chosen)
    if not texts:
        raise usage("profile.no_address", profile=profile)
    journeys = possible_journeys(texts)
    target = read_target(journeys, texts, chosen)
    if target.environment is Environment.LIVE and not confirmed(
        speech, "keys.ask_test_live", yes=yes, profile=profile
    ):
        out(speech.say("ask.left_alone"))
        return 0
    looks = asyncio.run(_test(speech, target))
    if as_json:
        out(json.dumps({"v": 1, "profile": profile, "environment": target.environment, "keys": _rows(looks)}))
    else:
        for look in looks:
            for line in key_lines(speech, look):
                out(line)
    return max(_EXIT_CODES[look.state] for look in looks)


async def _test(speech: Speech, target: Target) -> list[KeyLook]:
    use_daemon_threads()
    workshop = Workshop(SystemClock(), Settings(random_user_id()), target, open_vault())
    try:
        provisions: Provisions = await provided(workshop, speech)
        return await look_at_keys(target, provisions.keys)
    finally:
        workshop.close()


async def look_at_keys(target: Target, keys: Keys) -> list[KeyLook]:
    """One exchange for each provider, none of which sends an SMS.

    Args:
        target: Where the requests go.
        keys: By field.
    """
    profile = target.profile
    return await check_keys(
        targets_of(target, keys, random_user_id),
        trust=target.trust,
        new_id=new_id,
        ca_bundle=ca_bundle_of(profile),
        proxy=profile.proxy if profile else None,
    )


def key_lines(speech: Speech, look: KeyLook) -> list[str]:
    """What a test has shown, and what it could not show.

    Args:
        speech: Words it.
        look: What came of it.
    """
    provider = speech.say(f"provider.{look.provider}")
    fault = speech.say(f"fault.{look.fault}") if look.fault else look.decided_by
    lines = [speech.say(f"key_test.{look.state}", provider=provider, proof=look.decided_by, fault=fault)]
    if look.state is KeyState.ACCEPTED:
        lines.append("  " + speech.say(f"key_test.limits_{look.provider}"))
    return lines


def _rows(looks: list[KeyLook]) -> list[dict[str, str | None]]:
    return [
        {"provider": look.provider, "state": look.state, "decided_by": look.decided_by, "fault": look.fault}
        for look in looks
    ]
