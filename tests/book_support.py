"""What the tests of workbooks share: a clerk who makes, fills in and hands in workbooks."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from musrenbang.cli import main
from musrenbang.worksheets.book_writer import TRACE
from tests.conftest import GitFolder


class Clerk:
    """A data folder in Git, and what is done with workbooks of it."""

    def __init__(self, git: GitFolder, files: Mapping[str, str]) -> None:
        self.git, self.root = git, git.root
        git.git("config", "user.name", "Operator Contoh")
        git.git("config", "user.email", "operator@contoh.example")
        git.commit("Data awal", files)

    def book(self, *options: str) -> Path:
        path = self.root.parent / "buku.xlsx"
        words = ["worksheet", *options, "--root", str(self.root), "-o", str(path), "--timpa"]
        assert main(words) == 0
        return path

    def run(self, *words: str) -> int:
        return main([*words, "--root", str(self.root)])

    def accept(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        return main(["accept", *map(str, paths), "--root", str(self.root), *options])

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def is_allowed(self, base: str, head: str) -> bool:
        return main(["review", base, head, "--root", str(self.root)]) == 0


def edit(path: Path, *changes: tuple[str, Callable[[Any], None]]) -> Path:
    book = load_workbook(path)
    for name, change in changes:
        change(book[name])
    book.save(path)
    return path


def header_of(sheet: Any) -> int:
    return int(next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == TRACE))


def line(title: str, value: Any, section: str = "") -> Callable[[Any], None]:
    """Fill in a field of an upright sheet."""

    def change(sheet: Any) -> None:
        row = section_row = 0
        for number in range(header_of(sheet) + 1, sheet.max_row + 1):
            if sheet.cell(number, 1).value == section:
                section_row = number
            if sheet.cell(number, 1).value == title and (section_row or not section):
                row = number
                break
        sheet.cell(row, 2).value = value

    return change


def row(values: Mapping[str, Any], at: int | None = None) -> Callable[[Any], None]:
    """Fill in a row of a table: the first empty one, or one from 1."""

    def change(sheet: Any) -> None:
        head = header_of(sheet)
        columns = {cell.value: cell.column for cell in sheet[head]}
        number = head + 1 + at if at else head + 2
        while not at and any(
            sheet.cell(number, column).value is not None for column in columns.values()
        ):
            number += 1
        for title, value in values.items():
            sheet.cell(number, columns[title]).value = value

    return change


def refused(clerk: Clerk, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a file of which nothing is taken."""
    capsys.readouterr()
    assert clerk.accept(path) == 1
    said = capsys.readouterr().out
    assert "Tidak ada yang diambil" in said
    assert clerk.git.git("status", "--short") == ""
    return said
