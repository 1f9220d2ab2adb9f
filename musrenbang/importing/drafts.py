"""One row in scope, read as the fields of a proposal."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Self

from pydantic import ValidationError

from musrenbang.importing.capitals import calm, calmed, is_shouted
from musrenbang.importing.catalogue import Catalogue, KelurahanNames
from musrenbang.importing.field_sources import complaint, nested, quoted, source_at
from musrenbang.importing.likeness import like_agency
from musrenbang.importing.mapping import (
    FURTHER,
    Pemetaan,
    Sumber,
)
from musrenbang.importing.row_place import RowPlace
from musrenbang.importing.sheet_files import RejectedError, SourceRow
from musrenbang.importing.standard_activities import StandardActivities
from musrenbang.importing.units import usual_unit
from musrenbang.records.snapshot import Year
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    clean_line,
    clean_passage,
    decimal_sign,
    find_coordinates,
    has_hidden_characters,
    read_date,
    read_quantity,
    read_rupiah,
    rounded_rupiah,
    scaled_rupiah,
    split_quantity,
    written,
)
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.text.name_keys import column_key
from schemas import Usulan
from schemas.musrenbang import Skpd, TemplateKegiatan

Clean = Callable[[str], str]
Read = Callable[[Sumber], Any]

_NOTHING = re.compile(r"(?i)(?:rp)?[-–—−_.,:;…\s]*")  # noqa: RUF001 - dashes
NO_AGENCY, NO_UNIT = "Belum ditetapkan", "belum disebut"
NO_PROBLEM = "Tidak tercatat pada lembar asal."
"""What stands where a sheet names no agency, unit or problem at all."""
_REQUIRED = ("permasalahan", "usulan_kegiatan", "volume")
_LINES = ("isu", "program", "usulan_kegiatan", "tipe", "alamat", "hasil_lurah")
_PASSAGES = ("permasalahan", "keterangan", "catatan_lurah")
_CALMED = ("permasalahan", "usulan_kegiatan", "keterangan", "alamat")


class DraftReader:
    """What rows are read with: the names that their mappings and the year know."""

    def __init__(
        self, mappings: Iterable[Pemetaan], year: Year, standard: frozenset[str] = frozenset()
    ) -> None:
        """`standard`: keys of activities that are standard ones though the year lacks them."""
        self.skpd: Catalogue[Skpd] = Catalogue("perangkat daerah", year.skpd, like_agency)
        self.templates = StandardActivities(year.template, standard)
        listed: list[str] = []
        for mapping in mappings:
            for code, agency in mapping.skpd.items():
                entry = Skpd(nama=agency.nama, singkatan=agency.singkatan)
                self.skpd.offer(code, entry, agency.juga)
            for code, template in (mapping.template.daftar if mapping.template else {}).items():
                plain = TemplateKegiatan(**template.model_dump(exclude={"juga"}))
                self.templates.offer(code, plain, template.juga)
            listed += mapping.kode_kelurahan
        self.kelurahan = KelurahanNames(
            {slug: folder.nama for slug, folder in year.kelurahan.items()}, listed
        )
        known = {template.satuan for template in year.template.values()}
        self.units = {unit.casefold(): unit for unit in known}
        """The spellings that the year's standard activities use, which win over ours."""

    def key_of(self, row: SourceRow) -> str:
        """What identifies the row in the sheet and, as `kode_tracking`, in the file."""
        draft = Draft(row, self)
        parts = []
        for column in draft.mapping.kunci:
            try:
                text = draft.column_text(column)
            except CellError as error:
                raise RejectedError(f"Kolom “{column}”: {error}.") from None
            if not text:
                raise RejectedError(f"Kolom “{column}” kosong, padahal pengenal baris ini.")
            parts.append(text)
        return (draft.mapping.awalan_kunci or "") + "/".join(parts)

    def kelurahan_written(self, row: SourceRow) -> str | None:
        """The name of a row's kelurahan as the sheet writes it."""
        draft = Draft(row, self)
        try:
            return draft.text(draft.mapping.kelurahan)
        except CellError:
            return None


