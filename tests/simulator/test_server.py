"""Over real sockets: what an in-process client cannot see, and the server's own life."""

import asyncio
import gc
import json
import signal
import socket
import threading
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection

import httpx
import pytest

from otp_tui.simulator import server
from otp_tui.simulator.http.protocol import HangUpProtocol
from otp_tui.simulator.server import SimulatorError
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

KEYS = {"Authorization": "Basic k"}


class Bed:
    """A sleep that never ends, and tells when somebody lies down in it."""

    def __init__(self):
        self.taken = threading.Event()

    async def __call__(self, seconds):
        self.taken.set()
        await asyncio.Event().wait()


@pytest.fixture
def simulator(state):
    with Simulator(state) as running:
        yield running


def send_otp(url, number):
    body = {"user_gsm": f"50000000{number}", "otp_session_id": "s"}
    return httpx.post(f"{url}/v1/card/send_otp", json=body, headers=KEYS, trust_env=False, timeout=60)


def get(url):
    return httpx.get(url, trust_env=False, timeout=10)


def test_it_answers_with_its_own_date_and_no_other(simulator):
    answer = send_otp(simulator.url, "01")
    assert answer.json()["code"] == 0
    assert answer.headers.get_list("date") == ["Sat, 21 Nov 2026 12:00:00 GMT"]
    assert "server" not in answer.headers
    ahead = send_otp(simulator.url, "16")
    assert ahead.headers.get_list("date") == ["Sat, 21 Nov 2026 12:10:00 GMT"]
    assert get(simulator.url + "/nowhere").headers.get_list("date") == ["Sat, 21 Nov 2026 12:00:00 GMT"]


def test_11_drops_the_connection_after_the_sms(simulator):
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        send_otp(simulator.url, "11")
    assert [message.phone for message in simulator.state.messages()] == ["5000000011"]
    assert simulator.state.exchanges()[0].http_status is None


def test_21_drips_a_byte_a_second(simulator, naps):
    answer = send_otp(simulator.url, "21")
    assert answer.json()["code"] == 0
    assert naps == [1.0] * len(answer.content)


def test_22_cuts_the_body_in_the_middle(simulator):
    with pytest.raises(httpx.RemoteProtocolError, match="received 46 bytes, expected 92"):
        send_otp(simulator.url, "22")
    assert len(simulator.state.messages("5000000022")) == 1
    assert simulator.state.exchanges()[0].http_status == 200


def test_the_controls_answer_this_machine(simulator):
    assert get(simulator.url + "/__sim/messages").json() == []
    assert get(simulator.url.replace("127.0.0.1", "localhost") + "/__sim/messages").status_code == 200


def test_small_answers_do_not_wait_for_acknowledgements(simulator):
    with httpx.Client(base_url=simulator.url, trust_env=False) as client:
        client.get("/__sim/numbers")
        connections = simulator._server.server_state.connections
        lines = [connection.transport.get_extra_info("socket") for connection in connections]
        assert [line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0 for line in lines] == [True]


@pytest.mark.parametrize("number", ["05", "21"])
def test_it_stops_at_once_while_an_answer_is_under_way(number):
    bed, seen = Bed(), []
    simulator = Simulator(SimulatorState(sleep=bed))
    url = simulator.start()

    def ask():
        with pytest.raises(httpx.RemoteProtocolError) as caught:
            send_otp(url, number)
        seen.append(caught.type)

    client = threading.Thread(target=ask)
    client.start()
    assert bed.taken.wait(60)
    simulator.stop()  # one that waited for the answer would end by the client's patience, which raises something else
    client.join(120)
    assert seen == [httpx.RemoteProtocolError]


