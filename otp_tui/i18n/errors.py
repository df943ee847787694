"""Words what ended a command, with sentences inside sentences where its facts have words of their own."""

from otp_tui.core.errors import Message, UserError
from otp_tui.i18n.translator import Translator


def error_text(translator: Translator, failure: UserError) -> str:
    """The sentence of what went wrong.

    Args:
        translator: Words it.
        failure: What went wrong.
    """
    return _worded(translator, Message(failure.name, failure.facts))


def _worded(translator: Translator, said: Message) -> str:
    facts = {
        key: _worded(translator, fact) if isinstance(fact, Message) else fact
        for key, fact in said.facts.items()
    }
    return translator.text(said.name, **facts)
