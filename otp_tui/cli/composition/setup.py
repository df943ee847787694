"""Set-up on configuration file and keyring; implements the port `SetupService`."""

from collections.abc import Callable

from otp_tui.cli.composition.config import changing_config, load_config, profile_of
from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.composition.credentials import Credentials, field_credential, store_credentials
from otp_tui.cli.composition.targets import (
    Target,
    addresses,
    environment_of_profile,
    known_addresses,
    read_target,
)
from otp_tui.conductor.ports import Connection
from otp_tui.conductor.setup_form import SetupForm, confirmation_field
from otp_tui.core.environment import Environment
from otp_tui.core.errors import FieldError, Message, UserError
from otp_tui.core.ports import CredentialStore
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.endpoints import (
    BaseUrl,
    TargetError,
    environment_of,
    most_dangerous,
    read_base_url,
)
from otp_tui.core.target.profile import NEW_PROFILE_NAME, Config, CredentialRecord, Profile
from otp_tui.core.target.providers import PROVIDERS, owner_of
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator
from otp_tui.storage.keyring.store import WaitingStore


class ConfiguredSetup:
    """Set-up on the configuration file and the keyring.

    Args:
        translator: Words what a test has shown.
        config: The configuration at the start.
        keyring: The keyring.
        connections: Makes the connections.
    """

    def __init__(
        self, translator: Translator, config: Config, keyring: CredentialStore, connections: ConnectionFactory
    ) -> None:
        self._translator = translator
        self._config = config
        self._keyring = keyring
        self._connections = connections

    @property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """The names of the profiles, each with a short description."""
        return tuple((name, self._about(profile)) for name, profile in self._config.profiles.items())

    def _about(self, profile: Profile) -> str:
        badge = self._translator.text(f"environment.{environment_of_profile(profile)}")
        journey = journey_title(self._translator, profile.journey) if profile.journey else ""
        return " · ".join(filter(None, (badge, profile.merchant, journey)))

    def demo(self) -> Connection:
        """Return the built-in simulator."""
        return self._connections.demo(self._translator)

    def open(self, profile: str) -> Connection:
        """Return a profile's target.

        Raises:
            UserError: The profile cannot be used.
        """
        chosen = profile_of(load_config(), profile)
        return self._connections.for_profile(addresses(profile=chosen), chosen, None, self._keyring)

    def unknown_hosts(self, form: SetupForm) -> tuple[str, ...]:
        """Return the form's hosts that are neither the vendors' nor this machine."""
        hosts = {url.host for url in self._urls(form).values() if not url.loopback}
        return tuple(sorted(host for host in hosts if owner_of(host) is None))

    def environment(self, form: SetupForm) -> Environment | None:
        """Return where the addresses lead as they stand; None where they cannot be read yet."""
        trust = _profile(form, self.unknown_hosts(form)).trust
        found = [environment_of(url, trust) for url in self._urls(form).values()]
        return most_dangerous(found) if found else None

    def check(self, form: SetupForm) -> UserError | None:
        """Return the mistake of the step that is shown, if there is one."""
        try:
            checks = (self._prefill, self._check_addresses, self._check_credentials, self._check_name)
            checks[form.step](form)
        except UserError as failure:
            return failure
        return None

    async def probe(self) -> None:
        """Try the keyring."""
        await self._keyring.probe()

    async def test(self, form: SetupForm) -> list[Message]:
        """Check the keys without sending an SMS; gives what that showed.

        Raises:
            UserError: An address cannot be used.
        """
        from otp_tui.cli.composition.credential_checks import check_target_credentials, credential_messages

        checks = await check_target_credentials(self._target(form), form.credentials)
        return [message for check in checks for message in credential_messages(check)]

    async def save(
        self, form: SetupForm, *, overwrite: bool, waiting: Callable[[KeyringError], None]
    ) -> Connection | None:
        """Store the keys, then the profile; None where other keys would be overwritten.

        Raises:
            KeyringError: A key was not stored.
            UserError: The configuration could not be written.
        """
        profile = _profile(form, self.unknown_hosts(form))
        with changing_config() as file:  # what the file would not take is told before a key is stored
            file.check(profile)
        records: dict[str, CredentialRecord] = {}
        stored = await store_credentials(
            WaitingStore(self._keyring, waiting),
            profile,
            self._credentials(form),
            overwrite=overwrite,
            record=records.__setitem__,
        )
        if not stored:
            return None
        with changing_config() as file:
            file.save(profile._replace(credentials=tuple(records.items())))
        self._config = load_config()
        return self.open(profile.name)

    def for_this_run(self, form: SetupForm) -> Connection:
        """Return the form's target without storing anything."""
        profile = _profile(form, self.unknown_hosts(form))
        return self._connections.for_profile(
            addresses(profile=profile), profile, form.journey, self._keyring, self._credentials(form)
        )

    def _prefill(self, form: SetupForm) -> None:
        """Fill in the vendors' own addresses, unless others were typed."""
        others = {*known_addresses(Environment.TEST).values(), *known_addresses(Environment.LIVE).values()}
        known = known_addresses(form.environment)
        for provider in form.providers:
            field = PROVIDERS[provider].url_key
            if form.texts.get(field, "") in {"", *others}:
                form.texts[field] = known.get(provider, "")

    def _check_addresses(self, form: SetupForm) -> None:
        try:
            self._target(form)
        except UserError as failure:
            title = failure.facts.get("provider")
            wrong = [PROVIDERS[name].url_key for name in form.providers if PROVIDERS[name].title == title]
            raise FieldError(failure.name, *wrong[:1] or ("",), **failure.facts) from None
        unknown_hosts = self.unknown_hosts(form)
        if form.environment is Environment.TEST and set(_typed_again(form, unknown_hosts)) != set(
            unknown_hosts
        ):
            asked = next(
                host for host in unknown_hosts if form.texts.get(confirmation_field(host), "") != host
            )
            again = form.texts.get(confirmation_field(asked), "")
            sentence = "setup.other_host" if again else "setup.strange_host"
            raise FieldError(sentence, confirmation_field(asked), host=asked)
        first = PROVIDERS[form.providers[0]].url_key
        if form.environment is Environment.TEST and self.environment(form) is Environment.LIVE:
            raise FieldError("setup.is_live", first)
        if form.environment is Environment.LIVE and self.environment(form) is not Environment.LIVE:
            raise FieldError("setup.is_not_live", first)

    def _check_credentials(self, form: SetupForm) -> None:
        for field in credential_fields(form.providers):
            typed = form.credentials.get(field.name)
            field_credential(typed.reveal() if typed else "", field.name)
        form.texts.setdefault("name", "test" if form.environment is Environment.TEST else "live")

    def _check_name(self, form: SetupForm) -> None:
        name, merchant = form.texts.get("name", ""), form.texts.get("merchant", "")
        if not NEW_PROFILE_NAME.fullmatch(name):
            raise FieldError("profile.bad_name", "name")
        if name in load_config().profiles:
            raise FieldError("setup.name_taken", "name", profile=name)
        if form.environment is Environment.LIVE and not merchant:
            raise FieldError("setup.needs_merchant", "merchant")

    def _target(self, form: SetupForm) -> Target:
        """Return the form's target.

        Raises:
            UserError: An address cannot be used.
        """
        # The operator says which environment is meant; whether the hosts agree is told apart from a wrong address.
        profile = _profile(form, self.unknown_hosts(form))._replace(live=True)
        return read_target((form.journey,), addresses(profile=profile), profile)

    def _urls(self, form: SetupForm) -> dict[str, BaseUrl]:
        urls: dict[str, BaseUrl] = {}
        for provider in form.providers:
            try:
                urls[provider] = read_base_url(form.texts.get(PROVIDERS[provider].url_key, ""))
            except TargetError:
                continue
        return urls

    def _credentials(self, form: SetupForm) -> Credentials:
        return {field.name: form.credentials[field.name] for field in credential_fields(form.providers)}


def _profile(form: SetupForm, unknown_hosts: tuple[str, ...]) -> Profile:
    """Return the form's profile; an unknown host counts as test once it was typed twice."""
    texts = {name: form.texts.get(PROVIDERS[name].url_key, "") for name in form.providers}
    return Profile(
        form.texts.get("name") or "draft",
        {name: text for name, text in texts.items() if text},
        form.journey,
        live=form.environment is Environment.LIVE,
        merchant=form.texts.get("merchant", ""),
        test_hosts=_typed_again(form, unknown_hosts) if form.environment is Environment.TEST else (),
    )


def _typed_again(form: SetupForm, unknown_hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unknown hosts whose names were typed a second time."""
    return tuple(host for host in unknown_hosts if form.texts.get(confirmation_field(host), "") == host)
