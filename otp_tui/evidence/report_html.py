"""The report as one HTML file: no script, nothing from a network, light and dark, on screen and on paper."""

from base64 import b64encode
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from otp_tui import __version__
from otp_tui.evidence.charts import BarRow, sms_bars, waterfall
from otp_tui.evidence.html import Chart, bar_chart, drawing, template
from otp_tui.evidence.printable import printable
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report import report
from otp_tui.evidence.sequence import sequence_of
from otp_tui.evidence.svg import sequence_svg
from otp_tui.i18n.notices import journey_title, seconds_text
from otp_tui.i18n.translator import Translator


class _Picture(NamedTuple):
    """A picture of a step: its caption, and its address with the whole picture in it."""

    caption: str
    address: str


_STEPS: Final = frozenset({"phone", "send", "code", "link", "done"})
"""The screens whose names have sentences."""
_SVG: Final = "data:image/svg+xml;base64,"


def report_html(run: RunRecord, translator: Translator) -> str:
    """Return the report of a run as an HTML document.

    Args:
        run: The run.
        translator: Words the report.
    """
    told = report(run, translator)
    title = translator.text(
        "report.title", journey=journey_title(translator, run.journey), outcome=told.outcome
    )
    sequence = sequence_of(run, translator)
    drawn = sequence_svg(sequence, translator.text("sequence.title"))
    walkthrough = run.walkthrough.walkthrough if run.walkthrough else None
    return template("report.html.jinja").render(
        title=title,
        report=told,
        language=translator.language,
        say=translator.text,
        sequence=drawing(drawn) if run.exchanges else None,
        waterfall=_waterfall(run, translator),
        sms=_sms(sms_bars(walkthrough.sms_times if walkthrough else (), translator), translator),
        pictures=[_picture(name, svg, translator) for name, svg in run.pictures.items()],
        version=__version__,
    )


def _waterfall(run: RunRecord, translator: Translator) -> Chart | None:
    rows = waterfall(run.exchanges)
    values = []
    for row in rows:
        value = f"{row.length:.0f} ms"
        pause = seconds_text(translator, row.pause)
        values.append(translator.text("chart.pause", value=value, pause=pause) if row.pause else value)
    return bar_chart(rows, values, translator.text("chart.waterfall"), translator)


def _sms(rows: list[BarRow], translator: Translator) -> Chart | None:
    values = [seconds_text(translator, row.length) for row in rows]
    return bar_chart(rows, values, translator.text("chart.sms"), translator)


def _picture(name: str, svg: str, translator: Translator) -> _Picture:
    number, _, step = PurePosixPath(name).stem.partition("-")
    shown = translator.text(f"step.{step}") if step in _STEPS else printable(step)
    caption = translator.text("report.picture", number=number, name=shown)
    return _Picture(caption, _SVG + b64encode(svg.encode()).decode())
