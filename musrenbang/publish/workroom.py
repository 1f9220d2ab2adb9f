"""Ruang kerja: what staff take from the site to fill in, written from the records as published.

What nobody can fill in any more is not offered: sheets and desks of a kelurahan end with Kirim,
and settings and minutes of a year with the beginning of the next; what comes after the kecamatan
has no end.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from musrenbang.deciding.recorder import content_version
from musrenbang.desk.demands import demands_of
from musrenbang.desk.offline import desk_file
from musrenbang.files.memo import Memo, Named, given, made
from musrenbang.files.program import with_command
from musrenbang.files.theme import Theme
from musrenbang.records.snapshot import Snapshot
from musrenbang.site import addresses
from musrenbang.site.addresses import DocumentLink
from musrenbang.worksheets.book_writer import record_workbook
from musrenbang.worksheets.follow_up_book import follow_up_book
from musrenbang.worksheets.proposals_sheet import proposals_workbook
from musrenbang.worksheets.record_book import Book
from musrenbang.worksheets.workbook import Sheets, workbook
from musrenbang.worksheets.year_books import minutes_book, settings_book
from musrenbang.year.views import View

WorkFile = tuple[str, str, bytes]
"""Name, title and content."""


def workroom(
    view: View, theme: Theme, memo: Memo, records: Sequence[Named[Any]]
) -> Iterator[tuple[DocumentLink, bytes]]:
    """The files of one year, as made from all `records` or as the memo keeps them."""
    tahun = view.year.tahun
    looks = [
        given(theme.below(folder))
        for folder in ("desk", "lembar", "fonts/web")  # all that these files show of the theme
    ]
    key = made(work_files, *records, given(tahun), *looks).name
    found: list[WorkFile] | None = memo.get(key)
    if found is None:
        found = memo.put(key, list(work_files(view, theme)))
    for name, title, data in found:
        path = addresses.workroom_file(tahun, name)
        yield DocumentLink(path, title, None, len(data), "kerja"), data


def work_files(view: View, theme: Theme) -> Iterator[WorkFile]:
    """Everything that can still be filled in for a year."""
    year, tahun = view.year, view.year.tahun
    paper = year.musrenbang.kertas if year.musrenbang else "A4"
    origin = f"Dari situs, data {tahun}"
    version = partial(content_version, view.snapshot)

    def text(name: str) -> str:
        return with_command(theme.text(f"lembar/{name}"))

    open_ = [
        slug
        for slug, folder in year.kelurahan.items()
        if folder.kirim is None and view.cases_by_folder[slug]
    ]
    if open_:
        demands = demands_of(view)
        desk = partial(desk_file, view, theme=theme, origin=origin, demands=demands)
        yield "meja.html", "Meja sidang, seluruh kecamatan", desk([*year.kelurahan])
        for slug in open_:
            nama = year.kelurahan[slug].nama
            yield f"meja-{slug}.html", f"Meja sidang {nama}", desk([slug])
            for kind, title, only in (
                ("lembar", "Lembar keputusan", False),
                ("survei", "Lembar survei", True),
            ):
                data = workbook(Sheets(view, (slug,), only), version, text("petunjuk.md"), origin)
                yield f"{kind}-{slug}.xlsx", f"{title} {nama}", data
    for slug, folder in year.kelurahan.items():
        if folder.profil and folder.dikirim_lurah is None:
            data = proposals_workbook(year, folder, text("usulan.md"), origin, paper)
            yield f"usulan-{slug}.xlsx", f"Tabel usulan {folder.nama}", data
    books: list[Callable[[Snapshot, int], Book]] = []
    if year.musrenbang and tahun == max(view.snapshot.years):
        books += [settings_book, minutes_book]
    if any(folder.kirim for folder in year.folders):
        books.append(follow_up_book)
    for make in books:
        book = make(view.snapshot, tahun)
        data = record_workbook(book, text("buku.md"), origin, paper)
        yield f"{book.jenis}.xlsx", book.judul, data
