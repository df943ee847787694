"""Whole conversations with the line-by-line wizard, as a terminal shows them and as they are read aloud.

Each is in `transcripts/`: a change of a sentence shows there as a person would meet it.
"""

from pathlib import Path
from typing import NamedTuple

import pytest
from support.plain_dialogue import Talk, later, newest, newest_and_cut

from otp_tui.core.flow.journey import Journey

FOLDER = Path(__file__).parent / "transcripts"
BANK = ["session", "merchant/link", "otp/verify"]


class Story(NamedTuple):
    """One conversation."""

    journey: Journey
    answers: tuple[object, ...]
    calls: list[str]
    language: str = "en"


STORIES = {
    "linked": Story(
        Journey.FULL,
        ("elma", "01", newest, "", newest, "x", "2", "2", "2", "1"),
        ["send_otp", "check_otp", *BANK, "merchant/unlink"],
    ),
    "baglandi": Story(
        Journey.FULL,
        ("elma", "01", newest, "", newest, "x", "2", "2", "b", "e"),
        ["send_otp", "check_otp", *BANK, "merchant/unlink"],
        "tr",
    ),
    "refused": Story(
        Journey.PAYNET, ("01", "WRONG", "12-34!", newest), ["send_otp", "check_otp", "check_otp"]
    ),
    "expired": Story(
        Journey.PAYNET,
        (
            "01", "n", later(60, "1 minute left"), "t", later(30, "30 seconds left"), later(20, "10 seconds left"),
            later(10, "The time is up", "t"), "n", newest,
        ),
        ["send_otp", "send_otp", "check_otp"],
    ),
    "suresi_doldu": Story(
        Journey.PAYNET,
        ("01", "y", "+90", "d", "+60", "k", "d", "y", newest),
        ["send_otp", "send_otp", "check_otp"],
        "tr",
    ),
    "lost": Story(
        Journey.MASTERPASS, ("05", newest_and_cut, "9", "1"), [*BANK, "card/list"]
    ),
    "kayip": Story(
        Journey.MASTERPASS, ("05", newest_and_cut, "", "a"), [*BANK, "otp/verify"], "tr",
    ),
    "maybe_sent": Story(Journey.PAYNET, ("11", "perhaps", "y", newest), ["send_otp", "check_otp"]),
    "too_early": Story(
        Journey.MASTERPASS, ("17", "e", "n", "e", "1", newest), ["session", "merchant/link", "otp/resend", "otp/verify"]
    ),
    "returned": Story(
        Journey.PAYNET, ("01", "p", "", "p", "02", "2", "02", "1", newest), ["send_otp", "send_otp", "check_otp"]
    ),
    "halted": Story(Journey.PAYNET, ("20", "", "p", "01", newest), ["send_otp", "send_otp", "check_otp"]),
    "language": Story(Journey.PAYNET, ("01", "tr", "?", "en"), ["send_otp"]),
    "help": Story(Journey.PAYNET, ("?", "01", "?", "g", "g", newest, "?"), ["send_otp", "check_otp"]),
    "quit": Story(Journey.FULL, ("01", "Q"), ["send_otp"]),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
async def test_a_conversation_reads_as_written(name):
    story = STORIES[name]
    talk = await Talk(story.journey, *story.answers, language=story.language)()
    assert talk.calls == story.calls
    assert talk.transcript == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STORIES)
def test_a_conversation_only_appends_plain_text(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert not {
        char for char in text if char != "\n" and (not char.isprintable() or 0x2500 <= ord(char) < 0x2600)
    }
    assert "•" not in text
