"""A machine of its own for a test: folders, a keyring, the vendors' hosts, and the words that set a target up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.hosts import Hosts
from support.secret_scan import assert_no_secret
from support.shell import KEYS

HERE = Path(__file__).parent
BACKENDS = HERE / "backends"
PHONE = "5321112233"
MASKED = "+90 5•• ••• •• 33"
FIELDS = {
    "paynet.secret_key": KEYS["OTP_TUI_PAYNET_SECRET_KEY"],
    "paywall.api_key": KEYS["OTP_TUI_PAYWALL_API_KEY"],
    "paywall.api_client": KEYS["OTP_TUI_PAYWALL_API_CLIENT"],
}
PAYNET_HOST, PAYWALL_HOST = "pts-api.paynet.com.tr:443", "test-payment-api.itspaywall.com:443"


@contextmanager
def folders(tmp_path: Path) -> Iterator[dict[str, str]]:
    """OTP_TUI_HOME, HOME and TMPDIR of a test; when it is over, none of the keys may stand in them."""
    __tracebackhide__ = True
    names = {"OTP_TUI_HOME": tmp_path / "own", "HOME": tmp_path / "user", "TMPDIR": tmp_path / "tmp"}
    for folder in names.values():
        folder.mkdir()
    yield {name: str(folder) for name, folder in names.items()}
    assert_no_secret(names.values(), KEYS.values())


def by_hosts(hosts: Hosts) -> list[str]:
    """Options of a profile by which its requests reach the played hosts."""
    return ["--proxy", hosts.proxy_url, "--ca-bundle", str(hosts.bundle)]


def codes(address: str, phone: str = PHONE, *seen: str) -> list[str]:
    """Options by which `run` reads its codes from the simulator behind the played hosts."""
    return [
        "--code-from",
        " ".join([f"cmd:{sys.executable}", str(HERE / "newest_code.py"), address, phone, *seen]),
    ]


def child(
    *words: str, given: str = "", deadline_s: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `otp-tui` as a process of its own, with what is given on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "otp_tui", *words],
        env=child_environment(**environment),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=deadline_s,
    )


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a child: the backends of the tests can be imported, warnings are errors."""
    return {**os.environ, "PYTHONPATH": str(BACKENDS), "PYTHONWARNINGS": "error", **more}
