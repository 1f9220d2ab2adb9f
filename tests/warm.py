"""`build.py` in a process of its own that need not import the program first."""

import importlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.preloaded"])


def run_warm(program: Path, words: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `build.py` with some words in a folder; what it wrote, and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "stdout"), Path(folder, "stderr")
        process = _CONTEXT.Process(
            target=_child, args=(program, words, cwd, dict(os.environ), files)
        )
        process.start()
        process.join()
        out, err = (file.read_text(encoding="utf-8") for file in files)
    assert process.exitcode is not None
    return subprocess.CompletedProcess([str(program), *words], process.exitcode, out, err)


def _child(
    program: Path,
    words: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    files: tuple[Path, Path],
) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate((Path(os.devnull), *files)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.argv = [str(program), *words]
    sys.exit(importlib.import_module("build").main())
