"""From a data folder to a published site: load, check, history, papers, site, links, replace."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.memo import Memo, Named, given, made
from musrenbang.files.paths import SIGNED
from musrenbang.files.published_folder import (
    Copy,
    Output,
    Staging,
    as_read,
    checksums,
    content_of,
    is_published,
    staging,
)
from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.tree import FolderTree, Tree
from musrenbang.files.workers import beside, spread
from musrenbang.history.timeline import SITE_ORIGIN, History, read_head, read_history
from musrenbang.publish.workroom import workroom
from musrenbang.records.findings import Problem
from musrenbang.records.loader import joined, read_records
from musrenbang.rules.rule_check import as_text, located, problems_in
from musrenbang.site.addresses import DocumentLink
from musrenbang.site.feeds import sitemap
from musrenbang.site.general_pages import sources
from musrenbang.site.links import Anatomy, anatomy, broken, refuse_broken
from musrenbang.site.page_facts import facts_of, site_of
from musrenbang.site.pages import portions
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress
from musrenbang.year.views import View, views_of

KEPT_SITES, KEPT_YEARS, KEPT_PORTIONS, KEPT_PARTS = 10, 100, 5000, 1200
"""Several times what a large archive consists of: sites, years, portions of pages, of papers."""

TURNS = 8
"""Often enough for workers to end together; a year's records are then known to one of them."""


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
    tree, theme = FolderTree(root), read_theme()
    records = read_records(tree, Memo(root, "tahun", KEPT_YEARS))
    head = replace(read_head(root, records.blobs), without_papers=not papers)
    sites = Memo(root, "situs", KEPT_SITES)
    whole = made(publish, *records.years.values(), given(head), given(theme), given(papers))
    if is_published(target, sites.get(whole.name)):
        return len(checksums(sites.get(whole.name)))

    snapshot = joined(year.value for year in records.years.values())
    if not snapshot.years:
        raise CommandError(f"Belum ada data: folder {root / 'proposals'} kosong atau tidak ada.")
    views = views_of(snapshot)
    found = chain(snapshot.problems, *map(problems_in, views.values()))
    with beside(lambda: list(found), workers) as problems:
        history = read_history(root, snapshot, head)
        _refuse_errors(tree, next(problems))
    site = given(site_of(snapshot, history, theme))
    pages = Memo(root, "halaman", KEPT_PORTIONS)
    every_year = list(records.years.values())
    with staging(target, SITE_ORIGIN) as stage:
        write = Writer(root, stage, pages, site.value.host_path)
        written: list[Written] = []
        links: dict[int, list[DocumentLink]] = {}
        for tahun, view in views.items() if papers else ():
            progress.step(f"Menyusun dokumen {tahun}")
            printed = list(_papers(root, view, history, theme))
            printed += workroom(view, theme, Memo(root, "kerja", KEPT_PARTS), every_year)
            links[tahun] = [link for link, _ in printed]
            written += write.put((link.path, data) for link, data in printed)
        progress.step("Menyusun halaman")
        names = {tahun: records.years[str(tahun)].name for tahun in views}
        digests = {one.path: one.digest for one in written}
        every = list(portions(site, facts_of(views, history, links, names), history, digests))
        for some in progress.count(spread(write, every, workers, TURNS)):
            written += some
        written += write.put(sitemap(site.value, [one.path for one in written], history))
        refuse_broken(broken((one.path, one.anatomy) for one in written), sources(site.value))
        listing = stage.replace({one.path: one.digest for one in written})
    sites.put(whole.name, listing)
    return len(written)


def _refuse_errors(tree: Tree, problems: Iterable[Problem]) -> None:
    """Refuse to publish records that are wrong; policy and advice forbid nothing."""
    errors = located(tree, [one for one in problems if not (one.policy or one.advice)])
    if errors:
        raise CommandError(f"{len(errors)} galat; situs yang ada tidak diubah.\n{as_text(errors)}")


class Written(NamedTuple):
    """One file of the site."""

    path: str
    digest: str
    anatomy: Anatomy


class Writer:
    """Writes portions of the site beside what is published; forks of this process do so as well."""

    def __init__(self, root: Path, stage: Staging, memo: Memo, host_path: str) -> None:
        self._root = root
        self._stage = stage
        self._memo = memo
        self._host_path = host_path

    def __call__(self, portion: Named[Iterable[Output]]) -> list[Written]:
        """Write a portion, from the published site where it stands there to the byte."""
        known: list[Written] | None = self._memo.get(portion.name) if portion.name else None
        if known is not None:
            files = {one.path: self._stage.published(one.path, one.digest) for one in known}
            if None not in files.values():
                for path, data in files.items():
                    self._stage.write(path, data or b"")
                return known
        written = self.put(portion.value)
        if portion.name:
            self._memo.put(portion.name, written)
        return written

    def put(self, outputs: Iterable[Output]) -> list[Written]:
        """Write some files; two of one path are an error."""
        written = []
        for path, content in outputs:
            data = content_of(content, self._root)
            self._stage.write(path, data)
            found = Anatomy() if isinstance(content, Copy) else anatomy(path, data, self._host_path)
            written.append(Written(path, hashlib.sha256(data).hexdigest(), found))
        return written


def _papers(
    root: Path, view: View, history: History, theme: Theme
) -> Iterator[tuple[DocumentLink, bytes]]:
    """The printed documents of a year, each with how the site refers to it."""
    from musrenbang.papers.daftar import photos_of  # noqa: PLC0415 - loads much
    from musrenbang.papers.paket import render_documents  # noqa: PLC0415 - as above

    photos = {path: as_read(root, path, view.year.foto[path]) for path in sorted(photos_of(view))}
    memo = Memo(root, "dokumen", KEPT_PARTS)
    signed = {path.rpartition("/")[2]: path for path in view.year.bertanda_tangan}
    for document in render_documents(view, history, theme, photos, memo):
        address = f"{view.year.tahun}/dokumen/{document.name}"
        link = DocumentLink(
            address, document.title, document.pages, len(document.data), document.kelompok
        )
        yield link, document.data
        if path := signed.get(document.name):
            data = as_read(root, path, view.year.bertanda_tangan[path])
            name = f"{view.year.tahun}/dokumen/{SIGNED}/{document.name}"
            title = f"{document.title}, bertanda tangan elektronik"
            yield link._replace(path=name, title=title, pages=None, size=len(data)), data
