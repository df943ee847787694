"""Replies that a person types, by the words of every catalogue."""

from otp_tui.i18n.translator import LANGUAGES, Translator


def is_reply(name: str, line: str) -> bool:
    """Return whether a line is a reply, in whichever language it was typed.

    Args:
        name: ``yes``, ``no``, ``other``, ``give_up`` or ``quit``: its words are ``reply.NAME`` in the catalogues.
        line: As it was typed.
    """
    word = line.strip().lower()
    return any(word in Translator(language).text(f"reply.{name}").split() for language in LANGUAGES)
