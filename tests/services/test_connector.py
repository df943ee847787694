"""The way to a server: one look-up, every address in its turn, and what a record tells of it."""

import asyncio
import contextlib
import socket
import sys

import pytest
from support.faulty_answers import GOOD
from support.raw_server import head, says, serving
from support.rig import Rig

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.services.http import connector

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8")

NAMED = "localhost"
HERE = ("127.0.0.1", "127.0.0.2")
ANSWER = says(head(200, length=len(GOOD)) + GOOD)


@pytest.fixture
def looked_up(monkeypatch):
    """The look-ups that were made; each finds the addresses that are installed."""
    made = []

    def install(*addresses):
        async def getaddrinfo(host, port, **_kwargs):
            made.append(host)
            return [
                (
                    socket.AF_INET6 if ":" in address else socket.AF_INET,
                    socket.SOCK_STREAM,
                    6,
                    "",
                    (address, port),
                )
                for address in addresses
            ]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)

    install.made = made
    return install


@contextlib.contextmanager
def silent(port):
    """Make the second address take no connection and refuse none: the queue of its socket is full."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind((HERE[1], port))
        full.listen(0)
        for filling in (first, second):
            filling.setblocking(False)
            filling.connect_ex((HERE[1], port))
        yield


async def asked(port, host=NAMED):
    rig = Rig(url=f"http://{host}:{port}")
    answer = await rig.ask("paynet", Verb.VERIFY)
    [exchange] = rig.records
    return answer, exchange


async def test_a_name_is_resolved_once_and_its_moment_lies_within_the_connection(looked_up):
    looked_up("127.0.0.1")
    async with serving(ANSWER) as server:
        answer, exchange = await asked(server.port)
    assert (answer.fault, looked_up.made) == (None, [NAMED.encode()])
    assert exchange.server_address == "127.0.0.1"
    assert f"host: {NAMED}:{server.port}".encode() in server.requests[0].lower()
    at = exchange.timings
    assert at.connecting <= at.resolved <= at.connected <= at.writing


async def test_an_address_has_no_name_to_be_resolved(looked_up):
    looked_up("127.0.0.9")
    async with serving(ANSWER) as server:
        answer, exchange = await asked(server.port, "127.0.0.1")
    assert (answer.fault, looked_up.made, exchange.timings.resolved) == (None, [], None)


@pytest.mark.parametrize("refusing", [("127.0.0.2",), ("::1", "127.0.0.2"), ("127.0.0.2", "::1")])
async def test_an_address_that_refuses_gives_way_to_the_next_one(looked_up, refusing):
    looked_up(*refusing, "127.0.0.1")
    async with serving(ANSWER) as server:
        answer, exchange = await asked(server.port)
    assert (answer.decision.decided_by, exchange.server_address) == ("code = 0", "127.0.0.1")
    assert server.connections == 1


async def test_an_address_that_is_silent_is_not_waited_for(looked_up, monkeypatch):
    monkeypatch.setattr(connector, "_NEXT_ADDRESS_S", 0.01)
    looked_up("127.0.0.2", "127.0.0.1")
    async with serving(ANSWER) as server:
        with silent(server.port):
            answer, exchange = await asked(server.port)
    assert (answer.decision.decided_by, exchange.server_address) == ("code = 0", "127.0.0.1")


async def test_of_two_connections_one_is_used_and_the_other_closed(looked_up, monkeypatch):
    monkeypatch.setattr(connector, "_NEXT_ADDRESS_S", 0)
    looked_up(*HERE)
    async with serving(ANSWER) as server:
        other = await asyncio.start_server(server, HERE[1], server.port)
        async with other:
            answer, exchange = await asked(server.port)
    assert answer.decision.decided_by == "code = 0"
    assert exchange.server_address in HERE
    assert len(server.requests) == 1


async def test_no_address_takes_the_connection(looked_up):
    looked_up(*HERE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        answer, exchange = await asked(free.getsockname()[1])
    assert (answer.fault, exchange.server_address) == (Fault.CONNECT_REFUSED, "")
    assert exchange.timings.resolved is not None
    assert exchange.timings.connected is None


async def test_a_name_without_an_address_was_not_resolved(looked_up):
    looked_up()
    answer, exchange = await asked(9)
    assert (answer.fault, exchange.server_address) == (Fault.NAME_NOT_RESOLVED, "")


async def test_cancelled_between_two_addresses_nothing_stays_open(looked_up, monkeypatch):
    monkeypatch.setattr(connector, "_NEXT_ADDRESS_S", 60)
    looked_up("127.0.0.2", "127.0.0.1")
    async with serving(ANSWER) as server:
        with silent(server.port):
            rig = Rig(url=f"http://{NAMED}:{server.port}")
            task = asyncio.create_task(rig.ask("paynet", Verb.START))
            while not looked_up.made:
                await asyncio.sleep(0)
            for _ in range(5):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    [exchange] = rig.records
    assert (exchange.fault, exchange.delivery, server.connections) == (Fault.CANCELLED, "not_sent", 0)
