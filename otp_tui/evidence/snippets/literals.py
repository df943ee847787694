"""The string literals of each language.

Whatever a text holds, its literal is one literal: it ends where it should, and nothing in it is interpolated. All but
the shell's are ASCII, so that no source encoding, line separator or bidirectional mark changes how one is read.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

_BASIC_PLANE_END: Final = 0x10000
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def python_literal(text: str) -> str:
    """Return a Python literal."""
    return _quoted(text, "'", {}, _fixed_width)


def typescript_literal(text: str) -> str:
    """Return a TypeScript literal."""
    return _quoted(text, "'", {}, _utf_16)


def csharp_literal(text: str) -> str:
    """Return a C# literal."""
    return _quoted(text, '"', {}, _utf_16)


def java_literal(text: str) -> str:
    r"""Return a Java literal; ``\u000a`` would break the line before the literal is read, so ASCII is octal."""
    return _quoted(text, '"', {}, lambda char: rf"\{ord(char):03o}" if char.isascii() else _utf_16(char))


def go_literal(text: str) -> str:
    """Return a Go literal, a raw one where that spares escapes."""
    if '"' in text and "`" not in text and _is_printable_ascii(text):
        return f"`{text}`"
    return _quoted(text, '"', {}, _fixed_width)


def php_literal(text: str) -> str:
    """Return a PHP literal; in double quotes a dollar sign begins a variable."""
    return _single_or_double(text, {"$": r"\$"})


def ruby_literal(text: str) -> str:
    """Return a Ruby literal; in double quotes a hash sign begins an interpolation."""
    return _single_or_double(text, {"#": r"\#"})


def shell_literal(text: str) -> str:
    """Return a literal of the POSIX shell, which has no escape for a character and no NUL."""
    pieces = (_shell_piece(char) for char in _unpaired_replaced(text).replace("\0", _REPLACEMENT))
    return f"'{''.join(pieces)}'"


def _shell_piece(char: str) -> str:
    if char == "'":
        return r"'\''"
    if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cn", "Co", "Zl", "Zp"}:
        return char
    octal = "".join(rf"\{byte:03o}" for byte in char.encode())
    return f"'\"$(printf '{octal}')\"'"


def _single_or_double(text: str, interpolated: Mapping[str, str]) -> str:
    if _is_printable_ascii(text):
        return _quoted(text, "'", {}, _braced)
    return _quoted(text, '"', interpolated, _braced)


def _quoted(text: str, quote: str, escapes: Mapping[str, str], other: Callable[[str], str]) -> str:
    """Return a quoted text.

    Args:
        text: The text.
        quote: The quote, which a backslash escapes, as it does a backslash.
        escapes: Further characters with their escapes.
        other: Gives the escape of a character that is no printable ASCII.
    """
    table = {quote: f"\\{quote}", "\\": "\\\\", **escapes}
    pieces = (
        table.get(char) or (char if _is_printable_ascii(char) else other(char))
        for char in _unpaired_replaced(text)
    )
    return f"{quote}{''.join(pieces)}{quote}"


def _is_printable_ascii(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _unpaired_replaced(text: str) -> str:
    """Return a text without unpaired surrogates, which no source file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _utf_16(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(rf"\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _fixed_width(char: str) -> str:
    code = ord(char)
    return rf"\u{code:04x}" if code < _BASIC_PLANE_END else rf"\U{code:08x}"


def _braced(char: str) -> str:
    return rf"\u{{{ord(char):x}}}"
