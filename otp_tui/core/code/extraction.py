"""The extraction of a code from typed or pasted text; the code is never cut or upper-cased."""

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

from otp_tui.core.code.sms import codes_in

LONGEST: Final = 20
"""The most characters of a code (api-reference 2.6)."""

_LONGEST_TEXT: Final = 4_000
"""The most characters of a text that is searched, more than any SMS has."""
_LONGEST_GROUP: Final = 5
"""The most characters of a typed group; a longer word may be a code of its own."""
_FOLD: Final = str.maketrans({"İ": "I", "ı": "i"})
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_CODE: Final = re.compile(r"[0-9A-Za-z]+")
_FRAME: Final = " .,;:!?\"'`()[]<>{}«»“”‘’…"
_LABELLED: Final = re.compile(r"[^\W\d]{2,20}[:=#]")


class CodeProblem(StrEnum):
    """The reason why no code could be read from a text."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ODD_CHARACTERS = "odd_characters"
    NONE_FOUND = "none_found"
    AMBIGUOUS = "ambiguous"


class CodeError(ValueError):
    """A text from which no single code can be read.

    Attributes:
        problem: The reason.
        length: The number of characters in a text that is too long.
    """

    def __init__(self, problem: CodeProblem, length: int = 0) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.length = length


class Extraction(NamedTuple):
    """An extracted code.

    Attributes:
        code: Letters and digits, case kept, at most 20.
        folded: True where a Turkish İ or ı became I or i; the screen shows that.
        pasted: True where the code was picked out of a longer text.
    """

    code: str
    folded: bool = False
    pasted: bool = False

    def __repr__(self) -> str:
        return f"Extraction({len(self.code)} characters)"


def extract_code(text: str, pattern: str = "") -> Extraction:
    """Extract the code from a typed or pasted text: the code alone, in groups, or a whole SMS.

    Args:
        text: Any text.
        pattern: A profile's regular expression for codes; ignored where it matches none, or several.

    Raises:
        CodeError: The text is empty, has no code or several, or its code is too long or has odd characters.
    """
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        raise CodeError(CodeProblem.TOO_LONG, len(text))
    visible = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    plain = "".join(visible).translate(_DASHES).strip()
    if not plain:
        raise CodeError(CodeProblem.EMPTY)
    folded = plain.translate(_FOLD)
    told = (
        {match[0] for match in re.finditer(pattern, plain)} if pattern and len(plain.split()) > 1 else set()
    )
    if len(told) == 1 and (code := next(iter(told)).translate(_FOLD)):
        return Extraction(_checked_code(code), code not in told, pasted=True)
    words = folded.replace("-", " ").split()
    if all(word.isalnum() and any(char.isdigit() for char in word) for word in words):
        return Extraction(_checked_code(_joined(words)), plain != folded)
    if len(plain.split()) > 1 or _LABELLED.match(plain):
        return _code_of_message(plain)
    framed = folded.strip(_FRAME)
    if _CODE.fullmatch(framed) and framed != folded:
        return Extraction(_checked_code(framed), plain != folded, pasted=True)
    return Extraction(_checked_code("".join(words)), plain != folded)


def pattern_of(length: int | None, pattern: str | None) -> str:
    """Return a profile's pattern for codes: its own, or one from the length of its codes.

    Args:
        length: The number of letters and digits in a code, one digit at least.
        pattern: A regular expression.
    """
    if pattern or not length:
        return pattern or ""
    return rf"(?<![0-9A-Za-z])(?=[A-Za-z]*[0-9])[0-9A-Za-z]{{{length}}}(?![0-9A-Za-z])"


def _joined(words: list[str]) -> str:
    """Return typed groups as one code; long words are several codes, unless all are equal."""
    whole = "".join(words)
    if len({*words}) == 1:
        return words[0] if len(words[0]) > _LONGEST_GROUP else whole
    if len(whole) <= LONGEST and max(map(len, words), default=0) > _LONGEST_GROUP:
        raise CodeError(CodeProblem.AMBIGUOUS)
    return whole


def _checked_code(code: str) -> str:
    """Return a text that is a code; raise `CodeError` if it is none."""
    if not _CODE.fullmatch(code):
        raise CodeError(CodeProblem.ODD_CHARACTERS)
    if len(code) > LONGEST:
        raise CodeError(CodeProblem.TOO_LONG, len(code))
    return code


def _code_of_message(text: str) -> Extraction:
    """Return the one code of a message; raise `CodeError` if it has none or several."""
    codes = codes_in(text)
    if not codes:
        raise CodeError(CodeProblem.NONE_FOUND)
    if len(codes) > 1:
        raise CodeError(CodeProblem.AMBIGUOUS)
    (code,) = codes
    folded = code.translate(_FOLD)
    return Extraction(folded, code != folded, pasted=True)
