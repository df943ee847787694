"""The side pane of wide terminals: the exchanges, or the customer's phone."""

from textual.containers import Vertical
from textual.widgets import Static

from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.inspector.pane import InspectorPane
from otp_tui.wizard.presenter.customer_phone import CustomerPhone
from otp_tui.wizard.screens.base import WIDE


class SidePane(Vertical):
    """Holds both, once it was opened: few terminals have the room, and none at once.

    Args:
        context: The state that it draws.
    """

    def __init__(self, context: WizardContext) -> None:
        super().__init__(id="side")
        self.context = context
        self._focus_wanted = False

    def show(self, *, fits: bool) -> None:
        """Draw what the operator wants to see there.

        Args:
            fits: Whether the terminal has room for it.
        """
        pane = self.context.side_pane
        shown = bool(pane) and fits
        self.set_class(shown, "-open")
        self.set_class(pane == "exchanges", "-inspects")
        if shown and not self.children:
            # By the app, whose later styles are read by then; but at work here, where it holds nothing else up.
            self.app.call_after_refresh(self.call_later, self._fill)
        for title in self.query("#side-title").results(Static):
            title.display = pane == "inbox"  # the inspector has its title in its own first line
            title.update(self.context.translator.text("inbox.panel"))
        for inspector in self.query(InspectorPane):
            inspector.display = pane == "exchanges"
            if inspector.display:
                inspector.show(self.context.inspected)
        for phone in self.query(CustomerPhone):
            phone.display = pane == "inbox"
            if phone.display:
                phone.show(self.context)

    async def _fill(self) -> None:
        if self.children or not self.is_attached:  # the screen can be gone meanwhile
            return
        context = self.context
        title = Static(id="side-title", markup=False)
        # What is not mounted yet cannot be drawn.
        await self.mount(title, context.new_inspector(context.inspector), CustomerPhone(hint=True))
        if not self.children:  # it is being taken away, and would ask for the same again and again
            return
        self.call_after_refresh(self._show_filled)  # by then what it is filled with has been composed

    def _show_filled(self) -> None:
        if not self._is_filled:
            if self.children and self.is_attached:
                self.call_after_refresh(self._show_filled)
            return
        context = self.context
        self.show(fits=self.app.size.width >= WIDE)
        if self._focus_wanted or (context.side_pane == "exchanges" and context.inspector.focused):
            self._focus_wanted = False
            self.take_focus()

    @property
    def _is_filled(self) -> bool:
        """True once what is in it can be drawn and can have the focus."""
        return bool(self.children) and all(phone.is_composed for phone in self.query(CustomerPhone))

    def take_focus(self) -> bool:
        """Give the focus to what is shown; False where it has it already, or is not there."""
        inspectors = self.query(InspectorPane)
        if not self._is_filled:
            self._focus_wanted = True  # what is shown takes it when it is there
            return True
        for inspector in inspectors:
            if inspector.display and not self.inspects:
                inspector.take_focus()
                return True
        return any(phone.take_focus() for phone in self.query(CustomerPhone) if phone.display)

    @property
    def inspects(self) -> bool:
        """True while the inspector has the focus."""
        focused = self.screen.focused
        return focused is not None and any(
            isinstance(node, InspectorPane) for node in focused.ancestors_with_self
        )

    def leave_inspector(self) -> bool:
        """Close the inspector's field, or the inspector; False where only its field was open."""
        inspector = self.query_one(InspectorPane)
        if inspector.close_field():
            return False
        inspector.leave()
        self.context.side_pane = "inbox" if self.context.connection.scenarios else ""
        return True
