"""One year as rules, pages and documents see it: facts derived once and shared by all."""

from functools import cached_property

from musrenbang.cases import Case, cases_of
from musrenbang.figures import Ringkasan, ringkasan
from musrenbang.snapshot import Snapshot, Year


class View:
    """A year of a snapshot with its cases and figures."""

    def __init__(self, snapshot: Snapshot, year: Year) -> None:
        self.snapshot = snapshot
        self.year = year

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """All cases, by folder and number, direct proposals last."""
        return tuple(cases_of(self.year))

    @cached_property
    def cases_by_folder(self) -> dict[str, dict[str, Case]]:
        """Cases by folder and number; every folder is present."""
        found: dict[str, dict[str, Case]] = {folder.slug: {} for folder in self.year.folders}
        for case in self.cases:
            found[case.folder][case.nomor] = case
        return found

    @cached_property
    def ringkasan(self) -> Ringkasan:
        """The figures of the year."""
        return ringkasan(self.cases, self.year.kelurahan)

    def is_broken(self, path: str) -> bool:
        """Whether a file exists but could not be read, so that nothing can be said about it."""
        return path in self.snapshot.broken
