"""The translator: sentences by name, in Turkish and English.

Other packages name reasons; this one has their sentences. A sentence's name is its msgid, so that both languages are
complete catalogues of the same kind. A test compares them with every name that the code can ask for.
"""

import gettext
import os
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "otp_tui"
LANGUAGES: Final = ("tr", "en")
_ALPHABET: Final = " 0123456789abcçdefgğhıijklmnoöpqrsştuüvwxyz"
FOLDER: Final = Path(__file__).parent


class Translator:
    """A translator into one language at a time; `language` may be changed at any time.

    Args:
        language: ``tr`` or ``en``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, name: str, /, **facts: object) -> str:
        """Return the sentence of that name, its placeholders filled.

        Args:
            name: A msgid of the catalogues, e.g. ``notice.code_wrong``.
            facts: The values of its placeholders; a provider's text is passed here and is never a format string.
        """
        sentence = _catalogue(self.language).gettext(name)
        return sentence.format(**facts) if facts else sentence

    def other(self) -> str:
        """Return the other language, to which F3 changes."""
        return "en" if self.language == "tr" else "tr"

    def sort_key(self, text: str) -> tuple[int, ...]:
        """Return the place of a text in the alphabet: Turkish ç follows c, and ı comes before i."""
        folded = text.replace("İ", "i").replace("I", "ı").lower() if self.language == "tr" else text.lower()
        return tuple(_ALPHABET.find(char) if char in _ALPHABET else ord(char) for char in folded)

    def decimal(self, number: float, places: int = 1) -> str:
        """Return a number with its decimals, after a comma in Turkish."""
        text = f"{number:.{places}f}"
        return text.replace(".", ",") if self.language == "tr" else text

    def day(self, moment: datetime) -> str:
        """Return a moment's day in words: ``Saturday 21 November``."""
        weekday = self.text("calendar.weekdays").split()[moment.weekday()]
        month = self.text("calendar.months").split()[moment.month - 1]
        return self.text("calendar.day", weekday=weekday, day=moment.day, month=month)

    def upper(self, text: str) -> str:
        """Return a text in the language's capital letters: Turkish i becomes İ."""
        return (text.replace("i", "İ") if self.language == "tr" else text).upper()


Wording = Callable[[Translator], str]
"""Words something in the language of the moment, each time that it is drawn."""


def sentence(name: str, /, **facts: object) -> Wording:
    """Return the wording of a sentence by its name and its facts."""
    return lambda translator: translator.text(name, **facts)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def choose_language(asked: str | None, profile: str | None = None) -> str:
    """Return the language by option, variable, profile, then the system's; English by default.

    Args:
        asked: The value of ``--lang``.
        profile: The profile's language.
    """
    for choice in (asked, os.environ.get("OTP_TUI_LANG"), profile):
        if choice in LANGUAGES:
            return choice
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "tr" if system.lower().startswith("tr") else "en"
