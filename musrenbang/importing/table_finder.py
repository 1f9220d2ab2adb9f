"""Where the table is on a worksheet, and which of its rows are proposals.

Clerks put titles above it, headings in one to three rows with merged cells, a row per RW between
the proposals, sums, totals, signatures and notes. Nothing is dropped: a row that is no proposal is
kept aside with what it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_uppercase

from musrenbang.importing.column_roles import (
    IDENTIFIED_BY,
    Column,
    heading_scores,
    is_heading,
    recognised,
)
from musrenbang.importing.sheet_files import HEAD, has_rejects_titles, rearmed
from musrenbang.sheets.cells import Cell, CellError, as_text, clean_line
from musrenbang.sheets.table import Span, Table
from musrenbang.text.name_keys import column_key
from musrenbang.year.places import rt_rw_in

Cells = tuple[Cell, ...]
Wanted = Callable[[Sequence[str]], int]
"""How well a row of titles is the one looked for; 0: not at all."""

RW_TITLE = "RW (baris pemisah)"
KELURAHAN_TITLE = "Kelurahan (baris pemisah)"
EMPTY = "baris kosong"
_SEARCHED = 80
_DEEPEST = 3
_LONGEST_HEADING = 60
_SAMPLES = 200
_NUMERIC = {
    "volume",
    "harga_satuan",
    "perkiraan_anggaran",
    "nomor",
    "kode",
    "prioritas",
    "koordinat",
}
_MEASURES = ("volume", "perkiraan_anggaran")
_DESCRIBING = {"alamat", "satuan", "skpd_tujuan"}
_ENOUGH = 3
"""Cells of known columns: fewer are a stray note."""
_CARRIED = ("kelurahan", "rw", "rt_rw")
_TOTAL = re.compile(
    r"(?i)\W*(?:sub\W*|grand\W*)?(?:total|jumlah|jml)\b(?!\s+(?:lampu|warga|siswa|penduduk|anak))"
)
_KELURAHAN_ROW = re.compile(r"(?i)\W*(?:kelurahan|kel\b\.?|desa)\s*:?\s*(.+)")
_AROUND_RW = frozenset(
    {"rw", "rukun", "warga", "usulan", "wilayah", "lingkungan", "hasil", "rembuk", "daftar"}
    | {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "no"}
)
"""Words of a row that announces an RW and says nothing else."""
_ORDINAL = re.compile(r"\(?([0-9]{1,2})\)?")


@dataclass
class FoundTable:
    """One table: its titles, its rows, and what stands around them."""

    name: str
    titles: list[str]
    head: list[str]
    """The texts above the titles, a line each."""
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    """The proposals, each with its number, from 1."""
    aside: list[tuple[int, Cells, str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    filled: dict[str, list[int]] = field(default_factory=dict)
    """Titles, and the rows where a merged or omitted cell was filled from above."""
    shared: list[int] = field(default_factory=list)
    """Rows below the first of a merged sum, which they share with it."""

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
        return [" ".join(as_text(_get(cells, at)).split()) for _, cells in self.rows]

    def fill(self, role: str, value: str) -> None:
        """Write a value into the empty cells of a role's column."""
        at = self.at(role)
        if at is not None and value:
            self.rows = [
                (number, (*_padded(cells, at)[:at], _get(cells, at) or value, *cells[at + 1 :]))
                for number, cells in self.rows
            ]

    def add_column(self, title: str, role: str, values: Sequence[str], score: float = 1.0) -> None:
        """A column that the sheet does not have as one."""
        at = len(self.titles)
        self.titles.append(title)
        samples = tuple(dict.fromkeys(filter(None, values)))[:3]
        self.columns.append(Column(title, role, score, samples))
        self.rows = [
            (number, (*_padded(cells, at), value))
            for (number, cells), value in zip(self.rows, values, strict=True)
        ]


