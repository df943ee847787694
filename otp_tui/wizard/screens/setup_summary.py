"""The last step of the set-up: summary, a check of the keys, and saving."""

from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Label, Static

from otp_tui.conductor.ports import SetupService
from otp_tui.conductor.setup_form import STEPS, SetupForm
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.i18n.errors import message_text
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.keyring_wait import wait_for_late_answer
from otp_tui.wizard.messages import ConnectionChosen, StepChosen
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.widgets.action_button import ButtonRow, WordedButton

_BUTTONS = ("save", "test", "once")


class SetupSummaryScreen(FormScreen):
    """The summary of a set-up, with its buttons.

    Args:
        context: The state that it reads.
        setup: Configuration and keyring.
        form: What was typed.
    """

    def __init__(self, context: WizardContext, setup: SetupService, form: SetupForm) -> None:
        super().__init__(context)
        self._setup = setup
        self._form = form
        self._busy = False

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        yield Static(id="summary", markup=False)
        with ButtonRow(id="choices"):
            for name in _BUTTONS:
                yield WordedButton(name, primary=name == "save")

    def on_mount(self) -> None:
        """Put the focus on *Save*; probe the keyring meanwhile."""
        super().on_mount()
        self.query_one("#save").focus()
        self.work(self._probe, "probe")

    def draw_card(self) -> None:
        say, form = self.translator.text, self._form
        place = say("setup.place", step=len(STEPS), steps=len(STEPS))
        self.query_one("#title", Label).update(
            Content.assemble(say("setup.title_save"), (f"  {place}", "$text-muted"))
        )
        rows = [
            (say("setup.name"), form.texts["name"]),
            (say("setup.merchant"), form.texts.get("merchant") or "–"),
            (say("setup.journey"), journey_title(self.translator, form.journey)),
            *((say(f"provider.{name}"), form.texts[f"{name}_url"]) for name in form.providers),
            *(
                (say(f"setup.{name.replace('.', '_')}"), say("setup.length", length=len(key)))
                for name, key in form.credentials.items()
                if name.split(".")[0] in form.providers
            ),
        ]
        width = max(len(label) for label, _ in rows) + 2
        lines = [Content.assemble((label.ljust(width), "$text-muted"), text) for label, text in rows]
        self.query_one("#summary", Static).update(Content("\n").join(lines))
        for name in _BUTTONS:
            self.query_one(f"#{name}", WordedButton).write(say(f"setup.do_{name}"))

    def environment(self) -> str:
        where = self._setup.environment(self._form)
        return where.value if where else ""

    def heading(self) -> str:
        return self.translator.text("setup.heading")

    def back(self) -> bool:
        """Go one step back, unless something is under way that it would cut in half."""
        if self._busy:
            self.show_message(sentence("setup.busy"), Tone.INFO)
            return True
        self.leave(StepChosen(self._form, self._form.step - 1))
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says, one thing at a time."""
        event.stop()
        if self.left:
            return
        if self._busy:
            self.show_message(sentence("setup.busy"), Tone.INFO)
        elif event.button.id == "once":
            self.leave(ConnectionChosen(self._setup.for_this_run(self._form)))
        elif event.button.id == "test":
            self._ask_test()
        else:
            self._start_save()

    def _ask_test(self) -> None:
        def test() -> None:
            self.work(self._test, "test")

        if self._setup.environment(self._form) is Environment.LIVE:
            self.confirm("test_live", test)
        else:
            test()

    def _start_save(self, *, overwrite: bool = False) -> None:
        self._busy = True
        self.work(partial(self._save, overwrite=overwrite), "save")

    async def _probe(self) -> None:
        try:
            await self._setup.probe()
        except KeyringError as error:
            self.show_keyring_error(error)
            if error.late is not None:
                await wait_for_late_answer(error)
                if not self._busy:
                    self.clear_message()

    async def _test(self) -> None:
        self._busy = True
        self.show_message(sentence("setup.testing"), Tone.INFO)
        try:
            shown = await self._setup.test(self._form)
            self.show_message(
                lambda translator: "\n".join(message_text(translator, message) for message in shown),
                Tone.INFO,
            )
        except UserError as failure:
            self.show_error(failure)
        finally:
            self._busy = False

    async def _save(self, *, overwrite: bool) -> None:
        self._busy = True
        self.show_message(sentence("setup.saving"), Tone.INFO)
        try:
            connection = await self._setup.save(
                self._form, overwrite=overwrite, waiting=self.show_keyring_error
            )
        except KeyringError as error:
            self.show_keyring_error(error)
        except UserError as failure:
            self.show_error(failure)
        else:
            if connection is None:
                self.clear_message()
                name = self._form.texts["name"]
                self.confirm("overwrite", partial(self._start_save, overwrite=True), profile=name)
            else:
                self.leave(ConnectionChosen(connection))
        finally:
            self._busy = False
