"""A real terminal with somebody typing, for commands that ask."""

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import ROOT

PRESSES = 5
PATIENCE = 60
"""Seconds without a word, after which a question will not come any more."""


class Terminal:
    """`build.py` at a real terminal, with somebody typing."""

    def __init__(self, root: Path, *words: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "build.py", *words, "--root", root],
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        self.said = ""

    def until(self, words: str) -> None:
        while words not in self.said:
            self.said += self.read()

    def read(self) -> str:
        ready, _, _ = select.select([self.master], [], [], PATIENCE)
        assert ready, f"nothing more was said after: {self.said}"
        try:
            data = os.read(self.master, 4096)
        except OSError:
            data = b""
        assert data, self.said
        return data.decode(errors="replace")

    def type(self, lines: Iterable[tuple[str, str]]) -> None:
        """Answer questions, each awaited first."""
        for question, answer in lines:
            self.until(question)
            self.said = self.said.partition(question)[2]
            os.write(self.master, answer.encode())

    def interrupt(self) -> None:
        """Press Ctrl+C until it is heard: Python misses one just before it begins to read."""
        time.sleep(0.2)
        for _ in range(PRESSES):
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=5)
                return
        self.process.kill()
        raise AssertionError(self.said)

    def end(self) -> int:
        while True:
            try:
                data = os.read(self.master, 4096)
            except OSError:
                break
            if not data:
                break
            self.said += data.decode(errors="replace")
        os.close(self.master)
        return self.process.wait(timeout=20)
