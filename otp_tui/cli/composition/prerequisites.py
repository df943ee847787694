"""The prerequisites of a first send, gathered once: keys, the guard, the customer's id."""

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from otp_tui.cli.composition.credentials import (
    Credentials,
    credentials_from_environment,
    credentials_from_keyring,
    needed_fields,
)
from otp_tui.cli.composition.targets import Target
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.exit_codes import USAGE
from otp_tui.core.null_ports import NullGuard
from otp_tui.core.phone.number import PhoneError
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.budget import DEFAULT_BUDGET
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.security.send_policy import SendPolicy
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.core.target.providers import PROVIDERS, CredentialField
from otp_tui.storage.journal.send_guard import BudgetGuard
from otp_tui.storage.journal.sends import SendLedger
from otp_tui.storage.keyring.allowed_numbers import read_allowed_numbers
from otp_tui.storage.keyring.app_keys import SENDS, USER_ID, app_key, user_id_of
from otp_tui.storage.keyring.store import WaitingStore

ALLOW_NUMBERS = "OTP_TUI_ALLOW_NUMBERS"


class Prerequisites(NamedTuple):
    """The gathered prerequisites.

    Attributes:
        credentials: Keys by field.
        guard: Stops what must not be sent.
        user_id: The customer's id by the phone's digits with its country code.
        problem: Why the keyring cannot be used, where it was asked.
        repeatable: Whether the same phone gets the same id in the next run.
    """

    credentials: Credentials
    guard: BudgetGuard | NullGuard
    user_id: Callable[[str], str]
    problem: KeyringError | None = None
    repeatable: bool = True


async def gather_prerequisites(
    target: Target,
    keyring: CredentialStore,
    *,
    user_id: str | None,
    random_id: str,
    probe: bool,
    journal: Path,
    typed: Credentials,
) -> Prerequisites:
    """Gather a target's prerequisites; the keyring is asked only where it is needed.

    Args:
        target: Where the requests go.
        keyring: The keyring.
        user_id: The customer's id, where the operator gave one.
        random_id: The id where neither the operator nor a key of the program's own gives one.
        probe: Try the keyring whatever is needed, so that the front end can say how it stands.
        journal: The database that counts sends.
        typed: Keys that were typed for this run.

    Raises:
        CredentialsMissingError: A key is neither given, stored nor typed.
        UserError: A key cannot be used, or not at this address.
    """
    fields = needed_fields(target)
    given = credentials_from_environment(fields)
    keys = typed | given
    missing = tuple(field for field in fields if field.name not in keys)
    if not missing and isinstance(keyring, WaitingStore):
        keyring = keyring.store  # what is merely better with a keyring is not waited for
    chosen_id = user_id or (target.profile.user_id if target.profile else None)
    id_due = chosen_id is None and any(PROVIDERS[name].needs_user_id for name in target.urls)
    counted = target.environment is not Environment.SIM or bool(target.profile and target.profile.budget)
    found = _FromKeyring()
    if probe or id_due or counted or (missing and target.profile):
        app_keys = [USER_ID] * id_due + [SENDS] * counted
        lock = journal.with_name("app-keys.lock")
        await found.ask(keyring, target, missing, app_keys, lock, probe=probe)
    keys |= found.credentials
    numbers = found.numbers
    missing = tuple(field for field in fields if field.name not in keys)
    if missing:
        raise CredentialsMissingError(missing, found.problem)
    if all(field.name in given for field in fields) or (
        not numbers and target.environment is Environment.TEST
    ):
        numbers |= allowed_numbers_from_environment()  # where the keyring holds a list, that alone counts
    _check_ca_bundle(target)
    guard = _guard(target, numbers, found.app_keys.get(SENDS), journal)
    key = found.app_keys.get(USER_ID)
    if chosen_id is None and key is not None:
        return Prerequisites(keys, guard, lambda phone: user_id_of(key, phone), found.problem)
    return Prerequisites(keys, guard, lambda _: chosen_id or random_id, found.problem, chosen_id is not None)


class _FromKeyring:
    """The answers of the keyring, as far as it gave them before it failed."""

    def __init__(self) -> None:
        self.credentials: Credentials = {}
        self.app_keys: dict[str, Secret] = {}
        self.numbers: frozenset[str] = frozenset()
        self.problem: KeyringError | None = None

    async def ask(
        self,
        keyring: CredentialStore,
        target: Target,
        missing: tuple[CredentialField, ...],
        app_keys: list[str],
        lock: Path,
        *,
        probe: bool,
    ) -> None:
        """Ask for missing keys, for keys of the program's own, and for the allowed numbers."""
        try:
            # Each of those keys tries the keyring, and no two programs come in each other's way.
            if probe and not app_keys:
                await keyring.probe()
            if missing:
                self.credentials = await credentials_from_keyring(target, keyring, missing)
            for name in app_keys:
                self.app_keys[name] = await app_key(keyring, name, lock)
            if target.profile is not None and target.environment is not Environment.SIM:
                self.numbers = frozenset(await read_allowed_numbers(keyring, target.profile.name))
        except KeyringError as error:
            self.problem = error


def _guard(target: Target, allowed: frozenset[str], key: Secret | None, journal: Path) -> BudgetGuard:
    profile = target.profile
    budget = profile.budget if profile else None
    if budget is None and target.environment is not Environment.SIM:
        budget = DEFAULT_BUDGET
    policy = SendPolicy(target.environment, profile.merchant if profile else "")
    return BudgetGuard(policy, budget, SendLedger(journal, key), allowed)


def _check_ca_bundle(target: Target) -> None:
    """Refuse a CA bundle that cannot be used, before anything is sent."""
    bundle = target.profile.ca_file if target.profile else None
    if bundle is not None:
        try:
            ssl.create_default_context(cafile=str(bundle))
        except OSError:  # not there, not readable, no PEM (SSLError is an OSError)
            raise UserError("target.ca_bundle", USAGE, file=bundle) from None


def allowed_numbers_from_environment() -> frozenset[str]:
    """Return the phones that the environment allows.

    Raises:
        UserError: One of them is no phone.
    """
    from otp_tui.core.phone.parser import parse_phone

    phones: set[str] = set()
    for place, text in enumerate(filter(None, os.environ.get(ALLOW_NUMBERS, "").split(",")), 1):
        try:
            phones.add(parse_phone(text, ("+",)).national)
        except PhoneError:
            raise UserError(
                "allowed_numbers.unreadable", USAGE, variable=ALLOW_NUMBERS, place=place
            ) from None
    return frozenset(phones)