def _get(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _padded(cells: Cells, width: int) -> Cells:
    return (*cells, *[""] * (width - len(cells)))


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _line(cell: Cell) -> str:
    return " ".join(as_text(cell).split())


def _clean(cell: Cell) -> str:
    """The text of a heading without characters that nobody sees."""
    try:
        return clean_line(as_text(cell))
    except CellError:
        return _line(cell)


def recognisable(titles: Sequence[str]) -> int:
    """How many roles the titles name, if they are those of proposals."""
    roles = set()
    for title in titles:
        scores = heading_scores(title)
        if scores and max(scores.values()) >= 0.5:  # noqa: PLR2004 - likely enough among others
            roles.add(max(scores, key=lambda role: scores[role]))
    return len(roles) if roles & IDENTIFIED_BY and len(roles) > 1 else 0


def tables_in(
    table: Table, said: Mapping[str, str], wanted: Wanted = recognisable
) -> list[FoundTable]:
    """The tables of a worksheet, from top to bottom; `said`: roles by the key of a heading."""
    sheet = _Sheet(table, wanted)
    found = []
    start = 0
    while (header := sheet.header(start)) is not None:
        top, depth = header
        one = FoundTable(table.name, sheet.titles(top, depth), sheet.lines(start, top))
        one.hidden = frozenset(number + 1 for number in table.hidden)
        end = sheet.end(top, depth)
        _Body(sheet, one, said).read(top + depth, end)
        found.append(one)
        start = end
    return found


class _Sheet:
    """A worksheet with its merged cells."""

    def __init__(self, table: Table, wanted: Wanted) -> None:
        self.rows = table.rows
        self.wanted = wanted
        self.is_worksheet = bool(table.name)
        self.is_rejects = bool(table.rows) and has_rejects_titles(tuple(map(_line, table.rows[0])))
        if self.is_rejects:
            self.rows = [tuple(map(rearmed, row)) for row in table.rows]
        self.width = max(map(len, table.rows), default=0)
        self.spans: dict[int, list[Span]] = {}
        for span in table.merged:
            if span.bottom - span.top < len(table.rows) + 1 and span.left < self.width:
                for row in range(span.top, min(span.bottom + 1, len(table.rows))):
                    self.spans.setdefault(row, []).append(span)

    def value(self, row: int, column: int) -> Cell:
        return _get(self.rows[row], column) if row < len(self.rows) else ""

    def merged_value(self, row: int, column: int) -> Cell:
        """The cell, or the merged one that it is part of."""
        for span in self.spans.get(row, ()):
            if span.left <= column <= span.right:
                return self.value(span.top, span.left)
        return self.value(row, column)

    def header(self, start: int) -> tuple[int, int] | None:
        """The best row of titles from a row on, and how many rows it is deep."""
        if self.is_rejects:
            return (0, 1) if start == 0 else None
        best: tuple[int, int] | None = None
        most = 0
        for row in range(start, min(len(self.rows), start + _SEARCHED)):
            if not self._may_be_titles(row):
                continue
            for depth in range(1, _DEEPEST + 1):
                if depth > 1 and not self._goes_on(row, row + depth - 1):
                    break
                score = self.wanted(self.titles(row, depth))
                if score > most:
                    best, most = (row, depth), score
            if best is not None and row > best[0] + _DEEPEST and start:
                break
        if best is not None:
            top, depth = best
            while depth < _DEEPEST and self._goes_on(top, top + depth):
                depth += 1
            return top, depth
        return None

    def _may_be_titles(self, row: int) -> bool:
        texts = [_line(cell) for cell in self.rows[row] if not _is_blank(cell)]
        worded = sum(bool(re.search(r"[^\W\d_]", text)) for text in texts)
        short = all(len(text) <= _LONGEST_HEADING for text in texts)
        return len(texts) > 1 and short and worded * 5 >= len(texts) * 4

    def _goes_on(self, top: int, row: int) -> bool:
        """Whether a row is the lower part of the titles that begin at `top`."""
        if row >= len(self.rows):
            return False
        own = [
            column
            for column in range(len(self.rows[row]))
            if not _is_blank(self.value(row, column))
        ]
        texts = [self.value(row, column) for column in own]
        if not own or not all(
            isinstance(text, str) and len(text) <= _LONGEST_HEADING and re.search(r"[^\W\d_]", text)
            for text in texts
        ):
            return False
        spans = self.spans.get(row, ())
        if any(span.top < row and span.top >= top for span in spans):
            return any(is_heading(_line(text)) for text in texts) or all(
                any(span.left <= column <= span.right for span in self.spans.get(row - 1, ()))
                for column in own
            )
        if len(own) == 1 and any(span.left < span.right for span in spans):
            return False
        parents = [self._parent(row - 1, column) for column in own]
        below_nothing = [
            column for column, parent in zip(own, parents, strict=True) if parent is None
        ]
        known = any(is_heading(_line(text)) for text in texts)
        return len(own) > 1 and known and not below_nothing and not self._numbered(top, row)

    def _parent(self, row: int, column: int) -> int | None:
        """The column of the title above that a cell is a part of; `None` where there is none."""
        for left in range(column, -1, -1):
            if not _is_blank(self.value(row, left)):
                is_wide = _is_blank(self.value(row, left + 1)) and not _is_blank(
                    self.value(row + 1, left + 1)
                )
                return left if left < column or is_wide else None
        return None

    def _numbered(self, top: int, row: int) -> bool:
        first = next((c for c in range(self.width) if not _is_blank(self.value(top, c))), 0)
        return not _is_blank(self.value(row, first))

    def titles(self, top: int, depth: int) -> list[str]:
        """The titles of all columns, each once; the lower part alone where that says enough."""
        full: list[str] = []
        lower: list[str] = []
        for column in range(self.width):
            parts: list[str] = []
            for row in range(top, top + depth):
                text = _clean(self.merged_value(row, column))
                if not text and row + 1 < top + depth:
                    parent = self._parent(row, column)
                    has_child = not _is_blank(self.merged_value(row + 1, column))
                    text = (
                        _clean(self.value(row, parent)) if parent is not None and has_child else ""
                    )
                if text and text not in parts:
                    parts.append(text)
            full.append(" ".join(parts))
            lower.append(parts[-1] if parts else "")
        titles: list[str] = []
        for column in range(self.width):
            alone = lower.count(lower[column]) == 1 and is_heading(lower[column])
            titles.append(lower[column] if alone else full[column])
        return self._unlike(titles, top + depth)

    def _unlike(self, titles: list[str], below: int) -> list[str]:
        """Titles that tell the columns apart, with one for a column that has none."""
        seen: dict[str, int] = {}
        named = []
        last = max((column for column, title in enumerate(titles) if title), default=-1)
        for column, title in enumerate(titles):
            text = title
            if not text and self._has_content(column, below, often=column > last):
                text = f"(kolom {letters(column)})"
            key = column_key(text)
            seen[key] = seen.get(key, 0) + 1
            named.append(f"{text} ({seen[key]})" if text and seen[key] > 1 else text)
        if not self.is_worksheet:
            # beside the table a worksheet may hold notes; in CSV, cells there mean a shifted row
            while named and not named[-1]:
                named.pop()
        return named

    def _has_content(self, column: int, below: int, *, often: bool) -> bool:
        """Whether cells of a column say something; `often`: most of them."""
        full = sum(not _is_blank(self.value(row, column)) for row in range(below, len(self.rows)))
        return full * 2 > len(self.rows) - below if often else full > 0

    def lines(self, start: int, end: int) -> list[str]:
        """The texts of rows, a line each."""
        joined = (
            " ".join(_clean(cell) for cell in row if not _is_blank(cell))
            for row in self.rows[start:end]
        )
        return [line for line in joined if line]

    def end(self, top: int, depth: int) -> int:
        """Where the next table of other titles begins, else the end of the sheet."""
        own = {column_key(title) for title in self.titles(top, depth) if title}
        for row in range(top + depth, len(self.rows)):
            texts = [_line(cell) for cell in self.rows[row] if not _is_blank(cell)]
            if len(texts) < 4 or not all(map(is_heading, texts)):  # noqa: PLR2004 - fewer are no titles
                continue
            if not {column_key(text) for text in texts} <= own and self.wanted(texts) > 3:  # noqa: PLR2004 - as above
                return row
        return len(self.rows)


def letters(column: int) -> str:
    """A column as a spreadsheet names it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


class _Body:
    """The rows below the titles."""

    def __init__(self, sheet: _Sheet, found: FoundTable, said: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.found = found
        self.said = said

    def read(self, first: int, end: int) -> None:
        found, sheet = self.found, self.sheet
        likely = [row for row in range(first, end) if self._is_likely(row)]
        step = max(1, len(likely) // _SAMPLES)
        shown = likely[::step]
        found.columns = recognised(
            found.titles,
            [[sheet.merged_value(row, at) for row in shown] for at in range(len(found.titles))],
            {**self.said, **(dict.fromkeys(HEAD, "asal") if sheet.is_rejects else {})},
        )
        sections: list[tuple[str, str]] = []
        rw = kelurahan = ""
        for row in range(first, end):
            cells = self._merged(row)
            what = self._what(row, cells)
            if what is None:
                found.rows.append((row + 1, cells))
                sections.append((rw, kelurahan))
                continue
            found.aside.append((row + 1, cells, what))
            section = self._section(cells)
            if section:
                rw, kelurahan = section[0] or rw, section[1] or kelurahan
                if section[1]:
                    rw = ""
        self._fill_down()
        self._add_sections(sections)

    def _is_likely(self, row: int) -> bool:
        full = sum(not _is_blank(cell) for cell in self.sheet.rows[row])
        titled = sum(bool(title) for title in self.found.titles)
        return full >= max(2, titled // 3) and not self._is_ordinal_row(self.sheet.rows[row])

    def _merged(self, row: int) -> Cells:
        """The row with the cells that it shares with rows above, save sums and numbers."""
        cells = list(self.sheet.rows[row])
        for span in self.sheet.spans.get(row, ()):
            if span.top == row or span.left >= len(self.found.columns):
                continue
            value = self.sheet.value(span.top, span.left)
            if _is_blank(value):
                continue
            role = self.found.columns[span.left].role
            if role in _NUMERIC:
                if role not in {"nomor", "kode"}:
                    self.found.shared.append(row + 1)
                continue
            cells += [""] * (span.left + 1 - len(cells))
            cells[span.left] = value
            title = self.found.titles[span.left]
            self.found.filled.setdefault(title, []).append(row + 1)
        return tuple(cells)

    def _what(self, row: int, cells: Cells) -> str | None:
        """What a row is that is no proposal; `None` for a proposal."""
        full = [at for at, cell in enumerate(self.sheet.rows[row]) if not _is_blank(cell)]
        if not full:
            return EMPTY
        if self.sheet.is_rejects:
            return None
        words = [at for at in full if re.search(r"[^\W\d_]{2,}", _line(cells[at]))]
        section = self._section(cells)
        sums = [at for at in words if _TOTAL.match(_line(cells[at]))]
        kinds = (
            ("judul kolom yang diulang", self._is_title_row(cells, full)),
            ("nomor kolom", self._is_ordinal_row(cells)),
            ("baris jumlah", sums and len(words) <= 1 + (len(words) > 1 and section is not None)),
            ("baris pemisah", len(words) <= 1 and section is not None),
            ("catatan atau tanda tangan, bukan usulan", not self._is_proposal(cells, full, words)),
        )
        return next((kind for kind, applies in kinds if applies), None)

    def _is_proposal(self, cells: Cells, full: list[int], words: list[int]) -> bool:
        """Whether a row says enough: a number and what is asked for, or several known things."""
        columns = self.found.columns
        roles = {columns[at].role: at for at in full if at < len(columns)}
        known = {role for role in roles if role is not None}
        says_what = known & {"usulan_kegiatan", "permasalahan"}
        measured = any(self._is_number(cells, roles, role) for role in _MEASURES)
        counted = self._is_number(cells, roles, "nomor") or "kode" in roles
        many = len(known) >= _ENOUGH
        described = len(says_what) + len(known & _DESCRIBING) >= _ENOUGH
        return bool(
            (counted and (says_what or many))
            or (described and not self._after_total())
            or (measured and many and words)
            or (self._few_columns(known) and words)
        )

    def _few_columns(self, known: set[str]) -> bool:
        """A table of so few columns that a row of it cannot say more."""
        all_known = {one.role for one in self.found.columns if one.role}
        return len(all_known) <= 4 and len(known) >= len(all_known) - 1  # noqa: PLR2004 - few

    def _after_total(self) -> bool:
        return any(what == "baris jumlah" for _, _, what in self.found.aside)

    def _is_title_row(self, cells: Cells, full: list[int]) -> bool:
        same = sum(
            at < len(self.found.titles) and _same_title(_line(cells[at]), self.found.titles[at])
            for at in full
        )
        return len(full) > 1 and same >= 0.6 * len(full)

    @staticmethod
    def _is_ordinal_row(cells: Sequence[Cell]) -> bool:
        found = [_ORDINAL.fullmatch(_line(cell)) for cell in cells if not _is_blank(cell)]
        numbers = [int(match[1]) for match in found if match]
        return (
            len(found) > _ENOUGH
            and len(numbers) == len(found)
            and numbers == list(range(1, len(numbers) + 1))
        )

    @staticmethod
    def _is_number(cells: Cells, roles: Mapping[str | None, int], role: str) -> bool:
        at = roles.get(role)
        return at is not None and bool(re.match(r"(?i)\W*(?:rp\W*)?[0-9¼-¾]", _line(cells[at])))

    @staticmethod
    def _section(cells: Cells) -> tuple[str, str] | None:
        """RW or kelurahan that a row between the proposals announces."""
        for cell in cells:
            text = _line(cell)
            named = rt_rw_in(re.sub(r"\(.*?\)", " ", text))
            others = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"\(.*?\)", " ", text.casefold())))
            if len(named.rw) == 1 and not named.rt and others <= _AROUND_RW:
                return named.rw[0], ""
            kelurahan = _KELURAHAN_ROW.fullmatch(text)
            if kelurahan:
                return "", kelurahan[1].strip()
        return None

    def _fill_down(self) -> None:
        """A kelurahan or RW written once for the rows below it, where it can be nothing else."""
        found = self.found
        for role in _CARRIED:
            at = found.at(role)
            values = found.values(role)
            if at is None or not values or not values[0]:
                continue
            written = [value for value in values if value]
            gaps = sum(bool(one) and not after for one, after in pairwise(values))
            blanks = len(values) - len(written)
            if len(written) < 2 or len(set(written)) < len(written) or blanks < len(written):  # noqa: PLR2004 - a single one may be all that is known
                continue
            if gaps * 2 <= len(written) or self._breaks(values, role):
                continue
            carried: Cell = ""
            rows = []
            for number, cells in found.rows:
                own = _get(cells, at)
                if _is_blank(own):
                    cells = (*_padded(cells[:at], at), carried, *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
                    found.filled.setdefault(found.titles[at], []).append(number)
                else:
                    carried = own
                rows.append((number, cells))
            found.rows = rows

    def _breaks(self, values: Sequence[str], role: str) -> bool:
        """Whether what would be carried on leaves its kelurahan."""
        names = self.found.values("kelurahan") if role != "kelurahan" else []
        carried = ""
        for value, name in zip(values, names, strict=False):
            carried = name if value else carried
            if name != carried:
                return True
        return False

    def _add_sections(self, sections: Sequence[tuple[str, str]]) -> None:
        rws, names = [rw for rw, _ in sections], [name for _, name in sections]
        if any(rws) and self.found.at("rw") is None and self.found.at("rt_rw") is None:
            self.found.add_column(RW_TITLE, "rw", rws)
        elif any(rws):
            self._fill_from(rws)
        if any(names) and self.found.at("kelurahan") is None:
            self.found.add_column(KELURAHAN_TITLE, "kelurahan", names)

    def _fill_from(self, rws: Sequence[str]) -> None:
        """An RW left out in its own column, from the row above that announces it."""
        at = self.found.at("rw")
        if at is None:
            return
        rows = []
        for (number, cells), rw in zip(self.found.rows, rws, strict=True):
            if rw and _is_blank(_get(cells, at)):
                cells = (*_padded(cells[:at], at), rw, *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
                self.found.filled.setdefault(self.found.titles[at], []).append(number)
            rows.append((number, cells))
        self.found.rows = rows


def _same_title(text: str, title: str) -> bool:
    key, other = column_key(text), column_key(title)
    return bool(key) and (key == other or other.endswith(f" {key}") or other.startswith(f"{key} "))
