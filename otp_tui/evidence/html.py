"""The HTML pages' common parts: their templates, their charts, and markup of our own."""

from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from otp_tui.evidence.charts import BarRow
from otp_tui.evidence.printable import code_parts
from otp_tui.evidence.svg import bars_svg
from otp_tui.i18n.translator import Translator


class Chart(NamedTuple):
    """A chart: its drawing and the kinds of its parts with their names."""

    svg: Markup
    legend: tuple[tuple[str, str], ...]


def bar_chart(rows: list[BarRow], values: list[str], title: str, translator: Translator) -> Chart | None:
    """Return a chart of bars with its legend; None where there is no bar.

    Args:
        rows: The bars.
        values: The text behind each bar.
        title: Its name for those who do not see it.
        translator: Words the legend.
    """
    if not rows:
        return None
    kinds = dict.fromkeys(part.kind for row in rows for part in row.parts)
    legend = tuple((kind, translator.text(f"chart.{kind}")) for kind in kinds)
    return Chart(drawing(bars_svg(rows, values, title)), legend)


def drawing(svg: str) -> Markup:
    """Return a drawing of ours as markup; an XML writer escaped every text in it."""
    return Markup(svg)  # noqa: S704 - written by xml.etree


@cache
def template(name: str) -> Template:
    """Return a page's template; what it is given is escaped, and what it is not given is an error."""
    environment = Environment(
        loader=PackageLoader("otp_tui.evidence"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["sentence"] = _sentence
    return environment.get_template(name)


def _sentence(text: str) -> Markup:
    """Return a sentence as markup: escaped, and what stands between backticks as code."""
    wrap = Markup("<code>{}</code>")
    return Markup().join(wrap.format(part) if is_code else part for part, is_code in code_parts(text))
