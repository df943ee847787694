"""The history of 100,000 walkthroughs: the first page, a page far down, and searches."""

import random
import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Callable
from pathlib import Path

from others import Others
from report import Part, note, verdict

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.verdict import Verdict
from otp_tui.core.flow.history import HistoryFilter
from otp_tui.storage.journal.database import transaction
from otp_tui.storage.journal.history import HistoryTable

_WALKTHROUGHS = 100_000
_PAGE = 100
_BEGUN = b"x" * 900
"""As long as the beginning of a walkthrough is, so that rows lie as far apart as they do."""
_BUDGET_MS = 100.0


def history(_: Others | None) -> None:
    """Measure pages and searches, and the memory that a page takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        _fill(path)
        table = HistoryTable(path)
        last = table.page(HistoryFilter(), _PAGE)[-1]
        searches = {
            "first page": lambda: table.page(HistoryFilter(), _PAGE),
            "next page": lambda: table.page(HistoryFilter(), _PAGE, last),
            "count": lambda: table.count(HistoryFilter(provider="paynet")),
            "a verdict that never was": lambda: table.page(HistoryFilter(verdict=Verdict.EXPIRED), _PAGE),
            "phone and environment": lambda: table.page(
                HistoryFilter(digits="42", environment=Environment.TEST), _PAGE
            ),
            "arrivals of SMS": table.arrivals,
        }
        parts = [Part(name, _times_ms(search)) for name, search in searches.items()]
        slowest = max(part.median for part in parts)
        verdict("history of 100,000 walkthroughs", slowest, _BUDGET_MS, parts, unit="ms")
        tracemalloc.start()
        table.page(HistoryFilter(), _PAGE)
        note(f"a page takes {tracemalloc.get_traced_memory()[1] / 1024:.0f} KiB")
        tracemalloc.stop()


def _times_ms(search: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(7):
        began = time.perf_counter()
        search()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _fill(path: Path) -> None:
    rng = random.Random(7)
    rows = (
        (
            str(uuid.UUID(int=rng.getrandbits(128))),
            _BEGUN,
            rng.choice(("full", "paynet", "masterpass")),
            rng.choice(("sim", "test")),
            f"+90 5•• ••• •• {index % 100:02d}",
            1.7e9 + index * 60,
            1.7e9 + index * 60,
            rng.choice(("ok", "code_refused")),
        )
        for index in range(_WALKTHROUGHS)
    )
    with transaction(path) as database:
        database.executemany(
            "INSERT INTO walks (id, begun, profile, urls, journey, environment, phone, outcome, began, at, kept, verdict)"
            " VALUES (?, ?, 'acme', '{}', ?, ?, ?, 'linked', ?, ?, 0, ?)".replace(
                "'{}'", "CAST('{}' AS BLOB)"
            ),
            rows,
        )
        database.executemany(
            "INSERT INTO arrivals VALUES (?, 1, ?, 'test', ?, 1, 1)",
            (
                (index + 1, rng.choice(("paynet", "paywall")), rng.expovariate(1 / 6))
                for index in range(_WALKTHROUGHS)
            ),
        )
