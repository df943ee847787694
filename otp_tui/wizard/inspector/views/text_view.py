"""The base of views whose text is what they show."""

import re
from abc import ABC, abstractmethod
from typing import ClassVar, Final

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.wizard.inspector.lines import ViewLine, text_of
from otp_tui.wizard.inspector.views.view import ViewSource

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
_LONGEST: Final = 80


def file_name(exchange: Exchange, what: str, extension: str) -> str:
    """Return a name that tells the exchange: ``02-merchant-link-answer.json``."""
    call = _NOT_IN_A_NAME.sub("-", exchange.call)[:_LONGEST]
    return f"{exchange.number:02d}-{call}-{what}.{extension}"


class TextView(ABC):
    """A view that is copied and saved as it is shown, without margin and folds.

    Attributes:
        name: The view's name.
    """

    name: ClassVar[str]

    def applies(self, exchange: Exchange) -> bool:
        """Return True: it has something to show of every exchange."""
        return True

    @abstractmethod
    def draw(self, source: ViewSource) -> list[ViewLine]:
        """Return its lines."""

    def file_name(self, source: ViewSource) -> str:
        """Return the name of the file that its text is saved into."""
        return file_name(source.exchange, self.name, "txt")

    def text(self, source: ViewSource) -> str:
        """Return the text that is copied and saved."""
        return text_of(self.draw(source))
