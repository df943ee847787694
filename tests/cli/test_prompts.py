"""Questions of commands: where they are printed, and what counts as an answer."""

import asyncio
import io

import pytest

from otp_tui.cli.commands import plain
from otp_tui.cli.terminal import prompts
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator

JOURNEYS = (Journey.FULL, Journey.PAYNET, Journey.MASTERPASS)


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
        (["\n"], Journey.FULL),
        (["2\n"], Journey.PAYNET),
        (["4\n", "0\n", "x\n", "3\n"], Journey.MASTERPASS),
        (["q\n"], None),
        ([""], None),
    ],
)
def test_enter_alone_takes_the_first_journey(monkeypatch, capsys, lines, chosen):
    due = iter(lines)

    async def read():
        return next(due)

    monkeypatch.setattr(plain, "read_line", read)
    assert asyncio.run(plain._choose(Translator("en"), JOURNEYS)) is chosen
    said = capsys.readouterr().out
    assert said.count("> ") == said.count("\n  q  Quit\n") == len(lines)
    assert said.count("is not one of the answers.") == len(lines) - 1
    assert list(due) == []
