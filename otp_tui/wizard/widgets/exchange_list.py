"""Every exchange of the walkthrough as it was recorded: what left, what came back, what decided."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.state import Walkthrough
from otp_tui.i18n.translator import Translator


class ExchangeList(VerticalScroll):
    """Draws exchanges, the newest first; above them the request that waits for its answer."""

    def __init__(self) -> None:
        super().__init__(Static(id="exchange-text", markup=False))
        self._drawn: object = None

    def show(self, speech: Translator, exchanges: Sequence[Exchange], walk: Walkthrough) -> None:
        """Draw them, if there is anything new."""
        drawn = (len(exchanges), exchanges[-1] if exchanges else None, walk.in_flight, speech.language)
        if drawn == self._drawn or not self.is_mounted:
            return
        self._drawn = drawn
        pieces = [_one(speech, exchange) for exchange in reversed(exchanges)]
        if walk.in_flight is not None:
            provider = speech.text(f"provider.{walk.policy.provider}")
            waiting = speech.text(f"waiting.{walk.in_flight.verb}", provider=provider)
            pieces.insert(0, Content.assemble((f"{walk.in_flight.number}  {waiting} …", "bold $accent")))
        text = Content("\n\n").join(pieces) if pieces else Content(speech.text("exchanges.none"))
        self.query_one("#exchange-text", Static).update(text)
        self.scroll_home(animate=False)


def _one(speech: Translator, exchange: Exchange) -> Content:
    say = speech.text
    status = str(exchange.status) if exchange.status else say(f"fault.{exchange.fault}")
    head = f"{exchange.number}  {say(f'provider.{exchange.provider}')}  {exchange.call}"
    verdict = say(f"verdict.{exchange.decision.verdict}") + (
        f" · {say('exchanges.late')}" if exchange.late else ""
    )
    return Content.assemble(
        (head, "bold"),
        (f"   {status} · {exchange.ms} ms · {exchange.at.astimezone():%H:%M:%S}\n", "$text-muted"),
        (f"{verdict}", "$accent"),
        (f"   {exchange.decision.decided_by}\n", "$text"),
        (f"{exchange.method} {exchange.url}\n", "$text-muted"),
        (exchange.request_body + ("\n" if exchange.request_body else ""), "$link"),
        (exchange.body, "$text"),
    )
