"""Base addresses: what is one, whose it is, and whose keys may go there."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otp_tui.core.environment import Environment
from otp_tui.core.target.endpoints import (
    GUARDED,
    BaseUrl,
    TargetError,
    TargetProblem,
    check_target,
    environment_of,
    is_loopback,
    read_base_url,
)
from otp_tui.core.target.providers import PROVIDERS


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("https://pts-api.paynet.com.tr", "https://pts-api.paynet.com.tr"),
        (" https://pts-api.paynet.com.tr/ ", "https://pts-api.paynet.com.tr"),
        ("HTTPS://PTS-API.Paynet.com.tr///", "https://pts-api.paynet.com.tr"),
        ("https://pts-api.paynet.com.tr:443", "https://pts-api.paynet.com.tr"),
        ("https://pts-api.paynet.com.tr:8443/", "https://pts-api.paynet.com.tr:8443"),
        ("http://localhost:80", "http://localhost"),
        ("http://127.0.0.1:8787/gateway/v2/", "http://127.0.0.1:8787/gateway/v2"),
        ("http://[::1]:8787", "http://[::1]:8787"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("https://unknown.example.com", "https://unknown.example.com"),
    ],
)
def test_read_base_url(text, normal):
    assert read_base_url(text).text == normal
    assert read_base_url(normal) == read_base_url(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", TargetProblem.NOT_A_URL),
        ("   ", TargetProblem.NOT_A_URL),
        ("pts-api.paynet.com.tr", TargetProblem.NOT_A_URL),
        ("localhost:8787", TargetProblem.NOT_A_URL),
        ("ftp://localhost", TargetProblem.NOT_A_URL),
        ("file:///etc/passwd", TargetProblem.NOT_A_URL),
        ("https://", TargetProblem.NOT_A_URL),
        ("https:///path", TargetProblem.NOT_A_URL),
        ("https:localhost", TargetProblem.NOT_A_URL),
        ("https://[::1", TargetProblem.NOT_A_URL),
        ("https://[nonsense]", TargetProblem.NOT_A_URL),
        ("https://[v1.a:b]", TargetProblem.NOT_A_URL),
        ("https://[fe80::1%25eth0]", TargetProblem.NOT_A_URL),
        ("https://localhost\\@evil.com", TargetProblem.NOT_A_URL),
        ("https://local%68ost", TargetProblem.NOT_A_URL),
        ("https://ｌｏｃａｌｈｏｓｔ", TargetProblem.NOT_A_URL),
        ("https://pts-api.paynet。com.tr", TargetProblem.NOT_A_URL),
        ("https://-evil.com", TargetProblem.NOT_A_URL),
        ("http://localhost/a/../b", TargetProblem.NOT_A_URL),
        ("http://localhost/a//b", TargetProblem.NOT_A_URL),
        ("http://localhost/<a>", TargetProblem.NOT_A_URL),
        ("https://loc alhost", TargetProblem.CONTROL),
        ("https://localhost\n", TargetProblem.CONTROL),
        ("https://local\thost", TargetProblem.CONTROL),
        ("https://localhost/\x00", TargetProblem.CONTROL),
        ("https://user:pw@localhost", TargetProblem.USERINFO),
        ("https://pts-api.paynet.com.tr@evil.com", TargetProblem.USERINFO),
        ("https://@localhost", TargetProblem.USERINFO),
        ("https://localhost?", TargetProblem.QUERY),
        ("https://localhost/a?b=c", TargetProblem.QUERY),
        ("https://localhost#", TargetProblem.FRAGMENT),
        ("https://localhost/#x", TargetProblem.FRAGMENT),
        ("https://localhost:", TargetProblem.BAD_PORT),
        ("https://localhost:0", TargetProblem.BAD_PORT),
        ("https://localhost:65536", TargetProblem.BAD_PORT),
        ("https://localhost:-1", TargetProblem.BAD_PORT),
        ("https://localhost:http", TargetProblem.BAD_PORT),
        ("https://::1", TargetProblem.NOT_A_URL),
    ],
)
def test_what_is_no_base_address(text, problem):
    with pytest.raises(TargetError) as caught:
        read_base_url(text)
    assert caught.value.problem is problem
    assert caught.value.problem not in GUARDED
    assert "pw" not in str(caught.value)


def test_userinfo_is_not_part_of_the_error():
    with pytest.raises(TargetError) as caught:
        read_base_url("https://me:secret@evil.com")
    assert caught.value.host == "evil.com"
    assert str(caught.value) == "userinfo: evil.com"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.0.0.1", True),
        ("127.255.255.254", True),
        ("::1", True),
        ("localhost.evil.com", False),
        ("127.0.0.1.nip.io", False),
        ("localhost.", False),
        ("127.0.0.1.", False),
        ("127.1", False),
        ("2130706433", False),
        ("0x7f000001", False),
        ("0177.0.0.1", False),
        ("127.0.0.01", False),
        ("0.0.0.0", False),
        ("128.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::1%lo", False),
        ("ip6-localhost", False),
        ("", False),
    ],
)
def test_is_loopback(host, here):
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("http://127.0.0.1:8787", Environment.SIM),
        ("https://localhost", Environment.SIM),
        ("http://[::1]", Environment.SIM),
        ("https://pts-api.paynet.com.tr", Environment.TEST),
        ("https://test-payment-api.itspaywall.com/x", Environment.TEST),
        ("https://api.paynet.com.tr", Environment.LIVE),
        ("https://payment-api.itspaywall.com", Environment.LIVE),
        ("https://pts-api.paynet.com.tr.", Environment.LIVE),
        ("https://xpts-api.paynet.com.tr", Environment.LIVE),
        ("https://pts-api.paynet.com.tr.evil.com", Environment.LIVE),
        ("http://2130706433", Environment.LIVE),
        ("https://127.0.0.1.nip.io", Environment.LIVE),
    ],
)
def test_environment_of(url, environment):
    assert environment_of(read_base_url(url)) is environment


PAYNET, PAYWALL = "https://pts-api.paynet.com.tr", "https://test-payment-api.itspaywall.com"


@pytest.mark.parametrize(
    ("url", "provider", "environment"),
    [
        (PAYNET, "paynet", Environment.TEST),
        (PAYWALL, "paywall", Environment.TEST),
        ("http://localhost:1", "paynet", Environment.SIM),
        ("http://127.0.0.1:1", "paywall", Environment.SIM),
    ],
)
def test_keys_may_go_there(url, provider, environment):
    assert check_target(read_base_url(url), provider) is environment


@pytest.mark.parametrize(
    ("url", "provider", "problem"),
    [
        (PAYNET, "paywall", TargetProblem.OTHER_PROVIDER),
        (PAYWALL, "paynet", TargetProblem.OTHER_PROVIDER),
        ("https://api.paynet.com.tr", "paywall", TargetProblem.OTHER_PROVIDER),
        ("https://api.paynet.com.tr", "paynet", TargetProblem.LIVE_HOST),
        ("http://pts-api.paynet.com.tr", "paynet", TargetProblem.PLAIN_HTTP),
        ("http://example.com", "paynet", TargetProblem.PLAIN_HTTP),
        ("http://10.0.0.1", "paynet", TargetProblem.PLAIN_HTTP),
        ("http://localhost.evil.com", "paynet", TargetProblem.PLAIN_HTTP),
        ("https://example.com", "paynet", TargetProblem.UNKNOWN_HOST),
        ("https://pts-api.paynet.com.tr.evil.com", "paynet", TargetProblem.UNKNOWN_HOST),
        ("https://payment-api.itspaywall.com", "paywall", TargetProblem.UNKNOWN_HOST),
    ],
)
def test_keys_may_not_go_there(url, provider, problem):
    with pytest.raises(TargetError) as caught:
        check_target(read_base_url(url), provider)
    assert caught.value.problem is problem
    assert caught.value.host == read_base_url(url).host
    assert problem in GUARDED


def test_no_host_is_listed_twice():
    hosts = [
        host
        for provider in PROVIDERS.values()
        for host in (*provider.test_hosts, *provider.live_hosts, *provider.other_api_hosts)
    ]
    assert len(hosts) == len(set(hosts)) == 13


@given(st.text())
def test_any_text_is_an_address_or_a_typed_error(text):
    with contextlib.suppress(TargetError):
        url = read_base_url(text)
        assert read_base_url(url.text) == url


@given(st.from_regex(r"\A[a-z0-9.-]{1,30}\Z"))
def test_nothing_but_the_known_hosts_gets_keys(host):
    url = BaseUrl("https", host)
    if any(host in provider.test_hosts for provider in PROVIDERS.values()) or is_loopback(host):
        return
    with pytest.raises(TargetError):
        check_target(url, "paynet")
