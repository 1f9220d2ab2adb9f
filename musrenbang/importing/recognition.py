"""Import without a mapping: what the sheet says of itself becomes one.

A table that was found gets a mapping like any written by hand, and nothing else reads it. What the
sheet cannot say is asked for; what was taken for likely is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from musrenbang.importing.column_roles import Column
from musrenbang.importing.drafts import KEPT_WORDS
from musrenbang.importing.found_sheet import (
    HELD,
    KECAMATAN,
    KELURAHAN,
    PLANNED,
    FoundSheet,
    contents,
    digests,
)
from musrenbang.importing.heading_words import REQUIRED, is_heading, scale_above
from musrenbang.importing.headings import get
from musrenbang.importing.mapping import SHEET_NAME, Pemetaan, Sumber, TahunBaru
from musrenbang.importing.money_columns import PRICE, SUM, only_price
from musrenbang.importing.proposed_mapping import (
    CONTENT_TITLE,
    KELURAHAN_TITLE,
    Answers,
    keys_of,
    proposed_mapping,
    tells_apart,
)
from musrenbang.importing.region import (
    FORM,
    Area,
    area_written,
    areas_named,
    areas_with,
    kelurahan_of,
)
from musrenbang.importing.scope import Choice
from musrenbang.importing.sheet_files import HEAD, MARK_TITLE, YEAR_TITLE, SourceRow, SourceSheet
from musrenbang.importing.table_finder import KELURAHAN_TITLE as BETWEEN
from musrenbang.importing.table_finder import RW_TITLE, FoundTable, tables_in
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.cells import as_text, calm
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, name_key, squeezed
from musrenbang.year.places import rt_rw_in
from musrenbang.year.steps import open_beside
from schemas import Musrenbang


class NeedAnswerError(Exception):
    """What the sheet cannot say: the option that would, a question, and what may be chosen."""

    def __init__(self, option: str, question: str, choices: Sequence[str] = ()) -> None:
        super().__init__(question)
        self.option = option
        self.question = question
        self.choices = choices


@dataclass
class Recognition:
    """The sheets to import, how they are read, and what was taken for likely."""

    tahun: int
    sheets: list[SourceSheet] = field(default_factory=list)
    columns: list[tuple[str, list[Column]]] = field(default_factory=list)
    """What each column of a new layout was taken for, sheet by sheet."""
    learned: list[tuple[str, Pemetaan]] = field(default_factory=list)
    """Mappings of layouts that the year did not know, each with a name."""
    relearned: dict[str, Pemetaan] = field(default_factory=dict)
    """Mappings of the year that know more now, by their name."""
    known: list[str] = field(default_factory=list)
    """Names of the mappings of the year that were used."""
    chosen: Choice = field(default_factory=dict)
    guesses: list[str] = field(default_factory=list)
    left_behind: bool = False
    """Whether there are proposals in a table that lacks a column they need."""


def recognise(
    files: Iterable[tuple[Path, Sequence[Table]]],
    answers: Answers,
    snapshot: Snapshot,
    known: Mapping[int, Mapping[str, Pemetaan]],
    today: int,
) -> Recognition:
    """Read the tables of files; `known`: the mappings of each year; `today`: the running year.

    Raises `NeedAnswerError` for what only a person can say, `CommandError` where no table is found.
    """
    return _Recogniser(answers, snapshot, known, today).run(list(files))


class _Recogniser:
    def __init__(
        self,
        answers: Answers,
        snapshot: Snapshot,
        known: Mapping[int, Mapping[str, Pemetaan]],
        today: int,
    ) -> None:
        self.answers = answers
        self.snapshot = snapshot
        self.known = known
        self.today = today
        self.result = Recognition(today)
        self._named_sheets: frozenset[str] = frozenset()
        self._keys: set[str] = set()
        """What rows of the sheets read so far are known by."""

    def run(self, files: list[tuple[Path, Sequence[Table]]]) -> Recognition:
        founds = self._founds(files)
        self.result.tahun = self._year(founds)
        self._ask_for_new_year()
        self._named_sheets = _names_of_kelurahan(founds)
        for found in founds:
            self._name_kelurahan(found, is_alone=len(founds) == 1)
            self._name_rw(found)
        area = self._area(founds)
        self._choose_kelurahan(founds)
        by_layout: dict[tuple[frozenset[str], int], list[FoundSheet]] = {}
        for found in founds:
            titles = frozenset(map(column_key, filter(None, found.table.titles)))
            key = (titles, scale_above(found.table.head))
            by_layout.setdefault(key, []).append(found)
        for group in by_layout.values():
            self._read_group(group, area)
        return self.result

    @cached_property
    def _said(self) -> dict[str, str]:
        """Roles of headings: as they were remembered where nothing else says it, then as said."""
        remembered = {
            name_key(source.kolom): name
            for mappings in self.known.values()
            for mapping in mappings.values()
            for name, source in mapping.bidang
            if source is not None and source.kolom and not is_heading(source.kolom)
        }
        return remembered | self.answers.said()

    # what is read

    def _founds(self, files: list[tuple[Path, Sequence[Table]]]) -> list[FoundSheet]:
        founds: list[FoundSheet] = []
        incomplete: list[FoundSheet] = []
        for path, tables in files:
            for one in self._tables(path, tables):
                complete = all(one.at(role) is not None for role in REQUIRED) and one.rows
                (founds if complete else incomplete).append(FoundSheet(path, one))
        for found in (*founds, *incomplete):
            if {"identitas", "keputusan"} <= set(map(column_key, found.table.titles)):
                raise CommandError(
                    f"{found.path.name} adalah lembar keputusan. Catat isinya dengan `decide`."
                )
        if not founds:
            raise self._no_table(files, incomplete)
        for found in incomplete:
            self.result.left_behind |= found.has_proposals
            self._guess(
                f"{found.place}: bukan daftar usulan (tidak ada {_missing(found.table)}), tidak "
                "dibaca."
            )
        return self._without_repeats(founds)

    def _tables(self, path: Path, tables: Sequence[Table]) -> list[FoundTable]:
        """The tables of all worksheets that can be seen; the other worksheets are named."""
        found: list[FoundTable] = []
        skipped: dict[str, list[str]] = {}
        for table in tables:
            here = tables_in(table, self._said) if table.is_visible else []
            found += here
            if table.name and table.rows and not here:
                what = "tanpa tabel usulan" if table.is_visible else "tersembunyi"
                skipped.setdefault(what, []).append(table.name)
        for what, names in skipped.items():
            self._guess(f"{path.name}: lembar {what} tidak dibaca: {beberapa(names)}.")
        return found

    def _no_table(
        self, files: list[tuple[Path, Sequence[Table]]], incomplete: list[FoundSheet]
    ) -> Exception:
        names = ", ".join(path.name for path, _ in files)
        for found in incomplete:
            if not found.table.rows:
                continue
            role = next(role for role in REQUIRED if found.table.at(role) is None)
            free = [one.title for one in found.table.columns if one.title and one.role != "pribadi"]
            return NeedAnswerError(
                f'--kolom {role}="JUDUL"',
                f"{names}: kolom {_ROLE_NAMES[role]} tidak dikenali. Kolom mana isinya?",
                free,
            )
        if not any(table.rows for _, tables in files for table in tables):
            return CommandError(f"{names}: kosong, tidak ada isinya.")
        if incomplete:
            return CommandError("Tidak ada baris usulan di bawah judul kolom.")
        return CommandError(
            f"{names}: tidak ditemukan tabel usulan. Judul kolomnya satu baris dan menyebut, "
            "misalnya, Usulan Kegiatan, Permasalahan, Lokasi, RW, Volume, Satuan, Anggaran. Bila "
            "kolomnya berjudul lain, sebutkan dengan --kolom, misalnya "
            '--kolom usulan_kegiatan="JUDUL" --kolom volume="JUDUL".'
        )

    def _without_repeats(self, founds: list[FoundSheet]) -> list[FoundSheet]:
        """All tables but one that says again what several others say together."""
        said = [Counter(contents(found.table)) for found in founds]
        kept = []
        for at, found in enumerate(founds):
            same_file = [
                one for one in range(len(founds)) if one != at and founds[one].path == found.path
            ]
            others = {key for one in same_file for key in said[one]}
            if len(same_file) > 1 and said[at] and set(said[at]) == others:
                name = found.table.name
                self._guess(f"Lembar {name} mengulang usulan pada lembar lain, tidak dibaca lagi.")
            else:
                kept.append(found)
        return kept

    # when and where

    def _year(self, founds: list[FoundSheet]) -> int:
        self._choose_year(founds)
        if self.answers.tahun is not None:
            return self.answers.tahun
        for role, later in (("tahun", 0), ("tahun_rencana", 1)):
            told = {year for found in founds for year in found.table.values(role) if year}
            if len(told) == 1 and HELD.fullmatch(min(told)):
                return int(min(told)) - later
        years = sorted(self.snapshot.years)
        for found in founds:
            planned = found.named(PLANNED)
            if planned:
                return self._guessed_year(int(planned) - 1, f"“{planned}” pada judul lembar")
        for found in founds:
            held = found.named(HELD) or next(
                (match[1] for text in found.notes if (match := HELD.search(text))), ""
            )
            if held:
                return self._guessed_year(int(held), "tulisan di sekitar tabel atau nama berkas")
        if years:
            return self._guessed_year(years[-1], "tahun terbaru di folder data")
        return self._guessed_year(self.today, "tahun ini; lembar tidak menyebutnya")

    def _ask_for_new_year(self) -> None:
        """A year is never begun unasked where there are years: a sheet may name any."""
        years, tahun = sorted(self.snapshot.years), self.result.tahun
        if self.answers.tahun is None and years and tahun < years[-1] and tahun not in years:
            shown = ", ".join(map(str, years))
            raise NeedAnswerError(
                "--tahun ANGKA",
                f"Lembar ini menyebut Musrenbang {tahun}, yang belum ada di folder data ini (yang "
                f"ada: {shown}). Tahun berapa?",
                [*map(str, years), str(tahun)],
            )

    def _choose_year(self, founds: list[FoundSheet]) -> None:
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
                if str(self.answers.tahun) not in years:
                    raise NeedAnswerError(
                        "--tahun TAHUN",
                        f"{found.place}: kolom “{title}” memuat tahun {', '.join(sorted(told))}. "
                        "Musrenbang tahun mana yang diimpor?",
                        list(years),
                    )
                one = [years[str(self.answers.tahun)]]
                self.result.chosen = {**self.result.chosen, title: one}

    def _guessed_year(self, tahun: int, why: str) -> int:
        others = " dan ".join(map(str, open_beside(self.snapshot, tahun)))
        also = f" Tahun {others} juga belum selesai." if others else ""
        self._guess(
            f"Tahun Musrenbang {tahun} (menurut {why}).{also} Bila keliru, sebutkan --tahun."
        )
        return tahun

    @property
    def _settings(self) -> Musrenbang | None:
        year = self.snapshot.years.get(self.result.tahun)
        return year.musrenbang if year else None

    def _name_kelurahan(self, found: FoundSheet, *, is_alone: bool) -> None:
        table = found.table
        if table.at("kelurahan") is not None:
            if table.title("kelurahan") == BETWEEN:
                table.fill("kelurahan", self.answers.kelurahan or found.named(KELURAHAN))
            return
        remembered = next(
            (
                one.berkas[found.path.name]
                for one in self._known.values()
                if found.path.name in one.berkas
            ),
            "",
        )
        own, answer = self._own_kelurahan(found), self.answers.kelurahan
        name = (own if own and not is_alone else "") or answer or own or remembered
        if not name:
            raise self._no_kelurahan(found, is_alone=is_alone)
        if answer and own and squeezed(name) != squeezed(own):
            self._guess(f"{table.name or found.path.name}: bukan {own}; dicatat pada {answer}.")
        tab = _known_in([table.name], self._kelurahan_listed(found))
        if tab and squeezed(tab) != squeezed(name):
            self._guess(f"Lembar {table.name}: dicatat pada {name}, bukan {tab}.")
        shown = calm(name, KEPT_WORDS, names=True) if name.isupper() else name
        if self.answers.kelurahan and not found.named(KELURAHAN):
            found.table.head.append(f"Kelurahan {shown}")
        table.add_column(KELURAHAN_TITLE, "kelurahan", [shown] * len(table.rows))

    def _own_kelurahan(self, found: FoundSheet) -> str:
        """The kelurahan that a sheet says it is of; none where the kecamatan has no such one."""
        said, listed = found.named(KELURAHAN), self._kelurahan_listed(found)
        known = listed | {squeezed(folder.nama): folder.nama for folder in self._folders}
        if said and (not listed or squeezed(said) in known):
            return said
        short = [one for one in known.values() if said and _initials(one) == squeezed(said)]
        if len(short) == 1:
            self._guess(f"{found.table.name}: “{said}” dianggap Kelurahan {short[0]}.")
            return str(short[0])
        name = "" if said else _known_in(found.texts, known)
        if not (name or said or listed) and found.table.name in self._named_sheets:
            name = found.table.name
            self._guess(f"Lembar {name}: nama lembarnya dipakai sebagai kelurahan.")
        return name

    def _no_kelurahan(self, found: FoundSheet, *, is_alone: bool) -> Exception:
        where, said = found.table.name or found.path.name, found.named(KELURAHAN)
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
        return self.known.get(self.result.tahun, {})

    @property
    def _folders(self) -> list[Any]:
        year = self.snapshot.years.get(self.result.tahun)
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
        for text in found.texts:
            named = rt_rw_in(text)
            if len(named.rw) == 1 and named.is_clear:
                if not is_between:
                    table.add_column("RW (lembar)", "rw", [named.rw[0]] * len(table.rows))
                elif table.title("kelurahan") != BETWEEN:
                    table.fill("rw", named.rw[0])
                return

    def _area(self, founds: list[FoundSheet]) -> Area | None:
        """The kecamatan of a year that is not there yet; rows of others are left out."""
        settings, answer = self._settings, self.answers.kecamatan
        names = self._kecamatan_names(founds)
        column = next((title for one in founds if (title := one.table.title("kecamatan"))), None)
        wanted = answer or (settings.kecamatan.nama if settings else "")
        wanted = wanted.partition(",")[0].strip()
        if len(names) > 1 and column:
            if wanted and squeezed(wanted) in set(map(squeezed, names)):
                name = next(one for one in names if squeezed(one) == squeezed(wanted))
                self.result.chosen = {**self.result.chosen, column: [name]}
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
        if squeezed(self.answers.kecamatan) == squeezed(ours):
            self._guess(f"Lembar menyebut Kecamatan {said}; dicatat pada Kecamatan {ours}.")
            return
        raise CommandError(
            f"Folder data ini untuk Kecamatan {ours}, sedangkan lembar memuat Kecamatan {said}. "
            f'Pilih folder lain dengan --root, atau tulis --kecamatan "{ours}" bila memang di sini.'
        )

    def _kecamatan_names(self, founds: list[FoundSheet]) -> list[str]:
        names = {
            squeezed(value): value
            for found in founds
            for value in found.table.values("kecamatan")
            if value
        }
        return sorted(names.values())

    def _new_area(self, founds: list[FoundSheet], said: str) -> Area:
        villages = {
            value
            for found in founds
            for value in found.table.values("kelurahan")
            if value and not self.result.chosen
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
            self._guess(f"Kecamatan {area.nama}, menurut kelurahannya.")
        return area

    def _choose_kelurahan(self, founds: list[FoundSheet]) -> None:
        """`--kelurahan` where a column says which rows are its own."""
        if not self.answers.kelurahan:
            return
        for found in founds:
            title = found.table.title("kelurahan")
            names = {squeezed(value): value for value in found.table.values("kelurahan")}
            mine = names.get(squeezed(self.answers.kelurahan))
            if title and title != KELURAHAN_TITLE and mine:
                self.result.chosen = {**self.result.chosen, title: [mine]}

    # how it is read

    def _read_group(self, group: list[FoundSheet], area: Area | None) -> None:
        """Sheets of one layout, by one mapping."""
        titles = {column_key(title) for title in group[0].table.titles if title}
        name = self._matching(titles, scale_above(group[0].table.head))
        if name is not None and not self.answers.columns and self._tells_apart(group, name):
            mapping = self._with_files(self._known[name], group)
            self.result.known.append(name)
            if mapping != self._known[name]:
                self.result.relearned[name] = mapping
        else:
            self._ask_for_one_of(group[0])
            settings = self._settings
            kode = settings.kecamatan.kode if settings else area.kode if area else ""
            mapping, guesses = proposed_mapping(group, self.answers, kode, self._keys)
            for guess in guesses:
                self._guess(guess)
            if name is not None:
                self.result.relearned[name] = mapping
            else:
                label = group[0].table.head[0] if group[0].table.head else group[0].path.stem
                self.result.learned.append((label, mapping))
            where = group[0].table.name or group[0].path.name
            self.result.columns.append((where, group[0].table.columns))
        if CONTENT_TITLE in mapping.kunci:
            for found in group:
                if CONTENT_TITLE not in found.table.titles:
                    found.table.add_column(CONTENT_TITLE, "pengenal", list(digests(found.table)))
        self._keys |= keys_of(group, mapping.kunci, mapping.awalan_kunci or "")
        if area is not None:
            mapping = mapping.model_copy(update={"tahun_baru": self._new_year(area)})
        for found in group:
            self.result.sheets.append(_sheet(found, mapping))
            self._tell_filled(found)
            self._tell_hidden(found, mapping)

    def _tells_apart(self, group: list[FoundSheet], name: str) -> bool:
        """Whether the key of a known mapping is still one: RW may each count from 1."""
        mapping = self._known[name]
        return not mapping.nomor_urut or tells_apart(group, mapping.kunci)

    @staticmethod
    def _ask_for_one_of(found: FoundSheet) -> None:
        for column in only_price(found.table.columns):
            raise NeedAnswerError(
                "--kolom BIDANG=JUDUL",
                f"{found.place}: kolom “{column.title}” harga satuan, atau anggaran seluruhnya?",
                [f'{role}="{column.title}"' for role in (PRICE, SUM)],
            )
        for column in found.table.columns:
            if column.rivals:
                raise NeedAnswerError(
                    f'--kolom {column.role}="JUDUL"',
                    f"{found.place}: ada beberapa kolom {_ROLE_NAMES[column.role or '']}. Kolom "
                    "mana yang diusulkan? Bila jumlahnya, tambahkan kolom jumlah pada lembar.",
                    [column.title, *column.rivals],
                )

    def _tell_hidden(self, found: FoundSheet, mapping: Pemetaan) -> None:
        read = set(map(column_key, mapping.columns()))
        hidden, ours = found.table.hidden_titles, set(map(column_key, _OURS))
        for what, titles in (
            ("ikut dibaca", [one for one in hidden if column_key(one) in read]),
            ("tidak dibaca", [one for one in hidden if one and column_key(one) not in read | ours]),
        ):
            if titles:
                where = found.table.name or found.path.name
                self._guess(f"{where}: kolom tersembunyi {what}: {beberapa(titles)}.")

    def _matching(self, titles: set[str], times: int) -> str | None:
        """A mapping of the year that knows exactly these columns; `times`: what sums stand for."""
        for name, mapping in self._known.items():
            money = mapping.bidang.perkiraan_anggaran
            if times > 1 and money and money.kali != times:
                continue
            reads = {column_key(title) for title in mapping.columns()} - {
                column_key(title) for title in (SHEET_NAME, CONTENT_TITLE)
            }
            others = map(column_key, (*mapping.tidak_dibaca, *mapping.lembar_kerja.pribadi))
            if reads <= titles <= {*reads, *others, *map(column_key, _OURS)}:
                return name
        return None

    def _with_files(self, mapping: Pemetaan, group: list[FoundSheet]) -> Pemetaan:
        """The mapping with the kelurahan that somebody named for these files."""
        said = self.answers.kelurahan
        if not said or column_key(KELURAHAN_TITLE) not in map(column_key, mapping.columns()):
            return mapping
        files = {found.path.name: said for found in group}
        return mapping.model_copy(update={"berkas": {**mapping.berkas, **files}})

    def _new_year(self, area: Area) -> TahunBaru:
        return TahunBaru.model_validate(
            {
                "tahun": self.result.tahun,
                "tahun_rencana": self.result.tahun + 1,
                "kota": area.kota.model_dump(),
                "kecamatan": {"kode": {area.nama: area.kode}},
                "kepala_perencanaan": area.planning_office,
            }
        )

    def _tell_filled(self, found: FoundSheet) -> None:
        where = found.table.name or found.path.name
        for remark in found.table.remarks:
            self._guess(f"{where}: {remark}")
        for title, rows in found.table.filled.items():
            self._guess(
                f"{where}: kolom “{title}” diisi dari sel di atasnya (sel gabungan atau ditulis "
                f"sekali) pada baris {beberapa([str(row) for row in rows])}."
            )
        if found.table.shared:
            shared = beberapa([str(row) for row in sorted(set(found.table.shared))])
            self._guess(
                f"{where}: baris {shared} berbagi satu sel angka dengan baris di atasnya; angkanya "
                "hanya dicatat pada baris pertama."
            )

    def _guess(self, text: str) -> None:
        if text not in self.result.guesses:
            self.result.guesses.append(text)


_OURS = (*HEAD, YEAR_TITLE, MARK_TITLE, CONTENT_TITLE)
"""Columns that import itself puts into a table."""
_ROLE_NAMES = {
    "usulan_kegiatan": "usulan kegiatan",
    "volume": "volume",
    "perkiraan_anggaran": "anggaran",
}


_COMMON_SHEET = re.compile(
    r"(?i)\W*(?:sheet|lembar|usulan|rekap\w*|data|daftar|rw|rt|tabel)[0-9]*\b.*"
)


def _names_of_kelurahan(founds: Sequence[FoundSheet]) -> frozenset[str]:
    """Names of several worksheets that say nothing of their kelurahan but by their name."""
    names = [found.table.name for found in founds if found.table.at("kelurahan") is None]
    proper = [name for name in names if re.fullmatch(r"[^\W\d_][^\W_ ]*(?: [^\W_]+){0,3}", name)]
    if len(set(proper)) < 2 or len(proper) < len(names) or any(map(_COMMON_SHEET.match, proper)):  # noqa: PLR2004 - one may be called anything
        return frozenset()
    return frozenset(proper)


def _initials(name: str) -> str:
    return squeezed("".join(word[0] for word in name.split()))


def _known_in(texts: Iterable[str], known: Mapping[str, str]) -> str:
    """A kelurahan that words of the texts are the name of; the longest first."""
    for text in texts:
        words = text.split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                key = squeezed(" ".join(words[start : start + length]))
                if key in known:
                    return known[key]
    return ""


def _missing(table: FoundTable) -> str:
    return " dan ".join(_ROLE_NAMES[role] for role in REQUIRED if table.at(role) is None) or "baris"


def _sheet(found: FoundSheet, mapping: Pemetaan) -> SourceSheet:
    table = found.table
    sheet = SourceSheet(
        found.path.name, table.name, tuple(table.titles), mapping, hidden=table.hidden
    )
    sheet.rows.extend(SourceRow(sheet, number, cells) for number, cells in table.rows)
    sheet.aside.extend(
        (SourceRow(sheet, number, cells), what) for number, cells, what in table.aside
    )
    return sheet


def sheets_by(path: Path, tables: Sequence[Table], mapping: Pemetaan) -> list[SourceSheet]:
    """The tables of a file that a mapping written by hand reads: those that have its columns."""
    columns = [one for one in mapping.columns() if one not in _GIVEN]
    wanted = set(map(column_key, columns))
    roles = {name_key(source.kolom): name for name, source in mapping.bidang if _is_column(source)}

    def fits(titles: Sequence[str]) -> int:
        return len(wanted & set(map(column_key, titles)))

    best: list[FoundTable] = []
    sheets = []
    for table in tables:
        here = tables_in(table, roles, fits) if table.is_visible else []
        best += here
        for one in here:
            titles = set(map(column_key, one.titles))
            if wanted <= titles or set(HEAD) <= titles:
                sheets.append(_sheet(FoundSheet(path, one), mapping))
    if not sheets:
        raise CommandError(_lacking(path, columns, best))
    return sheets


_GIVEN = {SHEET_NAME, "nama_berkas"}


def _is_column(source: Sumber | None) -> bool:
    return source is not None and source.kolom is not None


def _lacking(path: Path, columns: Sequence[str], best: Sequence[FoundTable]) -> str:
    titles: list[str] = max((one.titles for one in best), key=len, default=[])
    present = [title for title in titles if title]
    keys = set(map(column_key, present))
    lines = [f"{path.name}: kolom ini tidak ditemukan pada baris judul mana pun:"]
    lines += [f"  “{name}”" for name in columns if column_key(name) not in keys]
    lines.append(f"  Kolom yang ada: {', '.join(present) or 'tidak ada'}.")
    return "\n".join(lines)
