"""A guide of a year as a record: what it lacks, windows and names it may hold, its clauses."""

import json
import re
import shlex
import shutil
from datetime import date

import pytest

from musrenbang.cli import main
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.rules.rule_check import problems_of
from musrenbang.year.guide import Guide, guide_of
from musrenbang.year.views import View
from schemas.juknis import BULAN
from tests.another_guide import ANOTHER_GUIDE, JUKNIS, TAHUN
from tests.conftest import ROOT, MakeTree
from tests.documents_support import MemoryTree
from tests.small_year import SMALL_YEAR


@pytest.mark.parametrize(
    ("part", "rule", "told"),
    [
        ("  penetapan_tim: 29 Januari\n", "skema.wajib", "juknis C.1.a"),
        ("  laporan: 26 Februari\n", "skema.wajib", "juknis C.3.b"),
        ("  musrenbang: 8 sampai 19 Februari\n", "skema.wajib", "juknis A"),
        (
            JUKNIS[JUKNIS.index("golongan:") : JUKNIS.index("perencanaan:")],
            "skema.wajib",
            "C.1.a.1",
        ),
        (JUKNIS[JUKNIS.index("alasan:") : JUKNIS.index("golongan:")], "skema.wajib", "juknis D.2"),
    ],
)
def test_a_missing_part_names_the_clause_it_stands_for(part: str, rule: str, told: str) -> None:
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": JUKNIS.replace(part, "")}
    (problem,) = [one for one in load(MemoryTree(files)).problems if one.rule == rule]
    assert told in problem.hint


@pytest.mark.parametrize(
    ("part", "other", "clause"),
    [
        (JUKNIS[JUKNIS.index("alasan:") : JUKNIS.index("golongan:")], "alasan: {}\n", "D.2"),
        (JUKNIS[JUKNIS.index("alasan:") : JUKNIS.index("golongan:")], "alasan:\n", "D.2"),
        ("    langkah: Tunggu pembahasan ulang.\n", "", "D.2"),
        ("dewan: {nama: Anggota dewan, klausul: II.1}", "dewan: {}", "C.1.a.1"),
        ("perencanaan: {nama: Subanrenda, ", "perencanaan: {", "C.3.b"),
        ("musrenbang: 8 sampai 19 Februari", "musrenbang:", "A"),
    ],
    ids=["no-reasons", "empty", "in-a-reason", "in-a-group", "in-an-office", "no-window"],
)
def test_what_a_part_lacks_names_the_clause_of_the_part(part: str, other: str, clause: str) -> None:
    assert part in JUKNIS
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": JUKNIS.replace(part, other)}
    (problem,) = load(MemoryTree(files)).problems
    assert f"juknis {clause})" in problem.hint


def test_an_unknown_part_is_told_with_the_clauses_of_those_there_are() -> None:
    text = JUKNIS.replace("  laporan: 26", "  rapat: 3 Maret\n  laporan: 26")
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    (problem,) = load(MemoryTree(files)).problems
    assert problem.rule == "skema.bidang-tak-dikenal"
    assert "penetapan_tim (juknis C.1.a), musrenbang (juknis A)" in problem.hint


@pytest.mark.parametrize("window", ["minggu depan", "31 Februari", "19 sampai 8 Februari", "2027"])
def test_what_is_no_window_is_refused_with_an_example(window: str) -> None:
    text = JUKNIS.replace("8 sampai 19 Februari", f'"{window}"')
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    (problem,) = load(MemoryTree(files)).problems
    assert "bukan jangka waktu" in problem.message
    assert any(month in problem.hint for month in BULAN)


@pytest.mark.parametrize("name", ["{{ site }}", "Dinas <b>", 'Dinas "X"', "Dinas\\n", "${x}", "-"])
def test_a_name_that_could_be_more_than_a_name_is_refused(name: str) -> None:
    text = JUKNIS.replace("perangkat: Balai/Loka", f"perangkat: {json.dumps(name)}")
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    (problem,) = load(MemoryTree(files)).problems
    assert "tidak sesuai bentuk `perangkat`" in problem.message
    assert "Huruf, angka" in problem.hint


