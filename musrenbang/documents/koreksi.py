"""Corrections after Kirim: what the records say about changes to annexes already signed.

Both annexes print all corrections: one can also move a proposal from one annex to the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from musrenbang.cases import Status
from musrenbang.views import View

_LAMPIRAN: Mapping[Status, str] = MappingProxyType(
    {
        Status.DISETUJUI: "Lampiran II",
        Status.DITOLAK: "Lampiran III",
        Status.BELUM_DIVALIDASI: "Lampiran III",
    }
)


@dataclass(frozen=True)
class Koreksi:
    """One recorded correction. The figures before it are not recorded, so none are printed."""

    usulan: str
    lampiran: str
    """The annex that lists the proposal now; empty where none does."""
    tanggal: date
    berita_acara: str
    alasan: str


def corrections(view: View) -> tuple[Koreksi, ...]:
    """All corrections of a year, oldest first."""
    annex = {case.id: _LAMPIRAN.get(case.status, "") for case in view.cases}
    found = [
        Koreksi(
            usulan=(usulan := f"{view.year.tahun}/{folder.slug}/{made.nomor}"),
            lampiran=annex.get(usulan, ""),
            tanggal=made.tanggal,
            berita_acara=made.berita_acara or "",
            alasan=made.alasan,
        )
        for folder in view.year.folders
        if folder.kirim
        for made in folder.kirim.koreksi
    ]
    return tuple(sorted(found, key=lambda made: (made.tanggal, made.usulan)))


def last_day_by_proposal(made: tuple[Koreksi, ...]) -> dict[str, date]:
    """When each corrected proposal was last corrected."""
    return {one.usulan: one.tanggal for one in made}
