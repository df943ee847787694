"""A run as a JUnit report: a test case for each exchange, for each leg not reached, and for the outcome."""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from otp_tui.core.exchange.walkthrough_drift import walkthrough_drift
from otp_tui.core.exit_codes import BUG, CANCELLED, GUARD, USAGE
from otp_tui.core.flow.journey import GOOD_OUTCOMES
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import rfc3339
from otp_tui.evidence.record import RunRecord
from otp_tui.i18n.exchanges import drift_sentence, walkthrough_drift_sentence
from otp_tui.i18n.translator import Translator

_LONGEST: Final = 300
_LONGEST_PATH: Final = 4_096
_BRACKETS: Final = re.compile(r"\[(?=\[)")
_ENGLISH: Final = Translator("en")
"""A report is read by a build server, whatever the operator's language."""
_COULD_NOT_RUN: Final = frozenset({BUG, USAGE, GUARD, CANCELLED})
"""The exit codes of runs that were not carried out; with any other one a provider's answer went wrong."""


def junit(run: RunRecord) -> str:
    """Return the report of a run as XML text."""
    place = ".".join(filter(None, ("otp-tui", run.environment)))
    wrong = bool(run.exit_code) or run.is_open
    error = wrong and (run.is_open or run.exit_code in _COULD_NOT_RUN or not run.exchanges)
    failure = wrong and not error
    suite = ET.Element(
        "testsuite",
        name=f"otp-tui {run.journey}",
        tests=str(len(run.exchanges) + len(run.unreached) + 1),
        failures=str(int(failure)),
        errors=str(int(error)),
        skipped=str(len(run.unreached)),
        time=_seconds(sum(exchange.ms for exchange in run.exchanges)),
        timestamp=rfc3339(run.began),
    )
    for exchange in run.exchanges:
        case = _case(suite, f"{place}.{exchange.provider}", exchange.call, exchange.ms)
        said = f"{exchange.decision.verdict}: {exchange.decision.decided_by}"
        _print(case, [said[:_LONGEST], *(drift_sentence(_ENGLISH, drift) for drift in exchange.drift)])
    for provider in run.unreached:
        case = _case(suite, f"{place}.{provider}", provider)
        ET.SubElement(case, "skipped", message="not reached")
    case = _case(suite, f"{place}.{run.journey}", "outcome")
    if run.is_open:
        ET.SubElement(case, "error", message="not ended", type="open")
    elif run.exit_code:
        _wrong(case, "error" if error else "failure", run)
    drifted = (walkthrough_drift_sentence(_ENGLISH, found) for found in walkthrough_drift(run.exchanges))
    _print(case, drifted, run.attachments)
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, place: str, name: str, ms: int = 0) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=place, name=name, time=_seconds(ms))


def _print(case: ET.Element, lines: Iterable[str], attachments: Iterable[str] = ()) -> None:
    """Add lines to what a test case printed; build servers attach the files that lines of ours name."""
    printed = [_inert(line, _LONGEST_PATH) for line in lines]
    printed += [f"[[ATTACHMENT|{sanitize(path, _LONGEST_PATH)}]]" for path in attachments]
    if printed:
        ET.SubElement(case, "system-out").text = "\n".join(printed)


def _inert(text: str, longest: int) -> str:
    """Return a text in which no build server sees an attachment: a provider would choose the file."""
    return _BRACKETS.sub("[ ", sanitize(text, longest))


def _wrong(case: ET.Element, tag: str, run: RunRecord) -> None:
    """Say what went wrong: the verdict of the answer that decided it, or why it could not run."""
    decision = run.decision if tag == "failure" else None
    kind = decision.verdict if decision else run.outcome
    said = (
        kind if run.outcome in GOOD_OUTCOMES else run.outcome
    )  # it is linked, and what came after that went wrong
    element = ET.SubElement(case, tag, message=f"{said} (exit {run.exit_code})", type=kind)
    element.text = _inert(run.reason or (run.decision.decided_by if run.decision else ""), _LONGEST)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"
