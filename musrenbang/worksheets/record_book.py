"""A workbook of records, described: its files, its sheets and their columns, from the models.

A sheet holds rows: the record of a file, an item of a list in it, or an entry of a file that is
one mapping of names. Nothing here knows of a field by name, so that a new one has its column.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from musrenbang.records import canonical
from musrenbang.records.edit import edited
from musrenbang.records.fields import Field, bare, fields_of, is_of
from musrenbang.records.findings import Keys
from musrenbang.worksheets.cell_kinds import TIDAK, YA, CellKind, CellValue
from musrenbang.year.labels import TIPE
from schemas.base import Rujukan
from schemas.scalars import (
    TIDAK_ADA,
    BilanganBulat,
    Nip,
    NomorRw,
    Rupiah,
    Tahun,
    Tanggal,
    TeksPanjang,
    Volume,
    YaTidak,
)

Plain = dict[str, Any]
"""A record as its file says it, of typed values; what is not said is not there."""
Words = Mapping[str, str]
"""What people see of each code."""


class Holds(Enum):
    """What a row of a sheet is."""

    FILE = "berkas"
    ITEM = "butir"
    ENTRY = "nama"


@dataclass(frozen=True, slots=True)
class Column:
    """One field as a column, or as a line of an upright sheet; `keys` where a record holds it."""

    keys: Keys
    title: str
    help: str
    kind: CellKind
    required: bool = False
    group: Keys = ()
    """The optional part it belongs to: absent as a whole, or complete."""
    words: Words = field(default_factory=dict)
    daftar: str = ""
    """The list of the year whose entries are its choices, where there is one."""
    shown: bool = False
    """Whether it is there to be read only."""

    @property
    def name(self) -> str:
        """Its name in hidden cells."""
        return ".".join(map(str, self.keys))


@dataclass(frozen=True, slots=True)
class BookFile:
    """One file of a book; `start` is what a new record begins with."""

    path: str
    model: type[BaseModel]
    record: BaseModel | None
    nama: str = ""
    start: Plain = field(default_factory=dict)
    text: Callable[[BaseModel | None, BaseModel, str], str] | None = None
    """How the file is written where the record is not all of it, from the record, the new one and
    its text."""
    shown: Plain = field(default_factory=dict)
    """What its row shows beside the record."""
    cell: Callable[[BaseModel, Keys], Keys] | None = None
    """Where a value of the file stands in the new record, where that is not the same."""

    @property
    def values(self) -> Plain:
        """What the record says."""
        return plain(self.record) if self.record else {}

    def written(self, new: BaseModel, before: str) -> str:
        """The text of the file with another record."""
        if self.text:
            return self.text(self.record, new, before)
        return edited(before, self.record, new) if self.record else canonical.dump(new)


def plain(record: BaseModel) -> Plain:
    """What a record says, without what it leaves unsaid."""
    values: Plain = record.model_dump(exclude_none=True, exclude_defaults=True)
    return values


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    about: str
    holds: Holds
    columns: tuple[Column, ...]
    files: tuple[BookFile, ...]
    keys: Keys = ()
    """Of a list: where it stands in the record."""
    upright: bool = False
    """Whether its one record stands with its fields below one another."""
    owner: str = ""
    """The title of the column that names the file of a row, where the fields do not."""
    blank: int = 0
    """How many empty rows wait for more."""
    label: Keys = ()
    """Of entries: the field whose value a new entry is called after; `CODE`: that names it."""
    daftar: str = ""
    """Of entries: the list of the year that they are."""
    grows: bool = False
    """Whether what is recorded stays: nothing is taken away, and rows may be left out."""

    def file_of(self, path: str) -> BookFile | None:
        return next((one for one in self.files if one.path == path), None)


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row as it stands in the records, or is suggested by what others say (`at` is “+…”)."""

    file: BookFile
    at: str
    values: Plain


NEW = "+"
CODE = "#"
"""The key of the column in which entries are named, where their names are no codes of ours."""


