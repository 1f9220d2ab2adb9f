"""One row in scope, read as the fields of a proposal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from musrenbang.importing.catalogue import Catalogue, KelurahanNames
from musrenbang.importing.mapping import FURTHER, KEEP, Pemetaan, Sumber, fill, placeholders
from musrenbang.importing.sheet_files import SourceRow
from musrenbang.records.findings import Keys
from musrenbang.records.strict_yaml import Value
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    calm,
    clean_line,
    clean_passage,
    find_coordinates,
    has_hidden_characters,
    is_shouted,
    read_date,
    read_quantity,
    read_rt,
    read_rupiah,
    read_rw,
    rt_rw_in,
    says_rt_rw,
    split_quantity,
    titled_rt_rw,
)
from musrenbang.text.name_keys import column_key
from schemas import Usulan
from schemas.musrenbang import Skpd, TemplateKegiatan

Clean = Callable[[str], str]


class RejectedError(Exception):
    """A row that cannot become a proposal, with every reason why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class Reading:
    """Collects the values of one row and the complaints about it."""

    def __init__(self, row: SourceRow, empty_words: frozenset[str]) -> None:
        self.row = row
        self.empty_words = empty_words
        self.values: dict[str, Any] = {}
        self.reasons: list[str] = []
        self.hidden = False
        self.shouted = False
        self.unlisted_unit: str | None = None
        self.rt_rw_doubt: str | None = None
        self._blamed: set[str] = set()

    def column_text(self, column: str, clean: Clean = clean_line) -> str:
        """The text below a title, empty if it is a word that stands for nothing."""
        original = as_text(self.row.cell(column))
        self.hidden = self.hidden or has_hidden_characters(original)
        text = clean(original)
        return "" if column_key(text) in self.empty_words else text

    def text(self, source: Sumber, clean: Clean = clean_line) -> str | None:
        """What a source makes of the row."""
        texts = {column: self.column_text(column, clean) for column in source.columns}
        if source.kolom is not None:
            text = texts[source.kolom]
        elif source.tetap is not None:
            text = source.tetap
        else:
            text = " ".join(
                fill(part, texts)
                for part in source.susun
                if all(texts[column] for column in placeholders(part))
            )
        return _translated(source, text) if text else source.bila_kosong

    def cell(self, source: Sumber) -> Cell | None:
        """The cell itself, so that a number stays a number; text where the source makes some."""
        if source.kolom is None or source.nilai or source.memuat:
            return self.text(source)
        if not self.column_text(source.kolom):
            return source.bila_kosong
        return self.row.cell(source.kolom)

    def put(self, name: str, source: Sumber | None, read: Callable[[Sumber], Any]) -> None:
        """Keep what a source says, if it says anything."""
        if source is not None:
            value = self.attempt(source, read)
            if value not in (None, "", ()):
                self.values[name] = value

    def attempt(self, source: Sumber, read: Callable[[Sumber], Any]) -> Any:
        """Read a source; what cannot be read becomes a complaint."""
        try:
            return read(source)
        except CellError as error:
            self.complain(source, str(error))
            return None

    def complain(self, source: Sumber, message: str) -> None:
        """Note what is wrong with the columns of a source."""
        self._blamed.add(_quoted(source))
        self.reasons.append(complaint(source, message))

    def demand(self, name: str, source: Sumber) -> None:
        """Complain about a missing value unless its columns are blamed already."""
        if name not in self.values and _quoted(source) not in self._blamed:
            self.reasons.append(f"Kolom {_quoted(source)} kosong.")


def complaint(source: Sumber, message: str) -> str:
    """What is wrong with the columns of a source."""
    end = "" if message.endswith((".", "?")) else "."
    return f"Kolom {_quoted(source)}: {message}{end}"


def _quoted(source: Sumber) -> str:
    return " + ".join(f"“{column}”" for column in source.columns) or "(teks tetap)"


