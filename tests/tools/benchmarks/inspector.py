"""Scrolling and growing of the inspector's list: 10,000 exchanges beside ten.

Alone: ``python tests/tools/benchmarks/inspector.py``.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.exchange_lists import InspectorApp, data_of, many
from support.records import recorded

_PRESSES = 60


async def _measure(count: int) -> tuple[float, float]:
    """Return the median milliseconds of a key that chooses, and of one more exchange."""
    exchanges = many(count)
    app = InspectorApp(data_of(exchanges))
    keys, growth = [], []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for number in range(_PRESSES):
            began = time.perf_counter()
            await pilot.press("k" if number % 3 else "j")
            keys.append(time.perf_counter() - began)
        await pilot.press("F")
        for number in range(_PRESSES):
            exchanges.append(recorded(number=count + 1 + number))
            began = time.perf_counter()
            app.draw()
            await pilot.pause()
            growth.append(time.perf_counter() - began)
    return statistics.median(keys) * 1000, statistics.median(growth) * 1000


def inspector(_: object = None) -> None:
    """Print both as ratios."""
    few, lots = asyncio.run(_measure(10)), asyncio.run(_measure(10_000))
    for what, small, large in zip(("key that chooses", "one more exchange"), few, lots, strict=True):
        sys.stdout.write(
            f"inspector, {what}: {large / small:.2f} x with 10,000 exchanges ({large:.1f} ms beside {small:.1f} ms)\n"
        )


if __name__ == "__main__":
    inspector()
