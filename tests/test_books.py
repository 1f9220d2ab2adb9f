"""Workbooks of records: what is written is read back the same, through any spreadsheet program."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from musrenbang.records import canonical
from musrenbang.sheets.cells import Cell, as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.sheets.xlsx import read_xlsx
from musrenbang.worksheets import year_books
from musrenbang.worksheets.book_plan import BookPlan
from musrenbang.worksheets.book_reader import read_against
from musrenbang.worksheets.book_writer import HELP_ROW, TRACE, record_workbook
from musrenbang.worksheets.follow_up_book import PerTahap, stage_columns
from musrenbang.worksheets.record_book import Book, BookFile, Holds, Table, columns_of, plain
from musrenbang.worksheets.year_books import Naskah, Pengumuman, tables_of
from schemas import (
    BeritaAcara,
    DaftarSkpd,
    DaftarTemplate,
    HasilSurvei,
    Juknis,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    Usulan,
    UsulanLangsung,
)
from schemas.musrenbang import Skpd, TemplateKegiatan
from tests.book_strategies import LISTS, records
from tests.worksheet_support import Office

MODELS: Sequence[type[BaseModel]] = (
    *(Musrenbang, DaftarSkpd, DaftarTemplate, Kelurahan, BeritaAcara, Naskah, Pengumuman),
    *(Keputusan, HasilSurvei, Kirim, Usulan, UsulanLangsung, Juknis, PerTahap),
)
LISTED: dict[type[BaseModel], type[BaseModel]] = {
    DaftarSkpd: Skpd,
    DaftarTemplate: TemplateKegiatan,
}
FAST: dict[str, Any] = {
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}
"""A workbook takes long to make: to shrink a failing one takes minutes."""


@pytest.fixture(autouse=True)
def few_empty_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take time and hold nothing."""
    monkeypatch.setattr(year_books, "_MORE", 4)
    monkeypatch.setattr(year_books, "_ROOM", {})


def book_of(model: type[BaseModel], record: BaseModel | None) -> Book:
    """A workbook of one file."""
    file = BookFile("berkas.yaml", model, record)
    if model in LISTED:
        label = ("singkatan",) if model is DaftarSkpd else ("kegiatan",)
        columns = columns_of(LISTED[model])
        entries = Table("Isi", "", Holds.ENTRY, columns, (file,), blank=5, label=label, daftar="x")
        return Book("x", 2016, "Buku", "", (entries,), {**LISTS, "x": {}})
    if model is PerTahap:
        stages = Table("Isi", "", Holds.FILE, tuple(stage_columns()), (file,))
        return Book("x", 2016, "Buku", "", (stages,), {})
    return Book("x", 2016, "Buku", "", tuple(tables_of("Isi", file)), LISTS)


def sheets(book: Book) -> list[Grid]:
    return list(read_xlsx("buku.xlsx", record_workbook(book, "# Cara\n", "uji", "A4")))


def retyped(old: Sequence[Grid], new: Sequence[Grid]) -> list[Grid]:
    """The sheets of one record as a clerk leaves them who makes them say another."""
    said = {one.name: one for one in new}
    return [one if one.name == TRACE else _retyped(one, said[one.name]) for one in old]


def _retyped(old: Grid, new: Grid) -> Grid:
    head = next((at for at, row in enumerate(old.rows) if TRACE in map(as_text, row)), None)
    if head is None:
        return old
    trace = [*map(as_text, old.rows[head])].index(TRACE)

    def below(grid: Grid) -> list[tuple[Cell, ...]]:
        padded = [(*row, *[""] * (trace + 1))[: trace + 1] for row in grid.rows[head + 1 :]]
        return [row for row in padded if any(row) and row[trace] != HELP_ROW]

    traces = [row[trace] for row in below(old)]
    rows = [
        (*row[:trace], traces[index] if index < len(traces) else "")
        for index, row in enumerate(below(new))
    ]
    return Grid(old.name, [*old.rows[: head + 1], *rows])


def read(model: type[BaseModel], old: BaseModel | None, new: Sequence[Grid]) -> BookPlan:
    book = book_of(model, old)
    return read_against("buku.xlsx", retyped(sheets(book), new), book)


def said(plan: BookPlan, otherwise: BaseModel | None) -> BaseModel | None:
    assert plan.complaints == []
    assert plan.outdated == []
    return plan.changes.get("berkas.yaml", otherwise)


def shown(record: BaseModel | None) -> Any:
    """What a sheet shows of a record: no codes of a list, and no part in which nothing is said."""
    if record is None:
        return None
    values = _filled(plain(record))
    for name in {"alasan", "golongan"} & {*values} if isinstance(record, Juknis) else ():
        values[name] = list(values[name].values())
    return list(values.values()) if type(record) in LISTED else values


def _filled(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(inner for one in value if (inner := _filled(one)) != {})
    if not isinstance(value, dict):
        return value
    inside = {name: _filled(inner) for name, inner in value.items()}
    return {name: inner for name, inner in inside.items() if inner not in ({}, ())}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(max_examples=4, **FAST)
@given(data=st.data())
def test_any_record_made_to_say_another_is_read_as_the_other(
    model: type[BaseModel], data: st.DataObject
) -> None:
    """Of every record type: cells changed, filled in, emptied, rows added and taken away."""
    old, new = data.draw(st.none() | records(model)), data.draw(records(model))
    found = said(read(model, old, sheets(book_of(model, new))), old)
    assert shown(found) == shown(new)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(max_examples=2, **FAST)
@given(data=st.data())
def test_what_nobody_touched_changes_nothing(model: type[BaseModel], data: st.DataObject) -> None:
    record = data.draw(records(model))
    book = book_of(model, record)
    plan = read_against("buku.xlsx", sheets(book), book)
    assert (plan.changes, plan.complaints, plan.outdated) == ({}, [], [])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("profil"))


def test_libreoffice_keeps_every_record(office: Office, tmp_path: Path) -> None:
    """All record types at once, each with all it can say: starting the program is what is slow."""
    made: dict[Path, tuple[type[BaseModel], BaseModel]] = {}
    for model in MODELS:
        for number, record in enumerate(examples(model)):
            path = tmp_path / f"{model.__name__}-{number}.xlsx"
            path.write_bytes(record_workbook(book_of(model, record), "# Cara\n", "uji", "A4"))
            made[path] = model, record
    (tmp_path / "hasil").mkdir()
    for path in office.saved(list(made), tmp_path / "hasil"):
        model, record = made[tmp_path / path.name]
        grids = list(read_xlsx(path.name, path.read_bytes()))
        untouched = read_against(path.name, grids, book_of(model, record))
        assert (untouched.changes, untouched.complaints) == ({}, []), path.name
        assert shown(said(read(model, None, grids), None)) == shown(record), path.name


def examples(model: type[BaseModel]) -> list[BaseModel]:
    """The longest of some records: the one that says most."""
    found: list[BaseModel] = []

    @settings(
        max_examples=8, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(records(model))
    def collect(record: BaseModel) -> None:
        found.append(record)

    collect()
    found.sort(key=lambda record: len(canonical.dump(record)))
    return found[-1:]
