"""`codeowners`: who has to approve which files, written to .github/CODEOWNERS or compared."""

import argparse
from pathlib import Path

from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.review.owners import codeowners, codeowners_findings, tells_of_officials
from musrenbang.review.review_model import CODEOWNERS
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import beberapa


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="hanya bandingkan, jangan menulis")


def run(arguments: argparse.Namespace) -> int:
    """Write the file, or say that it is out of date."""
    root: Path = arguments.root
    snapshot = load(FolderTree(root))
    path = root / CODEOWNERS
    broken = sorted(filter(tells_of_officials, snapshot.broken))
    if broken:
        raise CommandError(
            f"Pejabatnya tidak terbaca: {beberapa(broken)}. Perbaiki dahulu ({COMMAND} check)."
        )
    if arguments.check:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        findings = codeowners_findings(snapshot, text)
        if findings:
            raise CommandError(f"{findings[0].message} {findings[0].hint}")
        return 0
    path.parent.mkdir(exist_ok=True)
    replace_file(path, codeowners(snapshot).encode())
    print(f"{CODEOWNERS} ditulis.")
    return 0


def renewed(root: Path) -> list[str]:
    """The file, if a folder has one that was out of date and is now written anew."""
    path = root / CODEOWNERS
    snapshot = load(FolderTree(root))
    if not path.is_file() or not codeowners_findings(snapshot, path.read_text("utf-8", "replace")):
        return []
    replace_file(path, codeowners(snapshot).encode())
    return [CODEOWNERS]
