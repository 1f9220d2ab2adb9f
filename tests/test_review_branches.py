"""A branch is refused for commits by which an honest merge of it would be a violation."""

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from musrenbang.demo import demo_records
from musrenbang.history import branches
from musrenbang.history.branches import branch_refusals
from musrenbang.text.indonesian import WIB
from tests.audit_support import (
    AFTER_DECISIONS,
    AFTER_PROPOSALS,
    LATER,
    NOTICE,
    NOTICE_TEXT,
    PEOPLE,
    SIGNERS,
    D,
    P,
    Story,
    broken,
    honest_demo,
    story,
)
from tests.conftest import RunBuild

__all__ = ["honest_demo", "story"]


def refused(story: Story, head: str | None = "cabang") -> set[str]:
    return {finding.rule for finding in branch_refusals(story.root, "main", head)}


def notice(story: Story, who: str = "operator", when: str = LATER) -> None:
    """A notice on a branch."""
    story.git("switch", "--quiet", "--create", "cabang")
    story.commit({NOTICE: NOTICE_TEXT}, who, when)
    story.git("switch", "--quiet", "main")


def with_header(story: Story, line: str) -> None:
    """Put a header that Git ignores into the commit of the branch."""
    notice(story)
    raw = story.git("cat-file", "commit", "cabang") + "\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=story.root,
        input=raw.replace("\ngpgsig", f"\n{line}\ngpgsig", 1),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    story.git("branch", "--quiet", "--force", "cabang", made)


def parent_that_git_ignores(story: Story) -> None:
    with_header(story, f"parent {'1' * 40}")


def written_in_the_name_of_the_camat(story: Story) -> None:
    notice(story, "camat")


def written_by_the_camat_at_another_address(story: Story) -> None:
    story.git("switch", "--quiet", "--create", "cabang")
    story.commit({NOTICE: NOTICE_TEXT})
    author = f"{PEOPLE['camat']} <rumah@contoh.example>"
    story.git("commit", "--quiet", "--amend", "--no-edit", f"--author={author}")
    story.git("switch", "--quiet", "main")


def older_than_what_it_grew_from(story: Story) -> None:
    notice(story, when="2016-01-01T09:00:00+07:00")


def dated_tomorrow(story: Story) -> None:
    notice(story, when=(datetime.now(WIB) + timedelta(days=1)).isoformat(timespec="seconds"))


def folder_with_a_name_twice(story: Story) -> None:
    notice(story)
    folder = story.git("rev-parse", "cabang:decisions/2016/pengumuman")
    name = NOTICE.rpartition("/")[2]
    blob = bytes.fromhex(story.git("rev-parse", f"cabang:{NOTICE}"))
    raw = (b"100644 " + name.encode() + b"\0" + blob) * 2
    tree = folder
    for part in ("pengumuman", "2016", "decisions"):
        tree = raw_tree(story, raw)
        parent = {"pengumuman": "decisions/2016", "2016": "decisions", "decisions": ""}[part]
        raw = b"".join(
            mode.lstrip("0").encode()
            + b" "
            + entry.encode()
            + b"\0"
            + bytes.fromhex(tree if entry == part else oid)
            for mode, _, oid, entry in (
                line.split(None, 3)
                for line in story.git("ls-tree", f"cabang:{parent}").splitlines()
            )
        )
    top = raw_tree(story, raw)
    made = story.git("commit-tree", "-m", "Dua isi", "-p", "main", top)
    story.git("branch", "--quiet", "--force", "cabang", made)


def raw_tree(story: Story, raw: bytes) -> str:
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=story.root,
        input=raw,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def uploaded_by_the_camat(story: Story) -> None:
    by = "camat-contoh <101+camat-contoh@users.noreply.github.com>"
    story.git("switch", "--quiet", "--create", "cabang")
    story.commit({NOTICE: NOTICE_TEXT}, message=f"Pengumuman\n\nDiunggah-oleh: {by}")
    story.git("switch", "--quiet", "main")


