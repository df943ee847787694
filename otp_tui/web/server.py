"""The server: a page, its files and a websocket a browser window, all behind `Access`."""

import asyncio
import json
import logging
import signal
import sys
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from contextlib import redirect_stdout, suppress
from hashlib import sha256
from pathlib import Path
from socket import socket as Socket  # noqa: N812 - a class
from typing import Any, Final

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web

from otp_tui.i18n.translator import Translator
from otp_tui.web.access import Access
from otp_tui.web.child import Child, cells, size_of
from otp_tui.web.page import FOLDER, PageKey, page

MOST_WINDOWS: Final = 8
"""Each window is a process of its own."""

_LONGEST_MESSAGE: Final = 64 * 1024
_SIGNALS: Final = ("SIGHUP", "SIGINT", "SIGTERM")
_TERMINAL: Final = Path(textual_serve.__file__).parent / "static"
_STYLES: Final = (
    "",
    "h1{color:#fff;background-color:#000}body{margin:0;padding:0}.textual-terminal{width:100vw;height:100vh}",
)
"""What textual.js puts into the page as styles: allowed to the letter, and no others."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve(
    listener: Socket,
    command: Sequence[str],
    keys: Sequence[PageKey],
    translator: Translator,
    listening: Callable[[str], None],
) -> int:
    """Serve until SIGINT or SIGTERM; no child outlives it.

    Args:
        listener: Listens on loopback.
        command: What runs behind a window.
        keys: The keys that are buttons of the page.
        translator: Words the page and the refusals.
        listening: Called once it answers, with the address to open.

    Returns:
        The exit code.
    """
    logging.getLogger("aiohttp").addHandler(logging.NullHandler())  # its messages hold what was sent to us
    return asyncio.run(WindowServer(listener, command, keys, translator).run(listening))


class WindowServer:
    """The server and the windows that are open.

    Args:
        listener: As for `serve`.
        command: As for `serve`.
        keys: As for `serve`.
        translator: As for `serve`.
    """

    def __init__(
        self, listener: Socket, command: Sequence[str], keys: Sequence[PageKey], translator: Translator
    ) -> None:
        self._listener = listener
        self._command = command
        self._translator = translator
        host, port = listener.getsockname()[:2]
        self._access = Access(f"http://{host}:{port}")
        self._page = page(translator, keys, f"ws://{host}:{port}/ws")
        self._headers = _headers(f"ws://{host}:{port}")
        self._windows: set[web.WebSocketResponse] = set()

    async def run(self, listening: Callable[[str], None]) -> int:
        """Serve until a signal ends it."""
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            with suppress(
                AttributeError, NotImplementedError
            ):  # Windows has no SIGHUP, and none of a loop's own
                loop.add_signal_handler(getattr(signal, name), told.set)
        runner = web.AppRunner(self._app(), access_log=None, handle_signals=False, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.SockSite(runner, self._listener).start()
            listening(f"open {self._access.address()}")
            with redirect_stdout(sys.stderr):  # textual-serve prints what a child says at its end
                await told.wait()
        finally:
            await runner.cleanup()
        return 0

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._index, allow_head=False),
                web.get("/ws", self._window, allow_head=False),
                web.static("/page", FOLDER),
                web.static("/terminal", _TERMINAL),
            ]
        )
        app.on_response_prepare.append(self._harden)
        app.on_shutdown.append(self._close_windows)
        return app

    @property
    def _guard(self) -> Any:
        """The middleware that stands before every route, the missing ones included."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            headers = request.headers
            is_socket = request.path == "/ws"
            if self._access.is_foreign(
                headers.getall("Host", []), headers.getall("Origin", []), origin_needed=is_socket
            ):
                return self._refusal(403, "serve.foreign")
            if (request.method, request.path) == ("GET", "/") and "token" in request.query:
                return self._exchanged(request.query["token"])
            if not self._access.knows(request.cookies):
                return self._refusal(401, "serve.unknown")
            return await handler(request)

        return guard

    def _refusal(self, status: int, name: str) -> web.Response:
        return web.Response(status=status, text=self._translator.text(name) + "\n")

    def _exchanged(self, token: str) -> web.Response:
        """Answer the address that was printed; the page's own has no token, so that none stays in the history."""
        cookie = self._access.exchange(token)
        if cookie is None:
            return self._refusal(401, "serve.unknown")
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            self._access.cookie_name, cookie.reveal(), httponly=True, samesite="Strict", path="/"
        )
        return answer

    async def _index(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._page, content_type="text/html")

    async def _harden(self, _request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(self._headers)

    async def _window(self, request: web.Request) -> web.WebSocketResponse:
        """Run a child for one window, until one of both ends."""
        window = web.WebSocketResponse(heartbeat=15, max_msg_size=_LONGEST_MESSAGE)
        await window.prepare(request)
        if len(self._windows) >= MOST_WINDOWS:
            await window.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return window
        self._windows.add(window)
        child = Child(self._command, window)
        try:
            await child.start(*size_of(request.query))
            await _listen(window, child)
        finally:
            self._windows.discard(window)
            # Also where the server ends in the meantime: the child must be gone before it is.
            await asyncio.shield(child.stop())
        return window

    async def _close_windows(self, _app: web.Application) -> None:
        await asyncio.gather(*(window.close(code=WSCloseCode.GOING_AWAY) for window in self._windows))


async def _listen(window: web.WebSocketResponse, child: Child) -> None:
    """Carry keys and sizes to the child; a message of another form ends the window."""
    async for message in window:
        try:
            kind, *rest = json.loads(message.data) if message.type is WSMsgType.TEXT else [None]
            await _pass_on(window, child, kind, rest[0] if rest else None)
        except (ValueError, TypeError, AttributeError, RecursionError):
            await window.close(code=WSCloseCode.UNSUPPORTED_DATA)


async def _pass_on(window: web.WebSocketResponse, child: Child, kind: object, data: Any) -> None:
    match kind:
        case "stdin":
            await child.send_bytes(data.encode())
        case "resize":
            await child.set_terminal_size(cells(data.get("width"), 80), cells(data.get("height"), 24))
        case "ping":
            await window.send_json(["pong", str(data)])
        case "blur":
            await child.blur()
        case "focus":
            await child.focus()
        case _:
            raise ValueError


def _digest(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


def _headers(socket_origin: str) -> dict[str, str]:
    """Return the headers of every answer: nothing from elsewhere, nothing kept, no frame.

    Args:
        socket_origin: Where the page's websocket is; some browsers do not count it as "self".
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": " ".join(["'self'", *map(_digest, _STYLES)]),
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": socket_origin,
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Server": "otp-tui",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
