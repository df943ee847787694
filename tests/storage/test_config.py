"""The configuration as it is read, and every way in which it can be wrong."""

import os
from datetime import UTC, datetime

import pytest

from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.budget import Budget, Window
from otp_tui.core.target.endpoints import TargetProblem
from otp_tui.core.target.profile import (
    NO_CONFIG,
    AccentColours,
    AllowedNumber,
    Config,
    CredentialRecord,
    Profile,
)
from otp_tui.storage.config.errors import Kind
from otp_tui.storage.config.positions import line_of
from otp_tui.storage.config.reader import ConfigError, ConfigProblem, read_config

P = ConfigProblem

WHOLE = """\
# my own notes
language = "tr"
theme = "dark"
profile = "acme"

[keys]
resend = "f6"

[profiles.acme]
paynet_url = "https://pts-api.paynet.com.tr"
paywall_url = "https://test-payment-api.itspaywall.com"
journey = "full"
legs = ["paynet", "paywall"]
live = false
merchant = "Acme Store"
logo = "◆ ACME"
colours = { dark = "#5eead4", light = "#0f766e" }
test_hosts = ["staging.acme.example"]
allow_http = false
user_id = "müşteri-7"
paynet_auth = "base64"
code_length = 6
otp_lifetime = 180
resend_waits = [30, 40]
budget = { per_10_minutes = 2, per_hour = 4 }
language = "en"
ca_bundle = "~/ca.pem"
proxy = "http://proxy:3128"
allowed_prefixes = ["+905"]
allowed = [ { label = "Test phone", number = "+90 5•• ••• •• 42" } ]
[profiles.acme.credentials]
"paynet.secret_key" = { at = 2026-11-21T09:00:00+03:00, origin = "https://pts-api.paynet.com.tr" }

[profiles.other]
code_pattern = "[0-9]{6}"
budget = { per_hour = 9 }
"""

ACME = Profile(
    name="acme",
    urls={
        "paynet": "https://pts-api.paynet.com.tr",
        "paywall": "https://test-payment-api.itspaywall.com",
    },
    journey=Journey.FULL,
    legs=("paynet", "paywall"),
    merchant="Acme Store",
    logo="◆ ACME",
    colours=AccentColours("#5eead4", "#0f766e"),
    test_hosts=("staging.acme.example",),
    user_id="müşteri-7",
    options={"paynet_auth": "base64"},
    code_length=6,
    otp_lifetime=180,
    resend_waits=(30, 40),
    budget=Budget(Window(2, 600), Window(4, 3600)),
    language="en",
    ca_bundle="~/ca.pem",
    proxy="http://proxy:3128",
    allowed_prefixes=("+905",),
    allowed_numbers=(AllowedNumber("Test phone", "+90 5•• ••• •• 42"),),
    credentials=(
        (
            "paynet.secret_key",
            CredentialRecord(datetime(2026, 11, 21, 6, tzinfo=UTC), "https://pts-api.paynet.com.tr"),
        ),
    ),
)


def wrong(tmp_path, text):
    """The error that a text is answered with; the file is as it was afterwards."""
    path = tmp_path / "config.toml"
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert path.read_bytes() == data
    assert caught.value.path == path
    return caught.value


def seen(error):
    return error.problem, error.line, error.key, error.facts


