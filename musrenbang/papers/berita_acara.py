"""Form 1, the Berita Acara, and the photos it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.files.paths import DECISIONS
from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.persiapan import invited
from schemas import BeritaAcara, Musrenbang
from schemas.keputusan import Delegasi, WakilPeserta


@dataclass(frozen=True)
class Pembicara:
    """Who spoke, and on what; `materi` is empty for an opening address."""

    jabatan: str
    nama: str
    materi: str = ""


@dataclass(frozen=True)
class Wakil:
    """A participant who signs or is delegated; an empty name is filled in by hand."""

    nama: str
    lembaga: str
    alamat: str = ""


@dataclass(frozen=True)
class IsiBeritaAcara:
    """What Form 1 says beyond its fixed wording."""

    sambutan: tuple[Pembicara, ...]
    pemaparan: tuple[Pembicara, ...]
    tanggapan: str
    """Markdown."""
    wakil_peserta: tuple[Wakil, ...]
    delegasi: tuple[Wakil, ...]


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


def berita_acara(bahan: Bahan) -> Iterator[Naskah]:
    """Form 1: Berita Acara Hasil Kesepakatan Musrenbang Kecamatan.

    It says as much as is known while the minutes are missing.
    """
    kepala = bahan.kepala
    minutes = bahan.view.year.berita_acara
    yield Naskah(
        nama="berita-acara",
        judul="Berita Acara Hasil Kesepakatan Musrenbang Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="berita-acara.html",
        kaki="Berita Acara",
        kepala=kepala,
        isi=_recorded(minutes) if minutes else _prepared(bahan.settings),
        bernomor=True,
    )


def _recorded(minutes: BeritaAcara) -> IsiBeritaAcara:
    return IsiBeritaAcara(
        sambutan=tuple(Pembicara(who.jabatan, who.nama) for who in minutes.sambutan),
        pemaparan=tuple(Pembicara(who.jabatan, who.nama, who.materi) for who in minutes.pemaparan),
        tanggapan=minutes.tanggapan or "",
        wakil_peserta=tuple(_wakil(who) for who in minutes.wakil_peserta),
        delegasi=tuple(_wakil(who) for who in minutes.delegasi),
    )


def _wakil(who: WakilPeserta | Delegasi) -> Wakil:
    return Wakil(who.nama, who.lembaga, who.alamat if isinstance(who, WakilPeserta) else "")


def _prepared(settings: Musrenbang) -> IsiBeritaAcara:
    """At least one representative of each invited institution will sign (Form 1, Catatan)."""
    institutions = dict.fromkeys(who.instansi for who in invited(settings))
    return IsiBeritaAcara((), (), "", tuple(Wakil("", name) for name in institutions), ())


def dokumentasi(bahan: Bahan) -> Iterator[Naskah]:
    """The photos that the minutes name (juknis C.2.e); nothing where they name none."""
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
