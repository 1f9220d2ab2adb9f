"""A tree as it would be with some files written or removed."""

from collections.abc import Iterable, Iterator, Mapping

from musrenbang.files.tree import Entry, Tree

Files = Mapping[str, bytes | None]
"""Content by path; `None` for a file that is to go."""


class Overlay:
    """A tree with some files put over it."""

    def __init__(self, base: Tree, files: Files) -> None:
        self.base = base
        self.files = files

    def entries(self) -> list[Entry]:
        """The base's files and the planned ones, sorted."""
        kept = [entry for entry in self.base.entries() if entry.path not in self.files]
        planned = (path for path, data in self.files.items() if data is not None)
        return sorted([*kept, *(Entry(path, is_plain=True) for path in planned)])

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The planned bytes where there are some, the base's elsewhere."""
        for path in paths:
            if path in self.files:
                yield path, self.files[path]
            else:
                yield from self.base.read([path])
