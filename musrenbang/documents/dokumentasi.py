"""The minutes' annex of photos: how the meeting was documented (juknis C.2.e)."""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.paths import DECISIONS


@dataclass(frozen=True)
class Foto:
    """One photo, its caption, and the name Git gives its content."""

    berkas: str
    keterangan: str
    isi: str


@dataclass(frozen=True)
class IsiDokumentasi:
    """The photos in the order of the minutes."""

    foto: tuple[Foto, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """The photos that the minutes of a year name; nothing where they name none."""
    kepala, year = bahan.kepala, bahan.view.year
    named = year.berita_acara.dokumentasi if year.berita_acara else ()
    folder = f"{DECISIONS}/{year.tahun}"
    photos = tuple(
        Foto(path, one.keterangan, year.foto[path])
        for one in named
        if (path := f"{folder}/{one.berkas}") in year.foto
    )
    if not photos:
        return
    yield Naskah(
        nama="dokumentasi",
        judul=f"Dokumentasi Musrenbang Kecamatan {kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="dokumentasi.html",
        kaki="Dokumentasi Berita Acara",
        kepala=kepala,
        isi=IsiDokumentasi(photos),
        bernomor=True,
        foto=tuple(photo.berkas for photo in photos),
    )
