"""How far each kelurahan has come; there is no clock here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.year.cases import UNTUK_CAMAT, Case


@dataclass(frozen=True, slots=True)
class KelurahanStanding:
    """One kelurahan: counts of proposals, and the days on which lurah and camat sent it on."""

    slug: str
    nama: str
    usulan: int
    berita_acara: bool
    """Whether the lurah has signed the minutes (C.1.d)."""
    dikirim_lurah: date | None
    dapat_diputuskan: int
    """Proposals that are the camat's to decide."""
    diputuskan: int
    perlu_survei: int
    """Those the technical team surveys (C.1.e), sent by the lurah or not yet."""
    disurvei: int
    kirim: date | None
    """When the camat sent it on (C.2.c.4)."""

    @property
    def belum_diputuskan(self) -> int:
        return self.dapat_diputuskan - self.diputuskan

    @property
    def belum_disurvei(self) -> int:
        return self.perlu_survei - self.disurvei


def standing_of(folder: KelurahanFolder, cases: Collection[Case]) -> KelurahanStanding:
    """How far a kelurahan with these cases has come."""
    profil = folder.profil
    decidable = [case for case in cases if case.status in UNTUK_CAMAT]
    physical = [case for case in cases if case.perlu_survei]
    minutes = profil.berita_acara if profil else None
    return KelurahanStanding(
        slug=folder.slug,
        nama=folder.nama,
        usulan=len(cases),
        berita_acara=minutes is not None and minutes.ditandatangani,
        dikirim_lurah=folder.dikirim_lurah,
        dapat_diputuskan=len(decidable),
        diputuskan=sum(case.keputusan is not None for case in decidable),
        perlu_survei=len(physical),
        disurvei=sum(case.disurvei for case in physical),
        kirim=folder.kirim.tanggal if folder.kirim else None,
    )
