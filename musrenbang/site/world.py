"""The world a site is rendered from: everything that is needed more than once, worked out once.

`World` is what all pages share, `YearWorld` what the pages of one year share. Both are plain values
that could be handed to separate workers, one per year or kelurahan.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlsplit

from musrenbang.cases import Case, Status
from musrenbang.extracts import Sketch
from musrenbang.history import History
from musrenbang.labels import ALASAN, TIPE
from musrenbang.site import addresses
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.entries import Entry, entry_of
from musrenbang.site.neighbours import Neighbours
from musrenbang.site.place_map import PlaceMap, place_map
from musrenbang.site.rows import Notice, Photo, ReasonRow, RekapRow
from musrenbang.site.stages import Stage, Standing, stages, standing
from musrenbang.snapshot import KelurahanFolder, Snapshot
from musrenbang.theme import Theme
from musrenbang.views import View
from schemas.musrenbang import Situs


class YearWorld:
    """One year: its records joined, counted and arranged for pages."""

    def __init__(self, view: View, documents: Sequence[DocumentLink]) -> None:
        self.tahun = view.year.tahun
        self.year = view.year
        self.view = view
        self.musrenbang = self.year.musrenbang
        self.documents = tuple(documents)
        self._entries: dict[str, Entry] = {}
        self._places: dict[str, dict[str, int]] = {}
        self._same_rw: dict[str, Neighbours] = {}

    @property
    def contoh(self) -> bool:
        """Whether this year is sample data."""
        return self.musrenbang is not None and self.musrenbang.contoh

    @property
    def path(self) -> str:
        return addresses.year_page(self.tahun)

    @cached_property
    def nama(self) -> str:
        """The kecamatan's full name, or the bare word while the settings are missing."""
        return f"Kecamatan {self.musrenbang.kecamatan.nama}" if self.musrenbang else "Kecamatan"

    @cached_property
    def kota(self) -> str | None:
        """The city's full name."""
        return (
            f"{self.musrenbang.kota.jenis} {self.musrenbang.kota.nama}" if self.musrenbang else None
        )

    @cached_property
    def standing(self) -> Standing:
        return standing(self.view)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return stages(self.view, self.standing)

    def entry(self, case: Case | Sketch) -> Entry:
        """A case as lists show it, prepared once."""
        found = self._entries.get(case.id)
        if found is None:
            known = self.view.cases_by_folder[case.folder][case.nomor]
            found = self._entries[case.id] = entry_of(known)
        return found

    def sketch(self, case: Case) -> Sketch:
        """The outline of a case."""
        return self.sketch_of(case.folder, case.nomor)

    def sketch_of(self, folder: str, nomor: str) -> Sketch:
        """The outline of the case with a number."""
        return self.view.extracts[folder].sketches[self.place_of(folder, nomor)]

    def beside(self, case: Case | Sketch) -> tuple[Sketch | None, Sketch | None]:
        """The cases before and after one in its folder."""
        row = self.view.extracts[case.folder].sketches
        place = self.place_of(case.folder, case.nomor)
        after = row[place + 1] if place + 1 < len(row) else None
        return row[place - 1] if place else None, after

    def place_of(self, folder: str, nomor: str) -> int:
        """Where a case stands in its folder."""
        places = self._places.get(folder)
        if places is None:
            row = self.view.extracts[folder].sketches
            places = self._places[folder] = {one.nomor: at for at, one in enumerate(row)}
        return places[nomor]

    def entries_in(self, slug: str) -> list[Entry]:
        """The proposals whose files stand in one folder."""
        return [self.entry(sketch) for sketch in self.view.extracts[slug].sketches]

    @cached_property
    def by_kelurahan(self) -> Mapping[str, Sequence[Sketch]]:
        """Proposals by the kelurahan they are for; every kelurahan is present."""
        found: dict[str, list[Sketch]] = {slug: [] for slug in self.view.ringkasan.kelurahan}
        for sketch in self.view.sketches:
            found[sketch.kelurahan].append(sketch)
        return found

    def same_rw(self, slug: str) -> Neighbours:
        """Neighbours in the same RW of a kelurahan; proposals without an RW have none."""
        found = self._same_rw.get(slug)
        if found is None:
            sketches = self.by_kelurahan[slug]
            found = Neighbours(sketches, attrgetter("rw"), self.entry, self.sketch)
            self._same_rw[slug] = found
        return found

    @cached_property
    def same_activity(self) -> Neighbours:
        """Others from the same template."""
        sketches = self.view.sketches
        return Neighbours(sketches, attrgetter("template"), self.entry, self.sketch)

    @cached_property
    def map(self) -> PlaceMap | None:
        """The schematic map of the proposals that have coordinates."""
        return place_map(self.view.sketches)

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
        """Rejections by reason, in the order of the juknis."""
        tallies = self.view.ringkasan.alasan
        return tuple(ReasonRow(label, tallies[kode]) for kode, label in ALASAN.items())

    @cached_property
    def unsent(self) -> tuple[KelurahanFolder, ...]:
        """Kelurahan whose lurah has not sent anything yet."""
        return tuple(
            folder
            for folder in self.year.kelurahan.values()
            if folder.profil is None or folder.profil.dikirim is None
        )

    @cached_property
    def open(self) -> tuple[KelurahanFolder, ...]:
        """Kelurahan that the lurah has sent and the camat has not sent on."""
        return tuple(
            folder
            for folder in self.year.kelurahan.values()
            if folder.kirim is None and folder.profil and folder.profil.dikirim
        )

    @property
    def konsep(self) -> bool:
        """Whether the Berita Acara is not settled, so that the documents are drafts."""
        berita_acara = self.year.berita_acara
        return berita_acara is None or berita_acara.ditetapkan is None

    def sementara(self, slug: str | None = None) -> int:
        """How many verdicts may still change, in the year or one kelurahan."""
        return sum(1 for sketch in self._sketches(slug) if sketch.sementara)

    def langsung(self, slug: str | None = None) -> int:
        """How many proposals came from residents directly, in the year or one kelurahan."""
        return sum(1 for sketch in self._sketches(slug) if sketch.langsung)

    def _sketches(self, slug: str | None) -> Sequence[Sketch]:
        return self.view.sketches if slug is None else self.by_kelurahan[slug]

    @cached_property
    def sent_undecided(self) -> tuple[Sketch, ...]:
        """What the camat sent on without a verdict (juknis D.4)."""
        undecided = Status.BELUM_DIVALIDASI
        return tuple(one for one in self.view.sketches if one.dikirim and one.status is undecided)

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
        folder: KelurahanFolder | None = self.year.kelurahan.get(slug)
        return folder.nama if folder else slug

    def skpd_name(self, kode: str) -> str:
        skpd = self.year.skpd.get(kode)
        if skpd:
            return skpd.nama
        return kode or "Belum menyebut SKPD/UKPD"

    def skpd_short(self, kode: str) -> str:
        skpd = self.year.skpd.get(kode)
        if skpd:
            return skpd.singkatan
        return kode or "Belum disebutkan"


