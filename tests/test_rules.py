"""The rule book, read case by case: each case gives exactly the findings it marks."""

from pathlib import Path

import pytest

from musrenbang.records.loader import load, positions_of
from musrenbang.rules import RULES
from musrenbang.rules.rule import Sort
from musrenbang.rules.rule_check import check, problems_of
from tests.rule_cases import CASES, Expected, TextTree, read_case

PATHS = sorted(CASES.glob("*/*.txt"))
FAULTLESS = [CASES / "dasar.txt", CASES / "selesai.txt"]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def findings_of(files: TextTree) -> list[Expected]:
    problems = list(problems_of(load(files)))
    positions = positions_of(files, problems)
    return sorted((item.file, positions[item].line, item.rule) for item in problems)


@pytest.mark.parametrize("path", [*FAULTLESS, *PATHS], ids=_name)
def test_a_case_gives_the_findings_it_marks(path: Path) -> None:
    case = read_case(path)
    assert findings_of(TextTree(case.files)) == list(case.expected)


def test_every_case_stands_in_the_folder_of_a_rule_and_says_what_it_shows() -> None:
    assert {path.parent.name for path in PATHS} == {rule.id for rule in RULES}
    assert all(read_case(path).story.split("\n")[0].endswith(".") for path in PATHS)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_has_cases_that_break_it_and_cases_that_just_keep_it(rule: str) -> None:
    breaks = [
        any(name == rule for _, _, name in read_case(path).expected)
        for path in PATHS
        if path.parent.name == rule
    ]
    assert True in breaks
    assert False in breaks


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_of_a_rule_is_a_message_of_its_cases(rule: object) -> None:
    known = next(item for item in RULES if item is rule)
    messages = {
        problem.message
        for path in PATHS
        if path.parent.name == known.id
        for problem in problems_of(load(TextTree(read_case(path).files)))
        if problem.rule == known.id
    }
    assert known.example in messages


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_messages_and_hints_are_sentences(path: Path) -> None:
    for problem in problems_of(load(TextTree(read_case(path).files))):
        assert problem.message.endswith((".", "?"))
        assert problem.hint.endswith((".", "?"))
        assert "\n" not in problem.message + problem.hint
        assert "alankan" not in problem.hint


@pytest.mark.parametrize(
    ("case", "advice"),
    [
        ("gagal-sepuluh-kali-lipat", "Periksa sebelum memutuskan"),
        ("gagal-disetujui-diam-diam", "Tulis `penjelasan` mengapa tetap disetujui"),
    ],
)
def test_a_flag_says_what_to_do_before_and_after_the_decision(case: str, advice: str) -> None:
    files = read_case(CASES / "kewajaran.volume" / f"{case}.txt").files
    (problem,) = problems_of(load(TextTree(files)))
    assert problem.hint.startswith(advice)


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_policy_blocks_where_a_change_touches_integrity_always_advice_never(
    path: Path,
) -> None:
    tree = TextTree(read_case(path).files)
    snapshot = load(tree)
    policy = {rule.id for rule in RULES if rule.sort is Sort.POLICY}
    found = check(tree, snapshot)
    assert {item.rule in policy for item in found if item.level == "warning"} <= {True}
    assert {item.rule in policy for item in found if item.level == "error"} <= {False}
    advice = {(item.file, item.message) for item in problems_of(snapshot) if item.advice}
    for item in check(tree, snapshot, {item.file for item in found}):
        assert item.level == ("warning" if (item.file, item.message) in advice else "error")


@pytest.mark.parametrize(
    "rule",
    [
        "berita-acara.dokumentasi",
        "berita-acara.wakil-lembaga",
        "jadwal.minggu-musrenbang",
        "jadwal.penetapan-tim",
        "jadwal.survei",
        "kelurahan.dikirim-tepat-waktu",
        "laporan.tepat-waktu",
        "undangan.jumlah",
    ],
)
def test_what_happened_can_be_recorded_as_it_happened(rule: str) -> None:
    found = [
        problem
        for path in PATHS
        if path.parent.name == rule
        for problem in problems_of(load(TextTree(read_case(path).files)))
        if problem.rule == rule
    ]
    assert found
    assert all(problem.advice for problem in found)


@pytest.mark.parametrize(
    ("case", "advice"),
    [
        ("alasan.tahun/gagal-tahun-yang-sama", True),
        ("alasan.tahun/gagal-belum-lewat", False),
        ("jadwal.batas-laporan/gagal-sesudah-minggu-ketiga", True),
        ("jadwal.batas-laporan/gagal-sebelum-musrenbang-selesai", False),
        ("kehadiran.jumlah/gagal-lebih-dari-undangan", None),
        ("survei.sesuai-jadwal/gagal-pada-hari-musrenbang", True),
        ("survei.sesuai-jadwal/gagal-sebelum-jadwal", False),
    ],
)
def test_a_rule_may_only_note_what_happened_and_still_hold_up_a_slip(
    case: str, advice: bool | None
) -> None:
    files = read_case(CASES / f"{case}.txt").files
    found = {item.advice for item in problems_of(load(TextTree(files)))}
    assert found == ({True, False} if advice is None else {advice})


def test_what_blocks_always_is_what_contradicts_itself_or_is_demanded_outright() -> None:
    judgement = ("jadwal.minggu", "kewajaran.", "usulan.kembar", "pribadi.nama", "survei.tidak")
    assert {rule.sort for rule in RULES if rule.id.startswith(judgement)} == {Sort.POLICY}
    outright = ("keputusan.alasan-penolakan", "keputusan.survei", "kirim.", "pribadi.nik")
    assert {rule.sort for rule in RULES if rule.id.startswith(outright)} == {Sort.INTEGRITY}
