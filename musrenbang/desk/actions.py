"""Saying: what the clerk did on the page, as what is said of the proposal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from musrenbang.deciding.decision import Decision, Said, decision_of, said_of
from musrenbang.records.findings import Problem
from musrenbang.sheets.cells import CellError, clean_passage, read_date, read_quantity, read_rupiah
from musrenbang.year.cases import Case

Fields = Mapping[str, str]
"""What the page's form held, by field; numbers as Indonesians write them."""

TASKS = ("lokasi_sesuai", "layak_teknis", "layak_administratif")


class FieldError(Exception):
    """A field nobody can read."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(message)


def said_after(current: Decision | None, action: str, fields: Fields, day: date) -> Said:
    """What is said of a proposal after one of the `ACTIONS`.

    An approval or rejection starts afresh from its form and keeps only the survey. Raises
    `FieldError` for a number that cannot be read.
    """
    return ACTIONS[action](said_of(current), fields, day)


def record_after(
    case: Case, current: Decision | None, action: str, fields: Fields, day: date
) -> tuple[Decision | None, list[Problem]]:
    """The record of an action; a decision that says nothing new keeps the day it was made on."""
    said = said_after(current, action, fields, day)
    record, problems = decision_of(case, said)
    before = said_of(current)
    if record is not None and before.keputusan:
        same, _ = decision_of(case, replace(said, tanggal=before.tanggal))
        if same == current:
            return current, problems
    return record, problems


def volume_of(fields: Fields, name: str = "volume") -> Decimal | str:
    """A volume typed with a decimal comma; empty where nothing was typed."""
    text = fields.get(name, "")
    if not text.strip():
        return ""
    try:
        return read_quantity(text, comma=True)
    except CellError as error:
        raise FieldError(name, _sentence(error)) from None


def day_of(text: str) -> date | str:
    """A day typed as day, month and year; what cannot be one is left to be judged."""
    try:
        return read_date(text, "hari-bulan-tahun")
    except CellError:
        return text


def _text(fields: Fields, name: str) -> str:
    """A text without stray blanks and hidden characters, as every other way in cleans it."""
    try:
        return clean_passage(fields.get(name, ""))
    except CellError as error:
        raise FieldError(name, _sentence(error)) from None


def _amount_of(fields: Fields) -> int | str:
    text = fields.get("anggaran", "")
    if not text.strip():
        return ""
    try:
        return read_rupiah(text, comma=True)
    except CellError as error:
        raise FieldError("anggaran", _sentence(error)) from None


def _sentence(error: CellError) -> str:
    text = str(error).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _approve(before: Said, fields: Fields, day: date) -> Said:
    return Said(
        keputusan="disetujui",
        tanggal=day,
        volume=volume_of(fields),
        anggaran=_amount_of(fields),
        alasan_perubahan=_text(fields, "alasan_perubahan"),
        penjelasan=_text(fields, "penjelasan"),
        survei=before.survei,
    )


def _reject(before: Said, fields: Fields, day: date) -> Said:
    return Said(
        keputusan="ditolak",
        tanggal=day,
        kode=_text(fields, "kode"),
        uraian=_text(fields, "uraian"),
        tahun=_text(fields, "tahun"),
        usulan=_text(fields, "usulan"),
        tanpa_survei=_text(fields, "tanpa_survei"),
        survei=before.survei,
    )


def _survey(before: Said, fields: Fields, _: date) -> Said:
    survei: dict[str, object] = {"tanggal": day_of(fields.get("tanggal", ""))}
    survei |= {task: {"ya": True, "tidak": False}.get(fields.get(task, ""), "") for task in TASKS}
    survei["volume_terukur"] = volume_of(fields, "volume_terukur")
    survei["catatan"] = _text(fields, "catatan")
    said = {name: value for name, value in survei.items() if value != ""}
    return replace(before, survei=said, tanpa_survei="")


def _clear(before: Said, _: Fields, __: date) -> Said:
    return Said(survei=before.survei)


ACTIONS: Mapping[str, Callable[[Said, Fields, date], Said]] = {
    "setujui": _approve,
    "tolak": _reject,
    "survei": _survey,
    "kosongkan": _clear,
}
