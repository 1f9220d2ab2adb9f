"""Every text that goes into the public history, with the place it stands at.

The models say which of their fields hold text and which are official; no field is listed here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from musrenbang.files.paths import (
    DECISIONS,
    PROPOSALS,
    Kind,
    kelurahan_path,
    keputusan_path,
    kirim_path,
    settings_path,
    usulan_path,
)
from musrenbang.records.findings import Keys, Position
from musrenbang.records.snapshot import Pengumuman, Year
from musrenbang.year.cases import Case
from schemas.base import Record
from schemas.scalars import Resmi


class Text(NamedTuple):
    """One text; Markdown files have a line instead of keys."""

    file: str
    where: Keys | Position
    text: str
    resmi: bool = False
    """Whether its field is official: telephone numbers and e-mail in it are an office's."""


def texts_of(year: Year) -> Iterator[Text]:
    """All texts of a year."""
    for path, record in _records(year):
        for keys, text, resmi in texts_in(record):
            yield Text(path, keys, text, resmi)
    for notice in year.pengumuman:
        yield from _notice_texts(year.tahun, notice)
    for name, markdown in (
        ("arah-kebijakan", year.arah_kebijakan),
        ("program-prioritas", year.program_prioritas),
    ):
        yield from _lines(f"{PROPOSALS}/{year.tahun}/{name}.md", markdown or "", first=1)


def texts_in(record: object) -> Iterator[tuple[Keys, str, bool]]:
    """The texts of a record: the keys, the text, whether it is official."""
    waiting: list[tuple[Any, Keys, bool]] = [(record, (), False)]
    while waiting:
        value, keys, resmi = waiting.pop()
        if type(value) is str:
            yield keys, value, resmi
        elif type(value) is tuple:
            waiting += [(part, (*keys, index), resmi) for index, part in enumerate(value)]
        elif isinstance(value, Record):
            values = value.__dict__
            for name, official in _text_fields(type(value)):
                part = values[name]
                if part:
                    waiting.append((part, (*keys, name), official))
        elif isinstance(value, Mapping):
            for key, part in value.items():
                waiting += ((key, (*keys, key), resmi), (part, (*keys, key), resmi))


@cache
def _text_fields(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """The fields of a model that can hold text, and whether each is official."""
    found = []
    for name, info in model.model_fields.items():
        parts = [*_parts(info.annotation), *info.metadata]
        if any(isinstance(part, type) and issubclass(part, str | Record) for part in parts):
            found.append((name, any(isinstance(part, Resmi) for part in parts)))
    return tuple(found)


def _parts(annotation: Any) -> Iterator[Any]:
    """All that an annotation is made of; the choices of a `Literal` are no text."""
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def place_texts(case: Case) -> Iterator[tuple[Keys, str]]:
    """The texts of a proposal in which people write where something is."""
    usulan = case.usulan
    if usulan.lokasi:
        yield ("lokasi", "alamat"), usulan.lokasi.alamat
    yield ("permasalahan",), usulan.permasalahan
    yield ("usulan_kegiatan",), usulan.usulan_kegiatan
    if usulan.keterangan:
        yield ("keterangan",), usulan.keterangan


def _records(year: Year) -> Iterator[tuple[str, object]]:
    """Every record of a year, or `None` in its place, with its file."""
    tahun = year.tahun
    yield settings_path(tahun, Kind.MUSRENBANG), year.musrenbang
    yield settings_path(tahun, Kind.SKPD), year.skpd
    yield settings_path(tahun, Kind.TEMPLATE), year.template
    yield settings_path(tahun, Kind.BERITA_ACARA), year.berita_acara
    for folder in year.folders:
        yield kelurahan_path(tahun, folder.slug), folder.profil
        yield kirim_path(tahun, folder.slug), folder.kirim
        for nomor, usulan in folder.usulan.items():
            yield usulan_path(tahun, folder.slug, nomor), usulan
        for decided in (folder.keputusan, folder.survei):
            for nomor, record in decided.items():
                yield keputusan_path(tahun, folder.slug, nomor), record


def _notice_texts(tahun: int, notice: Pengumuman) -> Iterator[Text]:
    path = f"{DECISIONS}/{tahun}/{Kind.PENGUMUMAN.value}/{notice.slug}.md"
    yield Text(path, Position(1, 1), notice.judul)
    # The text has lost its leading blank lines; by custom there is one below the title.
    yield from _lines(path, notice.isi, first=3)


def _lines(path: str, markdown: str, first: int) -> Iterator[Text]:
    for number, line in enumerate(markdown.split("\n"), first):
        if line:
            yield Text(path, Position(number, 1), line)
