"""The names of providers and the moments of reports, the same in every zone and locale."""

from datetime import UTC, datetime

from otp_tui.core.target.providers import PROVIDERS
from otp_tui.core.timestamps import ISTANBUL
from otp_tui.i18n.translator import Translator


def provider_name(translator: Translator, provider: str) -> str:
    """Return a provider's name for people; of one without a sentence its row's, or the name that the record has."""
    sentence = f"provider.{provider}"
    said = translator.text(sentence)
    if said != sentence:
        return said
    return PROVIDERS[provider].title if provider in PROVIDERS else provider


def both_zones(translator: Translator, moment: datetime) -> str:
    """Return a moment to the millisecond in UTC and in Istanbul, there with its day where it is another one."""
    utc, istanbul = (f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S.%f}"[:-3] for zone in (UTC, ISTANBUL))
    istanbul = istanbul.removeprefix(f"{utc.partition(' ')[0]} ")
    return translator.text("moment.both", utc=utc, istanbul=istanbul)


def clock_time(moment: datetime) -> str:
    """Return the time of day of a moment in UTC, to the millisecond."""
    return f"{moment.astimezone(UTC):%H:%M:%S.%f}"[:-3]
