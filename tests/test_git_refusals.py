"""Whatever Git refuses is told in Indonesian, with what to do; nothing is half done before it."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.deciding.submission import hand_in, refuse_unready
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, no_commit, run_git
from musrenbang.records.loader import load
from musrenbang.text.errors import CommandError, UsageError
from tests.conftest import ROOT, GitFolder, RunBuild, write_files
from tests.rule_cases import TextTree
from tests.small_year import SMALL_YEAR

NOTICE = "decisions/2016/pengumuman/2016-03-16-hasil.md"
NEW = {NOTICE: "# Hasil\n\nSelesai.\n"}
ENGLISH = re.compile(
    r"\b(?:the|you|your|is|are|not|cannot|could|unable|failed?|fatal|error|hint|file|invalid|"
    r"please|already|exists?|no such)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def a_computer_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but the folder's, in the language of an Indonesian clerk's computer."""
    for name in list(os.environ):
        if name.startswith("GIT_") or name in {"EMAIL", "SSH_AUTH_SOCK", "LC_ALL"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    monkeypatch.setenv("LANGUAGE", "id:de:fr")


@pytest.fixture
def folder(git_folder: GitFolder) -> GitFolder:
    git_folder.commit("awal", SMALL_YEAR)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    return git_folder


def record(root: Path) -> str:
    year = load(TextTree(SMALL_YEAR)).years[2016]
    return hand_in(root, year, [NOTICE], branch="keputusan/2016", message="Hasil").branch


def without_a_name(folder: GitFolder) -> None:
    folder.git("config", "user.name", "")


def without_an_address(folder: GitFolder) -> None:
    folder.git("config", "user.email", "")


def nobody(folder: GitFolder) -> None:
    folder.git("config", "--unset", "user.name")
    folder.git("config", "--unset", "user.email")
    folder.git("config", "user.useConfigOnly", "true")


def lock(folder: GitFolder) -> None:
    (folder.root / ".git/index.lock").touch()


def lock_of_head(folder: GitFolder) -> None:
    (folder.root / ".git/HEAD.lock").touch()


def torn(folder: GitFolder) -> None:
    """Two branches that contradict each other; this folder is on `main`."""
    folder.git("switch", "--quiet", "--create", "lain")
    folder.commit("lain", {NOTICE: "# Lain\n"})
    folder.git("switch", "--quiet", "main")
    folder.commit("sini", {NOTICE: "# Sini\n"})


def unfinished(*words: str) -> Callable[[GitFolder], None]:
    def begin(folder: GitFolder) -> None:
        torn(folder)
        with pytest.raises(subprocess.CalledProcessError):
            folder.git(*words)

    begin.__name__ = words[0]
    return begin


def detached(folder: GitFolder) -> None:
    folder.git("switch", "--quiet", "--detach")


def signs(folder: GitFolder, key: str = "") -> None:
    folder.git("config", "commit.gpgSign", "true")
    folder.git("config", "gpg.format", "ssh")
    if key:
        folder.git("config", "user.signingKey", key)


def new_key(folder: GitFolder) -> Path:
    key = folder.root / ".git/kunci"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    return key


def a_missing_key(folder: GitFolder) -> None:
    signs(folder, "~/tidak/ada")


STANDING = [
    (without_a_name, 'git config user.name "Nama Anda"'),
    (without_an_address, "git config user.email"),
    (nobody, 'git config user.name "Nama Anda"'),
    (lock, "hapus berkas .git/index.lock"),
    (lock_of_head, "hapus berkas .git/HEAD.lock"),
    (unfinished("merge", "lain"), "git merge --abort"),
    (unfinished("rebase", "lain"), "git rebase --abort"),
    (unfinished("cherry-pick", "lain"), "git cherry-pick --abort"),
    (detached, "git switch main"),
    (signs, "git config user.signingKey JALUR"),
    (a_missing_key, "rumah/tidak/ada tidak ada atau tidak dapat dibaca"),
]


@pytest.mark.parametrize(("spoil", "remedy"), STANDING)
def test_what_stands_in_the_way_is_said_before_a_branch_is_made(
    folder: GitFolder, spoil: Callable[[GitFolder], None], remedy: str
) -> None:
    spoil(folder)
    before = folder.git("for-each-ref"), folder.git("rev-parse", "HEAD")
    write_files(folder.root, NEW)
    with pytest.raises(CommandError, match=re.escape(remedy)) as told:
        record(folder.root)
    assert not ENGLISH.search(str(told.value))
    assert (folder.git("for-each-ref"), folder.git("rev-parse", "HEAD")) == before


@pytest.mark.parametrize("spoil", [nobody, a_missing_key, lock])
def test_a_command_that_is_to_commit_writes_nothing_where_it_could_not(
    folder: GitFolder, spoil: Callable[[GitFolder], None], run_build: RunBuild
) -> None:
    spoil(folder)
    words = ("pengumuman", "--judul", "Hasil", "--isi", "Selesai.", "--catat")
    done = run_build("--root", folder.root, "new", *words)
    assert (done.returncode, ENGLISH.search(done.stderr)) == (1, None), done.stderr
    assert folder.git("status", "--porcelain") == ""


def test_where_nothing_stands_in_the_way_nothing_is_said(folder: GitFolder) -> None:
    refuse_unready(folder.root)
    folder.git("config", "gpg.format", "ssh")
    refuse_unready(folder.root)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.root / ".git/kunci"],
        check=True,
    )
    signs(folder, ".git/kunci")
    refuse_unready(folder.root)
    refuse_unready(folder.root / "decisions")
    write_files(folder.root, NEW)
    record(folder.root)
    assert "gpgsig" in folder.git("cat-file", "commit", "HEAD")


