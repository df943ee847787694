"""What is refused before anything can be sent, and what importing costs."""

import subprocess
import sys

import pytest
from support.targets import PAYNET, PAYWALL
from support.targets import paynet_target as paynet
from support.targets import paywall_target as paywall

from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.target.credentials import CredentialProblem, CredentialTextError
from otp_tui.core.target.endpoints import TargetError, TargetProblem, read_base_url
from otp_tui.services.http.client import HttpClient
from otp_tui.services.providers.registry import open_gateways


def opened(*targets):
    return open_gateways(targets, SecretRegistry(), [].append)


async def test_a_set_has_the_providers_that_it_was_given():
    gateways = opened(paynet(), paywall())
    assert gateways.of("paynet") is not gateways.of("paywall")
    await gateways.close()
    with pytest.raises(KeyError):
        opened(paynet()).of("paywall")


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        (paynet("http://pts-api.paynet.com.tr"), TargetProblem.PLAIN_HTTP),
        (paynet("https://api.paynet.com.tr"), TargetProblem.LIVE_HOST),
        (paynet("https://example.com"), TargetProblem.UNKNOWN_HOST),
        (paynet(PAYWALL), TargetProblem.OTHER_PROVIDER),
        (paywall(PAYNET), TargetProblem.OTHER_PROVIDER),
        (paywall("https://test-payment-private-api.itspaywall.com"), TargetProblem.OTHER_API),
        (paywall("https://member-api.itspaywall.com"), TargetProblem.OTHER_API),
        (paywall("https://127.0.0.1.nip.io"), TargetProblem.UNKNOWN_HOST),
    ],
)
def test_keys_go_to_their_own_hosts_only(target, problem):
    with pytest.raises(TargetError) as caught:
        opened(target)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        (paynet(key="sck_1\n"), CredentialProblem.LINE_BREAK),
        (paynet(key=""), CredentialProblem.EMPTY),
        (paywall(key="ş"), CredentialProblem.NOT_ASCII),
        (paywall(client="a b"), CredentialProblem.SPACE),
    ],
)
def test_keys_that_no_header_takes(target, problem):
    with pytest.raises(CredentialTextError) as caught:
        opened(target)
    assert caught.value.problem is problem


def test_the_client_itself_refuses_plain_http_elsewhere():
    with pytest.raises(TargetError):
        HttpClient(read_base_url("http://pts-api.paynet.com.tr"))


def test_targets_do_not_show_their_keys():
    shown = repr((paynet(key="sck_sentinel"), paywall("https://localhost", "sent", "inel")))
    assert "sck_sentinel" not in shown
    assert "'sent'" not in shown
    assert "'inel'" not in shown


@pytest.mark.parametrize(
    "module", ["otp_tui.services", "otp_tui.services.providers.target", "otp_tui.core.target.endpoints"]
)
def test_light_modules_load_no_client(module):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"httpx", "httpcore", "truststore", "ssl", "textual", "starlette", "keyring"} & set(loaded)


def test_the_room_imports_no_other_room():
    code = "import sys, otp_tui.services.providers.registry, otp_tui.services.simulator_client; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    rooms = {name.split(".")[1] for name in loaded if name.startswith("otp_tui.")}
    assert rooms == {"core", "services"}
