"""Lists of proposals per kelurahan, RW, agency and outcome: complete without any script."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from musrenbang.cases import Status
from musrenbang.figures import Rekap, Tally, rekap
from musrenbang.labels import ALASAN, STATUS
from musrenbang.publishing import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import Entry, Group
from musrenbang.site.world import YearWorld

PAGE_SIZE = 200
"""Proposals on one page of a list: about 15 kB compressed."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a long list."""

    groups: tuple[Group, ...]
    nomor: int
    banyak: int
    path: str
    """The first page of the list."""
    jumlah: int
    """Proposals in the whole list."""

    @property
    def pages(self) -> tuple[tuple[int, str], ...]:
        """Number and path of every page of the list."""
        return tuple(
            (number, addresses.numbered(self.path, number)) for number in range(1, self.banyak + 1)
        )


@dataclass(frozen=True, slots=True)
class RwRow:
    """One RW in the overview of a kelurahan; without a path where nothing was proposed."""

    nama: str
    path: str | None
    entries: tuple[Entry, ...]
    feed: str | None

    @property
    def rekap(self) -> Rekap:
        return rekap(entry.case for entry in self.entries)

    def banyak(self, kode: str) -> int:
        """How many of its proposals are in a state."""
        return sum(1 for entry in self.entries if entry.status.kode == kode)


def slices(path: str, groups: Sequence[Group]) -> Iterator[Slice]:
    """Cut a list into pages; a group that is cut keeps its heading on both."""
    pages: list[list[Group]] = [[]]
    room = PAGE_SIZE
    for group in groups:
        rest = group.entries
        while rest:
            if not room:
                pages.append([])
                room = PAGE_SIZE
            pages[-1].append(Group(group.judul, rest[:room], group.path))
            room, rest = max(0, room - len(rest)), rest[room:]
    total = sum(len(group.entries) for group in groups)
    for number, page in enumerate(pages, 1):
        yield Slice(tuple(page), number, len(pages), path, total)


def _grouped(
    entries: Sequence[Entry],
    name: Callable[[Entry], str],
    path: Callable[[Entry], str] | None = None,
) -> list[Group]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(name(entry), []).append(entry)
    return [
        Group(judul, tuple(members), path(members[0]) if path else None)
        for judul, members in sorted(found.items())
    ]


def kelurahan_pages(engine: Engine, year: YearWorld, slug: str) -> Iterator[Output]:
    """One kelurahan: its figures, its RW, all its proposals, and a page for every RW."""
    entries = year.by_kelurahan[slug]
    nama = year.kelurahan_name(slug)
    path = addresses.kelurahan_page(year.tahun, slug)
    crumbs = (
        Crumb(str(year.tahun), year.path),
        Crumb("Kelurahan", addresses.kelurahan_list(year.tahun)),
    )
    rows = _rw_rows(year, slug, entries)
    groups = _grouped(
        entries,
        lambda entry: f"RW {entry.case.usulan.rw}" if entry.case.usulan.rw else "Tanpa RW",
        lambda entry: addresses.rw_page(year.tahun, slug, entry.case.usulan.rw),
    )
    for part in slices(path, groups):
        page = Page(
            path=addresses.numbered(path, part.nomor),
            judul=f"Kelurahan {nama} {year.tahun}" + _suffix(part),
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
            tautan=partial(_found, year, slug),
        )
    inner = (*crumbs, Crumb(nama, path))
    for row in rows:
        if row.path:
            yield from _rw_pages(engine, year, nama, row, inner)


def _found(year: YearWorld, slug: str, status: Status) -> str:
    """The search for what a kelurahan has in one state."""
    return f"{addresses.find_page(year.tahun)}?kelurahan={slug}&status={status.value}"


def _rw_rows(year: YearWorld, slug: str, entries: Sequence[Entry]) -> tuple[RwRow, ...]:
    folder = year.year.kelurahan.get(slug)
    count = folder.profil.jumlah_rw if folder and folder.profil else None
    numbers = {f"{number:03d}" for number in range(1, min(count or 0, 999) + 1)}
    by_rw: dict[str, list[Entry]] = {number: [] for number in numbers}
    for entry in entries:
        by_rw.setdefault(entry.case.usulan.rw or "", []).append(entry)
    return tuple(
        RwRow(
            f"RW {rw}" if rw else "Tanpa RW",
            addresses.rw_page(year.tahun, slug, rw or None) if by_rw[rw] else None,
            tuple(by_rw[rw]),
            addresses.rw_feed(year.tahun, slug, rw) if rw and by_rw[rw] else None,
        )
        for rw in sorted(by_rw, key=lambda rw: (not rw, rw))
    )


