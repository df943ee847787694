"""The way through the history: the list, a kept walkthrough step by step, two of them side by side."""

import asyncio
from collections.abc import Callable

from otp_tui.conductor.evidence_ports import HistoryService
from otp_tui.conductor.recorded import RecordedWalkthrough
from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Phase, Tone
from otp_tui.i18n.translator import LANGUAGES, sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.comparison import ComparisonDialog
from otp_tui.wizard.flows.tools import tools_of
from otp_tui.wizard.screens.history import HistoryScreen


class HistoryFlow:
    """Shows kept walkthroughs while none is under way.

    Args:
        control: The app.
        service: Opens the kept walkthroughs, when they are first asked for.
    """

    def __init__(self, control: WizardControl, service: Callable[[], HistoryService]) -> None:
        self._control = control
        self._context = control.context
        self._open = service
        self._service: HistoryService | None = None

    def open(self) -> None:
        """Show the list; while a code is open it would be in the way of what matters."""
        context = self._context
        if context.recorded is None and context.begun and self._is_under_way():
            self._control.show_message(sentence("history.under_way"), Tone.INFO)
            return
        context.look_away()
        self._service = self._service or self._open()
        self._control.show(HistoryScreen(context, self._service, self))

    def leave(self) -> None:
        """Show what was there before the list."""
        self._control.leave_history()

    def show(self, walkthrough_id: str) -> None:
        """Show a kept walkthrough from its first step on."""

        async def load() -> None:
            assert self._service is not None
            try:
                record = await asyncio.to_thread(self._service.load, walkthrough_id)
            except UserError as error:
                self._tell(error)
                return
            self._context.look_at(
                RecordedWalkthrough(record, self._service.write_evidence, self._context.connection.load_tools)
            )
            self.step(0)

        self._control.work(load, "history")

    def compare(self, one_id: str, other_id: str) -> None:
        """Show two kept walkthroughs side by side."""

        async def load() -> None:
            assert self._service is not None
            try:
                one = await asyncio.to_thread(self._service.load, one_id)
                other = await asyncio.to_thread(self._service.load, other_id)
            except UserError as error:
                self._tell(error)
                return
            tools = await tools_of(self._context)
            if tools is not None:
                lines = {
                    name: await asyncio.to_thread(tools.compared, one, other, name) for name in LANGUAGES
                }
                about = f"{one.start.id} {other.start.id}"
                self._control.ask(ComparisonDialog(self._context, about, lines), lambda _: None)

        self._control.work(load, "compare")

    def step(self, by: int) -> None:
        """Show the next or the previous step of the kept walkthrough.

        Args:
            by: 1, -1, or 0 for the one that is due.
        """
        recorded = self._context.recorded
        if recorded is not None:
            recorded.show(recorded.index + by)
            self._context.typed_phone = recorded.phone
            self._control.show_step()

    def _tell(self, error: UserError) -> None:
        if isinstance(self._control.screen, HistoryScreen):
            self._control.screen.show_error(error)

    def _is_under_way(self) -> bool:
        walkthrough = self._context.walkthrough
        resting = walkthrough.phase is Phase.DONE or (
            walkthrough.phase is Phase.PHONE and walkthrough.returned_from is None
        )
        return walkthrough.in_flight is not None or not resting
