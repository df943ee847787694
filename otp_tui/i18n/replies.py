"""Replies that a person types, by the words of every catalogue."""

from otp_tui.i18n.translator import LANGUAGES, Translator


def is_reply(name: str, line: str, language: str | None = None) -> bool:
    """Return whether a line is a reply, in whichever language it was typed.

    Args:
        name: The reply's name, ``yes`` for one: its words are ``reply.NAME`` in the catalogues.
        line: As it was typed.
        language: The one language whose words count, where another one has them for another reply.
    """
    word = line.strip().lower()
    languages = LANGUAGES if language is None else (language,)
    return any(word in Translator(one).text(f"reply.{name}").split() for one in languages)
