"""Judging folder by folder finds what judging the whole finds."""

from pathlib import Path

import pytest

from musrenbang.building.glance import scan
from musrenbang.building.judging import problems_by_part
from musrenbang.building.memo import Memo
from musrenbang.building.sources import read_sources
from musrenbang.checking import problems_of
from musrenbang.findings import Problem
from musrenbang.views import View
from tests.conftest import write_files
from tests.rule_cases import CASES, read_case

RULES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def found_by_part(root: Path) -> list[Problem]:
    memo = Memo(root, "build")
    sources = read_sources(root, scan(root), memo, {}, 1)
    views = {tahun: View(sources.snapshot, year) for tahun, year in sources.snapshot.years.items()}
    first = list(problems_by_part(sources, memo, views, 1))
    assert list(problems_by_part(sources, memo, views, 1)) == first, "kept findings differ"
    return first


def found_in_whole(root: Path) -> list[Problem]:
    sources = read_sources(root, scan(root), Memo(root, "build"), {}, 1)
    unread = set(sources.snapshot.problems)
    return [problem for problem in problems_of(sources.snapshot) if problem not in unread]


@pytest.mark.parametrize("rule", RULES)
def test_each_case_of_each_rule_is_found_by_part_as_in_the_whole(rule: str, tmp_path: Path) -> None:
    for path in sorted((CASES / rule).glob("*.txt")):
        root = write_files(tmp_path / path.stem, read_case(path).files)
        whole = found_in_whole(root)
        assert sorted(map(repr, found_by_part(root))) == sorted(map(repr, whole)), path.name


def test_the_sample_years_are_judged_by_part_as_in_the_whole(sample_copy: Path) -> None:
    whole = found_in_whole(sample_copy)
    assert sorted(map(repr, found_by_part(sample_copy))) == sorted(map(repr, whole))
