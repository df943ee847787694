"""Hostile answers, all met by one process: nothing crashes, hangs, grows, or reaches a terminal raw."""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

import pytest
from support.hostile_words import MESSAGES
from support.raw_server import serving

from .hostile import hostile

pytestmark = [pytest.mark.system, pytest.mark.xdist_group("hostile answers")]  # one process for all

CUSTOMER = Path(__file__).with_name("hostile_customer.py")
TESTS = Path(__file__).parents[1]
MOST_MIB = 150
PATIENCE_S = 300


@pytest.fixture(scope="module")
def report():
    """What the process tells of itself."""
    return asyncio.run(_met())


async def _met():
    async with contextlib.AsyncExitStack() as stack:
        doors = []
        for name, case in hostile().items():
            server = await stack.enter_async_context(serving(case.act))
            doors.append([name, server.port, case.timeout_s])
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            str(CUSTOMER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (TESTS, TESTS.parent)))},
        )
        try:
            out, err = await asyncio.wait_for(
                child.communicate(json.dumps(doors).encode()), timeout=PATIENCE_S
            )
        finally:
            if child.returncode is None:
                child.kill()
    assert err.decode() == ""
    assert child.returncode == 0
    return json.loads(out)


@pytest.mark.parametrize("name", hostile())
def test_what_is_made_of_it(report, name):
    case, met = hostile()[name], report["met"][name]
    assert met["told"] == {"paynet": case.paynet, "paywall": case.paywall}
    assert met["harm"] == []


@pytest.mark.parametrize("name", MESSAGES)
def test_words_are_shown_harmless(report, name):
    assert report["met"][f"words: {name}"]["words"] == MESSAGES[name][1]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own peak memory")
def test_the_process_stays_small(report):
    sys.stdout.write(
        f"peak {report['peak_mib']:.0f} MiB; {report['began_mib']:.0f} before the first answer\n"
    )
    assert report["peak_mib"] <= MOST_MIB
