"""What all documents of a year share: who signs, when and where, and what they are made from."""

import re
from dataclasses import dataclass
from datetime import date

from musrenbang.papers.redaksi import jam
from musrenbang.year.guide import Guide
from musrenbang.year.views import View
from schemas import Musrenbang
from schemas.juknis import KantorPerencanaan

_DKI = "31"
_WIB = frozenset({*range(11, 37), 61, 62})
"""Sumatra, Java, and West and Central Kalimantan."""


@dataclass(frozen=True)
class Penanda:
    """Someone who signs; what is not known is empty and printed as a dotted line."""

    jabatan: str
    nama: str
    nip: str


@dataclass(frozen=True)
class Wilayah:
    """Where the kecamatan belongs: the names that letterhead, titles and closing lines use.

    From the settings and the guide, whose province counts where the kecamatan is in it.
    """

    kecamatan: str
    kota: str
    """With its kind: Kota Administrasi Jakarta Pusat."""
    kop: tuple[str, ...]
    """The lines of the letterhead, in capitals."""
    rkpd: str
    """Whose RKPD the minutes feed (Form 1, KETIGA)."""
    ditetapkan_di: str
    """Where the camat signs and the planning office is."""
    zona: str
    """The time zone of the kota: WIB; empty where it is another or needs looking up."""
    tembusan: tuple[str, ...]
    """The recipient of the copy, line by line (Form 1, Tembusan)."""


@dataclass(frozen=True)
class Waktu:
    """When and where the meeting is, was, or is planned to be."""

    mulai: date
    selesai: date
    jam: str
    tempat: str
    rencana: bool
    """Whether this is only planned."""


@dataclass(frozen=True)
class Kepala:
    """What all documents of a year share."""

    tahun: int
    tahun_rencana: int
    wilayah: Wilayah
    contoh: bool
    konsep: bool
    """Whether the minutes are not established yet (`ditetapkan`)."""
    nomor: str
    tanggal: date | None
    waktu: Waktu | None
    camat: Penanda
    kepala_perencanaan: Penanda
    kontak: str
    situs: str
    kertas: str
    """What the office prints on: A4 or F4."""

    def judul(self, nama: str) -> str:
        """The title of a document of this kecamatan and year."""
        return f"{nama} Kecamatan {self.wilayah.kecamatan} Tahun {self.tahun}"

    def alamat(self, halaman: str) -> str:
        """The public address of a page below the year's folder; empty where there is no site."""
        return f"{self.situs.rstrip('/')}/{self.tahun}/{halaman}" if self.situs else ""


@dataclass(frozen=True)
class Bahan:
    """What every document is made from."""

    view: View
    settings: Musrenbang
    kepala: Kepala


def bahan_of(view: View) -> Bahan | None:
    """What the documents of a year are made from; `None` while its settings are missing."""
    settings = view.year.musrenbang
    return Bahan(view, settings, _kepala(view, settings)) if settings else None


def _kepala(view: View, settings: Musrenbang) -> Kepala:
    minutes = view.year.berita_acara
    pejabat = settings.pejabat
    wilayah = wilayah_of(view.guide, settings)
    return Kepala(
        tahun=settings.tahun,
        tahun_rencana=settings.tahun_rencana,
        wilayah=wilayah,
        contoh=settings.contoh,
        konsep=minutes is None or minutes.ditetapkan is None,
        nomor=minutes.nomor if minutes else "",
        tanggal=minutes.ditetapkan if minutes else None,
        waktu=_waktu(view, settings, wilayah.zona),
        camat=Penanda(f"Camat {settings.kecamatan.nama}", pejabat.camat.nama, pejabat.camat.nip),
        kepala_perencanaan=Penanda(
            pejabat.kepala_perencanaan.jabatan,
            pejabat.kepala_perencanaan.nama,
            pejabat.kepala_perencanaan.nip,
        ),
        kontak=settings.situs.kontak,
        situs=settings.situs.alamat or "",
        kertas=settings.kertas,
    )


def _waktu(view: View, settings: Musrenbang, zona: str) -> Waktu | None:
    """The time the minutes record, or while there are none, the time that is planned."""
    minutes, planned = view.year.berita_acara, settings.jadwal.musrenbang
    if minutes:
        time = jam(minutes.jam, zona)
        return Waktu(minutes.mulai, minutes.selesai, time, minutes.tempat, rencana=False)
    if planned:
        place = ", ".join(part for part in (planned.tempat, planned.alamat) if part)
        time = jam(planned.jam, zona)
        return Waktu(planned.mulai, planned.selesai, time, place, rencana=True)
    return None


def wilayah_of(guide: Guide, settings: Musrenbang) -> Wilayah:
    """Derive the names of one year's settings."""
    kecamatan = settings.kecamatan.nama
    dki = settings.kota.kode.startswith(_DKI)
    jenis = settings.kota.jenis if dki else settings.kota.jenis.removesuffix(" Administrasi")
    kota = f"{jenis} {settings.kota.nama}"
    jabatan = settings.pejabat.kepala_perencanaan.jabatan
    told = guide.juknis.provinsi
    provinsi = told if told and settings.kota.kode.startswith(told.kode) else None
    kop = (provinsi.pemerintah, kota) if provinsi else (f"Pemerintah {kota}",)
    return Wilayah(
        kecamatan=kecamatan,
        kota=kota,
        kop=tuple(line.upper() for line in (*kop, f"Kecamatan {kecamatan}")),
        rkpd=provinsi.nama if provinsi else kota,
        ditetapkan_di=provinsi.tempat if provinsi else settings.kota.nama,
        zona="WIB" if int(settings.kota.kode[:2]) in _WIB else "",
        tembusan=(
            _written_out(guide.juknis.perencanaan, jabatan, jenis),
            *((provinsi.nama,) if provinsi else ()),
        ),
    )


def _written_out(kantor: KantorPerencanaan, jabatan: str, jenis: str) -> str:
    """The office as Form 1 writes it: Kanppeko is short for Kantor Perencanaan Pembangunan Kota.

    A name that the guide does not shorten passes unchanged.
    """
    short = [name for name in (kantor.kota, kantor.kabupaten) if name]
    if not kantor.kepanjangan or not short:
        return jabatan
    long = kantor.kepanjangan if jenis in jabatan else f"{kantor.kepanjangan} {jenis}"
    names = "|".join(map(re.escape, short))
    return re.sub(rf"\b(?:{names})\b\.?(?:/Kab\.?)?", lambda _: long, jabatan)
