"""Request and answer: labelled, with headers, and with the body as pretty JSON."""

from typing import ClassVar

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.wizard.inspector.json_text import body_lines
from otp_tui.wizard.inspector.lines import BLANK, DECIDING, ViewLine, heading, inert, pairs, said
from otp_tui.wizard.inspector.views.decision import OWN_PATHS
from otp_tui.wizard.inspector.views.text_view import TextView, file_name
from otp_tui.wizard.inspector.views.view import ViewSource


class RequestView(TextView):
    """Shows what was sent."""

    name: ClassVar[str] = "request"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        exchange, say = source.exchange, source.translator.text
        lines = [
            said(f"{inert(exchange.method)} {inert(exchange.url)}", "bold $text", hang=2),
            BLANK,
            heading(say("view.headers")),
            *pairs(exchange.request_headers),
            BLANK,
        ]
        if not exchange.request_body:
            return [*lines, said(say("view.no_body"), "$text-muted")]
        return [*lines, heading(say("view.body")), *body_lines(exchange.request_body, {}, source.tools)]

    def file_name(self, source: ViewSource) -> str:
        return file_name(source.exchange, self.name, "json")

    def text(self, source: ViewSource) -> str:
        return source.exchange.request_body + "\n"


class AnswerView(TextView):
    """Shows what came back, with the value that decided marked."""

    name: ClassVar[str] = "answer"

    def applies(self, exchange: Exchange) -> bool:
        """Return False where nothing came back."""
        return exchange.status is not None or bool(exchange.body)

    def draw(self, source: ViewSource) -> list[ViewLine]:
        exchange, say = source.exchange, source.translator.text
        size = say("exchanges.size", size=len(exchange.body.encode()))
        by_status = exchange.decision.path == "HTTP status"
        lines = [said(f"HTTP {exchange.status} · {size}", "bold $text", mark=DECIDING if by_status else "")]
        if exchange.fault is not None:
            lines.append(said(say(f"fault.{exchange.fault}"), "$error", mark=DECIDING))
        lines += [BLANK, heading(say("view.headers")), *pairs(exchange.headers), BLANK]
        if not exchange.body:
            return [*lines, said(say("view.no_body"), "$text-muted")]
        marks = {} if exchange.decision.path in OWN_PATHS else source.marks
        return [*lines, heading(say("view.body")), *body_lines(exchange.body, marks, source.tools)]

    def file_name(self, source: ViewSource) -> str:
        return file_name(source.exchange, self.name, "json")

    def text(self, source: ViewSource) -> str:
        return source.exchange.body + "\n"