def _translated(source: Sumber, text: str) -> str | None:
    if not source.nilai and not source.memuat:
        return text
    for result, words in source.memuat.items():
        if any(word.casefold() in text.casefold() for word in words):
            return result
    for value, result in source.nilai.items():
        if column_key(value) == column_key(text):
            return result or None
    if source.selain_itu is None:
        known = ", ".join(source.nilai or source.memuat)
        raise CellError(f"“{text}” tidak ada dalam pemetaan; yang ada: {known}")
    return text if source.selain_itu == KEEP else source.selain_itu


Read = Callable[[Sumber], Any]

_REQUIRED = ("permasalahan", "usulan_kegiatan", "volume")
_LINES = ("isu", "program", "usulan_kegiatan", "tipe", "alamat", "hasil_lurah")
_PASSAGES = ("permasalahan", "keterangan", "catatan_lurah")
_CALMED = ("permasalahan", "usulan_kegiatan", "keterangan", "alamat")
_NESTED = {
    "alamat": ("lokasi", "alamat"),
    "koordinat": ("lokasi", "koordinat"),
    "hasil_lurah": ("validasi_lurah", "hasil"),
    "tanggal_lurah": ("validasi_lurah", "tanggal"),
    "catatan_lurah": ("validasi_lurah", "catatan"),
}
_NAME_OF = {place: name for name, place in _NESTED.items()}


@dataclass(frozen=True)
class Draft:
    """What a row says: only fields with a value, named and nested as in a proposal."""

    row: SourceRow
    kode: str
    kelurahan: str
    fields: Mapping[str, Any]
    shouted: bool
    hidden: bool
    unlisted_unit: str | None
    rt_rw_doubt: str | None
    """Why the RT and RW that a text names are not, or not all, in the fields."""


