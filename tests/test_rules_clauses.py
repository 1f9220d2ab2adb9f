"""The table of the juknis has no empty row, and no rule cites what is not in it."""

import re
from datetime import date

import pytest

from musrenbang.records.shipped_guide import shipped
from musrenbang.rules import RULES
from musrenbang.rules.clauses import rules_by_clause
from musrenbang.rules.rule import SINCE_2016, Rule
from musrenbang.year.guide import Guide
from schemas.juknis import Klausul

OUTLINE = {
    "": ["A", "B", "C", "D"],
    "B": ["1", "2", "3"],
    "C": ["1", "2", "3"],
    "C.1": ["a", "b", "c", "d", "e", "f"],
    "C.1.a": ["1", "2", "3", "4"],
    "C.1.a.1": ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi"],
    "C.1.e": ["1", "2", "3"],
    "C.2": ["a", "b", "c", "d", "e"],
    "C.2.c": ["1", "2", "3", "4"],
    "C.2.c.3": ["a", "b", "c", "d", "e", "f", "g", "h"],
    "C.2.c.3.h": ["edit", "disetujui", "ditolak"],
    "C.3": ["a", "b"],
    "C.3.b": ["1", "2", "3", "4"],
    "D": ["1", "2", "3", "4", "5", "6"],
    "D.2": ["a", "b", "c", "d", "e", "f", "g"],
    "D.6": ["a", "b", "c", "d"],
}
"""The numbering of the juknis; C, C.1, C.2, C.3 and D are headings that demand nothing."""
HEADINGS = {"C", "C.1", "C.2", "C.3", "D"}
FORMS = {
    "Form 1",
    "Form 1.1",
    "Form 1.2",
    "Form 1.3",
    "Form 1.KESATU",
    "Form 1.KEDUA",
    "Form 1.KETIGA",
    "Form 1.KEEMPAT",
    "Form 1.Catatan",
    "Form 1.Tembusan",
    "Form 2",
    "Form 3",
    "Form 4",
}

GUIDE = Guide(2016, shipped())
CLAUSES = GUIDE.klausul
BY_CLAUSE = rules_by_clause(RULES, GUIDE)


def test_every_clause_of_the_juknis_is_in_the_table_and_nothing_else() -> None:
    numbered = {
        f"{parent}.{child}".removeprefix(".")
        for parent, children in OUTLINE.items()
        for child in children
    }
    assert set(CLAUSES) == (numbered - HEADINGS) | FORMS


@pytest.mark.parametrize(("number", "clause"), CLAUSES.items(), ids=CLAUSES)
def test_every_clause_has_a_rule_a_feature_or_a_reason_why_not(
    number: str, clause: Klausul
) -> None:
    assert clause.teks.endswith(".")
    assert "{" not in clause.teks
    assert BY_CLAUSE[number] or clause.layanan or clause.di_luar
    assert not (clause.layanan and clause.di_luar)
    assert not (clause.di_luar and BY_CLAUSE[number] and number != "C.2.c.2")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_cites_known_clauses_and_explains_itself(rule: Rule) -> None:
    assert rule.clauses
    assert set(rule.clauses) <= set(CLAUSES)
    assert len(set(rule.clauses)) == len(rule.clauses)
    assert rule.since in {0, SINCE_2016}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", rule.id)
    assert re.fullmatch(r"[A-Z].*\.", rule.summary)
    assert 2 <= len(re.findall(r"[.!?](?: |$)", rule.explanation)) <= 5
    assert rule.example


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_rule_is_silent_before_the_year_it_takes_effect() -> None:
    class Early:
        year = type("Year", (), {"tahun": 2015})()

    late = [rule for rule in RULES if rule.since]
    assert late
    for rule in late:
        assert list(rule.problems(Early())) == []  # type: ignore[arg-type]


def test_what_keeps_a_record_in_one_piece_holds_in_every_year() -> None:
    """Procedure may begin with the juknis; identity, states, reasons and privacy may not."""
    always = (
        "alasan.t",
        "alasan.u",
        "foto.",
        "keputusan.alasan",
        "keputusan.dalam",
        "keputusan.usulan",
        "kirim.",
        "koreksi.",
        "pribadi.",
        "tahun.berkas",
        "tahun.sesuai",
        "usulan",
    )
    assert {rule.since for rule in RULES if rule.id.startswith(always)} == {0}


@pytest.mark.parametrize(
    ("tahun", "first", "last"),
    [
        (2016, ["02-29", "03-07", "03-14"], ["03-07", "03-14", "03-21"]),  # 1 March: Tuesday
        (2020, ["02-24", "03-02", "03-09"], ["03-07", "03-14", "03-21"]),  # Sunday
        (2021, ["03-01", "03-08", "03-15"], ["03-07", "03-14", "03-21"]),  # Monday
    ],
)
def test_weeks_of_march_are_as_wide_as_either_way_of_counting(
    tahun: int, first: list[str], last: list[str]
) -> None:
    found = [with_meeting(tahun, f"minggu ke-{week} Maret") for week in (1, 2, 3)]
    assert [f"{opens:%m-%d}" for opens, _ in found] == first
    assert [f"{closes:%m-%d}" for _, closes in found] == last


def with_meeting(tahun: int, window: str) -> tuple[date, date]:
    schedule = shipped().jadwal.model_copy(update={"musrenbang": window})
    return Guide(tahun, shipped().model_copy(update={"jadwal": schedule})).days("musrenbang")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_explanation_sends_people_to_a_command(rule: Rule) -> None:
    """Whoever reads it edits files; `build.py` has no command that changes them for the camat."""
    assert not re.search(r"[Jj]alankan|build\.py", rule.explanation)
