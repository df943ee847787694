"""Budget 4: what a running countdown costs."""

import os
import time
from pathlib import Path

from echo import open_code_screen
from others import Others
from programs import OTP_TUI
from pseudo_terminal import PseudoTerminal
from report import NotMeasuredError, Part, verdict

_BUDGET = 2.0
_SECONDS = 10.0
_ROUNDS = 2
_USER, _SYSTEM = 11, 12  # fields of /proc/PID/stat, counted from the one behind the name


def cpu(_: Others | None) -> None:
    """Processor time of the demo at its code screen, its simulator included."""
    sizes = {"80 x 24": (80, 24), "120 x 40, the customer's phone beside it": (120, 40)}
    for name, (columns, rows) in sizes.items():
        part = Part(name, [_share(columns, rows) for _round in range(_ROUNDS)], "% of a core")
        verdict(f"CPU while a countdown runs, {columns} x {rows}", part.median, _BUDGET, [part], unit="%")


def _share(columns: int, rows: int) -> float:
    with PseudoTerminal([*OTP_TUI, "demo", "--journey", "paynet"], columns, rows) as terminal:
        open_code_screen(terminal, "5000000001")
        terminal.drain(1.0)
        before, began = _used_s(terminal.pid), time.perf_counter()
        terminal.drain(_SECONDS)
        return 100 * (_used_s(terminal.pid) - before) / (time.perf_counter() - began)


def _used_s(pid: int) -> float:
    """Seconds of processor time that a process has used, all its threads together."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        raise NotMeasuredError("needs /proc, which this system has not") from None
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