class DraftReader:
    """Reads rows by one mapping."""

    def __init__(
        self,
        mapping: Pemetaan,
        skpd: Catalogue[Skpd],
        templates: Catalogue[TemplateKegiatan],
        kelurahan: KelurahanNames,
    ) -> None:
        self.mapping = mapping
        self.skpd = skpd
        self.templates = templates
        self.kelurahan = kelurahan
        self.made: set[str] = set()
        """Codes of templates made from rows."""
        self.comma = mapping.lembar_kerja.desimal == "koma"
        self.empty_words = frozenset(map(column_key, mapping.lembar_kerja.kosong))
        self.units = {
            spelling: unit
            for unit, spellings in mapping.satuan.items()
            for spelling in (unit, *spellings)
        }

    def key_of(self, row: SourceRow) -> str:
        """What identifies the row in the sheet and, as `kode_tracking`, in the file."""
        reading = Reading(row, self.empty_words)
        parts = []
        for column in self.mapping.kunci:
            try:
                text = reading.column_text(column)
            except CellError as error:
                raise RejectedError([f"Kolom “{column}”: {error}."]) from None
            if not text:
                raise RejectedError([f"Kolom “{column}” kosong, padahal pengenal baris ini."])
            parts.append(text)
        return (self.mapping.awalan_kunci or "") + "/".join(parts)

    def read(self, row: SourceRow, kode: str) -> Draft:
        """The proposal a row stands for; `RejectedError` with every reason if it is none."""
        reading = Reading(row, self.empty_words)
        if row.overflows:
            reading.reasons.append("Ada isi di kanan kolom terakhir; mungkin kolomnya bergeser.")
        for name, read in self._readers(reading):
            reading.put(name, getattr(self.mapping.bidang, name), read)
        if self.mapping.template:
            reading.put("template", self.mapping.template.dari, self._template(reading))
        kelurahan = reading.attempt(self.mapping.kelurahan, self._kelurahan(reading))
        for name in _REQUIRED:
            reading.demand(name, getattr(self.mapping.bidang, name))
        self._compare_rw(reading)
        self._calm(reading)
        fields = _nested({**reading.values, "kode_tracking": kode})
        if not reading.reasons:
            self._judge(reading, fields)
        if reading.reasons:
            raise RejectedError(reading.reasons)
        hidden, unit, doubt = reading.hidden, reading.unlisted_unit, reading.rt_rw_doubt
        return Draft(row, kode, kelurahan, fields, reading.shouted, hidden, unit, doubt)

    def _readers(self, reading: Reading) -> Iterator[tuple[str, Read]]:
        """How each field is read, in the order in which one may depend on another."""
        for name in (*_LINES, *(field.keys[0] for field in FURTHER if not field.passage)):
            yield name, reading.text
        for name in (*_PASSAGES, *(field.keys[0] for field in FURTHER if field.passage)):
            yield name, lambda source: reading.text(source, clean_passage)
        yield "rw", self._neighbourhood(reading, read_rw)
        yield "rt", self._neighbourhood(reading, read_rt)
        yield "volume", self._volume(reading)
        yield "satuan", self._unit(reading)
        yield "perkiraan_anggaran", self._number(reading, read_rupiah)
        yield "prioritas", self._number(reading, read_quantity)
        yield "tanggal_lurah", self._date(reading)
        yield "koordinat", self._point(reading)
        yield "skpd_tujuan", self._agency(reading)

    @staticmethod
    def _neighbourhood(reading: Reading, read: Callable[[Cell], Any]) -> Read:
        """RW or RT, from a cell of its own or from what a text says of both."""

        def value(source: Sumber) -> Any:
            title = source.kolom or ""
            if not source.pola and not says_rt_rw(title):
                cell = reading.cell(source)
                return None if cell is None else read(cell)
            text = reading.text(source) or ""
            named = rt_rw_in(titled_rt_rw(title, text))
            rw = named.rw or tuple(filter(None, [reading.values.get("rw")]))
            if not named.is_clear or (text and not rw and says_rt_rw(title)):
                reading.rt_rw_doubt = f"“{text}” tidak terbaca dengan satu arti"
            elif len(named.rw) > 1:
                reading.rt_rw_doubt = f"“{text}” menyebut beberapa RW"
            elif named.rt and not rw:
                reading.rt_rw_doubt = f"“{text}” menyebut RT tanpa RW"
            elif rw:
                return rw[0] if read is read_rw else named.rt
            return None

        return value

    def _compare_rw(self, reading: Reading) -> None:
        """Whether the address names another RW than the row, where that has a column of its own.

        The RT are left out then: they belong to one of the two. An unclear address is told.
        """
        rw, address = reading.values.get("rw"), reading.values.get("alamat")
        named = rt_rw_in(address or "")
        if not self.mapping.bidang.rw or reading.rt_rw_doubt:
            return
        if not named.is_clear:
            reading.rt_rw_doubt = f"“{address}” tidak terbaca dengan satu arti"
        elif named.rw and rw not in named.rw:
            column = f"RW {rw}" if rw else "tanpa RW"
            reading.rt_rw_doubt = f"kolomnya {column}, alamatnya “{address}”"
            reading.values.pop("rt", None)

    def _number(self, reading: Reading, read: Callable[..., Any]) -> Read:
        def value(source: Sumber) -> Any:
            cell = reading.cell(source)
            number = None if cell is None else read(cell, comma=self.comma)
            if number is None or isinstance(number, str | int):
                return number
            return int(number) if number == number.to_integral_value() else str(number)

        return value

    def _volume(self, reading: Reading) -> Read:
        def value(source: Sumber) -> Any:
            cell = reading.cell(source)
            if cell is not None and source.dengan_satuan:
                cell, unit = split_quantity(cell)
                if unit:
                    reading.values["satuan"] = self._spelling(reading, unit)
            return None if cell is None else read_quantity(cell, comma=self.comma)

        return value

    def _unit(self, reading: Reading) -> Read:
        def value(source: Sumber) -> str | None:
            text = reading.text(source)
            return self._spelling(reading, text) if text else None

        return value

    def _spelling(self, reading: Reading, unit: str) -> str:
        if self.units and unit not in self.units:
            reading.unlisted_unit = unit
        return self.units.get(unit, unit)

    def _date(self, reading: Reading) -> Read:
        def value(source: Sumber) -> Any:
            cell = reading.cell(source)
            order = self.mapping.lembar_kerja.urutan_tanggal
            return None if cell is None else read_date(cell, order)

        return value

    def _point(self, reading: Reading) -> Read:
        def value(source: Sumber) -> Any:
            text = reading.text(source) or ""
            point, rest = find_coordinates(text)
            if text and not point and not source.pola:
                raise CellError(f"“{text}” bukan satu titik, misalnya -6.1932, 106.8701")
            address = self.mapping.bidang.alamat
            if point and rest and address and address.columns == source.columns:
                reading.values["alamat"] = rest
            return point

        return value

    def _agency(self, reading: Reading) -> Read:
        def value(source: Sumber) -> str | None:
            text = reading.text(source)
            return self.skpd.code_of(text) if text else None

        return value

    def _template(self, reading: Reading) -> Read:
        rule = self.mapping.template

        def value(source: Sumber) -> str | None:
            text = reading.text(source)
            if not text or rule is None:
                return None
            code = self.templates.find(text)
            if code is None and rule.buat:
                return self._new_template(reading, text)
            if code is None and rule.bila_tidak_dikenal == "tolak":
                return self.templates.code_of(text)
            return code

        return value

    def _new_template(self, reading: Reading, text: str) -> str | None:
        rule = self.mapping.template.buat if self.mapping.template else None
        unit, agency = reading.values.get("satuan"), reading.values.get("skpd_tujuan")
        if rule is None or not unit or not agency:
            return None
        content: dict[str, Value] = {"kegiatan": text, "satuan": unit, "skpd": agency}
        for name, origin in (("isu", rule.isu), ("program", rule.program), ("tipe", rule.tipe)):
            content[name] = reading.text(origin) or ""
        template, problems = validate(TemplateKegiatan, content, "")
        if template is None:
            raise CellError(f"template tidak dapat dibuat: {problems[0].message}")
        code = self.templates.new_code(reading.text(rule.kode) or text)
        self.templates.offer(code, template)
        self.made.add(code)
        return code

    def kelurahan_written(self, row: SourceRow) -> str | None:
        """The name of a row's kelurahan as the sheet writes it."""
        try:
            return Reading(row, self.empty_words).text(self.mapping.kelurahan)
        except CellError:
            return None

    def _kelurahan(self, reading: Reading) -> Read:
        def value(source: Sumber) -> str:
            text = reading.text(source)
            if not text:
                raise CellError("nama kelurahan kosong")
            if self.mapping.rapikan_kapital and text.isupper():
                text = calm(text, self.mapping.kata_tetap, names=True)
            return self.kelurahan.slug(text)

        return value

    def _calm(self, reading: Reading) -> None:
        for name in _CALMED:
            text = reading.values.get(name)
            if text is not None and is_shouted(text):
                reading.shouted = True
                if self.mapping.rapikan_kapital:
                    kept = self.mapping.kata_tetap
                    reading.values[name] = calm(text, kept, names=name == "alamat")

    def _judge(self, reading: Reading, fields: Mapping[str, Any]) -> None:
        """Let the model of a proposal judge the row, and say which column it means."""
        _, problems = validate(Usulan, dict(fields), "")
        for problem in problems:
            keys = problem.where if isinstance(problem.where, tuple) else ()
            message = f"{problem.message} {problem.hint}"
            source = source_at(self.mapping, keys)
            if source is None:
                reading.reasons.append(message)
            else:
                reading.complain(source, message)


def source_at(mapping: Pemetaan, keys: Keys) -> Sumber | None:
    """Where the value at a place of a proposal comes from."""
    place = tuple(map(str, keys))
    name = _NAME_OF.get((place[0], place[-1]), place[0]) if place else ""
    source: Sumber | None = getattr(mapping.bidang, name, None)
    return source


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in values.items():
        if name in _NESTED:
            outer, inner = _NESTED[name]
            nested.setdefault(outer, {})[inner] = value
        else:
            nested[name] = value
    return nested
