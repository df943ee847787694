"""The server over a real socket, with a small program in the place of the wizard."""

import asyncio
import json
import os
import signal
import sys

import aiohttp
import httpx
import pytest

from otp_tui.i18n.translator import Translator
from otp_tui.simulator.server import listen
from otp_tui.web.page import PageKey
from otp_tui.web.server import MOST_WINDOWS, WindowServer

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)

STAND_IN = """
import os, sys
def draw(kind, data): os.write(1, kind + len(data).to_bytes(4, "big") + data)
os.write(1, b"__GANGLION__\\n")
draw(b"D", f"{os.getpid()} {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
while head := sys.stdin.buffer.read(5):
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    if b'"quit"' in data or data == b"\\x11":
        draw(b"M", b'{"type": "exit"}')
        break
    draw(b"D", head[:1] + data)
"""
HARDENED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Server": "otp-tui",
}


class Served:
    """A running server and a browser's way to it."""

    def __init__(self, address):
        self.address = address
        self.url, _, self.token = address.removeprefix("open ").partition("/?token=")
        self.client = httpx.AsyncClient(base_url=self.url)

    async def enter(self):
        answer = await self.client.get("/", params={"token": self.token})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        return answer

    def window(self, session, *, origin="", cookie=None, query=""):
        cookies = self.client.cookies if cookie is None else cookie
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if origin is not None:
            headers["Origin"] = origin or self.url
        return session.ws_connect(f"{self.url}/ws{query}", headers=headers)


@pytest.fixture
async def served():
    address = asyncio.get_running_loop().create_future()
    with listen("127.0.0.1", 0) as listener:
        command = [sys.executable, "-S", "-E", "-c", STAND_IN]
        server = WindowServer(listener, command, [PageKey("f1", "F1", "key_hint.help")], Translator("en"))
        running = asyncio.create_task(server.run(address.set_result))
        served = Served(await address)
        async with served.client:
            yield served
        os.kill(os.getpid(), signal.SIGTERM)
        assert await running == 0


async def test_the_token_becomes_a_cookie_once(served):
    entered = await served.enter()
    cookie = entered.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    page = await served.client.get("/")
    assert page.status_code == 200
    assert "<title>otp-tui</title>" in page.text
    again = await served.client.get("/", params={"token": served.token})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/page/page.js", "/terminal/js/textual.js", "/download/x", "/none"]
)
async def test_without_the_cookie_nothing_is_there(served, path):
    answer = await served.client.get(path, headers={"Origin": served.url})
    assert answer.status_code == 401
    assert answer.text.startswith("Open the address that `otp-tui serve` printed.")
    wrong = await served.client.get("/", params={"token": "x" * 43})
    assert wrong.status_code == 401
    assert (await served.client.head("/", params={"token": served.token})).status_code == 401
    await served.enter()  # neither of them has spent it


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/ws"])
async def test_another_name_or_site_is_refused_with_the_cookie_too(served, headers, path):
    assert (await served.client.get("/", params={"token": served.token}, headers=headers)).status_code == 403
    await served.enter()
    assert (await served.client.get(path, headers=headers)).status_code == 403


@pytest.mark.parametrize(
    ("origin", "cookie", "status"),
    [
        (None, None, 403),
        ("http://evil.example", None, 403),
        ("null", None, 403),
        ("", {}, 401),
        ("", {"otp_tui": "x"}, 401),
    ],
)
async def test_a_window_needs_origin_and_cookie(served, origin, cookie, status):
    await served.enter()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await served.window(session, origin=origin, cookie=cookie)
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/page/page.css", 200), ("/terminal/js/textual.js", 200), ("/none", 404)],
)
async def test_every_answer_is_hardened(served, path, status):
    await served.enter()
    answer = await served.client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HARDENED} == HARDENED
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    socket = served.url.replace("http", "ws")
    assert (policy["default-src"], policy["script-src"], policy["connect-src"]) == (
        "'none'",
        "'self'",
        socket,
    )
    assert "unsafe" not in str(policy)


async def test_no_list_of_files_and_no_downloads(served):
    await served.enter()
    for path in ("/page/", "/terminal/", "/download/x", "/page/../page.py", "/page/%2e%2e/page.py"):
        assert (await served.client.get(path)).status_code in {403, 404}


async def test_keys_go_in_and_what_is_drawn_comes_out(served):
    await served.enter()
    async with (
        aiohttp.ClientSession() as session,
        served.window(session, query="?width=100&height=30") as window,
    ):
        pid, size = (await window.receive_bytes()).decode().split()
        assert size == "100x30"
        await window.send_json(["stdin", "ş01"])
        assert await window.receive_bytes() == "Dş01".encode()
        await window.send_json(["resize", {"width": 90, "height": "x"}])
        kind_and_size = await window.receive_bytes()
        assert json.loads(kind_and_size[1:]) == {"type": "resize", "width": 90, "height": 24}
        await window.send_json(["ping", "1"])
        assert await window.receive_json() == ["pong", "1"]
        for kind in ("blur", "focus"):
            await window.send_json([kind])
            assert json.loads((await window.receive_bytes())[1:]) == {"type": kind}
        await window.send_json(["stdin", "\x11"])
        assert (await window.receive()).type is aiohttp.WSMsgType.CLOSE
        assert window.close_code == 1000
    await gone(int(pid))


@pytest.mark.parametrize(
    "data", ["{", "[]", '["stdin", 1]', '["resize"]', '["deliver", "x"]', "null", "[" * 9000, "1"]
)
async def test_a_strange_message_ends_the_window_and_its_child(served, data):
    await served.enter()
    async with aiohttp.ClientSession() as session, served.window(session) as window:
        pid = int((await window.receive_bytes()).split()[0])
        await window.send_str(data)
        assert (await window.receive()).type is aiohttp.WSMsgType.CLOSE
        assert window.close_code == 1003
    await gone(pid)


async def test_a_child_that_dies_closes_its_window(served):
    await served.enter()
    async with aiohttp.ClientSession() as session, served.window(session) as window:
        os.kill(int((await window.receive_bytes()).split()[0]), signal.SIGKILL)
        assert (await window.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_one_window_too_many_is_told_so(served):
    await served.enter()
    async with aiohttp.ClientSession() as session:
        windows = [await served.window(session) for _ in range(MOST_WINDOWS)]
        pids = [int((await window.receive_bytes()).split()[0]) for window in windows]
        async with served.window(session) as one_more:
            assert (await one_more.receive()).type is aiohttp.WSMsgType.CLOSE
            assert one_more.close_code == 1013
        await windows.pop().close()
        await gone(pids.pop())
        async with served.window(session) as next_one:
            assert (await next_one.receive_bytes()).endswith(b" 80x24")
        for window in windows:
            await window.close()


async def gone(pid):
    """Wait until a child is there no more: the server is its parent, and so are we."""
    async with asyncio.timeout(30):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.01)
