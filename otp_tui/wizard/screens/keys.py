"""Keys that a profile needs and that are not there: typed without echo, kept or used once."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label

from otp_tui.core.credentials import KeysMissingError
from otp_tui.core.failure import Failure
from otp_tui.core.secrets import Secret
from otp_tui.core.vault import VaultError
from otp_tui.core.walk import Tone
from otp_tui.wizard.desk import Gate
from otp_tui.wizard.widgets.masked import MaskedInput
from otp_tui.wizard.widgets.secret_input import SecretInput

from .card import CardScreen

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

    def card(self) -> ComposeResult:
        """A field for each key, and both ways to go on."""
        yield Label(id="title", markup=False)
        for name in self._fields:
            with Vertical(classes="-blank"):
                yield Label(id=f"word-{_id(name)}", classes="-word", markup=False)
                yield SecretInput(f"field-{_id(name)}")
        with Horizontal(id="choices"):
            yield Button("", id="keep", classes="-main")
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
        self.query_one("#title", Label).update(say("keys.title", profile=self.app.desk.profile or "–"))
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

    @property
    def can_go_back(self) -> bool:
        """There is nothing before it."""
        return False

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
        """Keep them, or use them once."""
        event.stop()
        self._go_on(keep=event.button.id == "keep")

    def _go_on(self, *, keep: bool) -> None:
        keys = {
            name: Secret(self.query_one(f"#field-{_id(name)}", MaskedInput).value) for name in self._fields
        }
        self.run_worker(self._use(keys, keep=keep), name="keys", description="keys")

    async def _use(self, keys: dict[str, Secret], *, keep: bool) -> None:
        try:
            self._gate.take(keys)
            if keep:
                self.say(self.speech.say("setup.saving"), Tone.INFO)
                await self._gate.keep(keys)
        except VaultError as error:
            self._problem = error
            self.tell_vault(error)
        except Failure as failure:
            self.tell_failure(failure)
        else:
            self.app.keys_given()


def _id(name: str) -> str:
    return name.replace(".", "-")
