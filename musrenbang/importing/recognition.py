"""Import without a mapping: what the sheet says of itself becomes one.

A table that was found gets a mapping like any written by hand, and nothing else reads it. What the
sheet cannot say is asked for; what was taken for likely is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from musrenbang.importing.catalogue import kelurahan_name
from musrenbang.importing.column_roles import Column
from musrenbang.importing.found_sheet import (
    CONTENT_TITLE,
    KELURAHAN_TITLE,
    FoundSheet,
    digests,
    file_key,
    label_of,
    refuse_matrix,
    source_sheet,
    told_of,
)
from musrenbang.importing.found_table import FoundTable
from musrenbang.importing.heading_words import (
    REQUIRED,
    UNREAD,
    is_heading,
    is_kelurahan_heading,
    scale_above,
)
from musrenbang.importing.known_layout import known_layout
from musrenbang.importing.mapping import KEEP, Pemetaan, TahunBaru
from musrenbang.importing.money_columns import PRICE, SUM, only_price, unnamed_money
from musrenbang.importing.proposed_mapping import (
    keys_of,
    proposed_mapping,
    tells_apart,
    told_of_sums,
)
from musrenbang.importing.region import Area, kelurahan_listed
from musrenbang.importing.repeated_tabs import without_copies, without_sums
from musrenbang.importing.scope import Choice
from musrenbang.importing.sheet_answers import Answers, NeedAnswerError
from musrenbang.importing.sheet_files import SourceRow, SourceSheet
from musrenbang.importing.sheet_year import Mappings
from musrenbang.importing.table_finder import tables_in
from musrenbang.importing.time_and_place import TimeAndPlace
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, name_key, squeezed


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
    unread: list[tuple[SourceRow, str]] = field(default_factory=list)
    """Proposals of a table that lacks a column they need, and which."""

    def guess(self, text: str) -> None:
        """Note what was taken for likely."""
        if text not in self.guesses:
            self.guesses.append(text)


def recognise(
    files: Iterable[tuple[Path, Sequence[Table]]],
    answers: Answers,
    snapshot: Snapshot,
    known: Mappings,
    today: int,
) -> Recognition:
    """Read the tables of files; `known`: the mappings of each year; `today`: the running year.

    Raises `NeedAnswerError` for what only a person can say, `CommandError` where no table is found.
    """
    return _Recogniser(answers, snapshot, known, today).run(list(files))


class _Recogniser:
    def __init__(self, answers: Answers, snapshot: Snapshot, known: Mappings, today: int) -> None:
        self.answers = answers
        self.snapshot = snapshot
        self.known = known
        self.result = Recognition(today)
        self._keys: set[str] = set()
        """What rows of the sheets read so far are known by."""

    def run(self, files: list[tuple[Path, Sequence[Table]]]) -> Recognition:
        result = self.result
        founds, unread = self._founds(files)
        settled = TimeAndPlace(
            founds, self.answers, self.snapshot, self.known, result.tahun, result.guess
        )
        settled.settle()
        result.tahun, result.chosen = settled.tahun, settled.chosen
        founds = without_copies(settled.founds, partial(result.guesses.insert, 0))
        by_layout: dict[tuple[frozenset[str], int], list[FoundSheet]] = {}
        for found in founds:
            titles = frozenset(map(column_key, filter(None, found.table.titles)))
            key = (titles, scale_above(found.table.head))
            by_layout.setdefault(key, []).append(found)
        for group in by_layout.values():
            self._read_group(group, settled)
        for found in unread:
            self._set_aside(found)
        return result

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

    @property
    def _known(self) -> Mapping[str, Pemetaan]:
        return self.known.get(self.result.tahun, {})

    # what is read

    def _founds(
        self, files: list[tuple[Path, Sequence[Table]]]
    ) -> tuple[list[FoundSheet], list[FoundSheet]]:
        """The tables to read, and those with proposals that lack a column."""
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
            what = "usulannya ditolak" if found.has_proposals else "bukan daftar usulan"
            self.result.guess(
                f"{found.place}: {what} (tidak ada {_missing(found.table)}), tidak dibaca."
            )
        read = without_sums(founds, self.result.guess)
        return read, [one for one in incomplete if one.has_proposals]

    def _tables(self, path: Path, tables: Sequence[Table]) -> list[FoundTable]:
        """The tables of all worksheets that can be seen; the other worksheets are named."""
        found: list[FoundTable] = []
        skipped: dict[str, list[str]] = {}
        for table in tables:
            here = tables_in(table, self._said) if table.is_visible else []
            for one in here:
                self._doubt_kelurahan(one)
            found += here
            if table.name and table.rows and not here:
                what = "tanpa tabel usulan" if table.is_visible else "tersembunyi"
                skipped.setdefault(what, []).append(table.name)
        for what, names in skipped.items():
            self.result.guess(f"{path.name}: lembar {what} tidak dibaca: {beberapa(names)}.")
        return found

    def _doubt_kelurahan(self, table: FoundTable) -> None:
        """A heading that only mentions kelurahan is one of them where known ones stand below."""
        title = table.title("kelurahan")
        if not title or name_key(title) in self._said or is_kelurahan_heading(title):
            return
        ours = {squeezed(one.nama) for year in self.snapshot.years.values() for one in year.folders}
        known = ours | kelurahan_listed()
        if not all(
            squeezed(kelurahan_name(one)) in known for one in table.values("kelurahan") if one
        ):
            table.columns = [
                replace(one, role=None, score=0.0) if one.role == "kelurahan" else one
                for one in table.columns
            ]

    def _no_table(
        self, files: list[tuple[Path, Sequence[Table]]], incomplete: list[FoundSheet]
    ) -> Exception:
        names = ", ".join(path.name for path, _ in files)
        for found in incomplete:
            if not found.table.rows:
                continue
            refuse_matrix(found)
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

    # how it is read

    def _read_group(self, group: list[FoundSheet], settled: TimeAndPlace) -> None:
        """Sheets of one layout, by one mapping."""
        name = known_layout(group[0], self._known)
        if name is not None and not self.answers.columns and self._tells_apart(group, name):
            mapping = self._with_answers(self._known[name], group, settled)
            self.result.known.append(name)
            for remark in told_of_sums(mapping, [found.table for found in group]):
                self.result.guess(remark)
            if mapping != self._known[name]:
                self.result.relearned[name] = mapping
        else:
            mapping = self._learn(group, name, settled)
        if CONTENT_TITLE in mapping.kunci:
            for found in group:
                if CONTENT_TITLE not in found.table.titles:
                    found.table.add_column(CONTENT_TITLE, "pengenal", list(digests(found.table)))
        self._keys |= keys_of(group, mapping.kunci, mapping.awalan_kunci or "")
        if settled.area is not None:
            mapping = mapping.model_copy(update={"tahun_baru": self._new_year(settled.area)})
        for found in group:
            self.result.sheets.append(source_sheet(found, mapping))
            for remark in told_of(found, mapping):
                self.result.guess(remark)

    def _set_aside(self, found: FoundSheet) -> None:
        """Proposals of a table that lacks a column, as rows of one that was read."""
        here = [one for one in self.result.sheets if one.file == found.path.name]
        near = next((one for one in here if one.name == found.table.name), None)
        like = near or (here or self.result.sheets)[0]
        if near and KELURAHAN_TITLE in near.titles and found.table.at("kelurahan") is None:
            names = [near.rows[-1].text(KELURAHAN_TITLE)] * len(found.table.rows)
            found.table.add_column(KELURAHAN_TITLE, "kelurahan", names)
        mapping = like.mapping
        own = tuple(one.title for one in found.table.columns if one.role == "pribadi")
        reading = mapping.lembar_kerja
        reading = reading.model_copy(update={"pribadi": (*reading.pribadi, *own)})
        sheet = source_sheet(found, mapping.model_copy(update={"lembar_kerja": reading}))
        usual = _titles_by_role(mapping)
        roles = [one.role or "" for one in found.table.columns]
        titles = [usual.get(role, own) for role, own in zip(roles, sheet.titles, strict=True)]
        lacking = [one for one in mapping.columns() if one not in titles]
        sheet = replace(sheet, titles=(*titles, *lacking))
        bidang = mapping.bidang
        needed = {*bidang.permasalahan.columns, *bidang.usulan_kegiatan.columns}.union(
            bidang.volume.columns
        )
        why = (
            f"Judul kolom tabel ini tidak menyebut {_missing(found.table)}. Isi kolom "
            f"{' dan '.join(f'“{one}”' for one in lacking if one in needed)} di sini, lalu impor "
            "berkas ini; atau perbaiki judulnya pada lembar asal."
        )
        self.result.unread += [(replace(row, sheet=sheet), why) for row in sheet.rows]

    def _learn(self, group: list[FoundSheet], name: str | None, settled: TimeAndPlace) -> Pemetaan:
        """A mapping that is to be remembered, instead of the one of this name."""
        first = group[0]
        refuse_matrix(first)
        self._ask_for_one_of(first)
        mapping, guesses = proposed_mapping(group, self.answers, settled.kode, self._keys)
        mapping = self._with_answers(mapping, group, settled)
        for column in first.table.columns:
            if column.before:
                self.result.guess(
                    f"{first.place}: {_ROLE_NAMES[column.role or '']} dari kolom “{column.title}”, "
                    f"bukan dari {beberapa([f'“{one}”' for one in column.before])}."
                )
        for guess in guesses:
            self.result.guess(guess)
        if name is not None:
            self.result.relearned[name] = mapping
        else:
            self.result.learned.append((label_of(first), mapping))
        self.result.columns.append((first.table.name or first.path.name, first.table.columns))
        return mapping

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
        table = found.table
        unnamed = list(unnamed_money(table.columns, [cells for _, cells in table.rows]))
        if unnamed:
            raise NeedAnswerError(
                "--kolom BIDANG=JUDUL",
                f"{found.place}: tidak ada kolom yang judulnya menyebut anggaran, sedangkan kolom "
                f"{beberapa([f'“{one}”' for one in unnamed])} berisi angka besar. Anggaran?",
                [f'{role}="{one}"' for role in (SUM, UNREAD) for one in unnamed],
            )
        for column in table.columns:
            if column.rivals:
                raise NeedAnswerError(
                    f'--kolom {column.role}="JUDUL"',
                    f"{found.place}: ada beberapa kolom {_ROLE_NAMES[column.role or '']}. Kolom "
                    "mana yang diusulkan? Bila jumlahnya, tambahkan kolom jumlah pada lembar.",
                    [column.title, *column.rivals],
                )

    def _with_answers(
        self, mapping: Pemetaan, group: list[FoundSheet], settled: TimeAndPlace
    ) -> Pemetaan:
        """The mapping with what somebody said of these files."""
        said = self.answers.kelurahan
        files = {
            file_key(found.path): said
            for found in group
            if said and found.table.title("kelurahan") == KELURAHAN_TITLE
        }
        chosen = {title: tuple(one) for title, one in settled.hanya.items()}
        kelurahan, names = mapping.kelurahan, self.answers.names
        if names and kelurahan.kolom not in {None, KELURAHAN_TITLE}:
            update = {"nilai": {**kelurahan.nilai, **names}, "selain_itu": KEEP}
            mapping = mapping.model_copy(update={"kelurahan": kelurahan.model_copy(update=update)})
        return mapping.model_copy(
            update={
                "berkas": {**mapping.berkas, **files},
                "hanya": {**mapping.hanya, **chosen},
                "sebutan": tuple(dict.fromkeys((*mapping.sebutan, *settled.sebutan))),
            }
        )

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


_ROLE_NAMES = {
    "usulan_kegiatan": "usulan kegiatan",
    "volume": "volume",
    "perkiraan_anggaran": "anggaran",
}


def _titles_by_role(mapping: Pemetaan) -> dict[str, str]:
    """The title that a mapping knows a role by, where it is of that role alone."""
    named = [(name, source.kolom) for name, source in mapping.bidang if source and source.kolom]
    if mapping.nomor_urut:
        named.append(("nomor", mapping.kunci[-1]))
    used = Counter(title for _, title in named)
    return {role: title for role, title in named if used[title] == 1}


def _missing(table: FoundTable) -> str:
    return " dan ".join(_ROLE_NAMES[role] for role in REQUIRED if table.at(role) is None) or "baris"
