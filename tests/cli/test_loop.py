"""A command's event loop hears a signal at once, whichever thread gets it."""

import asyncio
import signal
import threading
import time

import pytest

from otp_tui.cli.terminal.loop import run_loop

PATIENCE_S = 10.0


def test_an_interrupt_that_another_thread_gets_wakes_the_loop():
    def interrupt():
        time.sleep(0.1)  # by then the loop waits; were it not so, it would hear the signal all the same
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    async def waits_for_ever():
        interrupting = threading.Thread(target=interrupt)
        interrupting.start()
        try:
            await asyncio.wait_for(asyncio.Event().wait(), PATIENCE_S)
        finally:
            interrupting.join()

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_loop(waits_for_ever())
    assert time.monotonic() - began < PATIENCE_S, "it was heard when something else happened"


def test_what_signals_wrote_to_before_is_what_they_write_to_afterwards():
    before = signal.set_wakeup_fd(-1)
    try:
        assert run_loop(asyncio.sleep(0, "done")) == "done"
        assert signal.set_wakeup_fd(-1) == -1
    finally:
        signal.set_wakeup_fd(before)
