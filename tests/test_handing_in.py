"""Drafted records become one commit on a branch of their own."""

from pathlib import Path

import pytest

from musrenbang.deciding.submission import HandedIn, branch_name, hand_in
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError, UsageError
from schemas.musrenbang import Situs
from tests.conftest import GitFolder, write_files
from tests.rule_cases import TextTree
from tests.small_year import DITOLAK, SMALL_YEAR

DECISION = "decisions/2016/rawasari/0002.yaml"
HOST = "https://git.contoh.example/cempaka/musrenbang"
CHANGED = {DECISION: DITOLAK.replace("tahun ini", "tahun depan")}


@pytest.fixture
def repository(git_folder: GitFolder) -> GitFolder:
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    return git_folder


def record(root: Path) -> HandedIn:
    settings = load(TextTree(SMALL_YEAR)).years[2016].musrenbang
    assert settings
    site = Situs(repositori=HOST)
    return hand_in(
        root,
        Year(2016, settings.model_copy(update={"situs": site})),
        [DECISION],
        branch=branch_name("keputusan", 2016, "Rawasari"),
        message="Keputusan Rawasari",
        trailers=[("Kelurahan", "rawasari")],
    )


def test_the_commit_holds_these_files_and_nothing_else(repository: GitFolder) -> None:
    write_files(repository.root, {**CHANGED, "proposals/2016/rawasari/0002.yaml": "rusak"})
    done = record(repository.root)
    assert repository.git("show", "--format=%B", "--name-only", done.commit).split("\n") == [
        "Keputusan Rawasari",
        "",
        "Kelurahan: rawasari",
        "",
        "",
        DECISION,
        "",
    ]
    assert repository.git("branch", "--show-current").strip() == "keputusan/2016-rawasari"
    assert repository.git("rev-parse", "main") != repository.git("rev-parse", "HEAD")


def test_the_next_steps_name_the_branch_and_the_page(repository: GitFolder) -> None:
    write_files(repository.root, CHANGED)
    assert record(repository.root).next_steps == (
        "git push -u origin keputusan/2016-rawasari",
        f"{HOST}/compare/main...keputusan/2016-rawasari?expand=1",
    )


def test_master_is_main_where_it_is_called_so(repository: GitFolder) -> None:
    repository.git("branch", "--move", "main", "master")
    write_files(repository.root, CHANGED)
    done = record(repository.root)
    assert done.branch == "keputusan/2016-rawasari"
    assert done.next_steps[1] == f"{HOST}/compare/master...keputusan/2016-rawasari?expand=1"
    assert repository.git("rev-parse", "master~0") != repository.git("rev-parse", "HEAD")
    assert record_again(repository).next_steps[1] == done.next_steps[1]


def record_again(repository: GitFolder) -> HandedIn:
    write_files(repository.root, {DECISION: DITOLAK.replace("tahun ini", "lusa")})
    return record(repository.root)


def test_more_work_on_the_same_branch_is_added_to_it(repository: GitFolder) -> None:
    write_files(repository.root, CHANGED)
    first = record(repository.root)
    second = record_again(repository)
    assert second.branch == first.branch
    assert repository.git("rev-parse", "HEAD~1").strip() == first.commit


def test_from_main_a_taken_branch_name_is_numbered(repository: GitFolder) -> None:
    repository.git("branch", "keputusan/2016-rawasari")
    write_files(repository.root, CHANGED)
    assert record(repository.root).branch == "keputusan/2016-rawasari-2"


def test_a_removed_file_is_recorded_as_removed(repository: GitFolder) -> None:
    (repository.root / DECISION).unlink()
    done = record(repository.root)
    assert repository.git("show", "--format=", "--name-status", done.commit) == f"D\t{DECISION}\n"


def test_nothing_to_record_is_said(repository: GitFolder) -> None:
    with pytest.raises(CommandError, match="tidak mencatat"):
        record(repository.root)


def test_outside_git_there_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bukan repositori Git"):
        record(tmp_path)
