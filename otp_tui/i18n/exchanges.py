"""The sentences of recorded exchanges: what decided, and where an answer is not as documented."""

from collections.abc import Sequence
from typing import Final

from otp_tui.core.exchange.drift import Drift
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.exchange.walkthrough_drift import WalkthroughDrift
from otp_tui.i18n.names import provider_name
from otp_tui.i18n.translator import Translator

_HEADS: Final = {
    Verdict.OK: "good",
    Verdict.CHALLENGE: "good",
    Verdict.THREE_D: "open",
    Verdict.UNKNOWN: "open",
}
"""The heads of the verdicts that are no failure."""
_OWN_NOTES: Final = {
    "absent": "absent",
    "no JSON object": "no_object",
    "no usable id": "no_id",
    "no Token": "no_token",
}
"""Our own remarks in the place of a code's documented name."""
_OWN_PATHS: Final = {"HTTP status": "status"}


def decision_sentence(translator: Translator, exchange: Exchange) -> str:
    """Return what decided an exchange: the verdict, its proof and what claims the opposite.

    A verdict that is no plain success and an open delivery follow in short sentences of their own.

    Args:
        translator: The translator.
        exchange: The record; its values are redacted already.
    """
    say = translator.text
    verdict = exchange.decision.verdict
    if exchange.fault is not None:
        said = [say("decision.no_answer", fault=say(f"fault.{exchange.fault}"))]
    else:
        said = [_proof(translator, exchange)]
        if verdict is not Verdict.OK:
            said.append(say("decision.meaning", verdict=say(f"verdict.{verdict}")))
    if exchange.delivery is Delivery.MAYBE_SENT:
        said.append(say("decision.maybe_sent"))
    return " ".join(said)


def decided_by(translator: Translator, decision: Decision) -> str:
    """Return the proof of a decision alone: the path, the value, and what that is called.

    Args:
        translator: The translator.
        decision: The decision; its value is redacted already.
    """
    note = _OWN_NOTES.get(decision.name)
    name = translator.text(f"decision.note_{note}") if note else decision.name
    return _value(translator, decision.path, decision.value) + (f" ({name})" if name else "")


def drift_sentence(translator: Translator, drift: Drift) -> str:
    """Return one difference from the documents: the path, the documented type, the example's and the one that came.

    Args:
        translator: The translator.
        drift: The difference.
    """
    documented = f" {translator.text('drift.or')} ".join(drift.documented.split("|"))
    name = f"drift.{drift.kind}" if not drift.example else f"drift.{drift.kind}_example"
    return translator.text(
        name, path=drift.path, documented=documented, example=drift.example, came=drift.came
    )


def walkthrough_drift_sentence(translator: Translator, found: WalkthroughDrift) -> str:
    """Return one difference of a walkthrough's answers, with the provider and the exchanges that had it.

    Args:
        translator: The translator.
        found: The difference, as `walkthrough_drift` lists it.
    """
    return translator.text(
        "drift.of_exchanges",
        provider=provider_name(translator, found.provider),
        numbers=", ".join(f"#{number}" for number in found.numbers),
        drift=drift_sentence(translator, found.drift),
    )


def _proof(translator: Translator, exchange: Exchange) -> str:
    decision, say = exchange.decision, translator.text
    return say(
        "decision.despite" if exchange.despite else "decision.proof",
        head=say(f"decision.head_{_HEADS.get(decision.verdict, 'failed')}"),
        proof=decided_by(translator, decision),
        claims=_joined(translator, [_claim(translator, *claim) for claim in exchange.despite]),
    )


def _value(translator: Translator, path: str, value: str) -> str:
    own = _OWN_PATHS.get(path)
    return translator.text(f"decision.by_{own or 'value'}", path=path, value=value)


def _claim(translator: Translator, path: str, value: str) -> str:
    return translator.text("decision.claim", path=path, value=value)


def _joined(translator: Translator, parts: Sequence[str]) -> str:
    """Return parts of a sentence as an enumeration."""
    *most, last = parts or ("",)
    return translator.text("decision.and", most=", ".join(most), last=last) if most else last
