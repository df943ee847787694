"""The folder in which the tests of the wizard stand: F8 and the inspector write into it."""

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path
