"""The page of SMS arrivals, written for `history arrivals`."""

from pathlib import Path

from otp_tui.core.errors import usage_error
from otp_tui.core.flow.history import ArrivalStatistics
from otp_tui.i18n.translator import Translator
from otp_tui.storage.files import write_private


def write_arrivals(path: Path, arrivals: list[ArrivalStatistics], translator: Translator) -> None:
    """Write the page, whole or not at all.

    Raises:
        UserError: It cannot be written; an older file of that name stays.
    """
    from otp_tui.evidence.arrivals_html import arrivals_html  # with what fills templates, which few runs need

    try:
        write_private(path, arrivals_html(arrivals, translator))
    except OSError:
        raise usage_error("run.cannot_write", path=path) from None
