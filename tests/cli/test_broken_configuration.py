"""A configuration with a mistake in it: every command says file, line and key, ends with 2, and leaves it as it is."""

import json

import pytest
from support.environment import PHONE
from support.shell import shell

GOOD = b'[profiles.acme]\npaynet_url = "https://pts-api.paynet.com.tr"\n'
BROKEN = {
    # the file, where and what the sentence says
    "wrong type": (
        GOOD + b"live = 1\n",
        ", line 3: profiles.acme.live has the wrong type: found a whole number",
    ),
    "unknown key": (
        GOOD + b"lives = true\n",
        ", line 3: profiles.acme.lives is not a known setting. Did you mean",
    ),
    "tab": (GOOD + b'merchant = "Ac\tme"\n', ", line 3: profiles.acme.merchant contains a line break, a tab"),
    "tab in a key": (GOOD + b"\x01live = true\n", ", line 3: This is not valid TOML."),
    "BOM": (b"\xef\xbb\xbf" + GOOD, ", line 1: The file begins with a byte order mark (BOM)."),
    "no end": (GOOD + b'merchant = "Acme', ", line 3: This is not valid TOML."),
    "a list without an end": (GOOD + b'test_hosts = ["a.example.com",\n', "This is not valid TOML."),
    "a key in it": (
        GOOD + b'secret_key = "sck_test_4f/Q+z9Xw="\n',
        ", line 3: profiles.acme.secret_key looks like a secret. Keys are never kept in a file",
    ),
    "not UTF-8": (GOOD + b'merchant = "\xfe"\n', ", line 3: The file is not UTF-8 text."),
    "no such profile": (
        b'profile = "beta"\n' + GOOD,
        ", line 1: profile: there is no profile with this name.",
    ),
}
COMMANDS = {
    "run": ["run", "paynet", "--profile", "acme", "--phone", PHONE, "--code", "1234", "--json"],
    "profile list": ["profile", "list", "--json"],
    "profile show": ["profile", "show", "acme"],
    "profile add": ["profile", "add", "beta"],
    "profile edit": ["profile", "edit", "acme", "--merchant", "x"],
    "profile allow": ["profile", "allow", "acme", "--phone", PHONE, "--label", "me"],
    "profile remove": ["profile", "remove", "acme", "--yes"],
    "credentials list": ["credentials", "list", "--json"],
    "credentials set": ["credentials", "set", "acme", "paynet.secret_key"],
    "credentials test": ["credentials", "test", "acme"],
    "credentials forget": ["credentials", "forget", "acme", "--yes"],
}


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Not within the swept folders: one of these files has a key in it."""
    folder = tmp_path / "broken"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("OTP_TUI_HOME", str(folder))
    monkeypatch.setenv("OTP_TUI_LANG", "en")
    return folder / "config.toml"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("mistake", BROKEN)
def test_every_command_says_where_and_what(config, keyring, capsys, mistake, command):
    data, sentence = BROKEN[mistake]
    config.write_bytes(data)
    config.chmod(0o600)
    before = config.stat()
    printed = shell(capsys, COMMANDS[command])
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.startswith(f"otp-tui: {config}")
    assert sentence in printed.err
    assert "sck_test" not in printed.err
    assert config.read_bytes() == data
    assert (config.stat().st_mtime_ns, config.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]
    assert keyring.calls == []


@pytest.mark.parametrize("mistake", BROKEN)
def test_the_doctor_says_it_as_a_finding(config, keyring, capsys, mistake):
    data, sentence = BROKEN[mistake]
    config.write_bytes(data)
    printed = shell(capsys, ["doctor", "--json"])
    (finding,) = [row for row in json.loads(printed.out)["findings"] if row["check"] == "configuration"]
    assert (printed.code, finding["state"]) == (2, "broken")
    assert sentence in finding["text"]
    assert finding["fix"] == f"Fix {config}, or move it away and set the profiles up again."
    assert config.read_bytes() == data


def test_in_turkish_too(config, capsys, monkeypatch):
    monkeypatch.setenv("OTP_TUI_LANG", "tr")
    config.write_bytes(GOOD + b"live = 1\n")
    printed = shell(capsys, ["profile", "list"])
    assert (printed.code, printed.out) == (2, "")
    assert f"{config}, 3. satır: profiles.acme.live" in printed.err


def test_what_needs_no_configuration_works(config, capsys):
    config.write_bytes(BROKEN["no end"][0])
    words = ["run", "full", "--sim", "--phone", "5000000001", "--code-from", "sim"]
    assert shell(capsys, words).code == 0
    assert shell(capsys, ["--version"]).code == 0
