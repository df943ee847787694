"""The table of settings: every other place that names a setting agrees with it."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from otp_tui.cli.commands.profile_options import changed, settings
from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.budget import Budget, Window
from otp_tui.core.target import providers
from otp_tui.core.target.profile import AccentColours, AllowedNumber, Config, Profile
from otp_tui.core.target.providers import PROVIDERS, ProviderOption
from otp_tui.i18n.translator import Translator
from otp_tui.storage.config.fields import FILE_FIELDS, profile_fields
from otp_tui.storage.config.profiles import plain_profile, profile_table, read_profile
from otp_tui.storage.config.reader import parse_config

README = Path(__file__).parents[2] / "README.md"
BY_COMMAND = {"allowed", "credentials"}
"""The settings that only commands write: `profile allow`, `credentials set`."""

STORED = {
    "paynet_url": "https://a.example",
    "paywall_url": "https://b.example",
    "journey": "full",
    "legs": ["paynet"],
    "live": True,
    "merchant": "Acme",
    "logo": "◆ ACME",
    "colours": {"dark": "#5eead4", "light": ""},
    "test_hosts": ["a.example"],
    "allow_http": True,
    "user_id": "u-1",
    "paynet_auth": "base64",
    "code_length": None,
    "code_pattern": "[0-9]{6}",
    "otp_lifetime": 90,
    "resend_waits": [30, 40],
    "budget": {"per_10_minutes": 1, "per_hour": 5},
    "language": "tr",
    "ca_bundle": "~/ca.pem",
    "proxy": "http://proxy:3128",
    "allowed_prefixes": ["+49"],
    "allowed": [{"label": "Ayşe", "number": "42"}],
    "credentials": {},
}
FULL = Profile(
    "acme",
    urls={"paynet": "https://a.example", "paywall": "https://b.example"},
    journey=Journey.FULL,
    legs=("paynet",),
    live=True,
    merchant="Acme",
    logo="◆ ACME",
    colours=AccentColours("#5eead4"),
    test_hosts=("a.example",),
    allow_http=True,
    user_id="u-1",
    options={"paynet_auth": "base64"},
    code_pattern="[0-9]{6}",
    otp_lifetime=90,
    resend_waits=(30, 40),
    budget=Budget(Window(1, 600), Window(5, 3600)),
    language="tr",
    ca_bundle="~/ca.pem",
    proxy="http://proxy:3128",
    allowed_prefixes=("+49",),
    allowed_numbers=(AllowedNumber("Ayşe", "42"),),
)


def example():
    return re.search(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[1]


def test_the_readmes_example_is_a_configuration_with_every_setting():
    config = parse_config(example(), README)
    assert list(config.profiles) == ["acme"]
    named = set(re.findall(r"(?:^|# or )(\w+) =", example(), re.MULTILINE))
    bindings = {action for action, _ in config.keys}
    known = {field.key for field in (*FILE_FIELDS, *profile_fields())}
    assert named - bindings == known - BY_COMMAND - {"keys", "profiles"}
    assert "[keys]" in example()


def test_the_keys_of_the_file():
    assert [field.key for field in profile_fields()] == list(STORED)
    assert [field.key for field in FILE_FIELDS] == [
        "language", "theme", "profile", "history_days", "keys", "profiles",
    ]  # fmt: skip
    assert {field.key for field in FILE_FIELDS} == set(Config._fields)


def test_every_attribute_of_a_profile_has_a_setting():
    attributes = {field.attribute or field.key for field in profile_fields()}
    assert attributes == set(Profile._fields) - {"name"}


def test_a_profile_in_both_directions():
    assert plain_profile(FULL) == STORED
    table = {**STORED, "colours": {"dark": "#5eead4"}}
    del table["code_length"], table["credentials"]
    assert profile_table(FULL) == table
    assert read_profile("acme", table) == FULL


def test_a_new_profile_writes_only_what_has_a_value():
    assert profile_table(Profile("acme")) == {"live": False, "allow_http": False, "paynet_auth": "raw"}


def test_the_usual_choice_of_a_provider_is_not_stored():
    read = read_profile("acme", {"paynet_auth": "raw"})
    assert (read, dict(read.options)) == (Profile("acme"), {})
    again = changed(FULL, {"paynet_auth": "raw"})
    assert dict(again.options) == {}
    assert profile_table(again)["paynet_auth"] == "raw"


def test_a_further_provider_brings_its_settings(monkeypatch):
    stripe = PROVIDERS["paynet"]._replace(
        name="stripe", credentials=(), options=(ProviderOption("stripe_mode", ("fast", "slow")),)
    )
    monkeypatch.setitem(providers.PROVIDERS, "stripe", stripe)
    table = {"stripe_url": "https://c.example", "stripe_mode": "slow", "legs": ["stripe"]}
    profile = read_profile("acme", table)
    assert profile == Profile(
        "acme", urls={"stripe": "https://c.example"}, legs=("stripe",), options={"stripe_mode": "slow"}
    )
    assert profile_table(profile).items() >= table.items()
    chosen = {"stripe_url": "https://d.example", "stripe_mode": "fast"}
    assert changed(profile, chosen) == Profile("acme", urls={"stripe": "https://d.example"}, legs=("stripe",))


OPTIONS = """\
--paynet-url URL; --paywall-url URL; --journey [full|paynet|masterpass]; --live / --no-live; --merchant TEXT; --logo TEXT; \
--accent-dark #RRGGBB; --accent-light #RRGGBB; --test-host HOST; --allow-http / --no-allow-http; \
--user-id TEXT; --paynet-auth [raw|base64]; --code-length INTEGER RANGE; --code-pattern REGEX; \
--otp-lifetime INTEGER RANGE; --per-10-minutes INTEGER RANGE; --per-hour INTEGER RANGE; --language [tr|en]; \
--ca-bundle FILE; --proxy URL; --allow-prefix +CC…; --yes; --help"""


def command(chosen):
    @click.command()
    @settings(Translator("en"))
    def take(**options):
        chosen.update(options)

    return take


def test_the_options_of_a_profile():
    shown = CliRunner().invoke(command({}), ["--help"], terminal_width=200).output
    assert "; ".join(re.findall(r"^  (--.*?)(?:  .*)?$", shown, re.MULTILINE)) == OPTIONS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], {}),
        (["--live"], {"live": True}),
        (["--no-live"], {"live": False}),
        (
            ["--paynet-url", "https://c.example"],
            {"urls": {"paynet": "https://c.example", "paywall": "https://b.example"}},
        ),
        (["--paynet-url", ""], {"urls": {"paywall": "https://b.example"}}),
        (["--journey", "masterpass"], {"journey": Journey.MASTERPASS}),
        (["--merchant", ""], {"merchant": ""}),
        (["--user-id", ""], {"user_id": None}),
        (["--test-host", "c", "--test-host", "d"], {"test_hosts": ("c", "d")}),
        (["--allow-prefix", ""], {"allowed_prefixes": ()}),
        (["--per-hour", "9"], {"budget": Budget(Window(1, 600), Window(9, 3600))}),
        (["--accent-light", "#0f766e"], {"colours": AccentColours("#5eead4", "#0f766e")}),
        (["--accent-dark", ""], {"colours": AccentColours()}),
        (["--code-length", "20"], {"code_length": 20}),
        (["--otp-lifetime", "86400"], {"otp_lifetime": 86_400}),
    ],
)
def test_a_chosen_option_changes_its_setting_alone(words, expected):
    chosen = {}
    result = CliRunner().invoke(command(chosen), words)
    assert (result.exit_code, chosen.pop("yes")) == (0, False)
    assert changed(FULL, chosen) == FULL._replace(**expected)


def test_one_limit_of_a_budget_leaves_the_other_at_the_programs_own():
    assert changed(Profile("a"), {"per_hour": 9}).budget == Budget(Window(3, 600), Window(9, 3600))


@pytest.mark.parametrize(
    "words",
    [["--code-length", "21"], ["--otp-lifetime", "0"], ["--per-hour", "101"], ["--paynet-auth", "basic"]],
)
def test_an_option_outside_its_range_is_refused(words):
    assert CliRunner().invoke(command({}), words).exit_code == 2
