"""The sources of codes where they fail: a silent or broken input, a command that never ends."""

import asyncio
import sys

import pytest
from support.wizard_harness import ManualClock

from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.flow.challenge import open_challenge
from otp_tui.core.flow.journey import PAYNET
from otp_tui.i18n.translator import Translator
from otp_tui.plain import code_sources
from otp_tui.plain.code_sources import CommandCodes, LineCodes, NoCodeError, read_input, read_line


def challenge_of(clock):
    return open_challenge(PAYNET, clock.now(), kind=ChallengeKind.CARD, token=None, expiry=None)


async def silent() -> str:
    await asyncio.Event().wait()
    return ""


async def test_a_silent_input_is_waited_for_until_the_code_has_expired(monkeypatch):
    monkeypatch.setattr(code_sources, "_READING_S", 0.0)
    clock = ManualClock()
    source = LineCodes(silent, ask=None, clock=clock, translator=Translator("en"), explain=print)
    challenge = challenge_of(clock)
    clock.advance(challenge.lifetime)
    with pytest.raises(NoCodeError) as error:
        await source.code(challenge)
    assert (error.value.name, error.value.exit_code) == ("run.no_line", 4)


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), ValueError("closed file")])
async def test_an_input_that_cannot_be_read_says_so(monkeypatch, fault):
    class Broken:
        def readline(self, limit=-1):
            raise fault

    monkeypatch.setattr("sys.stdin", Broken())
    clock = ManualClock()
    source = LineCodes(read_input, ask=None, clock=clock, translator=Translator("en"), explain=print)
    with pytest.raises(NoCodeError) as error:
        await source.code(challenge_of(clock))
    assert (error.value.name, error.value.exit_code) == ("run.input_failed", 2)
    assert await read_line() == ""


async def test_a_command_that_prints_without_end_is_stopped():
    clock = ManualClock()
    with pytest.raises(NoCodeError) as error:
        await CommandCodes(f"{sys.executable} -c 'while True: print(1)'", clock).code(challenge_of(clock))
    assert error.value.name == "run.command_too_long"
