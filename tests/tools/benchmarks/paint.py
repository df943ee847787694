"""Budgets 1 and 2: how soon the wizard stands on the screen, and how soon --version and --help are there."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from first_paint import Paint, first_paint
from homes import NOWHERE, home
from others import Others, quiet_home
from programs import HERE, KEYS, OTP_TUI, whole_run_ms
from report import NotMeasuredError, Part, note, skipped, verdict

_MARK = "5XX XXX XX XX"
_OPEN_MARK = "This walkthrough stays saved"  # the last line of the screen that offers an open walkthrough
_POSTING_MARK = "Send"
_ROUNDS = 15
_FLOOR = 1.20
_POSTING = 0.45
_PLAIN = 6.0


class Program(NamedTuple):
    """A program whose first paint is measured: its words, a text of its first screen, variables of its own."""

    words: list[str]
    mark: str = _MARK
    extra: Mapping[str, str] | None = None


def paint(others: Others | None) -> None:
    """First paint, against the empty wizard and against Posting; run by run in turn."""
    floor = Program([sys.executable, str(HERE / "empty_wizard.py")])
    missing, posting = "needs --with-others", {}
    if others is not None:
        try:
            words = [others.posting(), "--collection", str(others.home() / "empty")]
            posting = {"posting": Program(words, _POSTING_MARK, quiet_home(others))}
        except NotMeasuredError as error:
            missing = str(error)
    with tempfile.TemporaryDirectory(prefix="otp-tui-homes-") as folder:
        ours = _ours(Path(folder))
        taken = _in_turn({"the same widgets with nothing behind them": floor, **ours, **posting})
    floor_part, *parts = (Part(name, [paint.ms for paint in paints]) for name, paints in taken.items())
    for part in parts[: len(ours)]:
        verdict(f"{part.name} / empty wizard", part.median / floor_part.median, _FLOOR, [part, floor_part])
        note(f"resident at first paint: {taken[part.name][-1].rss_mib} MiB")
    if posting:
        verdict("first paint / Posting", parts[0].median / parts[-1].median, _POSTING, parts[-1:])
    else:
        skipped("first paint / Posting", missing)


def _ours(folder: Path) -> dict[str, Program]:
    """The wizard as it is opened: the demo, on a profile, on what was left open, on addresses alone."""
    closed, left = (
        home(folder / name, something_open=something_open)
        for name, something_open in (("closed", False), ("left", True))
    )
    addresses = {**closed, **KEYS, "OTP_TUI_PAYNET_URL": NOWHERE}
    return {
        "otp-tui demo": Program([*OTP_TUI, "demo"]),
        "otp-tui, saved profile": Program([*OTP_TUI], extra=closed),
        "otp-tui, open walkthrough": Program([*OTP_TUI], _OPEN_MARK, left),
        "otp-tui, addresses of the environment": Program([*OTP_TUI], extra=addresses),
    }


def _in_turn(programs: Mapping[str, Program]) -> dict[str, list[Paint]]:
    taken: dict[str, list[Paint]] = {name: [] for name in programs}
    for turn in range(_ROUNDS + 1):
        for name, (words, mark, extra) in programs.items():
            seen = first_paint(words, mark, extra=extra)
            if turn:  # the first one warms the caches up
                taken[name].append(seen)
    return taken


def start(_: Others | None) -> None:
    """--version and --help, against an interpreter that does nothing; run by run in turn."""
    programs = {
        "otp-tui --version": [*OTP_TUI, "--version"],
        "otp-tui --help": [*OTP_TUI, "--help"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(_ROUNDS + 1):
        for name, words in programs.items():
            took = whole_run_ms(words)
            if turn:
                taken[name].append(took)
    *ours, plain = (Part(name, values) for name, values in taken.items())
    for part in ours:
        verdict(f"{part.name} / python -c pass", part.median / plain.median, _PLAIN, [part, plain])
