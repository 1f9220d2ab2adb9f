"""Where the table is on a worksheet, and which of its rows are proposals.

Clerks put titles above it, headings in one to three rows with merged cells, a row per RW between
the proposals, sums, totals, signatures and notes. Nothing is dropped: a row that is no proposal is
kept aside with what it is.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from musrenbang.importing.column_roles import recognised
from musrenbang.importing.found_table import (
    CANCELLED,
    EMPTY,
    HEAD_ROW,
    KELURAHAN_TITLE,
    NOTE,
    PART_ROW,
    RW_TITLE,
    SEPARATOR,
    SKPD_TITLE,
    TOTAL,
    FoundTable,
)
from musrenbang.importing.head_rows import child_cells, heads_among, is_part
from musrenbang.importing.heading_words import NUMERIC, UNREAD
from musrenbang.importing.headings import (
    Cells,
    Sheet,
    Wanted,
    get,
    is_blank,
    line,
    padded,
    recognisable,
    whole,
)
from musrenbang.importing.mapping import names_persons
from musrenbang.importing.money_columns import weighed_columns
from musrenbang.importing.rows_between import Section, dittos, is_sum, section_in, sums_among
from musrenbang.importing.sheet_files import HEAD
from musrenbang.sheets.cells import Cell
from musrenbang.sheets.table import Table
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, name_key

_SAMPLES = 200
_MEASURES = ("volume", "perkiraan_anggaran")
_DESCRIBING = {"alamat", "satuan", "skpd_tujuan"}
_ENOUGH = 3
"""Cells of known columns: fewer are a stray note."""
_NEVER_DITTO = {None, UNREAD, "pribadi", "nomor", "kode"}
_CARRIED = ("kelurahan", "rw", "rt_rw")
_SUM_OF_PART = re.compile(
    r"(?i)\W*(?:sub\W*|grand\W*)?(?:total|jumlah|jml|rekap\w*|\u03c3)\b\W*(?:(?:usulan|anggaran|biaya"
    r"|dana|harga|rp|seluruh\w*|keseluruhan|semua|per|r\.?w\.?|rukun|warga|no|[0-9]+|[ivx]+)\b\W*"
    r"|(?:kelurahan|kel|desa|kecamatan|kec)\b(?!.*\byang\b).*)*"
)
"""What says of which part a row is the sum, and nothing else."""
_CANCELLED = re.compile(
    r"(?i)\W*(?:usulan\s+)?(?:di)?(?:batal(?:kan)?|hapus|coret|tarik(?:\s+kembali)?|cabut)\W*"
    r"|\W*tidak\s+jadi\W*"
)
_WORDED = re.compile(r"(?![IVX]+\W*$)(?<![^\W_])[^\W\d_]{2,}|[^\W\d_]{7,}")
"""A word, which a Roman figure is not."""
_RUPIAH = re.compile(r"(?i)(?<![^\W_])rp(?![^\W\d_])")
_ORDINAL = re.compile(r"\(?([0-9]{1,2})\)?")


def tables_in(
    table: Table, said: Mapping[str, str], wanted: Wanted = recognisable
) -> list[FoundTable]:
    """The tables of a worksheet, from top to bottom; `said`: roles by the key of a heading."""
    sheet = Sheet(table, wanted)
    found: list[FoundTable] = []
    start = head_from = 0
    inherited: list[str] = []
    while (header := sheet.header(start)) is not None:
        top, depth = header
        end = sheet.end(top, depth)
        here = sheet.blocks(top, depth, end)
        for left, right in here:
            part = sheet.part(left, right) if len(here) > 1 else sheet
            head = sheet.lines(head_from, top, here, left)
            one = FoundTable(table.name, part.titles(top, depth), head, inherited)
            one.hidden = frozenset(number + 1 for number in table.hidden)
            one.hidden_titles = [
                title for at, title in enumerate(one.titles) if at in part.table.hidden_columns
            ]
            if not head_from and left == here[0][0]:
                one.aside += sheet.rows_above(top)
            _Body(part, one, said).read(top + depth, end)
            found.append(one)
        inherited = [*inherited, *found[-1].head]
        last = max((number for number, _ in found[-1].rows), default=0)
        start, head_from = end, max(last, top + depth)
    return found


class _Body:
    """The rows below the titles."""

    def __init__(self, sheet: Sheet, found: FoundTable, said: Mapping[str, str]) -> None:
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
        found.titles = [
            f"RW ({title})" if one.role == "rw" and names_persons(title) else title
            for title, one in zip(found.titles, found.columns, strict=True)
        ]
        sections: list[Section] = []
        section = Section()
        roles = [one.role for one in found.columns]
        merged = {row: self._merged(row) for row in range(first, end)}
        heads = {} if sheet.is_rejects else heads_among(merged, roles)
        heading = {head for head, _ in heads.values()}
        for row, own in merged.items():
            head, place = heads.get(row, (None, 0))
            cells = own if head is None else child_cells(merged[head], own, roles, place)
            what = self._what(row, cells)
            if row in heading:
                what = PART_ROW if is_part(cells, roles) else HEAD_ROW
            elif head is not None and what != CANCELLED:
                what = None
            if what is None:
                found.rows.append((row + 1, cells))
                sections.append(section)
                continue
            found.aside.append((row + 1, cells, what))
            if what in {SEPARATOR, NOTE}:
                section = self._next(section, cells, row + 1)
        self._fill_dittos()
        said = {at for at, one in enumerate(found.titles) if name_key(one) in self.said}
        found.columns = weighed_columns(found.columns, [cells for _, cells in found.rows], said)
        sections = self._without_sums(sections)
        self._fill_down()
        self._add_sections(sections)

    def _fill_dittos(self) -> None:
        """Write out what a cell says by “sda”, “idem” or marks: the same as the one above it."""
        found = self.found
        roles = [one.role for one in found.columns]
        read = {at for at, role in enumerate(roles) if role not in _NEVER_DITTO}
        agencies = {
            at for at, role in enumerate(roles) if role in {"skpd_tujuan", "isu", "program"}
        }
        filled: dict[int, list[str]] = {}
        for index, (number, cells) in enumerate(found.rows):
            above = found.rows[index - 1][1] if index else ()
            for at in sorted(dittos(cells, agencies) & read):
                cells = (*cells[:at], get(above, at), *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
                filled.setdefault(at, []).append(str(number))
            found.rows[index] = (number, cells)
        for at, numbers in sorted(filled.items()):
            found.remarks.append(
                f"kolom “{found.titles[at]}”: “sda”, “idem” atau tanda sama diisi dari baris di "
                f"atasnya pada baris {beberapa(numbers)}."
            )

    def _without_sums(self, sections: list[Section]) -> list[Section]:
        """Put rows aside that are numbered otherwise than those that they sum up."""
        found = self.found
        role = "nomor" if found.at("nomor") is not None else "kode"
        kinds, sums = found.values(role), found.values("perkiraan_anggaran")
        while rows := sums_among(kinds, sums):
            found.aside += [(*found.rows[at], TOTAL) for at in sorted(rows)]
            kept = [at for at in range(len(found.rows)) if at not in rows]
            found.rows = [found.rows[at] for at in kept]
            sections = [sections[at] for at in kept]
            kinds, sums = [kinds[at] for at in kept], [sums[at] for at in kept]
        found.aside.sort(key=lambda one: one[0])
        return sections

    def _next(self, section: Section, cells: Cells, number: int) -> Section:
        """The part of the table that a row between the proposals begins."""
        said = section_in(cells)
        if said is None:
            return section
        if said.several:
            self.found.remarks.append(
                f"baris {number} “{whole(cells)}” tidak menyebut satu RW; baris di bawahnya "
                "dicatat tanpa RW."
            )
        if said.skpd:
            return section._replace(skpd=said.skpd)
        kelurahan = said.kelurahan or section.kelurahan
        return said._replace(kelurahan=kelurahan, skpd=section.skpd)

    def _is_likely(self, row: int) -> bool:
        full = sum(not is_blank(cell) for cell in self.sheet.rows[row])
        titled = sum(bool(title) for title in self.found.titles)
        return full >= max(2, titled // 3) and not self._is_ordinal_row(self.sheet.rows[row])

    def _merged(self, row: int) -> Cells:
        """The row with the cells that it shares with rows above, save sums and numbers."""
        cells = list(self.sheet.rows[row])
        for span in self.sheet.spans.get(row, ()):
            if span.top == row or span.left >= len(self.found.columns):
                continue
            value = self.sheet.value(span.top, span.left)
            if is_blank(value):
                continue
            role = self.found.columns[span.left].role
            if role in NUMERIC:
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
        full = [at for at, cell in enumerate(self.sheet.rows[row]) if not is_blank(cell)]
        if not full:
            return EMPTY
        if self.sheet.is_rejects:
            return None
        words = [at for at in full if _WORDED.search(_RUPIAH.sub("", line(cells[at])))]
        sums = [at for at in words if is_sum(line(cells[at]))]
        is_proposal = self._is_proposal(cells, full, words)
        section = None if is_proposal and len(words) > 1 and not sums else section_in(cells)
        kinds = (
            ("judul kolom yang diulang", self._is_title_row(cells, full)),
            ("nomor kolom", self._is_ordinal_row(cells)),
            (TOTAL, sums and len(words) <= 1 + (len(words) > 1 and section is not None)),
            (TOTAL, self._is_sum_of_part(cells)),
            (SEPARATOR, len(words) <= 1 and section is not None),
            (NOTE, not is_proposal),
        )
        kind = next((kind for kind, applies in kinds if applies), None)
        if kind is None and self._is_cancelled(row, cells):
            return CANCELLED
        return SEPARATOR if kind == NOTE and section else kind

    def _is_sum_of_part(self, cells: Cells) -> bool:
        """Whether a row without a number of its own says that it sums up others."""
        counted = (self.found.at(role) for role in ("nomor", "kode"))
        numbers = {line(get(cells, at)) for at in counted if at is not None}
        sums = {text for text in map(line, cells) if _SUM_OF_PART.fullmatch(text)}
        return bool(sums) and numbers <= {"", *sums}

    def _is_cancelled(self, row: int, cells: Cells) -> bool:
        """Whether the look or a cell of a row says that it is none any more."""
        decided = self.found.at("hasil_lurah")
        return row in self.sheet.table.struck or any(
            at != decided and _CANCELLED.fullmatch(line(cell)) for at, cell in enumerate(cells)
        )

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
        return any(what == TOTAL for _, _, what in self.found.aside)

    def _is_title_row(self, cells: Cells, full: list[int]) -> bool:
        same = sum(
            at < len(self.found.titles) and _same_title(line(cells[at]), self.found.titles[at])
            for at in full
        )
        return len(full) > 1 and same >= 0.6 * len(full)

    @staticmethod
    def _is_ordinal_row(cells: Sequence[Cell]) -> bool:
        found = [_ORDINAL.fullmatch(line(cell)) for cell in cells if not is_blank(cell)]
        numbers = [int(match[1]) for match in found if match]
        return (
            len(found) > _ENOUGH
            and len(numbers) == len(found)
            and numbers == list(range(1, len(numbers) + 1))
        )

    @staticmethod
    def _is_number(cells: Cells, roles: Mapping[str | None, int], role: str) -> bool:
        at = roles.get(role)
        return at is not None and bool(re.match(r"(?i)\W*(?:rp\W*)?[0-9¼-¾]", line(cells[at])))

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
                own = get(cells, at)
                if is_blank(own):
                    cells = (*padded(cells[:at], at), carried, *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
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

    def _add_sections(self, sections: Sequence[Section]) -> None:
        rws, names = [one.rw for one in sections], [one.kelurahan for one in sections]
        announced = [said.skpd for text in self.found.head if (said := section_in((text,)))]
        first = next(filter(None, reversed(announced)), "")
        agencies = [one.skpd or first for one in sections]
        if any(rws) and self.found.at("rw") is None and self.found.at("rt_rw") is None:
            self.found.add_column(RW_TITLE, "rw", rws)
        elif any(rws):
            self._fill_from(rws)
        if any(names) and self.found.at("kelurahan") is None:
            self.found.add_column(KELURAHAN_TITLE, "kelurahan", names)
        if (
            any(one.skpd for one in sections)
            and all(agencies)
            and self.found.at("skpd_tujuan") is None
        ):
            self.found.add_column(SKPD_TITLE, "skpd_tujuan", agencies)

    def _fill_from(self, rws: Sequence[str]) -> None:
        """An RW left out in its own column, from the row above that announces it."""
        at = self.found.at("rw")
        if at is None:
            return
        rows = []
        for (number, cells), rw in zip(self.found.rows, rws, strict=True):
            if rw and is_blank(get(cells, at)):
                cells = (*padded(cells[:at], at), rw, *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
                self.found.filled.setdefault(self.found.titles[at], []).append(number)
            rows.append((number, cells))
        self.found.rows = rows


def _same_title(text: str, title: str) -> bool:
    key, other = column_key(text), column_key(title)
    return bool(key) and (key == other or other.endswith(f" {key}") or other.startswith(f"{key} "))
