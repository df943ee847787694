"""The list of exchanges as recorded: request, answer, decision."""

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
    return Content.assemble(
        (head, "bold"),
        (f"   {status} · {exchange.ms} ms · {exchange.at.astimezone():%H:%M:%S}\n", "$text-muted"),
        (f"{verdict}", "$accent"),
        (f"   {exchange.decision.decided_by}\n", "$text"),
        (f"{exchange.method} {exchange.url}\n", "$text-muted"),
        (exchange.request_body + ("\n" if exchange.request_body else ""), "$link"),
        (exchange.body, "$text"),
    )
