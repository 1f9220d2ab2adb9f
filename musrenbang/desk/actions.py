"""What the clerk did on the page, as what is said of the proposal, and why it cannot be said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from musrenbang.deciding.decision import Decision, Said, decision_of, said_of
from musrenbang.desk.proposal_card import TASKS
from musrenbang.files.paths import DECISIONS
from musrenbang.records.findings import Finding, Keys, Problem
from musrenbang.sheets.cells import CellError, clean_passage, read_date, read_quantity, read_rupiah
from musrenbang.year.cases import Case
from musrenbang.year.outliers import Aspect


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason why nothing was written."""

    pesan: str
    saran: str
    formulir: str = ""
    """The form that can answer it: `setujui`, `tolak` or `survei`; empty where none can."""
    bidang: str = ""
    """The field of that form."""


_FORMS: Mapping[str, str] = {
    "survei": "survei",
    **dict.fromkeys(("alasan", "tanpa_survei"), "tolak"),
    **dict.fromkeys(("volume", "perkiraan_anggaran", "alasan_perubahan"), "setujui"),
    **dict.fromkeys(("penjelasan", "prioritas"), "setujui"),
}
"""The form that holds each field of a decision file."""
_NAMES = {"perkiraan_anggaran": "anggaran"}
_ANSWERS: Mapping[str, Keys] = {
    "survei.tidak-layak": ("penjelasan",),
    "survei.volume-diputuskan": ("volume",),
}
"""Rules about the survey that a decision already made must answer."""
_HINTS: Mapping[str, str] = {
    **dict.fromkeys(
        ("usulan.kembar", "survei.tidak-layak", *(f"kewajaran.{one.value}" for one in Aspect)),
        "Isi penjelasan mengapa tetap disetujui, ubah angkanya, atau tolak.",
    ),
    "survei.volume-diputuskan": "Pakai volume terukur, atau isi penjelasan mengapa volumenya lain.",
    "keputusan.alasan-perubahan": "Isi alasan perubahan.",
    "keputusan.anggaran-ikut-volume": "Isi anggaran yang baru.",
    "keputusan.survei": "Isi hasil survei (V).",
    "survei.sebelum-keputusan": "Periksa tanggal survei.",
    "survei.sesuai-jadwal": "Periksa tanggal survei.",
    "survei.volume-terukur": "Isi volume hasil pengukuran ulang.",
    "alasan.menunjuk-pekerjaan": "Isi tahun pekerjaan, atau nomor usulannya.",
    "keputusan.alasan-penolakan": "Pilih alasan dan isi uraiannya.",
}
"""What to do at the desk, by rule, where the rule's own hint speaks of the file."""


def from_findings(
    findings: Iterable[Finding | Problem], decision_file: str, action: str = ""
) -> list[Hindrance]:
    """What rules and guards say of a decision; of another file, with its name."""
    found = []
    for finding in findings:
        elsewhere = "" if finding.file == decision_file else f" ({finding.file})"
        keys = _ANSWERS.get(finding.rule, finding.field)
        form, field = _place(keys) if finding.file.startswith(DECISIONS) else ("", "")
        form = "tolak" if action == "tolak" and field == "penjelasan" else form
        hint = _HINTS.get(finding.rule) or _plain(finding.hint)
        found.append(Hindrance(_plain(finding.message) + elsewhere, hint, form, field))
    return found


def from_problems(problems: Iterable[Problem], action: str) -> list[Hindrance]:
    """What keeps a form from being a record, field by field."""
    found = []
    for problem in problems:
        _, field = _place(problem.field)
        if problem.rule == "skema.wajib":
            found.append(Hindrance("Belum diisi.", "", action, field))
        else:
            found.append(Hindrance(_plain(problem.message), _plain(problem.hint), action, field))
    return found


def _place(keys: Keys) -> tuple[str, str]:
    """The form and its field that hold a field of a decision file."""
    if not keys:
        return "", ""
    top, last = str(keys[0]), str(keys[-1])
    return _FORMS.get(top, ""), "" if keys == ("survei",) else _NAMES.get(last, last)


