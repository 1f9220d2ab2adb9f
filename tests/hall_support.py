"""A hall with nothing but a browser: a repository on the host, uploads to it, workflows started."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from musrenbang.cli import main
from musrenbang.github.host_run import COMMITTER
from musrenbang.review.review_model import HOST_KEYS
from tests.conftest import GitFolder, write_files
from tests.host_repository import host_at
from tests.host_support import BOT, Host, Hosted
from tests.workflow_support import base_files, fake_gh_at, gh_calls
from tests.worksheet_support import fill, make

BASE = base_files()
SETTINGS = "proposals/2016/musrenbang.yaml"
OPERATOR = ("operator-contoh", "103")
CAMAT = ("camat-contoh", "101")
CHECK = "Periksa usulan dan keputusan"
UPLOAD = "operator-contoh-patch-1"
FOUND = f"Periksa / {CHECK}"


@dataclass
class Hall:
    """A repository on the host, and those who upload to it."""

    origin: GitFolder
    tmp_path: Path
    gh: dict[str, str]
    runs: int = 0

    def upload(
        self,
        files: Mapping[str, bytes],
        branch: str = UPLOAD,
        who: tuple[str, str] | str = OPERATOR,
        start: str = "main",
    ) -> str:
        """Drop files into the host's page for `masuk/`."""
        return self.commit(
            {f"masuk/{name}": data for name, data in files.items()}, branch, who, start
        )

    def commit(
        self,
        files: Mapping[str, bytes],
        branch: str = UPLOAD,
        who: tuple[str, str] | str = OPERATOR,
        start: str = "main",
    ) -> str:
        git = self.origin.git
        git("switch", "--quiet", "--force-create", branch, start)
        write_files(self.origin.root, files)
        git("add", "--all")
        author = (
            who if isinstance(who, str) else "{0} <{1}+{0}@users.noreply.github.com>".format(*who)
        )
        git("commit", "--quiet", "-m", "Add files via upload", f"--author={author}")
        commit = git("rev-parse", "HEAD").strip()
        git("switch", "--quiet", "main")
        return commit

    def clone(self, name: str) -> Path:
        self.runs += 1
        folder = self.tmp_path / f"{name}-{self.runs}"
        self.origin.git("clone", "--quiet", str(self.origin.root), str(folder))
        return folder

    def judged(self, commit: str) -> Path:
        """What the first job leaves for the second."""
        self.runs += 1
        result = self.tmp_path / f"hasil-{self.runs}"
        os.environ["GITHUB_SHA"] = commit
        assert main(["--root", str(self.clone("nilai")), "github", "nilai", str(result)]) == 0
        return result

    def asked(self, result: Path, branch: str = UPLOAD, who: tuple[str, str] = OPERATOR) -> int:
        os.environ |= {"GITHUB_REF_NAME": branch}
        os.environ["GITHUB_ACTOR"], os.environ["GITHUB_ACTOR_ID"] = who
        os.environ["BUKU"] = "https://github.com/contoh/musrenbang/actions/runs/77/artifacts/5"
        words = ["github", "ajukan", str(result), "--pemeriksaan", FOUND]
        return main(["--root", str(self.clone("ajukan")), *words])

    def receive(self, commit: str, branch: str = UPLOAD, who: tuple[str, str] = OPERATOR) -> Path:
        result = self.judged(commit)
        assert self.asked(result, branch, who) == 0
        return result

    @property
    def state(self) -> Any:
        return json.loads(Path(self.gh["GH_STATE"]).read_text("utf-8"))

    def told(self, commit: str) -> str:
        """The comment on what was uploaded."""
        (text,) = self.state["remarks"][commit]
        return str(text)

    def tip(self, branch: str) -> str:
        return self.origin.git("rev-parse", f"refs/heads/{branch}").strip()

    def branches(self) -> set[str]:
        return set(self.origin.git("for-each-ref", "--format=%(refname:short)").split())

    def start(
        self, workflow: str, typed: Mapping[str, str], who: tuple[str, str] = OPERATOR
    ) -> int:
        """Fill in the form of a workflow and start it."""
        os.environ["GITHUB_ACTOR"], os.environ["GITHUB_ACTOR_ID"] = who
        os.environ["ISIAN"] = json.dumps(typed)
        words = ["github", workflow, "--pemeriksaan", FOUND]
        return main(["--root", str(self.clone(workflow)), *words])

    def sheet(self, rows: Mapping[int, Mapping[str, Any]]) -> bytes:
        return fill(make(self.origin.root), rows).read_bytes()


@pytest.fixture
def hall(git_folder: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    git_folder.commit("Data", BASE)
    gh = host_at(tmp_path, git_folder.root)
    for name, value in {**gh, "GITHUB_SHA": "", "BUKU": "", "ISIAN": ""}.items():
        monkeypatch.setenv(name, value)
    for name in (*COMMITTER, "GITHUB_ACTOR", "GITHUB_ACTOR_ID", "GITHUB_REF_NAME"):
        monkeypatch.setenv(name, "")
    return Hall(git_folder, tmp_path, gh)


def by_host(host: Host) -> dict[str, str]:
    """The base year accepting what the host says of its accounts."""
    return {
        SETTINGS: f"pengesahan: peladen\n{BASE[SETTINGS]}",
        HOST_KEYS: host.export("peladen"),
    }


def gabungkan(hall: Hall, host: Host, monkeypatch: pytest.MonkeyPatch) -> str:
    """The camat approves the newest pull request and somebody starts *Gabungkan*; the merge."""
    pull = hall.state["pulls"][-1]
    number = pull["number"]
    base, head = hall.tip("main"), hall.tip(pull["head"])
    result = hall.clone("gabungan")
    merging = GitFolder(result)
    merging.git("merge", "--quiet", "--no-ff", "-m", "Gabung", head)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    approval = {"user": {"id": 101, "login": CAMAT[0]}, "state": "APPROVED", "commit_id": head}
    answers = {
        f"pulls/{number}": {"state": "open", "base": {"ref": "main"}, "head": {"sha": head}},
        "git/ref/heads/main": {"object": {"sha": base}},
        f"pulls/{number}/reviews": [{**approval, "submitted_at": now}],
        f"commits/{head}/check-runs": {"check_runs": []},
        f"commits/{head}/status": {"statuses": hall.state["statuses"][head]},
        f"pulls/{number}/merge": {"sha": "f" * 40},
        "actions/workflows/terbitkan.yml/dispatches": None,
    }
    place = hall.tmp_path / f"gabungkan-{number}"
    place.mkdir()
    gh = {**fake_gh_at(place), "GH_ANSWERS": json.dumps(answers)}
    with monkeypatch.context() as patch:
        for name, value in gh.items():
            patch.setenv(name, value)
        assert main(["--root", str(result), "github", "gabungkan", str(number)]) == 0
    (merge,) = [said for words, said in gh_calls(gh) if words[3].endswith("/merge")]
    told = json.loads(merge)
    message = f"{told['commit_title']}\n\n{told['commit_message']}"
    tree = merging.git("rev-parse", "HEAD^{tree}").strip()
    hosted = Hosted(hall.origin.root, host)
    hosted.git("fetch", "--quiet", str(result), "HEAD")
    return hosted.land(tree, (base, head), message, BOT, now)
