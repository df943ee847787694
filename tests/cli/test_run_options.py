"""Options of `run` that cannot mean what they say: refused before anything is sent."""

import pytest
from support.shell import shell

PHONE = ("--phone", "5000000001", "--lang", "en")


@pytest.mark.parametrize("code", ["--json", "-1234", "--"])
def test_an_option_is_no_code(sim, capsys, code):
    told = shell(capsys, ["run", "paynet", *PHONE, "--code", code])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert "A value of --code begins with a dash, like an option: is the code missing?" in told.err


@pytest.mark.parametrize(
    "words", [["--confirm"], ["--unlink"], ["--session-id", "6489433e-f36b-1410-825e-001264113a90"],
              ["--user-id", "u1"]]
)  # fmt: skip
def test_options_that_a_journey_has_no_use_for_are_refused(sim, capsys, words):
    told = shell(capsys, ["run", "paynet", *PHONE, "--code-from", "sim", *words, "--json"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert f"{words[0]} has no effect in the journey paynet." in told.err


@pytest.mark.parametrize("name", ["-x", "--", "-"])
def test_a_profile_is_not_named_like_an_option(home, capsys, name):
    told = shell(capsys, ["profile", "add", "--paynet-url", "http://127.0.0.1:9", "--", name])
    assert told.code == 2
    assert "A profile name has 1 to 32 characters of a-z, 0-9 and -, and does not begin with -." in told.err


@pytest.mark.parametrize(
    "words", [["--har", "{0}/x", "--junit", "{0}/x"], ["--har", "{0}/junit.xml", "--evidence", "{0}"]]
)
def test_one_file_is_not_asked_for_twice(sim, capsys, tmp_path, words):
    words = [word.format(tmp_path) for word in words]
    told = shell(capsys, ["run", "paynet", *PHONE, "--code-from", "sim", *words, "--json"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert "was asked for twice: each kind of evidence needs a file of its own." in told.err


@pytest.mark.parametrize("option", ["--har", "--junit", "--evidence"])
def test_an_empty_variable_is_no_file_name(sim, capsys, option):
    told = shell(capsys, ["run", "paynet", *PHONE, "--code-from", "sim", option, "", "--json"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert f"{option} needs the name of a file or folder." in told.err


@pytest.mark.parametrize("words", [["--profile", "zzz"], ["--journey", "full"], ["--plain"]])
def test_an_option_before_the_command_is_not_lost(sim, capsys, words):
    told = shell(capsys, [*words, "run", "paynet", *PHONE, "--code-from", "sim", "--json"])
    assert (told.code, told.out, sim.calls()) == (2, "", [])
    assert f"{words[0]} belongs after the command: otp-tui run" in told.err


def test_the_language_before_the_command_is_stronger_than_the_profile(home, capsys):
    shell(capsys, ["profile", "add", "shop", "--paynet-url", "http://127.0.0.1:9", "--language", "en"])
    told = shell(
        capsys, ["--lang", "tr", "run", "paynet", "--profile", "shop", "--phone", "12", "--code", "123456"]
    )
    assert "Rakam eksik" in told.err


def test_a_mistake_is_told_in_the_language_of_the_profile(home, capsys, monkeypatch):
    monkeypatch.delenv("OTP_TUI_LANG", raising=False)
    shell(capsys, ["profile", "add", "shop", "--paynet-url", "http://127.0.0.1:9", "--language", "tr"])
    words = ["--phone", "5000000001", "--code", "123456", "--confirm"]
    told = shell(capsys, ["run", "paynet", "--profile", "shop", *words])
    assert "paynet akışında --confirm seçeneğinin etkisi yoktur." in told.err
