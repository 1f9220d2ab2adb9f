"""What a changed path belongs to: whose work it is, and what may change together."""

from collections.abc import Collection
from enum import Enum

from musrenbang.files.paths import DECISIONS, PROPOSALS, Kind, Place
from musrenbang.review.review_model import Jenis


class Area(Enum):
    """The parts of the repository that different people answer for."""

    USULAN = "usulan"
    """The lurah's side: proposals, photos, what the kelurahan says of itself."""
    KEPUTUSAN = "keputusan"
    KIRIM = "kirim"
    NASKAH = "naskah"
    """The Berita Acara and the notices."""
    PENGATURAN = "pengaturan"
    """What everything else is judged by: officials, keys, agencies, standard activities."""
    PERANGKAT_LUNAK = "perangkat-lunak"
    """Code, schemas, workflows, templates, and whatever else is no record."""


CODEOWNERS = ".github/CODEOWNERS"
ALLOWED_SIGNERS = ".github/allowed_signers"
RIWAYAT_DITERIMA = ".github/riwayat-diterima.yaml"
"""The violations that an audit accepts, each with a reason."""

CAMAT_SIDE = frozenset({Area.KEPUTUSAN, Area.KIRIM, Area.NASKAH})
RECORDS = CAMAT_SIDE | {Area.USULAN}

_AREAS = {
    Kind.USULAN: Area.USULAN,
    Kind.USULAN_LANGSUNG: Area.USULAN,
    Kind.KELURAHAN: Area.USULAN,
    Kind.KEPUTUSAN: Area.KEPUTUSAN,
    Kind.KIRIM: Area.KIRIM,
    Kind.BERITA_ACARA: Area.NASKAH,
    Kind.PENGUMUMAN: Area.NASKAH,
    Kind.MUSRENBANG: Area.PENGATURAN,
    Kind.SKPD: Area.PENGATURAN,
    Kind.TEMPLATE: Area.PENGATURAN,
    Kind.ARAH_KEBIJAKAN: Area.PENGATURAN,
    Kind.PROGRAM_PRIORITAS: Area.PENGATURAN,
}


def area_of(path: str, place: Place | None, *, appoints: bool) -> Area:
    """The area of a path; `appoints` where a kelurahan's file names another lurah than before."""
    if path in {CODEOWNERS, ALLOWED_SIGNERS, RIWAYAT_DITERIMA} or appoints:
        return Area.PENGATURAN
    if place is None:
        if path.startswith(f"{PROPOSALS}/"):
            return Area.USULAN
        return Area.KEPUTUSAN if path.startswith(f"{DECISIONS}/") else Area.PERANGKAT_LUNAK
    if place.kind is Kind.FOTO:
        return Area.USULAN if path.startswith(f"{PROPOSALS}/") else Area.NASKAH
    return _AREAS[place.kind]


def jenis_of(areas: Collection[Area], *, correction: bool, initial: bool) -> Jenis:
    """The kind of change that touches these areas; a mixture only where none of them covers it."""
    if not areas:
        return Jenis.TANPA_PERUBAHAN
    found = set(areas)
    if initial and found & (RECORDS | {Area.PENGATURAN}):
        return Jenis.DATA_AWAL
    if correction and found <= RECORDS:
        return Jenis.KOREKSI
    if found <= CAMAT_SIDE:
        for area, jenis in (
            (Area.KIRIM, Jenis.KIRIM),
            (Area.KEPUTUSAN, Jenis.KEPUTUSAN),
        ):
            if area in found:
                return jenis
        return Jenis.NASKAH
    return Jenis(found.pop().value) if len(found) == 1 else Jenis.CAMPURAN
