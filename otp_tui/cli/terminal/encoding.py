"""The ASCII fallback for terminals without UTF-8: one like letter for each missing one."""

import codecs
import unicodedata
from typing import Final

_LIKE: Final = {
    letter: like
    for letters, like in (
        ("▌▐│┃▏▎▍▋▊▉", "|"),
        ("─╌╺▁▂▃▔‐‑‒−", "-"),
        ("━╸", "="),
        ("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        ("█▆▅▇■▮▛▜▙▟▖▗▘▝", "#"),
        ("▀", '"'),
        ("▄", "."),
        ("●•◆◇⠋⠹⠼⠦⠇", "*"),
        ("⠙⠸⠴⠧⠏", "+"),
        ("▶▸→»›", ">"),
        ("◂←«‹", "<"),
        ("▾", "v"),
        ("×", "x"),
        ("≈", "~"),
        ("≠", "!"),
        ("␣", "_"),
        ("○", "o"),
        ("✓", "v"),
        ("✗", "x"),
        ("·–—", "-"),
        ("…⋯", "."),
        ("“”", '"'),
        ("’‘", "'"),
        ("↑", "^"),
        ("↓", "v"),
        ("ı", "i"),
    )
    for letter in letters
}


def register_ascii_fallback() -> str:
    """Register the fallback for letters that an encoding lacks; gives the name for ``errors``."""
    codecs.register_error("like", _like)
    return "like"


def _like(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_one, error.object[error.start : error.end])), error.end


def _one(letter: str) -> str:
    """Return one character, or two where the letter takes two columns."""
    plain = _LIKE.get(letter) or unicodedata.normalize("NFKD", letter)[0]
    if plain.isascii():
        return plain
    return "??" if unicodedata.east_asian_width(letter) in {"W", "F"} else "?"
