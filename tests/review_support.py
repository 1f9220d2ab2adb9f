"""Changes told as text: a base year and, for each kind of change, what differs from it.

`tests/review/dasar.txt` names the files of the base, `tests/review/<name>/perubahan.txt` those that
change. A section begins with `=== PATH` and holds the whole file; `=== PATH (hapus)` removes it,
and `=== PATH (ganti)` holds pairs of lines `- old` and `+ new` that replace text in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import ndiff
from pathlib import Path

from musrenbang.files.paths import place_of
from musrenbang.files.tree import TOP_FOLDERS, Entry
from musrenbang.git.differences import ABSENT, ChangedFile
from musrenbang.records.changed_snapshot import load_changed
from musrenbang.records.loader import load
from musrenbang.review.comparison import review
from musrenbang.review.facts import Contents, Facts
from musrenbang.review.review_model import ALLOWED_SIGNERS, Review
from musrenbang.rules.rule_check import check
from tests.pictures import photo

FOLDER = Path(__file__).parent / "review"
PLAIN = "100644"

_HEADER = re.compile(r"=== (?P<path>.+?)(?: \((?P<how>hapus|ganti)\))?")

Files = Mapping[str, str]


@dataclass
class MemoryTree:
    """A tree held in memory; whatever is called a photo is one."""

    files: Files = field(default_factory=dict)

    def entries(self) -> list[Entry]:
        return sorted(
            Entry(path, is_plain=True) for path in self.files if path.split("/")[0] in TOP_FOLDERS
        )

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            yield path, photo(8, 8) if path.endswith(".jpg") else self.files[path].encode()


def apply(text: str, base: Files) -> dict[str, str]:
    """The files after what a text tells of them; the story before the first section is skipped."""
    files = dict(base)
    for section in re.split(r"^(?==== )", text, flags=re.MULTILINE)[1:]:
        head, _, body = section.partition("\n")
        match = _HEADER.fullmatch(head.strip())
        assert match, head
        path = match["path"].encode().decode("unicode_escape")
        if match["how"] == "hapus":
            del files[path]
        elif match["how"] == "ganti":
            for old, new in re.findall(r"^- (.*)\n\+ (.*)$", body, flags=re.MULTILINE):
                assert old in files[path], old
                files[path] = files[path].replace(old, new.replace(r"\n", "\n"))
        else:
            files[path] = body.strip("\n") + "\n"
    return files


def read_base() -> dict[str, str]:
    """The base year."""
    return apply((FOLDER / "dasar.txt").read_text(encoding="utf-8"), {})


def changed_files(base: Files, head: Files) -> list[ChangedFile]:
    """What Git would say differs between two sets of files."""
    return [
        ChangedFile(path, PLAIN if path in base else ABSENT, PLAIN if path in head else ABSENT)
        for path in sorted({*base, *head})
        if base.get(path) != head.get(path)
    ]


def review_of(base: Files, head: Files) -> Review:
    """The review of a change between two sets of files."""
    changed = changed_files(base, head)
    paths = {file.path for file in changed}
    before = load(MemoryTree(base))
    after = load_changed(before, MemoryTree(head), paths)
    found = check(MemoryTree(head), after, paths)
    contents = Contents(
        lines={
            path: _lines(base.get(path, ""), head.get(path, ""))
            for path in paths
            if not place_of(path)
        },
        sizes={path: len(head[path].encode()) for path in paths & set(head)},
        signers=(base.get(ALLOWED_SIGNERS, ""), head.get(ALLOWED_SIGNERS, "")),
    )
    facts = Facts(before, after, changed, contents)
    return review(facts, check(MemoryTree(base), before), found)


def _lines(before: str, after: str) -> tuple[int, int]:
    """Lines added and removed, as Git counts them."""
    marks = [row[0] for row in ndiff(before.splitlines(), after.splitlines())]
    return marks.count("+"), marks.count("-")
