"""One year as rules, pages and documents see it: facts derived once and shared by all."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain

from musrenbang.analysis import fairness, twins
from musrenbang.analysis.fairness import Flag
from musrenbang.analysis.personal_data import Number, numbers
from musrenbang.analysis.texts import Text, texts_of
from musrenbang.analysis.twins import Twin
from musrenbang.cases import Case, Status, case_of, cases_of
from musrenbang.extracts import Extract, Sketch, extract_of
from musrenbang.figures import Ringkasan, ringkasan
from musrenbang.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.standing.counting import KelurahanStanding
from schemas import Keputusan


class View:
    """A year of a snapshot with its cases and figures."""

    def __init__(self, snapshot: Snapshot, year: Year) -> None:
        self.snapshot = snapshot
        self.year = year

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """All cases, by folder and number, direct proposals last."""
        return tuple(chain.from_iterable(map(Mapping.values, self.cases_by_folder.values())))

    @cached_property
    def cases_by_folder(self) -> Mapping[str, Mapping[str, Case]]:
        """Cases by folder and number, joined when they are asked for; every folder is present."""
        return {folder.slug: _Cases(self.year, folder) for folder in self.year.folders}

    @cached_property
    def extracts(self) -> Mapping[str, Extract]:
        """The extract of every folder."""
        return {
            folder.slug: extract_of(folder, self.cases_by_folder[folder.slug].values())
            for folder in self.year.folders
        }

    @cached_property
    def sketches(self) -> tuple[Sketch, ...]:
        """All cases in outline, in the order of `cases`."""
        return tuple(chain.from_iterable(found.sketches for found in self.extracts.values()))

    @property
    def proposed(self) -> int:
        """How many proposals the year has."""
        return sum(len(folder.usulan) for folder in self.year.folders)

    @cached_property
    def ringkasan(self) -> Ringkasan:
        """The figures of the year."""
        return ringkasan([one.counts for one in self.extracts.values()], self.year.kelurahan)

    @cached_property
    def standings(self) -> tuple[KelurahanStanding, ...]:
        """How far every kelurahan has come, by folder."""
        return tuple(self.extracts[slug].standing for slug in self.year.kelurahan)

    @cached_property
    def decisions(self) -> tuple[tuple[Case, Keputusan], ...]:
        """The cases that have a decision, each with it."""
        return tuple((case, case.keputusan) for case in self.cases if case.keputusan)

    @cached_property
    def decided(self) -> int:
        """How many decisions the year has."""
        return sum(found.decided for found in self.extracts.values())

    @cached_property
    def first_with_code(self) -> Mapping[str, str]:
        """The id of the first case that has each tracking code."""
        found: dict[str, str] = {}
        for sketch in self.sketches:
            if sketch.kode_tracking is not None:
                found.setdefault(sketch.kode_tracking, sketch.id)
        return found

    def exists(self, name: str) -> bool:
        """Whether there is a proposal of this identity, in any year."""
        tahun, slug, nomor = name.split("/")
        year = self.snapshot.years.get(int(tahun))
        folder = _folder(year, slug) if year else None
        return folder is not None and nomor in folder.usulan

    def case(self, name: str) -> Case:
        """The case of this identity, in this or another year; `KeyError` where there is none."""
        tahun, slug, nomor = name.split("/")
        if int(tahun) == self.year.tahun:
            return self.cases_by_folder[slug][nomor]
        year = self.snapshot.years[int(tahun)]
        folder = _folder(year, slug)
        if folder is None:
            raise KeyError(name)
        return case_of(year, folder, nomor)

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


def _folder(year: Year, slug: str) -> KelurahanFolder | None:
    return year.langsung if slug == year.langsung.slug else year.kelurahan.get(slug)


class _Cases(Mapping[str, Case]):
    """The cases of one folder by number."""

    def __init__(self, year: Year, folder: KelurahanFolder) -> None:
        self._year = year
        self._folder = folder
        self._found: dict[str, Case] = {}

    def __getitem__(self, nomor: str) -> Case:
        found = self._found.get(nomor)
        if found is None:
            found = self._found[nomor] = case_of(self._year, self._folder, nomor)
        return found

    def __contains__(self, nomor: object) -> bool:
        return nomor in self._folder.usulan

    def __iter__(self) -> Iterator[str]:
        return iter(self._folder.usulan)

    def __len__(self) -> int:
        return len(self._folder.usulan)
