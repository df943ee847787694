"""The screen of missing API keys: typed without echo, stored or used once."""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Label

from otp_tui.conductor.ports import CredentialAccess
from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.messages import CredentialsEntered, OtherTargetWanted
from otp_tui.wizard.screens.form import FormScreen, id_of
from otp_tui.wizard.widgets.action_button import ButtonRow, WordedButton
from otp_tui.wizard.widgets.private_input import PrivateInput
from otp_tui.wizard.widgets.secret_input import SecretInput
from otp_tui.wizard.widgets.status_line import StatusLine


class CredentialsScreen(FormScreen):
    """Asks for the missing keys.

    Args:
        context: The state that it reads.
        access: Keeps or takes them.
        missing: Which, and what is wrong with the keyring, if anything.
    """

    def __init__(
        self, context: WizardContext, access: CredentialAccess, missing: CredentialsMissingError
    ) -> None:
        super().__init__(context)
        self._access = access
        self._fields = [field.name for field in missing.fields]
        self._problem = missing.problem
        self._busy = False

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        for name in self._fields:
            with Vertical(classes="-blank"):
                yield Label(id=f"word-{id_of(name)}", classes="-word", markup=False)
                yield SecretInput(f"field-{id_of(name)}")
                yield StatusLine(f"wrong-{id_of(name)}")
        with ButtonRow(id="choices"):
            yield WordedButton("keep", primary=True)
            yield WordedButton("retry")
            yield WordedButton("once")

    def on_mount(self) -> None:
        """Put the focus into the first field."""
        super().on_mount()
        self.query(SecretInput).first().focus()
        if self._problem is not None:
            self.show_keyring_error(self._problem)

    def draw_card(self) -> None:
        say = self.translator.text
        title = "credentials.title" if self._problem is None else "credentials.title_unread"
        self.query_one("#title", Label).update(say(title, profile=self.context.connection.profile or "–"))
        self.query_one("#retry", WordedButton).write(say("setup.do_retry"))
        self.query_one("#retry").display = self._problem is not None
        for name in self._fields:
            length = len(self.query_one(f"#field-{id_of(name)}", PrivateInput).value)
            told = f" · {say('setup.length', length=length)}" if length else ""
            self.query_one(f"#word-{id_of(name)}", Label).update(
                say(f"setup.{name.replace('.', '_')}") + told
            )
        self.query_one("#keep", WordedButton).write(say("setup.do_save"))
        self.query_one("#keep").display = bool(self.context.connection.profile)
        self.query_one("#once", WordedButton).write(say("setup.do_once"))

    def environment(self) -> str:
        return self.context.connection.environment

    def heading(self) -> str:
        return self.translator.text("setup.heading_credentials")

    def back(self) -> bool:
        """Return to the choice of targets."""
        if self._busy:
            self.show_message(sentence("setup.busy"), Tone.INFO)
        else:
            self.leave(OtherTargetWanted())
        return True

    @property
    def untouched(self) -> bool:
        """True while nothing was typed."""
        return not any(field.value for field in self.query(SecretInput))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the length, and take away what was said of the text before."""
        event.stop()
        for line in self.query(f"#wrong-{str(event.input.id).removeprefix('field-')}").results(StatusLine):
            line.clear()
        self.draw_card()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field, and from the last one on."""
        event.stop()
        fields = list(self.query(SecretInput))
        at = fields.index(event.input) + 1 if isinstance(event.input, SecretInput) else 0
        if at < len(fields):
            fields[at].focus()
        else:
            self._go_on(keep=bool(self.context.connection.profile) and self._problem is None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Store the keys, use them once, or ask the keyring again."""
        event.stop()
        if event.button.id == "retry":
            self.leave(CredentialsEntered())
        else:
            self._go_on(keep=event.button.id == "keep")

    def _go_on(self, *, keep: bool, overwrite: bool = False) -> None:
        fields = {name: self.query_one(f"#field-{id_of(name)}", PrivateInput) for name in self._fields}
        credentials = {name: Secret(field.value) for name, field in fields.items()}
        if not self._busy and not self.left:
            self._busy = True
            self.work(partial(self._use, credentials, keep=keep, overwrite=overwrite), "credentials")

    async def _use(self, credentials: dict[str, Secret], *, keep: bool, overwrite: bool) -> None:
        try:
            self._access.check(credentials)
            if keep:
                self.show_message(sentence("setup.saving"), Tone.INFO)
                if not await self._access.store(
                    credentials, overwrite=overwrite, waiting=self.show_keyring_error
                ):
                    self.clear_message()
                    profile = self.context.connection.profile
                    self.confirm(
                        "overwrite", partial(self._go_on, keep=True, overwrite=True), profile=profile
                    )
                    return
            self._access.use_once(credentials)
        except KeyringError as error:
            self._problem = error
            self.draw()
            self.show_keyring_error(error)
        except UserError as failure:
            self.show_error(failure)
        else:
            self.leave(CredentialsEntered())
        finally:
            self._busy = False
