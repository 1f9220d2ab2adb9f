"""Invitations (juknis C.1.a.1): one file with a letter for each institution, in the order i-xi.

One file is one print job, and its bookmarks lead to each group; a file for each group would be
eleven jobs for the same envelopes. No names: the records invite institutions, and the letter goes
to whoever leads them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.documents.undangan import invited
from musrenbang.documents.wording import GOLONGAN
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


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """The invitations of a year, from when the meeting is scheduled until it has its minutes."""
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
