"""The rig of the whole-program tests does what it says."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from support.hosts import Hosts
from support.secret_service import secret_service  # noqa: F401 - a fixture

from otp_tui.simulator.simulator import Simulator

pytestmark = pytest.mark.system

BACKENDS = Path(__file__).parents[1] / "support" / "backends"
PAYNET = "https://pts-api.paynet.com.tr"
SEND = {"user_gsm": "5000000001", "otp_session_id": "7c1d2b6e"}
KEY = {"Authorization": "Basic sck_1"}


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running


@pytest.fixture
def hosts(simulator):
    with Hosts(simulator.url) as running:
        yield running


def through(hosts):
    import ssl

    trust = ssl.create_default_context(cafile=str(hosts.bundle))
    return httpx.Client(proxy=hosts.proxy_url, verify=trust, trust_env=False)


def test_every_host_is_the_simulator(hosts, simulator):
    assert hosts.asked == []
    with through(hosts) as client:
        for host in ("pts-api.paynet.com.tr", "api.paynet.com.tr", "127.0.0.9", "example.com"):
            answer = client.post(
                f"https://{host}/v1/card/check_otp", json=SEND | {"otp_code": "A"}, headers=KEY
            )
            assert answer.json()["code"] == 1
        plain = client.post("http://own.test:81/v1/card/send_otp", json=SEND, headers=KEY)
    assert plain.json()["code"] == 0
    assert hosts.asked == [
        "pts-api.paynet.com.tr:443", "api.paynet.com.tr:443", "127.0.0.9:443", "example.com:443", "own.test:81",
    ]  # fmt: skip
    assert [line.call for line in simulator.state.exchanges()] == ["check_otp"] * 4 + ["send_otp"]


def test_a_host_may_be_somebody_else(hosts, simulator):
    with Simulator() as other, through(hosts) as client:
        hosts.route["evil.example"] = other.url
        client.post("https://evil.example/v1/card/send_otp", json=SEND, headers=KEY)
        assert len(other.state.exchanges()) == 1
    assert simulator.state.exchanges() == []


def test_nobody_behind_it_and_nobody_trusting_it(hosts):
    hosts.route["gone.example"] = "http://127.0.0.1:1"
    with through(hosts) as client, pytest.raises(httpx.ProxyError, match="502"):
        client.get("https://gone.example/")
    with httpx.Client(proxy=hosts.proxy_url, trust_env=False) as client, pytest.raises(httpx.ConnectError):
        client.get(PAYNET)


def test_it_ends_with_connections_open(simulator):
    with Hosts(simulator.url) as hosts:
        client = through(hosts)
        client.get(PAYNET)
    client.close()


def python(code, **environment):
    given = {**os.environ, "PYTHONPATH": str(BACKENDS), **environment}
    return subprocess.run(
        [sys.executable, "-c", f"import keyring; {code}"],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )


SERVICE = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}


def test_a_real_secret_service_keeps_and_locks(secret_service):  # noqa: F811 - the fixture
    environment = secret_service.environment
    kept = python("keyring.set_password('otp-tui', 'p/paynet.secret_key', 'sck_1')", **SERVICE, **environment)
    assert (kept.returncode, kept.stderr) == (0, "")
    assert secret_service.lookup("p/paynet.secret_key") == "sck_1"
    assert secret_service.lookup("@ready") is None
    assert secret_service.store("p/paywall.api_key", "Ş") is True
    ask = "print(keyring.get_password('otp-tui', 'p/paywall.api_key'))"
    assert python(ask, **SERVICE, **environment).stdout == "Ş\n"
    assert secret_service.locked is False
    secret_service.lock()
    assert secret_service.locked is True
    assert "KeyringLocked" in python(ask, **SERVICE, **environment).stderr
    assert secret_service.lookup("p/paynet.secret_key") is None
    assert environment["HOME"] != os.environ.get("HOME")


CALLS = {
    "get": "keyring.get_password('otp-tui', 'a/b')",
    "set": "keyring.set_password('otp-tui', 'a/b', 'valuable')",
    "delete": "keyring.delete_password('otp-tui', 'a/b')",
}


@pytest.mark.parametrize("call", CALLS)
def test_the_backends_that_fail(call):
    raised = python(CALLS[call], PYTHON_KEYRING_BACKEND="raising.Keyring", TEST_KEYRING_VALUE="valuable")
    assert raised.stderr.endswith("RuntimeError: otp-tui a/b = valuable\n")
    locked = python(CALLS[call], PYTHON_KEYRING_BACKEND="locked.Keyring")
    assert locked.stderr.endswith("KeyringLocked: locked\n")


def test_the_backend_that_hangs():
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-c", f"import keyring; {CALLS['get']}"],
            env={**os.environ, "PYTHONPATH": str(BACKENDS), "PYTHON_KEYRING_BACKEND": "sleeping.Keyring"},
            timeout=1.5,
            check=False,
        )


def test_the_backend_that_is_late():
    began = time.monotonic()
    code = f"{CALLS['set']}; print({CALLS['get']}); {CALLS['delete']}; print({CALLS['get']})"
    done = python(code, PYTHON_KEYRING_BACKEND="late.Keyring", TEST_KEYRING_DELAY_S="0.1")
    assert done.stdout == "valuable\nNone\n"
    assert time.monotonic() - began >= 0.4


def test_the_backend_in_a_file(tmp_path):
    given = {"PYTHON_KEYRING_BACKEND": "holding.Keyring", "TEST_KEYRING_FILE": str(tmp_path / "keyring.json")}
    assert python(f"print({CALLS['get']})", **given).stdout == "None\n"
    assert python(CALLS["set"], **given).returncode == 0
    assert python(f"print({CALLS['get']})", **given).stdout == "valuable\n"
    assert python(CALLS["delete"], **given).returncode == 0
    assert "PasswordDeleteError" in python(CALLS["delete"], **given).stderr
    assert (tmp_path / "keyring.json").read_text() == '{\n  "otp-tui": {}\n}'
