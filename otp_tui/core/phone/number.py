"""The phone number and the forms in which it is sent and shown; `parser` reads one."""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final, NamedTuple

COUNTRY: Final = 90
PREFIXES: Final = ("+905",)
"""The prefixes that may be sent to unless a profile has its own: mobile numbers of Turkey."""
_SIMULATED: Final = re.compile(r"500[0-9]{3}00[0-9]{2}")
_AT_HOME: Final = re.compile(r"(?:\+|00)?(?:90|0)?5\d{9}")
_SCENARIO_DIGITS: Final = 2
_AS_SENT: Final = re.compile(rf"(?:{COUNTRY})?5\d{{9}}")
_ABROAD: Final = re.compile(r"(?:\+|00)?(?!90)[1-9]\d{6,14}")
_FEWEST_DIGITS: Final = 5


class PhoneProblem(StrEnum):
    """The reason why a text is not a number that an OTP can be sent to."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    FOREIGN = "foreign"
    LANDLINE = "landline"
    NOT_MOBILE = "not_mobile"
    PREFIX = "prefix"


class PhoneError(ValueError):
    """A text that is not a number that an OTP can be sent to.

    Attributes:
        problem: The rule that it breaks.
    """

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class PhoneNumber(NamedTuple):
    """A Turkish mobile number, or a foreign one that a profile's own prefixes allow.

    Attributes:
        national: Ten digits, ``5XXXXXXXXX``; of a foreign number E.164 with its plus.
        doubtful: True for a number that is possible but not assigned to any operator.
    """

    national: str
    doubtful: bool = False

    @property
    def international(self) -> str:
        """The international form, twelve digits ``905XXXXXXXXX`` (api-reference 2.5)."""
        return self.national[1:] if self.foreign else f"{COUNTRY}{self.national}"

    @property
    def foreign(self) -> bool:
        """True for a number outside Turkey."""
        return self.national.startswith("+")

    @property
    def domestic(self) -> str:
        """The national form, ten digits ``5XXXXXXXXX`` (api-reference 1.4, S3).

        A foreign number has its country code in front, as no page documents its form.
        """
        return self.national.lstrip("+")

    @property
    def e164(self) -> str:
        """The E.164 form, ``+905XXXXXXXXX``."""
        return f"+{self.international}"

    @property
    def masked(self) -> str:
        """The masked form, ``+90 5•• ••• •• 42``: all but the last two digits hidden."""
        return mask(self.national)

    @property
    def simulated(self) -> bool:
        """True for the simulator's own numbers, ``500 WWW 00 NN``, which belong to nobody."""
        return _SIMULATED.fullmatch(self.national) is not None

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"


def mask(digits: str) -> str:
    """Return a number, in any spelling, with all but its last two digits hidden.

    Of a foreign number the country code is hidden as well.
    """
    plain = "".join(char for char in digits if char.isdigit() or char == "+")
    foreign = _ABROAD.fullmatch(plain) and not _AT_HOME.fullmatch(plain)
    return f"+•• ••• ••• {digits[-2:]}" if foreign else f"+90 5•• ••• •• {digits[-2:]}"


def may_be_number(text: str) -> bool:
    """Return whether a text that is being typed may become a phone number: it has five digits or more."""
    return sum(char.isdigit() for char in text) >= _FEWEST_DIGITS


def expand_scenario(text: str, scenarios: Collection[int]) -> str:
    """Return the number of the simulator that one or two digits stand for; any other text as it is.

    Args:
        text: As it was typed.
        scenarios: The numbers of the simulator's scenarios; none where the target is no simulator.
    """
    typed = text.strip()
    short = len(typed) <= _SCENARIO_DIGITS and typed.isdecimal()
    return f"50000000{int(typed):02d}" if short and int(typed) in scenarios else text


def mask_as_sent(digits: str) -> str:
    """Return a number in the shape in which a provider gets it, with all but its last two digits hidden.

    Args:
        digits: Ten digits from the 5 on, or twelve with the country code; anything else is masked as by `mask`.
    """
    if not _AS_SENT.fullmatch(digits):
        return mask(digits)
    begins = digits.index("5") + 1
    return f"{digits[:begins]}{'•' * (len(digits) - begins - 2)}{digits[-2:]}"
