"""What `run` leaves behind: an HTTP archive and a JUnit report, without a secret in either."""

import json
import sys
from xml.etree import ElementTree as ET

import pytest
from support.shell import KEYS, shell

from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState


@pytest.fixture
def world(monkeypatch):
    world = SimulatorState()
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with Simulator(world) as simulator:
        monkeypatch.setenv("OTP_TUI_PAYNET_URL", simulator.url)
        monkeypatch.setenv("OTP_TUI_PAYWALL_URL", simulator.url)
        yield world


def test_the_archive_holds_every_exchange_and_no_secret(world, capsys, tmp_path):
    file = tmp_path / "walk.har"
    told = shell(capsys, ["run", "full", "--phone", "5000000001", "--code-from", "sim", "--har", str(file)])
    assert told.code == 0
    text = file.read_text(encoding="utf-8")
    entries = json.loads(text)["log"]["entries"]
    assert [entry["request"]["url"].rsplit("/", 1)[-1] for entry in entries] == [
        "send_otp", "check_otp", "session", "link", "verify",
    ]  # fmt: skip
    assert [entry["response"]["status"] for entry in entries] == [200] * 5
    assert entries[0]["comment"] == "sim: challenge: code = 0"
    secrets = [*KEYS.values(), "5000000001", *(message.code for message in world.messages())]
    assert [secret for secret in secrets if secret in text] == []


def test_the_report_names_the_failure_and_its_proof(world, capsys, tmp_path):
    file = tmp_path / "walk.xml"
    told = shell(
        capsys, ["run", "masterpass", "--phone", "5000000006", "--code-from", "sim", "--junit", str(file)]
    )
    suite = ET.parse(file).getroot()
    assert told.code == 7
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    failure = suite.find("testcase[@name='outcome']/failure")
    assert failure.get("message") == "failed (exit 7)"
    assert failure.text == 'Body.Masterpass.Exception.Code = "ACCOUNT_NOT_FOUND"'


@pytest.mark.skipif(sys.platform == "win32", reason="a path that no system can write differs there")
def test_a_file_that_cannot_be_written_is_told_before_anything_is_sent(world, capsys):
    words = ["--phone", "5000000001", "--code-from", "sim", "--har", "/no/such/folder/x.har", "--lang", "en"]
    told = shell(capsys, ["run", "paynet", *words])
    assert (told.code, told.out) == (2, "")
    assert "/no/such/folder/x.har cannot be written." in told.err
    assert world.exchanges() == []


@pytest.mark.system
def test_evidence_leaves_a_folder_that_can_be_attached(world, capsys, tmp_path):
    folder = tmp_path / "ticket" / "42"
    told = shell(
        capsys, ["run", "paynet", "--phone", "5000000002", "--code-from", "sim", "--evidence", str(folder)]
    )
    assert told.code == 3
    assert sorted(path.name for path in folder.iterdir()) == [
        "events.jsonl", "junit.xml", "manifest.json", "pictures", "report.html", "report.md", "sequence.mmd",
        "session.har", "snippets", "ticket.txt",
    ]  # fmt: skip
    last = json.loads((folder / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["type"], last["exit_code"], last["decided_by"]) == ("finished", 3, "code = 1 (unsuccessful)")
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    secrets = [*KEYS.values(), "5000000002", *(message.code for message in world.messages())]
    assert [secret for secret in secrets if secret in text] == []
