"""Where tables begin on a worksheet: the rows of titles, and what those say.

Titles stand in one to three rows with merged cells. Below a table, or beside it, there may be
another one, which is read by its own titles.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from string import ascii_uppercase

from musrenbang.importing.heading_words import (
    IDENTIFIED_BY,
    NUMERIC,
    REQUIRED,
    heading_scores,
    is_heading,
    is_of_a_decision,
)
from musrenbang.importing.sheet_files import has_rejects_titles, next_rejects, rearmed
from musrenbang.sheets.cells import Cell, CellError, as_text, clean_line
from musrenbang.sheets.table import Span, Table
from musrenbang.text.name_keys import column_key
from musrenbang.year.places import rt_rw_in

Cells = tuple[Cell, ...]
Wanted = Callable[[Sequence[str]], int]
"""How well a row of titles is the one looked for; 0: not at all."""

_SEARCHED = 80
_DEEPEST = 3
_LONGEST_HEADING = 60
_MARKED = re.compile(r"(?i)'(?=[0-9]|rp\b|[-+][0-9])")
_YEAR = re.compile(r"20[0-9]{2}")
_IN_BRACKETS = re.compile(r"\(.*[^\W\d_].*\)")
"""What is added to a title below it: “(Rp. 000)”, “(m2)”."""


def get(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def padded(cells: Cells, width: int) -> Cells:
    return (*cells, *[""] * (width - len(cells)))


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def line(cell: Cell) -> str:
    return " ".join(as_text(cell).split())


def whole(cells: Cells) -> str:
    """All that a row says."""
    return " ".join(filter(None, map(line, cells)))


def _clean(cell: Cell) -> str:
    """The text of a heading without characters that nobody sees."""
    try:
        return clean_line(as_text(cell))
    except CellError:
        return line(cell)


def _without_mark(cell: Cell) -> Cell:
    """A cell without the apostrophe that says “this is text” to a spreadsheet."""
    return cell[1:] if isinstance(cell, str) and _MARKED.match(cell) else cell


def recognisable(titles: Sequence[str]) -> int:
    """How many roles the titles name, if they are those of proposals."""
    roles = set()
    for title in titles:
        scores = heading_scores(title)
        if scores and max(scores.values()) >= 0.5:  # noqa: PLR2004 - likely enough among others
            roles.add(max(scores, key=lambda role: scores[role]))
    return len(roles) if roles & IDENTIFIED_BY and len(roles) > 1 else 0


class Sheet:
    """A worksheet with its merged cells."""

    def __init__(self, table: Table, wanted: Wanted, left: int = 0) -> None:
        """`left`: how many columns of the worksheet stand before this part of it."""
        self.table = table
        self.left = left
        self.wanted = wanted
        self.is_worksheet = bool(table.name)
        self.is_rejects = bool(table.rows) and has_rejects_titles(tuple(map(line, table.rows[0])))
        self.rows = [tuple(map(_without_mark, row)) for row in table.rows]
        if self.is_rejects:
            self.rows = [tuple(map(rearmed, row)) for row in table.rows]
        self.width = max(map(len, table.rows), default=0)
        self.spans: dict[int, list[Span]] = {}
        for span in table.merged:
            if span.bottom - span.top < len(table.rows) + 1 and span.left < self.width:
                for row in range(span.top, min(span.bottom + 1, len(table.rows))):
                    self.spans.setdefault(row, []).append(span)

    def value(self, row: int, column: int) -> Cell:
        return get(self.rows[row], column) if row < len(self.rows) else ""

    def merged_value(self, row: int, column: int) -> Cell:
        """The cell, or the merged one that it is part of."""
        for span in self.spans.get(row, ()):
            if span.left <= column <= span.right:
                return self.value(span.top, span.left)
        return self.value(row, column)

    def part(self, left: int, right: int) -> "Sheet":
        """Some of its columns, as a worksheet of their own."""
        table = self.table
        rows = [row[left:right] for row in self.rows]
        merged = tuple(
            Span(one.top, max(one.left, left) - left, one.bottom, min(one.right, right - 1) - left)
            for one in table.merged
            if one.left < right and one.right >= left
        )
        hidden = frozenset(one - left for one in table.hidden_columns if left <= one < right)
        part = replace(table, rows=rows, merged=merged, hidden_columns=hidden)
        return Sheet(part, self.wanted, self.left + left)

    def header(self, start: int) -> tuple[int, int] | None:
        """The row of titles from a row on, and how many rows it is deep.

        The first table may begin anywhere; each further one where `end` says that it does.
        """
        if self.is_rejects or start >= len(self.rows):
            return (start, 1) if start < len(self.rows) else None
        best: tuple[int, int] | None = (start, start + 1) if start else None
        most = 0
        for row in range(start, start + 1 if start else min(len(self.rows), _SEARCHED)):
            if best and row > best[0] + _DEEPEST and any(map(self._names_columns, range(*best))):
                break
            for depth in range(1, _DEEPEST + 1):
                if not self._may_be_titles(row) or (
                    depth > 1 and not self._goes_on(row, row + depth - 1)
                ):
                    break
                score = self.wanted(self.titles(row, depth))
                if score > most:
                    best, most = (row, row + depth), score
        if best is None:
            return None
        top, below = best
        while below < top + _DEEPEST and self._goes_on(top, below):
            below += 1
        return top, below - top

    def _may_be_titles(self, row: int) -> bool:
        texts = [line(cell) for cell in self.rows[row] if not is_blank(cell)]
        worded = sum(bool(re.search(r"[^\W\d_]", text)) for text in texts)
        short = all(len(text) <= _LONGEST_HEADING for text in texts)
        are_places = all(len(rt_rw_in(text).rw) == 1 for text in texts)
        return len(texts) > 1 and short and worded * 5 >= len(texts) * 4 and not are_places

    def _goes_on(self, top: int, row: int) -> bool:
        """Whether a row is the lower part of the titles that begin at `top`."""
        if row >= len(self.rows):
            return False
        own = [
            column for column in range(len(self.rows[row])) if not is_blank(self.value(row, column))
        ]
        texts = [self.value(row, column) for column in own]
        if not own or not all(
            _YEAR.fullmatch(line(text))
            or (
                isinstance(text, str)
                and len(text) <= _LONGEST_HEADING
                and re.search(r"[^\W\d_]", text)
            )
            for text in texts
        ):
            return False
        if all(_IN_BRACKETS.fullmatch(line(text)) for text in texts):
            return True
        spans = self.spans.get(row, ())
        if any(span.top < row and span.top >= top for span in spans):
            return any(is_heading(line(text)) for text in texts) or all(
                any(span.left <= column <= span.right for span in self.spans.get(row - 1, ()))
                for column in own
            )
        if len(own) == 1 and any(span.left < span.right for span in spans):
            return False
        parents = [self._parent(row - 1, column) for column in own]
        below_nothing = [
            column for column, parent in zip(own, parents, strict=True) if parent is None
        ]
        known = any(is_heading(line(text)) or _YEAR.fullmatch(line(text)) for text in texts)
        above = [span for span in self.spans.get(row - 1, ()) if span.left < span.right]
        is_shared = all(any(one.left <= column <= one.right for one in above) for column in own)
        is_further = known and not below_nothing and not self._numbered(top, row)
        return len(own) > 1 and (is_shared or is_further)

    def _parent(self, row: int, column: int) -> int | None:
        """The column of the title above that a cell is a part of; `None` where there is none."""
        for left in range(column, -1, -1):
            if not is_blank(self.value(row, left)):
                is_wide = is_blank(self.value(row, left + 1)) and not is_blank(
                    self.value(row + 1, left + 1)
                )
                return left if left < column or is_wide else None
        return None

    def _numbered(self, top: int, row: int) -> bool:
        first = next((c for c in range(self.width) if not is_blank(self.value(top, c))), 0)
        return not is_blank(self.value(row, first))

    def titles(self, top: int, depth: int) -> list[str]:
        """The titles of all columns, each once; the lower part alone where that says enough."""
        return self._unlike(self._titles(top, depth), top + depth)

    def _titles(self, top: int, depth: int) -> list[str]:
        full: list[str] = []
        lower: list[str] = []
        for column in range(self.width):
            parts: list[str] = []
            for row in range(top, top + depth):
                text = _clean(self.merged_value(row, column))
                if not text and row + 1 < top + depth:
                    parent = self._parent(row, column)
                    has_child = not is_blank(self.merged_value(row + 1, column))
                    text = (
                        _clean(self.value(row, parent)) if parent is not None and has_child else ""
                    )
                if text and text not in parts:
                    parts.append(text)
            full.append(" ".join(parts))
            lower.append(parts[-1] if parts else "")
        titles: list[str] = []
        for column in range(self.width):
            alone = (
                lower.count(lower[column]) == 1
                and is_heading(lower[column])
                and "pribadi" not in {_likely_role(lower[column])} - {_likely_role(full[column])}
                and is_of_a_decision(lower[column]) == is_of_a_decision(full[column])
            )
            titles.append(lower[column] if alone else full[column])
        return titles

    def _unlike(self, titles: list[str], below: int) -> list[str]:
        """Titles that tell the columns apart, with one for a column that has none."""
        seen: dict[str, int] = {}
        named = []
        last = max((column for column, title in enumerate(titles) if title), default=-1)
        for column, title in enumerate(titles):
            text = title
            if not text and self._has_content(column, below, often=column > last):
                text = f"(kolom {letters(self.left + column)})"
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
        full = sum(not is_blank(self.value(row, column)) for row in range(below, len(self.rows)))
        return full * 2 > len(self.rows) - below if often else full > 0

    def rows_above(self, top: int) -> list[tuple[int, Cells, str]]:
        """Rows above the first titles that say as much as proposals do."""
        return [
            (row + 1, cells, "baris di atas judul kolom")
            for row, cells in enumerate(self.rows[:top])
            if sum(not is_blank(cell) for cell in cells) > _FEWEST
            and any(re.fullmatch("[0-9.,]+", line(cell)) for cell in cells)
        ]

    def lines(
        self, start: int, end: int, blocks: Sequence[tuple[int, int]], left: int
    ) -> list[str]:
        """The texts of rows, a line each; of a row above several tables those above this one."""
        joined = []
        for row in self.rows[start:end]:
            parts = [" ".join(map(_clean, row[slice(*block)])).split() for block in blocks]
            mine = parts[[first for first, _ in blocks].index(left)]
            joined.append(" ".join(mine if sum(map(bool, parts)) > 1 else chain(*parts)))
        return list(filter(None, joined))

    def end(self, top: int, depth: int) -> int:
        """Where the next table begins, which has titles of its own, else the end of the sheet."""
        if self.is_rejects:
            return next_rejects(self.rows, top + depth)
        own = [self._keys(row) for row in range(top, top + depth)]
        titles = {at: column_key(one) for at, one in enumerate(self.titles(top, depth)) if one}
        numeric = {at for at, title in titles.items() if _likely_role(title) in NUMERIC}
        for row in range(top + depth, len(self.rows)):
            keys = self._keys(row)
            if any(keys.items() <= one.items() for one in (*own, titles)):
                continue
            if self._names_columns(row) or self._contradicts(row, numeric):
                return self._raised(row, top + depth)
        return len(self.rows)

    def _keys(self, row: int) -> dict[int, str]:
        return {
            at: column_key(_clean(cell))
            for at, cell in enumerate(self.rows[row])
            if not is_blank(cell)
        }

    def _names_columns(self, row: int) -> bool:
        """Whether a row can be nothing but titles of columns that are known."""
        if not self._may_be_titles(row):
            return False
        texts = [line(cell) for cell in self.rows[row] if not is_blank(cell)]
        sure = sum(max(heading_scores(text).values(), default=0) >= _NO_DOUBT for text in texts)
        known = sum(map(is_heading, texts))
        return sure * 2 >= len(texts) <= known * 4 / 3 and self.wanted(texts) >= _FEWEST

    def _contradicts(self, row: int, numeric: Collection[int]) -> bool:
        """Whether a row has titles where there should be numbers, above further rows."""
        cells = {at: line(cell) for at, cell in enumerate(self.rows[row]) if not is_blank(cell)}
        if not self._may_be_titles(row) or any(re.search(r"\d", text) for text in cells.values()):
            return False
        worded = [at for at in numeric if re.search(r"[^\W\d_]{2,}", cells.get(at, ""))]
        sure = [
            text
            for text in cells.values()
            if max(heading_scores(text).values(), default=0) >= _NO_DOUBT
            and _likely_role(text) != "pribadi"
        ]
        below = (
            sum(not is_blank(cell) for cell in other) for other in self.rows[row + 1 : row + 4]
        )
        return len(worded) > 1 and bool(sure) and len(cells) >= _FEWEST <= max(below, default=0)

    def _raised(self, row: int, first: int) -> int:
        """The first row of the titles that a row is a part of."""
        alone = self.wanted(self.titles(row, 1))
        for top in range(max(first, row - _DEEPEST + 1), row):
            if (
                self._may_be_titles(top)
                and not any(re.search(r"\d", line(cell)) for cell in self.rows[top])
                and all(self._goes_on(top, other) for other in range(top + 1, row + 1))
                and self.wanted(self.titles(top, row - top + 1)) > alone
            ):
                return top
        return row

    def blocks(self, top: int, depth: int, end: int) -> list[tuple[int, int]]:
        """The columns of each table that stands here beside others, from left to right."""
        titles = self._titles(top, depth) if self.wanted is recognisable else []
        starts = [0]
        for column in range(1, len(titles)):
            before = titles[starts[-1] : column]
            first = column_key(next(filter(None, before), ""))
            is_apart = not titles[column - 1] and all(
                is_blank(self.value(row, column - 1)) for row in range(top + depth, end)
            )
            if (
                titles[column]
                and (is_apart or column_key(titles[column]) == first)
                and _is_whole(before)
                and _is_whole(titles[column:])
            ):
                starts.append(column)
        return list(pairwise([*starts, self.width]))


_FEWEST = 3
"""Titles: fewer are no heading."""
_NO_DOUBT = 0.8


def _likely_role(title: str) -> str:
    scores = heading_scores(title)
    return max(scores, key=lambda role: scores[role]) if scores else ""


def _is_whole(titles: Sequence[str]) -> bool:
    """Whether titles make a table by themselves, and not what was decided of another one."""
    roles = set(map(_likely_role, titles))
    return roles.issuperset(REQUIRED) and not any(map(is_of_a_decision, titles))


def letters(column: int) -> str:
    """A column as a spreadsheet names it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = ascii_uppercase[rest] + name
    return name
