"""`sim` as a process of its own: it says where it can be reached, and outlives who watches it."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from support.environment import child_environment

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)

pytestmark = pytest.mark.system


def start(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "otp_tui", "sim", "--port", "0", "--lang", "en", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=child_environment(),
    )  # fmt: skip


def numbers(url):
    with urllib.request.urlopen(f"{url}/__sim/numbers") as answer:
        return answer.status


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_it_outlives_the_reader_of_its_watch_and_ends_with_0(home, name):
    sim = start("--watch")
    url = sim.stdout.readline().removeprefix("listening on ").strip()
    sim.stdout.close()
    request = urllib.request.Request(f"{url}/v1/card/send_otp", data=b"{}", method="POST")
    for _ in range(3):
        with pytest.raises(urllib.error.HTTPError):  # no key: it is printed, to nobody
            urllib.request.urlopen(request)
    assert numbers(url) == 200
    sim.send_signal(getattr(signal, name))
    assert (sim.wait(timeout=30), sim.stderr.read()) == (0, "")
    sim.stderr.close()


def test_an_address_that_others_can_reach_is_warned_of(home):
    sim = start("--host", "0.0.0.0")
    assert sim.stdout.readline().startswith("listening on http://127.0.0.1:")
    sim.terminate()
    _, err = sim.communicate(timeout=30)
    assert sim.returncode == 0
    assert err.startswith("0.0.0.0 is not a loopback address: other machines can use the simulator.")
