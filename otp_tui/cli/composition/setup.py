"""Targets set up in the wizard; fills the wizard's `Setup`."""

from collections.abc import Callable

from otp_tui.cli.commands.credentials import differs, key_set
from otp_tui.cli.commands.credentials_test import key_lines, look_at_keys
from otp_tui.cli.commands.profile import environment_named, known_addresses
from otp_tui.cli.commands.wizard import profile_desk
from otp_tui.cli.composition.config import changing, load_config, profile_of
from otp_tui.cli.composition.connections import Desks
from otp_tui.cli.composition.credentials import Keys, checked
from otp_tui.cli.composition.errors import CommandError
from otp_tui.cli.composition.targets import Target, addresses, read_target
from otp_tui.core.errors import Failure
from otp_tui.core.flow.exits import USAGE
from otp_tui.core.flow.journey import Environment
from otp_tui.core.ports import Vault
from otp_tui.core.security.keyring_errors import LONGEST_VALUE, VaultError
from otp_tui.core.target.credentials import FIELDS, fields_of, vault_name
from otp_tui.core.target.endpoints import (
    LIVE_HOSTS,
    TEST_HOSTS,
    BaseUrl,
    TargetError,
    environment_of,
    read_base_url,
)
from otp_tui.core.target.profile import PROFILE_NAME, Config, Profile
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Speech
from otp_tui.storage.keyring.store import PatientVault
from otp_tui.wizard.ports import Desk
from otp_tui.wizard.setup_form import Draft, again


