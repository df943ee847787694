"""The list of exchanges as recorded: request, answer, decision."""

from collections.abc import Sequence
from typing import Final

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.state import Tone, Walkthrough
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.widgets.status_line import MARKS, STYLES

_TONES: Final = {
    Verdict.OK: Tone.SUCCESS,
    Verdict.CHALLENGE: Tone.SUCCESS,
    Verdict.CODE_REFUSED: Tone.WARNING,
    Verdict.TOO_EARLY: Tone.WARNING,
    Verdict.LIMITED: Tone.WARNING,
    Verdict.EXPIRED: Tone.WARNING,
    Verdict.THREE_D: Tone.WARNING,
}


class ExchangeList(VerticalScroll):
    """Draws exchanges, the newest first; above them the request that waits for its answer."""

    def __init__(self) -> None:
        super().__init__(Static(id="exchange-text", markup=False))
        self._drawn: object = None

    def show(self, translator: Translator, exchanges: Sequence[Exchange], walkthrough: Walkthrough) -> None:
        """Draw them, if there is anything new."""
        drawn = (
            len(exchanges),
            exchanges[-1] if exchanges else None,
            walkthrough.in_flight,
            translator.language,
        )
        if drawn == self._drawn or not self.is_mounted:
            return
        self._drawn = drawn
        pieces = [_one(translator, exchange) for exchange in reversed(exchanges)]
        if walkthrough.in_flight is not None:
            provider = translator.text(f"provider.{walkthrough.policy.provider}")
            waiting = translator.text(f"waiting.{walkthrough.in_flight.verb}", provider=provider)
            pieces.insert(
                0, Content.assemble((f"{walkthrough.in_flight.number}  {waiting} …", "bold $accent"))
            )
        text = Content("\n\n").join(pieces) if pieces else Content(translator.text("exchanges.none"))
        self.query_one("#exchange-text", Static).update(text)
        self.scroll_home(animate=False)


def _one(translator: Translator, exchange: Exchange) -> Content:
    say = translator.text
    status = str(exchange.status) if exchange.status else say(f"fault.{exchange.fault}")
    head = f"{exchange.number}  {say(f'provider.{exchange.provider}')}  {exchange.call}"
    verdict = say(f"verdict.{exchange.decision.verdict}") + (
        f" · {say('exchanges.late')}" if exchange.late else ""
    )
    tone = _TONES.get(exchange.decision.verdict, Tone.ERROR)
    return Content.assemble(
        (head, "bold"),
        (f"   {status} · {exchange.ms} ms · {exchange.at.astimezone():%H:%M:%S}\n", "$text-muted"),
        (f"{MARKS[tone]} {verdict}", STYLES[tone]),
        (f"   {exchange.decision.decided_by}\n", "$text"),
        (f"▸ {say('exchanges.request')}  ", "bold $link"),
        (f"{exchange.method} {exchange.url}\n", "$text-muted"),
        (_header_lines(exchange.request_headers), "$text-muted"),
        (exchange.request_body + ("\n" if exchange.request_body else ""), "$link"),
        (f"◂ {say('exchanges.answer')}  ", "bold $text"),
        (f"{say('exchanges.size', size=len(exchange.body.encode()))}\n", "$text-muted"),
        (_header_lines(exchange.headers), "$text-muted"),
        (exchange.body, "$text"),
    )


def _header_lines(headers: Sequence[tuple[str, str]]) -> str:
    return "".join(f"  {name}: {value}\n" for name, value in headers)
