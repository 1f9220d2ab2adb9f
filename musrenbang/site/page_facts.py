"""The facts a site is rendered from: everything that is needed more than once, worked out once.

`Site` is what all pages share, `YearFacts` what the pages of one year may know. A page is a
function of these and of nothing else.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from musrenbang.files.memo import Named, given, made
from musrenbang.files.program import FROM_FOLDER, INSTALLED
from musrenbang.files.theme import Theme
from musrenbang.history.timeline import History
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.site import addresses
from musrenbang.site.addresses import DocumentLink
from musrenbang.site.entries import (
    Neighbours,
    Notice,
    Photo,
    ReasonRow,
    RekapRow,
    entry_of,
    once,
)
from musrenbang.site.onward import AnswerRow, Onward, PlaceRow, answers, counts, onward
from musrenbang.site.siblings import EVERY, Siblings, TwoYears, siblings_of, two_years
from musrenbang.site.stages import YearStage, is_finished, stages
from musrenbang.year.cases import Case, Status, obstacle_of
from musrenbang.year.figures import Ringkasan, group
from musrenbang.year.follow_up import follow_up
from musrenbang.year.guide import dasar, guide_of
from musrenbang.year.labels import SENT_UNDECIDED, STATUS, TIPE, StatusLabel
from musrenbang.year.views import View, YearView
from schemas.juknis import Sebutan
from schemas.musrenbang import Musrenbang, Situs

WORK = ("meja", "lembar", "survei", "usulan")
"""The kinds of file to work on that a kelurahan has of its own."""


class YearName(NamedTuple):
    """What every page may say of a year."""

    tahun: int
    nama: str
    """The kecamatan's full name, or the bare word while the settings are missing."""
    kota: str | None
    """The city's full name."""
    kode: str
    """The kecamatan's code; ``00`` while the settings are missing."""
    contoh: bool
    """Whether this year is sample data."""

    @property
    def path(self) -> str:
        return addresses.year_page(self.tahun)


class Site(NamedTuple):
    """What all pages share."""

    theme: Theme
    situs: Situs
    """The public addresses, as the newest settings give them."""
    years: tuple[YearName, ...]
    """Newest first; of a city, before them the one that its front page shows."""
    recorded: bool
    """Whether there is a history."""
    shallow: bool
    """Whether older history is missing from this clone."""
    command: str
    """What whoever works on this repository types, whatever builds its pages."""
    sebutan: Sebutan
    """What the guide of the newest year calls agencies and their forum."""
    tingkat: Literal["kecamatan", "kota", "provinsi"] = "kecamatan"
    """Whose site it is."""
    kelurahan_contoh: str = "KELURAHAN"
    """The folder of the newest year's first kelurahan, for examples."""

    @property
    def holds_program(self) -> bool:
        """Whether this repository holds the program that builds its pages."""
        return self.command == FROM_FOLDER

    @property
    def current(self) -> YearName | None:
        """The newest year that has anything."""
        return self.years[0] if self.years else None

    @property
    def contoh(self) -> bool:
        """Whether pages that belong to no year show sample data."""
        return any(year.contoh for year in self.years)

    @property
    def host_path(self) -> str:
        """The path of the site on its host, ending in a slash."""
        return urlsplit(self.situs.alamat or "").path.rstrip("/") + "/"


def site_of(snapshot: Snapshot, history: History, theme: Theme) -> Site:
    """What all pages of these records share."""
    years = [snapshot.years[tahun] for tahun in sorted(snapshot.years, reverse=True)]
    return Site(
        theme,
        next((year.musrenbang.situs for year in years if year.musrenbang), Situs()),
        tuple(_name(year.tahun, year.musrenbang) for year in years),
        history.head is not None,
        history.shallow,
        INSTALLED if history.program else FROM_FOLDER,
        guide_of(years[0]).juknis.sebutan if years else shipped().sebutan,
        kelurahan_contoh=next(iter(years[0].kelurahan if years else ()), "KELURAHAN"),
    )


def year_history(history: History, tahun: int, *, newest: bool) -> History:
    """What touched one year.

    What was not allowed and touched no year at all stands with the newest one.
    """

    def is_told(commit: str) -> bool:
        return any(year == tahun for year, _ in history.folders.get(commit, ()))

    merges = tuple(
        merge
        for merge in history.merges
        if is_told(merge.commit)
        or (newest and merge.violations and not history.folders.get(merge.commit))
    )
    return History(
        changes=tuple(change for change in history.changes if is_told(change.commit.id)),
        merges=merges,
        accepted={
            violation: history.accepted[violation]
            for merge in merges
            for violation in merge.violations
            if violation in history.accepted
        },
    )


def _name(tahun: int, settings: Musrenbang | None) -> YearName:
    if settings is None:
        return YearName(tahun, "Kecamatan", None, "00", contoh=False)
    return YearName(
        tahun,
        f"Kecamatan {settings.kecamatan.nama}",
        f"{settings.kota.jenis} {settings.kota.nama}",
        settings.kecamatan.kode,
        settings.contoh,
    )


