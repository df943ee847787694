"""The files of a run for every end: whole or not there, never those of an earlier run, and true."""

import json
import os
import stat
import sys
from xml.etree import ElementTree as ET

import pytest
from support.shell import shell
from support.spoiling_proxy import spoiling

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")
RUN = ("--phone", "5000000001", "--code-from", "sim", "--lang", "en", "--json")
OLD = '<testsuite failures="0" />'
PHASES = ("blocked", "dns", "connect", "ssl", "send", "wait", "receive")


def suite_of(file):
    return ET.parse(file).getroot()


def counts(suite):
    return [int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")]


@pytest.mark.parametrize(
    ("words", "unset", "code", "reason"),
    [
        (["--code", "12-34"], "", 2, "Give either --code or --code-from, not both."),
        ([], "OTP_TUI_PAYWALL_API_KEY", 6, "Paywall needs a key: set OTP_TUI_PAYWALL_API_KEY."),
        (["--paynet-url", "https://example.com"], "", 9, "so it counts as live"),
    ],
)
def test_what_could_not_run_is_an_error_and_no_older_report_outlives_it(
    sim, home, capsys, monkeypatch, words, unset, code, reason
):
    report = home / "report.xml"
    report.write_text(OLD)
    monkeypatch.delenv(unset, raising=False)
    told = shell(capsys, ["run", "full", *RUN, *words, "--junit", str(report)])
    suite = suite_of(report)
    assert (told.code, counts(suite), suite.get("name")) == (code, [3, 0, 1, 2], "otp-tui full")
    assert [case.get("name") for case in suite if case.find("skipped") is not None] == ["paynet", "paywall"]
    error = suite.find("testcase[@name='outcome']/error")
    assert error.get("message") == f"failed (exit {code})"
    assert reason in error.text


@pytest.mark.system
def test_a_run_that_went_wrong_is_a_failure_and_what_it_did_not_reach_is_skipped(sim, home, capsys):
    folder = home / "evidence"
    told = shell(
        capsys,
        ["run", "full", "--phone", "5000000004", "--code-from", "sim", "--json", "--evidence", str(folder)],
    )
    suite = suite_of(folder / "junit.xml")
    assert (told.code, counts(suite)) == (7, [3, 1, 0, 1])
    failure = suite.find("testcase[@name='outcome']/failure")
    assert (failure.get("type"), failure.text) == ("refused", "code = 1 (unsuccessful)")
    assert (folder / "events.jsonl").read_text() == told.out


def test_the_archive_is_true_about_what_it_does_not_know(sim, home, capsys, monkeypatch):
    file = home / "walk.har"
    with spoiling(sim.url, {"check_otp": (503, b"{}")}) as url:
        monkeypatch.setenv("OTP_TUI_PAYNET_URL", url)
        words = ["--phone", "5000000001", "--code", "1234", "--har", str(file), "--json"]
        told = shell(capsys, ["run", "paynet", *words])
    sent, checked = json.loads(file.read_text(encoding="utf-8"))["log"]["entries"]
    told_ms = (line["ms"] for line in told.lines if line["type"] == "exchange")
    for entry in (sent, checked):
        phases = {name: entry["timings"][name] for name in PHASES}
        assert {name for name, ms in phases.items() if ms < 0} == {"dns", "ssl"}  # plain http
        assert entry["time"] == pytest.approx(sum(ms for ms in phases.values() if ms >= 0))
        assert entry["time"] == pytest.approx(next(told_ms), abs=1)
    assert (sent["response"]["statusText"], checked["response"]["statusText"]) == (
        "OK",
        "Service Unavailable",
    )
    for entry in (sent, checked):
        for message in (entry["request"], entry["response"]):
            headers = {header["name"].lower(): header["value"] for header in message["headers"]}
            assert all(value.isascii() for value in headers.values())
            assert message["bodySize"] == int(headers["content-length"])
        content = entry["response"]["content"]
        assert content["size"] == len(content["text"].encode())


def test_an_exchange_without_an_answer_has_its_fault(sim, home, capsys, monkeypatch):
    file = home / "walk.har"
    monkeypatch.setenv("OTP_TUI_PAYNET_URL", "http://127.0.0.1:9")
    shell(capsys, ["run", "paynet", "--phone", "5000000001", "--code", "1234", "--har", str(file)])
    (entry,) = json.loads(file.read_text(encoding="utf-8"))["log"]["entries"]
    assert (entry["response"]["status"], entry["response"]["_error"]) == (0, "connect_refused")
    phases = {name: entry["timings"][name] for name in PHASES}
    assert {name for name, ms in phases.items() if ms >= 0} == {"blocked", "connect"}
    assert entry["time"] == pytest.approx(phases["blocked"] + phases["connect"])


@POSIX
@pytest.mark.system
def test_a_full_disk_is_told_and_makes_a_good_run_end_with_2(sim, home, capsys):
    folder = home / "evidence"
    words = ["--har", "/dev/full", "--evidence", str(folder)]
    told = shell(capsys, ["run", "paynet", *RUN, *words])
    assert (told.code, told.last["outcome"], told.last["exit_code"]) == (2, "verified", 2)
    assert "/dev/full cannot be written." in told.err
    assert (folder / "events.jsonl").read_text() == told.out


def test_a_file_that_fails_half_way_leaves_nothing(sim, home, capsys, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    report = home / "report.xml"
    report.write_text(OLD)
    monkeypatch.setattr("otp_tui.storage.files.os.fsync", full)
    told = shell(capsys, ["run", "paynet", *RUN, "--junit", str(report)])
    assert (told.code, told.last["exit_code"]) == (2, 2)
    assert [file.name for file in home.iterdir() if "report" in file.name] == []


@POSIX
def test_a_pipe_without_a_reader_is_refused_and_one_with_a_reader_is_written(sim, home, capsys):
    pipe = home / "pipe"
    os.mkfifo(pipe)
    told = shell(capsys, ["run", "paynet", *RUN, "--har", str(pipe)])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert f"{pipe} cannot be written." in told.err
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert shell(capsys, ["run", "paynet", *RUN, "--har", str(pipe)]).code == 0
    with os.fdopen(reading) as file:
        assert len(json.load(file)["log"]["entries"]) == 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@POSIX
def test_a_file_of_ones_own_has_the_usual_mode_and_a_link_stays_one(sim, home, capsys, request):
    before = os.umask(0o022)
    request.addfinalizer(lambda: os.umask(before))
    link = home / "latest.xml"
    link.symlink_to(home / "report.xml")
    assert shell(capsys, ["run", "paynet", *RUN, "--junit", str(link)]).code == 0
    assert link.is_symlink()
    assert stat.S_IMODE((home / "report.xml").stat().st_mode) == 0o644
