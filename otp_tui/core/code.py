"""The code an operator types or pastes: found, never cut, never upper-cased behind their back."""

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

LONGEST: Final = 20
"""The most characters a code can have (Masterpass limit, api-reference 2.6)."""

_SHORTEST_IN_TEXT: Final = 4
_LONGEST_IN_TEXT: Final = 10
_FOLD: Final = str.maketrans({"İ": "I", "ı": "i"})
_TOKEN: Final = re.compile(r"[0-9A-Za-z]+")
_GROUPED: Final = re.compile(r"(?<![0-9A-Za-z.,:/])\d{3}[ -]\d{3}(?![0-9A-Za-z]|[.,:/-]\d)")
_NOT_A_CODE: Final = re.compile(
    r"""
    https?://\S+ | www\.\S+                               # a link, and the numbers in it
    | \b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b                    # 14:05, 14.05.09
    | \b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b                   # 21.11.2026
    | \b\d[\d.]*(?:,\d\d)?\s?(?:TL|TRY|₺|dk|dakika|sn|saniye|saat|min|minutes?|sec|seconds?|hours?)\b
    | \+?\b(?:90|0)?\s?\(?5\d\d\)?\s?\d{3}\s?\d\d\s?\d\d\b # a mobile number
    | \b0?\s?\(?(?:850|[234]\d\d)\)?\s\d{3}\s?\d\d\s?\d\d\b  # a call centre
    | [*•xX]{2,}\d{2,}                                    # a masked card
    | \bB\d{3}\b\s*$                                      # the sender's mark that ends a Turkish SMS
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD: Final = re.compile(
    r"(?:kod\w*|şifre\w*|sifre\w*|parola\w*|code|password|passcode|otp|pin)\b", re.IGNORECASE
)
_NEAR: Final = 40


class CodeProblem(StrEnum):
    """Why no code could be read from a text."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ODD_CHARACTERS = "odd_characters"
    NONE_FOUND = "none_found"
    AMBIGUOUS = "ambiguous"


class CodeError(ValueError):
    """No single code can be read from the text.

    Attributes:
        problem: Why.
        length: How many characters the text has, for the sentence that says it is too long.
    """

    def __init__(self, problem: CodeProblem, length: int = 0) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.length = length


class Extraction(NamedTuple):
    """A code and what had to be done to get it.

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


def extract_code(text: str) -> Extraction:
    """Find the code in what was typed or pasted: the code alone, in groups, or a whole SMS.

    Args:
        text: Anything.

    Raises:
        CodeError: Empty, over 20 characters, odd characters, no code or several in the text.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf").strip()
    if not plain:
        raise CodeError(CodeProblem.EMPTY)
    words = plain.translate(_FOLD).replace("-", " ").split()
    folded = plain != plain.translate(_FOLD)
    if len(plain.split()) == 1 or all(any(c.isdigit() for c in word) and word.isalnum() for word in words):
        return Extraction(_whole("".join(words)), folded)
    code = _picked(plain)
    return Extraction(code.translate(_FOLD), code != code.translate(_FOLD), pasted=True)


def _whole(code: str) -> str:
    """A text that is nothing but the code."""
    if not _TOKEN.fullmatch(code):
        raise CodeError(CodeProblem.ODD_CHARACTERS)
    if len(code) > LONGEST:
        raise CodeError(CodeProblem.TOO_LONG, len(code))
    return code


def _picked(text: str) -> str:
    """The one token of a message that looks like its code; one near the word for it wins."""
    cleaned = _NOT_A_CODE.sub(lambda match: " " * len(match[0]), text)
    found = [
        (match[0].replace(" ", "").replace("-", ""), match.span()) for match in _GROUPED.finditer(cleaned)
    ]
    cleaned = _GROUPED.sub(lambda match: " " * len(match[0]), cleaned)
    found += [
        (match[0], match.span())
        for match in re.finditer(r"[0-9A-Za-zİı]+", cleaned)
        if _SHORTEST_IN_TEXT <= len(match[0]) <= _LONGEST_IN_TEXT
        and any(c.isdigit() for c in match[0])
        and not _inside_word(cleaned, match.span())
    ]
    codes = {code for code, _ in found}
    if len(codes) == 1:
        return found[0][0]
    if not codes:
        raise CodeError(CodeProblem.NONE_FOUND)
    marks = [match.span() for match in _WORD.finditer(cleaned)]
    distance = {
        code: min((max(start - span[1], span[0] - end) for start, end in marks), default=_NEAR)
        for code, span in reversed(found)
    }
    nearest = sorted(codes, key=lambda code: distance[code])
    if distance[nearest[0]] >= _NEAR or distance[nearest[0]] == distance[nearest[1]]:
        raise CodeError(CodeProblem.AMBIGUOUS)
    return nearest[0]


def _inside_word(text: str, span: tuple[int, int]) -> bool:
    """True where letters of another alphabet touch the token, so that it is a piece of a word."""
    before, after = text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1]
    return before.isalnum() or after.isalnum()
