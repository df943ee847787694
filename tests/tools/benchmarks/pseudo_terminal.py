"""A program in a pseudo-terminal, with the moment of every byte it writes."""

import os
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from programs import environment
from report import NotMeasuredError

_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]")


class PseudoTerminal:
    """Runs a program until the block ends.

    Args:
        words: The program and its arguments.
        columns: The terminal's width.
        rows: Its height.
        extra: Variables of its own.

    Attributes:
        pid: The program's.
        began: When it was started, by `time.perf_counter`.
        last_read: When it wrote last.

    Raises:
        NotMeasuredError: The system has no pseudo-terminals.
    """

    def __init__(
        self,
        words: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        if sys.platform == "win32":
            raise NotMeasuredError("needs a pseudo-terminal, which Windows has not")
        import fcntl
        import pty
        import termios

        self._raw = b""
        self._ended = False
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            given = environment(COLUMNS=str(columns), LINES=str(rows), **(extra or {}))
            try:
                os.execvpe(words[0], list(words), given)
            finally:
                os._exit(127)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.began = self.last_read = time.perf_counter()

    def __enter__(self) -> Self:
        """It runs already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, however it stands."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def words(self) -> str:
        """What it wrote since the last `forget`, without its escape sequences."""
        return _ESCAPES.sub(b"", self._raw).decode("utf-8", "replace")

    def forget(self) -> None:
        """Let only what is written from now on count."""
        self._raw = b""

    def type(self, keys: str) -> float:
        """Send keys; gives the moment."""
        moment = time.perf_counter()
        os.write(self._fd, keys.encode())
        return moment

    def until(self, mark: str, seconds: float) -> bool:
        """Read until a mark was written; False where it never is."""
        end = time.perf_counter() + seconds
        while mark not in self.words:
            left = end - time.perf_counter()
            if left <= 0 or (not self.read(min(left, 0.2)) and self._ended):
                return False
        return True

    def drain(self, seconds: float) -> None:
        """Read whatever comes for a while, or until the program has ended."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0 and not self._ended:
            self.read(left)

    def read(self, seconds: float) -> bool:
        """Read what is there, or wait for it; False where nothing came."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux says so when the program has ended
            data = b""
        self.last_read = time.perf_counter()
        self._raw += data
        self._ended = not data
        return bool(data)
