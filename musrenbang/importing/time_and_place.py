"""When and where a sheet is of: its year, kecamatan, kelurahan and RW.

A column says it, a text above the table, the names of worksheet and file, or what was said before;
what none of them says is asked for.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from musrenbang.importing.capitals import calm
from musrenbang.importing.catalogue import kelurahan_name
from musrenbang.importing.found_sheet import (
    HELD,
    KECAMATAN,
    KELURAHAN,
    KELURAHAN_TITLE,
    PLANNED,
    FoundSheet,
    file_key,
)
from musrenbang.importing.found_table import KELURAHAN_TITLE as BETWEEN
from musrenbang.importing.found_table import RW_TITLE
from musrenbang.importing.headings import get
from musrenbang.importing.kelurahan_written import likely_names, part_rw, unknown_names
from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.region import (
    FORM,
    Area,
    area_written,
    areas_named,
    areas_with,
    kelurahan_code,
    kelurahan_of,
    named_by_initials,
    named_in,
)
from musrenbang.importing.scope import Choice
from musrenbang.importing.sheet_answers import Answers, NeedAnswerError
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.cells import as_text
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, squeezed
from musrenbang.year.places import rt_rw_in
from musrenbang.year.steps import open_beside
from schemas import Musrenbang

Mappings = Mapping[int, Mapping[str, Pemetaan]]
"""What is remembered of layouts, by year and name."""


@dataclass
class TimeAndPlace:
    """What sheets are of; kelurahan and RW are put into their tables as columns."""

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
    _named_sheets: frozenset[str] = frozenset()

    def settle(self) -> None:
        """Find out; raises `NeedAnswerError` for what only a person can say."""
        self._choose_tabs()
        founds = self.founds
        self.tahun = self._year(founds)
        self._named_sheets = _names_of_kelurahan(founds)
        for found in founds:
            self._name_kelurahan(found, is_alone=len(founds) == 1)
            self._name_rw(found)
        self.area = self._area(founds)
        for found in founds:
            self._settle_names(found)
        self._choose_kelurahan(founds)

    @property
    def kode(self) -> str:
        """The code of the kecamatan, empty where it is not known."""
        settings = self._settings
        return settings.kecamatan.kode if settings else self.area.kode if self.area else ""

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

    def _name_kelurahan(self, found: FoundSheet, *, is_alone: bool) -> None:
        table = found.table
        if table.at("kelurahan") is not None:
            if table.title("kelurahan") == BETWEEN:
                table.fill("kelurahan", self.answers.kelurahan or found.named(KELURAHAN))
            self._write_out_kelurahan(found)
            return
        remembered = next(
            (
                one.berkas[file_key(found.path)]
                for one in self._known.values()
                if file_key(found.path) in one.berkas
            ),
            "",
        )
        own, answer = self._own_kelurahan(found), self.answers.kelurahan
        name = (own if own and not is_alone else "") or answer or own or remembered
        if not name:
            raise self._no_kelurahan(found, is_alone=is_alone)
        if answer and own and squeezed(name) != squeezed(own):
            self.guess(f"{table.name or found.path.name}: bukan {own}; dicatat pada {answer}.")
        tab = named_in([table.name], self._kelurahan_listed(found))
        if tab and squeezed(tab) != squeezed(name):
            if not (answer and is_alone):
                raise UsageError(
                    f"Lembar {table.name}: menurut namanya Kelurahan {tab}, menurut tulisan di "
                    f"sekitar tabelnya {name}. Betulkan salah satunya, lalu impor lagi."
                )
            self.guess(f"Lembar {table.name}: dicatat pada {name}, bukan {tab}.")
        shown = calm(name, names=True) if name.isupper() else name
        if self.answers.kelurahan and not found.named(KELURAHAN):
            found.table.head.append(f"Kelurahan {shown}")
        table.add_column(KELURAHAN_TITLE, "kelurahan", [shown] * len(table.rows))

    def _write_out_kelurahan(self, found: FoundSheet) -> None:
        """Initials in a column, such as CPT, as the one kelurahan of the kecamatan they are of."""
        listed = self._kelurahan_listed(found)
        full = {}
        for text in dict.fromkeys(filter(None, found.table.values("kelurahan"))):
            short = named_by_initials(text, listed.values())
            if listed and squeezed(text) not in listed and short:
                self.guess(f"{found.table.name}: “{text}” dianggap Kelurahan {short}.")
                full[text] = short
        if full:
            found.table.rename("kelurahan", full)

    def _settle_names(self, found: FoundSheet) -> None:
        """The names of a column as those of kelurahan that there are; others are asked about."""
        table = found.table
        title = table.title("kelurahan")
        if title in {None, KELURAHAN_TITLE}:
            return
        for remark in part_rw(table):
            self.guess(f"{table.name or found.path.name}: {remark}")
        ours = {squeezed(folder.nama): folder.nama for folder in self._folders}
        listed = kelurahan_of(self.kode) if self.kode else {}
        if not listed and not self._is_founded:
            return
        codes = {**{one.profil.kode: one.nama for one in self._folders if one.profil}}
        codes |= {kelurahan_code(self.kode, name): name for name in listed.values()}
        by_code = {squeezed(code): name for code, name in codes.items() if code}
        said = {
            squeezed(text): name
            for one in (*(one.kelurahan.nilai for one in self._known.values()), self.answers.names)
            for text, name in one.items()
        }
        known = listed | ours
        texts = [text for text, cells in self._texts(found) if self._is_meant(found, cells)]
        unknown = unknown_names(texts, known)
        named = {text: (by_code | said).get(squeezed(text)) for text in unknown}
        asked = [text for text, name in named.items() if not name]
        if asked:
            raise self._unknown_kelurahan(found, asked, list(known.values()))
        table.rename("kelurahan", {text: name for text, name in named.items() if name})

    @staticmethod
    def _texts(found: FoundSheet) -> list[tuple[str, Sequence[Any]]]:
        rows = [cells for _, cells in found.table.rows]
        return list(zip(found.table.values("kelurahan"), rows, strict=True))

    def _is_meant(self, found: FoundSheet, cells: Sequence[Any]) -> bool:
        """Whether a row is one of those that are taken."""
        titles = found.table.titles
        return all(
            column_key(as_text(get(cells, titles.index(title)))) in set(map(column_key, values))
            for title, values in self.chosen.items()
            if title in titles
        )

    @property
    def _is_founded(self) -> bool:
        """Whether somebody said of the kelurahan of the year more than sheets do."""
        return any(one.profil and one.profil.jumlah_rw for one in self._folders)

    def _unknown_kelurahan(
        self, found: FoundSheet, texts: Sequence[str], names: Sequence[str]
    ) -> NeedAnswerError:
        likely = {text: likely_names(text, names) for text in texts}
        options = (f'--kelurahan "{text}={(likely[text] or ["NAMA"])[0]}"' for text in texts)
        others = f" (juga: {beberapa(texts[1:])})" if len(texts) > 1 else ""
        return NeedAnswerError(
            " ".join(options),
            f"{found.place}: kolom “{found.table.title('kelurahan')}” menyebut “{texts[0]}”"
            f"{others}, yang bukan kelurahan di sini. Kelurahan apa itu? Bila kelurahan baru, "
            "tulis namanya; bila bukan dari kecamatan ini, hapus barisnya.",
            list(dict.fromkeys([*likely[texts[0]], *names])),
        )

    def _own_kelurahan(self, found: FoundSheet) -> str:
        """The kelurahan that a sheet says it is of; none where the kecamatan has no such one."""
        said, listed = found.named(KELURAHAN), self._kelurahan_listed(found)
        known = listed | {squeezed(folder.nama): folder.nama for folder in self._folders}
        is_open = not listed and not self._is_founded
        if said and (is_open or squeezed(said) in known):
            return said
        begun = named_in([said], known)
        if begun and squeezed(said).startswith(squeezed(begun)):
            self.guess(f"{found.table.name}: “{said}” dianggap Kelurahan {begun}.")
            return begun
        short = named_by_initials(said, known.values())
        if short:
            self.guess(f"{found.table.name}: “{said}” dianggap Kelurahan {short}.")
            return short
        name = "" if said else named_in(found.texts, known)
        if not (name or said or listed) and found.table.name in self._named_sheets:
            name = found.table.name
            self.guess(f"Lembar {name}: nama lembarnya dipakai sebagai kelurahan.")
        return name

    def _no_kelurahan(self, found: FoundSheet, *, is_alone: bool) -> Exception:
        where, said = found.table.name or found.path.name, found.named(KELURAHAN)
        ours = {squeezed(folder.nama) for folder in self._folders}
        between = [note for note in found.notes if squeezed(kelurahan_name(note)) in ours]
        if between:
            return UsageError(
                f"{where}: baris {beberapa(between)} di antara usulan menyebut kelurahan. "
                "Tambahkan kolom Kelurahan yang terisi di setiap usulan, lalu impor lagi."
            )
        listed = list(self._kelurahan_listed(found).values())
        why = f"“{said}” bukan kelurahan di kecamatan ini" if said else "kelurahannya tidak disebut"
        if is_alone:
            choices = [folder.nama for folder in self._folders] or listed
            return NeedAnswerError('--kelurahan "NAMA"', f"{where}: {why}. Kelurahan apa?", choices)
        names = f" Yang ada di kecamatan ini: {beberapa(listed)}." if listed else ""
        return UsageError(
            f"{where}: {why}. Ganti nama lembar itu dengan nama kelurahannya, atau tulis "
            f"“Kelurahan …” di atas tabelnya, lalu impor lagi; atau sebutkan --kelurahan.{names}"
        )

    @property
    def _known(self) -> Mapping[str, Pemetaan]:
        return self.known.get(self.tahun, {})

    @property
    def _folders(self) -> list[Any]:
        year = self.snapshot.years.get(self.tahun)
        return list(year.kelurahan.values()) if year else []

    def _kelurahan_listed(self, found: FoundSheet) -> dict[str, str]:
        """All kelurahan of the kecamatan where its region is listed, by the name squeezed."""
        settings = self._settings
        ours = settings.kecamatan.nama if settings else self.answers.kecamatan.partition(",")[0]
        areas = areas_named(found.named(KECAMATAN) or ours)
        return kelurahan_of(areas[0].kode) if len(areas) == 1 else {}

    def _name_rw(self, found: FoundSheet) -> None:
        table = found.table
        is_between = table.title("rw") == RW_TITLE
        if not is_between and (table.at("rw") is not None or table.at("rt_rw") is not None):
            return
        named = [rw for text in found.texts if (rw := _rw_of(text))]
        if not named:
            return
        tab = _rw_of(table.name)
        if tab and named[0] != tab:
            raise UsageError(
                f"Lembar {table.name}: menurut namanya RW {tab}, menurut tulisan di sekitar "
                f"tabelnya RW {named[0]}. Betulkan salah satunya, lalu impor lagi."
            )
        if not is_between:
            table.add_column("RW (lembar)", "rw", [named[0]] * len(table.rows))
        elif table.title("kelurahan") != BETWEEN:
            table.fill("rw", named[0])

    def _area(self, founds: Sequence[FoundSheet]) -> Area | None:
        """The kecamatan of a year that is not there yet; rows of others are left out."""
        settings, answer = self._settings, self.answers.kecamatan
        names = self._kecamatan_names(founds)
        column = next((title for one in founds if (title := one.table.title("kecamatan"))), None)
        wanted = answer or (settings.kecamatan.nama if settings else "")
        wanted = wanted.partition(",")[0].strip()
        if len(names) > 1 and column:
            if wanted and squeezed(wanted) in set(map(squeezed, names)):
                name = next(one for one in names if squeezed(one) == squeezed(wanted))
                self.chosen = {**self.chosen, column: [name]}
                names = [name]
            elif wanted:
                raise CommandError(
                    f"Tidak ada baris dari Kecamatan {wanted}. Yang ada: {', '.join(names[:40])}."
                )
            else:
                raise NeedAnswerError(
                    '--kecamatan "NAMA"',
                    f"Ada baris dari {len(names)} kecamatan, sedangkan satu folder data untuk satu "
                    "kecamatan. Kecamatan mana?",
                    names,
                )
        said = (
            names[0]
            if len(names) == 1
            else next(filter(None, (one.named(KECAMATAN) for one in founds)), "")
        )
        if settings is not None:
            self._compare_kecamatan(settings, said)
            return None
        return self._new_area(founds, answer or said)

    def _compare_kecamatan(self, settings: Musrenbang, said: str) -> None:
        ours = settings.kecamatan.nama
        if not said or squeezed(said) == squeezed(ours):
            return
        answered = squeezed(self.answers.kecamatan) == squeezed(ours)
        if answered:
            self.sebutan.append(said)
        if answered or self._is_remembered(self.tahun, said):
            self.guess(f"Lembar menyebut Kecamatan {said}; dicatat pada Kecamatan {ours}.")
            return
        raise CommandError(
            f"Folder data ini untuk Kecamatan {ours}, sedangkan lembar memuat Kecamatan {said}. "
            f'Pilih folder lain dengan --root, atau tulis --kecamatan "{ours}" bila memang di sini.'
        )

    def _kecamatan_names(self, founds: Sequence[FoundSheet]) -> list[str]:
        names = {
            squeezed(value): value
            for found in founds
            for value in found.table.values("kecamatan")
            if value
        }
        return sorted(names.values())

    def _new_area(self, founds: Sequence[FoundSheet], said: str) -> Area:
        villages = {
            value
            for found in founds
            for value in found.table.values("kelurahan")
            if value and not self.chosen
        }
        kota = next((value for one in founds for value in one.table.values("kota") if value), "")
        area = area_written(said) if said else None
        if area is None:
            offered = areas_named(said, villages, kota) if said else areas_with(villages)
            area = offered[0] if len(offered) == 1 else None
        before = [year.musrenbang for year in self.snapshot.years.values() if year.musrenbang]
        if (
            area is None
            and before
            and (not said or squeezed(said) == squeezed(before[-1].kecamatan.nama))
        ):
            last = before[-1]
            area = Area(last.kecamatan.kode, last.kecamatan.nama, last.kota)
        if area is None:
            asks = (
                f"Kode Kecamatan {said} belum dikenal"
                if said
                else "Lembar tidak menyebut kecamatan"
            )
            raise NeedAnswerError(
                f'--kecamatan "{FORM}"',
                f"{asks}. Tulis nama, kota atau kabupaten, dan kode wilayahnya.",
            )
        if not said:
            self.guess(f"Kecamatan {area.nama}, menurut kelurahannya.")
        return area

    def _choose_kelurahan(self, founds: Sequence[FoundSheet]) -> None:
        """`--kelurahan` where a column says which rows are its own."""
        if not self.answers.kelurahan:
            return
        for found in founds:
            title = found.table.title("kelurahan")
            names = {squeezed(value): value for value in found.table.values("kelurahan")}
            mine = names.get(squeezed(self.answers.kelurahan))
            if title and title != KELURAHAN_TITLE and mine:
                self.chosen = {**self.chosen, title: [mine]}


_COMMON_SHEET = re.compile(
    r"(?i)\W*(?:sheet|lembar|usulan|rekap\w*|data|daftar|rw|rt|tabel)[0-9]*\b.*"
)


def _held(found: FoundSheet) -> int:
    """The year of Musrenbang that the texts above a table name; 0 where none does."""
    planned = found.named(PLANNED)
    return int(planned) - 1 if planned else int(found.named(HELD) or 0)


def _rw_of(text: str) -> str:
    """The one RW that a text names."""
    named = rt_rw_in(re.sub(r"\(.*?\)", " ", text))
    return named.rw[0] if len(named.rw) == 1 and named.is_clear else ""


def _names_of_kelurahan(founds: Sequence[FoundSheet]) -> frozenset[str]:
    """Names of several worksheets that say nothing of their kelurahan but by their name."""
    names = [found.table.name for found in founds if found.table.at("kelurahan") is None]
    proper = [name for name in names if re.fullmatch(r"[^\W\d_][^\W_ ]*(?: [^\W_]+){0,3}", name)]
    if len(set(proper)) < 2 or len(proper) < len(names) or any(map(_COMMON_SHEET.match, proper)):  # noqa: PLR2004 - one may be called anything
        return frozenset()
    return frozenset(proper)
