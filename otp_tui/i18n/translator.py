"""Every sentence a person reads, in Turkish and English.

The rooms below name reasons; here they are worded. A sentence's name is its msgid, so that both languages are
whole catalogues of the same kind. `tests/catalogues` compares them with every name that the code can ask for.
"""

import gettext
import os
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "otp_tui"
LANGUAGES: Final = ("tr", "en")
FOLDER: Final = Path(__file__).parent


class Translator:
    """Words in one language at a time; `language` may be changed while the program runs.

    Args:
        language: ``tr`` or ``en``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, name: str, /, **facts: object) -> str:
        """The sentence of that name, its places filled.

        Args:
            name: A msgid of the catalogues, e.g. ``notice.code_wrong``.
            facts: What its places are filled with; a provider's text is passed here and is never a format.
        """
        sentence = _catalogue(self.language).gettext(name)
        return sentence.format(**facts) if facts else sentence

    def other(self) -> str:
        """The language that F3 changes to."""
        return "en" if self.language == "tr" else "tr"

    def upper(self, text: str) -> str:
        """Capital letters as the language writes them: Turkish i becomes İ."""
        return (text.replace("i", "İ") if self.language == "tr" else text).upper()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def choose_language(asked: str | None, profile: str | None = None) -> str:
    """Option, variable, profile, then the system's ``LANG``; English where none is Turkish.

    Args:
        asked: The value of ``--lang``.
        profile: The profile's language.
    """
    for choice in (asked, os.environ.get("OTP_TUI_LANG"), profile):
        if choice in LANGUAGES:
            return choice
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "tr" if system.lower().startswith("tr") else "en"
