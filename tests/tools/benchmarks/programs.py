"""How the measured programs are started: always with the same environment, always ended by their own id."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

from report import NotMeasuredError

HERE = Path(__file__).parent
OTP_TUI = (sys.executable, "-m", "otp_tui")
KEYS = {
    "OTP_TUI_PAYNET_SECRET_KEY": "sck_benchmark",
    "OTP_TUI_PAYWALL_API_KEY": "private-key-benchmark",
    "OTP_TUI_PAYWALL_API_CLIENT": "private-client-benchmark",
}
_DEADLINE_S = 60.0
_PREFIXES = ("OTP_TUI_", "TEXTUAL", "PYTHON")
_NAMES = {"NO_COLOR", "LANGUAGE", "ACCESSIBLE", "COLUMNS", "LINES"}
_PROXIES = {"http_proxy", "https_proxy", "all_proxy"}


def environment(**more: str) -> dict[str, str]:
    """The caller's environment without what would change a measurement.

    Args:
        more: Variables to add.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_PREFIXES) and name not in _NAMES and name.lower() not in _PROXIES
    }
    fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return {**kept, **fixed, "OTP_TUI_LANG": "en", **more}


def whole_run_ms(
    words: Sequence[str], *, cwd: Path | None = None, extra: Mapping[str, str] | None = None
) -> float:
    """Run a program to its end and give the milliseconds from start to exit.

    Args:
        words: The program and its arguments.
        cwd: Where it runs.
        extra: Variables of its own.

    Raises:
        NotMeasuredError: It did not end with 0, or not in time.
    """
    began = time.perf_counter()
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=environment(**(extra or {})),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_DEADLINE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasuredError(f"{words[0]}: {error}") from None
    took = (time.perf_counter() - began) * 1000
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-400:]
        raise NotMeasuredError(f"{' '.join(words[:4])} ended with {done.returncode}: {said}")
    return took


@contextlib.contextmanager
def server(words: Sequence[str], *, says: str, cwd: Path | None = None) -> Iterator[re.Match[str]]:
    """Run a server until the block ends; the block begins once it has printed a line that matches.

    Args:
        words: The program and its arguments.
        says: A regular expression for that line.
        cwd: Where it runs.

    Raises:
        NotMeasuredError: It ended before, or cannot be started.
    """
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(PYTHONUNBUFFERED="1"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError as error:
        raise NotMeasuredError(f"{words[0]}: {error}") from None
    assert process.stdout is not None
    try:
        yield _listens(process.stdout, says, words[0])
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _listens(lines: Iterable[str], says: str, name: str) -> re.Match[str]:
    """Wait for the line; whatever it prints later is read and dropped, so that it never waits for us."""
    found: SimpleQueue[re.Match[str] | None] = SimpleQueue()

    def read() -> None:
        with contextlib.suppress(ValueError):  # closed under our hands, at the end
            for line in lines:
                if match := re.search(says, line):
                    found.put(match)
        found.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        match = found.get(timeout=_DEADLINE_S)
    except Empty:
        match = None
    if match is None:
        raise NotMeasuredError(f"{name} does not listen")
    return match


@contextlib.contextmanager
def simulator() -> Iterator[str]:
    """Our simulator in a process of its own; gives its address."""
    with server([*OTP_TUI, "sim", "--port", "0"], says=r"listening on (http://\S+)") as found:
        yield found[1]
