"""`otp-tui credentials test`: check API keys as far as that sends no SMS."""

import json

from otp_tui.cli.composition.config import load_config, profile_of
from otp_tui.cli.composition.credential_checks import check_target_credentials, credential_messages
from otp_tui.cli.composition.loaded_runtime import RuntimeOptions
from otp_tui.cli.composition.os_keyring import open_keyring
from otp_tui.cli.composition.prerequisites import Prerequisites
from otp_tui.cli.composition.prompting import gather_or_ask
from otp_tui.cli.composition.runtime import Runtime, random_user_id
from otp_tui.cli.composition.targets import Target, addresses, possible_journeys, read_target
from otp_tui.cli.terminal.clock import SystemClock
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.prompts import confirmed
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.exit_codes import NETWORK, NO_KEYS
from otp_tui.i18n.errors import message_text
from otp_tui.i18n.translator import Translator
from otp_tui.services.credential_check import CredentialCheck, CredentialState

_EXIT_CODES = {
    CredentialState.ACCEPTED: 0,
    CredentialState.UNKNOWN: NETWORK,
    CredentialState.UNREACHABLE: NETWORK,
    CredentialState.REFUSED: NO_KEYS,
}


def test_credentials(translator: Translator, *, profile: str, as_json: bool, yes: bool) -> int:
    """Test the keys of every provider that a profile has an address for.

    Raises:
        UserError: The profile has no address, or one that cannot be used.
    """
    chosen = profile_of(load_config(), profile)
    texts = addresses(profile=chosen)
    if not texts:
        raise usage_error("profile.no_address", profile=profile)
    journeys = possible_journeys(texts)
    target = read_target(journeys, texts, chosen)
    if target.environment is Environment.LIVE and not confirmed(
        translator, "credentials.ask_test_live", yes=yes, profile=profile
    ):
        print_result(translator.text("ask.left_alone"))
        return 0
    checks = run_loop(_test(translator, target))
    if as_json:
        print_result(
            json.dumps({"v": 1, "profile": profile, "environment": target.environment, "keys": _rows(checks)})
        )
    else:
        for check in checks:
            for message in credential_messages(check):
                print_result(message_text(translator, message))
    return max(_EXIT_CODES[check.state] for check in checks)


async def _test(translator: Translator, target: Target) -> list[CredentialCheck]:
    use_daemon_threads()
    runtime = Runtime(SystemClock(), RuntimeOptions(random_user_id()), target, open_keyring())
    try:
        prerequisites: Prerequisites = await gather_or_ask(runtime, translator)
        return await check_target_credentials(target, prerequisites.credentials)
    finally:
        runtime.close()


def _rows(checks: list[CredentialCheck]) -> list[dict[str, str | None]]:
    return [
        {
            "provider": check.provider,
            "state": check.state,
            "decided_by": check.decided_by,
            "fault": check.fault,
        }
        for check in checks
    ]
