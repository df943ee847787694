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

pytestmark = pytest.mark.system

CUSTOMER = Path(__file__).with_name("hostile_customer.py")
TESTS = Path(__file__).parents[1]
MOST_MIB = 150
PATIENCE_S = 300


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


def test_what_is_made_of_each_and_that_the_process_stays_small():
    """One test, because one process meets them all: spread over workers, each would start it again."""
    report = asyncio.run(_met())
    met = report["met"]
    told = {name: {"paynet": case.paynet, "paywall": case.paywall} for name, case in hostile().items()}
    assert {name: met[name]["told"] for name in told} == told
    assert {name: met[name]["harm"] for name in told if met[name]["harm"]} == {}
    shown = {name: message[1] for name, message in MESSAGES.items()}
    assert {name: met[f"words: {name}"]["words"] for name in shown} == shown
    if sys.platform == "linux":  # only Linux tells a process's own peak memory
        assert report["peak_mib"] <= MOST_MIB