class ConfiguredSetup:
    """Set-up on the configuration file and the keyring.

    Args:
        speech: Words what a test has shown.
        config: The configuration at the start.
        vault: The keyring.
        desks: Makes the desks.
    """

    def __init__(self, speech: Speech, config: Config, vault: Vault, desks: Desks) -> None:
        self._speech = speech
        self._config = config
        self._vault = vault
        self._desks = desks

    @property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Names of the profiles, each with where it leads."""
        return tuple((name, self._about(profile)) for name, profile in self._config.profiles.items())

    def _about(self, profile: Profile) -> str:
        badge = self._speech.say(f"environment.{environment_named(profile)}")
        journey = journey_title(self._speech, profile.journey) if profile.journey else ""
        return " · ".join(filter(None, (badge, profile.merchant, journey)))

    def demo(self) -> Desk:
        """The built-in simulator."""
        return self._desks.demo()

    def open(self, profile: str) -> Desk:
        """A profile.

        Raises:
            Failure: It cannot be used.
        """
        chosen = profile_of(load_config(), profile)
        return profile_desk(self._desks, addresses(profile=chosen), chosen, None, self._vault)

    def known(self, environment: Environment) -> dict[str, str]:
        """The vendors' own addresses by provider."""
        return known_addresses(environment)

    def strange(self, draft: Draft) -> tuple[str, ...]:
        """Hosts that are neither the vendors' nor this machine."""
        hosts = {url.host for url in self._urls(draft).values() if not url.loopback}
        return tuple(sorted(hosts - set(TEST_HOSTS) - set(LIVE_HOSTS)))

    def where(self, draft: Draft) -> Environment | None:
        """Where the addresses lead as they stand."""
        found = {
            environment_of(url, _profile(draft, self.strange(draft)).trust)
            for url in self._urls(draft).values()
        }
        return next(
            (place for place in (Environment.LIVE, Environment.TEST, Environment.SIM) if place in found), None
        )

    def check(self, draft: Draft) -> Failure | None:
        """What is wrong with the step that is shown."""
        try:
            checks = (self._prefill, self._check_addresses, self._check_keys, self._check_name)
            checks[draft.step](draft)
        except Failure as failure:
            return failure
        return None

    async def probe(self) -> None:
        """Try the keyring."""
        await self._vault.probe()

    async def test(self, draft: Draft) -> list[str]:
        """Test the keys without sending an SMS; gives sentences.

        Raises:
            Failure: They cannot be tested.
        """
        looks = await look_at_keys(self._target(draft), draft.keys)
        return [line for look in looks for line in key_lines(self._speech, look)]

    async def save(
        self, draft: Draft, *, overwrite: bool, waiting: Callable[[VaultError], None]
    ) -> Desk | None:
        """Keep the keys, then the profile; None where other keys would be overwritten.

        Raises:
            VaultError: The keys are not kept.
            Failure: The configuration could not be written.
        """
        profile = _profile(draft, self.strange(draft))
        vault = PatientVault(self._vault, waiting)
        await vault.probe()
        keys = self._keys(draft)
        if not overwrite and await differs(vault, profile.name, keys):
            return None
        with changing() as file:  # what the file would not take is told before a key is kept
            file.check(profile)
        for name, key in keys.items():
            await vault.set(vault_name(profile.name, name), key)
        entered = tuple((name, key_set(profile, FIELDS[name])) for name in keys)
        with changing() as file:
            file.save(profile._replace(keys=entered))
        self._config = load_config()
        return self.open(profile.name)

    def for_this_run(self, draft: Draft) -> Desk:
        """Use the draft without keeping anything."""
        profile = _profile(draft, self.strange(draft))
        return profile_desk(
            self._desks, addresses(profile=profile), profile, draft.journey, self._vault, self._keys(draft)
        )

    def _prefill(self, draft: Draft) -> None:
        """The vendors' own addresses, unless others were typed."""
        others = set(known_addresses(Environment.TEST).values()) | set(
            known_addresses(Environment.LIVE).values()
        )
        known = known_addresses(draft.environment)
        for provider in draft.providers:
            field = f"{provider}_url"
            if draft.texts.get(field, "") in {"", *others}:
                draft.texts[field] = known.get(provider, "")

    def _check_addresses(self, draft: Draft) -> None:
        self._target(draft)
        strange = self.strange(draft)
        if draft.environment is Environment.TEST and set(_typed_again(draft, strange)) != set(strange):
            raise CommandError("setup.strange_host", USAGE, host=", ".join(strange))
        if draft.environment is Environment.TEST and self.where(draft) is Environment.LIVE:
            raise CommandError("setup.is_live", USAGE)
        if draft.environment is Environment.LIVE and self.where(draft) is not Environment.LIVE:
            raise CommandError("setup.is_not_live", USAGE)

    def _check_keys(self, draft: Draft) -> None:
        for field in fields_of(draft.providers):
            key = checked(draft.keys[field.name].reveal() if field.name in draft.keys else "", field.name)
            if len(key) > LONGEST_VALUE:
                raise CommandError("setup.key_too_long", USAGE, field=field.name, longest=LONGEST_VALUE)
        draft.texts.setdefault("name", "test" if draft.environment is Environment.TEST else "live")

    def _check_name(self, draft: Draft) -> None:
        name, merchant = draft.texts.get("name", ""), draft.texts.get("merchant", "")
        if not PROFILE_NAME.fullmatch(name):
            raise CommandError("profile.bad_name", USAGE)
        if name in load_config().profiles:
            raise CommandError("setup.name_taken", USAGE, profile=name)
        if draft.environment is Environment.LIVE and not merchant:
            raise CommandError("setup.needs_merchant", USAGE)

    def _target(self, draft: Draft) -> Target:
        """The target of a draft.

        Raises:
            CommandError: An address cannot be used.
        """
        # The operator says which environment is meant; whether the hosts agree is told apart from a wrong address.
        profile = _profile(draft, self.strange(draft))._replace(live=True)
        return read_target((draft.journey,), addresses(profile=profile), profile)

    def _urls(self, draft: Draft) -> dict[str, BaseUrl]:
        urls: dict[str, BaseUrl] = {}
        for provider in draft.providers:
            try:
                urls[provider] = read_base_url(draft.texts.get(f"{provider}_url", ""))
            except TargetError:
                continue
        return urls

    def _keys(self, draft: Draft) -> Keys:
        return {field.name: draft.keys[field.name] for field in fields_of(draft.providers)}


def _profile(draft: Draft, strange: tuple[str, ...]) -> Profile:
    """The profile that a draft describes; a strange host counts as test once its name was typed a second time."""
    urls = {f"{name}_url": draft.texts.get(f"{name}_url") or None for name in draft.providers}
    return Profile(
        draft.texts.get("name") or "draft",
        urls.get("paynet_url"),
        urls.get("paywall_url"),
        draft.journey,
        live=draft.environment is Environment.LIVE,
        merchant=draft.texts.get("merchant", ""),
        test_hosts=_typed_again(draft, strange) if draft.environment is Environment.TEST else (),
    )


def _typed_again(draft: Draft, strange: tuple[str, ...]) -> tuple[str, ...]:
    """The strange hosts whose names were typed a second time."""
    return tuple(host for host in strange if draft.texts.get(again(host), "") == host)
