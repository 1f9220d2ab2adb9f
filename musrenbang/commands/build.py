"""`build`: check, then publish site, documents and data as one folder."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from musrenbang.building.unchanged import Look
from musrenbang.errors import CommandError
from musrenbang.parallel import WorkerLostError
from musrenbang.progress import Progress
from musrenbang.publishing import PublishError
from musrenbang.tree import TOP_FOLDERS

if TYPE_CHECKING:
    from musrenbang.building.printing import RenderDocuments

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
    _refuse_data_folders(root, target)
    options = "tanpa dokumen" if arguments.without_documents else ""
    look = Look(root, target, options, arguments.workers)
    count = look.published()
    if count is None:
        documents = None
        if arguments.without_documents:
            from musrenbang.building.printing import no_documents  # noqa: PLC0415 - loads much

            documents = no_documents
        count = build(root, target, documents, arguments.workers, look)
    print(f"{count} berkas terbit di {target}. Buka {target / 'index.html'}")
    return 0


def build(
    root: Path,
    target: Path,
    render_documents: "RenderDocuments | None" = None,
    workers: int | None = None,
    look: Look | None = None,
) -> int:
    """Publish the data folder `root` into `target`; the number of files it then has.

    Raises `CommandError` where errors forbid publishing or the target cannot be replaced.
    """
    from musrenbang.building import pipeline, printing  # noqa: PLC0415 - as above

    _refuse_data_folders(root, target)
    glance = None
    if look:
        look.settle()
        glance = look.glance
    try:
        with Progress() as progress:
            count, outputs = pipeline.publish_site(
                root, target, progress, printing.Printing(root, render_documents), workers, glance
            )
    except (PublishError, WorkerLostError) as error:
        raise CommandError(str(error)) from None
    if look:
        look.keep(outputs)
    return count


def _refuse_data_folders(root: Path, target: Path) -> None:
    places = {target.resolve(), *target.resolve().parents}
    if places & {(root / top).resolve() for top in TOP_FOLDERS}:
        raise CommandError(f"{target} berada di dalam folder data. Pilih folder lain dengan -o.")
