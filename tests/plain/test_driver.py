"""`run` between the keys: resends that wait for their rule, code sources, and what is said meanwhile."""

import json
from typing import Any, NamedTuple

import pytest
from support.wizard_harness import ManualClock

from otp_tui.cli.composition.loaded_runtime import RuntimeOptions
from otp_tui.cli.composition.runtime import Runtime, new_conductor
from otp_tui.conductor import WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import (
    CodeSource,
    CommandCodes,
    GivenCodes,
    InboxCodes,
    LineCodes,
    NoCodeError,
)
from otp_tui.plain.driver import Driver, DriverOptions
from otp_tui.plain.jsonl import JsonLines
from otp_tui.plain.text_reporter import TextReporter


class Walked(NamedTuple):
    """How a driven walkthrough went."""

    exit_code: int
    lines: list[dict[str, Any]]
    sentences: list[str]
    told: list[str]
    calls: list[str]
    slept: list[float]


async def walkthrough(
    journey: Journey,
    number: str,
    options: DriverOptions,
    codes: CodeSource | None = None,
    *,
    confirm: bool = False,
    otp_lifetime: float = 120.0,
) -> Walked:
    """Drive a number through a journey; waits move the clock instead of taking time."""
    clock, translator = ManualClock(), Translator("en")
    runtime = Runtime(
        clock, RuntimeOptions("otp-tui-0123456789abcdef"), None, seed=1, otp_lifetime=otp_lifetime
    )
    lines: list[str] = []
    sentences: list[str] = []
    told: list[str] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(seconds)

    conductor = new_conductor(runtime, WalkthroughOptions(journey, Environment.SIM, confirm))
    writer = JsonLines(lines.append, Environment.SIM)
    conductor.subscribe(writer)
    conductor.subscribe(TextReporter(translator, sentences.append))
    try:
        engine = await runtime.load()
        source = codes or InboxCodes(engine.simulators, number, conductor.references, clock)
        driver = Driver(conductor, source, options, translator=translator, tell=told.append, sleep=sleep)
        ended = await driver.run(number, f"+90 5•• ••• •• {number[-2:]}")
        lines.append(writer.last_line(ended.end, clock.now().utc))
        calls = [line.call for line in runtime.simulated().exchanges()]
        return Walked(
            ended.end.exit_code, [json.loads(line) for line in lines], sentences, told, calls, slept
        )
    finally:
        await conductor.close()
        runtime.close()


async def test_paynets_resend_waits_for_the_expiry_and_says_whose_rule_it_is():
    walked = await walkthrough(Journey.PAYNET, "5000000001", DriverOptions(resends=1))
    assert walked.exit_code == 0
    assert walked.calls == ["send_otp", "send_otp", "check_otp"]
    assert walked.told == ["A new code in 2:00: the provider sends one only after the old one has expired."]
    assert [line["send"] for line in walked.lines if line["type"] == "challenge"] == [1, 2]


async def test_paywalls_resends_wait_for_our_own_guard_which_grows():
    walked = await walkthrough(Journey.MASTERPASS, "5000000001", DriverOptions(resends=3))
    assert walked.slept == pytest.approx([30, 40, 60])
    assert walked.calls == ["session", "merchant/link", *["otp/resend"] * 3, "otp/verify"]


@pytest.mark.parametrize(
    ("number", "code", "verdict", "sentence"),
    [
        ("07", 0, "ok", "The account is linked to this merchant."),
        ("17", 5, "too_early", "Paywall says that it is too early for a new code."),
        ("18", 4, "expired", "No new code was sent: the token of this code is no longer valid"),
    ],
)
async def test_what_a_resend_can_answer(number, code, verdict, sentence):
    walked = await walkthrough(Journey.MASTERPASS, f"50000000{number}", DriverOptions(resends=1))
    assert (walked.exit_code, walked.lines[-1]["verdict"]) == (code, verdict)
    assert any(line.startswith(sentence) for line in walked.sentences)


