"""The configuration as it is changed: by the program, and without losing what a person wrote."""

import os
import stat
import string
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples

from otp_tui.core.flow.journey import Journey
from otp_tui.core.security.budget import Budget, Window
from otp_tui.core.target.credentials import credential_fields
from otp_tui.core.target.profile import (
    NO_CONFIG,
    AccentColours,
    AllowedNumber,
    Config,
    CredentialRecord,
    Profile,
)
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.storage import files
from otp_tui.storage.config.errors import ConfigWriteError
from otp_tui.storage.config.file import ConfigFile
from otp_tui.storage.config.reader import ConfigError, ConfigProblem
from otp_tui.storage.files import write_private

AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
KEY = ("paynet.secret_key", CredentialRecord(AT, "https://pts-api.paynet.com.tr"))

WRITTEN = """\
# Acme's set-up; ask Ayşe before changing
language  =  "tr"   # office

profile = 'acme'

[keys]
resend = "f6" # like the old tool

[profiles.acme]   # the shop
# the vendor's test host
paynet_url = "https://pts-api.paynet.com.tr/"
merchant = "Acme" # as on the till
live = true
budget = { per_10_minutes = 2, per_hour = 4 } # agreed
allowed = [
  { label = "Test phone", number = "+90 5•• ••• •• 42" }, # drawer 3
]

[profiles.other]
journey = "paynet" # no cards
# the end
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config.toml"


def written(path, text=WRITTEN):
    path.write_bytes(text.encode())
    return ConfigFile(path)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(value):
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def acme(file):
    return file.read().profiles["acme"]


def test_the_first_profile_makes_the_file(tmp_path):
    path = tmp_path / "new" / "otp-tui" / "config.toml"
    profile = Profile("acme", journey=Journey.FULL, merchant="Acme", credentials=(KEY,))
    ConfigFile(path).save(profile)
    assert path.read_text(encoding="utf-8") == (
        '[profiles.acme]\njourney = "full"\nmerchant = "Acme"\n\n[profiles.acme.credentials]\n'
        '"paynet.secret_key" = {at = 2026-11-21T06:00:00Z, origin = "https://pts-api.paynet.com.tr"}\n'
    )
    assert ConfigFile(path).read() == Config({"acme": profile})
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"merchant": "Bäcker"}, 'merchant = "Acme" #', 'merchant = "Bäcker" #'),
        ({"merchant": ""}, 'merchant = "Acme" # as on the till\n', ""),
        ({"live": False}, "live = true", "live = false"),
        (
            {"budget": Budget(Window(2, 600), Window(5, 3600))},
            "per_hour = 4 } # agreed",
            "per_hour = 5 } # agreed",
        ),
        ({"budget": None}, "budget = { per_10_minutes = 2, per_hour = 4 } # agreed\n", ""),
        (
            {
                "allowed_numbers": (
                    AllowedNumber("Test phone", "+90 5•• ••• •• 42"),
                    AllowedNumber("Ali", "42"),
                )
            },
            "# drawer 3\n]",
            '# drawer 3\n  {label = "Ali", number = "42"},\n]',
        ),
        ({"journey": Journey.FULL}, "]\n\n[profiles.other]", ']\njourney = "full"\n\n[profiles.other]'),
        (
            {"options": {"paynet_auth": "base64"}},
            "]\n\n[profiles.other]",
            ']\npaynet_auth = "base64"\n\n[profiles.other]',
        ),
        (
            {"credentials": (KEY,)},
            "]\n\n[profiles.other]",
            (
                ']\n\n[profiles.acme.credentials]\n"paynet.secret_key" = '
                '{at = 2026-11-21T06:00:00Z, origin = "https://pts-api.paynet.com.tr"}\n[profiles.other]'
            ),
        ),
    ],
)
def test_a_change_touches_what_differs(change, before, after, path):
    file = written(path)
    wanted = acme(file)._replace(**change)
    file.save(wanted)
    assert WRITTEN.count(before) == 1
    assert path.read_text(encoding="utf-8") == WRITTEN.replace(before, after)
    assert acme(file) == wanted


def test_a_save_without_a_difference_changes_no_byte(path):
    file = written(path, WRITTEN.removesuffix("\n"))
    file.save(acme(file))
    assert path.read_bytes() == WRITTEN.removesuffix("\n").encode()


def test_windows_line_ends_stay(path):
    file = written(path, WRITTEN.replace("\n", "\r\n"))
    file.save(acme(file)._replace(merchant="B"))
    assert path.read_bytes() == WRITTEN.replace('"Acme"', '"B"').replace("\n", "\r\n").encode()


def test_a_new_profile_comes_after_the_others(path):
    file = written(path)
    file.save(Profile("third", merchant="3"))
    assert path.read_text(encoding="utf-8") == WRITTEN + '\n[profiles.third]\nmerchant = "3"\n'


@pytest.mark.parametrize(
    "last", ['[profiles.acme]\nmerchant = "A"', "[profiles.acme] # the shop", "# nobody yet"]
)
def test_a_last_line_without_an_end_gets_one(last, path):
    file = written(path, last)
    file.save(Profile("third", merchant="3"))
    assert path.read_text(encoding="utf-8").startswith(f"{last}\n")
    assert path.read_text(encoding="utf-8").endswith('[profiles.third]\nmerchant = "3"\n')


def test_a_key_comes_after_a_last_line_without_an_end(path):
    file = written(path, '[profiles.acme]\nmerchant = "A" # shop')
    file.save(acme(file)._replace(live=True))
    assert path.read_text(encoding="utf-8") == '[profiles.acme]\nmerchant = "A" # shop\nlive = true\n'


def test_removing_a_profile_leaves_the_rest(path):
    file = written(path)
    file.remove("other")
    start = WRITTEN.index("[profiles.other]")
    assert path.read_text(encoding="utf-8") == WRITTEN[:start].rstrip("\n") + "\n"
    file.remove("acme")
    assert file.read() == Config({}, None, "tr", None, (("resend", "f6"),))
    assert "# Acme's set-up; ask Ayşe before changing\n" in path.read_text(encoding="utf-8")


def test_choosing_the_profile_that_is_opened(path):
    file = written(path)
    file.open_with("other")
    assert path.read_text(encoding="utf-8") == WRITTEN.replace("'acme'", '"other"')
    file.open_with(None)
    assert path.read_text(encoding="utf-8") == WRITTEN.replace("profile = 'acme'\n", "")


def test_nothing_to_write_makes_no_file(path):
    ConfigFile(path).open_with(None)
    assert not path.exists()
    assert ConfigFile(path).read() == NO_CONFIG


@pytest.mark.parametrize(
    ("act", "problem", "key"),
    [
        (lambda file: file.remove("acm"), ConfigProblem.NO_SUCH_PROFILE, "profiles.acm"),
        (lambda file: file.open_with("acm"), ConfigProblem.NO_SUCH_PROFILE, "profile"),
        (lambda file: file.save(Profile("Acme")), ConfigProblem.BAD_PROFILE_NAME, "profiles.Acme"),
        (
            lambda file: file.save(Profile("acme", code_length=0)),
            ConfigProblem.OUT_OF_RANGE,
            "profiles.acme.code_length",
        ),
        (
            lambda file: file.save(Profile("acme", merchant="a\udc80")),
            ConfigProblem.CONTROL,
            "profiles.acme.merchant",
        ),
        (
            lambda file: file.save(Profile("acme", credentials=(("paywall.api_clien", KEY[1]),))),
            ConfigProblem.MISSPELT_KEY,
            'profiles.acme.credentials."paywall.api_clien"',
        ),
    ],
)
def test_what_would_break_a_rule_is_not_written(act, problem, key, path):
    file = written(path)
    with pytest.raises(ConfigError) as caught:
        act(file)
    assert (caught.value.problem, caught.value.line, caught.value.key) == (problem, 0, key)
    assert path.read_bytes() == WRITTEN.encode()


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("[profiles.acme\n", ConfigProblem.SYNTAX, 1),
        ("[profiles.acme]\nlive = 1\n", ConfigProblem.WRONG_TYPE, 2),
        ("\ufefftheme = 'dark'\n", ConfigProblem.BOM, 1),
        ("[profiles.acme]\napi_key = 'hush'\n", ConfigProblem.KEY_IN_FILE, 2),
    ],
)
@pytest.mark.parametrize(
    "act",
    [
        lambda file: file.save(Profile("acme")),
        lambda file: file.remove("acme"),
        lambda file: file.open_with("acme"),
        lambda file: file.read(),
    ],
)
def test_a_broken_file_stays_as_it_is(act, text, problem, line, path):
    file = written(path, text)
    with pytest.raises(ConfigError) as caught:
        act(file)
    assert (caught.value.problem, caught.value.line) == (problem, line)
    assert path.read_bytes() == text.encode()


SPELLINGS = [
    WRITTEN,
    'profiles.acme.merchant = "Acme"\nprofiles.other.journey = "paynet"\n[keys]\nresend = "f6"\n',
    'profiles = { acme = { merchant = "Acme" }, other = { journey = "paynet" } }\n[keys]\nresend = "f6"\n',
    '[profiles]\nacme = { merchant = "Acme" }\nother.journey = "paynet"\n[keys]\nresend = "f6"\n',
    '[profiles.acme]\nmerchant = "Acme"\n[keys]\nresend = "f6"\n[profiles.other]\njourney = "paynet"',
    (
        '[profiles.acme.budget]\nper_hour = 4\n[[profiles.acme.allowed]]\nlabel = "a"\nnumber = "4"\n'
        '[profiles.acme]\nmerchant = "Acme"\n[profiles.other]\njourney = "paynet"\n'
    ),
    (
        '[profiles."acme".credentials]\n"paynet.secret_key" = { at = 2026-01-01T00:00:00Z, origin = "https://a" }\n'
        '[keys]\nresend = "f6"\n[profiles.other]\njourney = "paynet"\n'
    ),
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_profile_is_added_to_any_spelling(text, path):
    file = written(path, text)
    before = file.read()
    added = Profile("third", merchant="3", credentials=(KEY,), budget=Budget(Window(1, 600), Window(1, 3600)))
    file.save(added)
    assert file.read() == before._replace(profiles={**before.profiles, "third": added})


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_profile_is_changed_in_any_spelling(text, path):
    file = written(path, text)
    before = file.read()
    wanted = acme(file)._replace(
        merchant="New",
        live=True,
        budget=Budget(),
        allowed_numbers=(AllowedNumber("b", "5"),),
        credentials=(KEY,),
    )
    file.save(wanted)
    assert file.read() == before._replace(profiles={**before.profiles, "acme": wanted})


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_profile_is_removed_from_any_spelling(text, path):
    file = written(path, text)
    before = file.read()
    file.remove("acme")
    left = {"other": before.profiles["other"]}
    assert file.read() == before._replace(profiles=left, profile=None)


def test_a_file_that_cannot_be_changed_by_the_program(path, monkeypatch):
    file = written(path)
    monkeypatch.setattr(
        "otp_tui.storage.config.file.rewritten", lambda *_: iter(["language = 'en'\n", "broken"])
    )
    with pytest.raises(ConfigError) as caught:
        file.remove("other")
    assert caught.value.problem is ConfigProblem.NOT_EDITABLE
    assert path.read_bytes() == WRITTEN.encode()


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("mask", [0, 0o022, 0o077])
@pytest.mark.parametrize("old", [None, 0o644, 0o666])
def test_the_file_is_for_its_owner_alone(old, mask, path):
    with umask(mask):
        if old is not None:
            written(path)
            path.chmod(old)
        ConfigFile(path).save(Profile("third"))
    assert mode(path) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_draft_is_private_from_its_first_moment(path, monkeypatch):
    modes = []
    fsync = os.fsync

    def watch(handle):
        modes.append(os.fstat(handle).st_mode)
        fsync(handle)

    monkeypatch.setattr(files.os, "fsync", watch)
    with umask(0):
        write_private(path, "a = 1\n")
    assert stat.S_IMODE(modes[0]) == 0o600


def test_a_link_is_followed(tmp_path):
    real = tmp_path / "dotfiles" / "otp.toml"
    link = tmp_path / "home" / "config.toml"
    real.parent.mkdir()
    link.parent.mkdir()
    real.write_text(WRITTEN, encoding="utf-8")
    link.symlink_to(real)
    ConfigFile(link).save(Profile("third", merchant="3"))
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == WRITTEN + '\n[profiles.third]\nmerchant = "3"\n'
    assert mode(real) == 0o600
    assert [entry.name for entry in real.parent.iterdir()] == ["otp.toml"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("crash", "seen"), [(OSError(28, "full"), ConfigWriteError), (KeyboardInterrupt(), KeyboardInterrupt)]
)
def test_a_crash_in_the_middle_leaves_the_old_file(step, crash, seen, path, monkeypatch):
    file = written(path)

    def fail(*_):
        raise crash

    if step == "fsync":
        monkeypatch.setattr(files.os, "fsync", fail)
    else:
        monkeypatch.setattr(type(path), "replace", fail)
    with pytest.raises(seen):
        file.save(Profile("third"))
    assert path.read_bytes() == WRITTEN.encode()
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["config.toml"]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "a").write_text("")
    path = tmp_path / "a" / "b" / "config.toml"
    with pytest.raises(ConfigWriteError) as caught:
        ConfigFile(path).save(Profile("acme"))
    assert caught.value.path == path


def test_two_at_once_lose_nothing(path):
    threads = [
        threading.Thread(target=ConfigFile(path).save, args=(Profile(f"p{number}", merchant="x"),))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ConfigFile(path).read().profiles) == [f"p{number}" for number in range(8)]


def lines(limit):
    letters = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])
    return st.text(letters, min_size=1, max_size=limit).filter(str.strip)


def listed(values, smallest=0):
    return st.lists(values, min_size=smallest, max_size=3).map(tuple)


def maybe(values):
    return st.none() | values


NUMBERS = st.sampled_from(["+90 5•• ••• •• 42", "42", "+44 •••• 12"])
ADDRESSES = st.sampled_from(["https://a.example", "http://[::1]:8787/x", "https://b.example:8443"])
HOSTS = st.sampled_from(["a.example", "b", "10.0.0.5"])
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3))])
MOMENTS = st.datetimes(
    AT.replace(tzinfo=None, year=1970), AT.replace(tzinfo=None, year=9998), timezones=ZONES
)
KEY_SETS = st.builds(
    CredentialRecord, MOMENTS, st.sampled_from(["https://a.example", "http://127.0.0.1:8787"])
)
NAMES = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=32)
CREDENTIALS = [field.name for field in credential_fields(PROVIDERS)]
KEYS = st.dictionaries(st.sampled_from(CREDENTIALS), KEY_SETS).map(
    lambda keys: tuple((field, keys[field]) for field in CREDENTIALS if field in keys)
)
BUDGETS = st.builds(
    lambda short, long: Budget(Window(short, 600), Window(long, 3600)),
    st.integers(1, 100),
    st.integers(1, 100),
)


def sensible(profile):
    """A profile whose fields agree with each other."""
    return profile._replace(
        allow_http=profile.allow_http and bool(profile.test_hosts),
        code_pattern=None if profile.code_length else profile.code_pattern,
    )


PROFILES = st.builds(
    Profile,
    name=NAMES,
    urls=st.dictionaries(st.sampled_from(["paynet", "paywall"]), ADDRESSES),
    journey=maybe(st.sampled_from(Journey)),
    legs=st.permutations(["paynet", "paywall"]).flatmap(
        lambda names: st.integers(0, 2).map(lambda count: tuple(names[:count]))
    ),
    live=st.booleans(),
    merchant=st.just("") | lines(60),
    logo=st.sampled_from(["", "◆ ACME", "東京東京東京東京", "Ş" * 16]),
    colours=st.builds(AccentColours, st.sampled_from(["", "#5eead4"]), st.sampled_from(["", "#0F766E"])),
    test_hosts=listed(HOSTS),
    allow_http=st.booleans(),
    user_id=maybe(lines(100)),
    options=st.sampled_from([{}, {"paynet_auth": "base64"}]),
    code_length=maybe(st.integers(1, 20)),
    code_pattern=maybe(st.sampled_from(["[0-9]{6}", r"\b\d{4}\b", "'\"\\\\", '"""'])),
    otp_lifetime=maybe(st.integers(1, 86_400)),
    resend_waits=listed(st.integers(0, 3_600)),
    budget=maybe(BUDGETS),
    language=maybe(st.sampled_from(["tr", "en"])),
    ca_bundle=maybe(lines(200)),
    proxy=maybe(st.just("http://proxy:3128")),
    allowed_prefixes=listed(st.sampled_from(["+905", "+1", "+123456789012345"])),
    allowed_numbers=listed(st.builds(AllowedNumber, lines(60), NUMBERS)),
    credentials=KEYS,
).map(sensible)


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=PROFILES, second=PROFILES, text=st.sampled_from(["", *SPELLINGS]))
def test_what_is_saved_is_what_is_read(first, second, text, tmp_path):
    path = tmp_path / "config.toml"
    file = written(path, text)
    file.save(first)
    assert file.read().profiles[first.name] == first
    changed = second._replace(name=first.name)
    file.save(changed)
    assert file.read().profiles[first.name] == changed


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=PROFILES, text=st.sampled_from(SPELLINGS))
def test_what_is_changed_is_what_is_read(wanted, text, tmp_path):
    path = tmp_path / "config.toml"
    file = written(path, text)
    others = file.read().profiles
    wanted = wanted._replace(name="acme")
    file.save(wanted)
    assert file.read().profiles == {**others, "acme": wanted}
    file.remove("acme")
    assert "acme" not in file.read().profiles


def test_changes_at_the_same_time_are_all_kept(tmp_path):
    path = tmp_path / "config.toml"
    ConfigFile(path).save(Profile("acme", {"paynet": "https://pts-api.paynet.com.tr"}))
    ready = threading.Barrier(8)

    def note(place):
        entry = AllowedNumber(f"phone {place}", f"+90 5•• ••• •• 0{place}")
        ready.wait()
        ConfigFile(path).update(
            Profile("acme"), lambda now: now._replace(allowed_numbers=(*now.allowed_numbers, entry))
        )

    threads = [threading.Thread(target=note, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = ConfigFile(path).read().profiles["acme"].allowed_numbers
    assert sorted(entry.label for entry in kept) == [f"phone {place}" for place in range(8)]
