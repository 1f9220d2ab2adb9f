"""`demo`: a small repository with a believable history, or the sample years as a whole one."""

import argparse
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from musrenbang.demo import demo_records, full_history
from musrenbang.demo.sample_years import SampleYears
from musrenbang.demo.signed_history import SignedHistory
from musrenbang.files.program import PROGRAM
from musrenbang.text.errors import CommandError, UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="folder baru atau kosong untuk repositori"
    )
    parser.add_argument(
        "--tampered", action="store_true", help="tambahkan beberapa kecurangan untuk ditemukan"
    )
    parser.add_argument(
        "--lengkap",
        action="store_true",
        help="kedua tahun contoh sebagai repositori kecamatan dengan riwayat bertanda tangan",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the repository and say what to try with it."""
    target: Path = arguments.folder
    if arguments.lengkap and arguments.tampered:
        raise UsageError("--lengkap dan --tampered tidak dapat dipakai bersama; pilih satu.")
    if arguments.lengkap:
        make_full(target)
        tried = _FULL
    else:
        make(target, tampered=arguments.tampered)
        tried = _SMALL
    program = Path(sys.argv[0])
    called = f"python {program}" if program.suffix == ".py" else program.name
    print(f"Repositori contoh ada di {target}. Coba:")
    for words in tried:
        print(f"  {called} --root {shlex.quote(str(target))} {words}")
    return 0


_SMALL = ("check", f"review main {demo_records.OPEN}", "audit", "audit 2016/rawasari/0001", "build")
_FULL = ("status", "audit", "audit 2016/rawasari/0032", "build", "serve")


def make(target: Path, *, tampered: bool) -> None:
    """Make the small demo in a folder that is new or empty; whole or not at all.

    Raises `CommandError` where the folder holds anything.
    """
    with _fresh(target) as recorder:
        demo_records.play(recorder)
        if tampered:
            demo_records.tamper(recorder)


def make_full(target: Path, sample: Path = PROGRAM) -> None:
    """The same of both sample years, from a folder that holds them; the same commits every time."""
    years = SampleYears(sample)
    with _fresh(target) as recorder:
        full_history.play(recorder, years)


@contextmanager
def _fresh(target: Path) -> Iterator[SignedHistory]:
    """A repository to record in, which stands in a folder's place in the end."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CommandError(f"{target} sudah berisi. Pilih folder baru atau kosong.")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield SignedHistory(fresh)
        fresh.chmod(0o755)
        if target.exists():
            target.rmdir()  # it is empty, and Windows puts nothing in the place of a folder
        fresh.replace(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
