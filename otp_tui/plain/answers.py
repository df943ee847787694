"""The sentence about a typed answer that is none of those asked for."""

from typing import Final

from otp_tui.core.security.sanitize import sanitize
from otp_tui.i18n.translator import Translator

_SHOWN: Final = 20


def no_such_answer(translator: Translator, answer: str) -> str:
    """Return the sentence about an answer that is none; the answer is repeated, shortened."""
    return translator.text("plain.no_such_answer", answer=sanitize(answer, _SHOWN))
