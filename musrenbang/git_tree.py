"""The files of one commit."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from musrenbang.git_run import run_git
from musrenbang.tree import TOP_FOLDERS, Entry


class GitTree:
    """The files of one commit, read from Git's object store."""

    def __init__(self, root: Path, commit: str) -> None:
        self.root = root
        self.commit = commit
        self._objects: dict[str, str] | None = None

    def entries(self) -> list[Entry]:
        output = run_git(self.root, ("ls-tree", "-r", "-z", self.commit, "--", *TOP_FOLDERS))
        found: list[Entry] = []
        objects: dict[str, str] = {}
        for line in output.decode("utf-8", "surrogateescape").split("\0"):
            if line:
                meta, path = line.split("\t", 1)
                mode, _, object_id = meta.split(" ")
                objects[path] = object_id
                found.append(Entry(path, mode.startswith("100"), object_id))
        self._objects = objects
        return sorted(found)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        if self._objects is None:
            self.entries()
        objects = self._objects or {}
        wanted = list(paths)
        output = run_git(
            self.root,
            ("cat-file", "--batch"),
            "".join(objects[path] + "\n" for path in wanted).encode(),
        )
        offset = 0
        for path in wanted:
            end_of_header = output.index(b"\n", offset)
            size = int(output[offset:end_of_header].split(b" ")[2])
            start = end_of_header + 1
            yield path, output[start : start + size]
            offset = start + size + 1
