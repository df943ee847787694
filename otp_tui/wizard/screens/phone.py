"""The screen of the phone, with the number as each provider will get it."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Label, Static

from otp_tui.conductor.ports import LoadedConnection
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneError, PhoneNumber, expand_scenario
from otp_tui.core.target.providers import PROVIDERS, PhoneForm
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.actions import BY_NAME
from otp_tui.wizard.messages import ActionWanted, PhoneTyped
from otp_tui.wizard.screens.base import WIDE
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton
from otp_tui.wizard.widgets.inbox import ScenarioList
from otp_tui.wizard.widgets.status_line import StatusLine
from otp_tui.wizard.widgets.text_field import TextField

_LONGEST = 60
_WRITTEN: dict[PhoneForm, Callable[[PhoneNumber], str]] = {
    PhoneForm.NATIONAL: lambda phone: phone.domestic,
    PhoneForm.INTERNATIONAL: lambda phone: phone.international,
}


class PhoneScreen(StepScreen):
    """Asks for the phone."""

    def card(self) -> ComposeResult:
        with Horizontal(classes="entry"):
            masked = self.context.presenting
            yield TextField(id="phone", max_length=_LONGEST, password=masked)
            yield ActionButton("start", primary=True)
        yield StatusLine("wrong")
        yield ActionButton("return")
        yield Static(id="forms", markup=False)
        yield Static(id="allowance", markup=False)
        yield Vertical(id="numbers")  # filled after the first paint, on the simulator

    def first_focus(self) -> str:
        return "#phone"

    def on_mount(self) -> None:
        """Put what was typed before into the field again."""
        super().on_mount()
        # The app's refresh: the screen's own comes before the first paint.
        self.app.call_after_refresh(self.call_later, self._list_numbers)
        field = self.query_one("#phone", Input)
        field.value = self.context.typed_phone
        field.select_all()

    async def _list_numbers(self) -> None:
        numbers = self.query("#numbers").results(Vertical)
        for place in numbers:
            # This screen can have been left meanwhile.
            if self.context.connection.scenarios and place.is_attached and not place.children:
                await place.mount(Static(id="numbers-title", markup=False), ScenarioList("scenarios"))
                self.draw()

    def key_down(self, event: Key) -> None:
        """Go from the field into the list of numbers: the card's own, or the one of the pane beside it."""
        if not self.query_one("#phone").has_focus:
            return
        event.stop()  # the list, which has the focus from now on, would move by the same key
        lists = [listed for listed in self.query("#scenarios").results(ScenarioList) if listed.region]
        if lists:
            lists[0].focus()
            lists[0].highlighted = lists[0].highlighted or 0
        else:
            self.focus_pane()

    def main_action(self) -> str:
        return "return" if self._is_same_number() else "start"

    def draw_card(self, walkthrough: Walkthrough) -> None:
        say = self.translator.text
        self.query_one("#title", Label).update(say(f"phone.title_{walkthrough.journey}"))
        self.query_one("#phone", Input).placeholder = say("phone.placeholder")
        self.draw_time(walkthrough)
        self._draw_forms(walkthrough)
        numbers, scenarios = self.query_one("#numbers"), self.context.connection.scenarios
        crowded = self.context.persistence_failure is not None or self.context.news is not None
        in_pane = self.context.side_pane == "inbox" and self.app.size.width >= WIDE
        wanted = bool(scenarios) and not self.context.presenting
        numbers.set_class(wanted and not crowded and not in_pane, "-listed")  # F4 has them too
        for heading in numbers.query("#numbers-title").results(Static):
            heading.update(say("phone.numbers"))
        for listed in numbers.query(ScenarioList):
            listed.show(self.translator, scenarios)

    def draw_time(self, walkthrough: Walkthrough) -> None:
        say = self.translator.text
        left = self.context.time_left(walkthrough.challenge)
        back = say("action.return_left" if left else "action.return", left=left)
        is_open, same = self.context.state_of_intent(Intent.RETURN)[0], self._is_same_number()
        send = self.context.action_word(BY_NAME["start"])
        self.offer({"start": (True, back if same else send), "return": (is_open and not same, back)})

    def _is_same_number(self) -> bool:
        """Return whether the number in the field is the one whose walkthrough is open: Enter returns to it."""
        is_open, phone = self.context.state_of_intent(Intent.RETURN)[0], self.readable()
        return is_open and phone is not None and self.context.conductor.is_phone(phone.national)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what was typed and show what would be sent."""
        self.post_message(PhoneTyped(event.value))
        self.clear_problem()
        self._draw_forms(self.context.walkthrough)
        self.draw_time(self.context.walkthrough)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send."""
        event.stop()
        self.post_message(ActionWanted("start"))

    def read(self, loaded: LoadedConnection) -> PhoneNumber | None:
        """Return the phone in the field, or None with a complaint."""
        try:
            return loaded.parse_phone(self._expanded(self.query_one("#phone", Input).value))
        except PhoneError as error:
            self.show_problem(sentence(f"phone.{error.problem}"))
            return None

    def _draw_forms(self, walkthrough: Walkthrough) -> None:
        forms = self.query_one("#forms", Static)
        self.show_allowance()
        phone = self.readable()
        say = self.translator.text
        if phone is None:
            forms.update(Content.assemble((say("phone.hint"), "$text-muted")))
            forms.display = not self.context.presenting
            return
        forms.display = True
        if self.context.presenting:
            forms.update(Content.assemble((say("phone.recognised"), "$text-muted"), f"  {phone.masked}"))
            return
        rows = [
            (say(f"phone.sent_{leg.provider}"), _WRITTEN[PROVIDERS[leg.provider].phone_form](phone))
            for leg in walkthrough.legs
        ]
        width = max(len(label) for label, _ in rows) + 2
        lines = [Content.assemble((label.ljust(width), "$text-muted"), number) for label, number in rows]
        if phone.doubtful:
            lines.append(Content.assemble((say("phone.doubtful"), "$warning")))
        forms.update(Content("\n").join(lines))

    def _expanded(self, text: str) -> str:
        return expand_scenario(text, self.context.connection.scenarios)

    def readable(self) -> PhoneNumber | None:
        """Return the phone in the field, if it is one already."""
        typed = [field.value for field in self.query("#phone").results(Input)]
        loaded, text = self.context.loaded, typed[0] if typed else self.context.typed_phone
        if loaded is None or not text.strip():
            return None
        try:
            return loaded.parse_phone(self._expanded(text))
        except PhoneError:
            return None  # said when Enter is pressed, not at every key
