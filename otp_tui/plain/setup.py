"""The set-up of a target by questions: addresses, keys without echo, a name, then saving."""

from collections.abc import Awaitable, Callable
from typing import Final

from otp_tui.conductor.ports import Connection, SetupService
from otp_tui.conductor.setup_fields import FormField, form_fields
from otp_tui.conductor.setup_form import STEPS, SetupForm
from otp_tui.core.environment import Environment
from otp_tui.core.errors import FieldError, UserError
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.i18n.errors import error_text, message_text
from otp_tui.i18n.keyring import keyring_lines
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator, sentence
from otp_tui.plain.choices import Choice, choose, confirm
from otp_tui.plain.dialogue import Dialogue, InputEndedError
from otp_tui.plain.sending import ask_text

BACK: Final = "<"
_LAST: Final = len(STEPS) - 1

AskSecret = Callable[[str], Awaitable[str]]


class PlainSetup:
    """Asks for a target's fields one by one; what was typed is kept through back and forth.

    Args:
        dialogue: Asks.
        setup: Configuration and keyring.
        ask_secret: Asks for a text that is not shown; raises EOFError where the input ended.
    """

    def __init__(self, dialogue: Dialogue, setup: SetupService, ask_secret: AskSecret) -> None:
        self._dialogue = dialogue
        self._translator = dialogue.translator
        self._setup = setup
        self._ask_secret = ask_secret

    async def run(self) -> Connection | None:
        """Ask all of it; return the target, or None where the operator goes back before the first question.

        Raises:
            QuitError: The operator quits.
        """
        form = SetupForm()
        self._dialogue.text("plain.setup_typing")
        while form.step >= 0:
            if form.step == _LAST:
                connection = await self._end(form)
                if connection is not None:
                    return connection
                form.step -= 1
            else:
                form.step += 1 if await self._ask_step(form) else -1
        return None

    # the fields --------------------------------------------------------------------------------------

    async def _ask_step(self, form: SetupForm) -> bool:
        """Ask for a step's fields until they are right; False where the operator goes back."""
        step, say = STEPS[form.step], self._translator.text
        place = say("plain.place", step=form.step + 1, steps=len(STEPS))
        self._dialogue.say(f"{place}: {say(f'setup.title_{step}')}")
        self._dialogue.say(say(f"setup.about_{step}"))
        wrong: FieldError | None = None
        asked: set[str] = set()
        while True:
            for field in self._fields(form):
                again = wrong is None or field.name == wrong.field or field.name not in asked
                if again and not await self._ask_field(form, field):
                    return False
                asked.add(field.name)
            failure = self._setup.check(form)
            if failure is None:
                return True
            self._dialogue.say(error_text(self._translator, failure))
            known = {field.name for field in self._fields(form)}
            wrong = failure if isinstance(failure, FieldError) and failure.field in known else None

    def _fields(self, form: SetupForm) -> tuple[FormField, ...]:
        return form_fields(form, self._setup.unknown_hosts(form))

    async def _ask_field(self, form: SetupForm, field: FormField) -> bool:
        say = self._translator.text
        word = say(f"setup.{field.word}", host=field.host)
        hint = sentence(f"setup.hint_{field.name}") if field.hint else None
        if field.kind == "choice":
            return await self._ask_choice(form, field, word)
        if field.kind == "secret":
            return await self._ask_key(form, field, word)
        kept = form.texts.get(field.name, "")
        prompt = say("plain.ask_field_kept", field=word, kept=kept) if kept else f"{word}:"
        answer = await ask_text(self._dialogue, lambda _: prompt, hint)
        if answer == BACK:
            return False
        form.texts[field.name] = answer or kept
        return True

    async def _ask_choice(self, form: SetupForm, field: FormField, word: str) -> bool:
        choices = [Choice(name, sentence(f"setup.{field.name}_{name}")) for name in field.choices]
        choices.sort(key=lambda choice: choice.name != form.texts[field.name])  # Enter keeps what was chosen
        choices.append(Choice(BACK, sentence("setup.back"), "back"))
        about = sentence(f"setup.hint_{field.name}")
        name = await choose(self._dialogue, lambda _: word, choices, default=True, about=about)
        if name != BACK:
            form.texts[field.name] = name
        return name != BACK

    async def _ask_key(self, form: SetupForm, field: FormField, word: str) -> bool:
        kept = form.credentials.get(field.name)
        length = f" {self._translator.text('plain.kept_key', length=len(kept))}" if kept else ""
        try:
            answer = await self._ask_secret(f"{word} {self._translator.text('plain.not_shown')}{length}: ")
        except EOFError:
            raise InputEndedError from None
        if answer == BACK:
            return False
        if answer or kept is None:
            form.credentials[field.name] = Secret(answer)
            self._dialogue.text("setup.length", length=len(answer))
        return True

    # summary and saving ------------------------------------------------------------------------------

    async def _end(self, form: SetupForm) -> Connection | None:
        """Show what was typed; save, test or use it. None where the operator goes back."""
        for line in self._summary(form):
            self._dialogue.say(line)
        await self._probe()
        offered = [Choice(name, sentence(f"setup.do_{name}")) for name in ("save", "test", "once")]
        offered.append(Choice(BACK, sentence("setup.back"), "back"))
        while True:
            name = await choose(self._dialogue, sentence("setup.title_save"), offered, default=True)
            if name == BACK:
                return None
            connection = await self._do(form, name)
            if connection is not None:
                return connection

    async def _do(self, form: SetupForm, name: str) -> Connection | None:
        """Save, test, or use for this run; None where that did not lead to a target."""
        try:
            if name == "once":
                return self._setup.for_this_run(form)
            if name == "test":
                await self._test(form)
                return None
            return await self._save(form)
        except KeyringError as error:
            self._tell_keyring(error)
        except UserError as failure:
            self._dialogue.say(error_text(self._translator, failure))
        return None

    async def _test(self, form: SetupForm) -> None:
        live = self._setup.environment(form) is Environment.LIVE
        if live and not await confirm(self._dialogue, "test_live"):
            return
        self._dialogue.text("setup.testing")
        for message in await self._setup.test(form):
            self._dialogue.say(message_text(self._translator, message))

    async def _save(self, form: SetupForm) -> Connection | None:
        self._dialogue.text("setup.saving")
        connection = await self._setup.save(form, overwrite=False, waiting=self._tell_keyring)
        if connection is None and await confirm(self._dialogue, "overwrite", profile=form.texts["name"]):
            connection = await self._setup.save(form, overwrite=True, waiting=self._tell_keyring)
        return connection

    async def _probe(self) -> None:
        """Say before anything is saved how the keyring stands."""
        try:
            await self._setup.probe()
        except KeyringError as error:
            self._tell_keyring(error)

    def _tell_keyring(self, error: KeyringError) -> None:
        for line in keyring_lines(self._translator, error):
            self._dialogue.say(line)

    def _summary(self, form: SetupForm) -> list[str]:
        say = self._translator.text
        place = say("plain.place", step=len(STEPS), steps=len(STEPS))
        rows = [
            (say("setup.name"), form.texts["name"]),
            (say("setup.merchant"), form.texts.get("merchant") or say("credentials.not_set")),
            (say("setup.journey"), journey_title(self._translator, form.journey)),
            *((say(f"provider.{name}"), form.texts[f"{name}_url"]) for name in form.providers),
            *(_key_row(self._translator, name, key) for name, key in form.credentials.items()),
        ]
        return [f"{place}: {say('setup.title_save')}", *(f"  {label}: {text}" for label, text in rows)]


def _key_row(translator: Translator, name: str, key: Secret) -> tuple[str, str]:
    label = translator.text(f"setup.{name.replace('.', '_')}")
    return label, translator.text("setup.length", length=len(key))