def _rw_pages(
    engine: Engine, year: YearWorld, nama: str, row: RwRow, crumbs: tuple[Crumb, ...]
) -> Iterator[Output]:
    path = row.path or ""
    groups = [
        Group(label.nama, members, None)
        for status, label in STATUS.items()
        if (members := tuple(e for e in row.entries if e.case.status is status))
    ]
    for part in slices(path, groups):
        page = Page(
            path=addresses.numbered(path, part.nomor),
            judul=f"{row.nama} Kelurahan {nama} {year.tahun}" + _suffix(part),
            deskripsi=f"Apa yang terjadi dengan usulan {row.nama} Kelurahan {nama}.",
            remah=crumbs,
            bagian="kelurahan",
            feed=row.feed,
        )
        yield engine.page("rw", page, year, nama=nama, rw=row, bagian=part)


def skpd_overview(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """The agencies of a year."""
    overview = Page(
        path=addresses.skpd_list(year.tahun),
        judul=f"Usulan menurut SKPD/UKPD {year.tahun}",
        deskripsi=f"Usulan Musrenbang {year.nama} {year.tahun} menurut SKPD/UKPD tujuan.",
        remah=(Crumb(str(year.tahun), year.path),),
        bagian="usulan",
    )
    yield engine.page("skpd", overview, year)


def skpd_pages(engine: Engine, year: YearWorld, kode: str) -> Iterator[Output]:
    """The list of one agency; of proposals that name none, for the empty code."""
    nama = year.skpd_name(kode)
    cases = [case for case in year.view.cases if (case.kode_skpd or "") == kode]
    yield from _listing(
        engine,
        year,
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
        [
            Group(label.nama, members, None)
            for status, label in STATUS.items()
            if (members := tuple(year.entry(case) for case in cases if case.status is status))
        ],
    )


def status_overview(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """The outcomes of a year."""
    overview = Page(
        path=addresses.status_list(year.tahun),
        judul=f"Usulan menurut keputusan {year.tahun}",
        deskripsi=f"Hasil Musrenbang {year.nama} {year.tahun} menurut keputusan dan alasan.",
        remah=(Crumb(str(year.tahun), year.path),),
        bagian="usulan",
    )
    yield engine.page("keputusan", overview, year)


def status_pages(engine: Engine, year: YearWorld, status: Status) -> Iterator[Output]:
    """The list of one outcome, also an empty one."""
    label = STATUS[status]
    entries = [year.entry(case) for case in year.view.cases if case.status is status]
    groups = (
        _by_reason(entries)
        if status is Status.DITOLAK
        else _grouped(
            entries,
            lambda entry: f"Kelurahan {entry.case.nama_kelurahan}",
            lambda entry: addresses.kelurahan_page(year.tahun, entry.case.kelurahan),
        )
    )
    yield from _listing(
        engine,
        year,
        addresses.status_page(year.tahun, status),
        f"{label.nama} {year.tahun}",
        label.arti,
        (
            Crumb(str(year.tahun), year.path),
            Crumb("Keputusan", addresses.status_list(year.tahun)),
        ),
        year.view.ringkasan.semua.status[status],
        groups,
    )


def _by_reason(entries: Sequence[Entry]) -> list[Group]:
    found: dict[str, list[Entry]] = {label.nama: [] for label in ALASAN.values()}
    for entry in entries:
        found.setdefault(entry.alasan or "Alasan belum tercatat", []).append(entry)
    return [Group(judul, tuple(members), None) for judul, members in found.items() if members]


def _listing(  # noqa: PLR0913, PLR0917 - what a list page consists of
    engine: Engine,
    year: YearWorld,
    path: str,
    judul: str,
    pengantar: str,
    crumbs: tuple[Crumb, ...],
    rekap: Rekap | Tally,
    groups: Sequence[Group],
) -> Iterator[Output]:
    for part in slices(path, groups):
        page = Page(
            path=addresses.numbered(path, part.nomor),
            judul=judul + _suffix(part),
            deskripsi=pengantar,
            remah=crumbs,
            bagian="usulan",
        )
        yield engine.page(
            "daftar",
            page,
            year,
            judul=judul,
            pengantar=pengantar,
            rekap=rekap if isinstance(rekap, Rekap) else None,
            jumlah=rekap.total if isinstance(rekap, Rekap) else rekap,
            bagian=part,
        )


def _suffix(part: Slice) -> str:
    return f" (halaman {part.nomor} dari {part.banyak})" if part.banyak > 1 else ""