def hook(text: str) -> Callable[[GitFolder], None]:
    def put(folder: GitFolder) -> None:
        path = folder.root / ".git/hooks/pre-commit"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    return put


def rubbish_for_a_key(folder: GitFolder) -> None:
    (folder.root / ".git/kunci").write_text("bukan kunci\n")
    signs(folder, str(folder.root / ".git/kunci"))


def a_public_key_alone(folder: GitFolder) -> None:
    key = new_key(folder)
    key.unlink()
    signs(folder, f"{key}.pub")


def no_program_to_sign(folder: GitFolder) -> None:
    rubbish_for_a_key(folder)
    folder.git("config", "gpg.ssh.program", "/tidak/ada")


def pgp_without_a_key(folder: GitFolder) -> None:
    folder.git("config", "commit.gpgSign", "true")


def a_branch_in_the_way(folder: GitFolder) -> None:
    folder.git("branch", "keputusan")


def ignored(folder: GitFolder) -> None:
    (folder.root / ".git/info").mkdir(exist_ok=True)
    (folder.root / ".git/info/exclude").write_text("*.md\n")


def broken_index(folder: GitFolder) -> None:
    (folder.root / ".git/index").write_bytes(b"rusak" * 9)


def strict_about_ends_of_lines(folder: GitFolder) -> None:
    folder.git("config", "core.safecrlf", "true")
    folder.git("config", "core.autocrlf", "true")


@pytest.mark.parametrize(
    ("spoil", "remedy"),
    [
        (hook("#!/bin/sh\nexit 1\n"), "kait (hook)"),
        (hook("#!/bin/sh\necho nothing to commit, you fool >&2; exit 1\n"), "kait (hook)"),
        (hook("#!/tidak/ada\n"), "kait (hook)"),
        (rubbish_for_a_key, ".git/kunci tidak ada atau tidak dapat dibaca"),
        (a_public_key_alone, ".git/kunci.pub tidak ada atau tidak dapat dibaca"),
        (no_program_to_sign, "Program /tidak/ada"),
        (pgp_without_a_key, "git config gpg.format"),
        (a_branch_in_the_way, "git branch -m keputusan NAMA-LAIN"),
        (ignored, ".gitignore"),
        (broken_index, "git reset"),
        (strict_about_ends_of_lines, "git config core.safecrlf warn"),
    ],
)
def test_what_git_refuses_on_the_way_is_told_and_the_files_stay(
    folder: GitFolder, spoil: Callable[[GitFolder], None], remedy: str
) -> None:
    spoil(folder)
    write_files(folder.root, NEW)
    with pytest.raises((CommandError, GitError), match=re.escape(remedy)) as told:
        record(folder.root)
    assert not ENGLISH.search(str(told.value).replace("git commit", ""))
    assert (folder.root / NOTICE).read_text() == NEW[NOTICE]


def test_nothing_to_record_is_no_hook(folder: GitFolder) -> None:
    folder.commit("sudah", NEW)
    with pytest.raises(CommandError, match="Tidak ada yang berubah sejak commit terakhir"):
        record(folder.root)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("merge-base bukan-cabang HEAD", "Revisi bukan-cabang tidak ditemukan"),
        ("rev-list bukan-cabang --", "Revisi bukan-cabang tidak ditemukan"),
        ("merge-tree --write-tree HEAD bukan-cabang", "Revisi bukan-cabang tidak ditemukan"),
        ("switch --quiet --create main --", "Cabang main sudah ada"),
        ("merge-base main lepas", "tidak mempunyai satu commit pun yang sama"),
        ("merge-tree --write-tree main lepas", "tidak mempunyai satu commit pun yang sama"),
        ("merge-tree --baru main", "Perbarui ke versi 2.38"),
        ("tukar main", "Perbarui ke versi 2.38"),
        ("add --all -- tidak-ada", "tidak-ada tidak ada dan belum pernah dicatat"),
        ("update-ref refs/heads/x $(rm)", "Git gagal menjalankan “git update-ref refs/heads/x"),
    ],
)
def test_each_refusal_has_its_own_sentence(folder: GitFolder, words: str, told: str) -> None:
    folder.git("switch", "--quiet", "--orphan", "lepas")
    folder.commit("lepas")
    folder.git("switch", "--quiet", "main")
    with pytest.raises(GitError, match=re.escape(told)) as found:
        run_git(folder.root, shlex.split(words))
    assert not ENGLISH.search(str(found.value))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("[core\n", "baris 1 berkas .git/config"),
        ("[core]\n\tbare = barangkali\n", "git config --show-origin core.bare"),
        ("[core]\n\trepositoryformatversion = 9\n", "Perbarui ke versi 2.38"),
    ],
)
def test_settings_that_git_cannot_use_are_named(
    folder: GitFolder, settings: str, told: str
) -> None:
    (folder.root / ".git/config").write_text(settings)
    with pytest.raises(GitError, match=re.escape(told)) as found:
        Repository(folder.root).exists()
    assert not ENGLISH.search(str(found.value))


