"""`otp-tui credentials test`: keys checked as far as a provider lets one check them without sending an SMS."""

import asyncio
import json

from otp_tui.cli.composition.config import load_config, profile_of
from otp_tui.cli.composition.credentials import Credentials
from otp_tui.cli.composition.errors import usage
from otp_tui.cli.composition.prerequisites import Prerequisites
from otp_tui.cli.composition.prompting import confirmed, gather_or_ask
from otp_tui.cli.composition.provider_targets import ca_bundle_of, targets_of
from otp_tui.cli.composition.runtime import Runtime, RuntimeOptions, new_id, open_keyring, random_user_id
from otp_tui.cli.composition.targets import Target, addresses, possible_journeys, read_target
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.environment import Environment
from otp_tui.core.exit_codes import NO_KEYS
from otp_tui.i18n.translator import Translator
from otp_tui.services.credential_check import CredentialCheck, CredentialState, check_credentials

_NETWORK = 8
_EXIT_CODES = {
    CredentialState.ACCEPTED: 0,
    CredentialState.UNKNOWN: _NETWORK,
    CredentialState.UNREACHABLE: _NETWORK,
    CredentialState.REFUSED: NO_KEYS,
}


def test_credentials(translator: Translator, *, profile: str, as_json: bool, yes: bool) -> int:
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
        translator, "keys.ask_test_live", yes=yes, profile=profile
    ):
        print_result(translator.text("ask.left_alone"))
        return 0
    looks = asyncio.run(_test(translator, target))
    if as_json:
        print_result(
            json.dumps({"v": 1, "profile": profile, "environment": target.environment, "keys": _rows(looks)})
        )
    else:
        for look in looks:
            for line in credential_lines(translator, look):
                print_result(line)
    return max(_EXIT_CODES[look.state] for look in looks)


async def _test(translator: Translator, target: Target) -> list[CredentialCheck]:
    use_daemon_threads()
    runtime = Runtime(SystemClock(), RuntimeOptions(random_user_id()), target, open_keyring())
    try:
        prerequisites: Prerequisites = await gather_or_ask(runtime, translator)
        return await check_target_credentials(target, prerequisites.credentials)
    finally:
        runtime.close()


async def check_target_credentials(target: Target, keys: Credentials) -> list[CredentialCheck]:
    """One exchange for each provider, none of which sends an SMS.

    Args:
        target: Where the requests go.
        keys: By field.
    """
    profile = target.profile
    return await check_credentials(
        targets_of(target, keys, random_user_id),
        trust=target.trust,
        new_id=new_id,
        ca_bundle=ca_bundle_of(profile),
        proxy=profile.proxy if profile else None,
    )


def credential_lines(translator: Translator, look: CredentialCheck) -> list[str]:
    """What a test has shown, and what it could not show.

    Args:
        translator: Words it.
        look: What came of it.
    """
    provider = translator.text(f"provider.{look.provider}")
    fault = translator.text(f"fault.{look.fault}") if look.fault else look.decided_by
    lines = [translator.text(f"key_test.{look.state}", provider=provider, proof=look.decided_by, fault=fault)]
    if look.state is CredentialState.ACCEPTED:
        lines.append("  " + translator.text(f"key_test.limits_{look.provider}"))
    return lines


def _rows(looks: list[CredentialCheck]) -> list[dict[str, str | None]]:
    return [
        {"provider": look.provider, "state": look.state, "decided_by": look.decided_by, "fault": look.fault}
        for look in looks
    ]
