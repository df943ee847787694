"""A pseudo-terminal that is borrowed: whatever happens to the program, it is to be given back as it was."""

import os
import pty
import select
import signal
import sys
import termios
import time

import pyte
import pytest

from support.terminal import Terminal

DEADLINE_S = 60.0
"""Far more than any end takes, and far less than what may be hanging behind it."""

_MODES = {
    "the alternate screen": (b"\x1b[?1049h", b"\x1b[?1049l"),
    "a hidden cursor": (b"\x1b[?25l", b"\x1b[?25h"),
    "mouse buttons": (b"\x1b[?1000h", b"\x1b[?1000l"),
    "mouse movements": (b"\x1b[?1003h", b"\x1b[?1003l"),
    "wide mouse reports": (b"\x1b[?1006h", b"\x1b[?1006l"),
    "reports of the focus": (b"\x1b[?1004h", b"\x1b[?1004l"),
    "bracketed paste": (b"\x1b[?2004h", b"\x1b[?2004l"),
    "lines that do not wrap": (b"\x1b[?7l", b"\x1b[?7h"),
}


class PtyHarness(Terminal):
    """Runs `otp-tui` with these words at this size."""

    @property
    def taken(self) -> list[str]:
        """What the program has switched on and not off again."""
        attributes = termios.tcgetattr(self._fd)  # of the other end: Linux keeps one set for both
        raw = [] if attributes == _untouched() else ["the line's attributes"]
        modes = [name for name, (on, off) in _MODES.items() if self.raw.rfind(on) > self.raw.rfind(off)]
        return raw + modes

    def assert_taken(self) -> None:
        """Wait until the program has taken all of the terminal, which the smallest cannot show."""
        self.assert_shows(lambda _: set(self.taken) >= set(_MODES))

    def assert_ends(self, code: int) -> None:
        """It ends with this code, gives everything back and leaves nobody behind."""
        assert self.wait() == code
        self.assert_given_back()
        self.assert_nobody_is_left()

    def assert_nobody_is_left(self) -> None:
        """No process of its group is there any more."""
        with pytest.raises(ProcessLookupError):
            os.killpg(self.pid, 0)

    def assert_given_back(self) -> None:
        """Nothing of the terminal is kept."""
        self.rest()
        assert self.taken == []

    def quit(self) -> None:
        """Ctrl+Q ends it with 0."""
        self.type("\x11")
        self.assert_ends(0)

    def stop(self, number: signal.Signals) -> None:
        """Stop it by a signal, and wait until it stands still."""
        os.kill(self.pid, number)
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid:
                assert os.WIFSTOPPED(status), os.waitstatus_to_exitcode(status)
                return
        raise AssertionError("it never stopped")

    def go_on(self) -> None:
        """Let it go on, as `fg` does."""
        os.kill(self.pid, signal.SIGCONT)

    def pour(self, text: str) -> None:
        """Send what is more than the line holds, reading meanwhile what the program draws."""
        left = memoryview(text.encode())
        os.set_blocking(self._fd, False)
        while left:
            _, writable, _ = select.select([], [self._fd], [], 0.05)
            if writable:
                left = left[os.write(self._fd, left) :]
            self._read(0)
        os.set_blocking(self._fd, True)

    def hang_up(self) -> int | None:
        """Take the terminal away, as a closed window does; gives the exit code, None where it goes on without."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDONLY)  # closed in its place at the end
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            code = self.ended()
            if code is not None:
                return code
            time.sleep(0.02)
        return None


class RedirectedTerminal(PtyHarness):
    """Runs `otp-tui` by a shell line, which may redirect a stream: ``demo < /dev/null``."""

    def __init__(self, line: str, **environment: str) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._code = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            command = f"exec {sys.executable} -m otp_tui {line}"
            os.execve("/bin/sh", ["sh", "-c", command], {**os.environ, **environment})


def _untouched() -> list[object]:
    """The attributes of a line that no program has had."""
    ours, theirs = pty.openpty()
    try:
        return termios.tcgetattr(ours)
    finally:
        os.close(ours)
        os.close(theirs)
