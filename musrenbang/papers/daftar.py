"""The list of all documents; adding a document is adding one entry.

An entry is a function that turns a year into one document, several, or none where there is nothing
to print.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from musrenbang.papers.berita_acara import adendum, berita_acara, dokumentasi
from musrenbang.papers.hasil import hasil_usulan, koreksi, papan_pengumuman, pengantar
from musrenbang.papers.kepala import Bahan, bahan_of
from musrenbang.papers.lampiran import belum_disepakati, prioritas
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.penerima import untuk_lurah, untuk_skpd
from musrenbang.papers.persiapan import daftar_hadir, daftar_kesiapan, lembar_survei, surat_undangan
from musrenbang.papers.pra_rancangan import pra_rancangan
from musrenbang.year.guide import Kelompok
from musrenbang.year.views import View

Penyusun = Callable[[Bahan], Iterable[Naskah]]

DAFTAR: Mapping[Kelompok, tuple[Penyusun, ...]] = MappingProxyType(
    {
        "sebelum": (daftar_kesiapan, surat_undangan, lembar_survei, pra_rancangan),
        "hasil": (berita_acara, daftar_hadir, prioritas, belum_disepakati, adendum),
        "sesudah": (papan_pengumuman, koreksi, hasil_usulan, dokumentasi),
        "penerima": (untuk_skpd, untuk_lurah),
    }
)
"""Every document that is a file of its own, in the order in which they are listed.

The results are Forms 1-4 of the juknis in its order. They exist in every year, empty or not, and
are bound, with what was added to them, once more behind the covering letter as the report (C.3.b).
"""


@dataclass(frozen=True)
class Cetakan:
    """One file to print: its documents in order, the first of which gives it its name and title."""

    kelompok: Kelompok
    naskah: tuple[Naskah, ...]

    @property
    def nama(self) -> str:
        return self.naskah[0].nama

    @property
    def judul(self) -> str:
        return self.naskah[0].judul


def cetakan_of(view: View) -> tuple[Cetakan, ...]:
    """All files of a year.

    None where the settings of the year are missing: nobody would know who signs what.
    """
    bahan = bahan_of(view)
    return tuple(_cetakan(bahan)) if bahan else ()


def photos_of(view: View) -> frozenset[str]:
    """The paths of the photos that the documents of a year show."""
    return frozenset(
        path for file in cetakan_of(view) for naskah in file.naskah for path in naskah.foto
    )


def _cetakan(bahan: Bahan) -> Iterator[Cetakan]:
    for kelompok, penyusun in DAFTAR.items():
        printed = [_titled(naskah) for susun in penyusun for naskah in susun(bahan)]
        yield from (Cetakan(kelompok, (naskah,)) for naskah in printed)
        if kelompok == "hasil":
            yield Cetakan(kelompok, (_titled(pengantar(bahan)), *printed))


def _titled(naskah: Naskah) -> Naskah:
    return replace(naskah, judul=f"Konsep {naskah.judul}") if naskah.konsep else naskah
