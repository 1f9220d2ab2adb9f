"""Names and codes of areas as the Ministry of Home Affairs numbers them, as far as shipped.

DKI Jakarta whole; elsewhere the kecamatan of the few places that have used this. Any other one is
asked for once and stands in the settings of the year from then on.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from musrenbang.records.shipped_guide import shipped
from musrenbang.text.name_keys import squeezed
from schemas.musrenbang import Kota

_FILE = Path(__file__).with_name("wilayah.csv")
_DKI = "31"
_KECAMATAN = len("12.34.56")
KINDS = ("Kota Administrasi", "Kabupaten Administrasi", "Kota", "Kabupaten")
_KOTA_WORDS = {"kab": "Kabupaten", "kabupaten": "Kabupaten", "kota": "Kota"}
_KODE = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"
FORM = "Nama Kecamatan, Kota atau Kabupaten Anu (12.34.56)"


@dataclass(frozen=True)
class Area:
    """A kecamatan: its name, its code, and the city or regency that it is in."""

    kode: str
    nama: str
    kota: Kota

    @property
    def planning_office(self) -> str:
        """Who gets the report, as far as the place tells."""
        if not self.kode.startswith(_DKI):
            return f"Kepala Bappeda {self.kota.jenis} {self.kota.nama}"
        told = shipped().perencanaan
        name = told.kabupaten if self.kota.jenis.startswith("Kabupaten") else told.kota
        office = name or told.nama
        return f"Kepala {office} {self.kota.nama}"


@cache
def listed() -> dict[str, str]:
    """The names of all listed areas by code; cities and regencies with their kind before them."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["kode"]: row["nama"] for row in csv.DictReader(stream)}


def kota_named(kode: str, text: str) -> Kota | None:
    """A city or regency from its code and its name with the kind before it."""
    for jenis in KINDS:
        kind, name = text[: len(jenis)], text[len(jenis) :].strip()
        if kind.casefold() == jenis.casefold() and name:
            return Kota.model_validate({"kode": kode, "nama": name, "jenis": jenis})
    return None


def areas_named(name: str, kelurahan: Iterable[str] = (), kota: str = "") -> list[Area]:
    """The kecamatan of this name; of several, those that have the kelurahan or are in the city."""
    found = [
        area
        for kode, nama in listed().items()
        if re.fullmatch(_KODE, kode) and squeezed(nama) == squeezed(name)
        if (area := _area(kode, nama))
    ]
    inside = set(map(squeezed, kelurahan))
    for narrower in (
        [one for one in found if kota and squeezed(one.kota.nama) in squeezed(kota)],
        [one for one in found if inside & set(map(squeezed, _kelurahan_of(one.kode)))],
    ):
        if narrower:
            found = narrower
    return found


def areas_with(kelurahan: Iterable[str]) -> list[Area]:
    """The kecamatan that have all these kelurahan."""
    wanted = set(map(squeezed, kelurahan))
    codes: dict[str, set[str]] = {}
    for kode, nama in listed().items():
        if len(kode) > _KECAMATAN and squeezed(nama) in wanted:
            codes.setdefault(kode[:8], set()).add(squeezed(nama))
    return [
        area
        for kode, names in codes.items()
        if names == wanted and (area := _area(kode, listed()[kode]))
    ]


def area_written(text: str) -> Area | None:
    """A kecamatan from `FORM`; `None` where a part of it is missing."""
    match = re.fullmatch(rf"(.+?)\s*,\s*(.+?)\s*\(?({_KODE})\)?", text.strip())
    if not match:
        return None
    words = match[2].replace(".", " ").split()
    words[0] = _KOTA_WORDS.get(words[0].casefold(), words[0])
    kota = kota_named(match[3][:5], " ".join(words))
    return Area(match[3], match[1], kota) if kota else None


def kelurahan_code(kecamatan: str, name: str) -> str | None:
    """The code of a kelurahan in the kecamatan of a code."""
    return _kelurahan_of(kecamatan).get(squeezed(name))


@cache
def _kelurahan_of(kecamatan: str) -> dict[str, str]:
    return {
        squeezed(nama): kode for kode, nama in listed().items() if kode.startswith(f"{kecamatan}.")
    }


@cache
def kelurahan_listed() -> frozenset[str]:
    """The names of all listed kelurahan, squeezed."""
    return frozenset(squeezed(nama) for kode, nama in listed().items() if len(kode) > _KECAMATAN)


def kelurahan_of(kecamatan: str) -> dict[str, str]:
    """The names of the kelurahan of a kecamatan, by the name squeezed."""
    return {key: listed()[kode] for key, kode in _kelurahan_of(kecamatan).items()}


def _area(kode: str, nama: str) -> Area | None:
    kota = kota_named(kode[:5], listed().get(kode[:5], ""))
    return Area(kode, nama, kota) if kota else None


def named_by_initials(text: str, names: Iterable[str]) -> str:
    """The one name that a text gives the initials of."""
    found = [
        name
        for name in names
        if text and squeezed("".join(word[0] for word in name.split())) == squeezed(text)
    ]
    return found[0] if len(found) == 1 else ""


def named_in(texts: Iterable[str], known: Mapping[str, str]) -> str:
    """A kelurahan that words of the texts are the name of; the longest first."""
    for text in texts:
        words = text.split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                key = squeezed(" ".join(words[start : start + length]))
                if key in known:
                    return known[key]
    return ""