Make = Callable[[], bytes]


class Place(NamedTuple):
    """A part of a file that follows from one folder's records, and from a further text.

    Where it is `recorded`, from the folder's history as well.
    """

    kind: str
    tahun: int = 0
    slug: str = ""
    further: str = ""
    recorded: bool = False


Keep = Callable[[Place, Make], bytes]
"""Gives such a part, made only where it is not known."""


def made_anew(_: Place, make: Make) -> bytes:
    """A `Keep` that keeps nothing."""
    return make()


class World:
    """Everything the site is rendered from."""

    def __init__(  # noqa: PLR0913 - the last two only serve to do nothing twice
        self,
        snapshot: Snapshot,
        history: History,
        theme: Theme,
        documents: Mapping[int, Sequence[DocumentLink]],
        *,
        views: Mapping[int, View] | None = None,
        keep: Keep = made_anew,
    ) -> None:
        self.snapshot = snapshot
        self.history = history
        self.theme = theme
        self.keep = keep
        self.years = tuple(
            YearWorld(
                views[tahun] if views else View(snapshot, snapshot.years[tahun]),
                documents.get(tahun, ()),
            )
            for tahun in sorted(snapshot.years, reverse=True)
        )
        """Newest first."""

    @property
    def current(self) -> YearWorld | None:
        """The newest year that has anything."""
        return self.years[0] if self.years else None

    @cached_property
    def finished(self) -> YearWorld | None:
        """The newest year whose results have all been sent on."""
        return next((year for year in self.years if year.standing.selesai), None)

    def entry(self, identity: str) -> Entry | None:
        """A proposal of any year by its identity, where there is such a one."""
        tahun, folder, nomor = identity.split("/")
        year = next((year for year in self.years if year.tahun == int(tahun)), None)
        case = year.view.cases_by_folder.get(folder, {}).get(nomor) if year else None
        return year.entry(case) if year and case else None

    def sketch(self, identity: str) -> Sketch | None:
        """The outline of a proposal of any year, where there is such a one."""
        tahun, folder, nomor = identity.split("/")
        for year in self.years:
            if year.tahun == int(tahun) and nomor in year.view.cases_by_folder.get(folder, ()):
                return year.sketch_of(folder, nomor)
        return None

    @cached_property
    def situs(self) -> Situs:
        """The public addresses, as the newest settings give them."""
        return next((year.musrenbang.situs for year in self.years if year.musrenbang), Situs())

    @cached_property
    def host_path(self) -> str:
        """The path of the site on its host, ending in a slash."""
        return urlsplit(self.situs.alamat or "").path.rstrip("/") + "/"

    @cached_property
    def contoh(self) -> bool:
        """Whether pages that belong to no year show sample data."""
        return any(year.contoh for year in self.years)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """All notices, newest first."""
        found = [
            Notice(year.tahun, pengumuman)
            for year in self.years
            for pengumuman in year.year.pengumuman
        ]
        return tuple(
            sorted(found, key=lambda n: (n.pengumuman.tanggal, n.pengumuman.slug), reverse=True)
        )

    @cached_property
    def photos(self) -> tuple[tuple[int, str], ...]:
        """The year and path of every photo."""
        return tuple((year.tahun, path) for year in self.years for path in year.year.foto)
