"""`history arrivals`: how long the SMS took that operators timed, in figures, for scripts, and as a page."""

import asyncio
import html
import json
import re

import pytest
from support.keyrings import MemoryCredentialStore
from support.shell import shell
from support.walkthroughs import Walker, moment, says

from otp_tui.core.environment import Environment
from otp_tui.core.flow.events import ArrivedPressed
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.record import changes_of
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.storage.journal.store import JournalStore


async def keep_timed(home, index, seconds):
    """Keep a walkthrough whose SMS took so long."""
    walker = Walker(Journey.PAYNET, Environment.TEST)
    walker.walkthrough = walker.walkthrough.replace(id=f"{index:02x}aa-walk", began=moment(60.0 * index))
    walker.first, walker.seconds = walker.walkthrough, 60.0 * index
    walker.phone("+90 5•• ••• •• 42")
    walker.at_code().wait(seconds).does(ArrivedPressed()).wait(1).code()
    walker.gets(says("ok"))
    store = JournalStore(home / "journal.sqlite3", MemoryCredentialStore(), "acme", {})
    for change in changes_of(walker.first, walker.record):
        await store.append(change.after, change.event, change.now, SecretRegistry())
    await store.release(walker.walkthrough)


@pytest.fixture
def timed(home, keyring, capsys):
    """Twelve walkthroughs: of their SMS four took 3 s, four 6 s, four a minute."""
    home.mkdir(exist_ok=True)
    for index in range(12):
        asyncio.run(keep_timed(home, index, (3.0, 6.0, 60.0)[index % 3]))
    return lambda *words: shell(capsys, ["history", "arrivals", *words])


def test_the_figures_are_those_of_every_walkthrough(timed):
    told = timed()
    assert told.code == 0
    assert told.out.startswith(
        "TEST Paynet SMS (12): half within 6.0 s, 90% 60.0 s, 95% 60.0 s, longest 60.0 s"
    )
    (paynet,) = json.loads(timed("--json").out)["arrivals"]
    assert (paynet["timed"], paynet["p50_s"], paynet["longest_s"]) == (12, 6.0, 60.0)


@pytest.mark.parametrize(
    ("language", "last", "half"),
    [("en", "over 27.5 s", "Half of them within"), ("tr", "27,5 sn'den uzun", "Yarısı en geç")],
)
def test_the_page_draws_the_distribution(timed, language, last, half):
    told = timed("--html", "--lang", language)
    assert (told.code, told.err, told.out.isascii()) == (0, "", True)
    text = html.unescape(told.out)
    assert f'<html lang="{language}">' in text
    assert half in text
    assert last in text
    counts = re.findall(r">(\d+)</text>", text)
    assert counts == ["4", "4", "4"], "one bar for those of 3 s, one for 6 s, one for the slow ones"
    assert re.search(r"<script|https?://(?!www\.w3\.org)", text) is None


def test_scripts_get_the_distribution(timed):
    (paynet,) = json.loads(timed("--json").out)["arrivals"]
    assert (paynet["bin_s"], paynet["bins"]) == (2.5, [0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4])


@pytest.mark.parametrize(("form", "out"), [((), ""), (("--json",), '{"v": 1, "arrivals": []}\n')])
def test_that_nothing_was_timed_is_said(home, keyring, capsys, form, out):
    told = shell(capsys, ["history", "arrivals", *form])
    assert (told.code, told.out) == (0, out)
    assert told.err.startswith("No SMS has been timed yet: press F9")


def test_one_form_at_a_time(timed):
    told = timed("--html", "--json")
    assert (told.code, told.out, told.err) == (2, "", "otp-tui: Give either --html or --json, not both.\n")
