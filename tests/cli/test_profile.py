"""`profile` and `credentials list`: targets added, shown, changed and removed, for people and for scripts."""

import io
import json
import stat

import pytest
from support.environment import FIELDS, MASKED, PHONE
from support.shell import shell

TEST_URLS = {
    "paynet_url": "https://pts-api.paynet.com.tr",
    "paywall_url": "https://test-payment-api.itspaywall.com",
}


@pytest.fixture
def told(home, keyring, capsys):
    return lambda *words: shell(capsys, words)


@pytest.fixture
def config(home):
    return home / "config.toml"


def shown(told, name="acme"):
    return json.loads(told("profile", "show", name, "--json").out)


def test_a_profile_leads_to_the_test_hosts_unless_told_otherwise(told, config):
    added = told("profile", "add", "acme")
    assert (added.code, added.err) == (0, "")
    assert added.out == "Profile acme was added (TEST). Set its keys: `otp-tui credentials set acme FIELD`.\n"
    assert {key: shown(told)[key] for key in TEST_URLS} == TEST_URLS
    assert shown(told)["environment"] == "test"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    told("profile", "add", "pay", "--journey", "masterpass")
    assert (shown(told, "pay")["paynet_url"], shown(told, "pay")["paywall_url"]) == (
        None, TEST_URLS["paywall_url"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("urls", "environment", "badge"),
    [
        (["--paynet-url", "http://127.0.0.1:8787"], "sim", "SIM"),
        (["--paynet-url", TEST_URLS["paynet_url"]], "test", "TEST"),
        (["--paynet-url", "https://api.paynet.com.tr"], "live", "LIVE"),
        (
            ["--paynet-url", TEST_URLS["paynet_url"], "--paywall-url", "https://pay.example.com"],
            "live",
            "LIVE",
        ),
        (
            ["--paynet-url", "http://127.0.0.1:8787", "--paywall-url", TEST_URLS["paywall_url"]],
            "test",
            "TEST",
        ),
        (["--paynet-url", "https://pts-api.paynet.com.tr.evil.example"], "live", "LIVE"),
    ],
)
def test_the_host_decides_the_environment(told, urls, environment, badge):
    assert f"({badge})" in told("profile", "add", "acme", *urls).out
    assert shown(told)["environment"] == environment
    (row,) = json.loads(told("profile", "list", "--json").out)["profiles"]
    assert (row["name"], row["environment"]) == ("acme", environment)
    assert told("profile", "list").out.split()[:2] == ["acme", badge]


SETTINGS = [
    (["--merchant", "Acme Mağaza"], "merchant", "Acme Mağaza"),
    (["--journey", "paynet"], "journey", "paynet"),
    (["--user-id", "u-1"], "user_id", "u-1"),
    (["--paynet-auth", "base64"], "paynet_auth", "base64"),
    (["--code-length", "6"], "code_length", 6),
    (["--code-pattern", "[0-9]{6}"], "code_pattern", "[0-9]{6}"),
    (["--otp-lifetime", "90"], "otp_lifetime", 90),
    (["--per-10-minutes", "1"], "budget", {"per_10_minutes": 1, "per_hour": 5}),
    (["--per-hour", "9"], "budget", {"per_10_minutes": 3, "per_hour": 9}),
    (["--language", "tr"], "language", "tr"),
    (["--logo", "◆ ACME"], "logo", "◆ ACME"),
    (["--accent-dark", "#5eead4"], "colours", {"dark": "#5eead4", "light": ""}),
    (["--ca-bundle", "~/ca.pem"], "ca_bundle", "~/ca.pem"),
    (["--proxy", "http://127.0.0.1:3128"], "proxy", "http://127.0.0.1:3128"),
    (
        ["--test-host", "a.example.com", "--test-host", "b.example.com"],
        "test_hosts",
        ["a.example.com", "b.example.com"],
    ),
    (["--allow-prefix", "+49"], "allowed_prefixes", ["+49"]),
    (["--live", "--merchant", "Acme"], "live", True),
]


KEYS = """\
v name paynet_url paywall_url journey legs live merchant logo colours test_hosts allow_http user_id paynet_auth \
code_length code_pattern otp_lifetime resend_waits budget language ca_bundle proxy allowed_prefixes allowed keys \
environment"""


def test_a_profile_shows_every_setting(told):
    told("profile", "add", "acme", "--journey", "full")
    kept = shown(told)
    assert " ".join(kept) == KEYS
    assert (kept["paynet_auth"], kept["budget"], kept["user_id"], kept["legs"]) == ("raw", None, None, [])
    assert (kept["colours"], kept["allowed"], kept["keys"]) == ({"dark": "", "light": ""}, [], {})
    lines = [line.split()[0] for line in told("profile", "show", "acme").out.splitlines()]
    assert lines == ["name", "paynet_url", "paywall_url", "journey", "paynet_auth", "environment"]


@pytest.mark.parametrize(("words", "key", "value"), SETTINGS, ids=[row[0][0] for row in SETTINGS])
@pytest.mark.parametrize("how", ["add", "edit"])
def test_a_setting(told, how, words, key, value):
    if how == "edit":
        told("profile", "add", "acme")
    done = told("profile", how, "acme", *words, "--yes")
    assert (done.code, done.err) == (0, "")
    assert shown(told)[key] == value
    lines = dict(line.split(maxsplit=1) for line in told("profile", "show", "acme").out.splitlines())
    assert lines[key] == (value if isinstance(value, str) else json.dumps(value))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--paynet-url", "pts-api.paynet.com.tr"], "profiles.acme.paynet_url is not a usable address"),
        (["--paynet-url", "https://u:p@example.com"], "it contains a user name or password"),
        (["--proxy", "http://user:hunter22x@proxy:3128"], "contains a user name, a password or a query"),
        (["--logo", "A" * 17], "profiles.acme.logo must take 1 to 16 columns"),
        (["--accent-dark", "red"], "must be a colour written #rrggbb"),
        (["--accent-dark", "#151b2b"], "is hard to read on #151b2b"),
        (["--test-host", "api.paynet.com.tr", "--yes"], "is one of Paynet's or Paywall's own hosts"),
        (["--test-host", "https://a.example.com", "--yes"], "must be a bare host name"),
        (["--allow-http"], "test_hosts is empty"),
        (["--allow-prefix", "0532"], "must be a plus sign and 1 to 15 digits"),
        (["--code-pattern", "("], "is not a valid regular expression"),
        (["--code-length", "4", "--code-pattern", "x"], "are both set"),
        (["--merchant", "a\nb"], "contains a line break"),
        (["--per-hour", "0"], "0 is not in the range"),
        (["--journey", "bogus"], "'bogus' is not one of"),
    ],
)
def test_what_is_not_right_is_not_written(told, config, words, sentence):
    assert told("profile", "add", "acme").code == 0
    before = config.read_bytes()
    printed = told("profile", "edit", "acme", *words)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert "hunter22x" not in printed.err
    assert config.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "Acme"], "A profile name has 1 to 32 characters"),
        (["add", "a" * 33], "A profile name has 1 to 32 characters"),
        (["add", "../x"], "A profile name has 1 to 32 characters"),
        (["add", "@key"], "A profile name has 1 to 32 characters"),
        (["add", "acme"], "Profile acme already exists."),
        (["show", "beta"], "There is no profile “beta” (existing profiles: acme)."),
        (["edit", "beta", "--merchant", "x"], "There is no profile “beta”"),
        (["remove", "beta", "--yes"], "There is no profile “beta”"),
        (["allow", "beta", "--phone", PHONE, "--label", "x"], "There is no profile “beta”"),
        (["allow", "acme", "--phone", "elma", "--label", "x"], "Use digits only"),
        (["allow", "acme", "--phone", PHONE, "--label", "a\tb"], "contains a line break, a tab"),
        (["allow", "acme", "--phone", PHONE, "--label", ""], "is empty"),
        (["allow", "acme", "--phone", PHONE, "--label", "x" * 61], "is too long: at most 60 characters"),
    ],
)
def test_wrong_words(told, config, keyring, words, sentence):
    told("profile", "add", "acme")
    before = config.read_bytes()
    printed = told("profile", *words)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert PHONE not in printed.err
    assert config.read_bytes() == before
    assert not [name for _, name in keyring.values if name.startswith("@numbers")], "nothing half done"


