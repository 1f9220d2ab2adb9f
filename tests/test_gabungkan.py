"""*Gabungkan* run step by step on a real branch, with what GitHub would answer."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from musrenbang.cli import main
from musrenbang.history.replay import read_audit
from musrenbang.review.review_model import HOST_KEYS
from tests.conftest import GitFolder
from tests.host_support import BOT, Host, Hosted, host
from tests.workflow_support import (
    Outcome,
    Runner,
    base_files,
    fake_gh_at,
    gh_calls,
    make_repository,
)

__all__ = ["host"]

BASE = base_files()
SETTINGS = "proposals/2016/musrenbang.yaml"
DECISION = {
    "decisions/2016/rawasari/0002.yaml": "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: bukan-prioritas, uraian: Mendahulukan penanganan banjir.}\n"
}
CAMAT = {"id": 101, "login": "camat-contoh"}
LURAH = {"id": 102, "login": "lurah-rawasari"}
Call = tuple[list[str], str]


def by_host(host: Host) -> dict[str, str]:
    return {
        SETTINGS: f"pengesahan: peladen\n{BASE[SETTINGS]}",
        HOST_KEYS: host.export("peladen"),
    }


@pytest.fixture(scope="module")
def origin(host: Host, tmp_path_factory: pytest.TempPathFactory) -> GitFolder:
    """A repository on the host that accepts its signature, and pull request 12 in it."""
    folder = make_repository(tmp_path_factory.mktemp("asal") / "repo")
    folder.commit("Pengesahan lewat peladen", by_host(host))
    propose(folder, "keputusan", DECISION)
    return folder


def propose(folder: GitFolder, branch: str, files: Mapping[str, str]) -> None:
    """Pull request 12, and what the host makes of it before it is merged."""
    folder.git("switch", "--quiet", "--force-create", branch, "main")
    folder.commit("Ubah", files)
    folder.git("switch", "--quiet", "--detach", "main")
    folder.git("merge", "--quiet", "--no-ff", "-m", "Gabung", branch)
    folder.git("update-ref", "refs/pull/12/merge", "HEAD")
    folder.git("switch", "--quiet", "main")


def review(user: Mapping[str, Any], commit: str, state: str = "APPROVED") -> dict[str, Any]:
    when = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"user": user, "state": state, "commit_id": commit, "submitted_at": when}


class GitHub:
    """What the host answers: a pull request that may be merged, until a test changes its mind."""

    def __init__(self, folder: GitFolder) -> None:
        self.base = folder.git("rev-parse", "main").strip()
        self.head = folder.git("rev-parse", "refs/pull/12/merge^2").strip()
        self.pull = {"state": "open", "draft": False, "base": {"ref": "main"}}
        self.reviews = [review(CAMAT, self.head)]
        self.runs: list[dict[str, Any]] = [
            {
                "name": "Periksa / Periksa usulan dan keputusan",
                "status": "completed",
                "conclusion": "success",
            }
        ]
        self.statuses: list[dict[str, str]] = []
        self.branch = "main"

    def answers(self) -> str:
        return json.dumps(
            {
                "pulls/12": {**self.pull, "head": {"sha": self.head}},
                "git/ref/heads/main": {"object": {"sha": self.base}},
                "pulls/12/reviews": self.reviews,
                f"commits/{self.head}/check-runs": {"check_runs": self.runs},
                f"commits/{self.head}/status": {"statuses": self.statuses},
                "pulls/12/merge": {"sha": "f" * 40},
                "actions/workflows/terbitkan.yml/dispatches": None,
            }
        )


Press = Callable[[GitHub], tuple[Outcome, list[Call]]]


@pytest.fixture
def press(origin: GitFolder, tmp_path: Path) -> Press:
    """Start the workflow for pull request 12."""

    def run(answers: GitHub) -> tuple[Outcome, list[Call]]:
        gh = {**fake_gh_at(tmp_path), "GH_ANSWERS": answers.answers()}
        gh["GITHUB_REF_NAME"] = answers.branch
        values = {"inputs.nomor": "12", "github.token": "tidak-dipakai"}
        runner = Runner(origin.root, tmp_path / "kerja", answers.base, values, gh)
        outcome = runner.run("gabungkan.yml", "gabungkan")
        assert "Traceback" not in outcome.output
        return outcome, [(words[2:4], said) for words, said in gh_calls(gh) if words[2] != "GET"]

    return run


Command = Callable[[GitHub], tuple[int, str, list[Call]]]


@pytest.fixture(scope="module")
def result(origin: GitFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the workflow checks out: what merging pull request 12 gives."""
    folder = tmp_path_factory.mktemp("usulan") / "repo"
    origin.git("clone", "--quiet", "--no-checkout", str(origin.root), str(folder))
    clone = GitFolder(folder)
    clone.git("fetch", "--quiet", str(origin.root), "refs/pull/12/merge")
    clone.git("checkout", "--quiet", "FETCH_HEAD")
    return folder


