"""The exchange as a program, in one of the languages."""

from typing import ClassVar

from otp_tui.wizard.inspector.lines import ViewLine, coloured, inert, said
from otp_tui.wizard.inspector.views.text_view import TextView
from otp_tui.wizard.inspector.views.view import ViewSource


class CodeView(TextView):
    """Shows a complete program that sends the request again; its secrets are names of variables."""

    name: ClassVar[str] = "code"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        if source.snippet is None or source.tools is None:
            return [said(source.translator.text("view.loading"), "$text-muted")]
        lexer = {name: lexer for name, _, lexer in source.tools.languages}[source.language]
        lines = [inert(line) for line in source.snippet.rstrip("\n").split("\n")]
        return [ViewLine(content, hang=2) for content in coloured(lines, lexer, source.tools)]

    def file_name(self, source: ViewSource) -> str:
        return source.tools.file_name(source.exchange, source.language) if source.tools else ""

    def text(self, source: ViewSource) -> str:
        return source.snippet or ""
