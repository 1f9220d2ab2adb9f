"""`build`: check, then publish site, documents and data as one folder."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from musrenbang import checking
from musrenbang.documents import Document, photos_of, render_documents
from musrenbang.errors import CommandError
from musrenbang.history import History
from musrenbang.judged_history import read_judged_history
from musrenbang.progress import Progress
from musrenbang.publishing import Output, PublishError, publish
from musrenbang.site import render_site
from musrenbang.site.document_link import DocumentLink
from musrenbang.snapshot import Snapshot, load
from musrenbang.theme import Theme, read_theme
from musrenbang.tree import TOP_FOLDERS, FolderTree, Tree
from musrenbang.views import View

DEFAULT_TARGET = "_site"

Photos = Mapping[str, bytes]
RenderDocuments = Callable[[View, History, Theme, Photos], Sequence[Document]]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        dest="target",
        type=Path,
        metavar="FOLDER",
        help=f"folder hasil (bawaan: {DEFAULT_TARGET} di folder data)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Publish, or print the findings that forbid it and leave the last good site alone."""
    root: Path = arguments.root
    target: Path = arguments.target or root / DEFAULT_TARGET
    count = build(root, target)
    print(f"{count} berkas terbit di {target}. Buka {target / 'index.html'}")
    return 0


def build(root: Path, target: Path, render_documents: RenderDocuments = render_documents) -> int:
    """Publish the data folder `root` into `target`; the number of files written.

    Raises `CommandError` where errors forbid publishing or the target cannot be replaced.
    """
    places = {target.resolve(), *target.resolve().parents}
    if places & {(root / top).resolve() for top in TOP_FOLDERS}:
        raise CommandError(f"{target} berada di dalam folder data. Pilih folder lain dengan -o.")
    tree = FolderTree(root)
    with Progress() as progress:
        progress.step("Membaca dan memeriksa data")
        snapshot = load(tree)
        if not snapshot.years:
            raise CommandError(
                f"Belum ada data: folder {root / 'proposals'} kosong atau tidak ada."
            )
        findings = checking.check(tree, snapshot)
        errors = [finding for finding in findings if finding.level == "error"]
        if errors:
            raise CommandError(
                f"{len(errors)} galat; situs yang ada tidak diubah.\n{checking.as_text(errors)}"
            )
        history = read_judged_history(root)
        outputs = render(tree, snapshot, history, read_theme(), progress, render_documents)
        try:
            return publish(outputs, source_root=root, target=target)
        except PublishError as error:
            raise CommandError(str(error)) from None


def render(  # noqa: PLR0913, PLR0917 - everything that what is published depends on
    tree: Tree,
    snapshot: Snapshot,
    history: History,
    theme: Theme,
    progress: Progress,
    render_documents: RenderDocuments = render_documents,
) -> Iterator[Output]:
    """Everything that is published, as (path, content)."""
    links: dict[int, list[DocumentLink]] = {}
    for tahun, year in snapshot.years.items():
        progress.step(f"Menyusun dokumen {tahun}")
        links[tahun] = []
        view = View(snapshot, year)
        photos = _read(tree, photos_of(view))
        for document in render_documents(view, history, theme, photos):
            path = f"{tahun}/dokumen/{document.name}"
            links[tahun].append(
                DocumentLink(
                    path, document.title, document.pages, len(document.data), document.kelompok
                )
            )
            yield path, document.data
    progress.step("Menyusun halaman")
    yield from progress.count(render_site(snapshot, history, theme, links))


def _read(tree: Tree, paths: Iterable[str]) -> Photos:
    return {path: data for path, data in tree.read(sorted(paths)) if data is not None}
