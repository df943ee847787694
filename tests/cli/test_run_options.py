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
