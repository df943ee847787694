"""Each step made safe in its order, what a later process gets of it, and what happens where that cannot be."""

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.core_machine import SENTINEL, Walkthrough
from support.examples import examples
from support.walkthroughs import MASKED, Walker, asks_for_code, moment, says

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.timings import Timings
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.events import Answered, QuitPressed
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.recovery import ResumeError, Unresumable
from otp_tui.core.flow.step import step
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret, SecretRegistry
from otp_tui.storage.journal.codec import write_event
from otp_tui.storage.journal.database import transaction
from otp_tui.storage.journal.open_walkthroughs import OpenWalkthroughStore
from otp_tui.storage.journal.store import JournalStore
from otp_tui.storage.journal.tables import WalkthroughTable

URLS = {"paywall": "http://127.0.0.1:1"}
SECRETS = {"phone": "5321112201", "reference#1": "r-1", "session#1": "s-1", "token#1": "t-1", "code#1": "c-1"}


class RecordingKeyring:
    """A keyring in memory that notes what was done to it, next to what was done to the disk."""

    def __init__(self, path):
        self.path = path
        self.values = {}
        self.log = []
        self.fails = None

    def events(self):
        with closing(sqlite3.connect(self.path)) as database:
            return database.execute("SELECT count(*) FROM events").fetchone()[0]

    async def get(self, name):
        if self.fails:
            raise KeyringError(self.fails)
        return self.values.get(name)

    async def set(self, name, value):
        if self.fails:
            raise KeyringError(self.fails)
        self.log.append((self.events(), sorted(json.loads(value.reveal()))))
        self.values[name] = value

    async def delete(self, name):
        if self.fails:
            raise KeyringError(self.fails)
        return self.values.pop(name, None) is not None


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def keyring(path):
    return RecordingKeyring(path)


def store(path, keyring):
    return JournalStore(path, keyring, "acme", URLS)


def bag_of(secrets=SECRETS):
    registry = SecretRegistry()
    registry.restore(secrets, ())
    return registry


async def kept(walker, into, registry=None):
    """Append a walker's whole record, as a conductor does event by event."""
    walkthrough, losses = walker.first, []
    for event, now in walker.record:
        after, _ = step(walkthrough, event, now)
        if after is not walkthrough:
            losses.append(await into.append(after, event, now, registry or bag_of()))
        walkthrough = after
    return [loss for loss in losses if loss is not None]


def at_code():
    return Walker().starting().gets(asks_for_code("token#1"))


def verifying():
    return at_code().code()


async def test_the_secrets_are_in_the_keyring_before_the_event_is_on_disk(path, keyring):
    walker = verifying()
    assert await kept(walker, store(path, keyring)) == []
    assert keyring.log == [
        (0, ["phone"]),
        (1, ["phone", "reference#1"]),
        (2, ["phone", "reference#1", "session#1"]),
        (3, ["phone", "reference#1", "session#1", "token#1"]),
        (4, ["code#1", "phone", "reference#1", "session#1", "token#1"]),
    ]
    assert keyring.events() == 5


async def test_what_the_state_before_needs_stays_until_the_next_event_is_on_disk(path, keyring):
    walker = at_code().wait(31).resend().gets(asks_for_code("token#2"))
    registry = bag_of(SECRETS | {"token#2": "t-2"})
    own = store(path, keyring)
    await kept(walker, own, registry)
    assert keyring.log[-1] == (5, ["phone", "reference#1", "session#1", "token#1", "token#2"])
    walker.code()
    assert await own.append(walker.walkthrough, *walker.record[-1], registry) is None
    assert "token#1" not in json.loads(keyring.values["@walk/walk-1"].reveal())


async def test_another_process_gets_all_of_it(path, keyring):
    walker = verifying()
    first = store(path, keyring)
    await kept(walker, first)
    record = exchange(3)
    await first.record("walk-1", record)
    await first.release(walker.walkthrough)
    saved = await store(path, keyring).claim("walk-1")
    assert saved.record.walkthrough == walker.walkthrough
    assert saved.record.at == walker.record[-1][1]
    assert saved.secrets == SECRETS
    assert set(saved.named) == {"reference#1", "session#1", "token#1", "code#1"}
    assert saved.record.exchanges == (record,)


def exchange(number):
    return Exchange(
        number=number, at=moment(1.25).utc, provider="paywall", call="otp/verify", method="POST",
        url="http://127.0.0.1:1/x", request_headers=(("a", "b"), ("a", "c")), request_body='{"x":"token#1"}',
        status=None, headers=(), body="", ms=7, decision=Decision(Verdict.UNKNOWN, "a.b", '"ğ\u2028"'),
        delivery=Delivery.MAYBE_SENT, late=True, timings=Timings(0.125, 1.5, None, 2.0, done=7.25),
    )  # fmt: skip


