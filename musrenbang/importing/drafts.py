"""One row in scope, read as the fields of a proposal."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Self

from musrenbang.importing.catalogue import Catalogue, KelurahanNames
from musrenbang.importing.likeness import like_activity, like_agency
from musrenbang.importing.mapping import (
    FURTHER,
    KEEP,
    Pemetaan,
    Sumber,
)
from musrenbang.importing.sheet_files import RejectedError, SourceRow
from musrenbang.importing.units import usual_unit
from musrenbang.records.findings import Keys
from musrenbang.records.snapshot import Year
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    calm,
    clean_line,
    clean_passage,
    decimal_sign,
    find_coordinates,
    has_hidden_characters,
    is_shouted,
    read_date,
    read_quantity,
    read_rt,
    read_rupiah,
    read_rw,
    rounded_rupiah,
    scaled_rupiah,
    split_quantity,
    written,
)
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.text.name_keys import column_key, name_key
from musrenbang.year.places import RtRw, rt_rw_in, rw_listed, says_rt_rw, titled_rt_rw
from schemas import Usulan
from schemas.musrenbang import Skpd, TemplateKegiatan

Clean = Callable[[str], str]
Read = Callable[[Sumber], Any]

_NOTHING = re.compile(r"(?i)(?:rp)?[-–—−_.,:;…\s]*")  # noqa: RUF001 - dashes
KEPT_WORDS = tuple(
    re.findall(
        r"\w+",
        "RT RW PJU MCK IPAL PAUD TK SD SDN MI SMP SMA SMK PKK RPTRA JPO PAM PDAM PLN LED CCTV UMKM "
        "KK DPU PU SDA LH PE DKI APBD ASN KTP BPJS KB TPS MTS MA LMK FKDM KUA UKM IT TV GOR PKL "
        "HIV AIDS BPBD BPKAD SKPD UKPD OPD ATK LKM BKM II III IV VI VII VIII IX XI XII",
    )
)
"""Words that stay in capitals when a shouted text is calmed."""
EVERY_ACTIVITY = "semua"
NO_AGENCY, NO_UNIT = "Belum ditetapkan", "belum disebut"
"""What stands where a sheet names no agency or unit at all."""
_KINDS_OF_WORK = (
    (
        "non-fisik",
        re.compile(r"pelatihan|pembinaan|penyuluhan|sosialisasi|bimbingan|penyelenggara"),
    ),
    ("barang", re.compile(r"pengadaan|pembelian|bantuan|gerobak|bibit")),
)
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


class DraftReader:
    """What rows are read with: the names that their mappings and the year know."""

    def __init__(
        self, mappings: Iterable[Pemetaan], year: Year, standard: frozenset[str] = frozenset()
    ) -> None:
        """`standard`: keys of activities that are made standard ones where the year lacks them."""
        self.standard = standard
        self.made: set[str] = set()
        """Codes of standard activities made from rows."""
        self.skpd: Catalogue[Skpd] = Catalogue("perangkat daerah", year.skpd, like_agency)
        self.templates: Catalogue[TemplateKegiatan] = Catalogue(
            "template", year.template, like_activity
        )
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
    rt_rw_doubt: str | None = None
    """Why the RT and RW that a text names are not, or not all, in the fields."""
    _has_rt_beside_rw: bool = False
    """Whether the cell of the RW named the RT, too."""
    _reasons: list[str] = field(default_factory=list)
    _blamed: set[str] = field(default_factory=set)

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
        if "template" not in self.values:
            self._supply("skpd_tujuan", self._code_of_agency, NO_AGENCY)
            self._supply("satuan", str, NO_UNIT)
        self._compare_rw()
        self._check_sum()
        self._calm()
        self.fields = _nested({**self.values, "kode_tracking": self.kode})
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
        return _translated(source, text) if text else source.bila_kosong

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
            self._blamed.add(_quoted(source))
            reason = complaint(source, str(error))
            if reason not in self._reasons:
                self._reasons.append(reason)
            return None

    def _demand(self, name: str, source: Sumber) -> None:
        """Complain about a missing value unless its columns are blamed already."""
        if name not in self.values and _quoted(source) not in self._blamed:
            self._reasons.append(f"Kolom {_quoted(source)} kosong.")

    def _readers(self) -> Iterator[tuple[str, Read]]:
        """How each field is read, in the order in which one may depend on another."""
        for name in (*_LINES, *(one.keys[0] for one in FURTHER if not one.passage)):
            yield name, self.text
        for name in (*_PASSAGES, *(one.keys[0] for one in FURTHER if one.passage)):
            yield name, partial(self.text, clean=clean_passage)
        yield "rw", partial(self._neighbourhood, read_rw)
        yield "rt", partial(self._neighbourhood, read_rt)
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

    def _neighbourhood(self, read: Callable[[Cell], Any], source: Sumber) -> Any:
        """RW or RT, from a cell of its own or from what a text says of both."""
        title = source.kolom or ""
        if read is read_rt and source.pola and self._has_rt_beside_rw:
            return self.values["rt"]
        if not source.pola and not says_rt_rw(title):
            return self._own_number(read, source)
        text = self.text(source) or ""
        named = self._named(titled_rt_rw(title, text), text)
        rw = named.rw or tuple(filter(None, [self.values.get("rw")]))
        if text and not rw and says_rt_rw(title):
            self.rt_rw_doubt = _UNCLEAR.format(text)
        elif len(named.rw) > 1:
            self.rt_rw_doubt = f"“{text}” menyebut beberapa RW"
        elif named.rt and not rw:
            self.rt_rw_doubt = f"“{text}” menyebut RT tanpa RW"
        elif rw and named.is_clear:
            return rw[0] if read is read_rw else named.rt
        return None

    def _own_number(self, read: Callable[[Cell], Any], source: Sumber) -> Any:
        """RW or RT from its own cell; one that says both, or several RW, is told."""
        cell = self._cell(source)
        if cell is None:
            return None
        try:
            return read(cell)
        except CellError:
            named = rt_rw_in(written(cell)) if isinstance(cell, str) else RtRw()
            several = rw_listed(written(cell)) if read is read_rw else ()
            if several:
                named = RtRw(several)
            elif not named.is_clear or not (named.rw if read is read_rw else named.rt):
                raise
        if read is read_rw and len(named.rw) == 1 and named.rt:
            self.values["rt"] = named.rt
            self._has_rt_beside_rw = True
        if read is read_rw and len(named.rw) > 1:
            self.rt_rw_doubt = f"kolom “{source.kolom}” menyebut beberapa RW: “{as_text(cell)}”"
            return None
        return named.rw[0] if read is read_rw else named.rt

    def _compare_rw(self) -> None:
        """Whether the address names another RW than the row, where that has a column of its own.

        RT that the address names are left out then, for they are of its RW. An unclear address is
        told.
        """
        if not self.mapping.bidang.rw or self.rt_rw_doubt:
            return
        rw, address = self.values.get("rw"), self.values.get("alamat") or ""
        named = self._named(address, address)
        if named.rw and rw not in named.rw:
            column = f"RW {rw}" if rw else "tanpa RW"
            self.rt_rw_doubt = f"kolomnya {column}, alamatnya “{address}”"
            rt = self.mapping.bidang.rt
            if (rt is None or rt.pola) and not self._has_rt_beside_rw:
                self.values.pop("rt", None)

    def _named(self, titled: str, text: str) -> RtRw:
        named = rt_rw_in(titled)
        if not named.is_clear:
            self.rt_rw_doubt = _UNCLEAR.format(text)
        return named

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
            shown = calm(text, KEPT_WORDS, names=True) if is_shouted(text) else text
            code = self.by.skpd.new_code(text)
            self.by.skpd.offer(code, Skpd(nama=shown, singkatan=shown), (text,))
        elif name:
            self.likened.append(("perangkat daerah", text, name))
        return code

    def _template(self, source: Sumber) -> str | None:
        """The standard activity that a text names; an unknown one is none (juknis D.5)."""
        text = self.text(source)
        if not text:
            return None
        known, own = self.by.templates, self._by_unit(text)
        fitting = (code for name in own if (code := known.find(name)) and self._fits(code))
        code, name = next(fitting, None), ""
        if code is None:
            code, name = known.likely(text)
            if self.by.standard & {name_key(text), EVERY_ACTIVITY} and (
                code is None or code in self.by.made
            ):
                free = next((one for one in own if known.find(one) is None), own[-1])
                code, name = self._new_template(free), ""
        if code is None:
            self.unknown_activity = text
        elif name:
            self.likened.append(("kegiatan", text, name))
        return code

    def _by_unit(self, text: str) -> tuple[str, ...]:
        """Names of a standard activity that is done in several units, or by several agencies."""
        unit, agency = self.values.get("satuan"), self.values.get("skpd_tujuan")
        return text, f"{text} ({unit})", f"{text} ({unit}, {agency})"

    def _fits(self, code: str) -> bool:
        """Whether a standard activity has this row's unit and agency."""
        known = self.by.templates.entry(code)
        of = (self.values.get("satuan"), self.values.get("skpd_tujuan"))
        return known is not None and of == (known.satuan, known.skpd)

    def _new_template(self, text: str) -> str | None:
        """A standard activity of what the row says, without a price, which is not its to say."""
        unit, agency = self.values.get("satuan"), self.values.get("skpd_tujuan")
        if not unit or not agency:
            return None
        words = column_key(text)
        kinds = (kind for kind, pattern in _KINDS_OF_WORK if pattern.search(words))
        content = {
            "kegiatan": calm(text, KEPT_WORDS, names=False) if is_shouted(text) else text,
            "isu": self.values.get("isu") or "Lain-lain",
            "program": self.values.get("program") or "Belum ditetapkan",
            "tipe": self.values.get("tipe") or next(kinds, "fisik"),
            "satuan": unit,
            "skpd": agency,
        }
        template, problems = validate(TemplateKegiatan, content, "")
        if template is None:
            raise CellError(f"kegiatan baku tidak dapat dibuat: {problems[0].message}")
        code = self.by.templates.new_code(text)
        self.by.templates.offer(code, template)
        self.by.made.add(code)
        return code

    def _kelurahan(self, source: Sumber) -> str:
        text, mapping = self.text(source), self.mapping
        if not text:
            raise CellError("nama kelurahan kosong")
        if mapping.rapikan_kapital and text.isupper():
            text = calm(text, (*KEPT_WORDS, *mapping.kata_tetap), names=True)
        return self.by.kelurahan.slug(text)

    def _calm(self) -> None:
        mapping = self.mapping
        for name in _CALMED:
            text = self.values.get(name)
            if text is not None and is_shouted(text):
                self.shouted = True
                if mapping.rapikan_kapital:
                    self.values[name] = calm(
                        text, (*KEPT_WORDS, *mapping.kata_tetap), names=name == "alamat"
                    )

    def _judge(self) -> None:
        """Let the model of a proposal judge the row, and say which column it means."""
        _, problems = validate(Usulan, self.fields, "")
        for problem in problems:
            message = f"{problem.message} {problem.hint}"
            source = source_at(self.mapping, problem.field)
            self._reasons.append(complaint(source, message) if source else message)


_UNCLEAR = "“{}” tidak terbaca dengan satu arti"


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


def _whole(cell: Cell) -> int | str:
    """A quantity that should be whole; the model refuses one that is not."""
    number = read_quantity(cell, comma=False)
    if isinstance(number, str) or number != number.to_integral_value():
        return str(number)
    return int(number)


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