POISON: dict[Callable[[Story], None], str] = {
    parent_that_git_ignores: "riwayat.commit-janggal",
    written_in_the_name_of_the_camat: "riwayat.setuju-sendiri",
    written_by_the_camat_at_another_address: "riwayat.setuju-sendiri",
    uploaded_by_the_camat: "riwayat.setuju-sendiri",
    older_than_what_it_grew_from: "riwayat.waktu-mundur",
    dated_tomorrow: "riwayat.waktu-mendatang",
    folder_with_a_name_twice: "riwayat.folder-janggal",
}


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: poison.__name__)
def test_what_would_make_an_honest_merge_a_violation_is_refused_before(
    poison: Callable[[Story], None], story: Story, run_build: RunBuild
) -> None:
    poison(story)
    assert refused(story) == {POISON[poison]}
    told = run_build("review", "main", "cabang", "--root", str(story.root))
    assert told.returncode == 1
    assert POISON[poison] in told.stdout


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: poison.__name__)
def test_merged_all_the_same_it_is_that_violation(
    poison: Callable[[Story], None], story: Story
) -> None:
    if poison is dated_tomorrow:
        keys = story.read(SIGNERS).replace('"20170101"', '"21000101"')
        story.propose("kunci", {SIGNERS: keys}, who="staf")
        story.merge("kunci", when="2016-03-16T15:05:00+07:00")
    poison(story)
    tree = story.git("rev-parse", "cabang^{tree}")
    message = f"Gabungkan\n\nReviewed-by: {PEOPLE['camat']} <camat@contoh.example>\n"
    when = story.git("log", "-1", "--format=%cI", "cabang") if poison is dated_tomorrow else LATER
    words = ("commit-tree", "--gpg-sign", "-p", "main", "-p", "cabang", "-m", message, tree)
    merged = story.git(*words, who="camat", when=when)
    story.git("reset", "--quiet", "--soft", merged)
    assert broken(story.audit()) == {(merged, POISON[poison])}


def test_an_honest_branch_is_not_refused(story: Story) -> None:
    notice(story)
    assert refused(story) == set()
    story.git("switch", "--quiet", "cabang")
    assert refused(story, None) == set()


def test_a_branch_on_which_something_handed_in_ever_stood_is_refused(
    story: Story, run_build: RunBuild
) -> None:
    words = ("--root", str(story.root), "review", "main")
    story.git("switch", "--quiet", "--create", "cabang")
    (story.root / "masuk").mkdir()
    (story.root / "masuk/lembar.xlsx").write_bytes(b"x")
    assert "(1 berkas), tempat menyerahkan berkas" in run_build(*words).stdout
    story.commit({})
    assert "penjaga.masuk" in run_build(*words, "cabang").stdout
    story.git("rm", "--quiet", "masuk/lembar.xlsx")
    commit = story.commit({NOTICE: NOTICE_TEXT}, message="Hapus")
    told = run_build(*words, "cabang")
    assert told.returncode == 1
    before = story.git("rev-parse", f"{commit}~")[:12]
    assert f"pernah ada pada commit {before} cabang ini" in told.stdout


def test_a_lurah_may_write_what_the_camat_can_approve(story: Story) -> None:
    story.rewind(AFTER_PROPOSALS)
    story.git("switch", "--quiet", "--create", "cabang")
    text = story.read(f"{P}/0002.yaml").replace("volume: 20", "volume: 18")
    story.commit({f"{P}/0002.yaml": text.replace("30000000", "27000000")}, "lurah")
    story.git("switch", "--quiet", "main")
    assert refused(story) == set()
    story.merge("cabang")
    assert story.audit().violations == ()


def test_where_keys_are_demanded_and_nobody_has_one_nothing_passes(story: Story) -> None:
    story.git("rm", "--quiet", SIGNERS)
    story.git("commit", "--quiet", "--amend", "--no-edit")
    notice(story, "camat")
    assert refused(story) == {"riwayat.bukan-wewenang"}


