"""Cases of the rule book: small trees told as changes to a faultless one.

`tests/rules/dasar.txt` holds the faultless tree in the middle of the meeting, `selesai.txt` what
finishes it. A case, `tests/rules/<rule id>/<name>.txt`, begins with a sentence that says what it
shows, then names files:

    === proposals/2016/rawasari/kelurahan.yaml
    jumlah_rw: 2   # <- usulan.rw-dikenal

Top-level keys replace those of the same name in the base; all others stay. Behind the path may
stand `(hapus)`: the file is gone; `(tanpa dikirim, rt)`: these keys are gone; `(baru)`: nothing
of the base is kept; `(seperti PATH)`: the base is that other file; `(ditandai volume)`: nothing
changes, the mark is for that key. `0101..0109` in a path stands for all these numbers, and
`<a b c>` in the text for a, b, c in turn.
`# <- rule` marks the line where a finding of that rule is expected; on the line of the path it
stands for line 1. Nothing else may be found in the tree, by any rule.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from musrenbang.files.tree import Entry
from tests.pictures import photo

CASES = Path(__file__).parent / "rules"

Expected = tuple[str, int, str]
"""A finding as file, line and rule."""

_HEADER = re.compile(r"=== (?P<path>\S+)(?: \((?P<how>[^)]*)\))?")
_MARK = re.compile(r"\s*# <- (?P<rules>[a-z., -]+)$")
_RANGE = re.compile(r"(?P<first>[0-9]{4})\.\.(?P<last>[0-9]{4})")
_CYCLE = re.compile(r"<([^<>\n]+)>")
_BLOCK = re.compile(r"^(?=[a-z0-9_-]+:)", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case: what it shows, its whole tree, the findings it must give."""

    story: str
    files: Mapping[str, str]
    expected: tuple[Expected, ...]


@dataclass
class TextTree:
    """A tree held in memory; whatever is not text is a photo."""

    files: Mapping[str, str] = field(default_factory=dict)

    def entries(self) -> list[Entry]:
        return sorted(Entry(path, is_plain=True) for path in self.files)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            is_text = path.endswith((".yaml", ".md"))
            yield path, self.files[path].encode() if is_text else photo(8, 8)


def read_case(path: Path) -> Case:
    """Read one case on top of the base it names."""
    story, _, body = path.read_text(encoding="utf-8").partition("\n=== ")
    base: Mapping[str, str] = {}
    if path.name != "dasar.txt":
        starts_from = re.search(r"^Dari: (\S+)$", story, re.MULTILINE)
        base = read_case(CASES / f"{starts_from[1] if starts_from else 'dasar'}.txt").files
    files = dict(base)
    expected: list[Expected] = []
    for section in re.split(r"^(?==== )", "=== " + body, flags=re.MULTILINE):
        if section.strip():
            _apply(section, base, files, expected)
    return Case(story.strip(), files, tuple(sorted(expected)))


def _apply(
    section: str, base: Mapping[str, str], files: dict[str, str], expected: list[Expected]
) -> None:
    head, _, body = section.partition("\n")
    mark = _MARK.search(head)
    match = _HEADER.fullmatch(_MARK.sub("", head).strip())
    assert match, head
    how = match["how"] or ""
    for index, path in enumerate(_paths(match["path"])):
        marked_key = how.removeprefix("ditandai ") if how.startswith("ditandai ") else None
        if mark:
            place = _line_of(marked_key, files[path]) if marked_key else 1
            expected += ((path, place, rule) for rule in _rules(mark))
        if marked_key:
            continue
        if how == "hapus":
            files.pop(path, None)
            continue
        start = base.get(how.removeprefix("seperti ") if how.startswith("seperti") else path, "")
        text = _cycled(body, index)
        dropped = set(_keys(text))
        if how.startswith("tanpa "):
            dropped.update(how.removeprefix("tanpa ").split(", "))
        kept = "" if how == "baru" else _without(start, dropped)
        text = kept + text.strip("\n") + "\n"
        files[path] = "\n".join(_MARK.sub("", line) for line in text.split("\n"))
        for number, line in enumerate(text.split("\n"), 1):
            found = _MARK.search(line)
            if found:
                expected += ((path, number, rule) for rule in _rules(found))


def _line_of(key: str, text: str) -> int:
    """Where the value of a top-level key begins."""
    lines = text.split("\n")
    number = next(number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:"))
    return number + lines[number - 1].endswith(":")


def _paths(path: str) -> Iterator[str]:
    numbers = _RANGE.search(path)
    if not numbers:
        yield path
        return
    for number in range(int(numbers["first"]), int(numbers["last"]) + 1):
        yield _RANGE.sub(f"{number:04d}", path)


def _rules(mark: re.Match[str]) -> list[str]:
    return [rule.strip() for rule in mark["rules"].split(",")]


def _cycled(text: str, index: int) -> str:
    def choose(match: re.Match[str]) -> str:
        words = match[1].split()
        return words[index % len(words)]

    return _CYCLE.sub(choose, text)


def _keys(text: str) -> list[str]:
    return [block.partition(":")[0] for block in _BLOCK.split(text) if ":" in block]


def _without(text: str, dropped: set[str]) -> str:
    blocks = _BLOCK.split(text)
    return "".join(block for block in blocks if block.partition(":")[0] not in dropped)
