"""A walkthrough as a JUnit report: a test case for each exchange and one for the outcome."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.flow.journey import Outcome
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.security.sanitize import sanitize
from otp_tui.core.timestamps import rfc3339

_LONGEST = 300


def junit(walkthrough: Walkthrough, exchanges: Sequence[Exchange], outcome: Outcome, code: int) -> str:
    """Return the report as XML text.

    Args:
        walkthrough: The final state.
        exchanges: The records, oldest first.
        outcome: The outcome.
        code: The exit code of the run.
    """
    suite = ET.Element(
        "testsuite", name=f"otp-tui {walkthrough.journey}", timestamp=rfc3339(walkthrough.began.utc)
    )
    suite.set("tests", str(len(exchanges) + 1))
    suite.set("failures", "1" if code else "0")
    suite.set("time", f"{sum(exchange.ms for exchange in exchanges) / 1000:.3f}")
    for exchange in exchanges:
        case = ET.SubElement(
            suite,
            "testcase",
            classname=f"otp-tui.{walkthrough.environment}.{exchange.provider}",
            name=exchange.call,
        )
        case.set("time", f"{exchange.ms / 1000:.3f}")
        said = f"{exchange.decision.verdict}: {exchange.decision.decided_by}"
        ET.SubElement(case, "system-out").text = sanitize(said, _LONGEST)
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"otp-tui.{walkthrough.environment}.{walkthrough.journey}",
        name="outcome",
        time="0",
    )
    if code:
        proof = walkthrough.decision.decided_by if walkthrough.decision else ""
        failure = ET.SubElement(case, "failure", message=f"{outcome} (exit {code})", type=outcome)
        failure.text = sanitize(proof, _LONGEST)
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
