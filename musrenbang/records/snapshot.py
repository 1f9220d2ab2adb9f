"""The Snapshot: all records of one tree as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from musrenbang.files.paths import USULAN_LANGSUNG, Kind, Place, place_of
from musrenbang.files.program import COMMAND
from musrenbang.records.findings import Problem
from musrenbang.records.strict_yaml import Comment
from musrenbang.records.validation import meant
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import slug_of
from schemas import (
    BeritaAcara,
    HasilSurvei,
    Juknis,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    TindakLanjut,
    Usulan,
)
from schemas.musrenbang import Jadwal, Skpd, TemplateKegiatan


@dataclass(frozen=True)
class Pengumuman:
    """One notice: its date and name from the path, its title and text from the file."""

    tanggal: date
    slug: str
    judul: str
    isi: str
    baris: int = field(default=1, compare=False)
    """The line of the file in which the text begins."""


@dataclass(frozen=True)
class KelurahanFolder:
    """Everything one kelurahan has in one year; records by number."""

    slug: str
    profil: Kelurahan | None = None
    usulan: Mapping[str, Usulan] = field(default_factory=dict)
    keputusan: Mapping[str, Keputusan] = field(default_factory=dict)
    survei: Mapping[str, HasilSurvei] = field(default_factory=dict)
    """What was surveyed and is not decided yet."""
    kirim: Kirim | None = None
    tindak_lanjut: Mapping[str, TindakLanjut] = field(default_factory=dict)
    """What became of proposals after the kecamatan."""

    @property
    def nama(self) -> str:
        """The kelurahan's name, or its slug while its file is missing or broken."""
        return self.profil.nama if self.profil else self.slug

    @property
    def dikirim_lurah(self) -> date | None:
        """When the lurah sent its proposals to the kecamatan; the camat sends them on by Kirim."""
        return self.profil.dikirim if self.profil else None

    def record(self, place: Place) -> Any:
        """The record of one of its files; `None` where there is none."""
        match place.kind:
            case Kind.KELURAHAN:
                return self.profil
            case Kind.KIRIM:
                return self.kirim
            case Kind.KEPUTUSAN:
                return self.keputusan.get(place.name) or self.survei.get(place.name)
            case Kind.TINDAK_LANJUT:
                return self.tindak_lanjut.get(place.name)
            case _:
                return self.usulan.get(place.name)


@dataclass(frozen=True)
class Year:
    """Everything of one year."""

    tahun: int
    musrenbang: Musrenbang | None = None
    skpd: Mapping[str, Skpd] = field(default_factory=dict)
    template: Mapping[str, TemplateKegiatan] = field(default_factory=dict)
    juknis: Juknis | None = None
    """Its own guide; `year.guide` tells which one is in force."""
    kelurahan: Mapping[str, KelurahanFolder] = field(default_factory=dict)
    langsung: KelurahanFolder = KelurahanFolder(USULAN_LANGSUNG)
    pemetaan: Mapping[str, str] = field(default_factory=dict)
    """What import learned of layouts of sheets, as text; only import reads it."""
    berita_acara: BeritaAcara | None = None
    pengumuman: tuple[Pengumuman, ...] = ()
    arah_kebijakan: str | None = None
    program_prioritas: str | None = None
    foto: Mapping[str, str] = field(default_factory=dict)
    """Photos by path, each with the name Git gives its content."""
    bertanda_tangan: Mapping[str, str] = field(default_factory=dict)
    """Papers signed electronically, likewise."""
    komentar: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    """What stands in record files beside the records, by path: no less public than they are."""

    @property
    def jadwal(self) -> Jadwal:
        """The schedule, empty while nobody has set it."""
        return self.musrenbang.jadwal if self.musrenbang else Jadwal()

    @property
    def folders(self) -> tuple[KelurahanFolder, ...]:
        """The kelurahan by slug, then the folder of direct proposals."""
        return (*self.kelurahan.values(), self.langsung)

    def folder(self, slug: str) -> KelurahanFolder | None:
        """One of them; `None` where there is none."""
        return self.langsung if slug == USULAN_LANGSUNG else self.kelurahan.get(slug)


@dataclass(frozen=True)
class Snapshot:
    """All records of one tree. Two trees with the same files have equal snapshots."""

    years: Mapping[int, Year]
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
    blobs: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The name Git gives to the content of every readable file, by path."""

    def holds(self, path: str, blob: str) -> Any:
        """The record of a file, if its content has that name and could be read."""
        return self.record(path) if self.blobs.get(path) == blob else None

    def record(self, path: str) -> Any:
        """The record of a file; `None` where there is none or it could not be read."""
        place = place_of(path)
        year = self.years.get(place.tahun) if place else None
        if place is None or year is None:
            return None
        if place.kind in HELD:
            return getattr(year, HELD[place.kind]).get(path)
        if place.kelurahan:
            folder = year.folder(place.kelurahan)
            return folder.record(place) if folder else None
        if place.kind is Kind.PEMETAAN:
            return year.pemetaan.get(place.name)
        if place.kind is Kind.PENGUMUMAN:
            return next((notice for notice in year.pengumuman if notice.slug == place.name), None)
        return getattr(year, YEAR_FIELDS[place.kind])


HELD = {Kind.FOTO: "foto", Kind.BERTANDA_TANGAN: "bertanda_tangan"}
"""Where a year keeps files that are known by the name of their content, which is not read."""

YEAR_FIELDS = {
    Kind.MUSRENBANG: "musrenbang",
    Kind.SKPD: "skpd",
    Kind.TEMPLATE: "template",
    Kind.JUKNIS: "juknis",
    Kind.BERITA_ACARA: "berita_acara",
    Kind.ARAH_KEBIJAKAN: "arah_kebijakan",
    Kind.PROGRAM_PRIORITAS: "program_prioritas",
}
"""Where a year keeps the records of which it has one."""


def chosen_year(snapshot: Snapshot, wanted: int | None) -> Year:
    """The year asked for, else the newest; `UsageError` where it is not there."""
    if not snapshot.years:
        raise UsageError(
            "Belum ada data tahun mana pun di folder ini. Sebut folder datanya dengan --root, atau "
            f"dirikan yang baru: {COMMAND} new kecamatan FOLDER"
        )
    tahun = max(snapshot.years) if wanted is None else wanted
    if tahun not in snapshot.years:
        known = ", ".join(map(str, snapshot.years))
        raise UsageError(f"--tahun {tahun} tidak ada; yang ada: {known}.")
    return snapshot.years[tahun]


def chosen_kelurahan(year: Year, text: str) -> KelurahanFolder:
    """The kelurahan of this name or folder; `UsageError` where there is none."""
    slug = slug_of(text)
    for folder in year.kelurahan.values():
        if slug in {folder.slug, slug_of(folder.nama)}:
            return folder
    close = meant(slug, year.kelurahan)
    hint = f"Maksud Anda {close}?" if close else f"Yang ada: {', '.join(year.kelurahan)}."
    raise UsageError(f"Kelurahan “{text}” tidak ada pada tahun {year.tahun}. {hint}")
