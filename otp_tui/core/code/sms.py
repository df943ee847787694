"""The search for the code in the text of an SMS."""

import re
from typing import Final, NamedTuple

_SHORTEST: Final = 4
_LONGEST: Final = 10
_NEAR: Final = 40

_MONTH: Final = (
    r"(?:ocak|[şs]ubat|mart|nisan|may[ıi]s|haziran|temmuz|a[ğg]ustos|eyl[üu]l|ekim|kas[ıi]m|aral[ıi]k"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_LABEL: Final = (
    r"(?:ref(?:erans)?|dekont|provizyon|fatura|sipari[şs]|order|takip|tracking|i[şs]lem|transaction"
    r"|m[üu][şs]teri|customer|abone|hesap|account|[üu]ye\s?i[şs]yeri|terminal|ba[şs]vuru|talep|poli[çc]e"
    r"|dosya|invoice|case|ticket|kart|card|vergi|kimlik|u[çc]u[şs]|flight|kargo)"
)
_KEYED: Final = (
    r"(?:ref(?:erans)?|posta|[üu]r[üu]n|kampanya|indirim|promo(?:syon)?|hediye|[şs]ube|bayi"
    r"|m[üu][şs]teri|kullan[ıi]c[ıi])"
)
_NUMBER: Final = r"\d(?:[\d.,]{0,14}\d)?"
_NOT_A_CODE: Final = rf"""
    https?://\S+ | www\.\S+ | \S{{0,64}}@\S{{1,64}}            # links and addresses, and the numbers in them
    | \b(?=[\w-]{{0,62}}[a-z])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:com|net|org|gov|edu|info|app|tr)\b(?:/\S*)?
    | \b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}/\S+
    | \b\d{{4}}-\d\d-\d\d(?:T[\d:.+-]{{2,30}})?\b              # 2026-11-21
    | \b\d{{1,2}}([-./])\d{{1,2}}\1\d{{2,4}}\b                 # 21.11.2026
    | \b\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?\b                       # 14:05, 14.05.09
    | \b\d{{1,2}}\s?{_MONTH}\.?(?:,?\s?20\d\d\b)? | \b{_MONTH}\.?(?:\s\d{{1,2}},?)?\s20\d\d\b
    | \b{_NUMBER}\s?(?:tl|₺|[$€£]|lira|(?-i:TRY|USD|EUR|GBP)|gb|mb|puan)(?!\w)
    | (?:[₺$€£]|\b(?:(?-i:TL|TRY|USD|EUR|GBP)))\s?{_NUMBER}
    | \b\d{{1,3}}\s?(?:dk|dakika|sn|saniye|saat|g[üu]n|mins?|minutes?|secs?|seconds?|hours?|days?)\b
    | \b\d{{4}}\s(?:dakika|saniye|minutes?|seconds?)\b
    | (?<![\d+])\+?(?:90|0)?[ .-]?\(?5\d\d\)?[ .-]?\d{{3}}[ .-]?\d\d[ .-]?\d\d(?!\d)   # a mobile number
    | (?<!\d)\(?(?:\+?90[ -]?)?0?[ -]?\(?(?:850|800|[234]\d\d)\)?[ -]\d{{3}}[ -](?:\d\d[ -]?\d\d|\d[ -]?\d{{3}})(?!\d)
    | (?<!\d)444[ -]?\d(?:[ -]?\d){{3}}(?!\d)                  # a call centre
    | \b\d{{3,6}}['’´`](?:y?[ae]|n[ae])\b                      # 3340'a, where an SMS is to be sent
    | \b(?:stop|ret|red|[iİ]ptal)\b[^.\n]{{0,25}}?\b\d{{4,6}}\b
    | (?<![A-Za-z\d])(?:(?:\d{{4}}[ -])?\d{{2,8}})?[*•x]{{2,12}}(?:[ -]?[*•x]{{2,12}}){{0,3}}(?:[ -]?\d{{2,6}})?
    | \b\d{{3,16}}\s?['’]?\s?(?:no['’]?lu|numaral[ıi])\b       # 1234 no'lu
    | \b\d{{4}}\s?['’]?(?:ile|le|la)\s(?:biten|sonlanan)\b     # 1234 ile biten
    | \b(?:sonu|ending(?:\s(?:in|with))?|(?:son|last)\s(?:4|d[öo]rt|four)\s(?:hanesi|rakam[ıi]|digits))[\s:]{{1,2}}\d{{4}}\b
    | \b(?:{_LABEL}\s?(?:no(?:su|nuz)?|numaras[ıi]|numaran[ıi]z|number|id)\b\.?|{_KEYED}\.?\s?(?:kodu|code)\b
        |(?:ref(?:erans)?|order|mersis|iban|pnr|id)\b\.?(?=\s?[:\#=]))
      \s?[:\#=-]?\s?\#?(?=[A-Z]{{0,8}}\d)[0-9A-Z]{{3,26}}       # a reference
    | \b[0-9A-Z]{{1,12}}(?:-[0-9A-Z]{{1,12}}){{3,8}}\b         # a GUID
    | \b3-?D[ -]?Secure\b
    | (?<=\s)(?-i:(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/]{{11}})\s*\Z   # an app's mark
    | \bB\s?\d{{3}}\b\s*\Z                                     # the sender's mark that ends a Turkish SMS
    """
_GROUPED: Final = re.compile(
    r"(?<![\w.,:/+-])(?<!\d[ -])(?:\d{3}([ -])\d{3}(?:\1\d{3})?|\d{4}[ -]\d{4})(?![ -]?\d|\w|[.,:/]\d)"
)
_TOKEN: Final = re.compile(r"[0-9A-Za-zİı]+")
_CODE_WORD: Final = (
    r"(?<!\w)(?:kod\w{0,12}|[şs]ifre\w{0,12}|parola\w{0,12}|codes?|password|passcode|otp|pin)\b"
)
_NAMED: Final = rf"{_CODE_WORD}[\"')\]]?\s?(?:[:=#-]|\bis\b:?)\s{{0,2}}[\"'(\[<«“*#]{{0,2}}(?:[A-Z]-)?\Z"
_JOINTS: Final = frozenset(".,:/")
_ROW_BEFORE: Final = re.compile(r"\d{3}[ -]\Z")
_ROW_AFTER: Final = re.compile(r"[ -]\d{3}")
_GLUED: Final = re.compile(r"(?:kod[a-zİı]*|sifre[a-zİı]*|code|otp|pin)(\d{4,8})", re.IGNORECASE)
_LETTERS: Final = rf"({_CODE_WORD}\s?[:=]\s?)((?-i:[A-Z]{{4,10}}))\b(?!['’\w])"


class Candidate(NamedTuple):
    """A piece of a text that may be its code.

    Attributes:
        code: The letters and digits.
        named: True where the text has "code:" or "code is" directly before it.
        distance: Characters between it and the nearest word for a code.
    """

    code: str
    named: bool
    distance: int

    def __repr__(self) -> str:
        return f"Candidate({len(self.code)} characters)"


def codes_in(text: str) -> set[str]:
    """Return the possible codes of a message: none, one, or several that are equally likely.

    Amounts, dates, times, phone numbers, cards, references, links and sender's marks are no codes. One that is named as
    the code wins; else the one nearest to the word for it, unless another is as near.

    Args:
        text: The message, of a few thousand characters at most.
    """
    found = _candidates(text)
    named = {candidate.code for candidate in found if candidate.named}
    codes = named or {candidate.code for candidate in found}
    if named or not found:
        return codes
    nearest = min(candidate.distance for candidate in found)
    best = {candidate.code for candidate in found if candidate.distance == nearest}
    return best if nearest < _NEAR else codes


def _candidates(text: str) -> list[Candidate]:
    # Compiled (and cached by re) for the first message, as they would cost the first paint 6 ms.
    cleaned = re.compile(_NOT_A_CODE, re.VERBOSE | re.IGNORECASE).sub(lambda match: " " * len(match[0]), text)
    words = [match.span() for match in re.compile(_CODE_WORD, re.IGNORECASE).finditer(cleaned)]
    named = re.compile(_NAMED, re.IGNORECASE)

    def candidate(code: str, start: int, end: int) -> Candidate:
        gaps = (max(start - word_end, word_start - end) for word_start, word_end in words)
        return Candidate(
            code, named.search(cleaned, max(0, start - 40), start) is not None, min(gaps, default=_NEAR)
        )

    found = [
        candidate(match[0].replace(" ", "").replace("-", ""), *match.span())
        for match in _GROUPED.finditer(cleaned)
    ]
    cleaned = _GROUPED.sub(lambda match: " " * len(match[0]), cleaned)
    for match in _TOKEN.finditer(cleaned):
        glued = _GLUED.fullmatch(match[0])
        code = glued[1] if glued else match[0]
        if _looks_like_a_code(code) and not _is_part_of_more(cleaned, *match.span()):
            found.append(candidate(code, *match.span()))
    if not found:
        found = [
            Candidate(match[2], named=True, distance=0)
            for match in re.compile(_LETTERS, re.IGNORECASE).finditer(cleaned)
        ]
    return found


def _looks_like_a_code(code: str) -> bool:
    return _SHORTEST <= len(code) <= _LONGEST and any(char.isdigit() for char in code)


def _is_part_of_more(text: str, start: int, end: int) -> bool:
    """Return whether a token is part of a foreign word, of a number, or of a row of numbers."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before.isalnum() or after.isalnum() or "_" in {before, after}:
        return True
    if before in _JOINTS and text[max(0, start - 2) : start - 1].isdigit():
        return True
    if after in _JOINTS and text[end + 1 : end + 2].isdigit():
        return True
    return text[start:end].isdigit() and (
        _ROW_BEFORE.search(text, max(0, start - 4), start) is not None
        or _ROW_AFTER.match(text, end) is not None
    )
