"""One phone has one UserId, however many first runs there are at the same moment: on a real Secret Service."""

import json
import subprocess
import sys

import pytest
from support.environment import FIELDS, child_environment
from support.http_listener import Listener
from support.shell import KEYS, shell

pytestmark = pytest.mark.system

AT_ONCE = 6
RUN = ["run", "masterpass", "--profile", "acme", "--phone", "5000000001", "--code", "123456", "--json"]


@pytest.fixture
def listener():
    """A provider that keeps every request and refuses its keys."""
    listener = Listener(status=401)
    yield listener
    listener.close()


@pytest.fixture
def runs(home, secret_service, listener, capsys):
    """Starts that many runs at once; gives their ends and the UserIds that they sent."""
    words = ["profile", "add", "acme", "--paywall-url", listener.url, "--journey", "masterpass"]
    assert shell(capsys, words).code == 0
    own = {name: value for name, value in secret_service.environment.items() if name != "HOME"}
    own["PYTHON_KEYRING_BACKEND"] = "keyring.backends.SecretService.Keyring"

    def start(**environment):
        listener.seen.clear()
        programs = [
            subprocess.Popen(
                [sys.executable, "-m", "otp_tui", *RUN],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                env=child_environment(**own, **environment),
            )
            for _ in range(AT_ONCE)
        ]  # fmt: skip
        told = [program.communicate(timeout=120)[1] for program in programs]
        return [program.returncode for program in programs], told, sent_by(listener)

    return start


def sent_by(listener):
    return [json.loads(body)["UserId"] for _, _, body in listener.seen]


@pytest.mark.parametrize("keys", ["in the environment", "in the keyring"])
def test_many_first_runs_send_one_user_id_and_so_do_those_after_them(runs, secret_service, keys):
    environment = KEYS if keys == "in the environment" else {}
    if keys == "in the keyring":
        for field, value in FIELDS.items():
            assert secret_service.store(f"acme/{field}", value)
    for _ in range(2):  # the key is made, then it is there
        codes, told, ids = runs(**environment)
        assert codes == [6] * AT_ONCE, told
        assert (len(ids), len(set(ids))) == (AT_ONCE, 1)
        assert not [err for err in told if "UserId" in err]
    assert secret_service.lookup("@canary") is None
