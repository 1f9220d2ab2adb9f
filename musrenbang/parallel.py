"""Work shared out over the cores by forking: what the parent knows, every worker knows for free.

Only a job's result travels. The order of results is the order of jobs, whoever did them, so the
number of workers never shows in what is published. `concurrent.futures` would serve, but its
threads beside forks, and its way to end after Ctrl+C, are what has to be avoided here.
"""

import contextlib
import gc
import os
import pickle
import signal
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:  # importing it takes a tenth of what looking for changes takes
    from multiprocessing.connection import Connection

Job = TypeVar("Job")
Result = TypeVar("Result")

AHEAD = 2
"""Jobs a worker has at a time, so that it never waits for the parent to hand it the next."""


class WorkerLostError(Exception):
    """A worker ended before its work did; the message is Indonesian."""


def cores() -> int:
    """How many workers this process may use: 1 where forking is not possible."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def shared(
    jobs: Sequence[Job], work: Callable[[Job], Result], workers: int | None = None
) -> Iterator[Result]:
    """The result of `work` on every job, in order, worked out by several processes.

    An exception in a worker is raised here. However this ends, no worker is left behind.
    """
    count = min(cores() if workers is None else workers, len(jobs))
    if count <= 1:
        yield from map(work, jobs)
        return
    crew = _Crew(jobs, work)
    try:
        for _ in range(count):
            crew.hire()
        yield from crew.results()
    finally:
        crew.dismiss()


class _Crew:
    def __init__(self, jobs: Sequence[Any], work: Callable[[Any], Any]) -> None:
        self.jobs = jobs
        self.work = work
        self.workers: dict[Connection, int] = {}
        self.next = 0

    def hire(self) -> None:
        """Fork a worker and give it its first jobs."""
        from multiprocessing.connection import Pipe  # noqa: PLC0415 - see above

        ours, theirs = Pipe()
        gc.freeze()
        process = os.fork()
        if process == 0:
            ours.close()
            for other in self.workers:
                other.close()
            _serve(theirs, self.jobs, self.work)
        theirs.close()
        self.workers[ours] = process
        for _ in range(AHEAD):
            self.assign(ours)

    def assign(self, worker: "Connection") -> None:
        if self.next < len(self.jobs):
            worker.send_bytes(struct.pack("q", self.next))
            self.next += 1

    def results(self) -> Iterator[Any]:
        from multiprocessing.connection import wait  # noqa: PLC0415 - see above

        early: dict[int, Any] = {}
        for wanted in range(len(self.jobs)):
            while wanted not in early:
                for worker in wait(list(self.workers)):
                    number, result = self.receive(worker)  # type: ignore[arg-type]
                    early[number] = result
            yield early.pop(wanted)

    def receive(self, worker: "Connection") -> tuple[int, Any]:
        try:
            number, result, error = pickle.loads(worker.recv_bytes())  # noqa: S301 - written by a fork of this very process
        except (EOFError, ConnectionResetError):
            raise WorkerLostError(
                "Proses pembantu berhenti sebelum selesai; mungkin memori komputer ini habis."
            ) from None
        if error is not None:
            raise error
        self.assign(worker)
        return number, result

    def dismiss(self) -> None:
        """End and collect every worker, also those in the middle of a job."""
        for worker, process in self.workers.items():
            worker.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for process in self.workers.values():
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, 0)
        gc.unfreeze()


def _serve(parent: "Connection", jobs: Sequence[Any], work: Callable[[Any], Any]) -> NoReturn:
    """A worker's life: jobs until the parent has none, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            (number,) = struct.unpack("q", parent.recv_bytes())
            try:
                answer = pickle.dumps((number, work(jobs[number]), None), pickle.HIGHEST_PROTOCOL)
            except BaseException as error:  # noqa: BLE001 - it is raised again in the parent
                answer = pickle.dumps((number, None, error), pickle.HIGHEST_PROTOCOL)
            parent.send_bytes(answer)
    os._exit(0)
