"""Deciding: what the camat says about one proposal, as the content of its decision file.

The desk and the worksheets both come here, so that the same words give the same file.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from musrenbang.files.tree import Files
from musrenbang.records import canonical
from musrenbang.records.findings import Problem
from musrenbang.records.snapshot import Snapshot
from musrenbang.records.validation import validate
from musrenbang.year.cases import Case
from schemas import HasilSurvei, Keputusan
from schemas.keputusan import Alasan

Decision = Keputusan | HasilSurvei


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one proposal, named as in the decision file; `alasan` lies flat among it.

    Volume in its unit, amount in rupiah, empty where unsaid. A volume or amount equal to the
    proposed one is no correction; an amount unsaid follows the volume.
    """

    keputusan: str = ""
    tanggal: date | str = ""
    volume: Decimal | str = ""
    perkiraan_anggaran: int | str = ""
    alasan_perubahan: str = ""
    kode: str = ""
    uraian: str = ""
    tahun: int | str = ""
    usulan: str = ""
    saran: str = ""
    survei: Mapping[str, object] | None = None
    tanpa_survei: str = ""
    penjelasan: str = ""
    prioritas: int | str = ""


def said_of(decision: Decision | None) -> Said:
    """What a decision file says, to be said again or changed."""
    values = decision.model_dump(exclude_none=True) if decision else {}
    return Said(**values.pop("alasan", {}), **values)


_ONLY_APPROVED = ("volume", "perkiraan_anggaran", "alasan_perubahan", "prioritas")


def decision_of(case: Case, said: Said) -> tuple[Decision | None, list[Problem]]:
    """The record that says this, and what keeps it from being one; `None` where nothing is said.

    The problems name the fields of the decision file.
    """
    if not said.keputusan:
        if not said.survei:
            return None, []
        return validate(HasilSurvei, {"survei": said.survei}, case.decision_file)
    values = {
        name: value for name, value in asdict(said).items() if value is not None and value != ""
    }
    reason = {name: values.pop(name) for name in Alasan.model_fields if name in values}
    if said.kode or said.uraian:
        values["alasan"] = reason
    if said.keputusan != "disetujui":
        values = {name: value for name, value in values.items() if name not in _ONLY_APPROVED}
    record, problems = validate(Keputusan, values, case.decision_file)
    return (_correcting(case, record) if record else None), problems


def planned(snapshot: Snapshot, decisions: Mapping[str, Decision | None]) -> Files:
    """The files to write so that each path holds its record; those that do already are left out."""
    return {
        path: None if record is None else canonical.dump(record).encode()
        for path, record in decisions.items()
        if snapshot.record(path) != record
    }


def amount_for(case: Case, volume: Decimal) -> int | None:
    """The proposed estimate in proportion to another volume, in whole rupiah (C.2.c.3.h, Edit)."""
    proposed = case.usulan.perkiraan_anggaran
    if proposed is None:
        return None
    exact = proposed * volume / case.usulan.volume
    return int(exact.to_integral_value(ROUND_HALF_UP))


def _correcting(case: Case, record: Keputusan) -> Keputusan:
    """The same decision, holding volume and amount only where they differ from the proposed."""
    proposed = case.usulan
    volume = None if record.volume == proposed.volume else record.volume
    amount = record.perkiraan_anggaran
    if amount is None and volume is not None:
        amount = amount_for(case, volume)
    if amount == proposed.perkiraan_anggaran:
        amount = None
    changes: dict[str, object] = {"volume": volume, "perkiraan_anggaran": amount}
    if volume is None and amount is None:
        changes["alasan_perubahan"] = None
    return record.model_copy(update=changes)
