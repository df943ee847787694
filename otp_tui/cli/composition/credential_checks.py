"""Checks of API keys, and what they show: for `credentials test` and for the last step of the set-up."""

from otp_tui.cli.composition.credentials import Credentials
from otp_tui.cli.composition.runtime import new_id, random_user_id
from otp_tui.cli.composition.targets import Target, network_settings, provider_targets
from otp_tui.core.errors import Message
from otp_tui.services.credential_check import CredentialCheck, CredentialState, check_credentials


async def check_target_credentials(target: Target, credentials: Credentials) -> list[CredentialCheck]:
    """Check a target's keys by one exchange for each provider, none of which sends an SMS.

    Args:
        target: Where the requests go.
        credentials: By field.
    """
    targets = provider_targets(target, credentials, random_user_id)
    return await check_credentials(targets, network_settings(target.profile), new_id=new_id)


def credential_messages(check: CredentialCheck) -> list[Message]:
    """Return what a check has shown, and what it could not show.

    Args:
        check: The result.
    """
    fault = Message(f"fault.{check.fault}") if check.fault else check.decided_by
    facts = {"provider": Message(f"provider.{check.provider}"), "proof": check.decided_by, "fault": fault}
    messages = [Message(f"credentials_test.{check.state}", facts)]
    if check.state is CredentialState.ACCEPTED:
        messages.append(Message(f"credentials_test.limits_{check.provider}"))
    return messages
