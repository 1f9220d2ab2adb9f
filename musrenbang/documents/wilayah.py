"""Where the kecamatan belongs: the names that letterhead, titles and closing lines use."""

import re
from dataclasses import dataclass

from schemas import Musrenbang

_DKI = "31"
_WIB = frozenset({*range(11, 37), 61, 62})
"""Sumatra, Java, and West and Central Kalimantan."""
_KANPPE = re.compile(r"\bKanppe(?:ko|kab)\b\.?(?:/Kab\.?)?")


@dataclass(frozen=True)
class Wilayah:
    """Names derived from the settings. Only a kode starting with 31 speaks for DKI Jakarta."""

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


def wilayah_of(settings: Musrenbang) -> Wilayah:
    """Derive the names of one year's settings."""
    kecamatan = settings.kecamatan.nama
    dki = settings.kota.kode.startswith(_DKI)
    jenis = settings.kota.jenis if dki else settings.kota.jenis.removesuffix(" Administrasi")
    kota = f"{jenis} {settings.kota.nama}"
    jabatan = settings.pejabat.kepala_perencanaan.jabatan
    provinsi = "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta"
    kop = (provinsi, kota) if dki else (f"Pemerintah {kota}",)
    return Wilayah(
        kecamatan=kecamatan,
        kota=kota,
        kop=tuple(line.upper() for line in (*kop, f"Kecamatan {kecamatan}")),
        rkpd="Provinsi DKI Jakarta" if dki else kota,
        ditetapkan_di="Jakarta" if dki else settings.kota.nama,
        zona="WIB" if int(settings.kota.kode[:2]) in _WIB else "",
        tembusan=(_written_out(jabatan, jenis), *(("Provinsi DKI Jakarta",) if dki else ())),
    )


def _written_out(jabatan: str, jenis: str) -> str:
    """The office as Form 1 writes it: Kanppeko is short for Kantor Perencanaan Pembangunan Kota.

    Later names of the office (Suku Badan …) are a setting and pass unchanged.
    """
    kantor = "Kantor Perencanaan Pembangunan"
    return _KANPPE.sub(kantor if jenis in jabatan else f"{kantor} {jenis}", jabatan)