def test_a_client_that_leaves_ends_its_slow_answer():
    asleep, left = threading.Event(), threading.Event()

    async def sleep(seconds):
        asleep.set()
        try:
            await asyncio.Event().wait()
        finally:
            left.set()

    with Simulator(SimulatorState(sleep=sleep)) as simulator:
        body = json.dumps({"user_gsm": "5000000005", "otp_session_id": "s"})
        address = httpx.URL(simulator.url)
        with closing(HTTPConnection(address.host, address.port)) as client:
            client.request("POST", "/v1/card/send_otp", body, KEYS | {"Content-Type": "application/json"})
            assert asleep.wait(60)
        assert left.wait(60)


def test_a_client_that_leaves_amid_its_body_was_never_heard(simulator):
    with socket.create_connection(("127.0.0.1", httpx.URL(simulator.url).port)) as line:
        line.sendall(b"POST /v1/card/send_otp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    assert send_otp(simulator.url, "01").json()["code"] == 0
    assert len(simulator.state.exchanges()) == 1


def test_it_stops_twice_and_its_port_is_free_again():
    simulator = Simulator()
    url = simulator.start()
    simulator.stop()
    simulator.stop()
    with pytest.raises(httpx.ConnectError):
        get(url)
    port = httpx.URL(url).port
    with Simulator(port=port) as again:
        assert again.url == url


def test_stopping_what_was_never_started_does_nothing():
    simulator = Simulator()
    simulator.stop()
    assert simulator.start().startswith("http://127.0.0.1:")
    simulator.stop()


def test_it_is_started_once(simulator):
    with pytest.raises(SimulatorError, match="already_started"):
        simulator.start()


def test_a_port_in_use_is_told(simulator):
    port = httpx.URL(simulator.url).port
    with pytest.raises(SimulatorError) as caught:
        Simulator(port=port).start()
    assert caught.value.reason == "port_in_use"


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [
        ("192.0.2.1", 0, "address_unknown"),
        ("nowhere.invalid", 0, "address_unknown"),
        ("127.0.0.1", 65_536, "port_forbidden"),
        ("127.0.0.1", -1, "port_forbidden"),
    ],
)
def test_a_bad_address_is_told(host, port, reason):
    with pytest.raises(SimulatorError) as caught:
        Simulator(host=host, port=port).start()
    assert caught.value.reason == reason


def test_a_server_that_fails_to_start_is_told(monkeypatch):
    async def fail(self, sockets=None):
        raise RuntimeError("no")

    monkeypatch.setattr("otp_tui.simulator.server.HangUpServer.startup", fail)
    with pytest.raises(SimulatorError, match="not_started") as caught:
        Simulator().start()
    assert str(caught.value.__cause__) == "no"


@pytest.mark.parametrize(
    ("host", "start"), [("0.0.0.0", "http://127.0.0.1:"), ("localhost", "http://localhost:")]
)
def test_the_url_is_one_a_client_can_use(host, start):
    with Simulator(host=host) as simulator:
        assert simulator.url.startswith(start)
        assert get(simulator.url + "/__sim/messages").status_code == 200


def test_it_listens_on_ipv6_when_asked():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError as error:
        pytest.skip(f"no IPv6 loopback here: {error}")
    with Simulator(host="::1") as simulator:
        assert simulator.url.startswith("http://[::1]:")
        assert get(simulator.url + "/__sim/messages").status_code == 200


def test_exchanges_are_told_as_they_happen(state):
    lines = []
    with Simulator(state, on_exchange=lines.append) as simulator:
        send_otp(simulator.url, "04")
    assert [(line.call, line.phone, line.decided) for line in lines] == [("send_otp", "••••••••04", "code=1")]
    assert lines == state.exchanges()


def test_what_a_listener_raises_spoils_no_answer_and_is_raised_by_stop(state):
    def listener(line):
        raise ZeroDivisionError

    simulator = Simulator(state, on_exchange=listener)
    assert send_otp(simulator.start(), "01").json()["code"] == 0
    with pytest.raises(ZeroDivisionError):
        simulator.stop()


