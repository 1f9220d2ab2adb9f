"""Every rule about decisions reaches the operator at a cell: its own cases, typed into a sheet."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from musrenbang.deciding.decision import planned, said_of
from musrenbang.deciding.recorder import Recorder
from musrenbang.files.paths import Kind, place_of
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.worksheets.decision_plan import for_the_sheet, make_plan, objections
from tests.rule_cases import CASES, Case, TextTree, read_case
from tests.worksheet_support import filling, make, rows_in

UNSAYABLE = {
    "keputusan.perubahan": "what is not changed is not repeated",
    "keputusan.anggaran-ikut-volume": "the amount follows the volume",
    "keputusan.usulan": "there is no row without a proposal",
    "keputusan.perkiraan-anggaran": "about the proposal of a decision that stands",
}
"""Rules that no worksheet can break."""


def decisions_at_fault(case: Case) -> dict[str, list[str]]:
    """The decision files of a case in which a rule finds something, with the rules."""
    found: dict[str, list[str]] = {}
    for file, _, rule in case.expected:
        place = place_of(file)
        if place and place.kind is Kind.KEPUTUSAN and rule not in UNSAYABLE:
            found.setdefault(file, []).append(rule)
    return found


def _sayable(path: Path) -> bool:
    case = read_case(path)
    snapshot = load(TextTree(case.files))
    latest = max(snapshot.years)
    return any(
        snapshot.record(file) is not None
        and any(file.startswith(f"decisions/{latest}/{slug}/") for slug in _kelurahan(snapshot))
        for file in decisions_at_fault(case)
    )


def _kelurahan(snapshot: Snapshot) -> Iterable[str]:
    return snapshot.years[max(snapshot.years)].kelurahan


PATHS = [path for path in sorted(CASES.glob("*/gagal*.txt")) if _sayable(path)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_rule_speaks_at_the_row_that_breaks_it(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    after = load(TextTree(case.files))
    at_fault = {
        file: rules for file, rules in decisions_at_fault(case).items() if after.record(file)
    }
    root = tmp_path / "data"
    for name, text in case.files.items():
        if name not in at_fault:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
    recorder = Recorder(root)
    places = {file: place for file in at_fault if (place := place_of(file))}
    told: list[str] = []
    for slug in {place.kelurahan for place in places.values()}:
        name = after.years[max(after.years)].kelurahan[slug].nama
        sheet = make(root, slug)
        with filling(sheet, name) as book:
            for file, place in places.items():
                if place.kelurahan == slug:
                    book.say(int(place.name), said_of(after.record(file)))
        plan = make_plan(
            rows_in(sheet), recorder.snapshot, recorder.content_version, withdraw=False
        )
        weighed = recorder.weigh(planned(recorder.snapshot, plan.decisions))
        found, _ = objections(plan, weighed)
        told += [complaint.message for complaint in (*found, *plan.complaints)]
        assert not [one for one in found if "baris ini" in one.hint]
        expected = [
            for_the_sheet(problem.message, problem.field)
            for problem in weighed.problems
            if problem.rule in at_fault.get(problem.file, ())
        ]
        assert set(expected) <= set(told)
    assert told


def test_most_rules_on_decisions_are_tried() -> None:
    tried = {
        rule
        for path in PATHS
        for rules in decisions_at_fault(read_case(path)).values()
        for rule in rules
    }
    assert len(tried) >= 20
