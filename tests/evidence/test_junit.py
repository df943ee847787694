"""The JUnit report: valid for Jenkins at every kind of end, with the drift and the pack's files in it."""

from pathlib import Path

import pytest
from lxml import etree
from support.records import AT, recorded

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.junit import junit
from otp_tui.evidence.record import RunRecord

VALID = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit-10.xsd")))
CODE = Drift("code", DriftKind.TYPE, "string", "number", "string")
SAID = "`code`: documented string, example number, came as string"
REFUSED = recorded("code_refused", value="1", name="unsuccessful", number=2, drift=(CODE,))
LOST = recorded("provider_error", "transport", '"reset"', status=None, fault=Fault.RESET)


def suite_of(outcome, exit_code, **fields):
    run = RunRecord(Journey.FULL, Environment.SIM, AT, outcome, exit_code, **fields)
    suite = etree.fromstring(junit(run).encode())
    VALID.assertValid(suite)
    return suite


def outcome_of(suite):
    [case] = suite.xpath("testcase[@name='outcome']")
    return case


@pytest.mark.parametrize(
    ("outcome", "exit_code", "fields", "counts", "found"),
    [
        (Outcome.LINKED, 0, {"exchanges": [recorded()]}, "2 0 0 0", None),
        (Outcome.FAILED, 3, {"exchanges": [recorded(), REFUSED], "decision": REFUSED.decision, "unreached": ["paywall"]},
         "4 1 0 1", ("failure", "code_refused", "code = 1 (unsuccessful)")),
        (Outcome.UNCERTAIN, 8, {"exchanges": [LOST], "decision": LOST.decision}, "2 1 0 0",
         ("failure", "provider_error", 'transport = "reset"')),
        (Outcome.FAILED, 6, {"unreached": ["paynet", "paywall"], "reason": "Paynet needs a key."}, "3 0 1 2",
         ("error", "failed", "Paynet needs a key.")),
        (Outcome.CANCELLED, 130, {"exchanges": [recorded()]}, "2 0 1 0", ("error", "cancelled", "")),
    ],
)  # fmt: skip
def test_jenkins_takes_every_end(outcome, exit_code, fields, counts, found):
    suite = suite_of(outcome, exit_code, **fields)
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == counts.split()
    wrong = outcome_of(suite).xpath("failure|error")
    assert [(one.tag, one.get("type"), one.text or "") for one in wrong] == ([found] if found else [])
    assert len(suite.xpath("testcase/skipped")) == int(suite.get("skipped"))


def test_drift_is_said_per_exchange_and_for_the_whole():
    suite = suite_of(Outcome.VERIFIED, 0, exchanges=[recorded(drift=(CODE,)), REFUSED])
    assert suite[0].findtext("system-out") == f"ok: code = 0\n{SAID}"
    assert outcome_of(suite).findtext("system-out") == f"Paynet, exchange #1, #2: {SAID}"
    assert outcome_of(suite_of(Outcome.VERIFIED, 0, exchanges=[recorded()])).find("system-out") is None


def test_the_packs_files_are_attached_each_on_a_line_of_its_own():
    long = "/" + "d" * 400 + "/report.html"
    suite = suite_of(Outcome.VERIFIED, 0, exchanges=[recorded()], attachments=["/tmp/pack/session.har", long])
    lines = outcome_of(suite).findtext("system-out").splitlines()
    assert lines == ["[[ATTACHMENT|/tmp/pack/session.har]]", f"[[ATTACHMENT|{long}]]"]


def test_hostile_words_stay_words():
    path = "a]]>\x1b[2J</system-out>\x00"
    suite = suite_of(
        Outcome.VERIFIED, 0, exchanges=[recorded(drift=(Drift(path, DriftKind.NEW, came="null"),))]
    )
    assert suite[0].findtext("system-out").splitlines()[1] == (
        "`a]]>\\u001b[2J</system-out>\\u0000`: not documented, came as null"
    )
