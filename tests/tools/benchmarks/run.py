"""Prints each budget as a ratio with its parts.

``python tests/tools/benchmarks/run.py [NAME ...] [--with-others] [--others-in FOLDER]``

Nothing here is a test: a ratio on a busy machine proves nothing, so nothing fails. Names: paint, start, echo, cpu,
calls, journeys, server, history, inspector. The programs we are compared with are installed, by pip and npm, only with
``--with-others``: into a temporary folder that is removed again, or into FOLDER, which stays.
"""

import argparse
import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from calls import calls
from cpu import cpu
from echo import echo
from history import history
from inspector import inspector
from journeys import journeys
from others import Others
from paint import paint, start
from report import NotMeasuredError, note, skipped
from server_load import server_load

_BUDGETS: dict[str, Callable[[Others | None], None]] = {
    "paint": paint,
    "start": start,
    "echo": echo,
    "cpu": cpu,
    "calls": calls,
    "journeys": journeys,
    "server": server_load,
    "history": history,
    "inspector": inspector,
}


def main() -> None:
    """Measure what was asked for, everything by default."""
    asked = _arguments()
    with _others(asked.with_others, asked.others_in) as others:
        for name in asked.names or _BUDGETS:
            began = time.perf_counter()
            try:
                _BUDGETS[name](others)
            except NotMeasuredError as error:
                skipped(name, str(error))
            note(f"[{name} took {time.perf_counter() - began:.0f} s{_load()}]")


def _load() -> str:
    """How busy the machine is, where it tells."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Prints each budget as a ratio with its parts.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_BUDGETS))
    parser.add_argument(
        "--with-others", action="store_true", help="install and measure the other programs too"
    )
    parser.add_argument(
        "--others-in", type=Path, metavar="FOLDER", help="keep them there; implies the former"
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(_BUDGETS):
        parser.error(f"no such budget: {', '.join(sorted(unknown))}")
    return asked


@contextlib.contextmanager
def _others(wanted: bool, folder: Path | None) -> Iterator[Others | None]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield Others(folder.resolve())
    elif wanted:
        with tempfile.TemporaryDirectory(prefix="otp-tui-others-") as made:
            yield Others(Path(made))
    else:
        yield None


if __name__ == "__main__":
    main()