@pytest.fixture
def command(
    result: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The last step alone, in this process."""

    def run(answers: GitHub) -> tuple[int, str, list[Call]]:
        gh = {**fake_gh_at(tmp_path), "GH_ANSWERS": answers.answers()}
        for name, value in {**gh, "GITHUB_REF_NAME": answers.branch}.items():
            monkeypatch.setenv(name, value)
        code = main(["--root", str(result), "github", "gabungkan", "12"])
        captured = capsys.readouterr()
        made = [(words[2:4], said) for words, said in gh_calls(gh) if words[2] != "GET"]
        return code, captured.out + captured.err, made

    return run


def test_an_approved_pull_request_is_merged_as_the_audit_wants_it_and_published(
    origin: GitFolder, press: Press, host: Host
) -> None:
    outcome, calls = press(GitHub(origin))
    assert outcome.passed, outcome.output
    (merge, said), (publish, where) = calls
    assert merge == ["PUT", "repos/contoh/musrenbang/pulls/12/merge"]
    assert publish[1].endswith("actions/workflows/terbitkan.yml/dispatches")
    assert json.loads(where) == {"ref": "main"}
    told = json.loads(said)
    assert told["merge_method"] == "merge"
    assert told["sha"] == GitHub(origin).head
    hosted = Hosted(origin.root, host)
    tree = hosted.git("rev-parse", "refs/pull/12/merge^{tree}")
    message = f"{told['commit_title']}\n\n{told['commit_message']}"
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parents = (GitHub(origin).base, told["sha"])
    before = hosted.head
    merged = hosted.land(tree, parents, message, BOT, now)
    audit = read_audit(origin.root)
    hosted.git("reset", "--quiet", "--hard", before)
    # What this repository accepts of its own past is of another one here.
    assert {one.rule for one in audit.violations if one.commit == merged} <= {"riwayat.terima"}
    assert audit.merges[-1].pull_request == "12"
    assert [person.peran for person in audit.merges[-1].peninjau] == ["Camat"]


def draft(host: GitHub) -> None:
    host.pull["draft"] = True


def closed(host: GitHub) -> None:
    host.pull["state"] = "closed"


def for_another_branch(host: GitHub) -> None:
    host.pull["base"] = {"ref": "percobaan"}


def main_moved_on(host: GitHub) -> None:
    host.base = "0" * 40


def not_approved(host: GitHub) -> None:
    host.reviews = []


def approved_by_the_lurah(host: GitHub) -> None:
    host.reviews = [review(LURAH, host.head)]


def approved_by_a_stranger(host: GitHub) -> None:
    host.reviews = [review({"id": 9, "login": "camat-contoh2"}, host.head)]


def approved_before_the_last_commit(host: GitHub) -> None:
    host.reviews = [review(CAMAT, "0" * 40)]


def approval_withdrawn(host: GitHub) -> None:
    host.reviews.append(review(CAMAT, host.head, "DISMISSED"))


def changes_asked_for_by_the_lurah(host: GitHub) -> None:
    host.reviews.insert(0, review(LURAH, host.head, "CHANGES_REQUESTED"))


def check_still_running(host: GitHub) -> None:
    host.runs[0] |= {"status": "in_progress", "conclusion": None}


def check_that_failed(host: GitHub) -> None:
    host.runs[0]["conclusion"] = "failure"


def check_never_run(host: GitHub) -> None:
    host.runs = []


def red_status(host: GitHub) -> None:
    host.statuses = [{"context": "Periksa usulan dan keputusan", "state": "failure"}]


def started_from_another_branch(host: GitHub) -> None:
    host.branch = "percobaan"


REFUSED: dict[Callable[[GitHub], None], str] = {
    draft: "masih rancangan",
    closed: "tidak terbuka",
    for_another_branch: "bukan untuk cabang main",
    main_moved_on: "Jalankan sekali lagi",
    not_approved: "akunnya sebagai yang menggabungkan",
    approved_by_the_lurah: "Tidak ada tanda tangan camat",
    approved_by_a_stranger: "Tidak ada tanda tangan camat",
    approved_before_the_last_commit: "Tidak ada tanda tangan camat",
    approval_withdrawn: "Tidak ada tanda tangan camat",
    changes_asked_for_by_the_lurah: "meminta perubahan",
    check_still_running: "belum hijau",
    check_that_failed: "belum hijau",
    check_never_run: "belum berjalan",
    red_status: "belum hijau",
    started_from_another_branch: "dari cabang main",
}


@pytest.mark.parametrize("change", REFUSED, ids=lambda change: change.__name__)
def test_what_is_missing_is_said_and_nothing_is_merged(
    change: Callable[[GitHub], None], origin: GitFolder, command: Command
) -> None:
    answers = GitHub(origin)
    change(answers)
    code, said, calls = command(answers)
    assert (code, calls) == (1, [])
    assert REFUSED[change] in said


def test_a_green_check_said_as_a_status_counts(origin: GitFolder, command: Command) -> None:
    """A run that a workflow started leaves a status where it cannot leave a check."""
    answers = GitHub(origin)
    answers.runs = []
    answers.statuses = [{"context": "Periksa usulan dan keputusan", "state": "success"}]
    code, said, calls = command(answers)
    assert (code, len(calls)) == (0, 2), said
