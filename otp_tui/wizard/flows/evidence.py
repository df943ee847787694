"""The way to an evidence pack: one at a time, beside the screen, and where it went."""

from functools import partial

from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Tone
from otp_tui.evidence.record import run_record
from otp_tui.evidence.scan import LeakError, check_files, masked_record
from otp_tui.evidence.ticket import ticket
from otp_tui.i18n.errors import wording_of
from otp_tui.i18n.translator import LANGUAGES, Translator, sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.dialogs.evidence import EvidenceDialog
from otp_tui.wizard.dialogs.ticket import TicketDialog


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
        record, _ = masked_record(context.record._replace(profile=context.connection.profile))
        secrets = list(context.conductor.secrets.items())
        try:
            for language in LANGUAGES:
                check_files({"ticket.txt": ticket(run_record(record), Translator(language))}, secrets)
        except LeakError as error:
            self._control.show_message(
                sentence("evidence.leak", file=error.file, secret=error.secret), Tone.ERROR
            )
            return
        self._control.ask(TicketDialog(context, partial(ticket, run_record(record))), lambda _: None)

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
        self._control.ask(EvidenceDialog(context, written), lambda _: None)
