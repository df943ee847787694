"""Times and phones in words, as they are read aloud."""

import math

from otp_tui.core.flow.state import Walkthrough
from otp_tui.i18n.translator import Translator

_MINUTE_S = 60


def duration_text(translator: Translator, seconds: float) -> str:
    """Return a duration in words; a started second counts as a whole one.

    Args:
        translator: The translator.
        seconds: The duration.
    """
    minutes, rest = divmod(max(0, math.ceil(seconds - 1e-6)), _MINUTE_S)
    said = [_counted(translator, "minute", minutes)] if minutes else []
    if rest or not minutes:
        said.append(_counted(translator, "second", rest))
    return " ".join(said)


def phone_text(translator: Translator, masked: str) -> str:
    """Return a masked phone by its last two digits; its dots are not read aloud one by one."""
    return translator.text("plain.phone", last=masked[-2:])


def done_lines(translator: Translator, walkthrough: Walkthrough) -> list[str]:
    """Return the outcome of a walkthrough with its facts.

    Args:
        translator: The translator.
        walkthrough: The ended walkthrough.
    """
    say, detail, ended = translator.text, walkthrough.detail, walkthrough.ended
    took = ended.monotonic - walkthrough.began.monotonic if ended is not None else 0.0
    pan = detail.masked_pan or ""
    facts = {"codes": walkthrough.codes, "resends": walkthrough.resends}
    return [
        say("outcome.unlinked" if walkthrough.unlinked else f"outcome.{walkthrough.outcome}"),
        *([f"  {say('plain.card', issuer=detail.issuer, last=pan[-4:])}"] if pan else []),
        f"  {say('plain.done_numbers', took=duration_text(translator, took), **facts)}",
        *([f"  {say('done.rrn', rrn=detail.rrn)}"] if detail.rrn else []),
    ]


def _counted(translator: Translator, unit: str, count: int) -> str:
    name = f"plain.{unit}" if count == 1 else f"plain.{unit}s"
    return translator.text(name, count=count)
