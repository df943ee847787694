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
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test puts into the environment is gone after it, click's language included."""
    for name in ("LANGUAGE",):
        monkeypatch.delenv(name, raising=False)
