"""One year as rules, pages and documents see it: facts derived once and shared by all."""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.text.lookalikes import skeleton
from musrenbang.year import outliers, twins
from musrenbang.year.cases import Case, Obstacle, Status, cases_of
from musrenbang.year.figures import KelurahanStanding, Ringkasan, ringkasan, standing_of
from musrenbang.year.guide import Guide, guide_of
from musrenbang.year.outliers import Flag
from musrenbang.year.personal_data import Number, Text, numbers, texts_of
from musrenbang.year.twins import Trace, Twin
from schemas import Keputusan


class YearView:
    """A year with its cases and figures: all that follows from its own records."""

    def __init__(self, year: Year) -> None:
        self.year = year

    @property
    def kode(self) -> str:
        """The code of the kecamatan; empty where its settings are not known."""
        settings = self.year.musrenbang
        return settings.kecamatan.kode if settings else ""

    @cached_property
    def guide(self) -> Guide:
        """The guide in force."""
        return guide_of(self.year)

    @cached_property
    def cases_by_folder(self) -> Mapping[str, Mapping[str, Case]]:
        """Cases by folder and number; every folder is present."""
        found: dict[str, dict[str, Case]] = {folder.slug: {} for folder in self.year.folders}
        for case in cases_of(self.year):
            found[case.folder][case.nomor] = case
        return found

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """All cases, by folder and number, direct proposals last."""
        return tuple(chain.from_iterable(map(Mapping.values, self.cases_by_folder.values())))

    @cached_property
    def ringkasan(self) -> Ringkasan:
        """The figures of the year."""
        return ringkasan(self.cases, self.year.kelurahan, self.guide)

    @cached_property
    def standings(self) -> tuple[KelurahanStanding, ...]:
        """How far every kelurahan has come, by folder."""
        return tuple(
            standing_of(folder, self.cases_by_folder[slug].values(), self.guide)
            for slug, folder in self.year.kelurahan.items()
        )

    @cached_property
    def decisions(self) -> tuple[tuple[Case, Keputusan], ...]:
        """The cases that have a decision, each with it."""
        return tuple((case, case.keputusan) for case in self.cases if case.keputusan)

    @cached_property
    def first_with_code(self) -> Mapping[str, str]:
        """The id of the first case that has each tracking code, by what the code looks like."""
        found: dict[str, str] = {}
        for case in self.cases:
            if case.usulan.kode_tracking is not None:
                found.setdefault(skeleton(case.usulan.kode_tracking), case.id)
        return found

    @cached_property
    def flags(self) -> Mapping[str, tuple[Flag, ...]]:
        """What the fairness check flags (juknis C.1.f), by case id."""
        return outliers.flags(self.cases)

    @cached_property
    def traces(self) -> tuple[Trace, ...]:
        """What is compared of the proposals that still ask for something."""
        return twins.traces(self.cases)

    @cached_property
    def personal_numbers(self) -> tuple[tuple[Text, Number], ...]:
        """The numbers and addresses of persons in the free texts that become public."""
        return tuple(
            (text, number) for text in texts_of(self.year) for number in numbers(text.text)
        )


class View(YearView):
    """A year among all others of its snapshot, as rules and papers see it."""

    def __init__(
        self, snapshot: Snapshot, year: Year, archive: "Mapping[int, View] | None" = None
    ) -> None:
        super().__init__(year)
        self.snapshot = snapshot
        self._archive = archive

    @cached_property
    def archive(self) -> "Mapping[int, View]":
        """All years of the snapshot, this one among them."""
        if self._archive is not None:
            return self._archive
        return {**views_of(self.snapshot), self.year.tahun: self}

    def exists(self, name: str) -> bool:
        """Whether there is a proposal of this identity, in any year."""
        tahun, slug, nomor = name.split("/")
        year = self.snapshot.years.get(int(tahun))
        folder = year.folder(slug) if year else None
        return folder is not None and nomor in folder.usulan

    def case(self, name: str) -> Case:
        """The case of this identity, in this or another year; `KeyError` where there is none."""
        tahun, slug, nomor = name.split("/")
        return self.archive[int(tahun)].cases_by_folder[slug][nomor]

    @cached_property
    def twins(self) -> Mapping[str, Twin]:
        """The earlier proposal that a case probably repeats, by case id."""
        earlier = (view for tahun, view in self.archive.items() if tahun < self.year.tahun)
        approved = (
            trace
            for view in earlier
            for trace in view.traces
            if trace.case.status is Status.DISETUJUI
        )
        return twins.twins(self.traces, approved)

    def is_broken(self, path: str) -> bool:
        """Whether a file exists but could not be read, so that nothing can be said about it."""
        return path in self.snapshot.broken

    def obstacle(self, case: Case) -> Obstacle | None:
        """Why the camat does not decide a case now; `None` where it is for the camat."""
        broken = self.is_broken(case.decision_file)
        return case.obstacle or (Obstacle.KEPUTUSAN_RUSAK if broken else None)


def views_of(snapshot: Snapshot) -> dict[int, View]:
    """All years of a snapshot, each among the others."""
    found: dict[int, View] = {}
    for tahun, year in snapshot.years.items():
        found[tahun] = View(snapshot, year, found)
    return found
