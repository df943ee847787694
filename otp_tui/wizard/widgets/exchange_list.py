"""Every exchange of the walkthrough as it was recorded: what left, what came back, what decided."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.state import Walk
from otp_tui.i18n.translator import Speech


class ExchangeList(VerticalScroll):
    """Draws exchanges, the newest first; above them the request that waits for its answer."""

    def __init__(self) -> None:
        super().__init__(Static(id="exchange-text", markup=False))
        self._drawn: object = None

    def show(self, speech: Speech, exchanges: Sequence[Exchange], walk: Walk) -> None:
        """Draw them, if there is anything new."""
        drawn = (len(exchanges), exchanges[-1] if exchanges else None, walk.flight, speech.language)
        if drawn == self._drawn or not self.is_mounted:
            return
        self._drawn = drawn
        pieces = [_one(speech, exchange) for exchange in reversed(exchanges)]
        if walk.flight is not None:
            provider = speech.say(f"provider.{walk.policy.provider}")
            waiting = speech.say(f"waiting.{walk.flight.verb}", provider=provider)
            pieces.insert(0, Content.assemble((f"{walk.flight.number}  {waiting} …", "bold $accent")))
        text = Content("\n\n").join(pieces) if pieces else Content(speech.say("exchanges.none"))
        self.query_one("#exchange-text", Static).update(text)
        self.scroll_home(animate=False)


def _one(speech: Speech, exchange: Exchange) -> Content:
    say = speech.say
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