def test_an_empty_text_takes_a_value_away(told):
    told(
        "profile",
        "add",
        "acme",
        "--merchant",
        "Acme",
        "--proxy",
        "http://127.0.0.1:1",
        "--allow-prefix",
        "+49",
    )
    told("profile", "edit", "acme", "--merchant", "", "--proxy", "", "--allow-prefix", "")
    kept = shown(told)
    assert (kept["merchant"], kept["proxy"], kept["allowed_prefixes"]) == ("", None, [])


def test_an_edit_keeps_what_a_person_wrote(told, config):
    text = (
        '# ours\nlanguage = "tr"\n\n[profiles.acme] # the shop\npaynet_url="https://pts-api.paynet.com.tr"\n'
    )
    config.write_text(text)
    told("profile", "edit", "acme", "--merchant", "Acme")
    assert config.read_text() == text + 'merchant = "Acme"\n'


def test_the_list_of_numbers_is_shown_masked(told, config, keyring, monkeypatch):
    told("profile", "add", "acme")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"+90 {PHONE}\n"))
    assert told("profile", "allow", "acme", "--phone", "-", "--label", "Ayşe").code == 0
    assert told("profile", "allow", "acme", "--phone", "5330000044", "--label", "Ayşe").code == 0
    assert told("profile", "allow", "acme", "--phone", PHONE, "--label", "Ayşe").code == 0
    assert json.loads(keyring.values["otp-tui", "@numbers/acme"]) == {PHONE: "Ayşe", "5330000044": "Ayşe"}
    assert shown(told)["allowed"] == [
        {"label": "Ayşe", "number": "+90 5•• ••• •• 44"},
        {"label": "Ayşe", "number": MASKED},
    ]
    assert PHONE not in config.read_text() + told("profile", "show", "acme").out


