"""Words what ended a command, with sentences inside sentences where its facts have words of their own."""

from otp_tui.core.errors import Message, UserError
from otp_tui.i18n.translator import Translator


def error_text(speech: Translator, failure: UserError) -> str:
    """The sentence of what went wrong.

    Args:
        speech: Words it.
        failure: What went wrong.
    """
    return _worded(speech, Message(failure.name, failure.facts))


def _worded(speech: Translator, said: Message) -> str:
    facts = {
        key: _worded(speech, fact) if isinstance(fact, Message) else fact for key, fact in said.facts.items()
    }
    return speech.text(said.name, **facts)
