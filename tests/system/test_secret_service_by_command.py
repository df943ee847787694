"""Keys in a real Secret Service: set from standard input, found by another program, used, forgotten; never elsewhere."""

import json
import re
from pathlib import Path

import pytest
from support.environment import FIELDS, MASKED, PAYNET_HOST, PAYWALL_HOST, PHONE, by_hosts, child, codes
from support.secret_scan import assert_no_secret

pytestmark = pytest.mark.system


@pytest.fixture
def told(home, secret_service, hosts):
    """Runs a command as a process that finds the Secret Service; nothing it prints may hold a key."""
    environment = {name: value for name, value in secret_service.environment.items() if name != "HOME"} | {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"
    }

    def run(*words, given=""):
        done = child(*words, given=given, **environment)
        assert_no_secret([], FIELDS.values(), extra=(done.stdout + done.stderr).encode())
        return done

    assert run("profile", "add", "acme", *by_hosts(hosts)).returncode == 0
    return run


def set_all(told):
    for field, value in FIELDS.items():
        done = told("credentials", "set", "acme", field, given=value + "\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"{field} of acme is saved in the keyring ({len(value)} characters).\n"


def test_a_key_s_whole_life(told, secret_service, hosts, running, tmp_path, home):
    set_all(told)
    for field, value in FIELDS.items():
        assert secret_service.lookup(f"acme/{field}") == value
    assert secret_service.lookup("@canary") is None
    assert told("profile", "allow", "acme", "--phone", PHONE, "--label", "me").returncode == 0
    assert json.loads(secret_service.lookup("@numbers/acme")) == {PHONE: "me"}

    seen = tmp_path / "arguments"
    words = ["run", "full", "--profile", "acme", "--phone", "-", "--json"]
    walked = told(*words, *codes(running.url, PHONE, str(seen)), given=f"{PHONE}\n")
    last = json.loads(walked.stdout.splitlines()[-1])
    assert (walked.returncode, last["outcome"], last["environment"]) == (0, "linked", "test"), walked.stderr
    assert set(hosts.asked) == {PAYNET_HOST, PAYWALL_HOST}
    assert b"otp_tui\0run\0full" in seen.read_bytes()
    assert_no_secret([seen], FIELDS.values())
    secrets = {secret_service.lookup(name) for name in ("@key/sends", "@key/user-id")}
    assert len([secret for secret in secrets if re.fullmatch("[0-9a-f]{64}", secret)]) == 2
    assert_no_secret([home], [*secrets, PHONE])

    listed = json.loads(told("credentials", "list", "--json").stdout)["credentials"]
    assert [(row["profile"], row["field"], row["set"]) for row in listed] == [
        ("acme", field, True) for field in FIELDS
    ]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row["at"]) for row in listed)

    forgot = told("credentials", "forget", "acme", "paynet.secret_key", "--yes")
    assert (forgot.returncode, forgot.stdout) == (0, "Deleted: paynet.secret_key.\n")
    assert secret_service.lookup("acme/paynet.secret_key") is None
    assert secret_service.lookup("acme/paywall.api_key") == FIELDS["paywall.api_key"]
    missing = told(*words, *codes(running.url), given=f"{PHONE}\n")
    assert (missing.returncode, json.loads(missing.stdout)["exit_code"]) == (6, 6)
    assert "Profile acme has no key paynet.secret_key." in missing.stderr
    assert told("credentials", "forget", "acme", "--yes").returncode == 0
    assert [secret_service.lookup(f"acme/{field}") for field in FIELDS] == [None] * 3
    again = told("credentials", "forget", "acme", "--yes")
    assert (again.returncode, again.stdout) == (0, "None of these keys was in the keyring.\n")
    assert "[profiles.acme.credentials" not in (home / "config.toml").read_text()


def test_a_key_given_twice_asks_before_it_overwrites(told, secret_service):
    set_all(told)
    words = ["credentials", "set", "acme", "paynet.secret_key"]
    same = told(*words, given=FIELDS["paynet.secret_key"])
    assert same.returncode == 0, "the same key overwrites nothing"
    refused = told(*words, given="sck_another_key_1")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "acme already has another paynet.secret_key. Replace it?\n"
        "otp-tui: This command asks a question, and nobody can answer it here: add --yes.\n"
    )
    assert secret_service.lookup("acme/paynet.secret_key") == FIELDS["paynet.secret_key"]
    assert told(*words, "--yes", given="sck_another_key_1").returncode == 0
    assert secret_service.lookup("acme/paynet.secret_key") == "sck_another_key_1"


