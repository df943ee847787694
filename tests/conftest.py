"""What all tests share: an environment of their own, and Turkish time."""

import gc
import os
import random
import signal
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from otp_tui.cli.terminal.early_signals import SIGNALS

# A busy machine is no failure, and the same commit passes or fails the same way every time.
for _profile, _examples in (("default", 40), ("ci", 60)):
    settings.register_profile(
        _profile,
        max_examples=_examples,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("ci" if os.environ.get("CI") else "default")

# Hundreds of programs are started, and each would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell's background job has it ignored, and the programs that it starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_OF_THE_TERMINAL = {"NO_COLOR", "LANGUAGE", "ACCESSIBLE", "COLUMNS", "LINES"}
"""Of whoever runs the tests; the last two are set by readline for xdist's workers as well."""
for _name in [*os.environ]:
    if _name.startswith(("OTP_TUI_", "TEXTUAL")) or _name in _OF_THE_TERMINAL:
        del os.environ[_name]
for _proxy in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(_proxy, None)
    os.environ.pop(_proxy.upper(), None)
os.environ |= {
    "TZ": "Europe/Istanbul",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
}
if hasattr(time, "tzset"):
    time.tzset()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test puts into the environment is gone after it, click's language included.

    No test reads or writes the configuration or the keyring of whoever runs it; those that want a keyring name one.
    """
    for name in ("LANGUAGE",):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path_factory.getbasetemp() / "no-home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """What a command does on a signal is over with its test: in a process of its own it lasts until the end."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``SHUFFLE_SEED`` shuffles the files, and the tests in each: none may lean on one that ran before it."""
    if seed := os.environ.get("SHUFFLE_SEED"):
        drawn = random.Random(seed)
        drawn.shuffle(items)
        files = sorted({item.path for item in items})
        drawn.shuffle(files)
        items.sort(key=lambda item: files.index(item.path))


def pytest_report_header() -> list[str]:
    """Tells the order, so that it can be repeated."""
    seed = os.environ.get("SHUFFLE_SEED")
    return [f"shuffled: SHUFFLE_SEED={seed} repeats the order"] if seed else []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three for each processor: more than half of a test of the wizard is waiting for the screen to stand still."""
    return 3 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Keep what was collected out of every later garbage collection: there are thousands of tests."""
    gc.collect()
    gc.freeze()