@dataclass
class Draft:
    """What a row says: values by field, what is wrong with them, what deserves a look."""

    row: SourceRow
    by: DraftReader
    kode: str = ""
    kelurahan: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    """The values, named and nested as in a proposal."""
    hidden: bool = False
    shouted: bool = False
    unlisted_unit: str | None = None
    likened: list[tuple[str, str, str]] = field(default_factory=list)
    """Kinds of name, what the row says, and the known name it was taken for."""
    unknown_activity: str | None = None
    wrong_sum: str | None = None
    """What the volume and the unit price of the row make, where its sum says otherwise."""
    supplied: list[str] = field(default_factory=list)
    """Fields that the sheet has nothing for."""
    rounded: str | None = None
    """The calculated sum of the row, and what it was rounded to."""
    _reasons: list[str] = field(default_factory=list)
    _blamed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.place = RowPlace(self.values, self._cell, self.text)

    @property
    def mapping(self) -> Pemetaan:
        """How the row's sheet is read."""
        return self.row.sheet.mapping

    def read(self) -> Self:
        """The proposal a row stands for; `RejectedError` with every reason if it is none."""
        mapping = self.mapping
        if self.row.overflows:
            self._reasons.append("Ada isi di kanan kolom terakhir; mungkin kolomnya bergeser.")
        for name, read in self._readers():
            self._put(name, getattr(mapping.bidang, name), read)
        if mapping.template:
            self._put("template", mapping.template.dari, self._template)
        self.kode = self.by.key_of(self.row)
        self.kelurahan = self._attempt(mapping.kelurahan, self._kelurahan)
        for name in _REQUIRED:
            self._demand(name, getattr(mapping.bidang, name))
        if "hasil_lurah" not in self.values and mapping.bidang.hasil_lurah:
            self.values.pop("tanggal_lurah", None)
        if mapping.bidang.permasalahan.tetap == NO_PROBLEM:
            self.supplied.append("permasalahan")
        if "template" not in self.values:
            self._supply("skpd_tujuan", self._code_of_agency, NO_AGENCY)
            self._supply("satuan", str, NO_UNIT)
        self.place.compare(mapping.bidang)
        self._check_sum()
        self._calm()
        self.fields = nested({**self.values, "kode_tracking": self.kode})
        if not self._reasons:
            self._judge()
        if self._reasons:
            raise RejectedError(" ".join(self._reasons))
        return self

    def rename(self, code: str) -> None:
        """Give the row another code than its sheet does."""
        self.kode = self.fields["kode_tracking"] = code

    def column_text(self, column: str, clean: Clean = clean_line) -> str:
        """The text below a title, empty if it is a word that stands for nothing."""
        original = written(self.row.cell(column))
        self.hidden = self.hidden or has_hidden_characters(original)
        text = clean(original)
        return "" if self._is_empty(text) else text

    def _is_empty(self, text: str) -> bool:
        """Whether a text stands for nothing: a dash, “Rp -”, or a word that the mapping lists."""
        empty = map(column_key, self.mapping.lembar_kerja.kosong)
        return bool(_NOTHING.fullmatch(text)) or column_key(text) in empty

    def text(self, source: Sumber, clean: Clean = clean_line) -> str | None:
        """What a source makes of the row."""
        texts = {column: self.column_text(column, clean) for column in source.columns}
        text = source.filled(texts)
        return source.translated(text) if text else source.bila_kosong

    def _cell(self, source: Sumber) -> Cell | None:
        """The cell itself, so that a number stays a number; text where the source makes some."""
        if source.kolom is None or source.nilai or source.memuat:
            return self.text(source)
        cell = self.row.cell(source.kolom)
        return source.bila_kosong if self._is_empty(clean_line(as_text(cell))) else cell

    def _put(self, name: str, source: Sumber | None, read: Read) -> None:
        """Keep what a source says, if it says anything."""
        if source is not None:
            value = self._attempt(source, read)
            if value not in (None, "", ()):
                self.values[name] = value

    def _attempt(self, source: Sumber, read: Read) -> Any:
        """Read a source; what cannot be read becomes a complaint."""
        try:
            return read(source)
        except CellError as error:
            self._blamed.add(quoted(source))
            reason = complaint(source, str(error))
            if reason not in self._reasons:
                self._reasons.append(reason)
            return None

    def _demand(self, name: str, source: Sumber) -> None:
        """Complain about a missing value unless its columns are blamed already."""
        if name not in self.values and quoted(source) not in self._blamed:
            self._reasons.append(f"Kolom {quoted(source)} kosong.")

    def _readers(self) -> Iterator[tuple[str, Read]]:
        """How each field is read, in the order in which one may depend on another."""
        for name in (*_LINES, *(one.keys[0] for one in FURTHER if not one.passage)):
            yield name, self.text
        for name in (*_PASSAGES, *(one.keys[0] for one in FURTHER if one.passage)):
            yield name, partial(self.text, clean=clean_passage)
        yield "rw", self.place.rw
        yield "rt", self.place.rt
        yield "volume", self._volume
        yield "satuan", self._unit
        yield "perkiraan_anggaran", self._money
        yield "prioritas", self._from_cell(_whole)
        order = self.mapping.lembar_kerja.urutan_tanggal
        yield "tanggal_lurah", self._from_cell(partial(read_date, order=order))
        yield "koordinat", self._point
        yield "skpd_tujuan", self._agency

    def _from_cell(self, read: Callable[[Cell], Any]) -> Read:
        def value(source: Sumber) -> Any:
            cell = self._cell(source)
            return None if cell is None else read(cell)

        return value

    def _volume(self, source: Sumber) -> Any:
        said = self._cell(source)
        if said is None:
            return None
        cell, unit = split_quantity(said)
        if unit:
            self.values["satuan"] = self._spelling(unit)
        comma = self.row.sheet.comma
        if comma is None:
            comma = decimal_sign(as_text(cell)) == ","
        return read_quantity(cell, comma=comma)

    def _unit(self, source: Sumber) -> str | None:
        text = self.text(source)
        unit, beside = self._spelling(text) if text else None, self.values.get("satuan")
        if source.tetap or (unit and beside and beside.startswith(f"{unit} ")):
            return beside or unit
        if unit and not any(map(str.isalpha, unit)) and unit != "%":
            raise CellError(f"“{unit}” bukan satuan")
        if unit and beside and unit != beside and not unit.startswith(f"{beside} "):
            raise CellError(f"satuannya {unit}, sedangkan volumenya menyebut {beside}")
        return unit or beside

    def _spelling(self, text: str) -> str:
        """Our spelling of a unit; one of the mapping first, then the year's, then the usual one."""
        for unit, spellings in self.mapping.satuan.items():
            if text in (unit, *spellings):
                return unit
        unit = usual_unit(text) or text
        if unit.casefold() in self.by.units:
            return self.by.units[unit.casefold()]
        if usual_unit(text) is None:
            self.unlisted_unit = text
        return unit

    def _money(self, source: Sumber) -> int | None:
        cell = self._cell(source)
        if cell is None:
            return None
        if source.kali > 1:
            return scaled_rupiah(cell, source.kali, comma=self.row.sheet.comma)
        amount = read_rupiah(cell)
        if source is self.mapping.bidang.perkiraan_anggaran and rounded_rupiah(cell):
            self.rounded = f"{as_text(cell).replace('.', ',')} menjadi {rupiah(amount)}"
        return amount

    def _check_sum(self) -> None:
        """Whether volume and unit price make the sum that the row says."""
        source = self.mapping.bidang.harga_satuan
        volume, amount = self.values.get("volume"), self.values.get("perkiraan_anggaran")
        if source is None or not isinstance(volume, Decimal) or amount is None:
            return
        try:
            price = self._money(source)
        except CellError:
            return
        if price and abs(volume * price - amount) > max(1, amount // 200):
            self.wrong_sum = (
                f"{angka(volume)} × {rupiah(price)} = {rupiah(int(volume * price))}, "
                f"tertulis {rupiah(amount)}"
            )

    def _point(self, source: Sumber) -> Any:
        text = self.text(source) or ""
        point, rest = find_coordinates(text)
        if text and not point and not source.pola:
            raise CellError(f"“{text}” bukan satu titik, misalnya -6.1932, 106.8701")
        address = self.mapping.bidang.alamat
        if point and rest and address and address.columns == source.columns:
            self.values["alamat"] = rest
        return point

    def _supply(self, name: str, made: Callable[[str], str], text: str) -> None:
        """What a proposal needs and no row of the sheet says; somebody fills it in later."""
        source = getattr(self.mapping.bidang, name)
        if name in self.values or any(map(self.row.sheet.says, source.columns if source else ())):
            return
        self.values[name] = made(text)
        self.supplied.append(name)

    def _agency(self, source: Sumber) -> str | None:
        text = self.text(source)
        return self._code_of_agency(text) if text else None

    def _code_of_agency(self, text: str) -> str:
        code, name = self.by.skpd.likely(text)
        if code is None:
            shown = calmed(text, names=True)
            try:
                agency = Skpd(nama=shown, singkatan=shown)
            except ValidationError:
                raise CellError(_NO_AGENCY_NAME.format(text=shown[:40])) from None
            code = self.by.skpd.new_code(text)
            self.by.skpd.offer(code, agency, (text,))
        elif name:
            self.likened.append(("perangkat daerah", text, name))
        return code

    def _template(self, source: Sumber) -> str | None:
        """The standard activity that a text names; an unknown one is none (juknis D.5)."""
        text = self.text(source)
        if not text:
            return None
        found = self.by.templates.of(text, self.values)
        if found.code is None:
            self.unknown_activity = text
        elif found.known_as:
            self.likened.append(("kegiatan", text, found.known_as))
        return found.code

    def _kelurahan(self, source: Sumber) -> str:
        text, mapping = self.text(source), self.mapping
        if not text:
            raise CellError("nama kelurahan kosong")
        if mapping.rapikan_kapital and text.isupper():
            text = calm(text, mapping.kata_tetap, names=True)
        return self.by.kelurahan.slug(text)

    def _calm(self) -> None:
        mapping = self.mapping
        for name in _CALMED:
            text = self.values.get(name)
            if text is not None and is_shouted(text):
                self.shouted = True
                if mapping.rapikan_kapital:
                    self.values[name] = calm(text, mapping.kata_tetap, names=name == "alamat")

    def _judge(self) -> None:
        """Let the model of a proposal judge the row, and say which column it means."""
        _, problems = validate(Usulan, self.fields, "")
        for problem in problems:
            message = f"{problem.message} {problem.hint}"
            source = source_at(self.mapping, problem.field)
            self._reasons.append(complaint(source, message) if source else message)


_NO_AGENCY_NAME = "“{text}…” bukan nama perangkat daerah: paling banyak 300 huruf dalam satu baris"


def _whole(cell: Cell) -> int | str:
    """A quantity that should be whole; the model refuses one that is not."""
    number = read_quantity(cell, comma=False)
    if isinstance(number, str) or number != number.to_integral_value():
        return str(number)
    return int(number)
