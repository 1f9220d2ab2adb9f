"""The Snapshot: all records of one tree as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from musrenbang.findings import Problem
from musrenbang.paths import USULAN_LANGSUNG
from schemas import (
    BeritaAcara,
    HasilSurvei,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    Usulan,
)
from schemas.musrenbang import Skpd, TemplateKegiatan


@dataclass(frozen=True)
class Pengumuman:
    """One notice: its date and name from the path, its title and text from the file."""

    tanggal: date
    slug: str
    judul: str
    isi: str


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

    @property
    def nama(self) -> str:
        """The kelurahan's name, or its slug while its file is missing or broken."""
        return self.profil.nama if self.profil else self.slug


@dataclass(frozen=True)
class Year:
    """Everything of one year."""

    tahun: int
    musrenbang: Musrenbang | None = None
    skpd: Mapping[str, Skpd] = field(default_factory=dict)
    template: Mapping[str, TemplateKegiatan] = field(default_factory=dict)
    kelurahan: Mapping[str, KelurahanFolder] = field(default_factory=dict)
    langsung: KelurahanFolder = KelurahanFolder(USULAN_LANGSUNG)
    berita_acara: BeritaAcara | None = None
    pengumuman: tuple[Pengumuman, ...] = ()
    arah_kebijakan: str | None = None
    program_prioritas: str | None = None
    foto: Mapping[str, str] = field(default_factory=dict)
    """Photos by path, each with the name Git gives its content."""

    @property
    def folders(self) -> tuple[KelurahanFolder, ...]:
        """The kelurahan by slug, then the folder of direct proposals."""
        return (*self.kelurahan.values(), self.langsung)


@dataclass(frozen=True)
class Snapshot:
    """All records of one tree. Two trees with the same files have equal snapshots."""

    years: Mapping[int, Year]
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
