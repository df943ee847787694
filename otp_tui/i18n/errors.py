"""Words what ended a command, with sentences inside sentences where its facts have words of their own."""

from otp_tui.core.errors import Failure, Said
from otp_tui.i18n.translator import Speech


def failure_text(speech: Speech, failure: Failure) -> str:
    """The sentence of what went wrong.

    Args:
        speech: Words it.
        failure: What went wrong.
    """
    return _worded(speech, Said(failure.name, failure.facts))


def _worded(speech: Speech, said: Said) -> str:
    facts = {
        key: _worded(speech, fact) if isinstance(fact, Said) else fact for key, fact in said.facts.items()
    }
    return speech.say(said.name, **facts)
