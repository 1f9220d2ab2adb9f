"""What a worksheet's row says of its proposal before anybody has filled it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musrenbang.deciding.decision import Said, said_of
from musrenbang.records.fields import read_as
from musrenbang.worksheets.seals import seal
from musrenbang.worksheets.sheet_columns import (
    ALASAN_WORDS,
    FURTHER,
    INPUTS,
    KEPUTUSAN_WORDS,
    SAID,
    TIDAK,
    YA,
    Form,
)
from musrenbang.year.cases import Case, Status
from musrenbang.year.labels import TIPE
from musrenbang.year.twins import Twin
from musrenbang.year.views import View
from schemas import Usulan

Value = str | Decimal | date
Version = Callable[[str], str]
"""What a file holds, as Git names it; empty where there is none."""

_UNDECIDABLE: Mapping[Status, str] = {
    Status.FORUM_UKPD: "Dibahas forum UKPD",
    Status.BELUM_DIKIRIM: "Belum dikirim lurah",
    Status.TIDAK_DITERUSKAN: "Tidak diteruskan lurah",
}
LOCKED = "Terkunci sejak Kirim"
BROKEN = "Berkas keputusan rusak"


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal as the worksheet shows it; `closed` says why it cannot be decided here."""

    values: Mapping[str, Value]
    closed: str


def rows_of(view: View, folder: str, version: Version) -> list[Row]:
    """The rows of one kelurahan, by number."""
    return [_row(view, case, version) for case in view.cases_by_folder.get(folder, {}).values()]


def _row(view: View, case: Case, version: Version) -> Row:
    warnings = {"tanda": "\n".join(_warnings(view, case))}
    values = _shown(case) | warnings | written(said_so_far(view, case))
    values |= {
        "id": case.id,
        "versi_usulan": version(case.file),
        "versi_keputusan": version(case.decision_file),
        "segel": seal(values),
    }
    return Row(values, _closed(view, case))


def said_so_far(view: View, case: Case) -> Said:
    """What the decision file of a case says."""
    folder = next(folder for folder in view.year.folders if folder.slug == case.folder)
    return said_of(case.keputusan or folder.survei.get(case.nomor))


def written(said: Said) -> dict[str, Value]:
    """What is said of a proposal, by the columns it is filled into."""
    survei = said.survei or {}
    return {
        column.key: _word(
            column.form,
            getattr(said, SAID[column.key])
            if column.key in SAID
            else survei.get(str(column.field[1])),
        )
        for column in INPUTS
    }


def _word(form: Form, value: object) -> Value:
    if value is None or value == "":
        return ""
    if form is Form.YA_TIDAK:
        return YA if value else TIDAK
    if form is Form.KEPUTUSAN:
        return KEPUTUSAN_WORDS[str(value)]
    if form is Form.ALASAN:
        return {str(kode): text for kode, text in ALASAN_WORDS.items()}[str(value)]
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, str | Decimal | date) else str(value)


def _shown(case: Case) -> dict[str, Value]:
    usulan = case.usulan
    amount = usulan.perkiraan_anggaran
    return {
        "nomor": Decimal(case.nomor),
        "rw": Decimal(usulan.rw) if usulan.rw else "",
        "usulan": usulan.usulan_kegiatan,
        "permasalahan": usulan.permasalahan,
        "lokasi": _place(case),
        "skpd": case.skpd.singkatan if case.skpd else case.kode_skpd or "",
        "tipe": TIPE[case.tipe or ""],
        "volume_usulan": usulan.volume,
        "satuan": case.satuan or "",
        "anggaran_usulan": "" if amount is None else Decimal(amount),
        **{column.key: _further(usulan, column.key) for column in FURTHER},
    }


def _further(usulan: Usulan, name: str) -> str:
    value = getattr(usulan, name)
    return "" if value is None else read_as(value)


def _place(case: Case) -> str:
    usulan = case.usulan
    parts = [usulan.lokasi.alamat] if usulan.lokasi else []
    parts += [f"RT {', '.join(usulan.rt)}"] if usulan.rt else []
    return ", ".join(parts)


def _warnings(view: View, case: Case) -> list[str]:
    """What the fairness check and the search for twins found, with their figures."""
    found = [flag.message for flag in view.flags.get(case.id, ())]
    twin: Twin | None = view.twins.get(case.id)
    if twin:
        found.append(f"Mungkin mengulang usulan {twin.case.id}: sama {twin.reason}.")
    return found


def _closed(view: View, case: Case) -> str:
    if case.dikirim:
        return LOCKED
    if view.is_broken(case.decision_file):
        return BROKEN
    return _UNDECIDABLE.get(case.status, "")
