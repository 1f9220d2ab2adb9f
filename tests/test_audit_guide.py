"""What an audit says of a guide that was changed: before decisions, after them, in a later year."""

import re

import pytest

from musrenbang.demo import demo_records
from musrenbang.files.tree import FolderTree
from musrenbang.records.canonical import dump
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.rules.rule_check import problems_of
from tests.another_guide import JUKNIS
from tests.audit_support import AFTER_PROPOSALS, Story, honest_demo, rules, story

__all__ = ["honest_demo", "story"]
OWN = dump(shipped()).replace("laporan: minggu ke-3 Maret", "laporan: 31 Maret")


@pytest.mark.parametrize("moment", [AFTER_PROPOSALS, "main"], ids=["undecided", "decided"])
def test_a_guide_is_a_setting_until_something_is_decided_by_it(story: Story, moment: str) -> None:
    story.rewind(moment)
    before = rules(story.audit().violations)
    story.propose("juknis", {"proposals/2016/juknis.yaml": OWN})
    story.merge("juknis")
    found = rules(story.audit().violations) - before
    assert found == ({"penjaga.juknis-terkunci"} if moment == "main" else set())


def test_a_later_year_with_its_own_guide_changes_nothing_that_was_decided(story: Story) -> None:
    old, new = demo_records.YEAR, demo_records.YEAR.replace("2016", "2017")
    before = {one.rule for one in problems_of(load(FolderTree(story.root)))}
    settings = story.read(f"{old}/musrenbang.yaml").replace("2017", "2018").replace("2016", "2017")
    guide = JUKNIS.replace("2027", "2017").replace("2028", "2018")
    files = {
        f"{new}/musrenbang.yaml": re.sub(r"\njadwal:\n(?: .*\n)+", "\n", settings),
        f"{new}/juknis.yaml": guide,
        f"{new}/skpd.yaml": story.read(f"{old}/skpd.yaml"),
        f"{new}/template-kegiatan.yaml": story.read(f"{old}/template-kegiatan.yaml"),
    }
    story.propose("tahun-2017", files)
    story.merge("tahun-2017")
    assert story.audit().violations == ()
    snapshot = load(FolderTree(story.root))
    assert snapshot.years[2016].juknis is None
    now = {one.rule for one in problems_of(snapshot) if one.file.startswith("decisions/2016")}
    assert now <= before
