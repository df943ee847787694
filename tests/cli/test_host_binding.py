"""Keys never reach another host than the one they were entered for: two servers, one of which steals."""

import io

import pytest
from support.environment import FIELDS, PHONE, by_hosts
from support.http_listener import Listener
from support.secret_scan import assert_no_secret
from support.shell import KEYS, shell

KEY = FIELDS["paynet.secret_key"]


ANSWER = b'{"code": 0, "otp_expire": "2030-01-01T00:00:00"}'


@pytest.fixture
def thief():
    """The server that steals; whatever a test did, it got no key."""
    thief = Listener(body=ANSWER)
    yield thief
    thief.close()
    assert_no_secret([], KEYS.values(), extra=thief.bytes)


@pytest.fixture
def honest():
    server = Listener(body=ANSWER)
    yield server
    server.close()


@pytest.fixture
def told(home, keyring, capsys):
    return lambda *words: shell(capsys, words)


@pytest.fixture
def acme(told, honest, keyring, monkeypatch):
    """A profile of the honest server, its key entered by the command."""
    assert told("profile", "add", "acme", "--paynet-url", honest.url, "--journey", "paynet").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(KEY + "\n"))
    assert told("credentials", "set", "acme", "paynet.secret_key").code == 0
    assert keyring.values["otp-tui", "acme/paynet.secret_key"] == KEY
    return "acme"


RUN = ["run", "paynet", "--phone", "5000000001", "--code", "ART2", "--json"]


def assert_bound(printed, honest, thief):
    assert (printed.code, printed.last["exit_code"]) == (9, 9), printed.err
    assert [(line["type"], line.get("rule")) for line in printed.lines[:-1]] == [("stopped", "other_host")]
    assert f"The key paynet.secret_key of acme was entered for {honest.url} and is not sent to" in printed.err
    assert (honest.lines, thief.lines) == ([], [])


def test_at_home_the_key_is_used(told, acme, honest, thief):
    assert told(*RUN, "--profile", acme).code == 0
    assert [headers["authorization"] for _, headers, _ in honest.seen] == [f"Basic {KEY}"] * 2


@pytest.mark.parametrize("by", ["option", "variable", "edit", "the file"])
def test_the_profiles_key_goes_nowhere_else(told, acme, honest, thief, home, monkeypatch, by):
    more = []
    if by == "option":
        more = ["--paynet-url", thief.url]
    elif by == "variable":
        monkeypatch.setenv("OTP_TUI_PAYNET_URL", thief.url)
    elif by == "edit":
        edited = told("profile", "edit", acme, "--paynet-url", thief.url)
        assert edited.code == 0
        assert f"paynet.secret_key of acme was entered for {honest.url} and is not sent to" in edited.err
    else:
        config = home / "config.toml"
        text = config.read_text()
        config.write_text(text.replace(f'paynet_url = "{honest.url}"', f'paynet_url = "{thief.url}"'))
        assert thief.url in config.read_text()
    assert_bound(told(*RUN, "--profile", acme, *more), honest, thief)
    tested = told("credentials", "test", acme)
    if by != "option":
        assert (tested.code, thief.lines) == (9, [])


def test_entered_anew_it_goes_to_the_new_address(told, acme, honest, keyring, monkeypatch):
    other = Listener(body=ANSWER)
    try:
        told("profile", "edit", acme, "--paynet-url", other.url)
        monkeypatch.setattr("sys.stdin", io.StringIO("sck_new_1"))
        assert told("credentials", "set", acme, "paynet.secret_key", "--yes").code == 0
        assert told(*RUN, "--profile", acme).code == 0
        assert {headers["authorization"] for _, headers, _ in other.seen} == {"Basic sck_new_1"}
        assert_no_secret([], KEYS.values(), extra=other.bytes)
        assert honest.lines == []
    finally:
        other.close()


def test_another_profile_has_no_part_in_it(told, acme, honest, thief):
    told("profile", "add", "beta", "--paynet-url", thief.url, "--journey", "paynet")
    printed = told(*RUN, "--profile", "beta")
    assert (printed.code, "Profile beta has no key paynet.secret_key." in printed.err) == (6, True)
    assert (honest.lines, thief.lines) == ([], [])


def test_without_a_profile_no_key_of_the_keyring_is_used(told, acme, thief):
    printed = told(*RUN, "--paynet-url", thief.url)
    assert (printed.code, thief.lines) == (6, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_said(told, acme, honest, thief, status):
    honest.status, honest.headers = status, {"Location": f"{thief.url}/v1/card/send_otp"}
    printed = told(*RUN, "--profile", acme)
    assert (printed.code, thief.lines) == (8, [])
    assert len(honest.lines) == 1
    assert (printed.last["outcome"], printed.last["decided_by"]) == ("uncertain", f"HTTP status = {status}")
    assert thief.url.removeprefix("http://") not in printed.out


@pytest.mark.parametrize("status", [302, 307])
def test_testing_keys_follows_no_redirect_either(told, acme, honest, thief, status):
    honest.status, honest.headers = status, {"Location": f"{thief.url}/"}
    assert (told("credentials", "test", acme).code, thief.lines) == (8, [])


@pytest.mark.parametrize("provider", ["paynet", "paywall"])
def test_a_providers_keys_do_not_go_to_the_other_providers_host(told, hosts, monkeypatch, provider):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", PHONE)
    other = (
        "https://test-payment-api.itspaywall.com" if provider == "paynet" else "https://pts-api.paynet.com.tr"
    )
    assert told("profile", "add", "mixed", f"--{provider}-url", other, *by_hosts(hosts)).code == 0
    journey = "paynet" if provider == "paynet" else "masterpass"
    printed = told("run", journey, "--phone", PHONE, "--code", "1234", "--profile", "mixed", "--json")
    assert (printed.code, hosts.asked) == (9, [])
    assert "keys are never sent there" in printed.err


def test_the_hosts_certificate_is_verified(told, hosts, monkeypatch, home):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", PHONE)
    told("profile", "add", "naive", "--proxy", hosts.proxy_url)
    printed = told("run", "paynet", "--phone", PHONE, "--code", "1234", "--profile", "naive", "--json")
    assert (printed.code, printed.last["outcome"]) == (8, "failed")
    assert printed.last["decided_by"] == 'transport = "tls_failed"'
    broken = home / "broken.pem"
    broken.write_text("no certificate")
    told("profile", "edit", "naive", "--ca-bundle", str(broken))
    printed = told("run", "paynet", "--phone", PHONE, "--code", "1234", "--profile", "naive")
    assert (printed.code, "contains no certificate" in printed.err) == (2, True)