async def test_a_renewed_session_is_told():
    walked = await walkthrough(Journey.MASTERPASS, "5000000007", DriverOptions(resends=1))
    renewed = [line for line in walked.lines if line["type"] == "session_renewed"]
    assert [line["provider"] for line in renewed] == ["paywall"]


async def test_resends_are_asked_for_in_each_leg_once():
    walked = await walkthrough(Journey.FULL, "5000000008", DriverOptions(resends=1))
    assert walked.exit_code == 0
    assert walked.calls == [
        "send_otp", "send_otp", "check_otp",
        "session", "merchant/link", "otp/resend", "otp/verify", "otp/verify",
    ]  # fmt: skip


async def test_a_code_delay_is_waited_before_each_code():
    walked = await walkthrough(Journey.FULL, "5000000001", DriverOptions(code_delay=7))
    assert walked.slept == [7, 7]


async def test_an_unlink_that_is_not_needed_or_done_ends_well():
    walked = await walkthrough(Journey.MASTERPASS, "5000000023", DriverOptions(unlink=True))
    assert (walked.exit_code, walked.calls[-1]) == (0, "merchant/unlink")
    assert "The link was undone." in walked.sentences


async def test_confirm_names_what_decided():
    walked = await walkthrough(Journey.MASTERPASS, "5000000001", DriverOptions(), confirm=True)
    assert walked.exit_code == 0
    assert "The provider confirms that the account is linked." in walked.sentences


async def test_given_codes_end_when_they_are_used_up():
    codes = GivenCodes(["ABCD"])
    assert (await codes.code(None)).reveal() == "ABCD"
    with pytest.raises(NoCodeError) as ended:
        await codes.code(None)
    assert ended.value.name == "run.fewer_codes"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("/no/such/command", "run.command_not_started"),
        ("python3 -c 'import sys; sys.exit(3)'", "run.command_failed"),
        ("python3 -c ''", "code.empty"),
    ],
)
async def test_a_code_command_that_gives_no_code_says_why(command, name):
    clock = ManualClock()
    with pytest.raises(NoCodeError) as ended:
        await CommandCodes(command, clock).code(challenge_of(clock))
    assert ended.value.name == name


async def test_a_code_command_has_the_remaining_time_and_no_more():
    clock = ManualClock()
    challenge = challenge_of(clock)
    clock.advance(119.9)
    with pytest.raises(NoCodeError) as ended:
        await CommandCodes("sleep 30", clock).code(challenge)
    assert ended.value.name == "run.command_too_slow"


async def test_a_person_is_asked_again_until_a_code_can_be_read():
    clock, asked, explained = ManualClock(), [], []
    answers = iter(["\n", "[/]\n", "AB12\n"])

    async def lines() -> str:
        return next(answers)

    source = LineCodes(
        lines, ask=asked.append, clock=clock, translator=Translator("en"), explain=explained.append
    )
    assert (await source.code(challenge_of(clock))).reveal() == "AB12"
    assert asked == ["Code (2:00 left): "] * 3
    assert explained == [
        "Type the code from the SMS, or paste the whole message.",
        "A code has only letters and digits. Nothing was sent: correct the code.",
    ]


def challenge_of(clock):
    from otp_tui.core.exchange.exchange import ChallengeKind
    from otp_tui.core.flow.challenge import open_challenge
    from otp_tui.core.flow.journey import PAYNET

    return open_challenge(PAYNET, clock.now(), kind=ChallengeKind.CARD, token=None, expiry=None)


async def test_a_new_code_that_opens_after_any_code_has_died_is_not_waited_for():
    walked = await walkthrough(Journey.PAYNET, "5000000001", DriverOptions(resends=1), otp_lifetime=82_800.0)
    assert (walked.exit_code, walked.slept, walked.calls) == (5, [], ["send_otp"])
    assert len(walked.told) == 1
    assert walked.told[0].startswith("A new code can be requested only in 1380:00.")
