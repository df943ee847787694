"""What all tests share: an environment of their own, and Turkish time."""

import os
import time

import pytest

for _name in [*os.environ]:
    if _name.startswith(("OTP_TUI_", "TEXTUAL")) or _name in {"NO_COLOR", "LANGUAGE", "ACCESSIBLE"}:
        del os.environ[_name]
for _proxy in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(_proxy, None)
    os.environ.pop(_proxy.upper(), None)
os.environ |= {"TZ": "Europe/Istanbul", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
if hasattr(time, "tzset"):
    time.tzset()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test puts into the environment is gone after it, click's language included.

    No test reads or writes the configuration or the keyring of whoever runs it; those that want a keyring name one.
    """
    for name in ("LANGUAGE",):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OTP_TUI_HOME", str(tmp_path_factory.getbasetemp() / "no-home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
