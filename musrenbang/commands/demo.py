"""`demo`: a small repository with a believable history, for trying review and audit."""

import argparse
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from musrenbang.demo import demo_records
from musrenbang.demo.signed_history import SignedHistory
from musrenbang.text.errors import CommandError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="folder baru atau kosong untuk repositori"
    )
    parser.add_argument(
        "--tampered", action="store_true", help="tambahkan beberapa kecurangan untuk ditemukan"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the repository and say what to try with it."""
    target: Path = arguments.folder
    make(target, tampered=arguments.tampered)
    program = Path(sys.argv[0])
    called = f"python {program}" if program.suffix == ".py" else program.name
    print(f"Repositori contoh ada di {target}. Coba:")
    for words in (
        "check",
        f"review main {demo_records.OPEN}",
        "audit",
        "audit 2016/rawasari/0001",
        "build",
    ):
        print(f"  {called} --root {shlex.quote(str(target))} {words}")
    return 0


def make(target: Path, *, tampered: bool) -> None:
    """Make the demo in a folder that is new or empty; whole or not at all.

    Raises `CommandError` where the folder holds anything.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CommandError(f"{target} sudah berisi. Pilih folder baru atau kosong.")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        recorder = SignedHistory(fresh)
        demo_records.play(recorder)
        if tampered:
            demo_records.tamper(recorder)
        fresh.chmod(0o755)
        if target.exists():
            target.rmdir()  # it is empty, and Windows puts nothing in the place of a folder
        fresh.replace(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
