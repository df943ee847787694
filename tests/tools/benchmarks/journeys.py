"""Budget 6: the paynet journey as a whole process, against newman and Bruno's CLI sending the same requests.

All three send send_otp, read the code from the simulator's inbox (GET /__sim/messages) and send check_otp: three
requests to one running simulator, one process each, run by run in turn. newman and Bruno do it by a collection with
three requests whose scripts carry the code over. After each run the simulator's list shows that the code was accepted.
"""

import json
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import collections_for
from others import Others, quiet_home
from programs import KEYS, OTP_TUI, simulator, whole_run_ms
from report import NotMeasuredError, Part, note, skipped, verdict

_ROUNDS = 10
_BUDGETS = {"newman": 0.6, "bru": 0.3}
_TITLES = {"newman": "run paynet / newman", "bru": "run paynet / Bruno's CLI"}
_PHONES = {"otp-tui": "5320000001", "newman": "5320000002", "bru": "5320000003"}
_FEW_S = 5.0


class Runner(NamedTuple):
    """One program that walks the journey."""

    words: Sequence[str]
    cwd: Path | None
    extra: dict[str, str]


def journeys(others: Others | None) -> None:
    """Whole processes, run by run in turn."""
    if others is None:
        for name in _BUDGETS:
            skipped(_TITLES[name], "needs --with-others")
    with simulator() as url, tempfile.TemporaryDirectory(prefix="otp-tui-benchmark-") as folder:
        runners = {"otp-tui": _ours(url)}
        if others is not None:
            runners |= _theirs(others, url, Path(folder))
        taken: dict[str, list[float]] = {name: [] for name in runners}
        for turn in range(_ROUNDS + 1):
            for name, runner in runners.items():
                took = _walkthrough(url, name, runner)
                if turn:
                    taken[name].append(took)
    ours = Part("otp-tui run paynet", taken.pop("otp-tui"))
    for name, values in taken.items():
        part = Part(name, values)
        verdict(_TITLES[name], ours.median / part.median, _BUDGETS[name], [ours, part])
    if not taken:
        note(f"otp-tui alone: {ours.median:.0f} ms")


def _ours(url: str) -> Runner:
    words = [*OTP_TUI, "run", "paynet", "--paynet-url", url, "--phone", _PHONES["otp-tui"]]
    return Runner([*words, "--code-from", "sim", "--json"], None, KEYS)


def _theirs(others: Others, url: str, folder: Path) -> dict[str, Runner]:
    key = KEYS["OTP_TUI_PAYNET_SECRET_KEY"]
    found = {}
    for name in _BUDGETS:
        try:
            command = others.npm(name)
        except NotMeasuredError as error:
            skipped(_TITLES[name], str(error))
            continue
        write = collections_for.newman if name == "newman" else collections_for.bruno
        words = write(folder / name, url, key, _PHONES[name])
        found[name] = Runner([command, *words], folder / name, quiet_home(others))
    return found


def _walkthrough(url: str, name: str, runner: Runner) -> float:
    before = len(_accepted(url))
    took = whole_run_ms(runner.words, cwd=runner.cwd, extra=runner.extra)
    if len(_accepted(url)) != before + 1:
        raise NotMeasuredError(f"{name} ended well, and yet the simulator accepted no code of it")
    time.sleep(0.05)
    return took


def _accepted(url: str) -> list[dict[str, Any]]:
    """The simulator's exchanges in which a code was accepted."""
    with urllib.request.urlopen(f"{url}/__sim/exchanges", timeout=_FEW_S) as answer:
        lines = json.load(answer)
    return [line for line in lines if line["call"] == "check_otp" and line["decided"] == "code=0"]
