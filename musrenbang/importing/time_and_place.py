"""When and where a sheet is of: its year, kecamatan, kelurahan and RW.

A column says it, a text above the table, the names of worksheet and file, or what was said before;
what none of them says is asked for.
"""

import re
from collections.abc import Sequence
from typing import Any

from musrenbang.importing.capitals import calm
from musrenbang.importing.catalogue import kelurahan_name
from musrenbang.importing.found_sheet import (
    KECAMATAN,
    KELURAHAN,
    KELURAHAN_TITLE,
    FoundSheet,
    file_key,
)
from musrenbang.importing.found_table import KELURAHAN_TITLE as BETWEEN
from musrenbang.importing.found_table import RW_TITLE
from musrenbang.importing.headings import get
from musrenbang.importing.kelurahan_written import likely_names, part_rw, unknown_names
from musrenbang.importing.region import (
    areas_named,
    kelurahan_code,
    kelurahan_of,
    named_by_initials,
    named_in,
)
from musrenbang.importing.sheet_answers import NeedAnswerError
from musrenbang.importing.sheet_kecamatan import SheetKecamatan
from musrenbang.sheets.cells import as_text
from musrenbang.text.errors import UsageError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, squeezed
from musrenbang.year.places import rt_rw_in


class TimeAndPlace(SheetKecamatan):
    """What sheets are of; kelurahan and RW are put into their tables as columns."""

    def settle(self) -> None:
        """Find out; raises `NeedAnswerError` for what only a person can say."""
        self._choose_tabs()
        founds = self.founds
        self.tahun = self._year(founds)
        self.named_sheets = _names_of_kelurahan(founds)
        for found in founds:
            self._name_kelurahan(found, is_alone=len(founds) == 1)
            self._name_rw(found)
        self.area = self._area(founds)
        for found in founds:
            self._settle_names(found)
        self._choose_kelurahan(founds)

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
        if not (name or said or listed) and found.table.name in self.named_sheets:
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
