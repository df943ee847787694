"""What leaves the line-by-line wizard: the list of exchanges, the evidence, the text for the provider's support."""

import asyncio

from otp_tui.conductor import Conductor
from otp_tui.conductor.ports import Connection, LoadedConnection
from otp_tui.core.errors import UserError
from otp_tui.i18n.errors import error_text
from otp_tui.plain.dialogue import Dialogue
from otp_tui.plain.exchange_words import exchange_text


class WalkthroughRecords:
    """Tells and keeps what happened in a walkthrough so far.

    Args:
        dialogue: Tells it.
        conductor: Has it.
        connection: Its target.
        loaded: Writes the evidence.
    """

    def __init__(
        self, dialogue: Dialogue, conductor: Conductor, connection: Connection, loaded: LoadedConnection
    ) -> None:
        self._dialogue = dialogue
        self._translator = dialogue.translator
        self._conductor = conductor
        self._connection = connection
        self._loaded = loaded

    async def tell_exchanges(self) -> None:
        """Say each exchange in a line."""
        exchanges = self._conductor.exchanges
        if not exchanges:
            self._dialogue.text("plain.no_exchanges")
        for number, exchange in enumerate(exchanges, 1):
            self._dialogue.say(f"  {number}: {exchange_text(self._translator, exchange)}")

    async def write_evidence(self) -> None:
        """Write the evidence of all that happened so far, and say where it is."""
        if self._conductor.walkthrough.phone is None:
            self._dialogue.text("evidence.nothing_yet")
            return
        self._dialogue.text("evidence.making")
        record, secrets = self._conductor.record, self._conductor.secrets
        try:
            written = await self._loaded.write_evidence(record, secrets, self._translator.language)
        except UserError as error:
            self._dialogue.say(error_text(self._translator, error))
            return
        self._dialogue.text("evidence.files", files=written.files)
        self._dialogue.say(f"  {written.folder}")
        if not written.has_pictures:
            self._dialogue.text("evidence.no_pictures")
        self._dialogue.text("evidence.attach")

    async def tell_ticket(self) -> None:
        """Say the text for the provider's support."""
        record, load = self._conductor.record, self._connection.load_tools
        if not record.exchanges or load is None:
            self._dialogue.text("ticket.nothing_yet")
            return
        tools = await asyncio.to_thread(load)
        record = record._replace(profile=self._connection.profile or record.profile)
        secrets, language = self._conductor.secrets, self._translator.language
        try:
            text = await asyncio.to_thread(tools.ticket, record, secrets, language)
        except UserError as error:
            self._dialogue.say(error_text(self._translator, error))
            return
        self._dialogue.text("ticket.title")
        for line in text.rstrip("\n").split("\n"):
            self._dialogue.say(f"  {line}".rstrip())
