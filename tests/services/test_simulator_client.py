"""The simulator's controls, and what is no simulator."""

import json

import httpx
import pytest
from support.raw_server import head, says, serving

from otp_tui.core.target.endpoints import TargetError, read_base_url
from otp_tui.services.simulator_client import SimulatedMessage, SimulatorClient

FIRST = {"at": "2026-11-21T12:00:00.000Z", "phone": "5000000001", "code": "ART2", "text": "Kodunuz ART2"}
SECOND = FIRST | {"code": "B3CD"}


def controls(answer, seen=None):
    def handle(request):
        if seen is not None:
            seen.append(request)
        return answer

    base = read_base_url("http://127.0.0.1:8787/prefix")
    return SimulatorClient(base, transport=httpx.MockTransport(handle))


async def test_messages_are_those_of_the_phone():
    seen = []
    found = await controls(httpx.Response(200, json=[FIRST, SECOND]), seen).messages("5000000001")
    assert found == (
        SimulatedMessage(FIRST["at"], "ART2", FIRST["text"]),
        SimulatedMessage(FIRST["at"], "B3CD", FIRST["text"]),
    )
    assert str(seen[0].url) == "http://127.0.0.1:8787/__sim/messages?phone=5000000001"
    assert "ART2" not in repr(found)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(403, json=[FIRST]),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, json=["text", 7, None, {"at": 1, "code": 2, "text": 3}, {}]),
    ],
)
async def test_what_is_no_inbox_is_empty(answer):
    assert await controls(answer).messages("5000000001") == ()


@pytest.mark.parametrize(
    ("status", "moved"), [(200, True), (204, True), (404, False), (400, False), (500, False)]
)
async def test_advance(status, moved):
    seen = []
    assert await controls(httpx.Response(status), seen).advance(60) is moved
    assert (seen[0].method, seen[0].url.path, json.loads(seen[0].content)) == (
        "POST",
        "/__sim/clock",
        {"advance_s": 60},
    )


async def test_nobody_listens():
    nobody = SimulatorClient(read_base_url("http://127.0.0.1:1"))
    assert await nobody.messages("5000000001") == ()
    assert await nobody.advance(1) is False
    assert await nobody.present() is False
    await nobody.close()


async def test_another_server_is_told_apart():
    async with serving(says(head(404, length=0))) as server:
        other = SimulatorClient(read_base_url(f"http://127.0.0.1:{server.port}"))
        assert await other.present() is False


@pytest.mark.parametrize("url", ["https://pts-api.paynet.com.tr", "http://10.0.0.1", "https://example.com"])
def test_only_this_machine_is_asked(url):
    with pytest.raises(TargetError):
        SimulatorClient(read_base_url(url))
