"""The sentences of user errors, with sentences inside them where a fact is a `Message`."""

from otp_tui.core.errors import Message, UserError
from otp_tui.i18n.translator import Translator


def error_text(translator: Translator, failure: UserError) -> str:
    """Return the sentence of an error.

    Args:
        translator: The translator.
        failure: The error.
    """
    return _message_text(translator, Message(failure.name, failure.facts))


def _message_text(translator: Translator, message: Message) -> str:
    facts = {
        key: _message_text(translator, fact) if isinstance(fact, Message) else fact
        for key, fact in message.facts.items()
    }
    return translator.text(message.name, **facts)
