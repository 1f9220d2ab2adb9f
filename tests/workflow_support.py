"""A stand-in for GitHub: runs the steps of a job in order, in fresh clones of a repository.

Of an action only what later steps build on is done: a checkout clones. The commands of `run:` are
executed as GitHub executes them, by `bash -eo pipefail`, with the event in the environment.
"""

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from musrenbang.records.loader import load
from musrenbang.review.owners import codeowners
from musrenbang.review.review_model import CODEOWNERS
from tests.conftest import ROOT, GitFolder, write_files
from tests.review_support import MemoryTree, read_base

WORKFLOWS = ROOT / ".github" / "workflows"
PREVIEW = "Susun pratinjau situs dan dokumen"
"""The step of a job that takes most of its time, and judges nothing."""
RECORDS = ("proposals", "decisions")

FAKE_GH = """\
import json, os, sys
with open(os.environ["GH_LOG"], "a", encoding="utf-8") as log:
    stdin = sys.stdin.read() if "--input" in sys.argv else ""
    log.write(json.dumps([sys.argv[1:], stdin]) + "\\n")
words = sys.argv[1:]
if words[:2] == ["release", "view"]:
    sys.exit(1)
if words[0] == "api" and (answers := json.loads(os.environ.get("GH_ANSWERS", "{}"))):
    path = words[3].split("/", 3)[-1].partition("?")[0]
    sys.exit(print(json.dumps(answers[path])) if path in answers else "tidak ada: " + path)
elif words[0] == "api" and "/issues/" in words[3]:
    print(open(os.environ["GH_ISSUE"], encoding="utf-8").read())
elif words[0] == "api" and words[3].endswith("/releases/latest"):
    print(json.dumps({"assets": json.loads(os.environ["GH_ASSETS"])}))
elif words[0] == "api" and "/git/matching-refs/" in words[3]:
    print(json.dumps([{"ref": ref} for ref in os.environ["GH_REFS"].split()]))
elif words[0] == "api":
    print(json.dumps({"html_url": "https://contoh.example/pull/1"}))
"""


_REPOSITORY = "contoh/musrenbang"
_HEAD = "github.event.pull_request.head.repo.full_name"
_OWN_BRANCH = f"{_HEAD} == github.repository"


def fake_gh_at(folder: Path) -> dict[str, str]:
    """The environment of a `gh` that writes down what it is asked for in `gh.log`."""
    tools = folder / "gh"
    write_files(tools, {"gh": f"#!{sys.executable}\n{FAKE_GH}"})
    (tools / "gh").chmod(0o755)
    return {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GH_LOG": str(folder / "gh.log"),
        "GH_ISSUE": str(folder / "isu.json"),
        "GH_ASSETS": "[]",
        "GH_REFS": "",
        "GITHUB_REPOSITORY": _REPOSITORY,
        "GITHUB_REF_NAME": "main",
    }


def gh_calls(environment: Mapping[str, str]) -> list[tuple[list[str], str]]:
    """What such a `gh` was asked for: its words, and what it was given to read."""
    log = Path(environment["GH_LOG"])
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [(words, stdin) for words, stdin in map(json.loads, lines)]


def base_files() -> dict[str, str]:
    """The base year with the owners that follow from it."""
    files = {path: text for path, text in read_base().items() if path.startswith(RECORDS)}
    return {**files, CODEOWNERS: codeowners(load(MemoryTree(files)))}


