"""History is first-parent Git history, by file, without mail addresses."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from musrenbang.files.program import version
from musrenbang.files.tree import FolderTree
from musrenbang.git.differences import changed_files
from musrenbang.git.runner import GitError
from musrenbang.history.timeline import read_head, read_history
from musrenbang.records import loader, strict_yaml
from musrenbang.records.snapshot import Snapshot
from tests.conftest import GitFolder, write_files
from tests.history_support import DECISION, KIRIM, LivedYear
from tests.small_year import SMALL_YEAR

PROPOSAL = "proposals/2016/rawasari/0001.yaml"
PROGRAM = f", program {version()}"


def test_a_folder_without_git_has_no_history(tmp_path: Path) -> None:
    history = read_history(tmp_path)
    assert history.head is None
    assert history.changes == ()
    assert history.version == f"tanpa riwayat Git{PROGRAM}"


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
    assert history.version == f"{second[:12]}{PROGRAM}"


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


def test_merges_are_told_with_the_life_of_every_proposal(tmp_path: Path) -> None:
    year = LivedYear(tmp_path / "tahun")
    history = read_history(year.root)
    assert [merge.commit for merge in history.merges] == list(year.merges.values())
    assert history.folders[year.merges["Kirim Rawasari"]] == {(2016, "rawasari")}
    told = [babak.event.jenis.value for babak in history.stories["2016/rawasari/0001"]]
    assert told[:3] == ["diusulkan", "usulan-diubah", "divalidasi"]
    assert told[-2:] == ["dikirim", "dikoreksi"]


def test_papers_ask_for_the_newest_commit_alone(git_folder: GitFolder) -> None:
    name = git_folder.commit("awal", SMALL_YEAR)
    head = read_head(git_folder.root)
    assert (head.version, head.changes, head.merges) == (f"{name[:12]}{PROGRAM}", (), ())


def _ready(root: Path) -> Snapshot:
    return loader.load(FolderTree(root))


def test_records_that_have_been_read_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = LivedYear(tmp_path / "tahun")
    whole = read_history(year.root)
    ready = _ready(year.root)
    parsed: list[bytes] = []

    def parsing(data: bytes, **how: bool) -> strict_yaml.Document:
        parsed.append(data)
        return strict_yaml.parse(data, **how)

    monkeypatch.setattr(loader, "parse", parsing)
    assert read_history(year.root, ready) == whole
    now = [(year.root / path).read_bytes() for path in (DECISION, KIRIM, PROPOSAL)]
    assert parsed
    assert not [data for data in parsed if data in now]


def test_what_the_folder_holds_by_now_is_not_told_of_earlier_commits(tmp_path: Path) -> None:
    year = LivedYear(tmp_path / "tahun")
    whole = read_history(year.root)
    write_files(year.root, {PROPOSAL: SMALL_YEAR[PROPOSAL].replace("120", "999")})
    history = read_history(year.root, _ready(year.root))
    assert history.dirty
    assert replace(history, dirty=False) == whole


def test_changes_not_recorded_yet_are_said(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    (git_folder.root / PROPOSAL).write_text("volume: 1\n")
    assert read_history(git_folder.root).version.endswith(f"+ perubahan belum dicatat{PROGRAM}")


SETTING = "proposals/2016/musrenbang.yaml"
OTHER = "catatan/daftar.txt"


def _untracked_files_not_shown(folder: GitFolder) -> str:
    folder.git("config", "status.showUntrackedFiles", "no")
    write_files(folder.root, {OTHER: "baru\n"})
    return OTHER


def _record_ignored(folder: GitFolder) -> str:
    path = "proposals/2016/rawasari/0009.yaml"
    write_files(folder.root, {".git/info/exclude": "0009.yaml\n", path: SMALL_YEAR[PROPOSAL]})
    return path


def _said_to_be_unchanged(folder: GitFolder) -> str:
    folder.git("update-index", "--assume-unchanged", PROPOSAL)
    write_files(folder.root, {PROPOSAL: SMALL_YEAR[PROPOSAL] + "isu: Banjir\n"})
    return PROPOSAL


def _said_to_be_left_out(folder: GitFolder) -> str:
    folder.git("update-index", "--skip-worktree", SETTING)
    (folder.root / SETTING).unlink()
    return SETTING


def _left_out_of_a_sparse_checkout(folder: GitFolder) -> str:
    folder.git("sparse-checkout", "set", "--no-cone", "/*", f"!/{PROPOSAL}")
    return PROPOSAL


def _changed_within_size_and_time(folder: GitFolder) -> str:
    folder.git("config", "core.trustctime", "false")
    path = folder.root / PROPOSAL
    text, status = path.read_text(), path.stat()
    with path.open("r+") as file:
        file.write(text.replace("1", "2"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return PROPOSAL


def _stored_otherwise_than_read(folder: GitFolder) -> str:
    """Git stores what a filter makes of a file; a build reads the file."""
    folder.git("config", "filter.x.clean", "sed s/Timur/Barat/")
    write_files(folder.root, {".git/info/attributes": f"{PROPOSAL} filter=x\n"})
    write_files(folder.root, {PROPOSAL: SMALL_YEAR[PROPOSAL].replace("Barat", "Timur")})
    return PROPOSAL


def _style_with_other_ends_of_lines(folder: GitFolder) -> str:
    """What is published as it stands differs, be it in ends of lines alone."""
    path = "site_templates/aset/situs.css"
    folder.commit("Gaya", {path: "a {\n}\n"})
    folder.git("update-index", "--assume-unchanged", path)
    write_files(folder.root, {path: "a {\r\n}\r\n"})
    return path


def _program_ignored(folder: GitFolder) -> str:
    path = "musrenbang/indonesian/__init__.py"
    write_files(folder.root, {".git/info/exclude": "indonesian\n", path: "x = 1\n"})
    return path


@pytest.mark.parametrize(
    "hide",
    [
        _style_with_other_ends_of_lines,
        _program_ignored,
        _untracked_files_not_shown,
        _record_ignored,
        _said_to_be_unchanged,
        _said_to_be_left_out,
        _left_out_of_a_sparse_checkout,
        _changed_within_size_and_time,
        _stored_otherwise_than_read,
    ],
)
def test_no_setting_of_git_hides_what_is_not_recorded(
    git_folder: GitFolder, hide: Callable[[GitFolder], str]
) -> None:
    git_folder.commit("awal", {**SMALL_YEAR, OTHER.replace("daftar", "lama"): "lama\n"})
    assert not read_history(git_folder.root).dirty
    path = hide(git_folder)
    assert read_history(git_folder.root).dirty
    assert path in {file.path for file in changed_files(git_folder.root, "HEAD")}


def test_a_checkout_with_the_ends_of_lines_of_windows_is_no_change(git_folder: GitFolder) -> None:
    photo = b"\x89PNG\0\n"
    git_folder.commit("awal", {**SMALL_YEAR, "proposals/2016/rawasari/0001-a.png": photo})
    git_folder.git("config", "core.autocrlf", "true")
    (git_folder.root / PROPOSAL).unlink()
    git_folder.git("checkout", "--quiet", PROPOSAL)
    assert b"\r\n" in (git_folder.root / PROPOSAL).read_bytes()
    assert not read_history(git_folder.root).dirty
    write_files(git_folder.root, {"proposals/2016/rawasari/0001-a.png": photo[:-1] + b"\r\n"})
    assert read_history(git_folder.root).dirty


@pytest.mark.parametrize(
    "path", ["decisions/.DS_Store", "musrenbang/__pycache__/x.pyc", "site_templates/Thumbs.db"]
)
def test_what_no_build_reads_is_no_change_where_git_ignores_it(
    git_folder: GitFolder, path: str
) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    write_files(git_folder.root, {".git/info/exclude": f"{path}\n", path: "x"})
    assert not read_history(git_folder.root).dirty


def test_a_folder_whose_objects_have_long_names_is_compared_alike(tmp_path: Path) -> None:
    folder = GitFolder(tmp_path)
    folder.git("init", "--quiet", "--object-format=sha256", "lain")
    long = GitFolder(tmp_path / "lain")
    long.commit("awal", SMALL_YEAR)
    assert not read_history(long.root).dirty
    write_files(long.root, {PROPOSAL: "volume: 1\n"})
    assert read_history(long.root).dirty


def test_a_shallow_clone_is_known_as_such(git_folder: GitFolder, tmp_path: Path) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.commit("kedua", {PROPOSAL: SMALL_YEAR[PROPOSAL] + "isu: Banjir\n"})
    clone = GitFolder(tmp_path / "dangkal")
    clone.git("fetch", "--quiet", "--depth=1", str(git_folder.root), "main")
    clone.git("checkout", "--quiet", "FETCH_HEAD")
    assert read_history(clone.root).shallow
    assert not read_history(git_folder.root).shallow


@pytest.mark.parametrize(
    ("author", "more"),
    [
        ("Budi <b@contoh.example> 9999999999999 +0700", ""),
        ("Budi <b@contoh.example> -5 +9999", ""),
        ("Budi <b@contoh.example> 1457510400 +0700", "encoding UTF-16\n"),
    ],
)
def test_a_commit_that_git_would_not_write_is_told_too(
    author: str, more: str, git_folder: GitFolder
) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    tree = git_folder.git("rev-parse", "HEAD^{tree}")
    path = git_folder.root / ".git" / "mentah"
    path.write_text(f"tree {tree}author {author}\ncommitter {author}\n{more}\nJanggal\n")
    name = git_folder.git("hash-object", "-t", "commit", "-w", "--literally", str(path)).strip()
    git_folder.git("update-ref", "HEAD", name)
    history = read_history(git_folder.root)
    assert history.head == history.changes[0].commit
    assert history.head is not None
    assert history.head[:1] + history.head[2:] == (name, "Budi", "Janggal")


def test_subjects_with_odd_characters_do_not_confuse_the_reader(git_folder: GitFolder) -> None:
    subject = "Aneh \t “kutip” %x00 <b>"
    git_folder.commit(subject, {"proposals/2016/rawasari/nama aneh\té.txt": "x"})
    (change,) = read_history(git_folder.root).changes
    assert change.commit.subject == subject
    assert change.files == (("A", "proposals/2016/rawasari/nama aneh\té.txt"),)
