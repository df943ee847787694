"""`otp-tui serve` as a process of its own, and what is seen of it from outside."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from support.environment import child_environment

_DEADLINE_S = 30.0


class ServedProgram:
    """A running `serve`.

    Attributes:
        process: The process; its standard output has been read up to its one line.
        address: The address that it printed.
        url: The same without the token.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("open http://127.0.0.1:"), line
        self.address = line.removeprefix("open ").strip()
        self.url = self.address.partition("/?token=")[0]

    def children(self) -> list[int]:
        """The programs behind its windows, by /proc."""
        own = str(self.process.pid)
        return [
            int(stat.parent.name)
            for stat in Path("/proc").glob("[0-9]*/stat")
            if _text(stat).rpartition(") ")[2].split()[1:2] == [own]
        ]

    def child(self) -> int:
        """The one program behind its one window, once it is there."""
        return until(lambda: self.children() or None)[0]


class SimulatorOfChild:
    """What the simulator inside a demo knows: the honest sign of what was done in front of it.

    Args:
        url: Its address.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def code(self, number: int) -> str:
        """The code of an SMS to number 01, once so many have arrived."""
        messages = until(lambda: self._messages() if len(self._messages()) >= number else None)
        return str(messages[-1]["code"])

    def calls(self) -> list[str]:
        """The calls that it answered, in order."""
        return [line["call"] for line in httpx.get(f"{self._url}/__sim/exchanges").json()]

    def _messages(self) -> list[dict[str, Any]]:
        found = httpx.get(f"{self._url}/__sim/messages", params={"phone": "5000000001"}).json()
        return list(found)


def simulator_of(pid: int) -> str:
    """The address of the simulator inside a demo: the one port on which this process listens."""

    def listening() -> str | None:
        sockets = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
        for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and f"socket:[{rest[5]}]" in sockets:
                return f"http://127.0.0.1:{int(local.partition(':')[2], 16)}"
        return None

    return until(listening)


def until(look: Callable[[], Any]) -> Any:
    """Look until something is there that is not None."""
    deadline = time.monotonic() + _DEADLINE_S
    while (found := look()) is None:
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.02)
    return found


@contextmanager
def serving(*words: str, **environment: str) -> Iterator[ServedProgram]:
    """Serve on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "otp_tui", "serve", "--port", "0", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=child_environment(**environment),
    )  # fmt: skip
    try:
        yield ServedProgram(process)
    finally:
        process.terminate()
        process.communicate(timeout=_DEADLINE_S)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended since it was listed
        return ""
