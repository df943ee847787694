"""The commands' own folders, keyring, simulator and played hosts."""

import pytest
from support.fixtures import home, hosts, keyring, running, secret_service, sim  # noqa: F401 - fixtures
from support.http_listener import Listener
from support.shell import KEYS


@pytest.fixture
def server(monkeypatch):
    """A server of the test's own at both providers' addresses."""
    listener = Listener()
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_PAYNET_URL", listener.url)
    monkeypatch.setenv("OTP_TUI_PAYWALL_URL", listener.url)
    yield listener
    listener.close()
