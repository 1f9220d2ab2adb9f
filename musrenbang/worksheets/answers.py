"""What one row says, as the words of a decision; what cannot be read, with its column.

A cell that was not touched says what the decision file says, to the letter: a spreadsheet program
may have changed its form.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from musrenbang.deciding.decision import Said
from musrenbang.records.validation import meant
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    clean_line,
    clean_passage,
    read_date,
    read_rupiah,
)
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.sheet_columns import (
    ALASAN_WORDS,
    INPUTS,
    KEPUTUSAN_WORDS,
    SAID,
    SERIALS,
    TIDAK,
    YA,
    Column,
    Form,
)
from schemas.scalars import shown

Complaint = tuple[str, str, str]
"""The key of a column, what is wrong, what to do."""

_DAY_ZERO = date(1899, 12, 30)
_DECIMAL_COMMA = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|0|[1-9][0-9]*),[0-9]+")
_AMBIGUOUS_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_YA_TIDAK: Mapping[str, bool] = {
    **dict.fromkeys((YA.casefold(), "y", "true", "benar", "1"), True),
    **dict.fromkeys((TIDAK.casefold(), "t", "false", "salah", "0"), False),
}
_KEPUTUSAN: Mapping[str, str] = {
    **{word.casefold(): kode for kode, word in KEPUTUSAN_WORDS.items()},
    "setuju": "disetujui",
    "tolak": "ditolak",
}
_ALASAN: Mapping[str, str] = {
    name: kode
    for kode, word in ALASAN_WORDS.items()
    for name in (column_key(word), column_key(word.rpartition(" (")[0]), kode)
}


def read_answers(
    cells: Mapping[str, Cell], day: Cell, current: Said, untouched: Collection[str]
) -> tuple[Said, list[Complaint]]:
    """What a row says; `day` stands in for the date of a decision that has none."""
    values: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for column in INPUTS:
        if column.key in untouched:
            values[column.key] = _said(current, column)
            continue
        try:
            values[column.key] = _read(column, cells[column.key])
        except CellError as error:
            complaints.append((column.key, _sentence(str(error)), column.prompt))
    if values.get("keputusan") and values.get("tanggal") == "":
        try:
            values["tanggal"] = _date(day)
        except CellError as error:
            complaints.append(("tanggal", f"Tanggal sidang: {_sentence(str(error))}", ""))
    complaints += _contradictions(values, untouched)
    survei = {
        str(column.field[1]): values[column.key]
        for column in INPUTS
        if column.key not in SAID and values.get(column.key, "") != ""
    }
    said = {SAID[key]: value for key, value in values.items() if key in SAID}
    return Said(survei=survei or None, **said), complaints


def _said(current: Said, column: Column) -> Any:
    if column.key in SAID:
        return getattr(current, SAID[column.key])
    return (current.survei or {}).get(str(column.field[1]), "")


def _contradictions(values: Mapping[str, Any], untouched: Collection[str]) -> list[Complaint]:
    """What would be lost without a word, because the decision has no place for it."""
    decision = values.get("keputusan", "")
    filled = {key for key, value in values.items() if value != ""}
    if "keputusan" not in values:
        return []
    if not decision:
        # what is left of a decision that was emptied goes with it
        found = filled & _OF_A_DECISION - frozenset(untouched)
        reason = "Keputusannya belum dipilih."
        hint = "Pilih keputusannya, atau kosongkan sel ini."
    elif decision == "ditolak":
        found = filled & {"volume", "anggaran", "alasan_perubahan"}
        reason = "Usulan ditolak, jadi volume dan anggarannya tidak diubah."
        hint = "Kosongkan sel ini; hasil ukur ulang ditulis pada “Volume terukur”."
    else:
        return []
    return [(column.key, reason, hint) for column in INPUTS if column.key in found]


_OF_A_DECISION = SAID.keys() - {"keputusan"}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def _read(column: Column, cell: Cell) -> Any:
    if isinstance(cell, str) and not clean_line(cell):
        return ""
    return _READERS[column.form](cell)


def _date(cell: Cell) -> date | str:
    if isinstance(cell, Decimal):
        if cell % 1 or not SERIALS[0] <= cell <= SERIALS[1]:
            raise CellError(f"“{as_text(cell)}” bukan tanggal")
        return _DAY_ZERO + timedelta(days=int(cell))
    if isinstance(cell, str) and not clean_line(cell):
        raise CellError("tanggal keputusan belum ada")
    return read_date(cell, "hari-bulan-tahun")


def _volume(cell: Cell) -> Decimal | str:
    """A quantity; text the record's own reader must judge is handed on as it is."""
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal, bukan angka")
    if isinstance(cell, Decimal):
        return cell
    text = clean_line(cell)
    if _AMBIGUOUS_COMMA.fullmatch(text):
        whole = text.replace(",", "")
        decimal = text.rstrip("0").rstrip(",")
        raise CellError(
            f"{shown(text)} dapat dibaca dua cara. Tulis {whole} bila itu ribuan, atau {decimal} "
            "sebagai angka bila itu desimal"
        )
    if _DECIMAL_COMMA.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return text


def _year(cell: Cell) -> int | str:
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal; tulis tahunnya saja")
    if isinstance(cell, Decimal):
        return int(cell) if cell % 1 == 0 else as_text(cell)
    return clean_line(cell)


def _word(words: Mapping[str, Any], offered: Collection[str]) -> Callable[[Cell], Any]:
    def read(cell: Cell) -> Any:
        text = clean_line(as_text(cell))
        value = words.get(column_key(text))
        if value is None:
            close = meant(text, offered)
            hint = f"Maksud Anda “{close}”?" if close else f"Pilih: {', '.join(offered)}"
            raise CellError(f"{shown(text)} bukan pilihan. {hint}")
        return value

    return read


_READERS: Mapping[Form, Callable[[Cell], Any]] = {
    Form.TEKS: lambda cell: clean_passage(as_text(cell)),
    Form.VOLUME: _volume,
    Form.RUPIAH: lambda cell: read_rupiah(cell, comma=True),
    Form.TANGGAL: _date,
    Form.TAHUN: _year,
    Form.YA_TIDAK: _word(_YA_TIDAK, (YA, TIDAK)),
    Form.KEPUTUSAN: _word(_KEPUTUSAN, tuple(KEPUTUSAN_WORDS.values())),
    Form.ALASAN: _word(_ALASAN, tuple(ALASAN_WORDS.values())),
}
