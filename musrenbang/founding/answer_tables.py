"""Answers from a table: those of one kecamatan (`--jawaban`), or of many at once (`--daftar`)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from musrenbang.founding.answers import FIELDS, OF_KELURAHAN, Answers, kelurahan_names, place
from musrenbang.records.findings import Position, Problem
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import meant
from musrenbang.sheets.cells import CellError, written
from musrenbang.sheets.spreadsheet import read_file, read_tables
from musrenbang.sheets.table import Table
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import squeezed

MAX_BYTES = 10 * 1024**2


def read_answers(path: Path) -> Answers:
    """The answers of a YAML file or spreadsheet. Raises `UsageError` with the place at fault."""
    answers: Answers = {}
    read = _from_yaml if path.suffix.lower() in {".yaml", ".yml"} else _from_sheet
    for name, about, text, origin in read(path, read_file(path, MAX_BYTES)):
        place(answers, name, about, text, origin)
    return answers


Row = tuple[str, str, str, str]


def _from_yaml(path: Path, data: bytes) -> Iterator[Row]:
    try:
        document = parse(data)
    except NotYamlError as error:
        raise _at_fault(path, error.fault) from None
    for fault in document.faults:
        raise _at_fault(path, fault)
    for name, value in document.value.items():
        at = document.position((name,))
        origin = f"{path}:{at.line}:{at.column}"
        if isinstance(value, dict):
            for about, text in value.items():
                yield str(name), str(about), _text(text, origin), origin
        elif isinstance(value, list):
            yield str(name), "", ", ".join(_text(one, origin) for one in value), origin
        else:
            yield str(name), "", _text(value, origin), origin


def _at_fault(path: Path, fault: Problem) -> UsageError:
    where = fault.where
    at = f":{where.line}:{where.column}" if isinstance(where, Position) else ""
    return UsageError(f"{path}{at}: {fault.message} {fault.hint}")


def _text(value: object, origin: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise UsageError(f"{origin}: isinya harus satu teks, atau satu teks untuk setiap kelurahan.")


def _from_sheet(path: Path, data: bytes) -> Iterator[Row]:
    titles = "Judul kolomnya: isian, kelurahan, isi."
    for row in _rows(path, data, ("isian", "isi"), titles):
        name, about, text = (row.get(title, _NO_CELL) for title in ("isian", "kelurahan", "isi"))
        yield name.text, about.text, text.text, name.origin


class _Cell(NamedTuple):
    text: str
    origin: str


_NO_CELL = _Cell("", "")


def _rows(
    path: Path, data: bytes, needed: tuple[str, ...], hint: str
) -> Iterator[Mapping[str, _Cell]]:
    """The rows below the titles, by title, without empty ones; empty cells are left out."""
    table = next(
        (one for one in read_tables(path, data) if one.is_visible and one.rows), Table("", [])
    )

    def at(row: int, column: int) -> str:
        if not table.name:
            return f"{path}:{row + 1}:{column + 1}"
        return f"{path}, lembar {table.name}, sel {get_column_letter(column + 1)}{row + 1}"

    top = next((number for number, row in enumerate(table.rows) if any(row)), 0)
    found = table.rows[top] if table.rows else ()
    titles = [_title(str(cell)) for cell in found]
    missing = [one for one in needed if one not in titles]
    if missing:
        raise UsageError(f"{at(top, 0)}: kolom {' dan '.join(missing)} tidak ada. {hint}")
    for number, row in enumerate(table.rows[top + 1 :], top + 1):
        beyond = [at for at, cell in enumerate(row) if at >= len(titles) and str(cell).strip()]
        if beyond:
            raise UsageError(
                f"{at(number, beyond[0])}: isi di luar {len(titles)} kolom yang berjudul. "
                "Periksa pemisah kolom pada baris ini."
            )
        cells = {}
        for column, (title, cell) in enumerate(zip(titles, row, strict=False)):
            try:
                text = written(cell).strip()
            except CellError as error:
                raise UsageError(f"{at(number, column)}: {error}.") from None
            if text:
                cells[title] = _Cell(text, at(number, column))
        if cells:
            yield cells


def _title(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def read_many(path: Path) -> list[Answers]:
    """The answers about each kecamatan of a spreadsheet, in its order.

    Its titles are the names of questions. A row is about one kelurahan, or about a kecamatan; what
    is about the kecamatan stands in any of its rows. An empty kecamatan is that of the row above.
    Raises `UsageError` with the cell at fault.
    """
    found: dict[tuple[str, str], Answers] = {}
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    kota = kecamatan = _NO_CELL
    for row in _rows(path, read_file(path, MAX_BYTES), ("kecamatan",), _COLUMNS):
        _refuse_unknown(row)
        kota, kecamatan = row.get("kota", kota), row.get("kecamatan", kecamatan)
        if not kecamatan.text:
            raise UsageError(f"{next(iter(row.values())).origin}: kecamatannya belum disebut.")
        answers = found.setdefault((squeezed(kota.text), squeezed(kecamatan.text)), {})
        if kota.text:
            _about_all(answers, "kota", kota)
        _about_all(answers, "kecamatan", kecamatan)
        _refuse_shared(row, kecamatan.text, taken)
        names = kelurahan_names({("kelurahan",): row.get("kelurahan", _NO_CELL).text})
        for name in names:
            _add_kelurahan(answers, name, row["kelurahan"].origin)
        for title, cell in row.items():
            if title in OF_KELURAHAN:
                if len(names) != 1:
                    raise UsageError(
                        f"{cell.origin}: `{title}` perlu tepat satu nama di kolom kelurahan."
                    )
                place(answers, title, names[0], cell.text, cell.origin)
            elif title not in {"kota", "kecamatan", "kelurahan"}:
                _about_all(answers, title, cell)
    if not found:
        raise UsageError(f"{path}: tidak ada satu kecamatan pun di bawah judul kolom.")
    return list(found.values())


_COLUMNS = (
    "Satu baris satu kelurahan (atau satu kecamatan); judul kolomnya nama pilihan `new kecamatan` "
    "tanpa --, misalnya kota, kecamatan, kelurahan, camat-nama, lurah-nama."
)


def _refuse_unknown(row: Mapping[str, _Cell]) -> None:
    known = (*FIELDS, *OF_KELURAHAN)
    for title, cell in row.items():
        if title not in known:
            close = meant(title, known)
            hint = f"Maksud Anda `{close}`?" if close else f"Yang ada: {', '.join(known)}."
            raise UsageError(f"{cell.origin}: kolom “{title}” tidak dikenal. {hint}")


def _refuse_shared(
    row: Mapping[str, _Cell], kecamatan: str, taken: dict[tuple[str, str], tuple[str, str]]
) -> None:
    """Refuse a code or a repository that another row has for something else."""
    kelurahan = row.get("kelurahan", _NO_CELL).text
    for title, owner in (
        ("kode", f"{kecamatan}, kelurahan {kelurahan}"),
        ("kecamatan-kode", kecamatan),
        ("situs-repositori", kecamatan),
    ):
        if cell := row.get(title):
            other, origin = taken.setdefault((title, squeezed(cell.text)), (owner, cell.origin))
            if squeezed(other) != squeezed(owner):
                raise UsageError(
                    f"{cell.origin}: `{title}` “{cell.text}” sudah dipakai {other} di {origin}."
                )


def _about_all(answers: Answers, name: str, cell: _Cell) -> None:
    """Something about the kecamatan, which several of its rows may repeat."""
    known = answers.get((name, ""))
    if known is None:
        place(answers, name, "", cell.text, cell.origin)
    elif squeezed(known.text) != squeezed(cell.text):
        raise UsageError(
            f"{cell.origin}: `{name}` “{cell.text}” lain dari “{known.text}” di {known.origin}, "
            "padahal kecamatannya sama."
        )


def _add_kelurahan(answers: Answers, name: str, origin: str) -> None:
    known = answers.pop(("kelurahan", ""), None)
    names = [*kelurahan_names({("kelurahan",): known.text}), name] if known else [name]
    place(answers, "kelurahan", "", ", ".join(names), known.origin if known else origin)
