"""A document before it is laid out: everything it will print, as plain values.

The same values are the document's embedded data and the source of its fingerprint, so that what
is printed, what is attached and what is fingerprinted cannot differ.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar

from musrenbang.papers.kepala import Kepala

Isi = Mapping[str, Any]
"""What a template asks for by name, in the order in which the attached data tell it."""

ROWS = 120
"""About fifteen pages: long enough that a part's last page, which stays short, is rarely seen."""

END = 8
"""Rows set with the grand total and the signatures, which change with every amount: a page."""

SHEETS = 40
"""Rows of a part whose groups begin on pages of their own, so that no cut is ever seen."""


@dataclass(frozen=True)
class Potongan:
    """A part of a document that is set apart from the others and begins on a page of its own."""

    nilai: Any = None
    """What it shows of a document that was cut; its template knows how."""
    pertama: bool = True
    terakhir: bool = True


class RowGroup(Protocol):
    """Rows under one heading."""

    @property
    def baris(self) -> tuple[object, ...]: ...


K = TypeVar("K", bound=RowGroup)


@dataclass(frozen=True)
class Penggal:
    """Some rows of one group; `awal` and `akhir`: whether its first and its last are among them."""

    kelompok: RowGroup
    baris: tuple[object, ...]
    awal: bool
    akhir: bool


def cut(groups: Iterable[RowGroup], rows: int = ROWS) -> tuple[tuple[Penggal, ...], ...]:
    """Groups packed into parts of about so many rows; a group is cut only where it is longer.

    The cuts follow from the groups alone, and a change in one group moves none of the cuts of
    groups as long as a part. Where there are several, the last is short.
    """
    parts = list(_cut(groups, rows))
    if len(parts) > 1:
        last = parts.pop()
        if sum(len(piece.baris) for piece in last) < END:
            last = (*parts.pop(), *last)
        parts += _with_short_end(last)
    return tuple(parts)


def _cut(groups: Iterable[RowGroup], rows: int) -> Iterator[tuple[Penggal, ...]]:
    packed: list[Penggal] = []
    count = 0
    for group in groups:
        pieces = list(_pieces(group, rows))
        if packed and (count + len(pieces[0].baris) > rows):
            yield tuple(packed)
            packed, count = [], 0
        *whole, last = pieces
        for piece in whole:
            yield (*packed, piece)
            packed, count = [], 0
        packed.append(last)
        count += len(last.baris)
    if packed:
        yield tuple(packed)


def packed(groups: Iterable[K], rows: int = SHEETS) -> tuple[tuple[K, ...], ...]:
    """Groups that each begin on a page of their own, in parts of about so many rows."""
    parts: list[list[K]] = []
    count = rows
    for group in groups:
        if count + len(group.baris) > rows:
            parts.append([])
            count = 0
        parts[-1].append(group)
        count += len(group.baris)
    return tuple(map(tuple, parts))


def _with_short_end(part: tuple[Penggal, ...]) -> Iterator[tuple[Penggal, ...]]:
    """A part as two, the second of few rows; as one, where hardly any would be left."""
    rest, end = list(part), list[Penggal]()
    wanted = END
    while rest and wanted > 0:
        last = rest.pop()
        at = len(last.baris) - wanted
        if at >= END:
            rest.append(replace(last, baris=last.baris[:at], akhir=False))
            last = replace(last, baris=last.baris[at:], awal=False)
        end.insert(0, last)
        wanted -= len(last.baris)
    if rest:
        yield tuple(rest)
    yield tuple(end)


def _pieces(group: RowGroup, rows: int) -> Iterator[Penggal]:
    """A group in pieces of equal length, none of them much longer than a part."""
    number = max(1, round(len(group.baris) / rows))
    bounds = [len(group.baris) * index // number for index in range(number + 1)]
    for start, end in pairwise(bounds):
        yield Penggal(group, group.baris[start:end], start == 0, end == len(group.baris))


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
    isi: Isi
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