def test_the_whole_file(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(WHOLE, encoding="utf-8")
    other = Profile("other", code_pattern="[0-9]{6}", budget=Budget(Window(3, 600), Window(9, 3600)))
    config = read_config(path)
    assert config == Config({"acme": ACME, "other": other}, "acme", "tr", "dark", (("resend", "f6"),))
    assert list(config.profiles) == ["acme", "other"]
    assert config.profiles["acme"].credentials[0][1].at.tzinfo is UTC


def test_no_file_and_an_empty_one(tmp_path):
    path = tmp_path / "config.toml"
    assert read_config(path) == NO_CONFIG
    path.write_bytes(b"")
    assert read_config(path) == NO_CONFIG


@pytest.mark.parametrize(
    "text",
    [
        'profiles.acme.journey = "paynet"\n',
        'profiles = { acme = { journey = "paynet" } }\n',
        '[profiles]\nacme = { journey = "paynet" }\n',
        '["profiles"."acme"]\r\n"journey" = "paynet"\r\n',
        '[ profiles . "\\u0061cme" ]\n\tjourney\t=\t"paynet"',
    ],
)
def test_spellings_of_the_same(text, tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    assert read_config(path) == Config({"acme": Profile("acme", journey=Journey.PAYNET)})


@pytest.mark.parametrize(
    ("data", "problem", "line", "facts"),
    [
        (b"\xef\xbb\xbflanguage = 'tr'\n", P.BOM, 1, {}),
        ("language = 'tr'\n".encode("utf-16"), P.BOM, 1, {}),
        (b"# a\n# b\nx = '\xfc'\n", P.NOT_UTF8, 3, {}),
        (b"#" * (1 << 20) + b"\n", P.TOO_LARGE, 0, {"limit": 1024}),
        (b"language = 'tr'\ntheme\n", P.SYNTAX, 2, {}),
        (b"language = 'tr'\nthe\tme = 'dark'\n", P.SYNTAX, 2, {}),
        (b"[ke\tys]\n", P.SYNTAX, 1, {}),
        (b'# a\nlanguage = "tr\n', P.SYNTAX, 2, {}),
        (b"\nprofile = '''a\nb\n", P.SYNTAX, 3, {}),
        (b"\nprofile = '''a\nb", P.SYNTAX, 3, {}),
        (b"\n\n[profiles.acme\n", P.SYNTAX, 3, {}),
        (b"[profiles.acme]\nlegs = [\n 'paynet',\n", P.SYNTAX, 3, {}),
        (b"[profiles.acme]\n[profiles.acme]\n", P.SYNTAX, 2, {}),
        (b"theme = 'dark'\ntheme = 'dark'\n", P.SYNTAX, 2, {}),
        (b"theme = \x00\n", P.SYNTAX, 1, {}),
        (b"a = 2026-13-45\n", P.SYNTAX, 1, {}),
        (b"a = " + b"9" * 5000, P.SYNTAX, 0, {}),
        (b"a = " + b"[" * 5000, P.SYNTAX, 0, {}),
    ],
)
def test_what_is_no_toml(data, problem, line, facts, tmp_path):
    assert seen(wrong(tmp_path, data)) == (problem, line, "", facts)


FILE_KEYS = "language, theme, profile, history_days, keys, profiles"


@pytest.mark.parametrize(
    ("text", "problem", "line", "key", "facts"),
    [
        ("language = 5", P.WRONG_TYPE, 1, "language", {"expected": Kind.TEXT, "found": Kind.NUMBER}),
        ("language = 'de'", P.NOT_ALLOWED, 1, "language", {"allowed": "tr, en"}),
        ("\ntheme = 'Dark'", P.NOT_ALLOWED, 2, "theme", {"allowed": "dark, light"}),
        ("keys = []", P.WRONG_TYPE, 1, "keys", {"expected": Kind.TABLE, "found": Kind.LIST}),
        (
            "[keys]\na='f1'\nb=1",
            P.WRONG_TYPE,
            3,
            "keys.b",
            {"expected": Kind.TEXT, "found": Kind.NUMBER},
        ),
        ("[keys]\napi_key='hush'", P.KEY_IN_FILE, 2, "keys.api_key", {}),
        ("[keys]\npaynet.secret_key='hush'", P.KEY_IN_FILE, 2, "keys.paynet", {}),
        ("lang = 'tr'", P.MISSPELT_KEY, 1, "lang", {"nearest": "language"}),
        ("zzz = 'tr'", P.UNKNOWN_KEY, 1, "zzz", {"known": FILE_KEYS}),
        ("[credentials]\na=1", P.UNKNOWN_KEY, 1, "credentials", {"known": FILE_KEYS}),
        ("'a\\u001b[31m'=1", P.UNKNOWN_KEY, 1, '"a\\u001b[31m"', {"known": FILE_KEYS}),
        ('"a\\u001b[31m"=1', P.UNKNOWN_KEY, 1, '"a\\u001b[31m"', {"known": FILE_KEYS}),
        ("profile = 'b'\n[profiles.a]\n[profiles.c]", P.NO_SUCH_PROFILE, 1, "profile", {"names": "a, c"}),
        ("\nprofile = 'b'", P.NO_PROFILES, 2, "profile", {}),
        ("profiles = 1", P.WRONG_TYPE, 1, "profiles", {"expected": Kind.TABLE, "found": Kind.NUMBER}),
        (
            "[profiles]\na = 1.5",
            P.WRONG_TYPE,
            2,
            "profiles.a",
            {"expected": Kind.TABLE, "found": Kind.DECIMAL},
        ),
        ("[profiles.'Acme Store']", P.BAD_PROFILE_NAME, 1, 'profiles."Acme Store"', {}),
        ("[profiles.'']", P.BAD_PROFILE_NAME, 1, 'profiles.""', {}),
        ("\n[profiles.'ı']", P.BAD_PROFILE_NAME, 2, 'profiles."ı"', {}),
    ],
)
def test_the_top(text, problem, line, key, facts, tmp_path):
    assert seen(wrong(tmp_path, text)) == (problem, line, key, facts)


def kinds(expected, found):
    return {"expected": expected, "found": found}


def bad(problem):
    return {"problem": problem}


KEYS = "paynet.secret_key, paywall.api_key, paywall.api_client"
DARK, LIGHT = "#151b2b", "#ffffff"


@pytest.mark.parametrize(
    ("text", "problem", "key", "facts"),
    [
        ("journey = 5", P.WRONG_TYPE, "journey", kinds(Kind.TEXT, Kind.NUMBER)),
        ("journey = true", P.WRONG_TYPE, "journey", kinds(Kind.TEXT, Kind.YES_NO)),
        ("journey = 2026-01-01", P.WRONG_TYPE, "journey", kinds(Kind.TEXT, Kind.DATE)),
        ("journey = 10:00:00", P.WRONG_TYPE, "journey", kinds(Kind.TEXT, Kind.CLOCK)),
        ("journey = 2026-01-01T10:00:00Z", P.WRONG_TYPE, "journey", kinds(Kind.TEXT, Kind.TIME)),
        ("journey = 'Full'", P.NOT_ALLOWED, "journey", {"allowed": "full, paynet, masterpass"}),
        ("legs = 'paynet'", P.WRONG_TYPE, "legs", kinds(Kind.LIST, Kind.TEXT)),
        ("legs = ['paynet', 5]", P.WRONG_TYPE, "legs[1]", kinds(Kind.TEXT, Kind.NUMBER)),
        ("legs = ['paynet', 'paynet']", P.TWICE, "legs[1]", {"value": "paynet"}),
        ("legs = ['stripe']", P.NOT_ALLOWED, "legs[0]", {"allowed": "paynet, paywall"}),
        ("live = 'yes'", P.WRONG_TYPE, "live", kinds(Kind.YES_NO, Kind.TEXT)),
        ("live = 1", P.WRONG_TYPE, "live", kinds(Kind.YES_NO, Kind.NUMBER)),
        ("code_length = true", P.WRONG_TYPE, "code_length", kinds(Kind.NUMBER, Kind.YES_NO)),
        ("code_length = 6.0", P.WRONG_TYPE, "code_length", kinds(Kind.NUMBER, Kind.DECIMAL)),
        ("code_length = '6'", P.WRONG_TYPE, "code_length", kinds(Kind.NUMBER, Kind.TEXT)),
        ("code_length = 0", P.OUT_OF_RANGE, "code_length", {"low": 1, "high": 20}),
        ("code_length = 21", P.OUT_OF_RANGE, "code_length", {"low": 1, "high": 20}),
        (f"code_length = {10**30}", P.OUT_OF_RANGE, "code_length", {"low": 1, "high": 20}),
        ("code_length = 6\ncode_pattern = 'a'", P.LENGTH_AND_PATTERN, "code_pattern", {}),
        ("code_pattern = '[0-9'", P.BAD_PATTERN, "code_pattern", {}),
        ("code_pattern = ''", P.EMPTY, "code_pattern", {}),
        (f"code_pattern = '{'a' * 201}'", P.TOO_LONG, "code_pattern", {"limit": 200}),
        ("otp_lifetime = 0", P.OUT_OF_RANGE, "otp_lifetime", {"low": 1, "high": 86400}),
        ("otp_lifetime = 86401", P.OUT_OF_RANGE, "otp_lifetime", {"low": 1, "high": 86400}),
        ("resend_waits = []", P.EMPTY_LIST, "resend_waits", {}),
        ("resend_waits = [30, -1]", P.OUT_OF_RANGE, "resend_waits[1]", {"low": 0, "high": 3600}),
        ("resend_waits = [3601]", P.OUT_OF_RANGE, "resend_waits[0]", {"low": 0, "high": 3600}),
        ("budget = { per_hour = 0 }", P.OUT_OF_RANGE, "budget.per_hour", {"low": 1, "high": 100}),
        (
            "budget = { per_10_minutes = 101 }",
            P.OUT_OF_RANGE,
            "budget.per_10_minutes",
            {"low": 1, "high": 100},
        ),
        ("budget = 3", P.WRONG_TYPE, "budget", kinds(Kind.TABLE, Kind.NUMBER)),
        ("budget = { per_hours = 1 }", P.MISSPELT_KEY, "budget.per_hours", {"nearest": "per_hour"}),
        ("merchant = ''", P.EMPTY, "merchant", {}),
        ("merchant = '  '", P.EMPTY, "merchant", {}),
        (f"merchant = '{'ş' * 61}'", P.TOO_LONG, "merchant", {"limit": 60}),
        ("merchant = 'a\tb'", P.CONTROL, "merchant", {}),
        ('merchant = "a\\u202eb"', P.CONTROL, "merchant", {}),
        ('merchant = """a\nb"""', P.CONTROL, "merchant", {}),
        ("logo = ' '", P.EMPTY, "logo", {}),
        ("logo = 'a\tb'", P.CONTROL, "logo", {}),
        ('logo = "A\\u202eB"', P.CONTROL, "logo", {}),
        ('logo = "A\\u200dB"', P.CONTROL, "logo", {}),
        ('logo = "\\u2764\\uFE0F"', P.CONTROL, "logo", {}),
        ('logo = """a\nb"""', P.CONTROL, "logo", {}),
        ("logo = '◆ ACME 7890123456'", P.TOO_WIDE, "logo", {"limit": 16}),
        ("logo = '東京東京東京東京東'", P.TOO_WIDE, "logo", {"limit": 16}),
        ('logo = "\\u0301"', P.TOO_WIDE, "logo", {"limit": 16}),
        ("logo = 3", P.WRONG_TYPE, "logo", kinds(Kind.TEXT, Kind.NUMBER)),
        ("colours = { dark = 'red' }", P.BAD_COLOUR, "colours.dark", {}),
        (
            "colours = { dark = '#000000' }",
            P.LOW_CONTRAST,
            "colours.dark",
            {"ratio": "1.2", "needed": 4.5, "ground": DARK},
        ),
        (
            "colours = { light = '#777777' }",
            P.LOW_CONTRAST,
            "colours.light",
            {"ratio": "4.4", "needed": 4.5, "ground": LIGHT},
        ),
        ("colors = { dark = '#5eead4' }", P.MISSPELT_KEY, "colors", {"nearest": "colours"}),
        ("test-hosts = []", P.MISSPELT_KEY, "test-hosts", {"nearest": "test_hosts"}),
        ("MERCHANT = 'x'", P.MISSPELT_KEY, "MERCHANT", {"nearest": "merchant"}),
        ("Merchant = 'x'", P.MISSPELT_KEY, "Merchant", {"nearest": "merchant"}),
        ("test_hosts = ['https://a.example']", P.BAD_HOST, "test_hosts[0]", {}),
        ("test_hosts = ['a.example', 'B.example']", P.BAD_HOST, "test_hosts[1]", {}),
        ("test_hosts = ['a.example:8443']", P.BAD_HOST, "test_hosts[0]", {}),
        ("test_hosts = ['']", P.BAD_HOST, "test_hosts[0]", {}),
        ("test_hosts = ['api.paynet.com.tr.']", P.BAD_HOST, "test_hosts[0]", {}),
        ("test_hosts = ['api.paynet.com.tr']", P.VENDOR_HOST, "test_hosts[0]", {}),
        ("test_hosts = ['pts-api.paynet.com.tr']", P.VENDOR_HOST, "test_hosts[0]", {}),
        ("allow_http = true", P.HTTP_NEEDS_HOSTS, "allow_http", {}),
        ("user_id = ''", P.EMPTY, "user_id", {}),
        (f"user_id = '{'a' * 101}'", P.TOO_LONG, "user_id", {"limit": 100}),
        ("paynet_auth = 'basic'", P.NOT_ALLOWED, "paynet_auth", {"allowed": "raw, base64"}),
        ("language = 'de'", P.NOT_ALLOWED, "language", {"allowed": "tr, en"}),
        ("ca_bundle = ' '", P.EMPTY, "ca_bundle", {}),
        ("proxy = 'socks5://proxy:1080'", P.BAD_PROXY, "proxy", {}),
        ("proxy = 'proxy:3128'", P.BAD_PROXY, "proxy", {}),
        ("proxy = 'http://me:hush@proxy:3128'", P.PROXY_LOGIN, "proxy", {}),
        ("proxy = 'http://proxy:3128?pw=hush'", P.PROXY_LOGIN, "proxy", {}),
        ("paynet_url = 'pts-api'", P.BAD_ADDRESS, "paynet_url", bad(TargetProblem.NOT_A_URL)),
        ("paywall_url = 'https://hush@a'", P.BAD_ADDRESS, "paywall_url", bad(TargetProblem.USERINFO)),
        ("allowed_prefixes = ['905']", P.BAD_PREFIX, "allowed_prefixes[0]", {}),
        ("allowed_prefixes = ['+']", P.BAD_PREFIX, "allowed_prefixes[0]", {}),
        ("allowed_prefixes = ['+1234567890123456']", P.BAD_PREFIX, "allowed_prefixes[0]", {}),
        ("allowed = [ { label = 'a' } ]", P.MISSING_KEY, "allowed[0]", {"name": "number"}),
        ("allowed = [ { label = '', number = '42' } ]", P.EMPTY, "allowed[0].label", {}),
        ("allowed = [ 5 ]", P.WRONG_TYPE, "allowed[0]", kinds(Kind.TABLE, Kind.NUMBER)),
        (
            "allowed = [ { label = 1, number = '' } ]",
            P.WRONG_TYPE,
            "allowed[0].label",
            kinds(Kind.TEXT, Kind.NUMBER),
        ),
        ("allowed = [{label='a',number='+905321234542'}]", P.NOT_MASKED, "allowed[0].number", {"digits": 4}),
        (
            "allowed = [{label='a',number='+90 53• ••• 45 42'}]",
            P.NOT_MASKED,
            "allowed[0].number",
            {"digits": 4},
        ),
        ("allowed = [{label='a',number='٥٣٢١٢'}]", P.NOT_MASKED, "allowed[0].number", {"digits": 4}),
        ("secret_key = 'hush'", P.KEY_IN_FILE, "secret_key", {}),
        ("api_key = 'hush'", P.KEY_IN_FILE, "api_key", {}),
        ("PaywallApiClient = 'hush'", P.KEY_IN_FILE, "PaywallApiClient", {}),
        ("'şifre' = 'hush'", P.KEY_IN_FILE, '"şifre"', {}),
        ("paynet = { secret_key = 'hush' }", P.KEY_IN_FILE, "paynet", {}),
        ("credentials.'paynet.secret_key' = 'hush'", P.KEY_IN_FILE, 'credentials."paynet.secret_key"', {}),
        ("credentials.paynet.secret_key = 'hush'", P.KEY_IN_FILE, "credentials.paynet", {}),
        ("credentials.zzz = 1", P.UNKNOWN_KEY, "credentials.zzz", {"known": KEYS}),
        (
            "credentials.'paywall.api_client' = { at = 2026-01-01T10:00:00, origin = 'https://a' }",
            P.BAD_TIME,
            'credentials."paywall.api_client".at',
            {},
        ),
        (
            "credentials.'paywall.api_client' = { at = 0001-01-01T00:00:00+03:00, origin = 'https://a' }",
            P.BAD_TIME,
            'credentials."paywall.api_client".at',
            {},
        ),
        (
            "credentials.'paywall.api_client' = { at = '2026-01-01T10:00:00Z', origin = 'https://a' }",
            P.WRONG_TYPE,
            'credentials."paywall.api_client".at',
            kinds(Kind.TIME, Kind.TEXT),
        ),
        (
            "credentials.'paywall.api_client' = { at = 2026-01-01T10:00:00Z, origin = 'a' }",
            P.BAD_ORIGIN,
            'credentials."paywall.api_client".origin',
            {},
        ),
        (
            "credentials.'paywall.api_client' = { at = 2026-01-01T10:00:00Z, origin = 'https://a/b' }",
            P.BAD_ORIGIN,
            'credentials."paywall.api_client".origin',
            {},
        ),
    ],
)
def test_a_profile(text, problem, key, facts, tmp_path):
    error = wrong(tmp_path, f"# first\n[profiles.acme]\n\n{text}\n[profiles.later]\nlive = 3\n")
    line = 5 if problem is P.LENGTH_AND_PATTERN else 4
    assert seen(error) == (problem, line, f"profiles.acme.{key}", facts)
    assert "hush" not in f"{error!r} {error} {error.facts}"


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("a = 1\nb = 2\nc = 3", ("b",), 2),
        ("\n\na.b.c = 1\na.b.d = 2\n", ("a", "b", "d"), 4),
        ("x = 1\na = { b = { c = 1 } }\n", ("a", "b", "c"), 2),
        ("x = 1\r\n\r\n[a]\r\n'b' = 1\r\n", ("a", "b"), 4),
        ('[a]\n"b\\u0063" = 1\n', ("a", "bc"), 2),
        ("[a]\n# why\nb = [\n 1,\n 2,\n]\nc = 1\n", ("a", "b", 1), 3),
        ("[a]\nb = '''\nc = 1\n'''\nc = 1\n", ("a", "c"), 5),
        ("[[a]]\nx = 1\n[[a]]\nx = 2\n", ("a", 1, "x"), 4),
        ("[a.b]\nx = 1\n[c]\n[a.d]\n", ("a", "d"), 4),
        ("[a.b]\nx = 1\n", ("a", "b", "missing"), 1),
        ("[a.b]\nx = 1\n", ("missing",), 0),
        ("a = 1", ("a",), 1),
    ],
)
def test_the_line_of_a_key(text, place, line):
    assert line_of(text, place) == line


