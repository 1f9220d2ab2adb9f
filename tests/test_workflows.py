"""The GitHub side: what its files say and what the workflows may do."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from musrenbang.files.tree import FolderTree
from musrenbang.importing.issue_form import FIELDS
from musrenbang.records.loader import load
from musrenbang.review.guards import GUARDS
from musrenbang.review.owners import codeowners, codeowners_findings
from tests.conftest import ROOT
from tests.review_support import MemoryTree
from tests.workflow_support import (
    WORKFLOWS,
    base_files,
    checked_by_schema,
    checked_by_zizmor,
    read_workflow,
)

GITHUB = ROOT / ".github"
PATHS = sorted(WORKFLOWS.glob("*.yml"))
BASE = base_files()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_workflow_has_no_more_rights_than_it_needs(path: Path) -> None:
    workflow = read_workflow(path)
    assert workflow["permissions"] == {}
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])
    if "pull_request" in workflow["on"]:
        rights = {
            right for job in workflow["jobs"].values() for right in job["permissions"].items()
        }
        # The second is never given to forks, whatever is asked for.
        assert rights <= {("contents", "read"), ("pull-requests", "write")}
        assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["terima.yml", "kecamatan-terima.yml"])
def test_what_opens_uploads_holds_no_rights_and_what_holds_rights_opens_none(name: str) -> None:
    jobs = read_workflow(WORKFLOWS / name)["jobs"]
    judge, writer = jobs["nilai"], jobs["ajukan"]
    assert judge["permissions"] == {"contents": "read"}
    assert "env" not in judge
    assert not any("env" in step for step in judge["steps"])
    assert not any(" nilai " in step.get("run", "") for step in writer["steps"])
    # Neither has the pushed commit in a folder: main is all that is ever checked out.
    checkouts = [
        step["with"]
        for job in (judge, writer)
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert [one["ref"] for one in checkouts] == ["main", "main"]


def test_the_page_of_a_release_says_what_founding_asks_for(tmp_path: Path) -> None:
    for name in ("Makefile", "CATATAN.md", "musrenbang/files/program.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    where = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "kota/alat"}
    named = {"GITHUB_SHA": "0123456789" * 4, "GITHUB_REF_NAME": "v1"}
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/musrenbang-1-py3-none-any.whl").touch()
    words = ["make", "--assume-old=roda", "catatan"]
    environment = {**os.environ, **where, **named}
    subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True)
    told = (tmp_path / "dist/catatan.md").read_text(encoding="utf-8")
    assert (
        "    --tanda PEMILIK_REPO=kota/alat\n"
        "    --tanda COMMIT=0123456789012345678901234567890123456789\n"
        "    --tanda ALAMAT_RODA=https://github.example/kota/alat/releases/download/v1/"
        "musrenbang-1-py3-none-any.whl\n"
    ) in told


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_actions_are_pinned_and_commands_are_ours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for action in re.findall(r"\buses: (.+)", text):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", action)
    for job in read_workflow(path)["jobs"].values():
        for step in job["steps"]:
            command = step.get("run", "make")
            assert OURS.match(command), command
            assert "${{" not in command
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


OURS = re.compile(
    r"make\b|(alat/)?\.venv/bin/python (alat/)?build\.py\b|\$MUSRENBANG\b"
    r"|python3 -m pip install --quiet --no-compile --no-deps --only-binary :all: --target alat "
    r"-r (dasar|data)/\.github/musrenbang\.txt\n"
    r"|python3 scripts/uji_operator\.py$"
    r'|gh release create "\$GITHUB_REF_NAME" '
    r'|gh api --method POST --silent --field ref=main "repos/\$REPO_KOTA/actions/workflows/'
    r"|if ! cmp -s dasar/\.github/musrenbang\.txt usulan/\.github/musrenbang\.txt; then\n"
)


def test_the_same_action_has_the_same_pin_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in PATHS:
        for name, pin in re.findall(r"\buses: (\S+)@(\S+)", path.read_text(encoding="utf-8")):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", PATHS),
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_files_for_github_keep_its_schemas(schema: str, paths: list[Path]) -> None:
    checked_by_schema(schema, paths)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_nothing_personal(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    labels = " ".join(
        part["attributes"]["label"].casefold()
        for part in form["body"]
        if part["type"] != "markdown"
    )
    assert not re.search(r"nama|nik|ktp|telepon|telp|surel|email|alamat", labels)
    assert "Jangan menulis nama, NIK" in form["body"][0]["attributes"]["value"]


def test_the_form_has_the_fields_the_program_reads() -> None:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "usulan-langsung.yml").read_text("utf-8"))
    parts = [part["attributes"] for part in form["body"] if part["type"] != "markdown"]
    assert [part["label"] for part in parts][:-1] == list(FIELDS)


def test_the_owners_in_the_repository_are_current() -> None:
    text = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8")
    assert codeowners_findings(load(FolderTree(ROOT)), text) == []


def test_owners_are_accounts_or_nobody() -> None:
    files = dict(BASE)
    path = "proposals/2016/musrenbang.yaml"
    files[path] = files[path].replace("akun: camat-contoh", 'akun: "x @orang-lain"')
    text = codeowners(load(MemoryTree(files)))
    assert "orang-lain" not in text
    assert "\n*" in text


def test_the_ruleset_allows_merges_only_and_asks_for_owners() -> None:
    rules = json.loads((GITHUB / "ruleset-main.json").read_text(encoding="utf-8"))
    by_type = {rule["type"]: rule.get("parameters", {}) for rule in rules["rules"]}
    assert {"deletion", "non_fast_forward"} <= set(by_type)
    # What operators record need not be signed, and would be blocked.
    assert "required_signatures" not in by_type
    assert by_type["pull_request"]["allowed_merge_methods"] == ["merge"]
    assert by_type["pull_request"]["require_code_owner_review"] is True
    names = {job["name"] for job in read_workflow(WORKFLOWS / "periksa.yml")["jobs"].values()}
    checks = by_type["required_status_checks"]["required_status_checks"]
    assert {check["context"] for check in checks} == names


def test_every_guard_is_documented() -> None:
    text = (ROOT / "docs" / "pull-requests.md").read_text(encoding="utf-8")
    assert [name for name in GUARDS if f"`{name}`" not in text] == []


def test_an_independent_auditor_finds_nothing_in_the_workflows() -> None:
    checked_by_zizmor(GITHUB)
    checked_by_zizmor(ROOT / "action.yml")
