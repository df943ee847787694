"""Runs the command line inside this process, through its public entry, and keeps what it printed."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest

from otp_tui.cli.main import main

KEYS = {
    "OTP_TUI_PAYNET_SECRET_KEY": "sck_test_4f/Q+z9Xw=",
    "OTP_TUI_PAYWALL_API_KEY": "PRIVATE-KEY-3b81c0",
    "OTP_TUI_PAYWALL_API_CLIENT": "PRIVATE-CLIENT-77d2",
}


class Printed(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        """The last JSON line."""
        return self.lines[-1]


def shell(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> Printed:
    """Run `otp-tui` with these words."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    out, err = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return Printed(code, out, err)
