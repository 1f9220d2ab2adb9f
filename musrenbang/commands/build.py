"""`build`: check, then publish site, documents and data as one folder."""

import argparse
import gc
from pathlib import Path

from musrenbang.commands.arguments import data_folder_of
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
    print(f"{count} berkas terbit di {target}. Buka {target / 'index.html'}")
    return 0