def test_a_line_that_costs_too_much_is_unknown():
    text = "a = [\n" + "1,\n" * 4_000 + "]\nb = 1\n"
    assert line_of(text, ("b",)) == 0


def test_a_folder_and_a_pipe_are_no_files(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert caught.value.problem is P.IS_FOLDER
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ConfigError) as caught:
            read_config(tmp_path / "pipe")
        assert caught.value.problem is P.UNREADABLE


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "config.toml"
    path.write_text("")

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert seen(caught.value) == (P.UNREADABLE, 0, "", {})


def test_what_the_boundaries_let_through(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        "[profiles.a]\ncode_length = 20\notp_lifetime = 86400\nresend_waits = [0, 3600]\n"
        "budget = { per_10_minutes = 1, per_hour = 100 }\ncolours = { light = '#767676' }\n"
        "test_hosts = ['a.example']\nallow_http = true\nallowed_prefixes = ['+123456789012345']\n"
        "allowed = [ { label = 'a', number = '+90 5•• ••• •1 42' } ]\nlegs = []\n",
        encoding="utf-8",
    )
    assert read_config(path).profiles["a"] == Profile(
        "a",
        code_length=20,
        otp_lifetime=86400,
        resend_waits=(0, 3600),
        budget=Budget(Window(1, 600), Window(100, 3600)),
        colours=AccentColours(light="#767676"),
        test_hosts=("a.example",),
        allow_http=True,
        allowed_prefixes=("+123456789012345",),
        allowed_numbers=(AllowedNumber("a", "+90 5•• ••• •1 42"),),
    )
