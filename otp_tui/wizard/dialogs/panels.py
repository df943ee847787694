"""The side pane's contents as dialogs, for narrow terminals."""

from textual.app import ComposeResult

from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.exchange_list import ExchangeList
from otp_tui.wizard.widgets.inbox import Inbox


class ExchangesDialog(Dialog):
    """The exchanges, where there is no room for the side pane."""

    def content(self) -> ComposeResult:
        yield ExchangeList()

    def draw(self) -> None:
        self.draw_frame(self.translator.text("exchanges.title"))
        self.query_one(ExchangeList).show(
            self.translator, self.context.conductor.exchanges, self.context.walkthrough
        )

    def take_focus(self) -> None:
        self.query_one(ExchangeList).focus()


class InboxDialog(Dialog):
    """The customer's phone, where there is no room for the side pane."""

    def content(self) -> ComposeResult:
        yield Inbox()

    def draw(self) -> None:
        self.draw_frame(self.translator.text("inbox.panel"), self.translator.text("dialog.pick"))
        self.query_one(Inbox).show_all(
            self.translator, self.context.messages, self.context.connection.scenarios
        )

    def take_focus(self) -> None:
        self.query_one(Inbox).focus()