@pytest.mark.parametrize("gone", [BrokenPipeError, OSError(28, "no space left")])
def test_a_listener_whose_reader_is_gone_is_called_no_more_and_the_simulator_goes_on(state, gone):
    heard = []

    def listener(line):
        heard.append(line.n)
        raise gone

    with Simulator(state, on_exchange=listener) as simulator:
        for number in ("01", "02", "03"):
            assert send_otp(simulator.url, number).json()["code"] == 0
    assert heard == [1]


@pytest.mark.parametrize(
    "sent", [b"", b"G", b"POST /v1/card/send_otp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n1"]
)
def test_a_connection_that_sends_no_whole_request_is_closed(state, monkeypatch, sent):
    monkeypatch.setattr(HangUpProtocol, "request_timeout_s", 0.05)
    with Simulator(state) as simulator, connected(simulator) as line:
        line.sendall(sent)
        assert is_closed(line)
        assert get(simulator.url + "/__sim/messages").status_code == 200


def test_a_connection_that_is_idle_after_an_answer_is_closed(state, monkeypatch):
    monkeypatch.setattr(server, "IDLE_S", 0.05)
    with Simulator(state) as simulator, connected(simulator) as line:
        line.sendall(b"GET /__sim/exchanges HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert line.recv(1_000).startswith(b"HTTP/1.1 200")
        assert is_closed(line)


def test_a_slow_answer_is_no_idle_connection(monkeypatch):
    monkeypatch.setattr(HangUpProtocol, "request_timeout_s", 0.05)
    state = SimulatorState(sleep=lambda _: asyncio.sleep(0.2), seed=1)
    with Simulator(state) as simulator:
        assert send_otp(simulator.url, "05").json()["code"] == 0


def connected(simulator):
    return socket.create_connection(("127.0.0.1", httpx.URL(simulator.url).port), timeout=60)


def is_closed(line):
    """Wait until the other side has closed the connection."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_it_prints_nothing(state, capfd):
    with Simulator(state) as simulator:
        with pytest.raises(httpx.RemoteProtocolError):
            send_otp(simulator.url, "11")
        with socket.create_connection(("127.0.0.1", httpx.URL(simulator.url).port)) as line:
            line.sendall(b"not http\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 400")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_run_forever_ends_with_0_on_a_signal(name):
    before = signal.getsignal(getattr(signal, name))
    said = []

    def say(text):
        said.append(text)
        assert get(text.removeprefix("listening on ") + "/__sim/messages").json() == []
        signal.raise_signal(getattr(signal, name))

    assert Simulator().run_forever(say) == 0
    assert [text.rpartition(":")[0] for text in said] == ["listening on http://127.0.0.1"]
    assert signal.getsignal(getattr(signal, name)) == before


def test_run_forever_ends_in_another_thread_by_stop():
    simulator, said, codes = Simulator(), threading.Event(), []
    thread = threading.Thread(target=lambda: codes.append(simulator.run_forever(lambda text: said.set())))
    thread.start()
    assert said.wait(10)
    simulator.stop()
    thread.join(10)
    assert codes == [0]


def test_run_forever_stops_when_nobody_can_be_told():
    def say(text):
        raise BrokenPipeError

    simulator = Simulator()
    with pytest.raises(BrokenPipeError):
        simulator.run_forever(say)
    assert not simulator._thread.is_alive()


@pytest.mark.system
def test_stopped_while_clients_connect_it_closes_every_connection():
    """A connection that the server forgets is closed by nobody, and warned of when it is collected."""
    for _ in range(20):
        simulator = Simulator()
        address = ("127.0.0.1", httpx.URL(simulator.start()).port)
        with ExitStack() as clients:
            connected = [
                clients.enter_context(socket.create_connection(address, timeout=10)) for _ in range(5)
            ]
            simulator.stop()
            for client in connected:
                with suppress(ConnectionResetError):
                    assert client.recv(1) == b""
        del simulator
    gc.collect()
