"""What the tests of worksheets share: made as an operator makes them, filled in by title."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.cli import main
from musrenbang.deciding.decision import Said
from musrenbang.records.shipped_guide import shipped
from musrenbang.sheets.spreadsheet import read_tables
from musrenbang.worksheets.filled_sheet import FilledRow, read_rows
from musrenbang.worksheets.sheet_table import BY_KEY, written
from musrenbang.year.guide import Guide
from tests.small_year import SMALL_YEAR

D = "decisions/2016/rawasari"
FIRST, SECOND = f"{D}/0001.yaml", f"{D}/0002.yaml"
OPEN_YEAR = {name: text for name, text in SMALL_YEAR.items() if not name.endswith("kirim.yaml")}
UNDECIDED = {name: text for name, text in OPEN_YEAR.items() if not name.startswith("decisions/")}

SURVEYED: Mapping[str, Any] = {
    "survei_tanggal": "2016-03-02",
    "lokasi_sesuai": "Ya",
    "layak_teknis": "Ya",
    "layak_administratif": "Ya",
    "volume_terukur": 100,
}
APPROVED: Mapping[str, Any] = {
    **SURVEYED,
    "keputusan": "Disetujui",
    "volume": 100,
    "alasan_perubahan": "Hasil ukur ulang Tim Teknis.",
}
"""What makes `small_year.DISETUJUI` of the first proposal."""
REJECTED: Mapping[str, Any] = {
    "keputusan": "Ditolak",
    "alasan": "Bukan prioritas kecamatan (D.2.a)",
    "uraian": "Akan dilayani pelatihan kota tahun ini.",
}
"""What makes `small_year.DITOLAK` of the second one."""


def make(root: Path, *kelurahan: str) -> Path:
    """The worksheet that the command makes, beside the data folder."""
    path = root.parent / "lembar.xlsx"
    names = kelurahan or ("rawasari",)
    assert main(["worksheet", *names, "--root", str(root), "-o", str(path), "--timpa"]) == 0
    return path


def decide(root: Path, path: Path, *options: str) -> int:
    """Read a worksheet back as the operator does; the exit code."""
    return main(["decide", str(path), "--root", str(root), *options])


def rows_in(path: Path) -> list[FilledRow]:
    """The rows of a filled worksheet."""
    return read_rows(path, read_tables(path, path.read_bytes()))


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("proposals", "decisions")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


class Filling:
    """An open workbook whose rows are found by number and whose cells by column."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self.book = book
        self.sheet: Worksheet = book[sheet]
        for merged in list(self.sheet.merged_cells.ranges):
            # openpyxl does not move them with their rows and columns
            self.sheet.unmerge_cells(str(merged))

    def header_row(self) -> int:
        return next(
            number
            for number, row in enumerate(self.sheet.iter_rows(values_only=True), 1)
            if BY_KEY["id"].title in row
        )

    def cell(self, nomor: int, key: str) -> Cell:
        header = self.header_row()
        titles = [cell.value for cell in self.sheet[header]]
        column = titles.index(BY_KEY[key].title) + 1
        numbers = titles.index(BY_KEY["nomor"].title) + 1
        for row in range(header + 1, self.sheet.max_row + 1):
            if self.sheet.cell(row, numbers).value == nomor:
                found = self.sheet.cell(row, column)
                assert isinstance(found, Cell)
                return found
        raise KeyError(nomor)

    def put(self, nomor: int, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            cell = self.cell(nomor, key)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"

    def say(self, nomor: int, said: Said) -> None:
        """Fill in a row as the sheet itself writes what is said."""
        self.put(
            nomor,
            {key: value or None for key, value in written(said, Guide(2016, shipped())).items()},
        )


@contextmanager
def filling(path: Path, sheet: str = "Rawasari") -> Iterator[Filling]:
    """Open a worksheet, change it, save it."""
    book = load_workbook(path)
    yield Filling(book, sheet)
    book.save(path)


def fill(path: Path, rows: Mapping[int, Mapping[str, Any]], sheet: str = "Rawasari") -> Path:
    with filling(path, sheet) as open_book:
        for nomor, values in rows.items():
            open_book.put(nomor, values)
    return path


class Office:
    """LibreOffice without a window: opens a workbook, computes it anew and saves it."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile

    def saved(self, paths: Sequence[Path], folder: Path, kind: str = "xlsx") -> list[Path]:
        program = shutil.which("soffice")
        assert program, "LibreOffice belum ada: scripts/setup test"
        subprocess.run(
            [
                *(program, f"-env:UserInstallation=file://{self.profile}", "--headless"),
                *("--convert-to", kind, "--outdir", str(folder), *map(str, paths)),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        return [folder / path.with_suffix(f".{kind}").name for path in paths]
