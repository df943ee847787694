"""The support ticket: a short text by which a provider's support finds the request and sees what is wrong."""

from collections.abc import Iterator
from typing import Final

from otp_tui import __version__
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.identifiers import codes_of, identifiers_of
from otp_tui.evidence.printable import printable
from otp_tui.evidence.record import RunRecord
from otp_tui.i18n.exchanges import decision_sentence
from otp_tui.i18n.names import both_zones, clock_time, provider_name
from otp_tui.i18n.notices import journey_title
from otp_tui.i18n.translator import Translator

_LONGEST: Final = 600
_LONGEST_VALUE: Final = 120
_MOST_OTHERS: Final = 12
_GOOD: Final = frozenset({Verdict.OK, Verdict.CHALLENGE})


def ticket(run: RunRecord, translator: Translator) -> str:
    """Return the support ticket of a run.

    Args:
        run: The run.
        translator: Words the ticket.
    """
    exchange = exchange_that_matters(run)
    lines = [translator.text("ticket.heading"), ""]
    if exchange is None:
        flight = run.walkthrough.walkthrough.in_flight if run.walkthrough else None
        name = "ticket.nothing_sent" if flight is None else "ticket.in_flight"
        lines += [translator.text(name), *filter(None, [printable(run.reason, _LONGEST)])]
    else:
        lines += _about(run, exchange, translator)
    walkthrough = run.walkthrough.walkthrough.id if run.walkthrough else "–"
    lines += [
        "",
        f"otp-tui {__version__} · {translator.text('ticket.walkthrough')} {printable(walkthrough, _LONGEST_VALUE)}",
    ]
    return "\n".join(lines) + "\n"


def exchange_that_matters(run: RunRecord) -> Exchange | None:
    """Return the exchange that a ticket is about: of a run that went wrong the one that decided it, else the last."""
    exchanges = list(run.exchanges)
    wrong = [one for one in exchanges if one.fault is not None or one.decision.verdict not in _GOOD]
    decided = [one for one in exchanges if one.decision == run.decision]
    if run.exit_code:
        return next((found[-1] for found in (decided, wrong, exchanges) if found), None)
    return exchanges[-1] if exchanges else None


def _about(run: RunRecord, exchange: Exchange, translator: Translator) -> Iterator[str]:
    say = translator.text
    provider = provider_name(translator, exchange.provider)
    row = PROVIDERS.get(exchange.provider)
    address = row.support if row else ""
    yield say("ticket.to", to=address or say("ticket.integration_support", provider=provider))
    yield ""
    if run.environment is Environment.SIM:
        yield from (say("ticket.simulator"), "")
    yield say(
        "ticket.asked"
        if exchange.decision.verdict not in _GOOD or exchange.fault
        else "ticket.for_information",
        provider=provider,
        call=printable(exchange.call, _LONGEST_VALUE),
        journey=journey_title(translator, run.journey),
    )
    yield printable(decision_sentence(translator, exchange), _LONGEST)
    yield ""
    yield from _table([(say(f"ticket.{name}"), value) for name, value in _facts(run, exchange, translator)])
    found = [(one.name, one.value) for one in identifiers_of(exchange)]
    yield from ("", say("ticket.identifiers"), *_table(found or [("–", "")], "  "))
    codes = [(one.path, one.value + _decided(one.path, exchange, translator)) for one in codes_of(exchange)]
    yield from ("", say("ticket.codes"), *_table(codes or [("–", "")], "  "))
    others = [one for one in run.exchanges if one is not exchange]
    if others:
        yield from ("", say("ticket.others"), *(_other(translator, one) for one in others[-_MOST_OTHERS:]))


def _facts(run: RunRecord, exchange: Exchange, translator: Translator) -> Iterator[tuple[str, str]]:
    say = translator.text
    environment = say(f"environment.{run.environment}") if run.environment else "–"
    yield "environment", environment
    yield "call", f"{exchange.method} {printable(exchange.url, _LONGEST)}"
    yield "sent", both_zones(translator, exchange.at)
    yield (
        "ended" if exchange.status else "no_answer",
        f"{both_zones(translator, exchange.ended)} ({exchange.ms} ms)",
    )
    yield "status", str(exchange.status) if exchange.status else f"– ({say(f'fault.{exchange.fault}')})"
    phone = run.walkthrough.walkthrough.phone if run.walkthrough else None
    yield "phone", printable(phone or "–", _LONGEST_VALUE)


def _decided(path: str, exchange: Exchange, translator: Translator) -> str:
    return f"  ← {translator.text('report.decided')}" if path == exchange.decision.path else ""


def _other(translator: Translator, exchange: Exchange) -> str:
    """Return one line of another exchange: its number, call, time, status and the identifiers it has."""
    found = ", ".join(f"{one.name} {one.value}" for one in identifiers_of(exchange))
    head = f"  #{exchange.number} {provider_name(translator, exchange.provider)} {printable(exchange.call, _LONGEST_VALUE)}"
    return (
        f"{head}, {clock_time(exchange.at)} UTC, HTTP {exchange.status or '–'}{f': {found}' if found else ''}"
    )


def _table(rows: list[tuple[str, str]], indent: str = "") -> Iterator[str]:
    """Yield rows of two columns, the second one aligned."""
    wide = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield f"{indent}{name.ljust(wide)}  {value}".rstrip()
