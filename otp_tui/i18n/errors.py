"""The sentences of user errors, with sentences inside them where a fact is a `Message`."""

from otp_tui.core.errors import Message, UserError
from otp_tui.i18n.translator import Translator, Wording


def error_text(translator: Translator, failure: UserError) -> str:
    """Return the sentence of an error.

    Args:
        translator: The translator.
        failure: The error.
    """
    return message_text(translator, Message(failure.name, failure.facts))


def wording_of(failure: UserError) -> Wording:
    """Return the wording of an error."""
    return lambda translator: error_text(translator, failure)


def message_text(translator: Translator, message: Message) -> str:
    """Return the sentence of a message.

    Args:
        translator: The translator.
        message: The message.
    """
    facts = {
        key: message_text(translator, fact) if isinstance(fact, Message) else fact
        for key, fact in message.facts.items()
    }
    return translator.text(message.name, **facts)