def _plain(text: str) -> str:
    """Text without the marks that set off what is written in files."""
    return text.replace("`", "").replace("_", " ")


Fields = Mapping[str, str]
"""What the page's form held, by field; numbers as Indonesians write them."""

Typed = TypeVar("Typed")


class FieldError(Exception):
    """A field nobody can read."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(message)


def record_after(
    case: Case, current: Decision | None, action: str, fields: Fields, day: date | None
) -> tuple[Decision | None, list[Problem]]:
    """The record after one of the `ACTIONS`, and what keeps it from being one.

    An approval or rejection starts afresh from its form and keeps only the survey; a decision that
    says nothing new keeps the day it was made on. Raises `FieldError` for a number that cannot be
    read.
    """
    said = ACTIONS[action](said_of(current), fields, day)
    record, problems = decision_of(case, said)
    before = said_of(current)
    if record is not None and before.keputusan:
        same, _ = decision_of(case, replace(said, tanggal=before.tanggal))
        if same == current:
            return current, problems
    return record, problems


def volume_of(fields: Fields, name: str = "volume") -> Decimal | str:
    """A volume typed with a decimal comma; empty where nothing was typed."""
    return _read(fields, name, lambda text: read_quantity(text, comma=True))


def day_of(text: str) -> date | str:
    """A day typed as day, month and year; what cannot be one is left to be judged."""
    try:
        return read_date(text, "hari-bulan-tahun")
    except CellError:
        return text


def _text(fields: Fields, name: str) -> str:
    """A text without stray blanks and hidden characters, as every other way in cleans it."""
    return _read(fields, name, clean_passage)


def _read(fields: Fields, name: str, reader: Callable[[str], Typed]) -> Typed | Literal[""]:
    text = fields.get(name, "")
    try:
        return reader(text) if text.strip() else ""
    except CellError as error:
        message = str(error).rstrip(".")
        raise FieldError(name, f"{message[:1].upper()}{message[1:]}.") from None


def _approve(before: Said, fields: Fields, day: date | None) -> Said:
    return Said(
        keputusan="disetujui",
        tanggal=day or "",
        volume=volume_of(fields),
        perkiraan_anggaran=_read(fields, "anggaran", read_rupiah),
        alasan_perubahan=_text(fields, "alasan_perubahan"),
        penjelasan=_text(fields, "penjelasan"),
        prioritas=_text(fields, "prioritas"),
        survei=before.survei,
    )


def _reject(before: Said, fields: Fields, day: date | None) -> Said:
    return Said(
        keputusan="ditolak",
        tanggal=day or "",
        kode=_text(fields, "kode"),
        uraian=_text(fields, "uraian"),
        tahun=_text(fields, "tahun"),
        usulan=_text(fields, "usulan"),
        saran=_text(fields, "saran"),
        tanpa_survei=_text(fields, "tanpa_survei"),
        penjelasan=_text(fields, "penjelasan"),
        survei=before.survei,
    )


def _survey(before: Said, fields: Fields, _: date | None) -> Said:
    survei: dict[str, object] = {"tanggal": day_of(fields.get("tanggal", ""))}
    survei |= {task: {"ya": True, "tidak": False}.get(fields.get(task, ""), "") for task in TASKS}
    survei["volume_terukur"] = volume_of(fields, "volume_terukur")
    survei["catatan"] = _text(fields, "catatan")
    said = {name: value for name, value in survei.items() if value != ""}
    return replace(before, survei=said, tanpa_survei="")


def _clear(before: Said, _: Fields, __: date | None) -> Said:
    return Said(survei=before.survei)


ACTIONS: Mapping[str, Callable[[Said, Fields, date | None], Said]] = {
    "setujui": _approve,
    "tolak": _reject,
    "survei": _survey,
    "kosongkan": _clear,
}
