"""The side pane's contents as dialogs, for narrow terminals."""

from textual.app import ComposeResult

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.inspector.pane import InspectorPane
from otp_tui.wizard.presenter.customer_phone import CustomerPhone


class InspectorDialog(Dialog):
    """The exchanges on the whole screen, where there is no room for the side pane."""

    def content(self) -> ComposeResult:
        yield self.context.new_inspector(self.context.inspector)

    def again(self) -> Dialog:
        return InspectorDialog(self.context)

    def draw(self) -> None:
        self.draw_frame(self.translator.text("exchanges.title"))
        self.query_one(InspectorPane).show(self.context.inspected)

    def take_focus(self) -> None:
        self.query_one(InspectorPane).take_focus()

    def action_inspect(self, name: str) -> None:
        """Run a key of the inspector that was clicked among the key hints."""
        self.query_one(InspectorPane).action_use(name)

    def action_close(self) -> None:
        """Close the inspector's field, or the inspector."""
        if not self.query_one(InspectorPane).close_field():
            super().action_close()


class InboxDialog(Dialog):
    """The customer's phone, where there is no room for the side pane."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self._minute = -1

    def content(self) -> ComposeResult:
        yield CustomerPhone()

    def tick(self) -> None:
        minute = self.context.now().utc.minute
        if minute != self._minute and self.drawable:
            self._minute = minute
            for phone in self.query(CustomerPhone):
                phone.show(self.context)

    def draw(self) -> None:
        self.draw_frame(self.translator.text("inbox.panel"), self.translator.text("dialog.pick"))
        self.query_one(CustomerPhone).show(self.context)

    def take_focus(self) -> None:
        self.query_one(CustomerPhone).take_focus()