def test_keys_are_listed_by_name_and_time_alone(told, keyring, monkeypatch):
    assert told("credentials", "list").out.startswith("There is no profile yet.")
    assert json.loads(told("credentials", "list", "--json").out) == {"v": 1, "credentials": []}
    assert keyring.calls == [], "the keyring is not even opened"
    told("profile", "add", "acme")
    monkeypatch.setattr("sys.stdin", io.StringIO(FIELDS["paynet.secret_key"]))
    told("credentials", "set", "acme", "paynet.secret_key")
    keyring.values["otp-tui", "acme/paywall.api_key"] = FIELDS["paywall.api_key"]
    rows = json.loads(told("credentials", "list", "--json").out)["credentials"]
    assert [(row["field"], row["set"], row["at"] is not None) for row in rows] == [
        ("paynet.secret_key", True, True),
        ("paywall.api_key", True, False),
        ("paywall.api_client", False, False),
    ]
    assert all(set(row) == {"profile", "field", "set", "at"} for row in rows)
    lines = [line.split()[:3] for line in told("credentials", "list").out.splitlines()]
    assert lines == [
        ["acme", "paynet.secret_key", "set"],
        ["acme", "paywall.api_key", "set"],
        ["acme", "paywall.api_client", "not"],
    ]


def test_removing_the_profile_that_is_opened(told, config):
    told("profile", "add", "acme")
    config.write_text('profile = "acme"\n' + config.read_text())
    assert told("profile", "remove", "acme", "--yes").code == 0
    assert json.loads(told("profile", "list", "--json").out) == {"v": 1, "profiles": []}


def test_a_phone_is_taken_off_the_list_by_its_label(told, keyring):
    told("profile", "add", "acme")
    told("profile", "allow", "acme", "--phone", PHONE, "--label", "Ayşe")
    told("profile", "allow", "acme", "--phone", "5330000044", "--label", "Can")
    gone = told("profile", "disallow", "acme", "--label", "Ayşe")
    assert (gone.code, gone.out) == (0, "Profile acme may no longer send to Ayşe.\n")
    assert [entry["label"] for entry in shown(told)["allowed"]] == ["Can"]
    assert told("profile", "disallow", "acme", "--label", "Ayşe").code == 2
    assert told("run", "paynet", "--profile", "acme", "--phone", PHONE, "--code", "1").code == 6


def test_a_profile_that_is_not_there_names_those_that_are(told):
    assert "(existing profiles: –)" in told("profile", "show", "acne").err
    told("profile", "add", "acme")
    told("profile", "add", "beta")
    printed = told("profile", "show", "acne")
    assert (printed.code, printed.out) == (2, "")
    assert "There is no profile “acne” (existing profiles: acme, beta)." in printed.err


def test_keys_are_not_called_foreign_to_the_address_they_were_entered_for(home, capsys, monkeypatch):
    shell(capsys, ["profile", "add", "shop", "--paynet-url", "http://127.0.0.1:9"])
    text = (home / "config.toml").read_text()
    entered = '{ at = 2026-01-02T03:04:05Z, origin = "http://127.0.0.1:9" }'
    (home / "config.toml").write_text(
        f'{text}\n[profiles.shop.credentials]\n"paynet.secret_key" = {entered}\n'
    )
    away = shell(capsys, ["profile", "edit", "shop", "--paynet-url", "http://127.0.0.1:8", "--lang", "en"])
    back = shell(capsys, ["profile", "edit", "shop", "--paynet-url", "http://127.0.0.1:9", "--lang", "en"])
    assert "was entered for http://127.0.0.1:9 and is not sent to the new address" in away.err
    assert (back.code, back.err) == (0, "")
