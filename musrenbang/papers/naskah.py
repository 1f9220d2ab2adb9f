"""A document before it is laid out: everything it will print, as plain immutable values.

The same values are the document's embedded data and the source of its fingerprint, so that what
is printed, what is attached and what is fingerprinted cannot differ.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from musrenbang.papers.kepala import Kepala
from musrenbang.papers.pecahan import Potongan

Sifat = Literal["ketetapan", "bahan", "surat"]
"""What a document is: a settlement, which is a draft until the Berita Acara is `ditetapkan`;
material that prepares one, which says so; or a letter, complete once it is signed."""


@dataclass(frozen=True)
class Kertas:
    """A sheet, upright; sides in millimetres."""

    nama: str
    lebar: int
    tinggi: int


A4 = Kertas("A4", 210, 297)
F4 = Kertas("F4", 215, 330)
"""The sheet most offices print on."""
A3 = Kertas("A3", 297, 420)
"""For notice boards only."""

KERTAS: Mapping[str, Kertas] = MappingProxyType({kertas.nama: kertas for kertas in (A4, F4, A3)})


@dataclass(frozen=True)
class Naskah:
    """One document: its file name, title, template and content."""

    nama: str
    judul: str
    """Title for people: window title, bookmarks, lists of documents."""
    template: str
    kaki: str
    """What the footer calls it."""
    kepala: Kepala
    isi: Any
    halaman: str | None = ""
    """The page of the site that shows the same, below the year's folder; `None` for none."""
    sifat: Sifat = "ketetapan"
    bernomor: bool = False
    """Whether it is part of the Berita Acara, whose number then stands in the footer."""
    kertas: Kertas | None = None
    """The sheet, where it is not the one the office prints on."""
    foto: tuple[str, ...] = ()
    """Paths of the photos it shows."""
    pecahan: tuple[Any, ...] = ()
    """The parts that a long document is cut into; empty where it is set as a whole."""

    @property
    def konsep(self) -> bool:
        """Whether it is a draft."""
        return self.kepala.konsep and self.sifat == "ketetapan"

    @property
    def potongan(self) -> tuple[Potongan, ...]:
        """What is set apart, in order."""
        last = len(self.pecahan) - 1
        return tuple(
            Potongan(nilai, index == 0, index == last) for index, nilai in enumerate(self.pecahan)
        ) or (Potongan(),)

    @property
    def lembar(self) -> Kertas:
        """The sheet it is printed on."""
        return self.kertas or KERTAS[self.kepala.kertas]

    @property
    def tautan(self) -> str:
        """The address behind the QR code of the footer; empty where there is none."""
        return "" if self.halaman is None else self.kepala.alamat(self.halaman)

    @cached_property
    def data(self) -> bytes:
        """Everything the document says, as JSON with a fixed order."""
        value = {"dokumen": self.nama, "judul": self.judul, "kepala": self.kepala, "isi": self.isi}
        text = json.dumps(_objects(value), ensure_ascii=False, indent=1, default=_plain)
        return text.encode() + b"\n"

    @cached_property
    def sidik(self) -> str:
        """The fingerprint in the footer: the first 16 hex digits of the data's SHA-256."""
        return hashlib.sha256(self.data).hexdigest()[:16]


def _objects(value: Any) -> Any:
    """A value in which whatever has names for its parts is an object, at any depth."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    elif is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _objects(part) for name, part in value.items()}
    return [_objects(part) for part in value] if isinstance(value, tuple | list) else value


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")
