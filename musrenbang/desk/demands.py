"""What the rules demand of each decision, asked before it is made.

The page that works offline cannot run the rules, and none is written again in it: decisions are
supposed for every proposal, the rules judge them here, and what they say goes along as data. What
depends on words and figures that are yet to be typed, `accept` judges.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from musrenbang.desk.actions import Hindrance, from_findings
from musrenbang.desk.proposal_card import TASKS
from musrenbang.records.findings import Problem
from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.rules import RULES
from musrenbang.rules.rule_check import problems_in
from musrenbang.year.cases import Case
from musrenbang.year.views import View
from schemas import Keputusan
from schemas.keputusan import Alasan, Survei

Json = dict[str, Any]
Supposing = Callable[[Case], Keputusan | None]
"""The decision to be supposed of a case; `None` where it is to stay as it is."""

_SUMMARIES = {rule.id: rule.summary for rule in RULES}
_ALL = frozenset(_SUMMARIES)
_OF_SURVEYS = frozenset(name for name in _ALL if name.startswith("survei."))
_OF_DECISIONS = _OF_SURVEYS | {
    name for name in _ALL if name.partition(".")[0] in {"keputusan", "alasan"}
}
_TYPED = {"tanggal", "uraian"}
"""Fields that are always filled in anew: what the rules say of a stand-in is no demand."""
_STAND_IN = "Alasan ditulis saat keputusan dibuat."


@dataclass
class Demands:
    """What is demanded of some proposals; what many have in common stands once."""

    texts: list[Hindrance] = field(default_factory=list)
    cases: dict[str, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    """By id of the proposal, and by what is done with it (`demands_of`): numbers of `texts`."""

    def add(self, case: str, occasion: str, hindrances: Iterable[Hindrance]) -> None:
        """Note what stands in the way of one decision."""
        numbers = []
        for one in dict.fromkeys(hindrances):
            if one not in self.texts:
                self.texts.append(one)
            numbers.append(self.texts.index(one))
        if numbers:
            self.cases[case][occasion] = numbers


def required_fields() -> Json:
    """The fields of the page's forms that a record cannot be without."""
    return {"tolak": _required(Alasan), "survei": _required(Survei)}


def _required(model: type[BaseModel]) -> list[str]:
    return [name for name, one in model.model_fields.items() if one.is_required()]


def demands_of(view: View) -> Demands:
    """What the rules say of the decisions that can be made now, occasion by occasion.

    `setujui`: approved as proposed, and `survei` what its survey adds to that; `ubah`: approved
    with another volume; `tidak` and `beda`: approved as proposed after a survey that found it
    unfit, or measured another volume; `tolak KODE`: rejected for that reason.
    """
    day = _day(view.year)
    demands = Demands()

    def approved(case: Case, **more: Any) -> Keputusan:
        values = {"keputusan": "disetujui", "tanggal": day, "survei": case.survei, **more}
        return Keputusan.model_construct(**values)

    def surveyed(case: Case, *, fit: bool, more: int) -> Keputusan | None:
        if case.tipe != "fisik":
            return None
        found: dict[str, Any] = dict.fromkeys(TASKS, fit)
        found |= {"tanggal": day, "volume_terukur": case.usulan.volume + more}
        return approved(case, survei=Survei.model_construct(**found))

    def rejected(case: Case, kode: str) -> Keputusan:
        alasan = Alasan.model_construct(kode=kode, uraian=_STAND_IN)
        return Keputusan.model_construct(
            keputusan="ditolak", tanggal=day, alasan=alasan, survei=case.survei
        )

    def corrected(case: Case) -> Keputusan:
        return approved(case, volume=case.usulan.volume + 1)

    supposed: dict[str, tuple[Supposing, Collection[str], Collection[str]]] = {
        "setujui": (approved, _ALL - _OF_SURVEYS, ()),
        "survei": (approved, _OF_SURVEYS, ()),
        "ubah": (corrected, _OF_DECISIONS, {"alasan_perubahan"}),
        "tidak": (lambda case: surveyed(case, fit=False, more=0), _OF_DECISIONS, {"penjelasan"}),
        "beda": (lambda case: surveyed(case, fit=True, more=1), _OF_DECISIONS, {"volume"}),
    }
    for kode in view.guide.alasan:
        supposed[f"tolak {kode}"] = (_rejecting(rejected, kode), _OF_DECISIONS, ())
    for occasion, (suppose, rules, fields) in supposed.items():
        action = occasion.partition(" ")[0]
        for case, problems in _judged(view, suppose, rules):
            # figures that were only supposed are not told
            told = [one._replace(message=_SUMMARIES[one.rule]) for one in problems]
            found = from_findings(told if fields else problems, case.decision_file, action)
            demands.add(
                case.id,
                occasion,
                [
                    one
                    for one in found
                    if one.bidang not in _TYPED and (not fields or one.bidang in fields)
                ],
            )
    return demands


def _rejecting(rejected: Callable[[Case, str], Keputusan], kode: str) -> Supposing:
    return lambda case: rejected(case, kode)


def _day(year: Year) -> date:
    meeting = year.jadwal.musrenbang
    return meeting.selesai if meeting else date(year.tahun, 3, 15)


def _judged(
    view: View, suppose: Supposing, rules: Collection[str]
) -> Iterator[tuple[Case, list[Problem]]]:
    """What rules say in the decision files of a year in which all that can be is so decided."""
    cases = {
        case.decision_file: (case, decision)
        for case in view.cases
        if view.obstacle(case) is None and (decision := suppose(case)) is not None
    }
    folders = {
        slug: _decided(folder, [pair for pair in cases.values() if pair[0].folder == slug])
        for slug, folder in view.year.kelurahan.items()
    }
    year = replace(view.year, kelurahan=folders)
    snapshot: Snapshot = replace(view.snapshot, years={**view.snapshot.years, year.tahun: year})
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems_in(View(snapshot, year), rules):
        if problem.file in cases and not problem.advice:
            found[problem.file].append(problem)
    for path, problems in found.items():
        yield cases[path][0], problems


def _decided(
    folder: KelurahanFolder, decided: Collection[tuple[Case, Keputusan]]
) -> KelurahanFolder:
    new: Mapping[str, Keputusan] = {case.nomor: decision for case, decision in decided}
    waiting = {nomor: one for nomor, one in folder.survei.items() if nomor not in new}
    return replace(folder, keputusan={**folder.keputusan, **new}, survei=waiting)
