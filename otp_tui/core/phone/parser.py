"""The parser of phone numbers, in any usual spelling."""

import unicodedata
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

from otp_tui.core.phone.number import COUNTRY, PREFIXES, PhoneError, PhoneNumber, PhoneProblem, mask

__all__ = ["PhoneError", "PhoneNumber", "PhoneProblem", "mask", "parse_phone"]

_REGION: Final = "TR"
_NATIONAL_LENGTH: Final = 10
_SCHEME: Final = "tel:"
_PUNCTUATION: Final = frozenset("+-()./ \t\r\n\u2010\u2011\u2012\u2013\u2014")


def parse_phone(text: str, prefixes: tuple[str, ...] = PREFIXES) -> PhoneNumber:
    """Parse a phone number as an operator may write it.

    Spaces, brackets, dashes, a leading 0, +90, 90 or 0090 and digits of any script are all accepted.

    Args:
        text: The typed or pasted text.
        prefixes: Beginnings in E.164 that may be sent to; a number of another country needs one of its own.

    Raises:
        PhoneError: The text breaks a rule, which the error names.
    """
    visible = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    stripped = "".join(visible).strip()
    stripped = stripped[len(_SCHEME) :].strip() if stripped[: len(_SCHEME)].lower() == _SCHEME else stripped
    if not stripped:
        raise PhoneError(PhoneProblem.EMPTY)
    if any(not char.isdigit() and char not in _PUNCTUATION for char in stripped):
        raise PhoneError(PhoneProblem.LETTERS)
    digits = "".join(str(unicodedata.digit(char)) for char in stripped if char.isdigit())
    if not digits:
        raise PhoneError(PhoneProblem.EMPTY)
    number = _parse(stripped, digits)
    if number.country_code != COUNTRY:
        return _foreign(number, prefixes)
    national = phonenumbers.national_significant_number(number).lstrip("0")
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.TOO_SHORT or len(national) < _NATIONAL_LENGTH:
        raise PhoneError(PhoneProblem.TOO_SHORT)
    if possible == ValidationResult.TOO_LONG or len(national) > _NATIONAL_LENGTH:
        raise PhoneError(PhoneProblem.TOO_LONG)
    if not national.startswith("5"):
        fixed = phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE
        raise PhoneError(PhoneProblem.LANDLINE if fixed else PhoneProblem.NOT_MOBILE)
    phone = PhoneNumber(national)
    if not phone.simulated and not phone.e164.startswith(prefixes):
        raise PhoneError(PhoneProblem.PREFIX)
    return phone._replace(doubtful=not phone.simulated and not phonenumbers.is_valid_number(number))


def _foreign(number: phonenumbers.PhoneNumber, prefixes: tuple[str, ...]) -> PhoneNumber:
    """Return a number outside Turkey, if it has one of the prefixes."""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not e164.startswith(prefixes):
        raise PhoneError(PhoneProblem.FOREIGN)
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.TOO_LONG:
        raise PhoneError(PhoneProblem.TOO_LONG)
    if possible != ValidationResult.IS_POSSIBLE:
        raise PhoneError(PhoneProblem.TOO_SHORT)
    return PhoneNumber(e164, doubtful=not phonenumbers.is_valid_number(number))


def _parse(text: str, digits: str) -> phonenumbers.PhoneNumber:
    """Parse the digits by the library; 00 counts as +, a bare 90 before a mobile as +90."""
    if text.lstrip("( ").startswith("+"):
        spelled = f"+{digits}"
    elif digits.startswith("00"):
        spelled = f"+{digits[2:]}"
    elif digits.startswith("905") and len(digits) >= _NATIONAL_LENGTH + 1:
        spelled = f"+{digits}"
    else:
        spelled = digits
    try:
        return phonenumbers.parse(spelled, _REGION)
    except phonenumbers.NumberParseException as error:
        kind = phonenumbers.NumberParseException
        problems = {
            kind.INVALID_COUNTRY_CODE: PhoneProblem.FOREIGN,
            kind.TOO_LONG: PhoneProblem.TOO_LONG,
        }
        raise PhoneError(problems.get(error.error_type, PhoneProblem.TOO_SHORT)) from None
