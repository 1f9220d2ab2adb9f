"""What a desk that is a file hands in, read as a worksheet is: all of it or nothing.

Every action on a proposal is done again as the desk with its server does it, so that the same keys
give the same file. A proposal or decision that changed since the desk was made is outdated.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from musrenbang.deciding.recorder import content_version
from musrenbang.desk.actions import FieldError, from_problems, record_after
from musrenbang.desk.overview import obstacle
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.worksheets.complaints import Complaint
from musrenbang.worksheets.decision_plan import DecisionPlan, moved
from musrenbang.year.cases import Case
from musrenbang.year.views import View, views_of

KIND = "hasil-meja-sidang"
_FORMS = 1
"""How many forms of the result there are; a newer one is refused by name."""
_MOST_ACTIONS = 20_000
_AGAIN = "Simpan lagi hasilnya di meja (tombol A), lalu serahkan berkas itu seperti adanya."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Action(_Strict):
    """What was done at the desk, as its form held it; `hari` is empty for a survey."""

    tindakan: Literal["setujui", "tolak", "survei", "kosongkan"]
    hari: str
    isi: dict[str, str]


class Handed(_Strict):
    """One proposal: its id, what its two files held when the desk was made, and what was done."""

    usulan: str
    versi: list[str] = Field(min_length=2, max_length=2)
    tindakan: list[Action] = Field(min_length=1, max_length=2)


class Result(_Strict):
    """A result as the page writes it."""

    jenis: Literal["hasil-meja-sidang"]
    bentuk: int
    tahun: int
    cakupan: str
    segel: str
    keputusan: list[Handed] = Field(max_length=_MOST_ACTIONS)


@dataclass(frozen=True)
class HandedRow:
    """A proposal in a result, as messages name it."""

    file: str
    order: int
    id: str

    def place(self, _key: str) -> str:
        """Where it stands; a result has no cells."""
        return f"{self.file}, usulan {self.id}"


def is_result(data: bytes) -> bool:
    """Whether a file is a desk's result, whole or not."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and KIND.encode() in data[:200]


def read_result(file: str, data: bytes) -> Result:
    """The result in a file; `CommandError` where it is not whole, or was changed by hand."""
    try:
        values = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
        json.dumps(values, ensure_ascii=False).encode()  # halves of characters
    except (ValueError, RecursionError):
        raise CommandError(f"{file}: hasil meja ini terpotong atau rusak.\n    {_AGAIN}") from None
    form = values.get("bentuk")
    if isinstance(form, int) and form > _FORMS:
        raise CommandError(
            f"{file}: hasil ini dari meja yang lebih baru daripada program ini.\n"
            "    Perbarui programnya, lalu serahkan lagi."
        )
    try:
        return Result.model_validate(values)
    except ValidationError as error:
        lines = [
            f"{file}: {'.'.join(str(part) for part in one['loc'])} tidak seperti yang ditulis meja."
            for one in islice(error.errors(), 5)
        ]
        raise CommandError("\n".join([*map(visible, lines), f"    {_AGAIN}"])) from None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name twice")
    return values


def plan_of(file: str, result: Result, snapshot: Snapshot) -> DecisionPlan:
    """What a result comes to, or everything that stands in its way."""
    plan = DecisionPlan()
    views = views_of(snapshot)
    cases = {case.id: (view, case) for view in views.values() for case in view.cases}
    met: set[str] = set()
    for order, handed in enumerate(result.keputusan):
        row = HandedRow(file, order, visible(handed.usulan))
        is_ours = handed.usulan.startswith(f"{result.tahun}/")
        found = cases.get(handed.usulan) if is_ours else None
        if found is None or handed.usulan in met:
            why = "ada dua kali" if found else "tidak ada"
            message = f"Usulan {handed.usulan} {why}."
            plan.complaints.append(Complaint((order,), row.place(""), message, _AGAIN))
            continue
        met.add(handed.usulan)
        plan.complaints += _taken(plan, row, handed, *found)
    return plan


def _taken(
    plan: DecisionPlan, row: HandedRow, handed: Handed, view: View, case: Case
) -> Iterator[Complaint]:
    """Take in one proposal; what is wrong with it."""
    path, snapshot = case.decision_file, view.snapshot
    current = snapshot.record(path)
    record, complaints = current, []
    for action in handed.tindakan:
        record, found = _done(row, case, record, action)
        complaints += found
    is_recorded = not complaints and path not in snapshot.broken and record == current
    if is_recorded:
        plan.said[path] = row
        return
    changed = moved(
        case,
        dict(zip((case.file, path), handed.versi, strict=True)),
        lambda name: content_version(snapshot, name),
    )
    if changed:
        plan.outdated.append((row, changed))
        return
    plan.said[path] = row
    hindrance = obstacle(view, case)
    early = case.survei_dahulu and {one.tindakan for one in handed.tindakan} == {"survei"}
    if hindrance and not early:
        yield Complaint((row.order,), row.place(""), hindrance, "Urungkan keputusannya di meja.")
        return
    yield from complaints
    if not complaints:
        plan.decisions[path] = record


def _done(row: HandedRow, case: Case, before: Any, action: Action) -> tuple[Any, list[Complaint]]:
    """The record after one action, and what keeps it from being one."""
    try:
        day = datetime.strptime(action.hari, "%Y-%m-%d").date() if action.hari else None  # noqa: DTZ007 - a day
    except ValueError:
        return before, [_complaint(row, "hari", f"{action.hari} bukan tanggal.", "")]
    try:
        record, problems = record_after(case, before, action.tindakan, action.isi, day)
    except FieldError as error:
        return before, [_complaint(row, error.field, error.message, "")]
    found = from_problems(problems, action.tindakan)
    return record, [_complaint(row, one.bidang, one.pesan, one.saran) for one in found]


def _complaint(row: HandedRow, field: str, message: str, hint: str) -> Complaint:
    name = f" ({field.replace('_', ' ')})" if field else ""
    mend = f"{hint} Perbaiki di meja, lalu simpan lagi hasilnya (A).".strip()
    return Complaint((row.order,), f"{row.place(field)}{name}", message, mend)
