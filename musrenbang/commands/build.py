"""`build`: check, then publish site, documents and data as one folder."""

import argparse
import gc
from collections.abc import Iterator
from pathlib import Path

from musrenbang.commands.arguments import data_folder_of
from musrenbang.files.program import PIN, read_pin, version
from musrenbang.files.published_folder import PublishError
from musrenbang.publish.publication import publish
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress

DEFAULT_TARGET = "_site"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        dest="target",
        type=Path,
        metavar="FOLDER",
        help=f"folder hasil (bawaan: {DEFAULT_TARGET} di folder data)",
    )
    parser.add_argument(
        "--tanpa-dokumen",
        dest="without_documents",
        action="store_true",
        help="hanya halaman dan data, tanpa dokumen PDF: untuk melihat hasil dengan cepat",
    )
    parser.add_argument(
        "--proses",
        dest="workers",
        type=_count,
        metavar="BANYAK",
        help="banyaknya proses yang bekerja bersama (bawaan: satu per inti prosesor)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("harus bilangan bulat mulai dari 1")
    return int(text)


def _of_another_version(root: Path) -> Iterator[str]:
    """That `verify` will not find this site to be what its commit produces."""
    file = root / PIN
    pin = read_pin(file.read_text("utf-8", "replace")) if file.is_file() else None
    if pin and pin.version.sha256 != version().sha256:
        yield (
            f"⚠ Dibuat musrenbang {version()}, sedangkan {PIN} menetapkan {pin.version}: situs ini "
            f"bukan yang akan dicocokkan `verify`. Pasang yang ditetapkan:\n  {pin.line}\n"
        )


def run(arguments: argparse.Namespace) -> int:
    """Publish, or print the findings that forbid it and leave the last good site alone."""
    root: Path = arguments.root
    target: Path = arguments.target or root / DEFAULT_TARGET
    if data_folder_of(target, root):
        raise CommandError(f"{target} berada di dalam folder data. Pilih folder lain dengan -o.")
    # A million records live until the end; looking for garbage among them takes a tenth longer.
    gc.disable()
    try:
        with Progress() as progress:
            count = publish(
                root,
                target,
                progress,
                papers=not arguments.without_documents,
                workers=arguments.workers,
            )
    except PublishError as error:
        raise CommandError(str(error)) from None
    print(*_of_another_version(root), sep="\n", end="")
    print(f"{count} berkas terbit di {target}. Buka {target / 'index.html'}")
    return 0
