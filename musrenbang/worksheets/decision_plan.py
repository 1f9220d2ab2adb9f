"""From the rows of a filled worksheet to decisions, or to everything that stands in their way.

A row counts where a cell of it that is filled in by hand is not what it was when the worksheet was
made; all others were only read. What such a row says is compared with what the files hold now:
where they hold it already there is nothing to do, where they changed meanwhile it is outdated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from musrenbang.deciding.decision import Decision, Said, decision_of, said_of
from musrenbang.deciding.recorder import Weighed
from musrenbang.files.program import COMMAND
from musrenbang.records.findings import Finding, Keys, Problem
from musrenbang.records.snapshot import Snapshot
from musrenbang.worksheets.complaints import Complaint, foreign, with_titles
from musrenbang.worksheets.filled_sheet import DAY, CellFault, FilledRow, read_answers
from musrenbang.worksheets.sheet_table import BY_KEY, INPUTS, Version, changed, column_of
from musrenbang.year.cases import Case
from musrenbang.year.views import views_of
from schemas import Keputusan

_NAMES: Mapping[str, str] = {
    **{column.answer: f"“{column.title}”" for column in reversed(INPUTS)},
    **{".".join(map(str, column.keys)): f"“{column.title}”" for column in INPUTS},
    "alasan": "“Alasan penolakan”",
    "survei": "kolom survei",
}


def for_the_sheet(text: str, field: Keys = ()) -> str:
    """A message or hint about a field of a decision file, in the words of the sheet."""
    here = {column.answer: f"“{column.title}”" for column in INPUTS if column.keys == field}
    return with_titles(text, {**_NAMES, **here})


_INPUT_KEYS = frozenset(column.key for column in INPUTS)
_ORDER = {key: index for index, key in enumerate(BY_KEY)}


class Row(Protocol):
    """What decides about one proposal in something handed in, and how messages name it."""

    @property
    def order(self) -> int: ...
    @property
    def id(self) -> str: ...
    def place(self, key: str, /) -> str: ...


@dataclass
class DecisionPlan:
    """What a filled worksheet, or the result of a desk, comes to."""

    decisions: dict[str, Decision | None] = field(default_factory=dict)
    """What the files are to hold, by path."""
    said: dict[str, Row] = field(default_factory=dict)
    """The rows that say something, by the path of their decision, recorded already or not."""
    complaints: list[Complaint] = field(default_factory=list)
    outdated: list[tuple[Row, str]] = field(default_factory=list)
    """Rows about files that changed meanwhile, each with what did."""


def make_plan(
    rows: Iterable[FilledRow], snapshot: Snapshot, version: Version, *, withdraw: bool
) -> DecisionPlan:
    """Read every row; `withdraw` allows an emptied decision to take back the one that was made."""
    planner = _DecisionPlanner(snapshot, version, withdraw=withdraw)
    for row in rows:
        planner.refuse_foreign(row)
        planner.plan.complaints += [_complaint(row, *fault) for fault in planner.faults(row)]
    return planner.plan


def objections(plan: DecisionPlan, weighed: Weighed) -> tuple[list[Complaint], list[Finding]]:
    """What the rules and guards say, by cell; what is about no row of the worksheet comes last."""
    complaints: list[Complaint] = []
    elsewhere: list[Finding] = []
    for finding in weighed.refusals:
        row = plan.said.get(finding.file)
        if row is None:
            elsewhere.append(finding)
        else:
            complaints.append(_complaint(row, "keputusan", finding.message, finding.hint))
    for problem in weighed.problems:
        row = plan.said.get(problem.file)
        if row is None:
            elsewhere.append(
                Finding(problem.file, 1, 1, problem.rule, "error", problem.message, problem.hint)
            )
        else:
            complaints.append(_complaint(row, *_fault_of(problem)))
    return complaints, elsewhere


def _fault_of(problem: Problem) -> CellFault:
    column, message = column_of(problem.field), for_the_sheet(problem.message, problem.field)
    if problem.rule == "skema.wajib":
        return column.key, message, f"Isi “{column.title}”."
    return column.key, message, for_the_sheet(problem.hint, problem.field)


def _complaint(row: Row, key: str, message: str, hint: str) -> Complaint:
    if key == DAY:
        return Complaint((0, 0), row.place(key), message, hint)
    title = f" ({BY_KEY[key].title})" if key in _INPUT_KEYS else ""
    return Complaint((row.order, _ORDER[key]), f"{row.place(key)}{title}", message, hint)


def moved(case: Case, versions: Mapping[str, str], version: Version) -> str:
    """Which of a proposal's two files is not what it was; empty where both are.

    `versions` is what they held when the sheet or desk was made.
    """
    named = {case.file: "usulannya", case.decision_file: "keputusannya"}
    return next((name for path, name in named.items() if versions[path] != version(path)), "")


class _DecisionPlanner:
    def __init__(self, snapshot: Snapshot, version: Version, *, withdraw: bool) -> None:
        self.snapshot = snapshot
        self.version = version
        self.withdraw = withdraw
        self.plan = DecisionPlan()
        self.views = views_of(snapshot)
        self.cases = {case.id: case for view in self.views.values() for case in view.cases}
        self.met: dict[str, FilledRow] = {}

    def refuse_foreign(self, row: FilledRow) -> None:
        """Raise where a row is about a proposal of another kecamatan of the same number."""
        case = self.cases.get(row.id)
        here = next((view.kode for view in self.views.values() if view.kode), "")
        is_same = case and self.version(case.file) == str(row.cells["versi_usulan"]).strip()
        if row.kecamatan and here and row.kecamatan != here and not is_same:
            raise foreign(row.sheet.file, row.kecamatan, here)

    def faults(self, row: FilledRow) -> Iterator[CellFault]:
        """Take in one row; what is wrong with its cells."""
        name = row.id
        known = self.cases.get(name)
        if not name:
            yield "id", "Baris ini tidak menyebut usulannya.", _ADDED_HINT
        elif name in self.met:
            message = f"Usulan {name} sudah ada pada {self.met[name].place('id')}."
            yield "id", message, "Hapus salah satu dari kedua baris itu."
        elif known is None:
            yield "id", f"Usulan {name} tidak ada.", "Buat lembar baru, atau hapus baris ini."
        else:
            self.met[name] = row
            yield from self._read(row, known)

    def _read(self, row: FilledRow, case: Case) -> Iterator[CellFault]:
        differing = changed(row.cells, str(row.cells["segel"]).strip())
        if differing is None:
            yield "segel", "Jejak baris ini rusak.", "Buat lembar baru, lalu salin isiannya."
            return
        for key in sorted(differing - _INPUT_KEYS, key=_ORDER.__getitem__):
            message = f"“{BY_KEY[key].title}” hanya untuk dibaca, tetapi isinya berubah."
            hint = "Kembalikan isinya. Koreksi volume dan anggaran ditulis pada kolom keputusan."
            yield key, message, hint
        if differing & _INPUT_KEYS:
            yield from self._decide(row, case, differing)

    def _decide(self, row: FilledRow, case: Case, differing: frozenset[str]) -> Iterator[CellFault]:
        path = case.decision_file
        seen = {case.file: "versi_usulan", path: "versi_keputusan"}
        versions = {name: str(row.cells[key]).strip() for name, key in seen.items()}
        outdated = moved(case, versions, self.version)
        current = said_of(self.snapshot.record(path))
        untouched = frozenset() if outdated else _INPUT_KEYS - differing
        guide = self.views[case.tahun].guide
        said, unread = read_answers(row.cells, row.sheet.day, current, untouched, guide)
        record, problems = decision_of(case, said)
        broken = path in self.snapshot.broken
        is_sound = not unread and not problems
        is_recorded = is_sound and not broken and record == self.snapshot.record(path)
        if outdated and not is_recorded:
            self.plan.outdated.append((row, outdated))
            return
        self.plan.said[path] = row
        if is_recorded:
            return
        yield from unread
        # what could not be read is missing from the record: once told is enough
        told = {key for key, _, _ in unread}
        yield from (fault for fault in map(_fault_of, problems) if fault[0] not in told)
        lost = self._lost(current, said, record) if is_sound else None
        if broken:
            hint = f"Jalankan `{COMMAND} check`, perbaiki berkasnya, lalu buat lembar baru."
            yield "keputusan", f"{path} belum dapat dibaca.", hint
        elif lost:
            yield lost
        elif is_sound:
            self.plan.decisions[path] = record

    def _lost(self, current: Said, said: Said, record: Decision | None) -> CellFault | None:
        """What would be gone without a word, were the record written."""
        decided = record if isinstance(record, Keputusan) else None
        if decided and said.alasan_perubahan and not decided.alasan_perubahan:
            message = "Ada alasan perubahan, tetapi volume dan anggarannya tidak diubah."
            hint = "Isi volume atau anggaran yang disetujui, atau kosongkan sel ini."
            return "alasan_perubahan", message, hint
        if not self.withdraw and current.keputusan and not decided:
            return "keputusan", "Keputusan yang sudah dicatat dikosongkan.", _WITHDRAW_HINT
        if not self.withdraw and current.survei and not said.survei:
            return "survei_tanggal", "Hasil survei yang sudah dicatat dikosongkan.", _WITHDRAW_HINT
        return None


_ADDED_HINT = f"Usulan baru ditambahkan dengan `{COMMAND} import`; hapus baris ini."
_WITHDRAW_HINT = "Isi lagi seperti semula, atau cabut dengan --batalkan."