@dataclass(frozen=True)
class Book:
    """A workbook of one year."""

    jenis: str
    tahun: int
    judul: str
    keterangan: str
    tables: tuple[Table, ...]
    lists: Mapping[str, Words]
    """The lists of the year that columns refer to: what people see of each code."""
    locked: Callable[[str, Keys], str] = lambda _path, _keys: ""
    """Why a value may not be changed, by file and keys; empty where it may."""
    new_file: Callable[[Plain], BookFile | str] = lambda _values: "Baris ini tidak dapat ditambah."
    """The file of a row that has none yet, or why it cannot have one."""
    kode: str = ""
    """That of the kecamatan, where it is known."""
    hari: date = date(2016, 3, 9)
    """A day, to show how days are written."""

    @property
    def files(self) -> Mapping[str, BookFile]:
        """All of them, by path."""
        return {one.path: one for table in self.tables for one in table.files}


def rows_of(table: Table) -> Iterator[BookRow]:
    """The rows of a sheet, in the order of the records."""
    for file in table.files:
        values = file.values
        if table.holds is Holds.FILE:
            said = values if file.record else file.start
            yield BookRow(file, "-" if file.record else NEW, {**file.shown, **said})
        elif table.holds is Holds.ENTRY:
            for name, entry in (get(values, table.keys) or {}).items():
                yield BookRow(file, name, {**entry, CODE: name})
            if file.record is None:
                for name, entry in (get(file.start, table.keys) or {}).items():
                    yield BookRow(file, f"{NEW}{name}", {**entry, CODE: name})
        else:
            for index, item in enumerate(get(values, table.keys) or ()):
                yield BookRow(file, str(index), item)
            if file.record is None:
                for item in get(file.start, table.keys) or ():
                    yield BookRow(file, NEW, item)


def get(values: Mapping[str, Any], keys: Keys) -> Any:
    """A value inside a record; `None` where it is not there."""
    found: Any = values
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def put(values: Plain, keys: Keys, value: Any) -> None:
    """Set a value inside a record, or take it out where it is empty, with parts left empty."""
    first, *rest = map(str, keys)
    if rest:
        inner = dict(values.get(first, {}))
        put(inner, tuple(rest), value)
        value = inner
    if value in ("", None, {}):
        values.pop(first, None)
    else:
        values[first] = value


def complete(model: type[BaseModel], values: Plain) -> None:
    """Add the parts a record cannot be without, of which nothing is said."""
    for name, info in model.model_fields.items():
        kind = bare(info.annotation)
        if not isinstance(kind, type) or not issubclass(kind, BaseModel):
            continue
        if info.is_required():
            values.setdefault(name, {})
        if name in values:
            values[name] = dict(values[name])
            complete(kind, values[name])


def cell_of(column: Column, value: Any, lists: Mapping[str, Words]) -> CellValue:
    """A value as its cell shows it."""
    if value is None:
        return ""
    if column.kind is CellKind.PILIHAN:
        words = lists.get(column.daftar, {}) if column.daftar else column.words
        return words.get(value, str(value))
    if isinstance(value, bool):
        return YA if value else TIDAK
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or TIDAK_ADA
    return value if isinstance(value, Decimal) or not isinstance(value, float) else str(value)


_KINDS = (
    (Tahun, CellKind.TAHUN),
    (Rupiah, CellKind.RUPIAH),
    (BilanganBulat, CellKind.BILANGAN),
    (Volume, CellKind.VOLUME),
    (Tanggal, CellKind.TANGGAL),
    (YaTidak, CellKind.YA_TIDAK),
    (NomorRw, CellKind.RW),
    (Nip, CellKind.NIP),
    (TeksPanjang, CellKind.NASKAH),
)


def columns_of(model: type[BaseModel]) -> tuple[Column, ...]:
    """The single fields of a record, as columns."""
    return tuple(_column(one) for one in fields_of(model))


def _column(one: Field) -> Column:
    daftar = next((mark.daftar for mark in one.marks if isinstance(mark, Rujukan)), "")
    kind = next((kind for alias, kind in _KINDS if is_of(one, alias)), CellKind.TEKS)
    words: Words = {}
    if one.many:
        kind = CellKind.RT if kind is CellKind.RW else CellKind.DAFTAR
    elif daftar or (one.choices and kind is not CellKind.YA_TIDAK):
        kind = CellKind.PILIHAN
        words = {code: TIPE.get(code, code) for code in one.choices}
    return Column(
        one.keys, one.title, one.description, kind, one.required, one.group, words, daftar
    )
