"""The screen of one step of the set-up; back and forth keeps what was typed."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from otp_tui.conductor.ports import SetupService
from otp_tui.conductor.setup_fields import FormField, form_fields
from otp_tui.conductor.setup_form import STEPS, SetupForm
from otp_tui.core.errors import UserError
from otp_tui.core.security.secrets import Secret
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.messages import StepChosen
from otp_tui.wizard.screens.form import FormScreen, id_of
from otp_tui.wizard.widgets.action_button import ButtonRow, WordedButton
from otp_tui.wizard.widgets.choice import Choice
from otp_tui.wizard.widgets.private_input import PrivateInput
from otp_tui.wizard.widgets.secret_input import SecretInput
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.text_field import TextField


class SetupScreen(FormScreen):
    """One step of the set-up.

    Args:
        context: The state that it reads.
        setup: Configuration and keyring.
        form: What was typed so far.

    Attributes:
        mistake: What is wrong with an answer, as the screen before found it.
    """

    def __init__(self, context: WizardContext, setup: SetupService, form: SetupForm) -> None:
        super().__init__(context)
        self._setup = setup
        self._form = form
        self._step = form.step
        self.mistake: UserError | None = None
        self._form_fields = form_fields(form, setup.unknown_hosts(form))
        for form_field in self._form_fields:
            if form_field.kind == "secret":
                form.credentials.setdefault(form_field.name, Secret(""))
            else:
                form.texts.setdefault(form_field.name, "")

    def card(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        yield Label(id="about", classes="-hint", markup=False)
        for form_field in self._form_fields:
            with Vertical(classes="-blank"):
                yield Label(id=_word_of(form_field), classes="-word", markup=False)
                yield self._field(form_field)
                yield StatusLine(f"wrong-{id_of(form_field.name)}")
                if form_field.hint:
                    yield Label(id=f"hint-{_id(form_field)}", classes="-hint", markup=False)
        with ButtonRow(id="choices"):
            yield WordedButton("next", primary=True)
            yield WordedButton("back")

    def on_mount(self) -> None:
        """Put the focus into the first field, or into the one with a mistake."""
        super().on_mount()
        if self.mistake is None:
            self._focusable()[0].focus()
        else:
            self.show_error(self.mistake)

    def draw_card(self) -> None:
        say = self.translator.text
        step = STEPS[self._step]
        place = say("setup.place", step=self._step + 1, steps=len(STEPS))
        self.query_one("#title", Label).update(
            Content.assemble(say(f"setup.title_{step}"), (f"  {place}", "$text-muted"))
        )
        self.query_one("#about", Label).update(say(f"setup.about_{step}"))
        for form_field in self._form_fields:
            self._word(form_field)
            for label in self.query(f"#hint-{_id(form_field)}").results(Label):
                label.update(say(f"setup.hint_{form_field.name}"))
            if form_field.kind == "choice":
                words = {value: say(f"setup.{form_field.name}_{value}") for value in form_field.choices}
                self.query_one(f"#{_id(form_field)}", Choice).word(words)
        self.query_one("#next", WordedButton).write(say("setup.next"))
        self.query_one("#back", WordedButton).write(say("setup.back"))

    def environment(self) -> str:
        where = self._setup.environment(self._form) if self._form.step else None
        return where.value if where else ""

    def heading(self) -> str:
        return self.translator.text("setup.heading")

    def back(self) -> bool:
        """Go one step back, or to the first question."""
        self._keep()
        self._go_to(self._step - 1)
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on or back."""
        event.stop()
        if event.button.id == "next":
            self._go_on()
        else:
            self.back()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field, and from the last one on."""
        event.stop()
        self._from(event.input)

    def on_choice_submitted(self, event: Choice.Submitted) -> None:
        """Go on, as by Enter in a field."""
        event.stop()
        if self.focused is not None:
            self._from(self.focused)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show a key's length, and where an address leads."""
        event.stop()
        if not self._keep():
            return  # a field tells its first content as a change too
        self.clear_errors()
        self._hide_what_is_asked_no_more()
        for form_field in self._form_fields:
            self._word(form_field)
        self.tick()

    def _hide_what_is_asked_no_more(self) -> None:
        """Hide the question about a host that stands in no address any more."""
        asked = {field.name for field in form_fields(self._form, self._setup.unknown_hosts(self._form))}
        for form_field in self._form_fields:
            for name in (_id(form_field), _word_of(form_field)):
                self.query_one(f"#{name}").display = form_field.name in asked

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen."""
        event.stop()
        self._keep()

    def _field(self, form_field: FormField) -> Widget:
        form = self._form
        if form_field.kind == "choice":
            return Choice(_id(form_field), form_field.choices, form.texts[form_field.name])
        if form_field.kind == "secret":
            field = SecretInput(_id(form_field))
            field.value = form.credentials[form_field.name].reveal()
            return field
        return TextField(form.texts[form_field.name], id=_id(form_field), max_length=300)

    def _word(self, form_field: FormField) -> None:
        word = self.translator.text(f"setup.{form_field.word}", host=form_field.host)
        if form_field.kind == "secret":
            length = len(self.query_one(f"#{_id(form_field)}", PrivateInput).value)
            word += f" · {self.translator.text('setup.length', length=length)}" if length else ""
        self.query_one(f"#{_word_of(form_field)}", Label).update(word)

    def _keep(self) -> bool:
        """Take what stands in the fields into the form: a key as it is, a text without spaces around it.

        Returns:
            Whether anything is another than before.
        """
        before = (dict(self._form.texts), dict(self._form.credentials))
        for form_field in self._form_fields:
            for field in self.query(f"#{_id(form_field)}"):
                if isinstance(field, SecretInput):
                    self._form.credentials[form_field.name] = Secret(field.value)
                elif isinstance(field, Input | Choice):
                    self._form.texts[form_field.name] = field.value.strip()
        return before != (self._form.texts, self._form.credentials)

    def _focusable(self) -> list[Widget]:
        fields = [self.query_one(f"#{_id(form_field)}") for form_field in self._form_fields]
        return [field for field in fields if field.display]

    def _from(self, field: Widget) -> None:
        following = self._after(field)
        if following is None:
            self._go_on()
        else:
            following.focus()

    def _after(self, field: Widget) -> Widget | None:
        rest: Iterator[Widget] = iter(self._focusable())
        for widget in rest:
            if widget is field:
                return next(rest, None)
        return None

    def _go_on(self) -> None:
        """Go to the next step, or show the mistake of this one."""
        self._keep()
        if self.left:
            return
        wrong = self._setup.check(self._form)
        if wrong is not None:
            fresh = form_fields(self._form, self._setup.unknown_hosts(self._form))
            if fresh != self._form_fields:  # a host that nobody knows asks for its name once more
                self._go_to(self._step, wrong)
            else:
                self.show_error(wrong)
            return
        self._go_to(self._step + 1)

    def _go_to(self, step: int, wrong: UserError | None = None) -> None:
        """Go to another step, once: a second press of the same key is ignored."""
        self.leave(StepChosen(self._form, step, wrong))


def _id(form_field: FormField) -> str:
    return f"field-{id_of(form_field.name)}"


def _word_of(form_field: FormField) -> str:
    return f"word-{id_of(form_field.name)}"
