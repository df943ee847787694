"""`run` as `contract.md` describes it: lines, options, exit codes, and nothing secret in any of it."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse

import pytest
from support.shell import KEYS, shell

RUN = ["run", "full", "--phone", "+90 500 000 00 01", "--code-from", "sim"]


def test_the_lines_of_a_full_journey(sim, capsys):
    told = shell(capsys, [*RUN, "--json"])
    assert told.code == 0
    assert [line["type"] for line in told.lines] == [
        "started",
        "exchange", "challenge", "code_entered", "exchange",
        "exchange", "exchange", "challenge", "code_entered", "exchange",
        "linked", "finished",
    ]  # fmt: skip
    assert [line["seq"] for line in told.lines] == list(range(1, 13))
    assert {line["v"] for line in told.lines} == {1}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["at"]) for line in told.lines)
    calls = [line["call"] for line in told.lines if line["type"] == "exchange"]
    assert calls == ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]
    first, second = (line for line in told.lines if line["type"] == "challenge")
    assert (first["provider"], first["kind"], first["expiry_source"], first["send"]) == (
        "paynet", "card", "server", 1,
    )  # fmt: skip
    assert (second["provider"], second["kind"], second["expiry_source"]) == ("paywall", "bank", "assumed")
    assert told.lines[3] | {"at": ""} == {
        "v": 1, "seq": 4, "at": "", "type": "code_entered", "environment": "sim", "length": 4,
    }  # fmt: skip
    assert told.lines[0]["journey"] == "full"
    assert told.lines[0]["environment"] == "sim"
    assert told.last["decided_by"] == 'Body.Masterpass.Result.ResponseCode = "0000"'


def test_nothing_that_was_printed_is_a_secret(sim, capsys):
    told = shell(capsys, [*RUN, "--json"])
    said = shell(capsys, RUN)
    codes = [message.code for message in sim.state.messages()]
    secrets = [*KEYS.values(), *codes, "5000000001", "500 000 00 01"]
    forms = {form for secret in secrets for form in spellings(secret)}
    assert not [form for form in forms if form in told.out + told.err + said.out + said.err]
    guid = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")
    assert not guid.findall(told.out + said.out)


def spellings(secret):
    raw = secret.encode()
    return {
        secret,
        base64.b64encode(raw).decode(),
        urllib.parse.quote(secret, safe=""),
        json.dumps(secret)[1:-1],
    }


def test_unlink_undoes_the_link(sim, capsys):
    told = shell(
        capsys, ["run", "masterpass", "--phone", "5000000001", "--code-from", "sim", "--unlink", "--json"]
    )
    assert told.code == 0
    assert told.last["outcome"] == "linked"
    assert sim.calls() == ["session", "merchant/link", "otp/verify", "merchant/unlink"]


def test_confirm_asks_for_the_card_list(sim, capsys):
    told = shell(
        capsys, ["run", "masterpass", "--phone", "5000000001", "--code-from", "sim", "--confirm", "--json"]
    )
    assert (told.code, told.last["outcome"]) == (0, "linked")
    assert sim.calls()[-1] == "card/list"


def test_a_session_of_ones_own_is_used_and_none_created(sim, capsys):
    words = [
        "--phone",
        "5000000001",
        "--code-from",
        "sim",
        "--session-id",
        "6489433e-f36b-1410-825e-001264113a90",
    ]
    told = shell(capsys, ["run", "masterpass", *words, "--json"])
    assert sim.calls() == ["merchant/link"]
    assert (told.code, told.last["verdict"]) == (4, "expired")
    assert told.last["decided_by"] == 'Body.Masterpass.Exception.Code = "SESSION_NOT_FOUND"'
    assert "Paywall no longer knows this session" in told.err


def test_one_code_serves_one_challenge(sim, capsys):
    told = shell(
        capsys, ["run", "full", "--phone", "5000000001", "--code", "WRONG", "--code", "AGAIN", "--json"]
    )
    assert (told.code, sim.calls()) == (3, ["send_otp", "check_otp"])


def test_fewer_codes_than_challenges_end_with_2(sim, capsys, tmp_path):
    script = tmp_path / "once.py"
    script.write_text(
        "import json, sys, urllib.request as web\n"
        f"inbox = json.load(web.urlopen({sim.url!r} + '/__sim/messages?phone=5000000001'))\n"
        "sys.exit(1) if len(inbox) > 1 else print(inbox[-1]['text'])\n"
    )
    told = shell(
        capsys,
        ["run", "full", "--phone", "5000000001", "--code-from", f"cmd:{sys.executable} {script}", "--json"],
    )
    assert (told.code, told.last["outcome"], told.last["exit_code"]) == (2, "failed", 2)
    assert "The code command ended with an error." in told.err


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--phone", "elma"], 2, "Use digits only"),
        (["--phone", "0212 555 44 33"], 2, "This is a landline"),
        (["--phone", "532481894"], 2, "Too few digits"),
        (["--phone", "53248189421"], 2, "Too many digits"),
        (["--phone", "+49 151 23456789"], 2, "only to Turkish numbers"),
        ([], 2, "A phone is needed"),
        (["--phone", "5000000001", "--profile", "acme"], 2, "There is no profile “acme”"),
        (["--phone", "5000000001", "--paynet-url", "paynet"], 2, "is not an http:// or https:// address"),
        (["--phone", "5000000001", "--paynet-url", "https://a:b@127.0.0.1"], 2, "user name or password"),
        (["--phone", "5000000001", "--paynet-url", "http://127.0.0.1:99999"], 2, "The port in the address"),
        (["--phone", "5000000001", "--paynet-url", "http://example.com"], 9, "unencrypted"),
        (["--phone", "5000000001", "--paynet-url", "https://example.com"], 9, "counts as live"),
        (["--phone", "5000000001", "--paynet-url", "https://api.paynet.com.tr"], 9, "live"),
        (["--phone", "5000000001", "--code", "1"], 2, "either --code or --code-from"),
        (["--phone", "5000000001", "--code-from", "sky"], 2, "--code-from must be stdin, sim or cmd:COMMAND"),
        (
            ["--phone", "5000000001", "--sim", "--paynet-url", "http://127.0.0.1"],
            2,
            "either --sim or addresses",
        ),
        (["--phone", "5000000001", "--timeout", "soon"], 2, "--timeout"),
    ],
)
def test_bad_input_gets_a_sentence_and_sends_nothing(sim, capsys, words, code, sentence):
    told = shell(
        capsys,
        [
            "run",
            "paynet",
            *words,
            "--lang",
            "en",
            *([] if "--code-from" in words else ["--code-from", "sim"]),
        ],
    )
    assert (told.code, told.out) == (code, "")
    assert sentence in told.err
    assert sim.calls() == []


@pytest.mark.parametrize(
    ("key", "code", "sentence"),
    [
        ("sck_a\nb", 2, "contains a line break"),
        ("sck a", 2, "contains a space"),
        ("sck_ş", 2, "keys do not have"),
        ("", 2, "is empty"),
        (None, 6, "Paynet needs a key: set OTP_TUI_PAYNET_SECRET_KEY"),
    ],
)
def test_bad_keys_get_a_sentence_that_does_not_show_them(sim, capsys, monkeypatch, key, code, sentence):
    if key is None:
        monkeypatch.delenv("OTP_TUI_PAYNET_SECRET_KEY")
    else:
        monkeypatch.setenv("OTP_TUI_PAYNET_SECRET_KEY", key)
    told = shell(capsys, ["run", "paynet", "--phone", "5000000001", "--code-from", "sim", "--lang", "en"])
    assert (told.code, told.out, sim.calls()) == (code, "", [])
    assert sentence in told.err
    assert not key or key not in told.err


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("", "Type the code"), ("x" * 21, "21 characters"), ("[/]", "only letters and digits")],
)
def test_bad_codes_are_not_sent(sim, capsys, code, sentence):
    told = shell(capsys, ["run", "paynet", "--phone", "5000000001", "--code", code, "--lang", "en"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert sentence in told.err


def test_a_port_nobody_listens_on_sends_nothing_and_says_so(sim, capsys):
    words = [
        "--paynet-url",
        "http://127.0.0.1:1",
        "--phone",
        "5000000001",
        "--code-from",
        "sim",
        "--lang",
        "en",
    ]
    told = shell(capsys, ["run", "paynet", *words])
    assert told.code == 8
    assert "No SMS was sent: nothing is listening at that address and port." in told.out


def test_without_a_terminal_and_a_code_nothing_is_sent(sim, capsys):
    told = shell(capsys, ["run", "paynet", "--phone", "5000000001", "--lang", "en"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert "There is no terminal to type a code" in told.err


def test_turkish_is_whole_for_usage_errors_too(sim, capsys):
    told = shell(capsys, ["run", "paynet", "--lang", "tr", "--phne", "1"])
    assert told.code == 2
    assert "Hata: '--phne' adında seçenek yok." in told.err
    assert "Kullanım:" in told.err


def test_without_a_target_the_wizard_explains_what_to_do(capsys, monkeypatch):
    told = shell(capsys, ["--lang", "en"])
    assert told.code == 2
    assert "  1: Try the simulator (Enter)\n  2: Connect to a provider\n" in told.out
    assert "`otp-tui demo` opens the wizard on the built-in simulator" in told.err
    assert shell(capsys, []).code == 2


def test_a_choice_that_is_none_is_said_in_turkish(capsys):
    told = shell(capsys, ["run", "bogus", "--lang", "tr"])
    assert told.code == 2
    assert "'bogus' geçerli değil; şunlardan biri olmalı: 'full', 'paynet', 'masterpass'" in told.err


def test_help_and_version_answer(capsys):
    assert "Komutlar:" in shell(capsys, ["--help", "--lang", "tr"]).out
    assert shell(capsys, ["--version"]).out == "otp-tui 0.1.0\n"


def test_a_bug_is_told_without_its_text(capsys, monkeypatch):
    def broken(*_args):
        raise RuntimeError("SENTINEL-31c9")

    monkeypatch.setattr("otp_tui.cli.commands.run.run_journey", broken)
    told = shell(capsys, ["run", "paynet", "--sim", "--lang", "en"])
    assert told.code == 1
    assert "builtins.RuntimeError" in told.err
    assert "SENTINEL" not in told.err + told.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--code-from", "cmd:"], "--code-from must be stdin, sim or cmd:COMMAND"),
        (["--code-from", "cmd:'open"], "--code-from must be stdin, sim or cmd:COMMAND"),
        (["--code-from", "cmd:/no/such/command"], "The code command could not be started."),
        (["--code-from", "sim", "--timeout", "nan"], "'nan' is not a valid float."),
        (["--code-from", "sim", "--code-delay", "inf"], "--code-delay"),
    ],
)
def test_what_could_never_give_a_code_is_told_before_an_sms_is_sent(sim, capsys, words, sentence):
    told = shell(capsys, ["run", "paynet", "--phone", "5000000001", "--lang", "en", *words])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert sentence in told.err


@pytest.mark.parametrize(
    ("url", "code", "rules"),
    [
        ("https://example.com", 9, ["unknown_host"]),
        ("http://example.com", 9, ["plain_http"]),
        ("https://test-payment-api.itspaywall.com", 9, ["other_provider"]),
        ("http://127.0.0.1", 6, []),
    ],
)
def test_a_guard_and_a_missing_key_write_their_last_line_too(sim, capsys, monkeypatch, url, code, rules):
    monkeypatch.delenv("OTP_TUI_PAYNET_SECRET_KEY")
    words = ["run", "paynet", "--phone", "5000000001", "--code-from", "sim", "--json", "--paynet-url", url]
    told = shell(capsys, words)
    assert told.code == code
    assert [line["type"] for line in told.lines] == ["stopped"] * len(rules) + ["finished"]
    assert [line["rule"] for line in told.lines[:-1]] == rules
    assert (told.last["outcome"], told.last["exit_code"]) == ("failed", code)


RANDOM = "(random; the next run uses another one for the same phone)"


@pytest.mark.parametrize(
    ("words", "told_times"),
    [
        (["masterpass"], 1),
        (["full"], 1),
        (["paynet"], 0),
        (["masterpass", "--user-id", "customer-7"], 0),
        (["masterpass", "--sim"], 0),
    ],
)
def test_a_random_user_id_is_told_once_wherever_it_is_sent(sim, capsys, words, told_times):
    told = shell(capsys, ["run", *words, "--phone", "5000000001", "--code-from", "sim", "--lang", "en"])
    assert (told.code, (told.out + told.err).count(RANDOM)) == (0, told_times), told.err


def test_json_leaves_the_sentences_to_standard_error(sim, capsys):
    told = shell(
        capsys, ["run", "paynet", "--phone", "5000000004", "--code-from", "sim", "--json", "--lang", "en"]
    )
    assert told.code == 7
    assert "Paynet refused the request. No new SMS was sent." in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows pipes break otherwise")
@pytest.mark.parametrize("option", [["--json"], []])
def test_a_reader_that_goes_away_ends_the_run(sim, option):
    run = otp_tui("run", "full", "--phone", "5000000001", "--code-from", "sim", *option)
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(timeout=30) == 130
    run.stdin.close()
    run.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close standard input")
def test_a_closed_standard_input_is_no_crash(sim):
    command = f"{sys.executable} -m otp_tui run paynet --phone 5000000001 --lang en <&-"
    ended = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, **KEYS},
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "There is no terminal to type a code" in ended.stderr


def test_an_output_that_lacks_a_letter_gets_one_that_is_like_it(sim):
    words = ["run", "paynet", "--phone", "5000000001", "--code-from", "sim", "--lang", "tr"]
    environment = {**os.environ, **KEYS, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = subprocess.run(
        [sys.executable, "-m", "otp_tui", *words],
        capture_output=True,
        env=environment,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 0
    assert b"Telefon dogrulandi." in ended.stdout


def otp_tui(*words, **more):
    environment = {**os.environ, **KEYS, "PYTHONWARNINGS": "error"}
    return subprocess.Popen(
        [sys.executable, "-m", "otp_tui", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **more,
    )  # fmt: skip


def test_two_processes_the_simulator_alone_and_run_beside_it():
    serving = otp_tui("sim", "--port", "0")
    try:
        url = serving.stdout.readline().removeprefix("listening on ").strip()
        run = otp_tui(
            "run", "full", "--paynet-url", url, "--paywall-url", url,
            "--phone", "5000000001", "--code-from", "sim", "--json",
        )  # fmt: skip
        out, err = run.communicate(timeout=60)
        assert (run.returncode, "The account is linked to this merchant." in err) == (0, True)
        assert json.loads(out.splitlines()[-1])["outcome"] == "linked"
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=20) == 0
        serving.communicate()


def test_codes_and_phone_from_standard_input(sim):
    run = otp_tui("run", "paynet", "--phone", "-", "--code-from", "stdin", "--json")
    run.stdin.write("5000000001\n")
    run.stdin.flush()
    assert json.loads(run.stdout.readline())["type"] == "started"
    assert json.loads(run.stdout.readline())["type"] == "exchange"
    assert json.loads(run.stdout.readline())["type"] == "challenge"
    run.stdin.write(sim.state.messages("5000000001")[-1].text + "\n")
    out, _ = run.communicate(timeout=30)
    assert json.loads(out.splitlines()[-1])["outcome"] == "verified"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_with_130_and_the_last_line(sim, name):
    run = otp_tui("run", "paynet", "--phone", "5000000001", "--code-from", "stdin", "--json")
    while json.loads(run.stdout.readline())["type"] != "challenge":
        pass
    run.send_signal(getattr(signal, name))
    assert run.wait(timeout=30) == 130
    out, _ = run.communicate(timeout=30)
    last = json.loads(out.splitlines()[-1])
    assert (last["type"], last["outcome"], last["exit_code"]) == ("finished", "cancelled", 130)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_a_signal_while_a_send_is_in_flight_is_uncertain(sim):
    sim.sleep.endless = True
    run = otp_tui("run", "paynet", "--phone", "5000000005", "--code-from", "stdin", "--json")
    assert json.loads(run.stdout.readline())["type"] == "started"
    while not sim.calls():
        pass
    run.send_signal(signal.SIGTERM)
    out, _ = run.communicate(timeout=30)
    lines = [json.loads(line) for line in out.splitlines()]
    assert run.returncode == 130
    assert [line["type"] for line in lines] == ["exchange", "uncertain", "finished"] or [
        line["type"] for line in lines
    ] == ["uncertain", "exchange", "finished"]
    assert lines[-1]["outcome"] == "uncertain"
    assert [line["delivery"] for line in lines if line["type"] == "uncertain"] == ["maybe_sent"]
