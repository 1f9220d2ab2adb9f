"""Records are written as a pull request would judge them: whole, or not at all."""

import os
from pathlib import Path

import pytest

from musrenbang.deciding.recorder import OutdatedError, Recorder, RefusedError
from musrenbang.files.tree import FolderTree, blob_id
from musrenbang.records.loader import load
from musrenbang.text.errors import CommandError
from tests.conftest import GitFolder, MakeTree
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, PELATIHAN, SMALL_YEAR

D = "decisions/2016/rawasari"
SECOND = f"{D}/0002.yaml"
OPEN_YEAR = {name: text for name, text in SMALL_YEAR.items() if not name.endswith("kirim.yaml")}
UNDECIDED = {name: text for name, text in OPEN_YEAR.items() if not name.startswith("decisions/")}


@pytest.fixture
def root(make_tree: MakeTree) -> Path:
    return make_tree(UNDECIDED)


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_what_is_written_is_what_the_recorder_then_knows(root: Path) -> None:
    recorder = Recorder(root)
    recorder.write({f"{D}/0001.yaml": DISETUJUI.encode(), SECOND: DITOLAK.encode()})
    assert (root / SECOND).read_text() == DITOLAK
    assert recorder.snapshot == load(FolderTree(root))
    recorder.write({SECOND: None})
    assert not (root / SECOND).exists()
    assert recorder.snapshot == load(FolderTree(root))


def test_a_large_year_is_recorded_without_a_fork(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk reads among its threads, where a fork may never end."""
    many = {f"proposals/2016/rawasari/{number:04d}.yaml": PELATIHAN for number in range(3, 1500)}
    root = make_tree({**OPEN_YEAR, **many})
    monkeypatch.delattr(os, "fork")
    recorder = Recorder(root)
    assert recorder.version(SECOND) == blob_id(DITOLAK.encode())
    recorder.write({f"{D}/0003.yaml": DITOLAK.encode()})
    assert recorder.snapshot == load(FolderTree(root))
    Recorder(root).write({f"{D}/0004.yaml": DITOLAK.encode(), SECOND: DITOLAK.encode()})
    changed = DITOLAK.replace("tahun ini", "tahun depan")
    recorder.write({SECOND: changed.encode()})
    assert (root / SECOND).read_text() == changed


def test_nothing_is_written_where_one_file_of_several_is_refused(root: Path) -> None:
    before = files_of(root)
    without_reason = "keputusan: ditolak\ntanggal: 2016-03-09\n"
    with pytest.raises(RefusedError) as refused:
        Recorder(root).write(
            {f"{D}/0001.yaml": DISETUJUI.encode(), SECOND: without_reason.encode()}
        )
    (finding,) = refused.value.findings
    assert (finding.file, finding.line, finding.rule) == (SECOND, 1, "keputusan.alasan-penolakan")
    assert files_of(root) == before


def test_guards_hold_at_the_desk_as_in_a_pull_request(make_tree: MakeTree) -> None:
    recorder = Recorder(make_tree(SMALL_YEAR))
    changed = DITOLAK.replace("kota tahun ini", "kota tahun depan")
    assert [finding.rule for finding in recorder.judge({SECOND: changed.encode()})] == [
        "penjaga.terkunci"
    ]


def test_a_draft_may_be_taken_back_but_not_what_was_reviewed(git_folder: GitFolder) -> None:
    git_folder.commit("awal", {**OPEN_YEAR, "proposals/2016/rawasari/0003.yaml": PELATIHAN})
    git_folder.git("switch", "--quiet", "--create", "keputusan/rawasari")
    root = git_folder.root
    recorder = Recorder(root)
    third = f"{D}/0003.yaml"
    recorder.write({third: DITOLAK.encode()})
    git_folder.commit("konsep")
    recorder.write({third: None})
    assert [finding.rule for finding in recorder.judge({SECOND: None})] == ["penjaga.hapus"]


def test_what_was_wrong_elsewhere_before_stops_nobody(make_tree: MakeTree) -> None:
    """A fault in a file that is not touched is not the operator's."""
    broken = {**UNDECIDED, f"{D}/0009.yaml": DITOLAK}
    recorder = Recorder(make_tree(broken))
    recorder.write({SECOND: DITOLAK.encode()})
    assert (recorder.root / SECOND).exists()


def test_a_file_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    recorder = Recorder(root)
    Recorder(root).write({SECOND: DITOLAK.encode()})
    before = files_of(root)
    with pytest.raises(OutdatedError, match="0002"):
        recorder.write({f"{D}/0001.yaml": DISETUJUI.encode(), SECOND: None})
    assert files_of(root) == before


def test_a_file_that_already_holds_these_bytes_is_left_alone(root: Path) -> None:
    recorder = Recorder(root)
    recorder.write({SECOND: DITOLAK.encode()})
    before = (root / SECOND).stat().st_ino
    recorder.write({SECOND: DITOLAK.encode()})
    assert (root / SECOND).stat().st_ino == before


def test_an_unwritable_folder_leaves_everything_as_it_was(root: Path) -> None:
    (root / "decisions").write_text("bukan folder")
    before = files_of(root)
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        Recorder(root).write({SECOND: DITOLAK.encode()})
    assert files_of(root) == before


def test_a_decision_on_an_unsent_kelurahan_is_refused(make_tree: MakeTree) -> None:
    unsent = KELURAHAN.replace("dikirim: 2016-02-26\n", "")
    root = make_tree({**UNDECIDED, "proposals/2016/rawasari/kelurahan.yaml": unsent})
    rules = {finding.rule for finding in Recorder(root).judge({SECOND: DITOLAK.encode()})}
    assert "keputusan.usulan-dikirim" in rules


def test_a_drafted_decision_may_shrink_to_its_survey(make_tree: MakeTree) -> None:
    """Without Git nothing was ever reviewed, so nothing that was reviewed is lost."""
    root = make_tree(OPEN_YEAR)
    recorder = Recorder(root)
    survey = DISETUJUI[DISETUJUI.index("survei:") :]
    recorder.write({f"{D}/0001.yaml": survey.encode()})
    assert (root / D / "0001.yaml").read_text() == survey