@pytest.mark.parametrize("window", ["28 Desember sampai 5 Januari", "minggu ke-4 ke-1 Maret"])
def test_a_window_across_new_year_is_refused_and_says_what_to_write(window: str) -> None:
    across = "Desember" in window
    files = {
        **ANOTHER_GUIDE,
        f"proposals/{TAHUN}/juknis.yaml": JUKNIS.replace("8 sampai 19 Februari", window),
    }
    (problem,) = load(MemoryTree(files)).problems
    assert ("akhirnya mendahului awalnya" in problem.message) == across
    assert ("pergantian tahun" in problem.hint) == across


@pytest.mark.parametrize(
    ("window", "opens", "closes"),
    [
        ("minggu ke-2 Februari sampai minggu ke-1 Maret", date(2027, 2, 8), date(2027, 3, 7)),
        ("minggu ke-4 Februari s.d. ke-1 Maret", date(2027, 2, 22), date(2027, 3, 7)),
        ("28 Januari sampai 14 Februari", date(2027, 1, 28), date(2027, 2, 14)),
    ],
)
def test_a_window_may_reach_from_one_month_into_another(
    window: str, opens: date, closes: date
) -> None:
    text = JUKNIS.replace("8 sampai 19 Februari", window)
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    guide = guide_of(load(MemoryTree(files)).years[TAHUN])
    assert guide.days("musrenbang") == (opens, closes)


def guide_with(clauses: str) -> Guide:
    text = JUKNIS[: JUKNIS.index("klausul:\n  I.1")] + "klausul:\n" + clauses
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    return guide_of(load(MemoryTree(files)).years[TAHUN])


def test_a_clause_without_a_counterpart_is_said_and_never_cited() -> None:
    guide = guide_with("  D.2: {teks: Hal lain., sama_dengan: []}\n")
    assert guide.numbers("D.2") == []
    assert guide.numbers("D.2.a") == []
    assert guide.cited("Sebut alasannya (juknis D.2).") == "Sebut alasannya."
    assert guide.klausul["D.2"].layanan is None


def test_a_clause_of_another_text_shows_no_explanation_of_2016_unless_it_says_so() -> None:
    other = guide_with("  C.2.c: {teks: Camat memimpin sidang.}\n").klausul["C.2.c"]
    said = guide_with("  C.2.c: {teks: Camat memimpin sidang., sama_dengan: [C.2.c]}\n")
    alike = guide_with(f"  C.2.c: {{teks: {shipped().klausul['C.2.c'].teks}}}\n")
    assert other.di_luar is None
    assert said.klausul["C.2.c"].di_luar == shipped().klausul["C.2.c"].di_luar
    assert alike.klausul["C.2.c"].di_luar == shipped().klausul["C.2.c"].di_luar


def test_a_broken_guide_is_told_once_and_not_by_every_rule() -> None:
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": "judul: Juknis\n"}
    snapshot = load(MemoryTree(files))
    told = {problem.rule for problem in problems_of(snapshot)}
    assert "skema.wajib" in told
    assert not {
        rule for rule in told if rule.startswith(("alasan.dikenal", "golongan", "prioritas"))
    }
    assert isinstance(View(snapshot, snapshot.years[TAHUN]), View)


def test_a_new_year_refuses_a_window_that_it_does_not_have(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(SMALL_YEAR)
    monkeypatch.chdir(root)
    assert main(["new", "tahun", "--laporan", "29 Februari", "--root", str(root)]) == 1
    assert "29 Februari 2017 tidak ada" in capsys.readouterr().err
    assert not (root / "proposals/2017").exists()


def test_a_new_year_writes_the_windows_it_is_told_and_nothing_where_they_stay(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (ROOT / "site_templates/panduan/09-juknis-tahunan.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    python build\.py new tahun \S.*? (--.+)$", guide, re.MULTILINE)
    told = shlex.split(line)
    for words, path in ((told, "proposals/2017/juknis.yaml"), ([], "proposals/2017/skpd.yaml")):
        root = make_tree(SMALL_YEAR)
        monkeypatch.chdir(root)
        shutil.rmtree(root / "proposals/2017", ignore_errors=True)
        assert main(["new", "tahun", *words, "--root", str(root)]) == 0
        assert (root / path).is_file()
        year = load(FolderTree(root)).years[2017]
        assert (year.juknis is not None) == bool(words)
        if year.juknis:
            assert year.juknis.judul.endswith("Tahun 2017 (judul perlu dipastikan)")
        opens, _ = guide_of(year).days("musrenbang")
        assert opens.month == (2 if words else 3)
