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
from typing import Any, Literal

from musrenbang.documents.kertas import KERTAS, Kertas
from musrenbang.documents.wilayah import Wilayah, wilayah_of
from musrenbang.documents.wording import jam
from musrenbang.views import View
from schemas import Musrenbang

Sifat = Literal["ketetapan", "bahan", "surat"]
"""What a document is: a settlement, which is a draft until the Berita Acara is `ditetapkan`;
material that prepares one, which says so; or a letter, complete once it is signed."""


@dataclass(frozen=True)
class Penanda:
    """Someone who signs; what is not known is empty and printed as a dotted line."""

    jabatan: str
    nama: str
    nip: str


@dataclass(frozen=True)
class Rentang:
    """From one day to another."""

    mulai: date
    selesai: date


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

    def alamat(self, halaman: str) -> str:
        """The public address of a page below the year's folder; empty where there is no site."""
        return f"{self.situs.rstrip('/')}/{self.tahun}/{halaman}" if self.situs else ""


@dataclass(frozen=True)
class Bahan:
    """What every document is made from."""

    view: View
    settings: Musrenbang
    kepala: Kepala


@dataclass(frozen=True)
class Potongan:
    """A part of a document that is set apart from the others and begins on a page of its own."""

    nilai: Any = None
    """What it shows of a document that was cut; its template knows how."""
    pertama: bool = True
    terakhir: bool = True


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


def bahan_of(view: View) -> Bahan | None:
    """What the documents of a year are made from; `None` while its settings are missing."""
    settings = view.year.musrenbang
    return Bahan(view, settings, _kepala(view, settings)) if settings else None


def _kepala(view: View, settings: Musrenbang) -> Kepala:
    minutes = view.year.berita_acara
    pejabat = settings.pejabat
    wilayah = wilayah_of(settings)
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