class YearFacts:
    """One year: its records joined, counted and arranged for pages."""

    def __init__(
        self,
        view: YearView,
        history: History,
        documents: Sequence[DocumentLink],
        before: tuple[YearName, Ringkasan] | None,
        siblings: Siblings,
    ) -> None:
        self.view = view
        self.year: Year = view.year
        self.musrenbang = self.year.musrenbang
        self.history = history
        """As far as it touched this year."""
        self.documents = tuple(documents)
        self.before = before
        """The year before, where the records have one, and its figures."""
        self.siblings = siblings
        """What it has to do with other years: the same proposals, the same money."""
        self.entry = once(entry_of, attrgetter("id"))
        """A case as lists show it."""
        self.name = _name(self.year.tahun, self.musrenbang)
        self.tahun, self.nama, self.kota, self.kode, self.contoh = self.name
        self.path = self.name.path

    @property
    def selesai(self) -> bool:
        """Whether the camat has sent on every kelurahan."""
        return is_finished(self.view)

    @cached_property
    def labels(self) -> Mapping[Status, StatusLabel]:
        """The states in words; once everything is sent on, nothing is undecided any more."""
        return {**STATUS, Status.BELUM_DIVALIDASI: SENT_UNDECIDED} if self.selesai else STATUS

    @cached_property
    def stages(self) -> tuple[YearStage, ...]:
        return stages(self.view)

    @cached_property
    def beside(self) -> Mapping[str, tuple[Case | None, Case | None]]:
        """The cases before and after each in its folder."""
        found: dict[str, tuple[Case | None, Case | None]] = {}
        for cases in self.view.cases_by_folder.values():
            row = [None, *cases.values(), None]
            for case, before, after in zip(cases.values(), row, row[2:], strict=False):
                found[case.id] = before, after
        return found

    @cached_property
    def by_kelurahan(self) -> Mapping[str, Sequence[Case]]:
        """Proposals by the kelurahan they are for; every kelurahan is present."""
        found = group(self.view.cases, attrgetter("kelurahan"))
        return {slug: found.get(slug, []) for slug in self.view.ringkasan.kelurahan}

    @property
    def tempat(self) -> tuple[str, str, list[tuple[str, str]]]:
        """What a search can be narrowed to: the field, its title and the choices."""
        choices = [(slug, self.kelurahan_name(slug)) for slug in self.by_kelurahan]
        return "kelurahan", "Kelurahan", choices

    @cached_property
    def same_rw(self) -> Neighbours:
        """Neighbours in the same RW of a kelurahan; proposals without an RW have none."""
        return Neighbours(
            self.view.cases,
            lambda case: (case.kelurahan, case.usulan.rw) if case.usulan.rw else None,
            self.entry,
        )

    @cached_property
    def same_activity(self) -> Neighbours:
        """Others from the same template."""
        return Neighbours(self.view.cases, attrgetter("usulan.template"), self.entry)

    @property
    def sebutan(self) -> Sebutan:
        return self.view.guide.juknis.sebutan

    @property
    def status_list(self) -> str:
        return addresses.status_list(self.tahun)

    def status_page(self, status: Status) -> str:
        return addresses.status_page(self.tahun, status)

    @cached_property
    def kelurahan_rows(self) -> tuple[RekapRow, ...]:
        return tuple(
            RekapRow(self.kelurahan_name(slug), addresses.kelurahan_page(self.tahun, slug), rekap)
            for slug, rekap in self.view.ringkasan.kelurahan.items()
        )

    @cached_property
    def skpd_rows(self) -> tuple[RekapRow, ...]:
        """The agencies, the one with the most approved rupiah first."""
        rows = (
            RekapRow(self.skpd_name(kode), addresses.skpd_page(self.tahun, kode), rekap)
            for kode, rekap in self.view.ringkasan.skpd.items()
        )
        return tuple(
            sorted(rows, key=lambda row: (-row.rekap.status[Status.DISETUJUI].anggaran, row.nama))
        )

    @property
    def skpd_peak(self) -> int:
        """The most approved rupiah of any agency, which its bar fills."""
        return max(
            (row.rekap.status[Status.DISETUJUI].anggaran for row in self.skpd_rows), default=0
        )

    @property
    def reason_peak(self) -> int:
        """The most rejections for any reason."""
        return max((row.tally.jumlah for row in self.reasons), default=0)

    @cached_property
    def tipe_rows(self) -> tuple[RekapRow, ...]:
        return tuple(
            RekapRow(TIPE[kode], None, rekap) for kode, rekap in self.view.ringkasan.tipe.items()
        )

    @cached_property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """Rejections by reason, in the order of the guide."""
        reasons = (
            (self.view.guide.reason(kode), count)
            for kode, count in self.view.ringkasan.alasan.items()
        )
        return tuple(ReasonRow(one.nama, dasar(one), count) for one, count in reasons)

    @property
    def reason_names(self) -> Mapping[str, str]:
        """The reasons to reject by code."""
        guide = self.view.guide
        return {kode: guide.reason(kode).nama for kode in self.view.ringkasan.alasan}

    @cached_property
    def unsent(self) -> tuple[KelurahanFolder, ...]:
        """Kelurahan whose lurah has not sent anything yet."""
        return tuple(
            folder for folder in self.year.kelurahan.values() if folder.dikirim_lurah is None
        )

    @cached_property
    def open(self) -> tuple[KelurahanFolder, ...]:
        """Kelurahan that the lurah has sent and the camat has not sent on."""
        return tuple(
            folder for folder in self.year.kelurahan.values() if obstacle_of(folder) is None
        )

    def kerja(self, name: str = "") -> tuple[DocumentLink, ...]:
        """The files to work on: of a kelurahan, or of the whole year."""
        found = [one for one in self.documents if one.kelompok == "kerja"]
        own = {f"{kind}-{slug}" for kind in WORK for slug in self.year.kelurahan}
        return tuple(
            one
            for one in found
            if (stem := one.name.rpartition(".")[0])
            and (stem in {f"{kind}-{name}" for kind in WORK} if name else stem not in own)
        )

    def papers(self, *names: str) -> tuple[DocumentLink, ...]:
        """The papers of these names, whatever their format."""
        return tuple(
            one
            for one in self.documents
            if one.kelompok != "kerja" and one.name.rpartition(".")[0] in names
        )

    @property
    def konsep(self) -> bool:
        """Whether the Berita Acara is not settled, so that the documents are drafts."""
        berita_acara = self.year.berita_acara
        return berita_acara is None or berita_acara.ditetapkan is None

    def sementara(self, slug: str | None = None) -> int:
        """How many verdicts may still change, in the year or one kelurahan."""
        return sum(case.sementara for case in self._cases(slug))

    def langsung(self, slug: str | None = None) -> int:
        """How many proposals came from residents directly, in the year or one kelurahan."""
        return sum(case.langsung for case in self._cases(slug))

    def _cases(self, slug: str | None) -> Sequence[Case]:
        return self.view.cases if slug is None else self.by_kelurahan[slug]

    @cached_property
    def sent_undecided(self) -> tuple[Case, ...]:
        """What the camat sent on without a verdict (juknis D.4)."""
        return tuple(case for case in self.view.cases if case.tanpa_keputusan)

    @cached_property
    def dokumentasi(self) -> tuple[Photo, ...]:
        """Photos of the meeting that exist."""
        if self.year.berita_acara is None:
            return ()
        return tuple(
            Photo(addresses.photo(self.tahun, path), item.keterangan)
            for item in self.year.berita_acara.dokumentasi
            if (path := f"decisions/{self.tahun}/{item.berkas}") in self.year.foto
        )

    def kelurahan_name(self, slug: str) -> str:
        folder = self.year.kelurahan.get(slug)
        return folder.nama if folder else slug

    def skpd_name(self, kode: str) -> str:
        skpd = self.year.skpd.get(kode)
        return skpd.nama if skpd else kode or self.view.guide.worded("Belum menyebut SKPD/UKPD")

    def skpd_short(self, kode: str) -> str:
        skpd = self.year.skpd.get(kode)
        return skpd.singkatan if skpd else kode or "Belum disebutkan"

    @cached_property
    def onward(self) -> Onward | None:
        """What became of what was sent on; `None` while nothing was."""
        found = onward(self.view.cases, self.skpd_short)
        if found is None:
            return None
        rows = (
            PlaceRow(
                self.kelurahan_name(slug),
                addresses.kelurahan_page(self.tahun, slug),
                counts(follow_up(cases)),
            )
            for slug, cases in self.by_kelurahan.items()
        )
        return found._replace(kelurahan=tuple(rows))

    @cached_property
    def answers(self) -> tuple[AnswerRow, ...]:
        """What became of the next steps that rejections came with, by who answers for them."""
        return answers(self.view.cases, self.siblings.sesudah)

    def two_years(self, slug: str = EVERY, rw: str = EVERY) -> TwoYears | None:
        """The same money in two years: of the year, a kelurahan or an RW."""
        cases = self._cases(None if slug == EVERY else slug)
        own = (case for case in cases if rw in {EVERY, case.usulan.rw or ""})
        return two_years(self.tahun, self.siblings, (slug, rw), own)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was announced."""
        return tuple(Notice(self.tahun, pengumuman) for pengumuman in self.year.pengumuman)


def facts_of(
    views: Mapping[int, View],
    history: History,
    links: Mapping[int, Sequence[DocumentLink]],
    names: Mapping[int, str] = MappingProxyType({}),
) -> list[Named[YearFacts]]:
    """What the pages of every year may know, newest first.

    `names` tells the content of each year's records, where that is known.
    """
    found: list[Named[YearFacts]] = []
    before = None
    siblings = siblings_of(views)
    for tahun, view in sorted(views.items()):
        found.append(
            made(
                YearFacts,
                Named(names.get(tahun, ""), partial(views.__getitem__, tahun)),
                given(year_history(history, tahun, newest=tahun == max(views))),
                given(links.get(tahun, ())),
                given(before),
                given(siblings[tahun]),
            )
        )
        before = _name(tahun, view.year.musrenbang), view.ringkasan
    return found[::-1]
