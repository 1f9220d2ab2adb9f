"""What a revision means, and how little a repository's own `.git` is believed."""

import hashlib
import re
import struct
from pathlib import Path

import pytest

from musrenbang.git.objects import Objects
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, resolve
from tests.conftest import GitFolder

FILE = "decisions/2016/pengumuman/2016-03-01-rapat.md"


@pytest.fixture
def line(git_folder: GitFolder) -> list[str]:
    """The names of three commits, one upon the other, oldest first."""
    return [git_folder.commit(text, {FILE: f"# {text}\n"}) for text in ("Satu", "Dua", "Tiga")]


def clone_of(folder: GitFolder, target: Path) -> Path:
    folder.git("clone", "--quiet", ".", str(target))
    return target


@pytest.mark.parametrize("name", ["main", "origin/main", "origin", "main~1", "main^{commit}"])
def test_a_tag_is_never_taken_for_a_branch(
    git_folder: GitFolder, line: list[str], tmp_path: Path, name: str
) -> None:
    clone = GitFolder(clone_of(git_folder, tmp_path / "salinan"))
    tag = re.split(r"[~^]", name)[0]
    clone.git("tag", tag, line[0])
    assert resolve(clone.root, name) == (line[1] if name == "main~1" else line[2])
    assert resolve(clone.root, f"refs/tags/{tag}") == line[0]


@pytest.mark.parametrize("name", ["main@{0}", "HEAD", "HEAD~1", "v1", "kerja@rumah"])
def test_all_other_names_mean_what_git_says(
    git_folder: GitFolder, line: list[str], name: str
) -> None:
    git_folder.git("tag", "v1", line[0])
    git_folder.git("branch", "kerja", line[0])
    git_folder.git("branch", "kerja@rumah", line[1])
    assert resolve(git_folder.root, name) == git_folder.git("rev-parse", name).strip()


def test_the_start_of_a_commits_name_is_that_commit(git_folder: GitFolder, line: list[str]) -> None:
    assert resolve(git_folder.root, line[0][:10]) == line[0]
    for kind in ("tag", "branch"):
        git_folder.git(kind, line[0][:10], line[2])
        with pytest.raises(GitError, match="awal nama sebuah commit"):
            resolve(git_folder.root, line[0][:10])
        git_folder.git(kind, "-d", line[0][:10])
    assert resolve(git_folder.root, line[0]) == line[0]


def test_a_whole_name_means_itself(git_folder: GitFolder, line: list[str]) -> None:
    for branch in ("refs/heads/main", "heads/main"):
        git_folder.git("branch", branch, line[0])
        assert resolve(git_folder.root, branch) == line[2]


def test_where_there_is_no_main_here_the_origins_is_meant_and_no_tag(
    git_folder: GitFolder, line: list[str], tmp_path: Path
) -> None:
    clone = GitFolder(clone_of(git_folder, tmp_path / "salinan"))
    clone.git("switch", "--quiet", "--detach")
    clone.git("branch", "-D", "main")
    clone.git("tag", "main", line[0])
    assert resolve(clone.root, "main") == line[2]


def test_a_hook_of_another_repository_does_not_say_which_one_is_meant(
    git_folder: GitFolder, line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GitFolder(tmp_path / "lain")
    other.commit("Lain", {FILE: "# Lain\n"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git/index"))
    assert resolve(git_folder.root, "HEAD") == line[2]


def test_what_git_refuses_is_told_with_the_name_at_fault(
    git_folder: GitFolder, line: list[str]
) -> None:
    repository = Repository(git_folder.root)
    with pytest.raises(GitError, match="bukan-cabang"):
        repository._run("merge-base", "bukan-cabang", line[0])


def test_a_name_of_two_branches_is_refused(
    git_folder: GitFolder, line: list[str], tmp_path: Path
) -> None:
    clone = GitFolder(clone_of(git_folder, tmp_path / "salinan"))
    clone.git("branch", "origin/main", line[0])
    with pytest.raises(GitError, match="lebih dari satu"):
        resolve(clone.root, "origin/main")


def skip_with_grafts(folder: GitFolder, line: list[str]) -> None:
    (folder.root / ".git/info").mkdir(exist_ok=True)
    (folder.root / ".git/info/grafts").write_text(f"{line[2]} {line[0]}\n")


def skip_with_a_commit_graph(folder: GitFolder, line: list[str]) -> None:
    """In the file that Git keeps parents in for speed, the newest commit's is the oldest."""
    folder.git("commit-graph", "write", "--reachable")
    path = folder.root / ".git/objects/info/commit-graph"
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    places = {
        bytes(data[at : at + 4]): struct.unpack(">Q", data[at + 4 : at + 12])[0]
        for at in range(8, 8 + 12 * data[6], 12)
    }
    names = sorted(line)
    parent = places[b"CDAT"] + 36 * names.index(line[2]) + 20
    data[parent : parent + 4] = struct.pack(">I", names.index(line[0]))
    path.write_bytes(data[:-20] + hashlib.sha1(data[:-20]).digest())  # noqa: S324 - as Git does


@pytest.mark.parametrize("skip", [skip_with_grafts, skip_with_a_commit_graph])
def test_what_is_said_beside_the_commits_cuts_no_history_short(
    git_folder: GitFolder, line: list[str], skip: object
) -> None:
    assert callable(skip)
    skip(git_folder, line)
    assert git_folder.git("rev-list", "HEAD").split() == [line[2], line[0]]
    repository = Repository(git_folder.root)
    assert repository.line("HEAD") == line
    assert Objects(git_folder.root).commits("HEAD").keys() == {*line}
