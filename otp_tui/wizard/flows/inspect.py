"""The flow of what the inspector asks for: tools, programs, notes, copies, files."""

import asyncio
from collections.abc import Callable
from functools import partial

from textual.message import Message

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.flow.events import ExchangeNoted
from otp_tui.core.flow.state import Tone
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.flows.tools import tools_of
from otp_tui.wizard.inspector.messages import NoteWanted, SnippetWanted, TakeWanted, ToolsWanted


class InspectFlow:
    """Acts on what the inspector posts.

    Args:
        control: The app.
        copy: Sends a text to the clipboard.
    """

    def __init__(self, control: WizardControl, copy: Callable[[str], None]) -> None:
        self._control = control
        self._copy = copy

    def handle(self, message: Message) -> None:
        """Act on a message of the inspector."""
        match message:
            case ToolsWanted():
                self._control.work_after_paint(self._load, "tools")
            case SnippetWanted(exchange=exchange, language=language):
                self._control.work(partial(self._make, exchange, language), "snippet")
            case NoteWanted(note=note):
                self._control.work(partial(self._note, note), "note")
            case TakeWanted():
                self._control.work(partial(self._take, message), "take")

    async def _load(self) -> None:
        await tools_of(self._control.context)
        self._control.draw_all()

    async def _make(self, exchange: Exchange, language: str) -> None:
        await self._snippet(exchange, language)
        self._control.draw_all()

    async def _snippet(self, exchange: Exchange, language: str) -> str:
        """Return a program, made once; what cannot be one says so."""
        context = self._control.context
        made, tools = context.inspector.snippets, await tools_of(self._control.context)
        if (exchange, language) not in made and tools is not None:
            try:
                made[exchange, language] = await asyncio.to_thread(tools.snippet, exchange, language)
            except ValueError:  # a record of a broken journal
                self._say("inspect.no_snippet", Tone.WARNING)
        return made.get((exchange, language), "")

    async def _note(self, note: ExchangeNote) -> None:
        """Keep a note for the evidence; secrets in its comment are masked first."""
        context = self._control.context
        tools, conductor = await tools_of(context), context.conductor
        if context.recorded is not None or tools is None:
            self._say("unavailable.recorded", Tone.WARNING)
            return
        comment = await asyncio.to_thread(tools.masked, note.comment, conductor.secrets)
        conductor.post(ExchangeNoted(note._replace(comment=comment)))

    async def _take(self, wanted: TakeWanted) -> None:
        """Copy or save; a known secret in the text stops it."""
        tools = await tools_of(self._control.context)
        text = wanted.text
        if wanted.language:
            text = await self._snippet(wanted.exchange, wanted.language)
        if tools is None or not text.strip():
            self._say("inspect.nothing", Tone.WARNING)
            return
        secret = tools.secret_in(text, self._control.context.conductor.secrets.items())
        if secret:
            self._say("inspect.secret", Tone.ERROR, secret=secret)
        elif wanted.saved:
            name = wanted.name or tools.file_name(wanted.exchange, wanted.language)
            await self._save(tools, name, text)
        else:
            self._copy(text)
            self._say("inspect.copied", Tone.SUCCESS)

    async def _save(self, tools: ExchangeTools, name: str, text: str) -> None:
        try:
            path = await asyncio.to_thread(tools.save, name, text)
        except OSError:
            self._say("inspect.not_saved", Tone.ERROR, name=name)
        else:
            self._say("inspect.saved", Tone.SUCCESS, path=path)

    def _say(self, name: str, /, tone: Tone, **facts: object) -> None:
        self._control.context.inspector.said = (sentence(name, **facts), tone)
        self._control.draw_all()
