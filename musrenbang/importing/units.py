"""Units as they are written: many spellings, one of them ours."""

import re
from collections.abc import Mapping

_SPELLINGS: Mapping[str, str] = {
    "m": "meter, mtr, m1, m', meter lari, m lari, mter, ml, meter panjang",
    "m2": "m², meter persegi, meter2, m persegi, m 2, mtr2",
    "m3": "m³, meter kubik, meter3, kubik, m kubik, m 3, mtr3",
    "km": "kilometer",
    "cm": "centimeter, sentimeter",
    "ha": "hektar, hektare, hekta",
    "kg": "kilogram, kilo",
    "ton": "",
    "liter": "ltr, lt",
    "unit": "units, unt",
    "paket": "pkt, pkg, pak",
    "buah": "bh, buh, pcs, pc",
    "titik": "ttk, titk",
    "orang": "org, orng, orang peserta",
    "set": "sets",
    "stel": "",
    "lembar": "lbr",
    "batang": "btg",
    "pohon": "phn",
    "kali": "kl",
    "kegiatan": "keg, giat",
    "kelompok": "klp, kel",
    "lokasi": "lok, lks",
    "lokal": "lkl, ruang kelas",
    "ls": "lumpsum, lump sum, lumsum",
    "kk": "kepala keluarga",
    "jiwa": "jw",
    "ruang": "rg",
    "gedung": "",
    "rumah": "rmh",
    "bulan": "bln",
    "hari": "hr",
    "tahun": "thn",
    "jam": "",
    "%": "persen",
    **dict.fromkeys(
        (
            *("anak", "balita", "bibit", "bidang", "box", "buku", "bus", "data", "desa", "dokumen"),
            *("dus", "ekor", "event", "gang", "jenis", "item", "kampung", "keluarga", "keping"),
            *(
                "lampu",
                "lansia",
                "lembaga",
                "pack",
                "pasang",
                "peserta",
                "pompa",
                "pos",
                "posyandu",
            ),
            *("pot", "roll", "rol", "rt", "rw", "sak", "saluran", "sekolah", "siswa", "tabung"),
            *(
                "tangki",
                "taman",
                "tiang",
                "tim",
                "umkm",
                "drum",
                "dump truck",
                "koperasi",
                "program",
            ),
        ),
        "",
    ),
}


def _key(text: str) -> str:
    return " ".join(re.sub(r"[.]", " ", text.casefold()).removeprefix("'").split())


_UNITS = {
    _key(spelling): unit
    for unit, others in _SPELLINGS.items()
    for spelling in (unit, *filter(None, others.split(", ")))
}


def usual_unit(text: str) -> str | None:
    """Our spelling of a unit; `None` for one nobody has written here before."""
    return _UNITS.get(_key(text))


def is_unit(text: str) -> bool:
    """Whether a text is the name of a unit."""
    return usual_unit(text) is not None
