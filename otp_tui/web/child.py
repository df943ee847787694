"""The program behind one browser window: a process of its own, with nothing of ours in its environment."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

_QUIT_S: Final = 3.0
_OWN: Final = "OTP_TUI_"
_OF_THE_TERMINAL: Final = frozenset({"ACCESSIBLE", "COLUMNS", "LINES", "NO_COLOR"})
"""Wishes about the terminal in which the server was started; the page is another one."""
_OF_THE_KEYRING: Final = "DBUS_SESSION_BUS_ADDRESS"


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child: what a process needs, and neither a key of ours nor a keyring.

    Args:
        environment: The server's own.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith(_OWN) and name not in {*_OF_THE_TERMINAL, _OF_THE_KEYRING}
    }
    return kept | {
        "COLORTERM": "truecolor",
        "PYTHONUTF8": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "TERM": "xterm-256color",
    }


class Child(AppService):
    """A child and the websocket that it draws on.

    Args:
        command: The child's program and arguments; no shell reads them.
        socket: The browser's websocket.
    """

    def __init__(self, command: Sequence[str], socket: web.WebSocketResponse) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            command[0],
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        self._words = command

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        size = {"COLUMNS": str(width), "ROWS": str(height)}
        return child_environment(super()._build_environment(width, height)) | size

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the child without a shell, and out of reach of the terminal's Ctrl+C: we end it ourselves."""
        process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Carry what the child draws to the browser; the page is told when there is no more of it."""
        await super().run()
        await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """Take the child's end alone: it opens no address and delivers no file through the page."""
        if b'"exit"' in data:
            await super().on_meta(data)

    async def stop(self) -> None:
        """Ask the child to quit; one that does not is killed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_QUIT_S):
                await super().stop()
        if self._process is None:
            return
        try:
            async with asyncio.timeout(_QUIT_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def child_command(*words: str) -> list[str]:
    """Return the command line of our own program, by the interpreter that runs this one.

    Args:
        words: What follows the program's name.
    """
    return [sys.executable, "-P", "-m", "otp_tui", *words]


def size_of(query: Mapping[str, str]) -> tuple[int, int]:
    """Return the terminal's width and height in cells as the page asks for them, 80 and 24 where it does not.

    Args:
        query: The websocket's query.
    """
    return cells(query.get("width"), 80), cells(query.get("height"), 24)


def cells(value: object, otherwise: int) -> int:
    """Return a number of cells between 1 and 1,000.

    Args:
        value: What the page says.
        otherwise: For what is no such number.
    """
    try:
        return min(max(int(str(value)), 1), 1000)
    except ValueError:
        return otherwise
