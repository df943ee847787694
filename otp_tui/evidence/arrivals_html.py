"""The distribution of SMS arrivals over the whole history, as one HTML file."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from otp_tui import __version__
from otp_tui.core.flow.history import ArrivalStatistics
from otp_tui.evidence.charts import BarPart, BarRow
from otp_tui.evidence.html import Chart, bar_chart, template
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.notices import seconds_text
from otp_tui.i18n.translator import Translator

_FIGURES: Final = (
    "history.arrivals_p50",
    "history.arrivals_p90",
    "history.arrivals_p95",
    "history.arrivals_longest",
)
"""The names of the percentiles, as the statistics have them."""


class _Sender(NamedTuple):
    """One provider's SMS in one environment: its figures by their names, and its chart."""

    title: str
    environment: str
    figures: tuple[tuple[str, str], ...]
    chart: Chart | None


def arrivals_html(arrivals: Sequence[ArrivalStatistics], translator: Translator) -> str:
    """Return a page with the figures and the distribution of each provider's SMS.

    Args:
        arrivals: The statistics; without any, the page says that no SMS was timed.
        translator: Words the page.
    """
    return template("arrivals.html.jinja").render(
        title=translator.text("history.arrivals_title"),
        about=translator.text("history.arrivals_about", timed=sum(one.timed for one in arrivals)),
        senders=[_sender(one, translator) for one in arrivals],
        language=translator.language,
        say=translator.text,
        version=__version__,
    )


def _sender(statistics: ArrivalStatistics, translator: Translator) -> _Sender:
    say = translator.text
    title = provider_name(translator, statistics.provider)
    figures = zip(_FIGURES, statistics.percentiles, strict=True)
    rows = [
        BarRow(label, 0.0, (BarPart("arrival", float(count)),) if count else ())
        for label, count in zip(_labels(statistics, translator), statistics.bins, strict=True)
    ]
    values = [str(count) if count else "" for count in statistics.bins]
    return _Sender(
        title,
        statistics.environment,
        tuple((say(name), seconds_text(translator, value)) for name, value in figures),
        bar_chart(rows, values, f"{title}: {say('history.arrivals_title')}", translator),
    )


def _labels(statistics: ArrivalStatistics, translator: Translator) -> list[str]:
    """Return the names of the bins; the last one has all SMS that took longer."""
    edges = [translator.decimal(index * statistics.bin_s) for index in range(len(statistics.bins))]
    labels = [translator.text("history.arrivals_bin", begin=begin, end=end) for begin, end in pairwise(edges)]
    return [*labels, translator.text("history.arrivals_last_bin", begin=edges[-1])]
