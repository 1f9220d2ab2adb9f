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
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

if TYPE_CHECKING:  # importing it takes a tenth of what looking for changes takes
    from io import FileIO
    from multiprocessing.connection import Connection

Job = TypeVar("Job")
Result = TypeVar("Result")

TICKET = struct.Struct("q")
PIPE_BYTES = 1 << 20
"""Room for results, so that no worker has to wait while the parent is at a job of its own."""


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

    This process is one of them: with its own copy of what they share, a parent that only waited
    would cost as much memory as a worker. An exception in a worker is raised here. However this
    ends, no worker is left behind.
    """
    count = min(cores() if workers is None else workers, len(jobs))
    if count <= 1:
        yield from map(work, jobs)
        return
    with tempfile.TemporaryFile(buffering=0) as tickets:
        tickets.write(b"".join(map(TICKET.pack, range(count - 1, len(jobs)))))
        tickets.seek(0)
        crew = _Crew(jobs, work, tickets)
        try:
            for first in range(count - 1):
                crew.hire(first)
            yield from crew.results()
        finally:
            crew.dismiss()


@contextlib.contextmanager
def meanwhile(
    work: Callable[[], Result], workers: int | None = None
) -> Iterator[Callable[[], Result]]:
    """Another process does the work meanwhile; the function waits for its result.

    Without another process it is done when the result is asked for.
    """
    if (cores() if workers is None else workers) <= 1:
        yield work
        return
    with tempfile.TemporaryFile(buffering=0) as no_tickets:
        crew = _Crew([work], lambda job: job(), no_tickets)
        try:
            crew.hire(0)
            owner = os.getpid()

            def result() -> Result:
                if os.getpid() != owner:
                    raise RuntimeError("asked by a fork, which cannot wait for its parent's worker")
                found: Result = next(crew.results())
                return found

            yield result
        finally:
            crew.dismiss()


def aside(work: Callable[[], bytes], workers: int | None = None) -> Callable[[], bytes]:
    """Have another process work out some bytes; the function waits for them.

    They are none where the work failed.
    """
    if (cores() if workers is None else workers) == 1:
        return work
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as stream:
                stream.write(work())
        finally:
            os._exit(0)
    os.close(writing)

    def answer() -> bytes:
        with os.fdopen(reading, "rb") as stream:
            found = stream.read()
        os.waitpid(process, 0)
        return found

    return answer


class _Crew:
    """The processes at work; the first jobs are the workers', all others go by ticket.

    Tickets are the numbers of jobs in a file whose position all processes share.
    """

    def __init__(self, jobs: Sequence[Any], work: Callable[[Any], Any], tickets: "FileIO") -> None:
        self.jobs = jobs
        self.work = work
        self.tickets = tickets
        self.workers: dict[Connection, int] = {}

    def hire(self, first: int) -> None:
        """Fork a worker."""
        import fcntl  # noqa: PLC0415 - not on every system, as forking is not
        from multiprocessing.connection import Pipe  # noqa: PLC0415 - see above

        ours, theirs = Pipe(duplex=False)
        with contextlib.suppress(AttributeError, OSError):
            fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        gc.freeze()
        process = os.fork()
        if process == 0:
            ours.close()
            for other in self.workers:
                other.close()
            self.serve(first, theirs)
        theirs.close()
        self.workers[ours] = process

    def ticket(self) -> int | None:
        """The number of the next job that nobody has begun."""
        data = self.tickets.read(TICKET.size)
        return TICKET.unpack(data)[0] if data else None

    def results(self) -> Iterator[Any]:
        """All results in order, those made here and those that come from workers."""
        early: dict[int, Any] = {}
        for wanted in range(len(self.jobs)):
            while wanted not in early:
                number = self.ticket()
                if number is not None:
                    early[number] = self.work(self.jobs[number])
                early |= self.received(wait_for_more=number is None)
            yield early.pop(wanted)

    def received(self, *, wait_for_more: bool) -> dict[int, Any]:
        """What workers have sent."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - see above

        found: dict[int, Any] = {}
        timeout = None if wait_for_more else 0
        for worker in cast("list[Connection]", wait(list(self.workers), timeout)):
            try:
                number, result, error = pickle.loads(worker.recv_bytes())  # noqa: S301 - from a fork
            except EOFError:
                raise WorkerLostError(
                    "Proses pembantu berhenti sebelum selesai; mungkin memori komputer ini habis."
                ) from None
            if error is not None:
                raise error
            if number is None:
                self.leave(worker)
            else:
                found[number] = result
        return found

    def serve(self, first: int, parent: "Connection") -> NoReturn:
        """A worker's life: jobs until there are none, or the parent is gone."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        number: int | None = first
        with contextlib.suppress(OSError):
            while number is not None:
                try:
                    result = self.work(self.jobs[number])
                    answer = pickle.dumps((number, result, None), pickle.HIGHEST_PROTOCOL)
                except BaseException as error:  # noqa: BLE001 - it is raised again in the parent
                    answer = pickle.dumps((number, None, error), pickle.HIGHEST_PROTOCOL)
                parent.send_bytes(answer)
                number = self.ticket()
            parent.send_bytes(pickle.dumps((None, None, None)))
        os._exit(0)

    def leave(self, worker: "Connection") -> None:
        """Let a worker go that has nothing more to do."""
        worker.close()
        os.waitpid(self.workers.pop(worker), 0)

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
