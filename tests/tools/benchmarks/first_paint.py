"""Time from starting a program in a pseudo-terminal to the first screen that holds a mark.

Alone: ``python tests/tools/benchmarks/first_paint.py MARK RUNS PROGRAM [ARGUMENT ...]``.
"""

import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pseudo_terminal import PseudoTerminal
from report import NotMeasuredError, note

_DEADLINE_S = 20.0


class Paint(NamedTuple):
    """How a program's first screen came.

    Attributes:
        ms: Milliseconds until the mark was there.
        rss_mib: Resident memory at that moment; None where the system does not tell.
    """

    ms: float
    rss_mib: int | None


def first_paint(
    words: Sequence[str],
    mark: str,
    columns: int = 100,
    rows: int = 30,
    extra: Mapping[str, str] | None = None,
) -> Paint:
    """Start a program, wait for the mark, end the program.

    Args:
        words: The program and its arguments.
        mark: A text of the screen that is waited for.
        columns: The terminal's width.
        rows: Its height.
        extra: Variables of its own.

    Raises:
        NotMeasuredError: The mark never came.
    """
    with PseudoTerminal(words, columns, rows, extra) as terminal:
        if not terminal.until(mark, _DEADLINE_S):
            raise NotMeasuredError(f"{' '.join(words[:3])} never showed {mark!r}: {terminal.words[-200:]!r}")
        return Paint((terminal.last_read - terminal.began) * 1000, _rss_mib(terminal.pid))


def _rss_mib(pid: int) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), None)


def main(mark: str, runs: int, words: Sequence[str]) -> None:
    """Measure one program; the first run only warms the caches up."""
    paints = [first_paint(words, mark) for _ in range(runs + 1)][1:]
    taken = [paint.ms for paint in paints]
    note(
        f"first paint ms min {min(taken):.0f} med {statistics.median(taken):.0f} max {max(taken):.0f}"
        f" rss {paints[-1].rss_mib} MiB"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
