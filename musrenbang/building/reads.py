"""Names for the content that units of the site are made from (`site.units.Reads`)."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b

from musrenbang.building.sources import Sources
from musrenbang.cache import key_of
from musrenbang.cases import Case, photo_files
from musrenbang.extracts import Sketch
from musrenbang.history import History
from musrenbang.paths import kelurahan_path, kirim_path
from musrenbang.theme import Theme

MARK_BYTES = 12
LONG_MARKS = 400
"""From so many characters on, the marks of several proposals are worth a name of their own."""


class Digests:
    """What was read, by the digests of its files."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    @cached_property
    def settings(self) -> str:
        """The settings of all years and of every kelurahan in them."""
        parts = []
        for tahun, year in self._sources.snapshot.years.items():
            parts.append(self._sources.content(str(tahun)))
            for slug in year.kelurahan:
                parts += [slug, self._sources.profil.get(kelurahan_path(tahun, slug), "")]
        return key_of(*parts)

    def cases(self, sketches: Iterable[Sketch]) -> str:
        marks = "".join([sketch.mark for sketch in sketches])
        return marks if len(marks) < LONG_MARKS else key_of(marks)

    def mark(self, case: Case) -> str:
        """A short name for the content of all files of a case, with its photos and Kirim."""
        files = (
            case.file,
            case.decision_file,
            kirim_path(case.tahun, case.folder),
            *photo_files(case),
        )
        text = " ".join([case.id, *map(self._sources.digest, files)])
        return blake2b(text.encode(), digest_size=MARK_BYTES).hexdigest()

    def folder(self, tahun: int, slug: str) -> str:
        return self._sources.content(f"{tahun}/{slug}")

    def file(self, path: str) -> str:
        return self._sources.digest(path)


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
        return key_of(self.settings, *parts)

    def version(self) -> str:
        head = self._history.head
        return f"{head.id if head else ''} {self._history.dirty}"

    def year(self, tahun: int) -> str:
        return self._sources.content(*sorted(self._years.get(tahun, ())))

    def recorded(self, sketch: Sketch) -> str:
        by_path = self._history.by_path
        events = (*by_path.get(sketch.file, ()), *by_path.get(sketch.decision_file, ()))
        told = self._slices.get(sketch.id, "")
        return f"{[(letter, commit.id) for letter, commit in events]} {told}"

    def history(self, tahun: int | None, slug: str | None = None) -> str:
        if tahun is None:
            return self._history.head.id if self._history.head else ""
        return self._slices.get(f"{tahun}" if slug is None else f"{tahun}/{slug}", "")
