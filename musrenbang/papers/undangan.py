"""Who is invited (juknis C.1.a.1), their letters, and the list they sign (Form 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.redaksi import GOLONGAN
from schemas import Musrenbang
from schemas.musrenbang import Golongan, Undangan

_OFFICE: Mapping[Golongan, str] = MappingProxyType(
    {
        "muspika": "Pimpinan",
        "kesbangpol": "Kepala",
        "kasi-teknis-kecamatan": "Kepala",
        "kasi-unit-teknis": "Kepala",
        "lurah": "Lurah",
        "pkk": "Ketua",
        "lembaga-masyarakat": "Ketua",
        "bkm-lkm": "Pimpinan",
        "ormas-orsos": "Pimpinan",
    }
)
"""Who a letter to an institution of a group is addressed to (C.1.a.1)."""

_NAMED = (
    "Anggota",
    "Camat",
    "Delegasi",
    "Kapolsek",
    "Danramil",
    "Kepala",
    "Ketua",
    "Komandan",
    "Koordinator",
    "Lurah",
    "Para",
    "Pimpinan",
)
"""How a recipient begins that already is a person, not an institution."""

_ROWS_WITHOUT_INVITATIONS = 25


@dataclass(frozen=True)
class Surat:
    """One letter."""

    golongan: str
    penerima: str
    jumlah: int


@dataclass(frozen=True)
class IsiUndangan:
    """All letters, and what comes with them."""

    surat: tuple[Surat, ...]
    pra_rancangan: str
    """Where the papers of the meeting are published; empty where there is no site."""


@dataclass(frozen=True)
class BarisHadir:
    """One row to be filled in by hand; the institution is known, the person is not."""

    no: int
    lembaga: str


@dataclass(frozen=True)
class IsiDaftarHadir:
    """As many rows as people are invited, in the order of juknis C.1.a.1."""

    baris: tuple[BarisHadir, ...]


def invited(settings: Musrenbang) -> list[Undangan]:
    """The invited institutions by group i-xi; within a group as the settings name them."""
    order = get_args(Golongan)
    return sorted(settings.undangan, key=lambda who: order.index(who.golongan))


def surat_undangan(bahan: Bahan) -> Iterator[Naskah]:
    """A letter for each institution, from when the meeting is scheduled until it has its minutes.

    One file is one print job, and its bookmarks lead to each group; a file for each group would be
    eleven jobs for the same envelopes. No names: the records invite institutions, and the letter
    goes to whoever leads them.
    """
    kepala = bahan.kepala
    letters = tuple(_letter(who) for who in invited(bahan.settings) if who.jumlah)
    if not letters or kepala.waktu is None or not kepala.waktu.rencana:
        return
    yield Naskah(
        nama="undangan",
        judul=f"Undangan Musrenbang Kecamatan {kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="undangan.html",
        kaki="Undangan Musrenbang",
        kepala=kepala,
        isi=IsiUndangan(
            letters,
            f"{kepala.situs.rstrip('/')}/{kepala.tahun}/dokumen/" if kepala.situs else "",
        ),
        sifat="surat",
    )


def _letter(who: Undangan) -> Surat:
    return Surat(GOLONGAN[who.golongan], _recipient(who), who.jumlah)


def _recipient(who: Undangan) -> str:
    office = _OFFICE.get(who.golongan, "")
    if not office or who.instansi.startswith(_NAMED):
        return who.instansi
    name = who.instansi.removeprefix("Kelurahan ") if who.golongan == "lurah" else who.instansi
    return f"{office} {name}"


def daftar_hadir(bahan: Bahan) -> Iterator[Naskah]:
    """Form 2: Daftar Hadir Peserta Musrenbang Kecamatan (Lampiran I).

    The juknis names this form but does not show it; its layout is reconstructed from the national
    model of the same form.
    """
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
