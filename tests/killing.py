"""Commands that are killed: run in a process of their own, which does not live to see the end.

    python -m tests.killing

reads one JSON object per line, `{"arguments": […], "after": seconds or null, "at": number}`, and
answers each with the exit code, or -9 where the command was killed: after so many seconds, or at
the so-many-th time that it touches a file's place on the disk (`at`; 0 for never).
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from musrenbang.cli import main

_TOUCHING = ("fsync", "replace", "rename", "unlink")
Killer = Callable[..., int]


@contextmanager
def killer() -> Iterator[Killer]:
    """Run commands in forks of a process that has loaded everything already."""
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        [sys.executable, "-m", "tests.killing"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines_in, lines_out = process.stdin, process.stdout
        assert lines_in
        assert lines_out

        def run(*arguments: str | Path, after: float | None = None, at: int = 0) -> int:
            order = {"arguments": list(map(str, arguments)), "after": after, "at": at}
            lines_in.write(json.dumps(order) + "\n")
            lines_in.flush()
            return int(lines_out.readline())

        yield run
        lines_in.close()


def _serve() -> None:
    for name in ("decide", "import_", "new_kecamatan"):
        import_module(f"musrenbang.commands.{name}")
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        process = os.fork()
        if process == 0:
            _run(order["arguments"], order["at"])
        if order["after"] is not None:
            time.sleep(order["after"])
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(arguments: list[str], at: int) -> None:
    """Be the command, in a fork; never returns."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    left = at

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*values: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*values, **named)

        return touch

    for name in _TOUCHING:
        setattr(os, name, watched(getattr(os, name)))
    os._exit(main(arguments))


if __name__ == "__main__":
    _serve()
