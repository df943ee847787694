"""The report as one HTML file: no script, nothing from a network, light and dark, on screen and on paper."""

from base64 import b64encode
from functools import cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from otp_tui import __version__
from otp_tui.evidence.charts import BarRow, sms_bars, waterfall
from otp_tui.evidence.printable import code_parts, printable
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report import report
from otp_tui.evidence.sequence import sequence_of
from otp_tui.evidence.svg import bars_svg, sequence_svg
from otp_tui.i18n.notices import journey_title, seconds_text
from otp_tui.i18n.translator import Translator


class _Chart(NamedTuple):
    """A chart: its drawing and the kinds of its parts with their names."""

    svg: Markup
    legend: tuple[tuple[str, str], ...]


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
    return _template().render(
        title=title,
        report=told,
        language=translator.language,
        say=translator.text,
        sequence=_drawing(drawn) if run.exchanges else None,
        waterfall=_waterfall(run, translator),
        sms=_sms(sms_bars(walkthrough.sms_times if walkthrough else (), translator), translator),
        pictures=[_picture(name, svg, translator) for name, svg in run.pictures.items()],
        version=__version__,
    )


def _waterfall(run: RunRecord, translator: Translator) -> _Chart | None:
    rows = waterfall(run.exchanges)
    values = []
    for row in rows:
        value = f"{row.length:.0f} ms"
        pause = seconds_text(translator, row.pause)
        values.append(translator.text("chart.pause", value=value, pause=pause) if row.pause else value)
    return _chart(rows, values, translator.text("chart.waterfall"), translator)


def _sms(rows: list[BarRow], translator: Translator) -> _Chart | None:
    values = [seconds_text(translator, row.length) for row in rows]
    return _chart(rows, values, translator.text("chart.sms"), translator)


def _chart(rows: list[BarRow], values: list[str], title: str, translator: Translator) -> _Chart | None:
    if not rows:
        return None
    kinds = dict.fromkeys(part.kind for row in rows for part in row.parts)
    legend = tuple((kind, translator.text(f"chart.{kind}")) for kind in kinds)
    return _Chart(_drawing(bars_svg(rows, values, title)), legend)


def _picture(name: str, svg: str, translator: Translator) -> _Picture:
    number, _, step = PurePosixPath(name).stem.partition("-")
    shown = translator.text(f"step.{step}") if step in _STEPS else printable(step)
    caption = translator.text("report.picture", number=number, name=shown)
    return _Picture(caption, _SVG + b64encode(svg.encode()).decode())


def _drawing(svg: str) -> Markup:
    """Return a drawing of ours as markup; an XML writer escaped every text in it."""
    return Markup(svg)  # noqa: S704 - written by xml.etree


def _sentence(text: str) -> Markup:
    """Return a sentence as markup: escaped, and what stands between backticks as code."""
    wrap = Markup("<code>{}</code>")
    return Markup().join(wrap.format(part) if is_code else part for part, is_code in code_parts(text))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("otp_tui.evidence"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["sentence"] = _sentence
    return environment.get_template("report.html.jinja")
