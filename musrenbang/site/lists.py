"""Lists of proposals per kelurahan, RW, agency and outcome: complete without any script."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from musrenbang.files.published_folder import Output
from musrenbang.review.words import listed
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import RekapRow
from musrenbang.site.onward import onward
from musrenbang.site.page_facts import YearFacts
from musrenbang.text import indonesian
from musrenbang.year.cases import Case, Status, by_rank
from musrenbang.year.figures import Rekap, group, rekap
from musrenbang.year.guide import Guide

PAGE_SIZE = 200
"""Proposals on one page of a list: about 15 kB compressed."""


class ListSection(NamedTuple):
    """Proposals under one heading of a list."""

    judul: str
    cases: Sequence[Any]
    """What `entry` of the year makes a row of."""
    path: str | None = None
    """The page about this section alone."""
    sebut: str = ""
    """What heading and page already say of every row: ``tempat``, ``hasil``, ``alasan``."""


def slices(sections: Sequence[ListSection]) -> list[list[ListSection]]:
    """Cut a list into pages; a section that is cut keeps its heading on both."""
    pages: list[list[ListSection]] = [[]]
    room = PAGE_SIZE
    for section in sections:
        rest = section.cases
        while rest:
            if not room:
                pages.append([])
                room = PAGE_SIZE
            pages[-1].append(section._replace(cases=rest[:room]))
            room, rest = max(0, room - len(rest)), rest[room:]
    return pages


def _by_place(
    cases: Sequence[Case],
    name: Callable[[Case], str],
    path: Callable[[Case], str],
    sebut: str,
) -> list[ListSection]:
    """The proposals of each kelurahan or RW, by its name and the page about it."""
    return [
        ListSection(judul, members, path(members[0]), sebut)
        for judul, members in sorted(group(cases, name).items())
    ]


def _by_status(year: YearFacts, cases: Sequence[Case], sebut: str = "") -> list[ListSection]:
    found = group(cases, lambda case: case.status)
    return [
        ListSection(label.nama, found[status], sebut=f"hasil {sebut}")
        for status, label in year.labels.items()
        if status in found
    ]


def _by_reason(guide: Guide, cases: Sequence[Case]) -> list[ListSection]:
    found = group(cases, _reason)
    names = (*(one.nama for one in guide.alasan.values()), _NO_REASON)
    return [
        ListSection(name, found[name], sebut="hasil alasan")
        for name in dict.fromkeys((*names, *found))
        if name in found
    ]


_NO_REASON = "Alasan belum tercatat"


def _reason(case: Case) -> str:
    return case.alasan.nama if case.alasan else _NO_REASON


def kelurahan_pages(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """One kelurahan: its figures, its RW, all its proposals, and a page for every RW."""
    cases = year.by_kelurahan[slug]
    nama = year.kelurahan_name(slug)
    page = Page(
        addresses.kelurahan_page(year.tahun, slug),
        f"Kelurahan {nama} {year.tahun}",
        f"Semua usulan Kelurahan {nama} pada Musrenbang {year.nama} {year.tahun}.",
        (
            Crumb(str(year.tahun), year.path),
            Crumb("Kelurahan", addresses.kelurahan_list(year.tahun)),
        ),
        "kelurahan",
        feed=addresses.kelurahan_feed(year.tahun, slug),
    )
    by_rw = _by_rw(year, slug)
    rows = {
        rw: RekapRow(
            indonesian.rw(rw) if rw else "Tanpa RW",
            addresses.rw_page(year.tahun, slug, rw) if members else None,
            rekap(members),
        )
        for rw, members in by_rw.items()
    }
    sections = _by_place(
        cases,
        lambda one: rows[one.usulan.rw or ""].nama,
        lambda one: addresses.rw_page(year.tahun, slug, one.usulan.rw),
        "tempat",
    )
    yield from engine.pages(
        "kelurahan",
        page,
        year,
        slices(sections),
        folder=year.year.kelurahan.get(slug),
        nama=nama,
        slug=slug,
        rekap=year.view.ringkasan.kelurahan[slug],
        rw=tuple(rows.values()),
        lanjut=onward(cases, year.skpd_short),
        dua=year.two_years(slug),
        tautan=partial(_search, year, slug),
    )
    for rw, row in rows.items():
        if row.path:
            rw_page = Page(
                row.path,
                f"{row.nama} Kelurahan {nama} {year.tahun}",
                f"Apa yang terjadi dengan usulan {row.nama} Kelurahan {nama}.",
                (*page.remah, Crumb(nama, page.path)),
                "kelurahan",
                feed=addresses.rw_feed(year.tahun, slug, rw) if rw else None,
            )
            parts = slices(_by_status(year, by_rw[rw], "tempat"))
            counts = _counted(year, row.rekap)
            yield from engine.pages(
                "rw",
                rw_page,
                year,
                parts,
                rw=row,
                hitungan=counts,
                lanjut=onward(by_rw[rw], year.skpd_short),
                dua=year.two_years(slug, rw),
            )


def _counted(year: YearFacts, rekap: Rekap) -> str:
    """How many proposals of a group came to what; what none came to is left out."""
    words = {
        Status.BELUM_DIKIRIM: "belum dikirim lurah",
        Status.TIDAK_DITERUSKAN: "tidak diteruskan lurah",
    }
    return listed(
        (tally.jumlah, words.get(status, year.labels[status].nama.lower()))
        for status, tally in rekap.status.items()
    )


def _search(year: YearFacts, slug: str, status: Status) -> str:
    """The search for what a kelurahan has in one state."""
    return f"{addresses.find_page(year.tahun)}?kelurahan={slug}&status={status.value}"


def _by_rw(year: YearFacts, slug: str) -> dict[str, list[Case]]:
    """The proposals of every RW that a kelurahan has, those without one last."""
    folder = year.year.kelurahan.get(slug)
    count = folder.profil.jumlah_rw if folder and folder.profil else None
    found = group(year.by_kelurahan[slug], lambda case: case.usulan.rw or "")
    names = {*found, *(f"{number:03d}" for number in range(1, min(count or 0, 999) + 1))}
    return {rw: found.get(rw, []) for rw in sorted(names, key=lambda rw: (not rw, rw))}


def skpd_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """The agencies of a year, and the list of each; of proposals that name none, too."""
    agency = year.view.guide.juknis.sebutan.perangkat
    overview = Page(
        addresses.skpd_list(year.tahun),
        f"Usulan menurut {agency} {year.tahun}",
        f"Usulan Musrenbang {year.nama} {year.tahun} menurut {agency} tujuan.",
        (Crumb(str(year.tahun), year.path),),
        "usulan",
    )
    yield engine.page("skpd", overview, year)
    by_skpd = group(sorted(year.view.cases, key=by_rank), lambda case: case.kode_skpd or "")
    for kode, figures in year.view.ringkasan.skpd.items():
        nama = year.skpd_name(kode)
        page = Page(
            addresses.skpd_page(year.tahun, kode),
            nama,
            f"Usulan {year.tahun} yang ditujukan kepada {nama}."
            if kode
            else f"Usulan {year.tahun} yang belum menyebut {agency} tujuan.",
            (*overview.remah, Crumb(agency, overview.path)),
            "usulan",
        )
        parts = slices(_by_status(year, by_skpd[kode]))
        yield from engine.pages(
            "daftar",
            page,
            year,
            parts,
            rekap=figures,
            jumlah=figures.total,
            dokumen=year.papers(addresses.skpd_paper(kode)),
        )


_PLURAL = {
    Status.DISETUJUI: "Usulan yang disetujui camat untuk Musrenbang tingkat kota/kabupaten.",
    Status.DITOLAK: "Usulan yang tidak diteruskan camat ke Musrenbang tingkat kota/kabupaten.",
    Status.BELUM_DIVALIDASI: "Usulan yang dikirim lurah dan tidak atau belum diputuskan camat; "
    "yang dikirim tanpa diputuskan menjadi tanggung jawab camat.",
    Status.FORUM_UKPD: "Usulan tanpa template kegiatan atau langsung dari warga, yang dibahas "
    "forum UKPD, bukan diputuskan camat.",
    Status.BELUM_DIKIRIM: "Usulan kelurahan yang belum dikirim lurahnya, sehingga belum dapat "
    "diputuskan camat.",
    Status.TIDAK_DITERUSKAN: "Usulan yang tidak diteruskan lurah ke tingkat kecamatan.",
}
"""What the page about a state says of its proposals."""


def status_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """The outcomes of a year, and the list of each, also an empty one."""
    overview = Page(
        addresses.status_list(year.tahun),
        f"Usulan menurut keputusan {year.tahun}",
        f"Hasil Musrenbang {year.nama} {year.tahun} menurut keputusan dan alasan.",
        (Crumb(str(year.tahun), year.path),),
        "usulan",
    )
    yield engine.page("keputusan", overview, year)
    by_status = group(sorted(year.view.cases, key=by_rank), lambda case: case.status)
    for status, label in year.labels.items():
        cases = by_status.get(status, [])
        sections = (
            _by_reason(year.view.guide, cases)
            if status is Status.DITOLAK
            else _by_place(
                cases,
                lambda one: year.skpd_name(one.kode_skpd or ""),
                lambda one: addresses.skpd_page(year.tahun, one.kode_skpd or ""),
                "hasil",
            )
            if status is Status.DISETUJUI and year.view.guide.ranks
            else _by_place(
                cases,
                lambda one: f"Kelurahan {year.kelurahan_name(one.kelurahan)}",
                lambda one: addresses.kelurahan_page(year.tahun, one.kelurahan),
                "hasil",
            )
        )
        page = Page(
            addresses.status_page(year.tahun, status),
            f"{label.nama} {year.tahun}",
            year.view.guide.worded(_PLURAL[status]),
            (*overview.remah, Crumb("Keputusan", overview.path)),
            "usulan",
        )
        total = year.view.ringkasan.semua.status[status]
        yield from engine.pages(
            "daftar", page, year, slices(sections), rekap=None, jumlah=total, dokumen=()
        )
