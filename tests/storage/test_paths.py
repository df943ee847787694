"""Where things are kept."""

import os
from pathlib import Path

import pytest

from otp_tui.storage.paths import config_path, journal_path


def test_a_home_of_its_own_holds_both(monkeypatch, tmp_path):
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path / "own"))
    assert config_path() == tmp_path / "own" / "config.toml"
    assert journal_path() == tmp_path / "own" / "journal.sqlite3"
    assert not (tmp_path / "own").exists()


def test_a_tilde_in_it_is_the_users_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("OTP_TUI_HOME", "~/own")
    assert config_path() == tmp_path / "own" / "config.toml"


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="the folders of Linux")
@pytest.mark.parametrize("own", [None, ""])
def test_else_the_platforms_folders(own, monkeypatch, tmp_path):
    monkeypatch.delenv("OTP_TUI_HOME", raising=False)
    if own is not None:
        monkeypatch.setenv("OTP_TUI_HOME", own)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    assert config_path() == tmp_path / "c" / "otp-tui" / "config.toml"
    assert journal_path() == tmp_path / "d" / "otp-tui" / "journal.sqlite3"
    assert list(tmp_path.iterdir()) == []


def test_no_home_at_all(monkeypatch, tmp_path):
    def homeless(*_, **__):
        raise RuntimeError

    monkeypatch.delenv("OTP_TUI_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_config_path", homeless)
    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    assert config_path() == Path(tmp_path) / ".otp-tui" / "config.toml"
    assert journal_path() == Path(tmp_path) / ".otp-tui" / "journal.sqlite3"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_home_variable_is_no_crash(monkeypatch):
    monkeypatch.delenv("OTP_TUI_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    assert config_path().name == "config.toml"
