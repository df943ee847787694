"""Budget 3: how soon a key stands in the code field, at rest and while a request hangs."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from others import Others
from programs import HERE, OTP_TUI
from pseudo_terminal import PseudoTerminal
from report import NotMeasuredError, Part, verdict

_BUDGET = 1.5
_KEYS = 100
_ROUNDS = 2
_HANGS_S = 9.5
_WARM_UP = 5
_KEY = "Z"  # no sentence and no key's name on the screen holds it
_BACKSPACE = "\x7f"
_ENTER = "\r"
_DEADLINE_S = 20.0
_FEW_S = 5.0
_LOADING_S = 2.0  # what the wizard loads after its first paint is there by then


def echo(_: Others | None) -> None:
    """The wizard's code field against a bare field, in turn."""
    floor, idle = [], []
    for _round in range(_ROUNDS):
        with _bare() as terminal:
            floor += _latencies(terminal)
        with _code_screen("5000000001") as terminal:
            idle += _latencies(terminal)
    bare = Part("a bare Textual Input", floor)
    parts = Part("code field, at rest", idle), Part("code field, while a request hangs", _while_it_hangs())
    for when, part in zip(("at rest", "hanging"), parts, strict=True):
        verdict(f"key to echo p95, {when} / bare field", part.p95 / bare.p95, _BUDGET, [part, bare])


def _while_it_hangs() -> list[float]:
    """The simulator answers this number after ten seconds: first the send, which is waited for, then the verify."""
    with _code_screen("5000000005") as terminal:
        terminal.type("AAAA")
        terminal.drain(0.5)
        terminal.forget()
        began = terminal.type(_ENTER)
        _expect(terminal, "is checking the code")
        taken = _latencies(terminal)
        if terminal.last_read - began > _HANGS_S:
            raise NotMeasuredError(
                "the machine is too slow: the request was answered before all keys were typed"
            )
        return taken


def _latencies(terminal: PseudoTerminal) -> list[float]:
    """Type a letter, wait until it is drawn, take it away, wait a while; many times."""
    pause = random.Random(
        7
    )  # the phase between the keys and the screen's own timers varies, the same each run
    taken = []
    for turn in range(_KEYS + _WARM_UP):
        terminal.forget()
        began = terminal.type(_KEY)
        if not terminal.until(_KEY, _FEW_S):
            raise NotMeasuredError(f"a key was never drawn: {terminal.words[-200:]!r}")
        if turn >= _WARM_UP:
            taken.append((terminal.last_read - began) * 1000)
        terminal.type(_BACKSPACE)
        terminal.drain(0.03 + pause.random() * 0.04)
    return taken


@contextmanager
def _bare() -> Iterator[PseudoTerminal]:
    with PseudoTerminal([sys.executable, str(HERE / "bare_input.py")]) as terminal:
        _expect(terminal, "Ready-Mark")
        terminal.drain(0.5)
        yield terminal


@contextmanager
def _code_screen(phone: str) -> Iterator[PseudoTerminal]:
    """The demo at its code screen, with an OTP just sent."""
    with PseudoTerminal([*OTP_TUI, "demo", "--journey", "paynet"]) as terminal:
        open_code_screen(terminal, phone)
        yield terminal


def open_code_screen(terminal: PseudoTerminal, phone: str) -> None:
    """From the demo's first screen to the code field.

    Args:
        terminal: Where a demo was just started.
        phone: One of the simulator's numbers.

    Raises:
        NotMeasuredError: It never came there.
    """
    _expect(terminal, "5XX XXX XX XX")
    terminal.forget()
    terminal.type(phone)
    terminal.drain(_LOADING_S)
    terminal.forget()
    terminal.type(_ENTER)
    _expect(terminal, "Enter the code")
    terminal.drain(0.7)


def _expect(terminal: PseudoTerminal, mark: str) -> None:
    if not terminal.until(mark, _DEADLINE_S):
        raise NotMeasuredError(f"never seen: {mark!r}; it said {terminal.words[-300:]!r}")
