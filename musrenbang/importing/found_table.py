"""A table of proposals as it was found: its titles, its rows, and what every other row is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from musrenbang.importing.column_roles import Column
from musrenbang.importing.headings import Cells, get, line, padded
from musrenbang.sheets.cells import as_text

RW_TITLE = "RW (baris pemisah)"
KELURAHAN_TITLE = "Kelurahan (baris pemisah)"
SKPD_TITLE = "SKPD (baris pemisah)"
EMPTY, TOTAL, SEPARATOR = "baris kosong", "baris jumlah", "baris pemisah"
CANCELLED = "dicoret atau ditulis batal pada lembar, tidak dicatat"
NOTE = "catatan atau tanda tangan, bukan usulan"
HEAD_ROW = "judul usulan di bawahnya, tulisannya disambung pada usulan itu"
PART_ROW = "judul bagian, tidak dicatat"


@dataclass
class FoundTable:
    """One table: its titles, its rows, and what stands around them."""

    name: str
    titles: list[str]
    head: list[str]
    """The texts above the titles, a line each."""
    inherited: list[str] = field(default_factory=list)
    """The texts above the tables that stand above it."""
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    """The proposals, each with its number, from 1."""
    aside: list[tuple[int, Cells, str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    filled: dict[str, list[int]] = field(default_factory=dict)
    """Titles, and the rows where a merged or omitted cell was filled from above."""
    hidden_titles: list[str] = field(default_factory=list)
    """Titles of hidden columns."""
    shared: list[int] = field(default_factory=list)
    """Rows below the first of a merged sum, which they share with it."""
    remarks: list[str] = field(default_factory=list)
    """What the rows between the proposals leave open."""

    def at(self, role: str) -> int | None:
        """Where the column of a role is."""
        return next((at for at, one in enumerate(self.columns) if one.role == role), None)

    def title(self, role: str) -> str | None:
        """The title of a role's column."""
        at = self.at(role)
        return None if at is None else self.titles[at]

    def values(self, role: str) -> list[str]:
        """What the column of a role says, row by row."""
        at = self.at(role)
        if at is None:
            return []
        return [" ".join(as_text(get(cells, at)).split()) for _, cells in self.rows]

    def fill(self, role: str, value: str) -> None:
        """Write a value into the empty cells of a role's column."""
        at = self.at(role)
        if at is not None and value:
            self.rows = [
                (number, (*padded(cells, at)[:at], get(cells, at) or value, *cells[at + 1 :]))
                for number, cells in self.rows
            ]

    def rename(self, role: str, names: Mapping[str, str]) -> None:
        """Write other values into the cells of a role's column that hold these."""
        at = self.at(role)
        if at is not None:
            self.rows = [
                (
                    number,
                    (
                        *cells[:at],
                        names.get(line(get(cells, at)), get(cells, at)),
                        *cells[at + 1 :],
                    ),
                )
                for number, cells in self.rows
            ]

    def add_column(self, title: str, role: str, values: Sequence[str], score: float = 1.0) -> None:
        """A column that the sheet does not have as one."""
        at = len(self.titles)
        self.titles.append(title)
        samples = tuple(dict.fromkeys(filter(None, values)))[:3]
        self.columns.append(Column(title, role, score, samples))
        self.rows = [
            (number, (*padded(cells, at), value))
            for (number, cells), value in zip(self.rows, values, strict=True)
        ]
