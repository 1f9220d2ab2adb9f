"""Writes one document of a data folder: `python -m … FOLDER 2016/dokumen/laporan.pdf TARGET`.

Later versions of this program run this file out of older commits: its place, arguments and exit
codes (0 written or no such document, 1 findings) stay as they are.
"""

import sys
from pathlib import Path, PurePosixPath

from musrenbang.files.file_writer import replace_file
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import read_head
from musrenbang.papers.daftar import photos_of
from musrenbang.papers.paket import render_documents
from musrenbang.records.loader import load
from musrenbang.rules import rule_check
from musrenbang.year.views import View


def write_document(root: Path, path: str, target: Path) -> int:
    """Write the document whose place on the site is `path`; the exit code."""
    tree = FolderTree(root)
    snapshot = load(tree)
    errors = [item for item in rule_check.check(tree, snapshot) if item.level == "error"]
    if errors:
        print(rule_check.as_text(errors), file=sys.stderr)  # noqa: T201 - read by the calling process
        return 1
    tahun, _, name = PurePosixPath(path).parts
    year = snapshot.years.get(int(tahun))
    if year:
        view = View(snapshot, year)
        photos = {file: data for file, data in tree.read(sorted(photos_of(view))) if data}
        for document in render_documents(view, read_head(root), read_theme(), photos):
            if document.name == name:
                replace_file(target, document.data)
    return 0


if __name__ == "__main__":
    sys.exit(write_document(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
