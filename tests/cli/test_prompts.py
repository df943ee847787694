"""Questions of commands: where they are printed, and what counts as an answer."""

import io

import pytest
from support.shell import KEYS, shell

from otp_tui.cli.terminal import prompts
from otp_tui.i18n.translator import Translator
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

TITLES = ("full journey", "Paynet journey", "Masterpass journey")


@pytest.mark.parametrize(
    ("answer", "yes"), [("y", True), ("YES", True), ("evet", True), ("n", False), ("", False)]
)
def test_a_question_stands_on_standard_error_and_leaves_the_result_alone(capsys, monkeypatch, answer, yes):
    monkeypatch.setattr(prompts, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    assert prompts.confirmed(Translator("en"), "profile.ask_remove", yes=False, profile="acme") is yes
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Remove acme with its keys")
    assert err.endswith(" [y/N] ")


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        (["\n"], "full journey"),
        (["2\n"], "Paynet journey"),
        (["4\n", "0\n", "x\n", "3\n"], "Masterpass journey"),
        (["q\n"], None),
    ],
)
def test_enter_alone_takes_the_first_journey(monkeypatch, capsys, lines, chosen):
    told = opened(monkeypatch, capsys, "en", *lines)
    assert told.count("Choose 1 to 3 (?: help): ") == len(lines)
    assert told.count("That is not one of the answers. Type 1 to 3") == len(lines) - 1
    assert [name for name in TITLES if f"SIM, {name}\n" in told] == ([chosen] if chosen else [])


def opened(monkeypatch, capsys, language, *lines):
    """What the line-by-line wizard says to these lines where the addresses make three journeys possible."""
    with Simulator(SimulatorState(seed=1)) as simulator:
        monkeypatch.setenv("OTP_TUI_PAYNET_URL", simulator.url)
        monkeypatch.setenv("OTP_TUI_PAYWALL_URL", simulator.url)
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(lines) + "q\n"))
        told = shell(capsys, ["--plain", "--lang", language])
    assert told.code == 0, told.err
    return told.out
