"""The moments of an exchange in one list by time, each with its milliseconds and its part of the whole."""

from typing import ClassVar, Final

from textual.content import Content

from otp_tui.core.exchange.timings import Timings
from otp_tui.wizard.inspector.lines import BLANK, ViewLine, heading, inert, pairs, said
from otp_tui.wizard.inspector.views.text_view import TextView
from otp_tui.wizard.inspector.views.view import ViewSource

MOMENTS: Final = ("connecting", "resolved", "connected", "secured", "writing", "written", "answered", "done")
"""The fields of `Timings` in the order of an ordinary exchange, which decides between equal moments."""
_WIDEST_BAR: Final = 40
_NUMBER: Final = 9
_MARGINS: Final = 6
"""The blanks of a line: at both ends, before and behind the number."""


class TimingsView(TextView):
    """Shows where the time went, to whom the connection led, and its certificate."""

    name: ClassVar[str] = "timings"

    def draw(self, source: ViewSource) -> list[ViewLine]:
        exchange, say = source.exchange, source.translator.text
        began = f"{exchange.at.astimezone():%Y-%m-%d %H:%M:%S.%f}"[:-3]
        lines = [*pairs([(say("timing.began"), began)]), BLANK]
        lines += _waterfall(source, exchange.timings) or [
            said(say("timing.total", ms=exchange.ms), "$text"),
            said(say("timing.none"), "$text-muted"),
        ]
        peer = exchange.server_address or say("timing.no_server")
        via = f" · {say('timing.via_proxy')}" if exchange.via_proxy else ""
        lines += [BLANK, *pairs([(say("timing.server"), peer + via)])]
        certificate = exchange.certificate
        if certificate is None:
            return [*lines, said(say("timing.no_certificate"), "$text-muted")]
        rows = (
            (say("timing.subject"), certificate.subject or "–"),
            (say("timing.issuer"), certificate.issuer or "–"),
            (say("timing.not_after"), f"{certificate.not_after:%Y-%m-%d %H:%M} UTC"),
        )
        return [*lines, BLANK, heading(say("timing.certificate")), *pairs(rows)]


def _waterfall(source: ViewSource, timings: Timings) -> list[ViewLine]:
    """Return the moments that the exchange had, each with a bar from the moment before it."""
    say = source.translator.text
    known = timings._asdict()
    had = sorted(
        ((known[name], place, name) for place, name in enumerate(MOMENTS) if known[name] is not None)
    )
    if not had:
        return []
    words = [inert(say(f"timing.{name}")) for _, _, name in had]
    longest = max(map(len, words))
    room = min(_WIDEST_BAR, source.width - longest - _NUMBER - _MARGINS)
    whole = max(had[-1][0], 0.001)
    lines, before = [], 0.0
    for (at, _, _), word in zip(had, words, strict=True):
        begin, end = round(before / whole * room), round(at / whole * room)
        bar = " " * begin + ("━" * (end - begin) or "╸")
        ms = f"{source.translator.decimal(at)} ms".rjust(_NUMBER + 2)
        lines.append(
            ViewLine(
                Content.assemble(
                    (word.ljust(longest), "$text"),
                    (ms, "bold $text"),
                    (f"  {bar[: max(room, 0)]}", "$accent"),
                )
            )
        )
        before = at
    return lines