def test_forgetting_asks_too(told, secret_service):
    set_all(told)
    refused = told("credentials", "forget", "acme")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        "Delete paynet.secret_key, paywall.api_key, paywall.api_client of acme from the keyring?"
    )
    assert secret_service.lookup("acme/paynet.secret_key") == FIELDS["paynet.secret_key"]


def test_keys_are_tested_without_an_sms(told, running, hosts):
    set_all(told)
    tested = told("credentials", "test", "acme", "--json")
    rows = json.loads(tested.stdout)["keys"]
    assert (tested.returncode, [row["state"] for row in rows]) == (0, ["accepted", "accepted"])
    assert running.calls() == ["check_otp", "session"]
    assert running.state.messages() == []
    said = told("credentials", "test", "acme")
    assert "Only a real send shows whether this key may send." in said.stdout
    told("credentials", "set", "acme", "paynet.secret_key", "--yes", given="wrong")
    wrong = told("credentials", "test", "acme", "--json")
    assert wrong.returncode == 6
    assert [row["state"] for row in json.loads(wrong.stdout)["keys"]] == ["refused", "accepted"]
    hosts.route["pts-api.paynet.com.tr"] = "http://127.0.0.1:1"
    gone = told("credentials", "test", "acme", "--json")
    assert (gone.returncode, json.loads(gone.stdout)["keys"][0]["state"]) == (8, "unreachable")


def test_removing_a_profile_takes_everything_of_it_along(told, secret_service, home):
    set_all(told)
    told("profile", "allow", "acme", "--phone", PHONE, "--label", "me")
    assert f'number = "{MASKED}"' in (home / "config.toml").read_text()
    assert told("profile", "remove", "acme").returncode == 2
    assert secret_service.lookup("acme/paynet.secret_key") == FIELDS["paynet.secret_key"]
    assert told("profile", "remove", "acme", "--yes").returncode == 0
    assert [secret_service.lookup(f"acme/{field}") for field in FIELDS] == [None] * 3
    assert secret_service.lookup("@numbers/acme") is None
    assert told("profile", "list").stdout.startswith("There is no profile yet.")


def test_a_locked_one_is_told_and_nothing_hangs(told, secret_service, running, hosts):
    set_all(told)
    secret_service.lock()
    for words in (
        ["run", "full", "--profile", "acme", "--phone", PHONE, *codes(running.url)],
        ["credentials", "list"],
        ["credentials", "forget", "acme", "--yes"],
    ):
        done = told(*words)
        assert done.returncode == 6
        assert "The keyring is locked and was not unlocked." in done.stderr
    done = told("credentials", "set", "acme", "paynet.secret_key", given="sck_another_key_1")
    assert (done.returncode, "locked" in done.stderr) == (6, True)
    assert hosts.asked == []
    doctor = told("doctor", "--json")
    (finding,) = [row for row in json.loads(doctor.stdout)["findings"] if row["check"] == "keyring"]
    assert (finding["state"], finding["text"]) == ("warning", "The keyring is locked and was not unlocked.")


def test_a_key_may_be_put_there_by_other_means(told, secret_service, running):
    for field, value in FIELDS.items():
        assert secret_service.store(f"acme/{field}", value) is True
    told("profile", "allow", "acme", "--phone", PHONE, "--label", "me")
    walked = told("run", "paynet", "--profile", "acme", "--phone", PHONE, *codes(running.url))
    assert walked.returncode == 0, walked.stderr


@pytest.mark.parametrize("given", ["", "\n", "sck a", "sck_\u015f", "sck\nsck", "sck\tx", "x" * 1281])
def test_what_cannot_be_a_key_is_not_kept(told, secret_service, given):
    done = told("credentials", "set", "acme", "paynet.secret_key", given=given)
    assert done.returncode == (6 if len(given) > 1280 else 2)
    assert len(given) < 3 or given not in done.stdout + done.stderr
    assert secret_service.lookup("acme/paynet.secret_key") is None


def test_a_profile_without_an_address_has_no_key(told, secret_service, home):
    assert told("profile", "add", "pay", "--journey", "paynet").returncode == 0
    done = told("credentials", "set", "pay", "paywall.api_key", given="PRIVATE-9")
    assert done.returncode == 2
    assert "Profile pay has no address for Paywall; a key belongs to an address." in done.stderr
    assert secret_service.lookup("pay/paywall.api_key") is None
    assert Path(home / "config.toml").exists()
