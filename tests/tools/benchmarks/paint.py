"""Budgets 1 and 2: how soon the wizard stands on the screen, and how soon --version and --help are there."""

import sys

from first_paint import Paint, first_paint
from others import Others, quiet_home
from programs import HERE, OTP_TUI, whole_run_ms
from report import NotMeasuredError, Part, note, skipped, verdict

_MARK = "5XX XXX XX XX"
_POSTING_NAME, _POSTING_MARK = "posting", "Send"
_ROUNDS = 15
_FLOOR = 1.20
_POSTING = 0.45
_PLAIN = 6.0


def paint(others: Others | None) -> None:
    """First paint of the demo, against the empty wizard and against Posting; run by run in turn."""
    programs = {
        "otp-tui demo": ([*OTP_TUI, "demo"], _MARK),
        "the same widgets with nothing behind them": ([sys.executable, str(HERE / "empty_wizard.py")], _MARK),
    }
    missing, extra = "needs --with-others", {}
    if others is not None:
        try:
            words = [others.posting(), "--collection", str(others.home() / "empty")]
            programs[_POSTING_NAME] = (words, _POSTING_MARK)
            extra = quiet_home(others)
        except NotMeasuredError as error:
            missing = str(error)
    taken: dict[str, list[Paint]] = {name: [] for name in programs}
    for turn in range(_ROUNDS + 1):
        for name, (words, mark) in programs.items():
            seen = first_paint(words, mark, extra=extra if name == _POSTING_NAME else None)
            if turn:  # the first one warms the caches up
                taken[name].append(seen)
    parts = {name: Part(name, [paint.ms for paint in paints]) for name, paints in taken.items()}
    ours, floor, *posting = parts.values()
    verdict("first paint / empty wizard", ours.median / floor.median, _FLOOR, [ours, floor])
    note(f"resident at first paint: {taken[ours.name][-1].rss_mib} MiB")
    if posting:
        verdict("first paint / Posting", ours.median / posting[0].median, _POSTING, posting)
    else:
        skipped("first paint / Posting", missing)


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
