"""The list of all documents; adding a document is adding one entry.

An entry is a module's function `naskah`, which turns a year into one document, several, or none
where there is nothing to print.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from musrenbang.documents import (
    belum_disepakati,
    berita_acara,
    daftar_hadir,
    dokumentasi,
    hasil_usulan,
    kesiapan,
    lembar_survei,
    papan_pengumuman,
    pengantar,
    pra_rancangan,
    prioritas,
    surat_undangan,
)
from musrenbang.documents.naskah import Bahan, Naskah, bahan_of
from musrenbang.kelompok import Kelompok
from musrenbang.views import View

Penyusun = Callable[[Bahan], Iterable[Naskah]]

DAFTAR: Mapping[Kelompok, tuple[Penyusun, ...]] = MappingProxyType(
    {
        "sebelum": (
            kesiapan.naskah,
            surat_undangan.naskah,
            lembar_survei.naskah,
            pra_rancangan.naskah,
        ),
        "hasil": (
            berita_acara.naskah,
            daftar_hadir.naskah,
            prioritas.naskah,
            belum_disepakati.naskah,
        ),
        "sesudah": (
            papan_pengumuman.naskah,
            hasil_usulan.naskah,
            dokumentasi.naskah,
        ),
    }
)
"""Every document that is a file of its own, in the order in which they are listed.

The results are Forms 1-4 of the juknis in its order. They exist in every year, empty or not, and
are bound once more behind the covering letter as the report (C.3.b).
"""


@dataclass(frozen=True)
class Cetakan:
    """One file to print: its parts in order, the first of which gives it its name and title."""

    kelompok: Kelompok
    bagian: tuple[Naskah, ...]

    @property
    def nama(self) -> str:
        return self.bagian[0].nama

    @property
    def judul(self) -> str:
        return self.bagian[0].judul


def cetakan_of(view: View) -> tuple[Cetakan, ...]:
    """All files of a year.

    None where the settings of the year are missing: nobody would know who signs what.
    """
    bahan = bahan_of(view)
    return tuple(_cetakan(bahan)) if bahan else ()


def photos_of(view: View) -> frozenset[str]:
    """The paths of the photos that the documents of a year show."""
    return frozenset(
        path for file in cetakan_of(view) for naskah in file.bagian for path in naskah.foto
    )


def _cetakan(bahan: Bahan) -> Iterator[Cetakan]:
    for kelompok, penyusun in DAFTAR.items():
        printed = [_titled(naskah) for susun in penyusun for naskah in susun(bahan)]
        yield from (Cetakan(kelompok, (naskah,)) for naskah in printed)
        if kelompok == "hasil":
            yield Cetakan(kelompok, (_titled(pengantar.naskah(bahan)), *printed))


def _titled(naskah: Naskah) -> Naskah:
    return replace(naskah, judul=f"Konsep {naskah.judul}") if naskah.konsep else naskah
