"""Targets of the operator's own for tests of a send: the vendors' test and live hosts played on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otp_tui.simulator.simulator import Simulator
from support.hosts import Hosts
from support.secret_scan import assert_no_secret
from support.start_harness import FakeKeyring, entered

KEYS = {"paynet.secret_key": "sck_SENTINEL/4f+Q="}
PHONE = "532 111 22 33"
NATIONAL = "5321112233"

CONFIG = """
[profiles.test]
paynet_url = "https://pts-api.paynet.com.tr"
journey = "paynet"
merchant = "Acme Store"
proxy = "{proxy}"
ca_bundle = "{bundle}"

[profiles.live]
paynet_url = "https://api.paynet.com.tr"
journey = "paynet"
merchant = "Acme Store"
live = true
proxy = "{proxy}"
ca_bundle = "{bundle}"

[profiles.unmarked]
paynet_url = "https://api.paynet.com.tr"
journey = "paynet"
proxy = "{proxy}"
ca_bundle = "{bundle}"
"""
LISTED = f'{{"{NATIONAL}": "mine"}}'


@contextmanager
def played_hosts(running: Simulator, home: Path) -> Iterator[Hosts]:
    """Play the hosts, with a configuration that leads there; no key is in its folder at the end."""
    running.state.reset()
    home.mkdir()
    with Hosts(running.url) as played:
        played.state = running.state
        notes = entered("live", "https://api.paynet.com.tr", *KEYS)
        notes += entered("test", "https://pts-api.paynet.com.tr", *KEYS)
        (home / "config.toml").write_text(CONFIG.format(proxy=played.proxy_url, bundle=played.bundle) + notes)
        yield played
    assert_no_secret([home], [*KEYS.values(), NATIONAL])


def keyring(profile: str, *, numbers: str = "") -> FakeKeyring:
    """Return a keyring with the profile's key, and with the phone on its list where that is wanted."""
    told = FakeKeyring()
    told.held = {f"{profile}/{field}": key for field, key in KEYS.items()}
    if numbers:
        told.held[f"@numbers/{profile}"] = numbers
    return told
