"""Lists of proposals per kelurahan, RW, agency and outcome: complete without any script."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import RekapRow
from musrenbang.site.page_facts import YearFacts
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import group, rekap
from musrenbang.year.juknis import Guide
from musrenbang.year.labels import STATUS

PAGE_SIZE = 200
"""Proposals on one page of a list: about 15 kB compressed."""


class ListSection(NamedTuple):
    """Proposals under one heading of a list."""

    judul: str
    cases: Sequence[Case]
    path: str | None = None
    """The page about this section alone."""


def _slices(sections: Sequence[ListSection]) -> list[list[ListSection]]:
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
    cases: Sequence[Case], name: Callable[[Case], str], path: Callable[[Case], str]
) -> list[ListSection]:
    """The proposals of each kelurahan or RW, by its name and the page about it."""
    return [
        ListSection(judul, members, path(members[0]))
        for judul, members in sorted(group(cases, name).items())
    ]


def _by_status(cases: Sequence[Case]) -> list[ListSection]:
    found = group(cases, lambda case: case.status)
    return [
        ListSection(label.nama, found[status])
        for status, label in STATUS.items()
        if status in found
    ]


def _by_reason(guide: Guide, cases: Sequence[Case]) -> list[ListSection]:
    found = group(cases, _reason)
    names = (*(one.nama for one in guide.alasan.values()), _NO_REASON)
    return [
        ListSection(name, found[name]) for name in dict.fromkeys((*names, *found)) if name in found
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
            f"RW {rw}" if rw else "Tanpa RW",
            addresses.rw_page(year.tahun, slug, rw) if members else None,
            rekap(members),
        )
        for rw, members in by_rw.items()
    }
    sections = _by_place(
        cases,
        lambda one: rows[one.usulan.rw or ""].nama,
        lambda one: addresses.rw_page(year.tahun, slug, one.usulan.rw),
    )
    yield from engine.pages(
        "kelurahan",
        page,
        year,
        _slices(sections),
        folder=year.year.kelurahan.get(slug),
        nama=nama,
        slug=slug,
        rekap=year.view.ringkasan.kelurahan[slug],
        rw=rows.values(),
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
            yield from engine.pages("rw", rw_page, year, _slices(_by_status(by_rw[rw])), rw=row)


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
    overview = Page(
        addresses.skpd_list(year.tahun),
        f"Usulan menurut SKPD/UKPD {year.tahun}",
        f"Usulan Musrenbang {year.nama} {year.tahun} menurut SKPD/UKPD tujuan.",
        (Crumb(str(year.tahun), year.path),),
        "usulan",
    )
    yield engine.page("skpd", overview, year)
    by_skpd = group(year.view.cases, lambda case: case.kode_skpd or "")
    for kode, figures in year.view.ringkasan.skpd.items():
        nama = year.skpd_name(kode)
        page = Page(
            addresses.skpd_page(year.tahun, kode),
            nama,
            f"Usulan {year.tahun} yang ditujukan kepada {nama}."
            if kode
            else f"Usulan {year.tahun} yang belum menyebut SKPD/UKPD tujuan.",
            (*overview.remah, Crumb("SKPD/UKPD", overview.path)),
            "usulan",
        )
        parts = _slices(_by_status(by_skpd[kode]))
        yield from engine.pages("daftar", page, year, parts, rekap=figures, jumlah=figures.total)


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
    by_status = group(year.view.cases, lambda case: case.status)
    for status, label in STATUS.items():
        cases = by_status.get(status, [])
        sections = (
            _by_reason(year.view.guide, cases)
            if status is Status.DITOLAK
            else _by_place(
                cases,
                lambda one: f"Kelurahan {year.kelurahan_name(one.kelurahan)}",
                lambda one: addresses.kelurahan_page(year.tahun, one.kelurahan),
            )
        )
        page = Page(
            addresses.status_page(year.tahun, status),
            f"{label.nama} {year.tahun}",
            label.arti,
            (*overview.remah, Crumb("Keputusan", overview.path)),
            "usulan",
        )
        total = year.view.ringkasan.semua.status[status]
        yield from engine.pages("daftar", page, year, _slices(sections), rekap=None, jumlah=total)