async def test_a_second_program_sees_that_the_first_one_has_it(path, keyring):
    first = store(path, keyring)
    await kept(at_code(), first)
    with pytest.raises(ResumeError) as caught:
        await store(path, keyring).claim("walk-1")
    assert caught.value.reason is Unresumable.HELD
    (left,) = OpenWalkthroughStore(path, keyring).list_open(moment(5)).open
    assert (left.held, left.profile, left.urls, left.walkthrough.phone) == (True, "acme", URLS, MASKED)
    await first.release(at_code().walkthrough)
    assert OpenWalkthroughStore(path, keyring).list_open(moment(5)).open[0].held is False
    assert list((path.parent / "open").iterdir()) == []


async def test_what_is_over_leaves_nothing_in_the_keyring(path, keyring):
    walker = at_code().does(QuitPressed())
    own = store(path, keyring)
    await kept(walker, own)
    await own.release(walker.walkthrough)
    assert keyring.values == {}
    assert WalkthroughTable(path).ended_in_keyring() == []
    with pytest.raises(ResumeError) as caught:
        await store(path, keyring).claim("walk-1")
    assert caught.value.reason is Unresumable.UNREADABLE


async def test_what_the_keyring_did_not_let_go_of_is_let_go_of_by_the_next_start(path, keyring):
    own = store(path, keyring)
    walker = at_code()
    await kept(walker, own)
    keyring.fails = KeyringProblem.LOCKED
    walker.does(QuitPressed())
    await own.append(walker.walkthrough, *walker.record[-1], bag_of())
    await own.release(walker.walkthrough)
    assert list(keyring.values) == ["@walk/walk-1"]
    assert WalkthroughTable(path).purge() == 0
    keyring.fails = None
    await OpenWalkthroughStore(path, keyring).purge(moment().utc, 90)
    assert keyring.values == {}
    assert WalkthroughTable(path).purge() == 1


@pytest.mark.parametrize(
    ("secrets", "phone"),
    [
        ({}, "5321112201"),
        ({"token#1": None}, "5321112201"),
        ({"phone": "5321112299"}, "5321112201"),
    ],
)
async def test_without_what_it_needs_it_cannot_be_gone_on_with(path, keyring, secrets, phone):
    own = store(path, keyring)
    await kept(at_code(), own)
    await own.release(at_code().walkthrough)
    changed = {name: value for name, value in (SECRETS | secrets).items() if value} if secrets else {}
    keyring.values["@walk/walk-1"] = Secret(json.dumps(changed))
    other = store(path, keyring)
    with pytest.raises(ResumeError) as caught:
        await other.claim("walk-1")
    assert caught.value.reason is Unresumable.NO_SECRETS
    assert OpenWalkthroughStore(path, keyring).list_open(moment(5)).open[0].held is False


@pytest.mark.parametrize("text", ["", "no json", "[]", "1", '{"phone": 5}'])
async def test_a_keyring_that_holds_something_else_is_no_crash(path, keyring, text):
    own = store(path, keyring)
    await kept(at_code(), own)
    await own.release(at_code().walkthrough)
    keyring.values["@walk/walk-1"] = Secret(text)
    with pytest.raises(ResumeError) as caught:
        await store(path, keyring).claim("walk-1")
    assert caught.value.reason is Unresumable.NO_SECRETS


async def test_without_a_keyring_it_says_so_once_and_is_never_offered(path, keyring):
    keyring.fails = KeyringProblem.NONE
    own = store(path, keyring)
    walker = at_code()
    assert await kept(walker, own) == [PersistenceFailure.KEYRING]
    await own.release(walker.walkthrough)
    open_walkthroughs = OpenWalkthroughStore(path, keyring)
    shelved = open_walkthroughs.list_open(moment(5))
    assert (shelved.open, shelved.ended) == ((), ("walk-1",))
    closed = await open_walkthroughs.close("walk-1", moment(5))
    assert closed.outcome == "cancelled"
    assert await open_walkthroughs.close("walk-1", moment(5)) is None


async def test_a_keyring_that_was_not_wanted_is_no_loss(path, keyring):
    keyring.fails = KeyringProblem.SWITCHED_OFF
    assert await kept(at_code(), store(path, keyring)) == []


@pytest.mark.parametrize("broken", ["folder", "read only", "full"])
async def test_where_the_disk_fails_it_goes_on_in_memory_and_is_not_offered_as_it_stood(
    path, keyring, broken, monkeypatch
):
    own = store(path, keyring)
    walker = Walker().starting()
    assert await kept(walker, own) == []
    if broken == "folder":
        path.unlink()
        path.mkdir()
    else:
        told = "attempt to write a readonly database" if broken == "read only" else "database or disk is full"

        def fail(*_args, **_kwargs):
            raise sqlite3.OperationalError(told)

        monkeypatch.setattr("otp_tui.storage.journal.database.sqlite3.connect", fail)
    walker.gets(asks_for_code("token#1"))
    event, now = walker.record[-1]
    keyring.events = lambda: -1
    assert await own.append(walker.walkthrough, event, now, bag_of()) is PersistenceFailure.DISK
    walker.code()
    event, now = walker.record[-1]
    assert await own.append(walker.walkthrough, event, now, bag_of()) is None
    await own.release(walker.walkthrough)
    assert keyring.values == {}


