"""A target set up step by step; back and forth keeps what was typed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from otp_tui.core.errors import UserError
from otp_tui.core.security.secrets import Secret
from otp_tui.wizard.screens.form import FormScreen
from otp_tui.wizard.setup_form import STEPS, FormField, SetupForm, SetupService, form_fields
from otp_tui.wizard.widgets.choice import Choice
from otp_tui.wizard.widgets.private_input import PrivateInput
from otp_tui.wizard.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from otp_tui.wizard.lobby import LobbyWizard


class SetupScreen(FormScreen):
    """One step of the set-up.

    Args:
        setup: What it needs from the world.
        draft: What was typed so far.
    """

    app: "LobbyWizard"

    def __init__(self, setup: SetupService, draft: SetupForm) -> None:
        super().__init__()
        self._setup = setup
        self._draft = draft
        self._step = draft.step
        self._left = False
        self._blanks = form_fields(draft, setup.unknown_hosts(draft))
        for blank in self._blanks:
            if blank.kind == "secret":
                draft.credentials.setdefault(blank.name, Secret(""))
            else:
                draft.texts.setdefault(blank.name, "")

    def card(self) -> ComposeResult:
        """Title, what is to be filled in, the way on and back."""
        yield Label(id="title", markup=False)
        yield Label(id="about", classes="-hint", markup=False)
        for blank in self._blanks:
            with Vertical(classes="-blank"):
                yield Label(id=_word_of(blank), classes="-word", markup=False)
                yield self._field(blank)
                if blank.hint:
                    yield Label(id=f"hint-{_id(blank)}", classes="-hint", markup=False)
        with Horizontal(id="choices"):
            yield Button("", id="next", classes="-main")
            yield Button("", id="back", classes="-flat", compact=True)

    def on_mount(self) -> None:
        """The first field has the focus."""
        super().on_mount()
        self._focusable()[0].focus()

    def draw_card(self) -> None:
        """The words."""
        say = self.speech.text
        step = STEPS[self._step]
        place = say("setup.place", step=self._step + 1, steps=len(STEPS))
        self.query_one("#title", Label).update(
            Content.assemble(say(f"setup.title_{step}"), (f"  {place}", "$text-muted"))
        )
        self.query_one("#about", Label).update(say(f"setup.about_{step}"))
        for blank in self._blanks:
            self._word(blank)
            for label in self.query(f"#hint-{_id(blank)}").results(Label):
                label.update(say(f"setup.hint_{blank.name}"))
            if blank.kind == "choice":
                words = {value: say(f"setup.{blank.name}_{value}") for value in blank.choices}
                self.query_one(f"#{_id(blank)}", Choice).word(words)
        self.query_one("#next", Button).label = Content(say("setup.next"))
        self.query_one("#back", Button).label = Content(say("setup.back"))

    def environment(self) -> str:
        """Where the addresses lead as they stand, which decides; before there are any, nothing is said."""
        where = self._setup.environment(self._draft) if self._draft.step else None
        return where.value if where else ""

    def heading(self) -> str:
        """What is being set up."""
        return self.speech.text("setup.heading")

    def back(self) -> bool:
        """One step back, or to the first question."""
        self._keep()
        self._go_to(self._step - 1)
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """On or back."""
        event.stop()
        if event.button.id == "next":
            self._go_on()
        else:
            self.back()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and from the last one on."""
        event.stop()
        self._from(event.input)

    def on_choice_submitted(self, event: Choice.Submitted) -> None:
        """Enter, as in a field."""
        event.stop()
        if self.focused is not None:
            self._from(self.focused)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell a key's length, and where an address leads."""
        event.stop()
        if not self._keep():
            return  # a field tells its first content as a change too
        self.say("")
        for blank in self._blanks:
            self._word(blank)
        self.tick()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen."""
        event.stop()
        self._keep()

    def _field(self, blank: FormField) -> Widget:
        draft = self._draft
        if blank.kind == "choice":
            return Choice(_id(blank), blank.choices, draft.texts[blank.name])
        if blank.kind == "secret":
            field = SecretInput(_id(blank))
            field.value = draft.credentials[blank.name].reveal()
            return field
        return Input(draft.texts[blank.name], id=_id(blank), max_length=300, select_on_focus=False)

    def _word(self, blank: FormField) -> None:
        word = self.speech.text(f"setup.{blank.word}", host=blank.host)
        if blank.kind == "secret":
            length = len(self.query_one(f"#{_id(blank)}", PrivateInput).value)
            word += f" · {self.speech.text('setup.length', length=length)}" if length else ""
        self.query_one(f"#{_word_of(blank)}", Label).update(word)

    def _keep(self) -> bool:
        """Take what stands in the fields into the draft: a key as it is, a text without spaces around it.

        Returns:
            Whether anything is another than before.
        """
        before = (dict(self._draft.texts), dict(self._draft.credentials))
        for blank in self._blanks:
            for field in self.query(f"#{_id(blank)}"):
                if isinstance(field, SecretInput):
                    self._draft.credentials[blank.name] = Secret(field.value)
                elif isinstance(field, Input | Choice):
                    self._draft.texts[blank.name] = field.value.strip()
        return before != (self._draft.texts, self._draft.credentials)

    def _focusable(self) -> list[Widget]:
        return [self.query_one(f"#{_id(blank)}") for blank in self._blanks]

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
        """The next step, or a sentence about what is wrong with this one."""
        self._keep()
        if self._left:
            return
        wrong = self._setup.check(self._draft)
        if wrong is not None:
            self.show_error(wrong)
            fresh = form_fields(self._draft, self._setup.unknown_hosts(self._draft))
            if fresh != self._blanks:  # a host that nobody knows asks for its name once more
                self._go_to(self._step, wrong)
            return
        self._go_to(self._step + 1)

    def _go_to(self, step: int, wrong: UserError | None = None) -> None:
        """Leave for another step, once: a second press of the same key belongs to nobody."""
        if not self._left:
            self._left = True
            self.app.set_up(self._draft, step, wrong)


def _id(blank: FormField) -> str:
    return f"field-{_plain(blank)}"


def _word_of(blank: FormField) -> str:
    return f"word-{_plain(blank)}"


def _plain(blank: FormField) -> str:
    """A field's name as a widget's id can be."""
    return "".join(char if char.isalnum() or char == "_" else "-" for char in blank.name)
