"""From a data folder to a published site: load, check, history, papers, site, links, replace."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from musrenbang.checking import as_text, located, problems_in
from musrenbang.errors import CommandError
from musrenbang.findings import Problem
from musrenbang.history import History, read_history
from musrenbang.loading import joined, load_years
from musrenbang.memo import Memo
from musrenbang.progress import Progress
from musrenbang.publishing import Copy, Stage, content_of, staging
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.facts import facts_of, site_of
from musrenbang.site.feeds import sitemap
from musrenbang.site.general_pages import sources
from musrenbang.site.links import Anatomy, anatomy, broken, refuse_broken
from musrenbang.site.pages import Portion, portions
from musrenbang.theme import Theme, read_theme
from musrenbang.tree import FolderTree, Tree
from musrenbang.views import View
from musrenbang.workers import spread

KEPT_YEARS = 200
KEPT_PARTS = 600
"""Several times what the papers of a large year consist of."""


class Written(NamedTuple):
    """One file of the site."""

    path: str
    digest: str
    anatomy: Anatomy


def publish(
    root: Path,
    target: Path,
    progress: Progress,
    *,
    papers: bool = True,
    workers: int | None = None,
) -> int:
    """Publish the data folder `root` into `target`; the number of files the site then has.

    Raises `CommandError` where the records or the links forbid publishing, or the target cannot
    be replaced; what was published before then stays as it is.
    """
    progress.step("Membaca dan memeriksa data")
    tree = FolderTree(root)
    snapshot = joined(year.value for year in load_years(tree, Memo(root, "tahun", KEPT_YEARS)))
    if not snapshot.years:
        raise CommandError(f"Belum ada data: folder {root / 'proposals'} kosong atau tidak ada.")
    views = {tahun: View(snapshot, year) for tahun, year in snapshot.years.items()}
    _refuse_errors(tree, [*snapshot.problems, *chain(*map(problems_in, views.values()))])
    history, theme = read_history(root, snapshot), read_theme()
    site = site_of(snapshot, history, theme)
    with staging(target) as stage:
        write = partial(_write, root, stage, site.host_path)
        written: list[Written] = []
        links: dict[int, list[DocumentLink]] = {}
        for tahun, view in views.items() if papers else ():
            progress.step(f"Menyusun dokumen {tahun}")
            for link, data in _papers(root, view, history, theme):
                links.setdefault(tahun, []).append(link)
                written += write(lambda made=(link.path, data): [made])
        progress.step("Menyusun halaman")
        jobs = list(portions(Engine(site), facts_of(views, history, links), history))
        for some in progress.count(spread(write, jobs, workers)):
            written += some
        written += write(partial(sitemap, site, [one.path for one in written]))
        refuse_broken(broken((one.path, one.anatomy) for one in written), sources(site))
        stage.replace({one.path: one.digest for one in written})
    return len(written)


def _refuse_errors(tree: Tree, problems: Iterable[Problem]) -> None:
    """Refuse to publish records that are wrong; policy and advice forbid nothing."""
    errors = located(tree, [one for one in problems if not (one.policy or one.advice)])
    if errors:
        raise CommandError(f"{len(errors)} galat; situs yang ada tidak diubah.\n{as_text(errors)}")


def _write(root: Path, stage: Stage, host_path: str, job: Portion) -> list[Written]:
    """Write what a job makes; two files of one path are an error."""
    written = []
    for path, content in job():
        data = content_of(content, root)
        stage.write(path, data)
        found = Anatomy() if isinstance(content, Copy) else anatomy(path, data, host_path)
        written.append(Written(path, hashlib.sha256(data).hexdigest(), found))
    return written


def _papers(
    root: Path, view: View, history: History, theme: Theme
) -> Iterator[tuple[DocumentLink, bytes]]:
    """The printed documents of a year, each with how the site refers to it."""
    from musrenbang.documents import photos_of, render_documents  # noqa: PLC0415 - loads much

    photos = {
        path: data
        for path, data in FolderTree(root).read(sorted(photos_of(view)))
        if data is not None
    }
    memo = Memo(root, "dokumen", KEPT_PARTS)
    for document in render_documents(view, history, theme, photos, memo):
        yield (
            DocumentLink(
                f"{view.year.tahun}/dokumen/{document.name}",
                document.title,
                document.pages,
                len(document.data),
                document.kelompok,
            ),
            document.data,
        )
    memo.forget_oldest()