async def test_the_wall_clock_may_go_back_between_two_processes(path, keyring):
    own = store(path, keyring)
    walker = Walker(Journey.PAYNET).phone().start().wait(60).gets(asks_for_code())
    await kept(walker, own)
    await own.release(walker.walkthrough)
    open_walkthroughs = OpenWalkthroughStore(path, keyring)
    assert (
        open_walkthroughs.list_open(moment(-3_600)).open[0].walkthrough.challenge.remaining(moment(60)) == 120
    )
    assert open_walkthroughs.list_open(moment(179)).ended == ()
    assert open_walkthroughs.list_open(moment(180)).ended == ("walk-1",)


async def test_what_ran_out_while_nobody_was_there_is_closed_once(path, keyring):
    own = store(path, keyring)
    await kept(at_code(), own)
    await own.release(at_code().walkthrough)
    open_walkthroughs, other = OpenWalkthroughStore(path, keyring), OpenWalkthroughStore(path, keyring)
    assert open_walkthroughs.list_open(moment(181)).ended == other.list_open(moment(181)).ended == ("walk-1",)
    closed = [await open_walkthroughs.close("walk-1", moment(181)), await other.close("walk-1", moment(181))]
    assert [walkthrough and walkthrough.outcome for walkthrough in closed] == ["expired", None]
    assert keyring.values == {}
    assert open_walkthroughs.list_open(moment(182)) == ((), (), None)


async def test_what_was_given_up_in_flight_is_uncertain(path, keyring):
    own = store(path, keyring)
    await kept(Walker().starting(), own)
    await own.release(at_code().walkthrough)
    walkthrough = await OpenWalkthroughStore(path, keyring).discard("walk-1", moment(5))
    assert (walkthrough.outcome, walkthrough.in_flight) == ("uncertain", None)
    row = WalkthroughTable(path).load("walk-1")
    assert row.walkthrough == walkthrough


async def test_several_are_offered_the_newest_first(path, keyring):
    for number, seconds in ((1, 0), (2, 20), (3, 10)):
        walker = Walker()
        walker.walkthrough = walker.first = walker.first.replace(id=f"walk-{number}")
        walker.wait(seconds).starting().gets(asks_for_code("token#1"))
        own = store(path, keyring)
        await kept(walker, own)
        await own.release(walker.walkthrough)
    assert [
        left.walkthrough.id for left in OpenWalkthroughStore(path, keyring).list_open(moment(30)).open
    ] == [
        "walk-2",
        "walk-3",
        "walk-1",
    ]


async def test_a_row_that_cannot_be_read_sets_the_file_aside(path, keyring):
    own = store(path, keyring)
    await kept(at_code(), own)
    await own.release(at_code().walkthrough)
    with transaction(path) as database:
        database.execute("UPDATE events SET body = x'7b' WHERE seq = 2")
    shelved = OpenWalkthroughStore(path, keyring).list_open(moment(5))
    assert shelved.open == ()
    assert shelved.quarantined_to.exists()


def test_without_a_file_there_is_nothing_and_none_is_made(path, keyring):
    assert OpenWalkthroughStore(path, keyring).list_open(moment()) == ((), (), None)
    assert not path.exists()


async def test_what_is_old_enough_is_deleted(path, keyring):
    own = store(path, keyring)
    walker = at_code().does(QuitPressed())
    await kept(walker, own)
    await own.release(walker.walkthrough)
    rows = WalkthroughTable(path)
    assert rows.count() == (1, 0)
    open_walkthroughs = OpenWalkthroughStore(path, keyring)
    await open_walkthroughs.purge(moment(90 * 86_400).utc, 90)
    assert rows.count() == (1, 0)
    await open_walkthroughs.purge(moment(90 * 86_400 + 1).utc, 90)
    assert rows.count() == (0, 0)


def test_an_event_is_written_the_same_in_every_process():
    assert write_event(Answered(1, says("ok")))[0] == "Answered"


class Kept(Walkthrough):
    """Random walkthroughs, each written to a database and read back."""

    def teardown(self):
        walker = self.walker
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "journal.sqlite3")
            rows = WalkthroughTable(path)
            rows.begin(walker.first, "", {})
            walkthrough = walker.first
            for event, now in walker.record:
                after, _ = step(walkthrough, event, now)
                if after is not walkthrough:
                    rows.append(after, event, now, in_keyring=True)
                walkthrough = after
            row = rows.load(walkthrough.id)
            assert row.walkthrough == walker.walkthrough, "the journal replays to the state before the crash"
            assert SENTINEL.encode() not in path.read_bytes()


TestKept = Kept.TestCase
TestKept.settings = settings(
    max_examples=examples(40), stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
