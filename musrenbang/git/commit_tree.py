"""The files of one commit."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from musrenbang.files.tree import TOP_FOLDERS, Entry
from musrenbang.git.runner import run_git


def files_at(root: Path, commit: str, *folders: str) -> dict[str, tuple[str, str]]:
    """The (mode, blob) of every file of a commit, by path; only below some folders, if asked so.

    Bytes of a path that are not UTF-8 are kept as surrogates.
    """
    output = run_git(root, ("ls-tree", "-r", "-z", commit, "--", *folders))
    found = {}
    for line in output.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        meta, path = line.split("\t", 1)
        mode, _, blob = meta.split(" ")
        found[path] = mode, blob
    return found


class GitTree:
    """The files of one commit, read from Git's object store."""

    def __init__(self, root: Path, commit: str) -> None:
        self.root = root
        self.commit = commit
        self._objects: dict[str, str] | None = None

    def entries(self) -> list[Entry]:
        found = files_at(self.root, self.commit, *TOP_FOLDERS)
        self._objects = {path: blob for path, (_, blob) in found.items()}
        return sorted(
            Entry(path, mode.startswith("100"), blob) for path, (mode, blob) in found.items()
        )

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