def test_taking_main_in_makes_nobody_an_author(story: Story) -> None:
    notice(story)
    story.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    story.merge("lain")
    story.git("switch", "--quiet", "cabang")
    when = "2016-03-18T09:00:00+07:00"
    story.git("merge", "--quiet", "--no-ff", "-m", "Ambil main", "main", who="camat", when=when)
    story.git("switch", "--quiet", "main")
    assert refused(story) == set()
    story.merge("cabang", when="2016-03-18T10:00:00+07:00")
    assert story.audit().violations == ()


def test_what_a_branch_accepts_must_be_on_main(story: Story) -> None:
    path = ".github/riwayat-diterima.yaml"
    for name, expected in (("f" * 40, {"riwayat.terima"}), (story.head, set())):
        text = f"diterima:\n  - {{commit: {name}, alasan: Sudah dibicarakan.}}\n"
        story.git("switch", "--quiet", "--force-create", "cabang", "main")
        story.commit({path: text})
        story.git("switch", "--quiet", "main")
        assert refused(story) == expected


def test_a_branch_of_very_many_commits_is_refused(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice(story)
    monkeypatch.setattr(branches, "_MOST", 0)
    assert refused(story) == {"penjaga.terlalu-banyak"}


def test_a_history_that_claims_to_be_cut_is_not_taken_for_the_whole_branch(story: Story) -> None:
    parent_that_git_ignores(story)
    poison = story.git("rev-parse", "cabang")
    story.git("switch", "--quiet", "cabang")
    story.commit({NOTICE: NOTICE_TEXT + "\nLagi.\n"})
    story.git("switch", "--quiet", "main")
    (story.root / ".git/shallow").write_text(story.git("rev-parse", "cabang") + "\n")
    assert poison not in story.git("rev-list", "cabang")
    assert refused(story) == {"penjaga.dangkal"}


def test_a_record_that_cannot_be_read_is_judged_by_its_last_readable_version(
    story: Story, run_build: RunBuild
) -> None:
    story.rewind(AFTER_DECISIONS)
    path = f"{D}/0002.yaml"
    story.propose("rusak", {path: "keputusan: [\n"})
    story.merge("rusak", when="2016-03-16T15:10:00+07:00")
    story.git("switch", "--quiet", "--create", "cabang")
    story.commit({path: demo_records.APPROVED_TRAINING})
    told = run_build("review", "main", "cabang", "--root", str(story.root))
    assert "semula ditolak, kini disetujui" in told.stdout
    story.commit({path: demo_records.REJECTED})
    told = run_build("review", "main", "cabang", "--root", str(story.root))
    assert told.returncode == 0
    assert "disetujui" not in told.stdout
    story.git("rm", "--quiet", path)
    story.record("Hapus")
    told = run_build("review", "main", "cabang", "--root", str(story.root))
    assert "penjaga.hapus" in told.stdout


def test_a_branch_that_a_clone_has_only_in_part_is_refused(story: Story, tmp_path: Path) -> None:
    notice(story)
    story.git("switch", "--quiet", "cabang")
    story.commit({NOTICE: NOTICE_TEXT + "\nLagi.\n"}, "camat")
    story.commit({NOTICE: NOTICE_TEXT + "\nSekali lagi.\n"})
    clone = tmp_path / "dangkal"
    words = ["git", "clone", "--quiet", "--depth=1", "--no-single-branch"]
    subprocess.run([*words, f"file://{story.root}", str(clone)], check=True)
    found = branch_refusals(clone, "origin/main", "origin/cabang")
    assert [finding.rule for finding in found] == ["penjaga.dangkal"]
    subprocess.run(["git", "fetch", "--quiet", "--unshallow"], cwd=clone, check=True)
    found = branch_refusals(clone, "origin/main", "origin/cabang")
    assert [finding.rule for finding in found] == ["riwayat.setuju-sendiri"]


def test_commits_are_looked_at_where_the_base_has_moved_on(story: Story) -> None:
    story.rewind(AFTER_DECISIONS)
    parent_that_git_ignores(story)
    story.propose("lain", {NOTICE.replace("hasil", "lain"): NOTICE_TEXT})
    story.merge("lain")
    assert refused(story) == {"riwayat.commit-janggal"}
