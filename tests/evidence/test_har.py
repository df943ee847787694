"""The HTTP archive: valid, true about its times and sizes, and read by others."""

import json

import fastjsonschema
import pytest
from evidence.har_schema import HAR
from support.records import AT, recorded
from support.shell import shell

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.timings import Timings
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.har import har
from otp_tui.evidence.record import RunRecord

VALID = fastjsonschema.compile(HAR)
#               connecting, connected, secured, writing, written, answered, done, resolved
DIRECT = Timings(1.0, 31.0, 61.0, 62.0, 63.0, 100.0, 101.5, 11.0)
PHASES = ("blocked", "dns", "connect", "ssl", "send", "wait", "receive")


def archive(*exchanges):
    run = RunRecord(Journey.PAYNET, Environment.TEST, AT, Outcome.VERIFIED, 0, exchanges=exchanges)
    return har(run)


def entry_of(exchange):
    read = json.loads(archive(exchange))
    VALID(read)
    return read["log"]["entries"][0]


@pytest.mark.parametrize(
    ("timings", "fault", "expected"),
    [
        (DIRECT, None, [1.0, 10.0, 51.0, 30.0, 1.0, 37.0, 1.5]),
        (DIRECT._replace(resolved=None, secured=None), None, [1.0, -1, 61.0, -1, 1.0, 37.0, 1.5]),
        (Timings(1.0, done=9.0), Fault.NAME_NOT_RESOLVED, [1.0, 8.0, -1, -1, -1, -1, -1]),
        (Timings(1.0, resolved=4.0, done=9.0), Fault.CONNECT_REFUSED, [1.0, 3.0, 5.0, -1, -1, -1, -1]),
        (Timings(1.0, done=9.0), Fault.CONNECT_REFUSED, [1.0, -1, 8.0, -1, -1, -1, -1]),
        (DIRECT._replace(answered=None), Fault.RESET, [1.0, 10.0, 51.0, 30.0, 1.0, 38.5, -1]),
        (Timings(), None, [-1, -1, -1, -1, -1, 20, -1]),
    ],
)
def test_each_phase_is_as_long_as_it_was_and_minus_one_where_there_is_none(timings, fault, expected):
    entry = entry_of(recorded(timings=timings, fault=fault, status=None if fault else 200))
    assert [entry["timings"][name] for name in PHASES] == expected
    assert entry["time"] == sum(
        ms for name, ms in zip(PHASES, expected, strict=True) if ms >= 0 and name != "ssl"
    )


def test_the_servers_address_stands_in_it_and_whose_it_is():
    assert "serverIPAddress" not in entry_of(recorded())
    assert entry_of(recorded(server_address="2001:db8::1"))["serverIPAddress"] == "2001:db8::1"
    entry = entry_of(recorded(server_address="192.0.2.1", via_proxy=True))
    assert entry["serverIPAddress"] == "192.0.2.1"
    assert entry["comment"] == "test: ok: code = 0; serverIPAddress is the proxy's"


def test_the_signs_of_the_redaction_are_ascii_and_the_providers_words_stay():
    sent = '{\n  "otp_code": "‹code#1›",\n  "user_gsm": "5•••••••01"\n}'
    came = '{\n  "code": 1,\n  "message": "Başarısız …"\n}'
    entry = entry_of(
        recorded(
            "code_refused", "x", '"‹code#1›"',
            request_headers=(("Authorization", "‹paynet.secret_key›"), ("Content-Length", "55"), ("Content-Type", "a/b")),
            request_body=sent, headers=(("Content-Length", "32"), ("Content-Type", "application/json")), body=came,
        )
    )  # fmt: skip
    request, response = entry["request"], entry["response"]
    assert request["headers"][0]["value"] == "<paynet.secret_key>"
    assert json.loads(request["postData"]["text"]) == {"otp_code": "<code#1>", "user_gsm": "5*******01"}
    assert request["postData"]["mimeType"] == "a/b"
    assert json.loads(response["content"]["text"])["message"] == "Başarısız ..."
    assert entry["comment"] == 'test: code_refused: x = "<code#1>"'
    assert [sign for sign in "‹›•…" if sign in archive(recorded(body=came, request_body=sent))] == []


def test_sizes_agree_or_say_why_they_do_not():
    text = '{"code":0}'
    same = entry_of(recorded(headers=(("Content-Length", "10"),), body=text))["response"]
    assert (same["bodySize"], same["content"]["size"], same["content"].get("comment")) == (10, 10, None)
    other = entry_of(recorded(headers=(("Content-Length", "12"),), body=text))["response"]
    assert (other["bodySize"], other["content"]["size"]) == (12, 10)
    assert other["content"]["comment"] == (
        "12 bytes were transferred; the text is as it was recorded: redacted, and JSON indented."
    )
    unknown = entry_of(recorded(body=text))["response"]
    assert (unknown["bodySize"], unknown["content"]["size"]) == (-1, 10)
    cut = recorded(headers=(("Content-Length", "92"),), body=text, fault=Fault.CUT)
    assert entry_of(cut)["response"]["bodySize"] == -1, "the length is that of what was to come"


def test_a_failed_exchange_has_status_0_and_its_fault():
    entry = entry_of(recorded("provider_error", "transport", '"reset"', status=None, fault=Fault.RESET))
    assert (entry["response"]["status"], entry["response"]["_error"]) == (0, "reset")
    assert entry["comment"] == 'test: provider_error: transport = "reset" (reset)'


@pytest.mark.system
def test_haralyzer_reads_a_walkthrough(sim, home, capsys):
    from haralyzer import HarParser

    file = home / "walk.har"
    words = ["--phone", "5000000006", "--code-from", "sim", "--har", str(file)]
    assert shell(capsys, ["run", "full", *words]).code == 7
    read = json.loads(file.read_text(encoding="utf-8"))
    VALID(read)
    entries = HarParser(read).har_data["entries"]
    assert [entry["request"]["url"].rsplit("/", 1)[-1] for entry in entries] == [
        "send_otp", "check_otp", "session", "link",
    ]  # fmt: skip
    [page] = HarParser(read).pages
    assert [entry.response.status for entry in page.entries] == [200] * 4
    assert [entry.serverAddress for entry in page.entries] == ["127.0.0.1"] * 4
    assert page.entries[3].request.headers[0]["name"]
