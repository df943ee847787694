"""The simulator's controls, and what is no simulator."""

import json

import httpx
import pytest
from support.raw_server import head, says, serving

from otp_tui.core.target.endpoints import TargetError, read_base_url
from otp_tui.services.simulator_client import SimulatedMessage, SimulatorClient

FIRST = {
    "id": 7,
    "at": "2026-11-21T12:00:00.000Z",
    "phone": "5000000001",
    "code": "ART2",
    "text": "Kodunuz ART2",
    "provider": "paynet",
    "reference": "s-1",
}
SECOND = FIRST | {"id": 9, "code": "B3CD"}


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
        SimulatedMessage(7, "s-1", FIRST["at"], "ART2", FIRST["text"]),
        SimulatedMessage(9, "s-1", FIRST["at"], "B3CD", FIRST["text"]),
    )
    assert [str(request.url) for request in seen] == [
        "http://127.0.0.1:8787/__sim/messages?phone=5000000001&since=0&limit=200"
    ]
    assert "ART2" not in repr(found)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(403, json=[FIRST]),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, json=["text", 7, None, {"at": 1, "code": 2, "text": 3}, {}]),
        httpx.Response(200, json=[FIRST | {"id": odd} for odd in (None, "7", True, 7.5)]),
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
    assert await nobody.present() is None
    await nobody.close()


async def test_a_full_inbox_is_read_page_by_page():
    seen = []

    def handle(request):
        seen.append(request.url.params["since"])
        first = int(request.url.params["since"]) + 1
        page = range(first, min(first + int(request.url.params["limit"]), 451))
        return httpx.Response(200, json=[FIRST | {"id": number} for number in page])

    base = read_base_url("http://127.0.0.1:8787")
    found = await SimulatorClient(base, transport=httpx.MockTransport(handle)).messages(
        "5000000001", since=10
    )
    assert [message.id for message in found] == list(range(11, 451))
    assert seen == ["10", "210", "410"]


async def test_ids_that_do_not_rise_are_not_asked_for_for_ever():
    page = [FIRST | {"id": 5}] * 200
    assert len(await controls(httpx.Response(200, json=page)).messages("5000000001")) == 200


@pytest.mark.parametrize(
    ("body", "present"),
    [({"numbers": [], "inventions": []}, True), ({"numbers": 23}, False), ({"code": 0}, False), ([], False)],
)
async def test_what_answers_everything_is_no_simulator(body, present):
    assert await controls(httpx.Response(200, json=body)).present() is present


async def test_another_server_is_told_apart():
    async with serving(says(head(404, length=0))) as server:
        other = SimulatorClient(read_base_url(f"http://127.0.0.1:{server.port}"))
        assert await other.present() is False


@pytest.mark.parametrize("url", ["https://pts-api.paynet.com.tr", "http://10.0.0.1", "https://example.com"])
def test_only_this_machine_is_asked(url):
    with pytest.raises(TargetError):
        SimulatorClient(read_base_url(url))
