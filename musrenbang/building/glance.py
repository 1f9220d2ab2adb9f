"""Records, published site and history as they are seen at one moment, without opening a file."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from musrenbang.building.stamps import Files, Stamps, names_to_stamp, stamp_outputs
from musrenbang.git import Repository
from musrenbang.parallel import aside
from musrenbang.publishing import CHECKSUMS, checksums
from musrenbang.tree import TOP_FOLDERS

MANY_BYTES = 400_000
"""Checksums of so many files that looking at records and outputs at the same time pays."""


class Glance:
    """The stamps of all records and of all that is published, and what Git says of the folder."""

    def __init__(self, root: Path, target: Path, workers: int | None = None) -> None:
        self._asked = _ask_git(root)
        try:
            self.listing = (target / CHECKSUMS).read_bytes()
        except OSError:
            self.listing = b""
        self.sums = checksums(self.listing)
        self._names = names_to_stamp([*self.sums, CHECKSUMS])
        look: Callable[[], bytes] = lambda: stamp_outputs(target, self._names)  # noqa: E731
        self._look = aside(look, workers) if len(self.listing) > MANY_BYTES else look
        self.files = scan(root)

    @cached_property
    def records(self) -> str:
        """One text for the stamps of all records; empty where one is racy."""
        return self.files.fingerprint(self.files.folders)

    @cached_property
    def outputs(self) -> Stamps:
        """The stamps of all that is published."""
        return Stamps(self._names, self._look())

    @cached_property
    def history(self) -> str:
        """Commit, shallowness and whether there are changes; empty without Git."""
        return self._asked()


def _ask_git(root: Path) -> Callable[[], str]:
    """Begin to ask Git for the state of the folder; the function waits for the answer."""
    repository = Repository(root)
    return repository.ask_state() if repository.exists() else lambda: ""


def scan(root: Path) -> Files:
    """The stamps of all record files."""
    return Files((top, root / top) for top in TOP_FOLDERS)
