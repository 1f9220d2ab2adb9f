"""A power cut at the desk: only whole files remain, and at most the action in progress is lost."""

import http.client
import os
import random
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from musrenbang import cli
from musrenbang.deciding.recorder import Recorder
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from tests.conftest import write_files
from tests.desk_support import FOLDER, SLUG, Running, meeting_of

ROUNDS = 100
PROPOSALS = 8


class Posting(threading.Thread):
    """Decides one proposal after the other, as fast as it is answered, until nobody answers."""

    def __init__(self, desk: Running, seed: int) -> None:
        super().__init__()
        self.desk = desk
        self.random = random.Random(seed)  # noqa: S311 - a moment, not a secret
        self.answered: dict[str, str] = {}
        """What was answered as written, by number of the proposal."""
        self.under_way: str | None = None

    def run(self) -> None:
        try:
            while True:
                self.decide(f"{self.random.randint(1, PROPOSALS):04d}")
        except (OSError, http.client.HTTPException):
            return

    def decide(self, nomor: str) -> None:
        path = f"api/usulan/{SLUG}/{nomor}"
        _, shown = self.desk.ask(path)
        action, fields, after = self.random.choice(
            [
                ("setujui", {"penjelasan": "Disepakati " + "x" * 3000}, "disetujui"),
                ("tolak", {"kode": "bukan-prioritas", "uraian": "Bukan yang utama."}, "ditolak"),
                ("kosongkan", {}, "belum-divalidasi"),
            ]
        )
        self.under_way = nomor
        sent = {"versi": shown["versi"], "tindakan": action, "isi": fields}
        status, answer = self.desk.ask(path, sent)
        assert status == 200, answer
        self.answered[nomor] = after
        assert answer["baris"]["status"] == after
        self.under_way = None


@contextmanager
def forked_desk(root: Path) -> Iterator[Running]:
    """`build.py desk` in a process that need not read the interpreter's modules again."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        cli.main(["desk", "--root", str(root)])
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as output:
        found = re.search(r"http://127\.0\.0\.1:\d+/#\S+", output.readline())
        assert found is not None
        try:
            yield Running(process, found[0])
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def kill_in_the_middle(root: Path, seed: int) -> Posting:
    """Start a desk on the folder, let it work, and cut the power at a random moment."""
    moment = random.Random(-seed).uniform(0.0, 0.12)  # noqa: S311 - as above
    with forked_desk(root) as desk:
        desk.ask("api/hari", {"tanggal": "2016-03-09"})
        posting = Posting(desk, seed)
        posting.start()
        time.sleep(moment)
    posting.join()
    return posting


def test_whole_files_remain_and_no_answered_decision_is_lost(tmp_path: Path) -> None:
    root = write_files(tmp_path, meeting_of(PROPOSALS))
    expected: dict[str, str] = {}
    decided = 0
    for seed in range(ROUNDS):
        posting = kill_in_the_middle(root, seed)
        decided += len(posting.answered)
        expected |= posting.answered
        recorder = Recorder(root)
        assert recorder.snapshot.problems == ()
        files = {path: path.read_bytes() for path in (root / FOLDER).glob("*.yaml")}
        held = {path.relative_to(root).as_posix(): data for path, data in files.items()}
        assert recorder.judge(held) == []
        statuses = {
            nomor: decision.keputusan
            for nomor, decision in recorder.snapshot.years[2016].kelurahan[SLUG].keputusan.items()
        }
        for nomor, status in expected.items():
            if nomor != posting.under_way:
                assert statuses.get(nomor, "belum-divalidasi") == status
        expected = {nomor: statuses.get(nomor, "belum-divalidasi") for nomor in expected}
        assert load(FolderTree(root)) == recorder.snapshot
    assert decided > ROUNDS // 4  # how many are answered in time is the machine's to say
