"""Which kind of machine the keyring's problems are worded for."""

from pathlib import Path

import pytest

from otp_tui.storage.keyring import platform as keyring_platform

VARIABLES = ("SSH_CONNECTION", "SSH_TTY", "container", "WSL_DISTRO_NAME", "WSL_INTEROP")


@pytest.mark.parametrize(
    ("system", "variable", "kind"),
    [
        ("darwin", None, "macos"),
        ("darwin", "SSH_TTY", "macos_ssh"),
        ("darwin", "SSH_CONNECTION", "macos_ssh"),
        ("win32", "SSH_TTY", "windows"),
        ("linux", None, "linux"),
        ("linux", "SSH_TTY", "linux"),
        ("linux", "container", "container"),
        ("linux", "WSL_DISTRO_NAME", "wsl"),
        ("linux", "WSL_INTEROP", "wsl"),
    ],
)
def test_the_kind_of_machine(monkeypatch, system, variable, kind):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "1")
    with monkeypatch.context() as patched:
        patched.setattr(keyring_platform.sys, "platform", system)
        patched.setattr(Path, "exists", lambda _path: False)
        found = keyring_platform.platform()
    assert found == kind


@pytest.mark.parametrize("mark", ["/.dockerenv", "/run/.containerenv"])
def test_a_container_by_its_mark(monkeypatch, mark):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with monkeypatch.context() as patched:
        patched.setattr(keyring_platform.sys, "platform", "linux")
        patched.setattr(Path, "exists", lambda path: path.as_posix() == mark)
        found = keyring_platform.platform()
    assert found == "container"
