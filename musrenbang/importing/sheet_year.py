"""The year that sheets are of: what a column, a text around the table or the folder says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from musrenbang.importing.found_sheet import (
    HELD,
    PLANNED,
    FoundSheet,
)
from musrenbang.importing.headings import get
from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.region import (
    Area,
)
from musrenbang.importing.scope import Choice
from musrenbang.importing.sheet_answers import Answers, NeedAnswerError
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.cells import as_text
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, squeezed
from musrenbang.year.steps import open_beside
from schemas import Musrenbang

Mappings = Mapping[int, Mapping[str, Pemetaan]]
"""What is remembered of layouts, by year and name."""


@dataclass
class SheetYear:
    """The year of Musrenbang of sheets, and what is known of them."""

    founds: Sequence[FoundSheet]
    answers: Answers
    snapshot: Snapshot
    known: Mappings
    today: int
    """The running year."""
    guess: Callable[[str], None]
    """Takes what is to be told."""
    tahun: int = 0
    area: Area | None = None
    """The kecamatan of a year that is not there yet."""
    chosen: Choice = field(default_factory=dict)
    """Values of columns that say which rows are meant."""
    hanya: dict[str, list[str]] = field(default_factory=dict)
    """Those of them that somebody chose, to be remembered."""
    sebutan: list[str] = field(default_factory=list)
    """Years and kecamatan that the sheets name and somebody says are these, to be remembered."""
    named_sheets: frozenset[str] = frozenset()
    """Names of worksheets that are those of kelurahan."""

    def _year(self, founds: Sequence[FoundSheet]) -> int:
        self._choose_year(founds)
        said, why = self._year_said(founds)
        if self.answers.tahun is None:
            return self._known_year(said, why)
        if self._is_past(said):
            self.sebutan.append(str(said))
        return self.answers.tahun

    def _known_year(self, said: int, why: str) -> int:
        """The year that a sheet says, or the one that somebody once said it is of.

        A year is never begun unasked where there are years: a sheet may name any.
        """
        years = sorted(self.snapshot.years)
        if self._is_past(said):
            for tahun in reversed(years):
                if self._is_remembered(tahun, str(said)):
                    self.guess(f"Lembar menyebut {said}; dicatat pada Musrenbang {tahun}.")
                    return tahun
            shown = ", ".join(map(str, years))
            raise NeedAnswerError(
                "--tahun ANGKA",
                f"Lembar ini menyebut Musrenbang {said}, yang belum ada di folder data ini (yang "
                f"ada: {shown}). Tahun berapa?",
                [*map(str, years), str(said)],
            )
        if why:
            others = " dan ".join(map(str, open_beside(self.snapshot, said)))
            also = f" Tahun {others} juga belum selesai." if others else ""
            self.guess(
                f"Tahun Musrenbang {said} (menurut {why}).{also} Bila keliru, sebutkan --tahun."
            )
        return said

    def _is_past(self, tahun: int) -> bool:
        """Whether this folder has later years, and not this one."""
        return tahun < max(self.snapshot.years, default=tahun) and tahun not in self.snapshot.years

    def _is_remembered(self, tahun: int, said: str) -> bool:
        """Whether a sheet that names this was one of a year."""
        return any(
            squeezed(said) in map(squeezed, one.sebutan)
            for one in self.known.get(tahun, {}).values()
        )

    def _year_said(self, founds: Sequence[FoundSheet]) -> tuple[int, str]:
        """The year that sheets are likely of, and by what; empty for a column of it."""
        for role, later in (("tahun", 0), ("tahun_rencana", 1)):
            told = {year for found in founds for year in found.table.values(role) if year}
            if len(told) == 1 and HELD.fullmatch(min(told)):
                return int(min(told)) - later, ""
        for found in founds:
            planned = found.named(PLANNED)
            if planned:
                return int(planned) - 1, f"“{planned}” pada judul lembar"
        for found in founds:
            held = found.named(HELD) or next(
                (match[1] for text in found.notes if (match := HELD.search(text))), ""
            )
            if held:
                return int(held), "tulisan di sekitar tabel atau nama berkas"
        if self.snapshot.years:
            return max(self.snapshot.years), "tahun terbaru di folder data"
        return self.today, "tahun ini; lembar tidak menyebutnya"

    def _choose_tabs(self) -> None:
        """The tables of one year, where the texts around them name several."""
        years = [_held(found) for found in self.founds]
        named = sorted({year for year in years if year})
        if len(named) < 2:  # noqa: PLR2004 - one is no choice
            return
        tabs = beberapa(
            [f"{one.place} ({year})" for one, year in zip(self.founds, years, strict=True) if year]
        )
        together = ", ".join(map(str, named))
        remembered = [year for year in named if self._is_remembered(year, together)]
        if self.answers.tahun is None and len(remembered) == 1:
            self.answers.tahun = remembered[0]
        if self.answers.tahun is None:
            raise NeedAnswerError(
                "--tahun TAHUN",
                f"Tabel-tabelnya menyebut tahun Musrenbang yang berbeda: {tabs}. Tahun mana yang "
                "diimpor?",
                list(map(str, named)),
            )
        if self.answers.tahun not in named:
            return
        self.sebutan.append(together)
        for found, year in zip(self.founds, years, strict=True):
            if year not in {0, self.answers.tahun}:
                self.guess(f"{found.place}: tahun {year}, tidak dibaca.")
        self.founds = [
            found
            for found, year in zip(self.founds, years, strict=True)
            if year in {0, self.answers.tahun}
        ]

    def _choose_year(self, founds: Sequence[FoundSheet]) -> None:
        """The rows of one year, where a column says that there are several."""
        for found in founds:
            for at, title in enumerate(found.table.titles):
                role = found.table.columns[at].role
                if column_key(title) != "tahun" and role not in {"tahun", "tahun_rencana"}:
                    continue
                later = int(role == "tahun_rencana")
                told = {as_text(get(cells, at)).strip() for _, cells in found.table.rows} - {""}
                if len(told) < 2 or not all(map(HELD.fullmatch, told)):  # noqa: PLR2004 - one is no choice
                    continue
                years = {str(int(year) - later): year for year in sorted(told)}
                remembered = [one for one in years if self._is_chosen(int(one), title, years[one])]
                if self.answers.tahun is None and len(remembered) == 1:
                    self.answers.tahun = int(remembered[0])
                if str(self.answers.tahun) not in years:
                    raise NeedAnswerError(
                        "--tahun TAHUN",
                        f"{found.place}: kolom “{title}” memuat tahun {', '.join(sorted(told))}. "
                        "Musrenbang tahun mana yang diimpor?",
                        list(years),
                    )
                self.hanya[title] = [years[str(self.answers.tahun)]]
                self.chosen = {**self.chosen, **self.hanya}

    def _is_chosen(self, tahun: int, title: str, value: str) -> bool:
        """Whether the rows of one value were once chosen for a year."""
        return any(value in one.hanya.get(title, ()) for one in self.known.get(tahun, {}).values())

    @property
    def _settings(self) -> Musrenbang | None:
        year = self.snapshot.years.get(self.tahun)
        return year.musrenbang if year else None

    @property
    def _known(self) -> Mapping[str, Pemetaan]:
        return self.known.get(self.tahun, {})

    @property
    def _folders(self) -> list[Any]:
        year = self.snapshot.years.get(self.tahun)
        return list(year.kelurahan.values()) if year else []


def _held(found: FoundSheet) -> int:
    """The year of Musrenbang that the texts above a table name; 0 where none does."""
    planned = found.named(PLANNED)
    return int(planned) - 1 if planned else int(found.named(HELD) or 0)
