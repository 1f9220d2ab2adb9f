"""Lists of proposals per kelurahan, RW, agency and outcome: complete without any script."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.page_facts import YearFacts
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Rekap, Tally, group, rekap
from musrenbang.year.labels import ALASAN, STATUS

PAGE_SIZE = 200
"""Proposals on one page of a list: about 15 kB compressed."""


class ListSection(NamedTuple):
    """Proposals under one heading of a list."""

    judul: str
    cases: Sequence[Case]
    path: str | None = None
    """The page about this section alone."""


class ShownSection(NamedTuple):
    """A section as pages show it."""

    judul: str
    baris: Sequence[Markup]
    path: str | None


class Slice(NamedTuple):
    """One page of a long list."""

    sections: tuple[ListSection, ...]
    nomor: int
    banyak: int
    path: str
    """The first page of the list."""

    @property
    def pages(self) -> tuple[tuple[int, str], ...]:
        """Number and path of every page of the list."""
        return tuple(
            (number, addresses.numbered(self.path, number)) for number in range(1, self.banyak + 1)
        )

    @property
    def suffix(self) -> str:
        """What tells the title of this page from those of the others."""
        return f" (halaman {self.nomor} dari {self.banyak})" if self.banyak > 1 else ""

    def groups(self, engine: Engine, year: YearFacts) -> tuple[ShownSection, ...]:
        """The sections as pages show them."""
        return tuple(
            ShownSection(part.judul, tuple(engine.rows(year, part.cases)), part.path)
            for part in self.sections
        )


class LongList(NamedTuple):
    """A long list of proposals with its figures."""

    path: str
    judul: str
    pengantar: str
    remah: tuple[Crumb, ...]
    rekap: Rekap | Tally
    sections: Sequence[ListSection]


class RwRow(NamedTuple):
    """One RW in the overview of a kelurahan; without a path where nothing was proposed."""

    nama: str
    path: str | None
    cases: tuple[Case, ...]
    rekap: Rekap
    feed: str | None

    def banyak(self, status: Status) -> int:
        """How many of its proposals are in a state."""
        return self.rekap.status[status].jumlah


def slices(path: str, sections: Sequence[ListSection]) -> Iterator[Slice]:
    """Cut a list into pages; a section that is cut keeps its heading on both."""
    pages: list[list[ListSection]] = [[]]
    room = PAGE_SIZE
    for section in sections:
        rest = section.cases
        while rest:
            if not room:
                pages.append([])
                room = PAGE_SIZE
            pages[-1].append(ListSection(section.judul, rest[:room], section.path))
            room, rest = max(0, room - len(rest)), rest[room:]
    for number, page in enumerate(pages, 1):
        yield Slice(tuple(page), number, len(pages), path)


def _sections(
    cases: Sequence[Case],
    name: Callable[[Case], str],
    path: Callable[[Case], str] | None = None,
) -> list[ListSection]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(name(case), []).append(case)
    return [
        ListSection(judul, members, path(members[0]) if path else None)
        for judul, members in sorted(found.items())
    ]


def _by_status(cases: Sequence[Case]) -> list[ListSection]:
    return [
        ListSection(label.nama, members)
        for status, label in STATUS.items()
        if (members := [one for one in cases if one.status is status])
    ]


def kelurahan_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """One kelurahan: its figures, its RW, all its proposals, and a page for every RW."""
    cases = year.by_kelurahan[slug]
    nama = year.kelurahan_name(slug)
    path = addresses.kelurahan_page(year.tahun, slug)
    crumbs = (
        Crumb(str(year.tahun), year.path),
        Crumb("Kelurahan", addresses.kelurahan_list(year.tahun)),
    )
    rows = _rw_rows(year, slug, cases)
    sections = _sections(
        cases,
        lambda one: f"RW {one.usulan.rw}" if one.usulan.rw else "Tanpa RW",
        lambda one: addresses.rw_page(year.tahun, slug, one.usulan.rw),
    )
    for part in slices(path, sections):
        page = Page(
            path=addresses.numbered(path, part.nomor),
            judul=f"Kelurahan {nama} {year.tahun}" + part.suffix,
            deskripsi=f"Semua usulan Kelurahan {nama} pada Musrenbang {year.nama} {year.tahun}.",
            remah=crumbs,
            bagian="kelurahan",
            feed=addresses.kelurahan_feed(year.tahun, slug),
        )
        yield engine.page(
            "kelurahan",
            page,
            year,
            folder=year.year.kelurahan.get(slug),
            nama=nama,
            slug=slug,
            rekap=year.view.ringkasan.kelurahan[slug],
            rw=rows,
            bagian=part,
            kelompok=part.groups(engine, year),
            tautan=partial(_found, year, slug),
        )
    inner = (*crumbs, Crumb(nama, path))
    for row in rows:
        if row.path:
            yield from _rw_pages(engine, year, nama, row, inner)


def _found(year: YearFacts, slug: str, status: Status) -> str:
    """The search for what a kelurahan has in one state."""
    return f"{addresses.find_page(year.tahun)}?kelurahan={slug}&status={status.value}"


def _rw_rows(year: YearFacts, slug: str, cases: Sequence[Case]) -> tuple[RwRow, ...]:
    folder = year.year.kelurahan.get(slug)
    count = folder.profil.jumlah_rw if folder and folder.profil else None
    numbers = {f"{number:03d}" for number in range(1, min(count or 0, 999) + 1)}
    by_rw: dict[str, list[Case]] = {number: [] for number in numbers}
    for case in cases:
        by_rw.setdefault(case.usulan.rw or "", []).append(case)
    return tuple(
        RwRow(
            f"RW {rw}" if rw else "Tanpa RW",
            addresses.rw_page(year.tahun, slug, rw or None) if by_rw[rw] else None,
            tuple(by_rw[rw]),
            rekap(by_rw[rw]),
            addresses.rw_feed(year.tahun, slug, rw) if rw and by_rw[rw] else None,
        )
        for rw in sorted(by_rw, key=lambda rw: (not rw, rw))
    )


def _rw_pages(
    engine: Engine, year: YearFacts, nama: str, row: RwRow, crumbs: tuple[Crumb, ...]
) -> Iterator[Output]:
    path = row.path or ""
    for part in slices(path, _by_status(row.cases)):
        page = Page(
            path=addresses.numbered(path, part.nomor),
            judul=f"{row.nama} Kelurahan {nama} {year.tahun}" + part.suffix,
            deskripsi=f"Apa yang terjadi dengan usulan {row.nama} Kelurahan {nama}.",
            remah=crumbs,
            bagian="kelurahan",
            feed=row.feed,
        )
        groups = part.groups(engine, year)
        yield engine.page("rw", page, year, nama=nama, rw=row, bagian=part, kelompok=groups)


def skpd_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """The agencies of a year, and the list of each."""
    overview = Page(
        path=addresses.skpd_list(year.tahun),
        judul=f"Usulan menurut SKPD/UKPD {year.tahun}",
        deskripsi=f"Usulan Musrenbang {year.nama} {year.tahun} menurut SKPD/UKPD tujuan.",
        remah=(Crumb(str(year.tahun), year.path),),
        bagian="usulan",
    )
    yield engine.page("skpd", overview, year)
    by_skpd = group(year.view.cases, lambda case: case.kode_skpd or "")
    for kode in year.view.ringkasan.skpd:
        yield from _pages(engine, year, _skpd_listing(year, kode, by_skpd[kode]))


def _skpd_listing(year: YearFacts, kode: str, cases: Sequence[Case]) -> LongList:
    """The list of one agency; of proposals that name none, for the empty code."""
    nama = year.skpd_name(kode)
    return LongList(
        addresses.skpd_page(year.tahun, kode),
        nama,
        f"Usulan {year.tahun} yang ditujukan kepada {nama}."
        if kode
        else f"Usulan {year.tahun} yang belum menyebut SKPD/UKPD tujuan.",
        (
            Crumb(str(year.tahun), year.path),
            Crumb("SKPD/UKPD", addresses.skpd_list(year.tahun)),
        ),
        year.view.ringkasan.skpd[kode],
        _by_status(cases),
    )


def status_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """The outcomes of a year, and the list of each."""
    overview = Page(
        path=addresses.status_list(year.tahun),
        judul=f"Usulan menurut keputusan {year.tahun}",
        deskripsi=f"Hasil Musrenbang {year.nama} {year.tahun} menurut keputusan dan alasan.",
        remah=(Crumb(str(year.tahun), year.path),),
        bagian="usulan",
    )
    yield engine.page("keputusan", overview, year)
    by_status = group(year.view.cases, lambda case: case.status)
    for status in Status:
        yield from _pages(engine, year, _status_listing(year, status, by_status.get(status, [])))


def _status_listing(year: YearFacts, status: Status, cases: Sequence[Case]) -> LongList:
    """The list of one outcome, also an empty one."""
    label = STATUS[status]
    return LongList(
        addresses.status_page(year.tahun, status),
        f"{label.nama} {year.tahun}",
        label.arti,
        (
            Crumb(str(year.tahun), year.path),
            Crumb("Keputusan", addresses.status_list(year.tahun)),
        ),
        year.view.ringkasan.semua.status[status],
        _by_reason(cases)
        if status is Status.DITOLAK
        else _sections(
            cases,
            lambda one: f"Kelurahan {year.kelurahan_name(one.kelurahan)}",
            lambda one: addresses.kelurahan_page(year.tahun, one.kelurahan),
        ),
    )


def _by_reason(cases: Sequence[Case]) -> list[ListSection]:
    found: dict[str, list[Case]] = {label.nama: [] for label in ALASAN.values()}
    for one in cases:
        name = _reason(one)
        found.setdefault(name, []).append(one)
    return [ListSection(judul, members) for judul, members in found.items() if members]


def _reason(case: Case) -> str:
    alasan = case.keputusan.alasan if case.keputusan else None
    return ALASAN[alasan.kode].nama if alasan else "Alasan belum tercatat"


def _pages(engine: Engine, year: YearFacts, listing: LongList) -> Iterator[Output]:
    """The pages of a list; its figures stand on the first."""
    for part in slices(listing.path, listing.sections):
        page = Page(
            path=addresses.numbered(listing.path, part.nomor),
            judul=listing.judul + part.suffix,
            deskripsi=listing.pengantar,
            remah=listing.remah,
            bagian="usulan",
        )
        rekap = listing.rekap
        yield engine.page(
            "daftar",
            page,
            year,
            judul=listing.judul,
            pengantar=listing.pengantar,
            rekap=rekap if isinstance(rekap, Rekap) else None,
            jumlah=rekap.total if isinstance(rekap, Rekap) else rekap,
            bagian=part,
            kelompok=part.groups(engine, year),
        )