def software() -> dict[str, bytes]:
    """The files of this repository other than its records, committed or not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = {name for name in listed.split("\0") if name and not name.startswith(RECORDS)}
    return {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()}


def make_repository(root: Path) -> GitFolder:
    """This software with the base year, on main."""
    folder = GitFolder(root)
    folder.commit("Perangkat lunak", software())
    setup = folder.root / "scripts" / "setup"
    setup.chmod(setup.stat().st_mode | stat.S_IXUSR)
    folder.commit("Data", base_files())
    return folder


_PYTHON = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n'
_INSTALLED = f"""installed() {{
    mkdir -p "$1/.venv/bin"
    printf %s {shlex.quote(_PYTHON)} > "$1/.venv/bin/python"
    chmod +x "$1/.venv/bin/python"
    cp "$1/requirements.txt" "$1/.venv/site.lock"
}}"""
"""Tells scripts/setup that everything is installed in a folder."""
_BASH = f'() {{ {_INSTALLED}\ninstalled "${{1%/*}}/.."; command bash "$@"; }}'


@dataclass
class Outcome:
    """What became of a job: the exit code of every step that ran, its words, its summary."""

    codes: dict[str, int] = field(default_factory=dict)
    output: str = ""
    summary: str = ""

    @property
    def passed(self) -> bool:
        return not any(self.codes.values())


@dataclass
class Runner:
    """Runs jobs; `values` are what `${{ … }}` stands for."""

    origin: Path
    workspace: Path
    merge: str
    values: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=dict)
    site: Path | None = None
    """What an earlier job handed over."""

    def run(self, workflow: str, job: str, without: str = "") -> Outcome:
        """All steps of a job but the one of a name."""
        document = read_workflow(WORKFLOWS / workflow)
        steps = document["jobs"][job]["steps"]
        self.environment = {**document.get("env", {}), **self.environment}
        outcome = Outcome()
        self.workspace.mkdir(parents=True)
        for step in steps:
            if step["name"] == without or not self._applies(step.get("if", ""), outcome):
                continue
            self._step(step, outcome)
        summary = self.workspace / "ringkasan.md"
        outcome.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        return outcome

    def _applies(self, condition: str, outcome: Outcome) -> bool:
        if _OWN_BRANCH in condition and self.values.get(_HEAD) != _REPOSITORY:
            return False
        return outcome.passed or "cancelled()" in condition

    def _step(self, step: Mapping[str, Any], outcome: Outcome) -> None:
        if step.get("uses", "").startswith("actions/checkout@"):
            options = step.get("with", {})
            self._checkout(options.get("path", "."), self._value(options.get("ref", self.merge)))
        elif step.get("uses", "").startswith("actions/download-artifact@") and self.site:
            shutil.copytree(self.site, self.workspace / step["with"]["path"])
        elif "run" in step:
            done = self._execute(step["run"], step.get("env", {}))
            if not step.get("continue-on-error"):
                outcome.codes[step["name"]] = done.returncode
            outcome.output += done.stdout + done.stderr

    def _checkout(self, path: str, revision: str) -> None:
        target = self.workspace / path
        run = ["git", "clone", "--quiet", "--no-checkout", str(self.origin), str(target)]
        subprocess.run(run, check=True)
        if revision.startswith("refs/"):
            subprocess.run(["git", "fetch", "--quiet", "origin", revision], cwd=target, check=True)
            revision = "FETCH_HEAD"
        subprocess.run(["git", "checkout", "--quiet", revision], cwd=target, check=True)
        if (target / "requirements.txt").is_file():
            subprocess.run(["bash", "-c", f"{_INSTALLED}\ninstalled ."], cwd=target, check=True)

    def _execute(self, command: str, extra: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            # What a wheel brings is as good as installed.
            "BASH_FUNC_bash%%": _BASH,
            "HOME": str(self.workspace),
            "GITHUB_STEP_SUMMARY": str(self.workspace / "ringkasan.md"),
            **self.environment,
            **{name: self._value(value) for name, value in extra.items()},
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def _value(self, text: str) -> str:
        for name, value in self.values.items():
            text = text.replace(f"${{{{ {name} }}}}", value)
        return text


def checked_by_schema(schema: str, paths: Sequence[Path]) -> None:
    """Hold files against a schema of GitHub's."""
    _checked("check-jsonschema", "--builtin-schema", schema, *map(str, paths))


def checked_by_zizmor(folder: Path) -> None:
    """Have an independent auditor of workflows look at a folder."""
    _checked("zizmor", "--pedantic", "--offline", str(folder))


def _checked(program: str, *words: str) -> None:
    command = [str(Path(sys.executable).with_name(program)), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def read_workflow(path: Path) -> Any:
    """A workflow; YAML 1.1 takes its key `on` for true."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["on"] = document.pop(True)
    return document
