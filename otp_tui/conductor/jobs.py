"""The jobs of a conductor: one at a time, in the order in which they came."""

import asyncio
from collections.abc import Callable, Coroutine

Job = Callable[[], Coroutine[None, None, None]]


class JobQueue:
    """Runs jobs one after another on the event loop.

    Args:
        failed: Takes the error of a job that broke: a bug is told to those who can show it, never swallowed.
    """

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        self._failed = failed
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def start(self) -> None:
        """Begin to run jobs; needs a running loop."""
        if self._task is None and not self._closed:
            self._task = asyncio.create_task(self._run(), name="conductor")

    def put(self, job: Job) -> None:
        """Queue a job up; after the end nothing is run any more."""
        if not self._closed:
            self._jobs.put_nowait(job)

    def close(self) -> asyncio.Task[None] | None:
        """Drop the jobs that wait and cancel the one that runs.

        Returns:
            The task that ends by that; None where it was never started.
        """
        self._closed = True
        while not self._jobs.empty():
            self._jobs.get_nowait()
            self._jobs.task_done()
        if self._task is not None:
            self._task.cancel()
        return self._task

    async def wait_idle(self) -> None:
        """Wait until every job was run."""
        await self._jobs.join()

    async def _run(self) -> None:
        while True:
            job = await self._jobs.get()
            try:
                await job()
            except Exception as error:  # noqa: BLE001 - whatever broke, the next job is run
                self._failed(error)
            finally:
                self._jobs.task_done()
