"""A real pseudo-terminal with a program in it: what is typed goes in, what a person would see comes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence

import pyte

from otp_tui.wizard.themes import DARK

_DEADLINE_S = 60.0
_QUIET_S = 0.05
_AT_REST = frozenset(
    {"default", *(str(colour).lstrip("#") for colour in (DARK.background, DARK.surface))}
    | {DARK.variables[name].lstrip("#") for name in ("field", "side", "bubble", "main")}
)
"""The backgrounds of what has not the focus."""


class Terminal:
    """Runs `otp-tui` with these words at this size.

    Args:
        words: What follows the program's name.
        columns: The window's width.
        rows: Its height.
        program: Arguments of Python that run it in another way.
        echo: The terminal itself shows what is typed while no program reads it key by key.
        environment: What is changed in the environment.
    """

    def __init__(
        self,
        words: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        *,
        program: Sequence[str] = ("-m", "otp_tui"),
        echo: bool = True,
        **environment: str,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._code: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if not echo:
                modes = termios.tcgetattr(0)
                modes[3] &= ~termios.ECHO
                termios.tcsetattr(0, termios.TCSANOW, modes)
            # Given explicitly, because readline puts LINES and COLUMNS into the C environment behind Python's back.
            given = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
            os.execve(sys.executable, [sys.executable, *program, *words], given)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def type(self, keys: str) -> None:
        """Send keys as a terminal sends them."""
        os.write(self._fd, keys.encode())

    def paste(self, text: str) -> None:
        """Send a bracketed paste."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def is_focused(self, row: int) -> bool:
        """Return whether something in a row is drawn as what has the focus."""
        cells = self._screen.buffer[row].values()
        return any(cell.bg not in _AT_REST or (cell.underscore and cell.bold) for cell in cells)

    def assert_focus(self, wanted: str, *, below: int = 0) -> None:
        """Wait until what stands in the row of a text, or so many rows below it, has the focus."""
        self.assert_shows(
            lambda text: any(
                wanted in line and self.is_focused(row + below) for row, line in enumerate(text.splitlines())
            )
        )

    def assert_shows(self, wanted: str | Callable[[str], bool]) -> str:
        """Wait until a text stands on the screen (or something holds of it); gives the screen."""
        holds = wanted if callable(wanted) else lambda text: wanted in " ".join(text.split())
        end = time.monotonic() + _DEADLINE_S
        while time.monotonic() < end:
            if holds(self.text):
                return self.text
            if not self._read(0.1) and self.ended() is not None:
                break
        raise AssertionError(f"never seen: {wanted!r}; the screen was:\n{self.text}")

    def rest(self) -> str:
        """Read until the program draws nothing more for a moment."""
        while self._read(_QUIET_S):
            pass
        return self.text

    def code(self, kind: str = "[0-9A-Z]{4}|[0-9]{6}") -> str:
        """Open the customer's phone with F4, read the newest code of a kind once it is there, close it."""
        self.type("\x1bOS")
        pattern = re.compile(rf"\b({kind}) (?:is your|[^ ]+ doğrulama|[^ ]+ Mağaza)")
        screen = self.assert_shows(lambda text: bool(pattern.search(text)))
        self.type("\x1b")
        self.assert_shows(lambda text: not pattern.search(text))
        return pattern.findall(screen)[0]

    def ended(self) -> int | None:
        """The exit code, once it has one."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def wait(self) -> int:
        """Wait for the end; gives the exit code."""
        end = time.monotonic() + _DEADLINE_S
        while time.monotonic() < end:
            self._read(0.05)
            code = self.ended()
            if code is not None:
                return code
        raise AssertionError(f"still running; the screen is:\n{self.text}")

    def close(self) -> None:
        """End it, however it stands."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)