def test_a_folder_of_somebody_else_is_told_with_a_harmless_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    folder = tmp_path / "data; rm -rf x"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    with pytest.raises(GitError, match="milik pengguna lain") as found:
        Repository(folder).exists()
    assert str(found.value).endswith(f"--add safe.directory '{folder}'")


def test_broken_objects_are_told(folder: GitFolder) -> None:
    for path in (folder.root / ".git/objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"")
    with pytest.raises(GitError, match="git fsck") as found:
        Repository(folder.root).exists()
    assert not ENGLISH.search(str(found.value))


def test_a_full_disk_is_told(folder: GitFolder, tmp_path: Path) -> None:
    """Seen through a program in Git's place that says what Git says then."""
    programs = tmp_path / "program"
    write_files(
        programs, {"git": "#!/bin/sh\necho 'fatal: x: No space left on device' >&2; exit 128"}
    )
    (programs / "git").chmod(0o755)
    with pytest.raises(GitError, match="Ruang penyimpanan penuh"):
        run_git(folder.root, ("add", "x"), environment={"PATH": str(programs)})


def test_a_repository_without_a_commit_is_not_taken_for_none(
    git_folder: GitFolder, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="belum berisi satu commit pun"):
        refuse_unready(git_folder.root)
    assert "bukan repositori Git" in no_commit(tmp_path)


def test_commands_say_of_a_repository_without_a_commit_what_is_true(
    git_folder: GitFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before they write anything, with the line that helps."""
    sheet = tmp_path / "usulan.csv"
    sheet.write_text("RW;Usulan\n3;Lampu jalan\n", encoding="utf-8")
    rejects = tmp_path / "ditolak.xlsx"
    for words in (
        ("review", "main"),
        ("import", str(sheet), "--tahun", "2016", "--catat", "--ditolak", str(rejects)),
        ("audit",),
    ):
        assert main([*words, "--root", str(git_folder.root)]) == 2
        told = capsys.readouterr().err
        assert "bukan repositori" not in told
        assert "belum berisi satu commit pun" in told
        assert "python build.py new kecamatan FOLDER" in told
    assert [path.name for path in git_folder.root.iterdir()] == [".git"]
    assert not rejects.exists()


def test_a_revision_that_is_not_there_is_named(folder: GitFolder, run_build: RunBuild) -> None:
    for words in (
        ("review", "tidak-ada"),
        ("check", "--base", "tidak-ada"),
        ("audit", "--sampai", "tidak-ada"),
    ):
        done = run_build("--root", folder.root, *words)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].startswith("Galat: Revisi “tidak-ada” tidak ditemukan")


def test_a_merge_that_git_cannot_try_is_no_conflict(folder: GitFolder, run_build: RunBuild) -> None:
    folder.git("switch", "--quiet", "--orphan", "lepas")
    folder.commit("lepas", NEW)
    folder.git("switch", "--quiet", "main")
    done = run_build("--root", folder.root, "review", "main", "lepas")
    assert done.returncode == 2
    assert "tidak mempunyai satu commit pun yang sama" in done.stderr
    torn(folder)
    done = run_build("--root", folder.root, "review", "main", "lain")
    assert (done.returncode, "bertentangan" in done.stdout) == (1, True)


def test_the_desk_says_before_the_meeting_what_would_stop_it_afterwards(folder: GitFolder) -> None:
    nobody(folder)
    words = [sys.executable, f"{ROOT}/build.py", "desk", f"--root={folder.root}", "--port=0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        lines = [desk.stdout.readline() for _ in range(3)]
        desk.terminate()
    assert "belum dapat diajukan" in lines[2]
    assert 'git config user.name "Nama Anda"' in lines[2]


def test_a_clone_whose_head_names_nothing_says_what_to_switch_to(
    folder: GitFolder, tmp_path: Path, run_build: RunBuild
) -> None:
    """As from a bare repository that was made with another first branch."""
    bare, clone = tmp_path / "asal.git", tmp_path / "salinan"
    run = partial(subprocess.run, check=True, capture_output=True)
    run(["git", "init", "--quiet", "--bare", "--initial-branch=lain", bare])
    folder.git("push", "--quiet", str(bare), "main")
    run(["git", "clone", "--quiet", bare, clone])
    done = run_build("audit", "--root", clone)
    assert done.returncode == 2
    assert f"git -C {clone} switch main" in done.stderr
    run(["git", "-C", clone, "switch", "main"])
    assert run_build("audit", "--root", clone).returncode != 2
