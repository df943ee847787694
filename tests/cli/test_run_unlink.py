"""`run --unlink`: the link is undone whatever became of its confirmation, and what fails is told as what it is."""

from xml.etree import ElementTree as ET

import pytest
from support.shell import shell
from support.spoiling_proxy import spoiling

RUN = ["run", "masterpass", "--phone", "5000000014", "--code", "1234", "--unlink", "--json", "--lang", "en"]
NOT_LINKED = (
    b'{"ErrorCode": 0, "Result": true, "Body": {"Masterpass": {"StatusCode": 200, "Exception": null,'
    b' "Result": {"AccountInformation": {"IsAccountLinked": false}, "Cards": []}}}}'
)
BROKEN = b"<html>bad gateway</html>"


def cases(file):
    suite = ET.parse(file).getroot()
    return {case.get("name"): [child for child in case if child.tag != "system-out"] for case in suite}


@pytest.mark.parametrize(
    ("answer", "outcome", "code", "verdict"),
    [((502, BROKEN), "uncertain", 8, "provider_error"), ((200, NOT_LINKED), "failed", 7, "unknown")],
)
def test_a_link_that_is_not_confirmed_is_undone_all_the_same(
    sim, capsys, monkeypatch, tmp_path, answer, outcome, code, verdict
):
    report = tmp_path / "report.xml"
    with spoiling(sim.url, {"card/list": answer}) as url:
        monkeypatch.setenv("OTP_TUI_PAYWALL_URL", url)
        told = shell(capsys, [*RUN, "--confirm", "--junit", str(report)])
    assert sim.calls() == ["session", "merchant/link", "merchant/unlink"]
    assert (told.code, told.last["outcome"], told.last["verdict"]) == (code, outcome, verdict)
    assert "The link was undone." in told.err
    failure = cases(report)["outcome"][0]
    assert (failure.tag, failure.get("type"), failure.text) == ("failure", verdict, told.last["decided_by"])


def test_a_link_that_may_be_there_still_is_uncertain_and_names_what_failed(
    sim, capsys, monkeypatch, tmp_path
):
    report = tmp_path / "report.xml"
    with spoiling(sim.url, {"merchant/unlink": (502, BROKEN)}) as url:
        monkeypatch.setenv("OTP_TUI_PAYWALL_URL", url)
        told = shell(capsys, [*RUN, "--junit", str(report)])
    assert (told.code, told.last["outcome"]) == (8, "uncertain")
    assert (told.last["verdict"], told.last["decided_by"]) == (
        "provider_error",
        "HTTP status = 502 (no JSON object)",
    )
    assert "The link could not be undone" in told.err
    failure = cases(report)["outcome"][0]
    assert (failure.tag, failure.get("type"), failure.get("message"), failure.text) == (
        "failure", "provider_error", "uncertain (exit 8)", "HTTP status = 502 (no JSON object)",
    )  # fmt: skip


def test_what_proves_a_link_is_not_the_answer_that_undid_it(sim, capsys, monkeypatch):
    monkeypatch.setenv("OTP_TUI_PAYWALL_URL", sim.url)
    told = shell(capsys, RUN)
    assert sim.calls()[-1] == "merchant/unlink"
    linked = [line for line in told.lines if line["type"] == "exchange" and line["call"] == "merchant/link"]
    assert (told.code, told.last["outcome"]) == (0, "no_otp_needed")
    assert told.last["decided_by"] == linked[0]["decided_by"]
