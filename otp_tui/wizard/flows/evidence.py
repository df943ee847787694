"""The way to an evidence pack: one at a time, beside the screen, and where it went."""

import asyncio

from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.errors import wording_of
from otp_tui.i18n.translator import LANGUAGES, sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.evidence import EvidenceDialog
from otp_tui.wizard.dialogs.ticket import TicketDialog
from otp_tui.wizard.flows.tools import tools_of


class EvidenceFlow:
    """Makes the evidence of the walkthrough on the screen.

    Args:
        control: The app.
    """

    def __init__(self, control: WizardControl) -> None:
        self._control = control
        self._context = control.context
        self._at_work = False

    def make(self) -> None:
        """Make a pack of all that happened so far, and say where it is."""
        context = self._context
        if context.walkthrough.phone is None:
            self._control.show_message(sentence("evidence.nothing_yet"), Tone.INFO)
        elif self._at_work or context.loaded is None:
            self._control.show_message(sentence("evidence.making"), Tone.INFO)
        else:
            self._at_work = True
            self._control.show_message(sentence("evidence.making"), Tone.INFO)
            self._control.work(self._write, "evidence")

    def show_ticket(self) -> None:
        """Show the text for the provider's support, which can be copied."""
        context = self._context
        if not context.record.exchanges:
            self._control.show_message(sentence("ticket.nothing_yet"), Tone.INFO)
            return
        self._control.work(self._show_ticket, "ticket")

    def _show(self, dialog: EvidenceDialog | TicketDialog) -> None:
        """Show a dialog in the place of the other one."""
        front = self._control.screen
        if isinstance(front, EvidenceDialog | TicketDialog):
            front.action_close()
        self._control.ask(dialog, lambda _: None)

    async def _show_ticket(self) -> None:
        """Word the ticket in both languages, so that F3 changes it at once."""
        context = self._context
        tools = await tools_of(context)
        if tools is None:
            return
        record = context.record._replace(profile=context.connection.profile or context.record.profile)
        secrets = context.conductor.secrets
        try:
            texts = {name: await asyncio.to_thread(tools.ticket, record, secrets, name) for name in LANGUAGES}
        except UserError as error:
            self._control.show_message(wording_of(error), Tone.ERROR)
            return
        self._show(TicketDialog(context, lambda translator: texts[translator.language]))

    async def _write(self) -> None:
        context = self._context
        assert context.loaded is not None
        record, secrets = context.record, context.conductor.secrets
        try:
            written = await context.loaded.write_evidence(record, secrets, context.translator.language)
        except UserError as error:
            self._control.show_message(wording_of(error), Tone.ERROR)
            return
        finally:
            self._at_work = False
        if self._control.step_screen is not None:
            self._control.step_screen.clear_message()
        self._show(EvidenceDialog(context, written))
