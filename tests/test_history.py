"""History is first-parent Git history, by file, without mail addresses."""

from pathlib import Path

import pytest

from musrenbang.git_run import GitError
from musrenbang.history import read_history
from tests.conftest import GitFolder
from tests.small_year import SMALL_YEAR

PROPOSAL = "proposals/2016/rawasari/0001.yaml"


def test_a_folder_without_git_has_no_history(tmp_path: Path) -> None:
    history = read_history(tmp_path)
    assert history.head is None
    assert history.changes == ()
    assert history.version == "tanpa riwayat Git"


def test_a_repository_without_a_commit_has_no_history(git_folder: GitFolder) -> None:
    assert read_history(git_folder.root).head is None


def test_git_refusing_to_open_a_repository_is_not_taken_for_no_history(
    git_folder: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    monkeypatch.setenv("PATH", str(git_folder.root))
    with pytest.raises(GitError, match="tidak ditemukan"):
        read_history(git_folder.root)


def test_each_file_knows_its_commits_oldest_first(git_folder: GitFolder) -> None:
    first = git_folder.commit("Usulan Rawasari", SMALL_YEAR)
    second = git_folder.commit(
        "Perbaiki alamat", {PROPOSAL: SMALL_YEAR[PROPOSAL].replace("Barat", "Timur")}
    )
    history = read_history(git_folder.root)
    assert [(letter, commit.id) for letter, commit in history.by_path[PROPOSAL]] == [
        ("A", first),
        ("M", second),
    ]
    assert [change.commit.subject for change in history.changes] == [
        "Perbaiki alamat",
        "Usulan Rawasari",
    ]
    assert history.changes[0].commit.author == "Operator Contoh"
    assert history.head is not None
    assert history.version == second[:12]


def test_a_merge_counts_as_one_change_with_everything_it_brought(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.git("checkout", "--quiet", "-b", "keputusan")
    git_folder.commit("satu", {PROPOSAL: SMALL_YEAR[PROPOSAL] + "isu: Banjir\n"})
    git_folder.commit("dua", {"decisions/2016/rawasari/kirim.yaml": "tanggal: 2016-03-11\n"})
    git_folder.git("checkout", "--quiet", "main")
    git_folder.git("merge", "--quiet", "--no-ff", "-m", "Gabung keputusan", "keputusan")
    (merge, _) = read_history(git_folder.root).changes
    assert merge.commit.subject == "Gabung keputusan"
    assert set(merge.files) == {("M", PROPOSAL), ("M", "decisions/2016/rawasari/kirim.yaml")}


def test_changes_not_recorded_yet_are_said(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    (git_folder.root / PROPOSAL).write_text("volume: 1\n")
    assert read_history(git_folder.root).version.endswith("+ perubahan belum dicatat")


def test_a_shallow_clone_is_known_as_such(git_folder: GitFolder, tmp_path: Path) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.commit("kedua", {PROPOSAL: SMALL_YEAR[PROPOSAL] + "isu: Banjir\n"})
    clone = GitFolder(tmp_path / "dangkal")
    clone.git("fetch", "--quiet", "--depth=1", str(git_folder.root), "main")
    clone.git("checkout", "--quiet", "FETCH_HEAD")
    assert read_history(clone.root).shallow
    assert not read_history(git_folder.root).shallow


def test_subjects_with_odd_characters_do_not_confuse_the_reader(git_folder: GitFolder) -> None:
    subject = "Aneh \t “kutip” %x00 <b>"
    git_folder.commit(subject, {"proposals/2016/rawasari/nama aneh\té.txt": "x"})
    (change,) = read_history(git_folder.root).changes
    assert change.commit.subject == subject
    assert change.files == (("A", "proposals/2016/rawasari/nama aneh\té.txt"),)
