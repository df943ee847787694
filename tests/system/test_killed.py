"""`kill -9` at every event of every journey: gone on with in a new process, with nothing lost and nothing sent twice."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from support.environment import child_environment
from support.plain_session import PlainSession
from support.secret_scan import assert_no_secret
from support.shell import KEYS

pytestmark = pytest.mark.system

PHONE = "5000000001"
DYING = """
import os, signal, sys
from otp_tui.storage.journal.tables import WalkthroughTable

number, before = int(sys.argv[1]), sys.argv[2] == "before"
keep, count = WalkthroughTable.append, 0

def append(self, *args, **kwargs):
    global count
    count += 1
    if count < number or not before:
        keep(self, *args, **kwargs)
    if count == number:
        os.kill(os.getpid(), signal.SIGKILL)

WalkthroughTable.append = append
from otp_tui.cli.main import main
main(sys.argv[3:])
"""
"""The program, killed by the system right after an event is on disk, or right before, when its secrets are kept."""
USED = "may already have been accepted"
EVENTS = {"paynet": 5, "full": 10}
"""How many events a walkthrough of each journey has that goes well."""
SENDING = {"send_otp", "merchant/link", "otp/resend"}


class Killed(NamedTuple):
    """What a killed program left behind.

    Attributes:
        sends: How many requests that send an SMS had reached the simulator.
        events: The kinds of its events on disk.
    """

    sends: int
    events: list[str]


@pytest.fixture
def world(home, sim, secret_service):
    """The environment of a machine with a real Secret Service, and the simulator behind it."""
    own = {name: value for name, value in secret_service.environment.items() if name != "HOME"}
    return own | {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}


def killed(world, sim, home, journey, number, when):
    """Run a journey that is killed at an event."""
    sim.state.reset()
    (home / "journal.sqlite3").unlink(missing_ok=True)
    words = ["run", journey, "--phone", PHONE, "--code-from", "sim"]
    words += [] if journey == "paynet" else ["--user-id", "one"]
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(number), when, *words],
        env=child_environment(**world), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with closing(sqlite3.connect(home / "journal.sqlite3")) as database:
        rows = database.execute("SELECT kind FROM events ORDER BY seq").fetchall()
    return Killed(sends(sim), [kind for (kind,) in rows])


def sends(sim):
    return sum(call in SENDING for call in sim.calls())


class Person:
    """Answers by what lies on the phone; never asks for anything to be sent that lies there already."""

    def __init__(self, sim, before):
        self.sim = sim
        self.before = before
        self.pressed = 0
        self.talk = None

    def answers(self):
        return {
            "1: Resume": self.resume,
            r"^Phone \(": lambda: self.send(PHONE),
            "[12]: Try the same code again": self.same_code,
            "^Code": self.code,
            "Did the SMS arrive": self.arrived,
            "1: Link the account": lambda: self.send(""),
            "1: Try again": lambda: self.send(""),
            "New walkthrough": self.end,
        }

    def resume(self):
        assert sends(self.sim) == self.before, "starting the program sends nothing"
        return ""

    def send(self, answer):
        self.pressed += 1
        return answer

    def arrived(self):
        assert sends(self.sim) == self.before + self.pressed, "going on sends nothing"
        legs = {"send_otp": 0, "merchant/link": 0}
        for call in self.sim.calls():
            if call in legs:
                legs[call] += 1
        return "y" if self.sim.state.messages(PHONE)[self.before_leg() :] else "n"

    def before_leg(self):
        """Messages of a leg that is over."""
        return 1 if "check_otp" in self.sim.calls() else 0

    def same_code(self):
        """Once; what may have been used already is not tried for ever."""
        return "q" if USED in self.talk.text else "s"

    def code(self):
        return self.sim.state.messages(PHONE)[-1].code

    def end(self):
        return "q"


@pytest.mark.parametrize("when", ["after", "before"])
@pytest.mark.parametrize("journey", EVENTS)
def test_it_is_gone_on_with_from_every_event(world, sim, home, journey, when, secret_service):
    last = EVENTS[journey] - (when == "after")
    for number in range(1, last + 1):
        place = f"{when} event {number} of {journey}"
        left = killed(world, sim, home, journey, number, when)
        assert len(left.events) == number - (when == "before"), place
        person = Person(sim, left.sends)
        with PlainSession("--journey", journey, **world) as talk:
            person.talk = talk
            asked = talk.walkthrough(person.answers())
        shown = f"{place}: {asked}\n{talk.text}"
        assert (asked[0] == "1: Resume") is bool(left.events), shown
        assert "was interrupted and" not in talk.text, shown
        # Paynet's code was used, and its answer lost: only time, or a new code, leads on from there.
        used = when == "before" and number == 5
        assert (USED in talk.text) is used, shown
        assert used or ("Linked" if journey != "paynet" else "Verified") in talk.text, shown
        assert sends(sim) == left.sends + person.pressed, shown
        assert_no_secret([home], [*KEYS.values(), PHONE])
        assert not list((Path(home) / "open").iterdir()), shown
