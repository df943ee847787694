"""Homes of `otp-tui` as an operator has them: a profile, and a journal with something or nothing open in it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from otp_tui.cli.terminal.clock import SystemClock

NOWHERE: Final = "http://127.0.0.1:9"
"""An address that is never called: first paint is over before."""

_JOURNAL: Final = Path(__file__).parents[2] / "storage" / "journal_0_1_0.sql"
_CONFIG: Final = f"""\
language = "en"
profile = "acme"

[profiles.acme]
paynet_url = "{NOWHERE}"
journey = "paynet"
merchant = "Acme Store"
allowed = [{{ label = "mine", number = "+90 5•• ••• •• 42" }}]

[profiles.acme.credentials]
"paynet.secret_key" = {{ at = 2026-01-02T03:04:05Z, origin = "{NOWHERE}" }}

[profiles.second]
paynet_url = "{NOWHERE}"
paywall_url = "{NOWHERE}"
journey = "full"
"""


def home(folder: Path, *, something_open: bool) -> dict[str, str]:
    """Make a home and return the variables that lead there; no keyring of the operator's is asked.

    Args:
        folder: Where to; it is made.
        something_open: Leave a walkthrough open whose verify had no answer, just now.
    """
    folder.mkdir()
    (folder / "config.toml").write_text(_CONFIG, encoding="utf-8")
    now = SystemClock().now()
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as database:
        database.executescript(_JOURNAL.read_text(encoding="utf-8"))
        if something_open:
            urls = f'{{"paywall":"{NOWHERE}"}}'.encode()
            database.execute("UPDATE walks SET at = ?, urls = ?", (now.utc.timestamp(), urls))
            database.execute("UPDATE events SET tick = ?, wall = ?", (now.monotonic, now.utc.isoformat()))
        else:
            database.execute("UPDATE walks SET outcome = 'cancelled', kept = 0")
        database.commit()
        database.execute("PRAGMA journal_mode = WAL")
    return {"OTP_TUI_HOME": str(folder), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
