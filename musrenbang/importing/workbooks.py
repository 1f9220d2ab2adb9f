"""Reading XLSX: worksheets as tables of cells, numbers as numbers and dates as dates."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from musrenbang.errors import CommandError
from musrenbang.importing.cells import UNCALCULATED, Cell
from musrenbang.importing.mapping import LembarKerja

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError),
    *(AttributeError, IndexError, KeyError, TypeError, ValueError),
)
"""What openpyxl lets through where the parts of a workbook do not fit together."""


def workbook_tables(
    path: Path, data: bytes, settings: LembarKerja
) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """The chosen worksheets of an XLSX file, by name."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only XLSX needs it, and it is slow to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            results = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(data), read_only=True)
            visible = [
                sheet.title for sheet in results.worksheets if sheet.sheet_state == "visible"
            ]
            for name in _chosen_sheets(path, visible, settings):
                yield name, _table(results[name], formulas[name])
        except _BROKEN:
            raise CommandError(
                f"{path} tidak dapat dibaca sebagai XLSX. Mungkin rusak atau bersandi; buka dengan "
                "Excel atau LibreOffice dan simpan ulang sebagai XLSX."
            ) from None


def _chosen_sheets(path: Path, present: list[str], settings: LembarKerja) -> list[str]:
    if not settings.lembar:
        if len(present) == 1:
            return present
        raise CommandError(
            f"{path} memuat {len(present)} lembar: {', '.join(present)}. "
            f"Pilih dengan `lembar: [{present[0]}]` pada `lembar_kerja`."
        )
    for name in settings.lembar:
        if name not in present:
            raise CommandError(
                f"{path} tidak memuat lembar “{name}”. Lembar yang ada: {', '.join(present)}."
            )
    return list(settings.lembar)


def _table(results: Any, formulas: Any) -> list[tuple[Cell, ...]]:
    """Values as stored; a formula without a stored result is marked, not taken for empty."""
    for worksheet in (results, formulas):
        if hasattr(worksheet, "reset_dimensions"):
            worksheet.reset_dimensions()
    rows = zip(
        results.iter_rows(values_only=True),
        formulas.iter_rows(values_only=True),
        strict=True,
    )
    return [
        tuple(_cell(value, formula) for value, formula in zip(values, texts, strict=True))
        for values, texts in rows
    ]


def _cell(value: Any, formula: Any) -> Cell:
    if value is None:
        return UNCALCULATED if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # what a spreadsheet shows: 15 significant digits, so that 0.1 + 0.2 is 0.3
        return Decimal(format(value, ".15g"))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
