"""Names for the content that units of the site are made from (`site.units.Reads`)."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from musrenbang.building.sources import Sources
from musrenbang.cache import key_of
from musrenbang.cases import Case
from musrenbang.history import History
from musrenbang.paths import kelurahan_path, kirim_path
from musrenbang.theme import Theme


class Digests:
    """What was read, by the digests of its files."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._kirim: dict[tuple[int, str], str] = {}
        self._marks: dict[str, str] = {}

    def settings(self) -> str:
        """The settings of all years and of every kelurahan in them."""
        parts = []
        for tahun, year in self._sources.snapshot.years.items():
            parts.append(self._sources.content(str(tahun)))
            for slug in year.kelurahan:
                parts += [slug, self.file(kelurahan_path(tahun, slug))]
        return key_of(*parts)

    def cases(self, cases: Iterable[Case]) -> str:
        return key_of("\n".join(map(self.mark, cases)))

    def mark(self, case: Case) -> str:
        """What lists show of one case."""
        found = self._marks.get(case.id)
        if found is None:
            digests = self._sources.digests
            found = self._marks[case.id] = (
                f"{case.id} {digests.get(case.file, '')} {digests.get(case.decision_file, '')} "
                f"{self._sent(case)}"
            )
        return found

    def _sent(self, case: Case) -> str:
        """The content of the Kirim of a case's folder."""
        place = case.tahun, case.folder
        found = self._kirim.get(place)
        if found is None:
            found = self._kirim[place] = self.file(kirim_path(*place))
        return found

    def file(self, path: str) -> str:
        return self._sources.digests.get(path, "")


class Content(Digests):
    """What was read, by the digests of its files and of its history."""

    def __init__(
        self, sources: Sources, history: History, slices: Mapping[str, str], theme: Theme
    ) -> None:
        super().__init__(sources)
        self._history = history
        self._slices = slices
        self._theme = theme
        self._years: dict[int, list[str]] = {}
        for group in sources.known:
            tahun = group.partition("/")[0]
            if tahun.isdigit():
                self._years.setdefault(int(tahun), []).append(group)

    @cached_property
    def shared(self) -> str:
        """What every page may show: the theme, the settings of all years, where history ends."""
        parts = [str(self._history.head is None), str(self._history.shallow)]
        for path, data in self._theme.files.items():
            parts += [path, key_of(data)]
        return key_of(self.settings(), *parts)

    def version(self) -> str:
        head = self._history.head
        return f"{head.id if head else ''} {self._history.dirty}"

    def year(self, tahun: int) -> str:
        return self._sources.content(*sorted(self._years.get(tahun, ())))

    def folder(self, tahun: int, slug: str) -> str:
        return self._sources.content(f"{tahun}/{slug}")

    def recorded(self, case: Case) -> str:
        by_path = self._history.by_path
        events = (*by_path.get(case.file, ()), *by_path.get(case.decision_file, ()))
        told = self._slices.get(case.id, "")
        return f"{[(letter, commit.id) for letter, commit in events]} {told}"

    def history(self, tahun: int | None, slug: str | None = None) -> str:
        if tahun is None:
            return self._history.head.id if self._history.head else ""
        return self._slices.get(f"{tahun}" if slug is None else f"{tahun}/{slug}", "")
