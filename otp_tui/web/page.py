"""The page around the terminal: its words in both languages, and each key as a button."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from otp_tui.i18n.translator import LANGUAGES, Translator

FOLDER: Final = Path(__file__).parent / "page"
_SS3: Final = {f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", start=1)}
_CSI: Final = {
    f"f{number}": f"\x1b[{code}~" for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)
}
_SENT: Final = {**_SS3, **_CSI, "escape": "\x1b", "enter": "\r", "tab": "\t"}
_CTRL: Final = "ctrl+"


class PageKey(NamedTuple):
    """A key that is a button.

    Attributes:
        key: The key, as Textual names it.
        shown: How it is written.
        name: The name of its words in the catalogues.
    """

    key: str
    shown: str
    name: str

    @property
    def sent(self) -> str:
        """What a terminal sends for it.

        Raises:
            KeyError: No terminal has such a key.
        """
        if self.key.startswith(_CTRL):
            return chr(ord(self.key.removeprefix(_CTRL).upper()) - 64)
        return _SENT[self.key]


def page(translator: Translator, keys: Sequence[PageKey], socket_address: str) -> str:
    """Return the page; it holds both languages, because F3 changes it as well.

    Args:
        translator: Its language is the first one shown.
        keys: The buttons, in order.
        socket_address: The websocket's address.
    """
    others = {language: Translator(language) for language in LANGUAGES}

    def words(name: str) -> dict[str, str]:
        return {language: other.text(name) for language, other in others.items()}

    templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("page.html.jinja").render(
        language=translator.language,
        languages=LANGUAGES,
        words=words,
        keys=[{"sent": json.dumps(key.sent), "shown": key.shown, "name": key.name} for key in keys],
        socket_address=socket_address,
    )
