"""A journal and keyring entries that version 0.1.0 wrote: read, resumed and finished by this one.

The journal is a dump of commit 9187e4e's: one walkthrough whose second code was being verified when its process was
killed, one that the operator ended, and one send.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.keyrings import MemoryCredentialStore
from support.walkthroughs import MASKED, moment, says

from otp_tui.core.flow.events import Answered, Interrupted
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.recovery import after_interruption
from otp_tui.core.flow.state import Phase
from otp_tui.core.flow.step import step
from otp_tui.core.security.budget import Budget
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughStore
from otp_tui.storage.journal.sends import SendLedger
from otp_tui.storage.journal.store import JournalStore
from otp_tui.storage.journal.tables import WalkthroughTable

DUMP = Path(__file__).with_name("journal_0_1_0.sql")
SECRETS = {"phone": "5321112201", "reference#1": "r-1", "session#1": "s-1", "code#1": "c-1", "token#2": "t-2"}
URLS = {"paywall": "http://127.0.0.1:1"}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(DUMP.read_text(encoding="utf-8"))
    return path


@pytest.fixture
async def keyring():
    store = MemoryCredentialStore()
    await store.set("@walk/walk-1", Secret(json.dumps(SECRETS)))
    return store


def test_the_interrupted_walkthrough_is_offered(path, keyring):
    listed = OpenWalkthroughStore(path, keyring).list_open(moment(40))
    (left,) = listed.open
    assert (listed.ended, listed.quarantined_to) == ((), None)
    assert (left.walkthrough.id, left.walkthrough.journey) == ("walk-1", Journey.MASTERPASS)
    assert (left.walkthrough.phone, left.walkthrough.phase) == (MASKED, Phase.CODE)
    assert (left.held, left.profile, left.urls, left.at) == (False, "acme", URLS, moment(33))


async def test_it_is_resumed_and_finished(path, keyring):
    store = JournalStore(path, keyring, "acme", URLS)
    saved = await store.claim("walk-1")
    assert saved.secrets == SECRETS
    assert [exchange.number for exchange in saved.record.exchanges] == [3]
    registry = SecretRegistry()
    registry.restore(saved.secrets, saved.named)
    walkthrough = saved.record.walkthrough
    events = [Interrupted(walkthrough.in_flight.number)]
    assert after_interruption(walkthrough, moment(40)) == step(walkthrough, events[0], moment(40))[0]
    walkthrough, _ = step(walkthrough, events[0], moment(40))
    assert await store.append(walkthrough, events[0], moment(40), registry) is None
    await store.release(walkthrough)
    ended = await OpenWalkthroughStore(path, keyring).discard("walk-1", moment(41))
    assert ended.outcome is Outcome.UNCERTAIN
    assert await keyring.get("@walk/walk-1") is None
    assert WalkthroughTable(path).count() == (2, 0)


async def test_its_answer_may_come_late(path, keyring):
    store = JournalStore(path, keyring, "acme", URLS)
    walkthrough = (await store.claim("walk-1")).record.walkthrough
    event = Answered(walkthrough.in_flight.number, says("ok"))
    walkthrough, _ = step(walkthrough, event, moment(40))
    assert walkthrough.outcome is Outcome.LINKED
    assert await store.append(walkthrough, event, moment(40), SecretRegistry()) is None
    await store.release(walkthrough)
    assert OpenWalkthroughStore(path, keyring).list_open(moment(41)).open == ()


def test_the_ended_walkthrough_is_history(path):
    row = WalkthroughTable(path).load("walk-2")
    assert (row.walkthrough.outcome, row.record.exchanges) == (Outcome.CANCELLED, ())
    assert WalkthroughTable(path).count() == (1, 1)


def test_its_send_still_counts(path):
    rest = SendLedger(path, None).remaining("905321112201", Budget(), moment(60).utc.timestamp())
    assert (rest.short, rest.long) == (2, 4)
