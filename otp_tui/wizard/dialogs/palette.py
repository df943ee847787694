"""The command palette: everything that can be done now, by name."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from otp_tui.core.phone.number import may_be_number
from otp_tui.i18n.search import searchable
from otp_tui.wizard.actions import ACTIONS, NOT_COMMANDS, Action
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.pick_list import PickList
from otp_tui.wizard.widgets.text_field import TextField


class PaletteDialog(Dialog):
    """Everything that can be done now, by name."""

    def content(self) -> ComposeResult:
        yield TextField(id="command-filter")
        yield PickList(id="command-list", markup=False)

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say("commands.title"), say("commands.keys"))
        self.query_one(Input).placeholder = say("commands.filter")
        wanted = searchable(self.query_one(Input).value)
        # What asks first (a negative test, undoing the link) is never the one that Enter takes.
        named = [(self.context.action_word(action), action) for action in self._open()]
        names = sorted(named, key=lambda row: (bool(row[1].question), self.translator.sort_key(row[0])))
        listed = self.query_one(OptionList)
        listed.clear_options()
        for name, action in names:
            if wanted in searchable(name):
                listed.add_option(
                    Option(
                        Content.assemble(
                            name, (f"  {self.context.key_label(action) if action.key else ''}", "$text-muted")
                        ),
                        action.name,
                    )
                )
        if listed.option_count:
            listed.highlighted = 0
        else:
            listed.add_option(Option(say("commands.none"), disabled=True))

    def take_focus(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list; a number that is typed here by mistake is not for an audience."""
        event.stop()
        event.input.password = self.context.presenting and may_be_number(event.value)
        self.draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the marked command."""
        event.stop()
        self.query_one(OptionList).action_select()

    def on_key(self, event: object) -> None:
        """Move in the list by the arrow keys while the field has the focus."""
        key = getattr(event, "key", "")
        if key in {"up", "down"} and self.query_one(Input).has_focus:
            listed = self.query_one(OptionList)
            listed.action_cursor_down() if key == "down" else listed.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the choice; the app runs it."""
        event.stop()
        self.answer(event.option.id)

    def _open(self) -> list[Action]:
        return [
            action
            for action in ACTIONS
            if action.name not in NOT_COMMANDS
            and self.context.is_offered(action)
            and self.context.state_of(action)[0]
        ]
