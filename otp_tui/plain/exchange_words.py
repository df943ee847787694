"""The sentence of a recorded exchange, as it is read aloud."""

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.i18n.exchanges import decision_sentence
from otp_tui.i18n.translator import Translator


def exchange_text(translator: Translator, exchange: Exchange) -> str:
    """Return an exchange in one sentence: whose, which call, the status, how long, what decided.

    Args:
        translator: The translator.
        exchange: The record; its values are redacted already.
    """
    name = "plain.exchange_lost" if exchange.status is None else "plain.exchange_spoken"
    said = translator.text(
        name,
        provider=translator.text(f"provider.{exchange.provider}"),
        call=exchange.call,
        status=exchange.status or 0,
        ms=exchange.ms,
    )
    decided = decision_sentence(translator, exchange).replace("`", "")  # a mark for the eye alone
    return f"{said} {decided}"
