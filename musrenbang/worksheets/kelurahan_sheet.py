"""One kelurahan's worksheet: head with totals, the table, what may be typed where.

What follows from the cells is computed where it is seen, with functions that every spreadsheet
program knows. What a formula says of a row is a help to the operator; what may be recorded is
judged by the rules when the worksheet is read back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.worksheets import look
from musrenbang.worksheets.cell_kinds import YA, CellKind
from musrenbang.worksheets.sheet_table import (
    COLUMNS,
    DAY_LABEL,
    INPUTS,
    KEPUTUSAN_WORDS,
    ProposalRow,
    RowPart,
    SheetColumn,
)
from musrenbang.year.labels import TIPE

Ref = Callable[[str], str]
"""The cell of a column in the row at hand, by key."""

UNDECIDED = "Belum diputuskan"
INCOMPLETE = "Lengkapi: "
COMPLETE = "Lengkap"
APPROVED, REJECTED = KEPUTUSAN_WORDS["disetujui"], KEPUTUSAN_WORDS["ditolak"]
_TASKS = ("lokasi_sesuai", "layak_teknis", "layak_administratif")
_NAMES: Mapping[str, str] = {
    **{column.key: column.title.lower() for column in INPUTS},
    **dict.fromkeys(_TASKS, "tiga tugas survei"),
    "anggaran": "anggaran disetujui",
    "penjelasan": "penjelasan atau koreksi",
}


def approved_amount(ref: Ref) -> str:
    """The amount a row is approved with: typed, or following the volume (C.2.c.3.h, Edit)."""
    typed, volume, proposed = ref("anggaran"), ref("volume"), ref("anggaran_usulan")
    scaled = f"ROUND({proposed}*{volume}/{ref('volume_usulan')},0)"
    follows = f'IF({proposed}="","",IF(ISNUMBER({volume}),{scaled},{proposed}))'
    as_said = f"IF(ISNUMBER({typed}),{typed},{follows})"
    readable = f'IF(COUNT({typed},{volume})=COUNTA({typed},{volume}),{as_said},"?")'
    return f'IF({ref("keputusan")}<>"{APPROVED}","",{readable})'


def state_of(ref: Ref, *, ranks: bool) -> str:
    """What a row still lacks, the first thing first; `ranks` as `missing_in` means it."""
    said = [ref(column.key) for column in INPUTS if column.part is RowPart.KEPUTUSAN]
    rest = "+".join(f"LEN({cell})" for cell in said if cell != ref("keputusan"))
    text = f'"{COMPLETE}"'
    for key, condition in reversed(missing_in(ref, ranks=ranks).items()):
        text = f'IF({condition},"{INCOMPLETE}{_NAMES[key]}",{text})'
    undecided = f'IF({rest}=0,"{UNDECIDED}","{INCOMPLETE}keputusan")'
    return f'IF({ref("keputusan")}="",{undecided},{text})'


def missing_in(ref: Ref, *, ranks: bool) -> dict[str, str]:
    """For each column that may be needed, when its cell is empty and should not be, or no number.

    `ranks` says whether approvals are given an order.

    A number pasted as text is read back where there is one way to read it, but not computed with.
    """

    def empty(*keys: str) -> str:
        return ",".join(f'{ref(key)}=""' for key in keys)

    def is_text(key: str) -> str:
        return f'AND({ref(key)}<>"",NOT(ISNUMBER({ref(key)})))'

    approved = f'{ref("keputusan")}="{APPROVED}"'
    rejected = f'{ref("keputusan")}="{REJECTED}"'
    fisik = f'{ref("tipe")}="{TIPE["fisik"]}"'
    surveyed = f"LEN({'&'.join(map(ref, ('survei_tanggal', *_TASKS, 'volume_terukur')))})>0"
    excused = f'AND({rejected},{ref("tanpa_survei")}<>"")'
    demanded = f'OR({surveyed},AND({fisik},{ref("keputusan")}<>"",NOT({excused})))'
    measured, proposed = ref("volume_terukur"), ref("volume_usulan")
    edited = f'OR({ref("volume")}<>"",{ref("anggaran")}<>"")'
    flagged = f'{ref("tanda")}<>""'
    rank = {"prioritas": f"AND({approved},{empty('prioritas')})"} if ranks else {}
    return {
        "survei_tanggal": f"AND({demanded},{empty('survei_tanggal')})",
        **{task: f"AND({demanded},{empty(task)})" for task in _TASKS},
        "volume_terukur": (f'AND({fisik},{ref("lokasi_sesuai")}="{YA}",{empty("volume_terukur")})'),
        "alasan": f"AND({rejected},{empty('alasan')})",
        "uraian": f"AND({rejected},{empty('uraian')})",
        "volume": (
            f"OR({is_text('volume')},AND({approved},ISNUMBER({measured}),{measured}<>{proposed},"
            f"{empty('volume', 'penjelasan')}))"
        ),
        "anggaran": is_text("anggaran"),
        "alasan_perubahan": f"AND({approved},{edited},{empty('alasan_perubahan')})",
        "penjelasan": (f"AND({approved},{flagged},{empty('volume', 'anggaran', 'penjelasan')})"),
        **rank,
    }


TITLE_ROW, NOTICE_ROW, LABEL_ROW, TOTAL_ROW, GROUP_ROW, HEADER_ROW = range(1, 7)
FIRST_ROW = HEADER_ROW + 1
FROZEN = 3
"""How many columns stay in sight, and are repeated on every page."""
LETTERS = {column.key: get_column_letter(index) for index, column in enumerate(COLUMNS, 1)}
_DECIDED = frozenset({RowPart.KEPUTUSAN, RowPart.HASIL})
_WRAPPED = [c for c in COLUMNS if c.kind is CellKind.TEKS and c.part is not RowPart.JEJAK]


@dataclass(frozen=True, slots=True)
class Content:
    """What one worksheet is made from."""

    title: str
    subtitle: str
    notice: str
    rows: Sequence[ProposalRow]
    day: date | None
    """The first day of the meeting."""
    reasons: int
    """How many reasons to reject there are to pick from."""
    ranks: bool
    """Whether approvals are given an order."""
    only_survey: bool = False
    """Whether nothing but the survey is filled in; the rest is there, out of sight."""

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1

    def cells(self, key: str) -> str:
        """The cells of a column, as formulas on the same sheet name them."""
        return f"${LETTERS[key]}${FIRST_ROW}:${LETTERS[key]}${self.last_row}"


def ref(row: int) -> Ref:
    """The cells of one row, by column."""
    return lambda key: f"${LETTERS[key]}{row}"


def fill_in(sheet: Worksheet, content: Content) -> None:
    """Write everything that stands in the cells of one worksheet."""
    _head(sheet, content)
    _titles(sheet)
    for number, row in enumerate(content.rows, FIRST_ROW):
        for index, column in enumerate(COLUMNS, 1):
            _fill_cell(sheet.cell(number, index), column, row, ranks=content.ranks)
            if content.only_survey and not column.of_survey:
                sheet.cell(number, index).protection = look.LOCKED
        texts = [(str(row.values.get(column.key, "")), column.width) for column in _WRAPPED]
        sheet.row_dimensions[number].height = look.height(texts)
    for column in COLUMNS:
        shape = sheet.column_dimensions[LETTERS[column.key]]
        shape.width = column.width
        unasked = column.kind is CellKind.URUTAN and not content.ranks
        shape.hidden = (column.part is RowPart.JEJAK or unasked) or (
            content.only_survey and (column.part in _DECIDED or column.key == "tanpa_survei")
        )


def _fill_cell(
    cell: Cell | MergedCell, column: SheetColumn, row: ProposalRow, *, ranks: bool
) -> None:
    number = cell.row or 0
    value = row.values.get(column.key, "")
    is_open = row.is_open(column)
    cell.font = look.font(bold=column.key == "nomor", colour=look.FADED if row.closed else look.INK)
    cell.alignment = look.alignment(column.kind)
    cell.border = look.BORDER
    cell.number_format = look.number_format(column, value)
    cell.protection = look.OPEN if is_open else look.LOCKED
    cell.fill = look.INPUT if is_open else look.CLOSED if row.closed else look.READ_ONLY
    if column.key == "hasil":
        cell.value = f"={approved_amount(ref(number))}"
    elif column.key == "keadaan" and not row.closed:
        cell.value = f"={state_of(ref(number), ranks=ranks)}"
    elif column.key == "keadaan":
        look.put(cell, row.closed)
    else:
        look.put(cell, value)


def _head(sheet: Worksheet, content: Content) -> None:
    title = sheet.cell(TITLE_ROW, 1)
    look.put(title, content.title)
    title.font, title.alignment = look.font(15, look.GREEN, bold=True), look.PASSAGE
    sheet.merge_cells(start_row=TITLE_ROW, start_column=1, end_row=NOTICE_ROW, end_column=FROZEN)
    for row, text, bold in (
        (TITLE_ROW, content.subtitle, True),
        (NOTICE_ROW, content.notice, False),
    ):
        cell = sheet.cell(row, FROZEN + 1)
        look.put(cell, text)
        cell.font = look.font(11, look.INK if bold else look.FADED, bold=bold)
    _summary(sheet, content)
    hidden = {APPROVED, REJECTED, _AMOUNT_APPROVED} | {DAY_LABEL} if content.only_survey else ()
    for key, end, label, value in _totals(content):
        if label in hidden:
            continue
        first = LETTERS[key]
        for row in (LABEL_ROW, TOTAL_ROW):
            if end != key:
                sheet.merge_cells(f"{first}{row}:{LETTERS[end]}{row}")
        head = sheet[f"{first}{LABEL_ROW}"]
        head.value, head.font, head.alignment = label, look.font(10, look.FADED), look.HEADING
        total = sheet[f"{first}{TOTAL_ROW}"]
        total.value, total.number_format = value, look.WHOLE
        total.font, total.alignment = look.font(11, bold=True), look.HEADING
        if label == DAY_LABEL:
            total.number_format = look.DAY
            total.protection, total.fill, total.border = look.OPEN, look.NOTICE, look.BORDER


def _unsurveyed(cells: Ref) -> str:
    """Whether physical work waits for its survey, of a row or of all of them."""
    return f'({cells("tipe")}="{TIPE["fisik"]}")*({cells("survei_tanggal")}="")'


def unsurveyed(row: int) -> str:
    """Whether the work of a row waits for its survey (C.1.e)."""
    return f"{_unsurveyed(ref(row))}>0"


def _summary(sheet: Worksheet, content: Content) -> None:
    """What is still to be done, where it stays in sight."""
    state = content.cells("keadaan")
    summary = sheet.cell(LABEL_ROW, 1)
    summary.value = (
        f'="Belum disurvei: "&SUMPRODUCT({_unsurveyed(content.cells)})'
        if content.only_survey
        else f'="Belum diputuskan: "&COUNTIF({state},"{UNDECIDED}")'
        f'&CHAR(10)&"Perlu dilengkapi: "&COUNTIF({state},"{INCOMPLETE}*")'
    )
    sheet.merge_cells(start_row=LABEL_ROW, start_column=1, end_row=TOTAL_ROW, end_column=FROZEN)
    summary.font, summary.alignment = look.font(13, look.GREEN, bold=True), look.PASSAGE


_AMOUNT_APPROVED = "Disetujui (Rp), terlihat"


def _totals(content: Content) -> list[tuple[str, str, str, object]]:
    """First and last column of each figure above the table, its label, and formula or day.

    SUBTOTAL leaves out what a filter hides, so the right-hand figures follow the filter.
    """

    def decided(word: str) -> str:
        return f'=COUNTIF({content.cells("keputusan")},"{word}")'

    def visible(function: int, key: str) -> str:
        return f"=SUBTOTAL({function},{content.cells(key)})"

    amount = "anggaran_usulan"
    return [
        ("permasalahan", "permasalahan", DAY_LABEL, content.day),
        ("lokasi", "lokasi", APPROVED, decided(APPROVED)),
        ("skpd", "tipe", REJECTED, decided(REJECTED)),
        ("volume_usulan", "satuan", "Usulan terlihat", visible(103, "nomor")),
        (amount, amount, "Diusulkan (Rp), terlihat", visible(109, amount)),
        ("tanda", "tanda", _AMOUNT_APPROVED, visible(109, "hasil")),
    ]


def _titles(sheet: Worksheet) -> None:
    for group in RowPart:
        columns = [column for column in COLUMNS if column.part is group]
        first, last = LETTERS[columns[0].key], LETTERS[columns[-1].key]
        cell = sheet[f"{first}{GROUP_ROW}"]
        cell.value = group.value
        for letter in (LETTERS[column.key] for column in columns):
            sheet[f"{letter}{GROUP_ROW}"].fill = look.fill(look.PARTS[group])
        cell.font = look.font(10, look.WHITE, bold=True)
        if group is RowPart.USULAN:
            # not merged across the frozen edge, where a heading would be cut in two
            continue
        sheet.merge_cells(f"{first}{GROUP_ROW}:{last}{GROUP_ROW}")
    for column in COLUMNS:
        cell = sheet[f"{LETTERS[column.key]}{HEADER_ROW}"]
        look.heading(cell, column.title, look.PARTS[column.part])
    heights = {TITLE_ROW: 20, NOTICE_ROW: 20, LABEL_ROW: 26, TOTAL_ROW: 19, HEADER_ROW: 40}
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
