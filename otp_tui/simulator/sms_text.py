"""The texts of the SMS, in Turkish and in English."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["tr", "en"]
MERCHANTS: Final[dict[Language, str]] = {"tr": "Acme Mağaza", "en": "Acme Store"}
"""The simulated merchant, who signs what no bank signs."""

_TEXTS: Final[dict[Language, str]] = {
    "tr": "{code} {sender} doğrulama kodunuz. {lifetime} geçerlidir. Kimseyle paylaşmayın.",
    "en": "{code} is your {sender} verification code. It is valid for {lifetime}. Do not share it with anyone.",
}
_UNITS: Final[dict[Language, tuple[tuple[str, str], tuple[str, str]]]] = {
    "tr": (("dakika", "dakika"), ("saniye", "saniye")),
    "en": (("minute", "minutes"), ("second", "seconds")),
}


def sms_text(language: Language, code: str, sender: str, lifetime_s: float) -> str:
    """Return the text of an SMS; its only numbers are the code and the lifetime."""
    return _TEXTS[language].format(code=code, sender=sender, lifetime=lifetime_in_words(lifetime_s, language))


@lru_cache(maxsize=8)
def lifetime_in_words(seconds: float, language: Language = "tr") -> str:
    """Return a duration in words: `2 dakika`, `45 saniye`, `1 minute 30 seconds`; a started second is left out."""
    minutes, rest = divmod(max(1, int(seconds)), 60)
    amounts = zip((minutes, rest), _UNITS[language], strict=True)
    return " ".join(f"{amount} {units[amount != 1]}" for amount, units in amounts if amount)
