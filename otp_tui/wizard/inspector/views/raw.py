"""The exchange as on the wire: lines and headers in their order, bodies without colours."""

from typing import ClassVar

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.wizard.inspector.lines import BLANK, ViewLine, heading, plain_lines
from otp_tui.wizard.inspector.views.text_view import TextView
from otp_tui.wizard.inspector.views.view import ViewSource


def request_text(exchange: Exchange) -> str:
    """Return the request's line, headers and body."""
    return _message(f"{exchange.method} {exchange.url}", exchange.request_headers, exchange.request_body)


def answer_text(exchange: Exchange) -> str:
    """Return the answer's status, headers and body; empty where nothing came back."""
    if exchange.status is None:
        return exchange.body
    return _message(f"HTTP {exchange.status}", exchange.headers, exchange.body)


class RawView(TextView):
    """Shows the exchange as on the wire."""

    name: ClassVar[str] = "raw"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        exchange, say = source.exchange, source.translator.text
        answer = answer_text(exchange)
        if not answer and exchange.fault is not None:
            answer = say(f"fault.{exchange.fault}")
        return [
            heading(f"▸ {say('exchanges.request')}"),
            *plain_lines(request_text(exchange)),
            BLANK,
            heading(f"◂ {say('exchanges.answer')}"),
            *plain_lines(answer),
        ]


def _message(first: str, headers: tuple[tuple[str, str], ...], body: str) -> str:
    return "\n".join([first, *(f"{name}: {value}" for name, value in headers), "", body]).rstrip("\n")
