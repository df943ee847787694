"""Search that no case and no accent stands in the way of: ``istek`` finds ``İstek``, and so does ``İSTEK``."""

import unicodedata
from functools import cache


def searchable(text: str) -> str:
    """Return a text as it is searched, letter for letter: what is found stands at the same place in the text itself."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter.lower())[0]
    return "i" if plain == "ı" else plain
