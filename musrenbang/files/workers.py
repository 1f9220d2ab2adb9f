"""Work shared out over the cores by processes that inherit what this one knows.

Only results travel; they come in the order of the jobs, so that the number of workers never shows.
To be used by commands alone: whoever runs threads (desk, server) must not fork.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from musrenbang.text.errors import CommandError

Job = TypeVar("Job")
Result = TypeVar("Result")

_PR_SET_PDEATHSIG = 1
_task: list[Any] = []
"""What a worker does, and the jobs there are."""


def _able(workers: int | None) -> int:
    """How many of these workers there may be: 1 where they would not end with their parent."""
    if sys.platform != "linux":
        return 1
    return workers or len(os.sched_getaffinity(0))


def spread(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None = None,
    turns: int | None = None,
) -> Iterator[Result]:
    """The result of `work` on every job, in order; an exception in a worker is raised here.

    A worker takes one job at a time; with `turns`, as many in a row that it comes about so often:
    who has done one knows half of the next.
    However this ends, no worker is left behind. Raises `CommandError` where one was killed.
    """
    count = min(_able(workers), len(jobs))
    if count <= 1:
        yield from map(work, jobs)
        return
    in_a_row = max(1, len(jobs) // (count * turns)) if turns else 1
    with _forked(work, jobs, count, in_a_row) as results:
        yield from results


@contextmanager
def beside(work: Callable[[], Result], workers: int | None = None) -> Iterator[Iterator[Result]]:
    """Begin some work in a process of its own, and go on; the one result is there to be taken."""
    if _able(workers) <= 1:
        yield (work() for _ in range(1))
    else:
        with _forked(lambda _: work(), (None,), 1, 1) as results:
            yield results


@contextmanager
def _forked(
    work: Callable[[Job], Result], jobs: Sequence[Job], count: int, in_a_row: int
) -> Iterator[Iterator[Result]]:
    """The results of workers that are at work; whoever leaves this ends them."""
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work, jobs)
    )
    others = multiprocessing.active_children()
    gc.freeze()
    # Not `map`: it cancels when it is left, and a pool whose workers are killed breaks on that.
    begun = deque(
        pool.submit(_do, range(first, min(first + in_a_row, len(jobs))))
        for first in range(0, len(jobs), in_a_row)
    )
    own = [one for one in multiprocessing.active_children() if one not in others]
    try:
        yield chain.from_iterable(begun.popleft().result() for _ in range(len(begun)))
    except BrokenProcessPool:
        raise CommandError(
            "Proses pembantu berhenti sebelum selesai; mungkin memori komputer ini habis."
        ) from None
    finally:
        for worker in own:
            worker.kill()
        pool.shutdown()
        gc.unfreeze()


def _begin(*task: Any) -> None:
    """A worker's first step: leave Ctrl+C to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _task[:] = task


def _do(numbers: range) -> list[Any]:
    work, jobs = _task
    return [work(jobs[number]) for number in numbers]
