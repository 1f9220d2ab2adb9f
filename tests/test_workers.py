"""Work shared out over processes: as if one had done it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from musrenbang.files.workers import beside, spread
from musrenbang.text.errors import CommandError
from tests.conftest import ROOT


def square(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return number * number


@pytest.fixture(autouse=True)
def nobody_is_left_behind() -> Iterator[None]:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    assert list(spread(square, range(20), workers)) == [number * number for number in range(20)]


def test_an_error_in_a_worker_is_raised_here_and_nobody_is_left_behind() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise ValueError("tiga")
        return number

    with pytest.raises(ValueError, match="tiga"):
        list(spread(work, range(10), 2))


def test_a_worker_that_is_killed_is_named_as_such() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(CommandError, match="memori"):
        list(spread(work, range(10), 2))


def test_results_larger_than_a_pipe_arrive_whole() -> None:
    found = list(spread(lambda number: b"x" * (number << 20), [1, 2, 3], 2))
    assert [len(data) >> 20 for data in found] == [1, 2, 3]


def test_workers_end_when_their_parent_is_killed_or_interrupted(tmp_path: Path) -> None:
    script = (
        "import pathlib, os, time\nfrom musrenbang.files.workers import spread\n"
        "def work(n):\n"
        f"    pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()\n"
        "    time.sleep(0.2)\n"
        "list(spread(work, range(100), 2))\n"
    )
    for how in (signal.SIGKILL, signal.SIGINT):
        process = subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.02)
        process.send_signal(how)
        process.wait()
        for file in tmp_path.iterdir():
            worker = int(file.name)
            deadline = time.monotonic() + 10
            while psutil.pid_exists(worker) and time.monotonic() < deadline:
                status = psutil.Process(worker).status()
                if status == psutil.STATUS_ZOMBIE:
                    break
                time.sleep(0.02)
            else:
                assert not psutil.pid_exists(worker)
            file.unlink()


def test_who_stops_asking_leaves_no_worker_behind() -> None:
    results = spread(square, range(100), 2)
    assert next(results) == 0
    del results


@pytest.mark.parametrize("workers", [1, 2])
def test_work_done_beside_is_taken_when_it_is_wanted(workers: int) -> None:
    with beside(lambda: square(5), workers) as results:
        assert square(6) == 36
        assert next(results) == 25


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_beside_is_raised_where_the_result_is_taken(workers: int) -> None:
    def work() -> int:
        raise ValueError("lima")

    with pytest.raises(ValueError, match="lima"), beside(work, workers) as results:
        next(results)


def test_work_beside_that_is_killed_is_named_as_such() -> None:
    with (
        pytest.raises(CommandError, match="memori"),
        beside(lambda: os.kill(os.getpid(), signal.SIGKILL), 2) as results,
    ):
        next(results)


def test_who_fails_first_does_not_wait_for_the_work_beside() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyError), beside(lambda: time.sleep(60), 2):
        raise KeyError
    assert time.monotonic() - begun < 30


def test_one_share_does_not_end_the_workers_of_another() -> None:
    one = spread(square, range(20), 2)
    assert next(one) == 0
    assert len(list(spread(square, range(20), 2))) == 20
    assert len(list(one)) == 19
