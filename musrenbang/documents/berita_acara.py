"""Form 1: Berita Acara Hasil Kesepakatan Musrenbang Kecamatan."""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.documents.undangan import invited
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


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """Form 1 of a year; as far as it is known while the minutes are missing."""
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
