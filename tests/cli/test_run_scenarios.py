"""Each of the simulator's numbers, by each journey, over a real socket: outcome, verdict, exit code, sentence."""

import pytest
from support.shell import shell

pytestmark = pytest.mark.system

PAYNET = {
    1: ("verified", "ok", 0, "The phone is verified."),
    2: ("failed", "code_refused", 3, "Not accepted (Paynet code = 1)."),
    3: ("verified", "ok", 0, "The phone is verified."),
    4: ("failed", "refused", 7, "Paynet refused the request. No new SMS was sent."),
    5: ("verified", "ok", 0, "The phone is verified."),
    11: ("uncertain", "provider_error", 8, "The answer was lost (the connection was dropped)."),
    13: (
        "uncertain",
        "provider_error",
        8,
        "answered, but the answer does not say whether an SMS was sent.",
    ),
    15: ("verified", "ok", 0, "The phone is verified."),
    16: ("verified", "ok", 0, "The phone is verified."),
    19: ("failed", "credentials", 6, "Paynet did not accept the keys."),
    20: ("failed", "limited", 5, "The provider asks you to wait 0:30."),
    21: ("uncertain", "provider_error", 8, "The answer was lost ("),
    22: ("uncertain", "provider_error", 8, "The answer was lost (the answer was cut off)."),
}
MASTERPASS = {
    1: ("linked", "ok", 0, "The account is linked to this merchant."),
    2: ("failed", "code_refused", 3, "Paywall reports a wrong code."),
    3: ("linked", "ok", 0, "The account is linked to this merchant."),
    4: ("failed", "limited", 5, "Paywall's limit for this number is reached"),
    5: ("linked", "ok", 0, "The account is linked to this merchant."),
    6: ("failed", "not_found", 7, "Paywall has no account for this phone."),
    8: ("linked", "ok", 0, "Paywall requires one more code"),
    9: ("failed", "three_d", 7, "Paywall requires 3-D Secure instead of a code."),
    10: ("uncertain", "unknown", 8, "It is not known whether an SMS was sent."),
    11: ("uncertain", "provider_error", 8, "The answer was lost (the connection was dropped)."),
    12: ("failed", "expired", 4, "The token of this code is no longer valid"),
    13: (
        "uncertain",
        "provider_error",
        8,
        "answered, but the answer does not say whether an SMS was sent.",
    ),
    14: ("no_otp_needed", "ok", 0, "The provider asked for no code"),
    15: ("linked", "ok", 0, "The account is linked to this merchant."),
    16: ("linked", "ok", 0, "The account is linked to this merchant."),
    19: ("failed", "credentials", 6, "Paywall did not accept the keys."),
    20: ("failed", "limited", 5, "The provider asks you to wait 0:30."),
    21: ("uncertain", "provider_error", 8, "The answer was lost ("),
    22: ("uncertain", "provider_error", 8, "The answer was lost (the answer was cut off)."),
    23: ("linked", "ok", 0, "The account was already linked to this merchant."),
}


def expected(journey: str, number: int) -> tuple[str, str, int, str]:
    """The row of a number; what a table leaves out behaves like 01."""
    paynet = PAYNET.get(number, PAYNET[1])
    masterpass = MASTERPASS.get(number, MASTERPASS[1])
    if journey == "paynet" or (journey == "full" and paynet[2]):
        return paynet
    return masterpass


CASES = [(journey, number) for journey in ("paynet", "masterpass", "full") for number in range(1, 24)]
DRIPS = 21


@pytest.mark.parametrize(("journey", "number"), CASES)
def test_each_number_ends_as_the_table_says(sim, capsys, journey, number):
    sim.sleep.endless = number == DRIPS
    words = ["run", journey, "--phone", f"50000000{number:02d}", "--code-from", "sim", "--lang", "en"]
    words += ["--timeout", "1.0"] if number == DRIPS else []
    words += ["--user-id", "customer-7"] if journey != "paynet" else []  # a random one would be told
    outcome, verdict, code, sentence = expected(journey, number)

    told = shell(capsys, [*words, "--json"])
    assert (told.last["type"], told.last["outcome"], told.last["verdict"]) == ("finished", outcome, verdict)
    assert (told.code, told.last["exit_code"]) == (code, code)

    sim.state.reset()
    said = shell(capsys, words)
    assert (said.code, said.err) == (code, "")
    assert sentence in said.out


@pytest.mark.parametrize("number", [11, 13, 21, 22])
def test_a_lost_answer_is_never_sent_again(sim, capsys, number):
    sim.sleep.endless = number == DRIPS
    shell(capsys, ["run", "paynet", "--phone", f"50000000{number}", "--code-from", "sim", "--timeout", "1.0"])
    assert sim.calls() == ["send_otp"]


def test_a_code_that_comes_too_late_is_refused_by_the_server_not_by_us(sim, capsys, tmp_path):
    late = tmp_path / "late.py"
    late.write_text(
        "import json, urllib.request as web\n"
        f"base = {sim.url!r}\n"
        "inbox = json.load(web.urlopen(base + '/__sim/messages?phone=5000000003'))\n"
        "data = json.dumps({'advance_s': 6}).encode()\n"
        "web.urlopen(web.Request(base + '/__sim/clock', data, {'Content-Type': 'application/json'}))\n"
        "print(inbox[-1]['code'])\n"
    )
    words = ["--phone", "5000000003", "--code-from", f"cmd:python3 {late}", "--json"]
    paynet = shell(capsys, ["run", "paynet", *words])
    sim.state.reset()
    masterpass = shell(capsys, ["run", "masterpass", *words])
    assert (paynet.code, paynet.last["verdict"]) == (3, "code_refused")
    assert (masterpass.code, masterpass.last["verdict"]) == (4, "expired")
