"""`check`: all findings of the tree, or of what a change touches."""

import argparse
import sys
from collections.abc import Collection
from pathlib import Path

from musrenbang.commands.arguments import is_below
from musrenbang.files.paths import MEANINGFUL, name_fault
from musrenbang.files.tree import FolderTree
from musrenbang.git.differences import changed_paths
from musrenbang.history.accepted import read_accepted
from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review import owners
from musrenbang.review.host_keys import host_key_findings
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, HOST_KEYS, RIWAYAT_DITERIMA
from musrenbang.review.signers import signers_findings
from musrenbang.rules import rule_check
from musrenbang.rules.privacy import findings_outside_years
from musrenbang.rules.rule_check import as_sarif
from musrenbang.text.errors import UsageError
from musrenbang.text.lookalikes import skeleton
from musrenbang.text.outlet import print_commands

_FORMATS = {
    "text": rule_check.as_text,
    "json": rule_check.as_json,
    "github": rule_check.as_github,
    "sarif": as_sarif,
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="BERKAS",
        help="hanya tampilkan temuan pada berkas atau folder ini",
    )
    parser.add_argument(
        "--base",
        metavar="REVISI",
        help="temuan kebijakan menjadi galat pada berkas yang berubah sejak revisi ini",
    )
    parser.add_argument("--format", choices=tuple(_FORMATS), default="text", help="bentuk keluaran")


def run(arguments: argparse.Namespace) -> int:
    """Print findings; 1 if any is an error."""
    root: Path = arguments.root
    named = [_relative(root, name) for name in arguments.files]
    touched: set[str] = set()
    if arguments.base is not None:
        touched = changed_paths(root, arguments.base)
    tree = FolderTree(root)
    snapshot = load(tree)
    findings = rule_check.check(tree, snapshot, touched)
    findings += _stale_owners(root, snapshot, touched)
    findings += _unreadable_keys(root)
    findings += _accepted(root)
    findings += _twins_of_folders(root)
    if named:
        findings = [finding for finding in findings if is_below(finding.file, named)]
    output = _FORMATS[arguments.format](findings)
    if output:
        (print_commands if arguments.format == "github" else print)(output)
    errors = sum(finding.level == "error" for finding in findings)
    if arguments.format == "text":
        _summarise(len(findings), errors, len(snapshot.years))
    return 1 if errors else 0


def _twins_of_folders(root: Path) -> list[Finding]:
    """Folders that Windows takes for those that mean something."""
    names = sorted(path.name for path in root.iterdir() if skeleton(path.name) in MEANINGFUL)
    return [
        Finding(name, 1, 1, "berkas.nama", "error", *fault)
        for name in names
        if (fault := name_fault(name)) is not None
    ]


def _stale_owners(root: Path, snapshot: Snapshot, touched: Collection[str]) -> list[Finding]:
    """A CODEOWNERS that is out of date blocks whoever touches it and warns everyone else."""
    path = root / CODEOWNERS
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
    return [
        finding if CODEOWNERS in touched else finding._replace(level="warning")
        for finding in owners.codeowners_findings(snapshot, text)
    ]


def _unreadable_keys(root: Path) -> list[Finding]:
    judges = {ALLOWED_SIGNERS: signers_findings, HOST_KEYS: host_key_findings}
    files = [(root / path, judge) for path, judge in judges.items()]
    return [one for file, judge in files if file.is_file() for one in judge(file.read_bytes())]


def _accepted(root: Path) -> list[Finding]:
    """What is wrong with the file that says which violations an audit accepts."""
    path = root / RIWAYAT_DITERIMA
    if not path.is_file():
        return []
    data = path.read_bytes()
    accepted, found = read_accepted(data)
    return [*found, *findings_outside_years(RIWAYAT_DITERIMA, data, accepted)]


def _summarise(findings: int, errors: int, years: int) -> None:
    if findings:
        print(f"\n{errors} galat, {findings - errors} peringatan.", file=sys.stderr)
    elif years:
        print("Semua berkas baik.", file=sys.stderr)
    else:
        print("Belum ada data di folder ini.", file=sys.stderr)


def _relative(root: Path, name: str) -> str:
    """A file or folder as findings name it; found from here, or from the data folder."""
    found = [path.resolve() for path in (Path.cwd() / name, root / name) if path.exists()]
    if not found:
        raise UsageError(f"{name} tidak ada.")
    for path in found:
        if path.is_relative_to(root.resolve()):
            return path.relative_to(root.resolve()).as_posix()
    raise UsageError(f"{name} tidak berada di folder data {root}.")
