"""Evidence packs from outside: the same bytes each time, whole or not at all, without a secret in any encoding."""

import base64
import hashlib
import html
import json
import stat
import urllib.parse

import pytest
from support.environment import child
from support.shell import KEYS, shell

pytestmark = pytest.mark.system
RUN = ("--code-from", "sim", "--lang", "en", "--json")


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def told(sim, home, keyring, capsys):
    return lambda *words: shell(capsys, words)


def newest(told):
    return json.loads(told("history", "list", "--json").out)["walkthroughs"][0]["id"]


def test_run_and_history_make_the_same_pack(told, home, monkeypatch):
    assert (
        told("run", "full", "--phone", "5000000001", "--confirm", *RUN, "--evidence", str(home / "one")).code
        == 0
    )
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    assert told("history", "evidence", newest(told), "--out", str(home / "two")).code == 0
    one, two = files_of(home / "one"), files_of(home / "two")
    assert {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)} == set()
    assert sum(name.startswith("pictures/") for name in one) == 5
    assert sum(name.startswith("snippets/") for name in one) == 6 * 8


def test_the_manifest_has_every_file_and_every_mask(told, home):
    folder = home / "pack"
    assert told("run", "full", "--phone", "5000000006", *RUN, "--evidence", str(folder)).code == 7
    files = files_of(folder)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())
    }
    assert (manifest["environment"], manifest["profile"], manifest["clock_skew_s"]) == ("sim", None, 0)
    masked = {(one["place"], one["shape"]) for one in manifest["redactions"]}
    assert ("exchanges/2/request/body/otp_code", "code") in masked
    assert ("exchanges/2/request/body/user_gsm", "phone") in masked
    assert ("exchanges/1/request/headers/Authorization", "paynet.secret_key") in masked
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}


def encodings(secret):
    raw = secret.encode()
    return {
        secret,
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
        urllib.parse.quote(secret, safe=""),
        urllib.parse.quote_plus(secret),
        json.dumps(secret)[1:-1],
        html.escape(secret),
        "".join(f"&#{char};" for char in raw),
    }


def test_no_secret_is_in_a_pack_in_any_encoding(told, home, sim, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("https_proxy", "http://proxy-user:proxy-pa55word@127.0.0.1:9")
    folder = home / "pack"
    words = ("--confirm", "--unlink", "--user-id", "customer-7731")
    assert told("run", "full", "--phone", "5000000001", *words, *RUN, "--evidence", str(folder)).code == 0
    phone = "5000000001"
    (first, second) = sim.state.messages()
    references = [message.reference for message in (first, second)]
    secrets = [*KEYS.values(), phone, f"90{phone}", *references, "proxy-user", "proxy-pa55word"]
    for name, data in files_of(folder).items():
        text = data.decode()
        found = [secret for secret in secrets for form in encodings(secret) if form in text]
        assert found == [], name


def test_a_pack_that_cannot_be_written_leaves_nothing(told, home, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    folder = home / "pack"
    monkeypatch.setattr("otp_tui.storage.files.os.fsync", full)
    ended = told("run", "paynet", "--phone", "5000000001", *RUN, "--evidence", str(folder))
    assert (ended.code, ended.last["exit_code"]) == (2, 2)
    assert f"{folder} cannot be written." in ended.err
    assert files_of(folder) == {}
    assert [path.name for path in home.iterdir() if path.name.endswith(".tmp")] == []


def test_an_older_pack_does_not_outlive_a_run_that_could_not_begin(told, home, monkeypatch):
    folder = home / "pack"
    assert told("run", "paynet", "--phone", "5000000001", *RUN, "--evidence", str(folder)).code == 0
    (folder / "mine.txt").write_text("mine")
    monkeypatch.delenv("OTP_TUI_PAYNET_SECRET_KEY")
    assert told("run", "paynet", "--phone", "5000000001", *RUN, "--evidence", str(folder)).code == 6
    files = files_of(folder)
    assert [name for name in files if name.startswith(("pictures/", "snippets/"))] == []
    assert files["mine.txt"] == b"mine"
    assert json.loads(files["events.jsonl"].splitlines()[-1])["exit_code"] == 6
    assert b'<error message="failed (exit 6)"' in files["junit.xml"]


def test_the_pack_of_a_demo_needs_no_journal(home):
    """The installed command, in a process of its own."""
    ended = child("run", "paynet", "--sim", "--phone", "5000000001", *RUN, "--evidence", str(home / "pack"))
    assert ended.returncode == 0
    assert (home / "pack" / "pictures" / "01-phone.svg").exists()
