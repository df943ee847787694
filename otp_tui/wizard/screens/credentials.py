"""Keys that a profile needs and that are not there: typed without echo, kept or used once."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label

from otp_tui.core.errors import Failure
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import KeysMissingError
from otp_tui.wizard.dialogs.base import QuestionOverlay
from otp_tui.wizard.ports import Gate
from otp_tui.wizard.screens.form import CardScreen
from otp_tui.wizard.widgets.private_input import MaskedInput
from otp_tui.wizard.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from otp_tui.wizard.lobby import LobbyWizard


class KeysScreen(CardScreen):
    """Asks for the missing keys.

    Args:
        gate: Keeps or takes them.
        missing: Which, and what is wrong with the keyring, if anything.
    """

    app: "LobbyWizard"

    def __init__(self, gate: Gate, missing: KeysMissingError) -> None:
        super().__init__()
        self._gate = gate
        self._fields = [field.name for field in missing.fields]
        self._problem = missing.problem
        self._busy = False

    def card(self) -> ComposeResult:
        """A field for each key, and both ways to go on."""
        yield Label(id="title", markup=False)
        for name in self._fields:
            with Vertical(classes="-blank"):
                yield Label(id=f"word-{_id(name)}", classes="-word", markup=False)
                yield SecretInput(f"field-{_id(name)}")
        with Horizontal(id="choices"):
            yield Button("", id="keep", classes="-main")
            yield Button("", id="retry", classes="-flat", compact=True)
            yield Button("", id="once", classes="-flat", compact=True)

    def on_mount(self) -> None:
        """The first field has the focus."""
        super().on_mount()
        self.query(SecretInput).first().focus()
        if self._problem is not None:
            self.tell_vault(self._problem)

    def draw_card(self) -> None:
        """The words; of a key its length alone."""
        say = self.speech.say
        title = "keys.title" if self._problem is None else "keys.title_unread"
        self.query_one("#title", Label).update(say(title, profile=self.app.desk.profile or "–"))
        self.query_one("#retry", Button).label = Content(say("setup.do_retry"))
        self.query_one("#retry", Button).display = self._problem is not None
        for name in self._fields:
            length = len(self.query_one(f"#field-{_id(name)}", MaskedInput).value)
            told = f" · {say('setup.length', length=length)}" if length else ""
            self.query_one(f"#word-{_id(name)}", Label).update(say(f"setup.{name.replace('.', '_')}") + told)
        self.query_one("#keep", Button).label = Content(say("setup.do_save"))
        self.query_one("#keep", Button).display = bool(self.app.desk.profile)
        self.query_one("#once", Button).label = Content(say("setup.do_once"))

    def environment(self) -> str:
        """The target's."""
        return self.app.desk.environment

    def heading(self) -> str:
        """What is missing."""
        return self.speech.say("setup.heading_keys")

    def back(self) -> bool:
        """Esc: to the choice of targets."""
        self.app.show_lobby()
        return True

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed yet."""
        return not any(field.value for field in self.query(SecretInput))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the length."""
        event.stop()
        self.draw_card()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and from the last one on."""
        event.stop()
        fields = list(self.query(SecretInput))
        at = fields.index(event.input) + 1 if isinstance(event.input, SecretInput) else 0
        if at < len(fields):
            fields[at].focus()
        else:
            self._go_on(keep=bool(self.app.desk.profile) and self._problem is None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep them, use them once, or ask the keyring again."""
        event.stop()
        if event.button.id == "retry":
            self.app.keys_given()
        else:
            self._go_on(keep=event.button.id == "keep")

    def _go_on(self, *, keep: bool, overwrite: bool = False) -> None:
        fields = {name: self.query_one(f"#field-{_id(name)}", MaskedInput) for name in self._fields}
        keys = {name: Secret(field.value) for name, field in fields.items()}
        if not self._busy:
            self._busy = True
            self.run_worker(self._use(keys, keep=keep, overwrite=overwrite), name="keys", description="keys")

    async def _use(self, keys: dict[str, Secret], *, keep: bool, overwrite: bool) -> None:
        try:
            self._gate.check(keys)
            if keep:
                self.say(self.speech.say("setup.saving"), Tone.INFO)
                if not await self._gate.keep(keys, overwrite=overwrite, waiting=self.tell_vault):
                    self.say("")
                    question = QuestionOverlay("overwrite", profile=self.app.desk.profile)
                    self.app.ask(question, self._answered)
                    return
            self._gate.take(keys)
        except VaultError as error:
            self._problem = error
            self.draw()
            self.tell_vault(error)
        except Failure as failure:
            self.tell_failure(failure)
        else:
            self.app.keys_given()
        finally:
            self._busy = False

    def _answered(self, answer: str | None) -> None:
        if answer == "yes":
            self._go_on(keep=True, overwrite=True)


def _id(name: str) -> str:
    return name.replace(".", "-")
