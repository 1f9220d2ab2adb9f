"""One year as rules, pages and documents see it: facts derived once and shared by all."""

from collections.abc import Mapping
from functools import cached_property

from musrenbang.analysis import fairness, twins
from musrenbang.analysis.fairness import Flag
from musrenbang.analysis.personal_data import Number, numbers
from musrenbang.analysis.texts import Text, texts_of
from musrenbang.analysis.twins import Twin
from musrenbang.cases import Case, Status, cases_of
from musrenbang.figures import Ringkasan, ringkasan
from musrenbang.snapshot import Snapshot, Year
from schemas import Keputusan


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

    @cached_property
    def decisions(self) -> tuple[tuple[Case, Keputusan], ...]:
        """The cases that have a decision, each with it."""
        return tuple((case, case.keputusan) for case in self.cases if case.keputusan)

    @cached_property
    def decided(self) -> int:
        """How many decisions the year has."""
        return len(self.decisions)

    @cached_property
    def first_with_code(self) -> Mapping[str, str]:
        """The id of the first case that has each tracking code."""
        found: dict[str, str] = {}
        for case in self.cases:
            if case.usulan.kode_tracking is not None:
                found.setdefault(case.usulan.kode_tracking, case.id)
        return found

    def exists(self, name: str) -> bool:
        """Whether there is a proposal of this identity, in any year."""
        tahun, folder, nomor = name.split("/")
        year = self.snapshot.years.get(int(tahun))
        if year is None:
            return False
        known = year.langsung if folder == year.langsung.slug else year.kelurahan.get(folder)
        return known is not None and nomor in known.usulan

    def case(self, name: str) -> Case:
        """The case of this identity, in this or another year; `KeyError` where there is none."""
        tahun, folder, nomor = name.split("/")
        if int(tahun) == self.year.tahun:
            return self.cases_by_folder[folder][nomor]
        return next(one for one in cases_of(self.snapshot.years[int(tahun)]) if one.id == name)

    @cached_property
    def flags(self) -> Mapping[str, tuple[Flag, ...]]:
        """What the fairness check flags (juknis C.1.f), by case id."""
        return fairness.flags(self.cases)

    @cached_property
    def twins(self) -> Mapping[str, Twin]:
        """The earlier proposal that a case probably repeats, by case id."""
        earlier = (year for tahun, year in self.snapshot.years.items() if tahun < self.year.tahun)
        approved = (
            case for year in earlier for case in cases_of(year) if case.status is Status.DISETUJUI
        )
        return twins.twins(self.cases, approved)

    @cached_property
    def personal_numbers(self) -> tuple[tuple[Text, Number], ...]:
        """The numbers and addresses of persons in the free texts that become public."""
        return tuple(
            (text, number) for text in texts_of(self.year) for number in numbers(text.text)
        )

    def is_broken(self, path: str) -> bool:
        """Whether a file exists but could not be read, so that nothing can be said about it."""
        return path in self.snapshot.broken
