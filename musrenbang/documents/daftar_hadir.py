"""Form 2: Daftar Hadir Peserta Musrenbang Kecamatan (Lampiran I).

The juknis names this form but does not show it; its layout is reconstructed from the national
model of the same form.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.documents.undangan import invited

_ROWS_WITHOUT_INVITATIONS = 25


@dataclass(frozen=True)
class BarisHadir:
    """One row to be filled in by hand; the institution is known, the person is not."""

    no: int
    lembaga: str


@dataclass(frozen=True)
class IsiDaftarHadir:
    """As many rows as people are invited, in the order of juknis C.1.a.1."""

    baris: tuple[BarisHadir, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """Form 2 of a year."""
    settings, kepala = bahan.settings, bahan.kepala
    institutions = [who.instansi for who in invited(settings) for _ in range(who.jumlah)]
    names = institutions or [""] * _ROWS_WITHOUT_INVITATIONS
    yield Naskah(
        nama="lampiran-1",
        judul=f"Daftar Hadir Peserta Musrenbang Kecamatan {kepala.wilayah.kecamatan} "
        f"Tahun {kepala.tahun}",
        template="daftar-hadir.html",
        kaki="Lampiran I Berita Acara",
        kepala=kepala,
        isi=IsiDaftarHadir(tuple(BarisHadir(no, name) for no, name in enumerate(names, start=1))),
        bernomor=True,
    )
