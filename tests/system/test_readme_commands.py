"""The READMEs' own commands in a sandbox: their folders, a real Secret Service, the built-in simulator."""

import subprocess

import pytest
from support.environment import child
from support.readmes import PARTLY_THERE, program_commands

pytestmark = pytest.mark.system

SHOWN_ELSEWHERE = ("demo", "serve", "doctor", "--profile")
"""What wants a terminal, a port or a network: their words are read by `tests/test_readmes.py`."""


@pytest.fixture
def sandbox(home, secret_service, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return {name: value for name, value in secret_service.environment.items() if name != "HOME"} | {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"
    }


def test_each_command_runs(sandbox, tmp_path):
    ran = []
    for words in program_commands("en"):
        if words and words[0] not in SHOWN_ELSEWHERE:
            done = child(*words, given="a-key-that-is-long-enough\n", **sandbox)
            assert done.returncode == 0, (words, done.stderr)
            ran.append(" ".join(words[:2]))
    assert ran[:5] == ["profile add", *["credentials set"] * 3, "profile allow"]
    assert {"run full", "history list"} <= {*ran}
    assert (tmp_path / "otp.xml").exists()
    assert (tmp_path / "evidence" / "manifest.json").exists()


@pytest.mark.skipif("completion" in PARTLY_THERE, reason="no such command yet")
def test_the_completion_is_a_script_of_that_shell(sandbox):
    done = child("completion", "bash", **sandbox)
    assert done.returncode == 0
    read = subprocess.run(["bash", "-n"], input=done.stdout, text=True, capture_output=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")
    assert "otp-tui" in done.stdout
