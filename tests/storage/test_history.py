"""The history of the journal and of the one in memory: the same pages for the same walkthroughs."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from support.keyrings import MemoryCredentialStore
from support.walkthroughs import NOON, Walker, moment, says

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.events import ArrivedPressed
from otp_tui.core.flow.history import HistoryFilter
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.storage.journal.history import HistoryTable
from otp_tui.storage.journal.memory import MemoryJournal
from otp_tui.storage.journal.store import JournalStore

JOURNEYS = tuple(Journey)
VERDICTS = ("ok", "code_refused", "expired")


def walked(index):
    """One of many walkthroughs, a minute after the one before."""
    walker = Walker(JOURNEYS[index % 3], (Environment.SIM, Environment.TEST)[index % 2])
    began = moment(60.0 * index)
    walker.walkthrough = walker.walkthrough.replace(id=f"{index:02x}aa-walk", began=began)
    walker.first = walker.walkthrough
    walker.seconds = 60.0 * index
    walker.phone(f"+90 5•• ••• •• {index:02d}")
    if index % 4:
        walker.at_code().wait(index + 0.5).does(ArrivedPressed()).wait(1).code()
        walker.gets(says(VERDICTS[index % 3]))
    return walker


@pytest.fixture
async def both(tmp_path):
    """The same twelve walkthroughs in both."""
    path, memory = tmp_path / "journal.sqlite3", MemoryJournal()
    for index in range(12):
        walker, store = walked(index), JournalStore(path, MemoryCredentialStore(), "acme", {})
        states = walker.first
        from otp_tui.core.flow.record import changes_of

        for change in changes_of(states, walker.record):
            for journal in (store, memory):
                registry = SecretRegistry()
                await journal.append(change.after, change.event, change.now, registry)
        await store.release(walker.walkthrough)
    return HistoryTable(path), memory


FILTERS = {
    "all": (HistoryFilter(), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
    "environment": (HistoryFilter(environment=Environment.TEST), [11, 9, 7, 5, 3, 1]),
    "provider": (
        HistoryFilter(provider="paynet"),
        [index for index in range(11, -1, -1) if JOURNEYS[index % 3] != "masterpass"],
    ),
    "verdict": (HistoryFilter(verdict=Verdict.EXPIRED), [11, 5, 2]),
    "phone": (HistoryFilter(digits="5000000008"), [8]),
    "since": (HistoryFilter(since=NOON + timedelta(minutes=9)), [11, 10, 9]),
    "until": (HistoryFilter(until=NOON + timedelta(minutes=2)), [1, 0]),
    "id": (HistoryFilter(id="0b"), [11]),
    "none": (HistoryFilter(id="ff"), []),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_lets_the_same_pass_in_both(both, name):
    chosen, expected = FILTERS[name]
    for history in both:
        assert [int(entry.id[:2], 16) for entry in history.page(chosen, 50)] == expected
        assert history.count(chosen) == len(expected)


async def test_pages_follow_each_other_without_gap_or_double(both):
    for history in both:
        first = history.page(HistoryFilter(), 5)
        second = history.page(HistoryFilter(), 5, first[-1])
        third = history.page(HistoryFilter(), 5, second[-1])
        assert [int(entry.id[:2], 16) for entry in (*first, *second, *third)] == list(range(11, -1, -1))


async def test_percentiles_and_distribution_are_the_same(both):
    table, memory = both
    one, other = table.arrivals(), memory.arrivals()
    assert [one_._replace(bins=tuple(one_.bins)) for one_ in one] == other
    assert {(s.provider, s.environment): s.percentiles for s in one} == {
        ("paynet", "sim"): (6.5, 10.5, 10.5, 10.5),
        ("paynet", "test"): (3.5, 9.5, 9.5, 9.5),
        ("paywall", "sim"): (2.5, 2.5, 2.5, 2.5),
        ("paywall", "test"): (5.5, 11.5, 11.5, 11.5),
    }
    assert sum(sum(s.bins) for s in one) == 9


async def test_a_walkthrough_in_memory_is_the_one_of_the_journal(both):
    _, memory = both
    walker = walked(7)
    assert memory.load("07aa-walk").walkthrough == walker.walkthrough


def test_nothing_is_made_by_looking(tmp_path):
    table = HistoryTable(tmp_path / "journal.sqlite3")
    assert (table.page(HistoryFilter(), 5), table.count(HistoryFilter()), table.arrivals()) == ([], 0, [])
    assert list(tmp_path.iterdir()) == []


async def test_verdicts_of_an_older_journal_are_found_in_its_events(both):
    table, _ = both
    before = [(entry.id, entry.verdict) for entry in table.page(HistoryFilter(), 50)]
    with closing(sqlite3.connect(table._path)) as database:
        database.executescript(
            "DROP INDEX walks_listed; ALTER TABLE walks DROP COLUMN verdict; DROP TABLE arrivals; PRAGMA user_version = 2;"
        )
    assert [(entry.id, entry.verdict) for entry in table.page(HistoryFilter(), 50)] == before
