"""What is said of a proposal becomes its decision file; the same words, the same file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.deciding.decision import Said, amount_for, decision_of, planned, said_of
from musrenbang.records.loader import load
from musrenbang.year.cases import Case, cases_of
from schemas import HasilSurvei, Keputusan
from tests.rule_cases import TextTree
from tests.small_year import SMALL_YEAR

SNAPSHOT = load(TextTree(SMALL_YEAR))
CASES: dict[str, Case] = {case.nomor: case for case in cases_of(SNAPSHOT.years[2016])}
DRAIN, COURSE = CASES["0001"], CASES["0002"]
DAY = date(2016, 3, 9)
APPROVED = Said(keputusan="disetujui", tanggal=DAY)
SURVEY = {
    "tanggal": date(2016, 3, 2),
    "lokasi_sesuai": True,
    "layak_teknis": True,
    "layak_administratif": True,
}


def record(case: Case, said: Said) -> Keputusan:
    found, problems = decision_of(case, said)
    assert not problems
    assert isinstance(found, Keputusan)
    return found


def test_an_approval_as_proposed_repeats_nothing_of_the_proposal() -> None:
    said = replace(
        APPROVED, volume=Decimal(120), perkiraan_anggaran=96_000_000, alasan_perubahan="Tetap."
    )
    assert record(DRAIN, said) == Keputusan(keputusan="disetujui", tanggal=DAY)


def test_a_corrected_volume_moves_the_amount_in_proportion() -> None:
    said = replace(APPROVED, volume="100", alasan_perubahan="Hasil ukur ulang.")
    found = record(DRAIN, said)
    assert (found.volume, found.perkiraan_anggaran) == (Decimal(100), 80_000_000)


def test_an_amount_that_is_said_is_kept() -> None:
    said = replace(
        APPROVED, volume="100", perkiraan_anggaran="75000000", alasan_perubahan="Harga baru."
    )
    assert record(DRAIN, said).perkiraan_anggaran == 75_000_000


def test_a_rejection_corrects_nothing() -> None:
    said = Said("ditolak", DAY, volume="50", kode="bukan-prioritas", uraian="Sudah ada di kota.")
    found = record(DRAIN, said)
    assert (found.volume, found.perkiraan_anggaran) == (None, None)


def test_a_survey_alone_is_no_decision_yet() -> None:
    found, problems = decision_of(DRAIN, Said(survei=SURVEY))
    assert not problems
    assert isinstance(found, HasilSurvei)


def test_saying_nothing_is_no_record() -> None:
    assert decision_of(DRAIN, Said()) == (None, [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(APPROVED, volume="1.000"), "volume"),
        (replace(APPROVED, perkiraan_anggaran="80 juta"), "perkiraan_anggaran"),
        (replace(APPROVED, tanggal="kemarin"), "tanggal"),
        (Said("ditolak", DAY, kode="bukan-prioritas"), "uraian"),
        (Said("ditunda", DAY), "keputusan"),
    ],
)
def test_what_cannot_be_recorded_is_told_by_its_field(said: Said, field: str) -> None:
    found, problems = decision_of(DRAIN, said)
    assert found is None
    assert [problem.where[-1] for problem in problems if isinstance(problem.where, tuple)] == [
        field
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_file_says_can_be_said_again(case: Case) -> None:
    assert decision_of(case, said_of(case.keputusan)) == (case.keputusan, [])


def test_a_decision_that_stays_the_same_is_not_written_again() -> None:
    same = {case.decision_file: case.keputusan for case in CASES.values()}
    assert planned(SNAPSHOT, same) == {}
    assert list(planned(SNAPSHOT, {**same, COURSE.decision_file: None})) == [COURSE.decision_file]


@given(st.decimals(min_value="0.01", max_value=10**6, places=2))
def test_the_amount_keeps_the_unit_price(volume: Decimal) -> None:
    amount = amount_for(DRAIN, volume)
    assert amount is not None
    assert abs(amount - volume * 800_000) <= Decimal("0.5")
