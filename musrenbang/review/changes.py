"""Every changed file as one `FileChange`: where it belongs, what it is called, what it says.

What no telling says is compared field by field, by what the models declare and by nothing else: a
field added to a model tomorrow is compared, named and shown without a word being changed here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

from musrenbang.files.paths import USULAN_LANGSUNG, Kind
from musrenbang.git.differences import ABSENT
from musrenbang.records.snapshot import Pengumuman
from musrenbang.review import following_year, words
from musrenbang.review.facts import Cases, Facts, Touched, TouchedRecord
from musrenbang.review.following_year import followed, last_record
from musrenbang.review.review_model import (
    CHANGED,
    TURNED,
    Action,
    Area,
    FileChange,
    PerubahanKolom,
)
from musrenbang.review.words import Telling, lines_of, moved, place_of_work, title_of
from musrenbang.text.indonesian import angka, rupiah, tanggal
from musrenbang.text.lookalikes import told_apart
from musrenbang.year.cases import Case
from musrenbang.year.guide import guide_of, named
from musrenbang.year.labels import TIPE
from schemas import HasilSurvei, Keputusan, Kirim, TindakLanjut, Usulan


@dataclass(frozen=True)
class Names:
    """The names of one year's codes."""

    skpd: Mapping[str, str] = field(default_factory=dict)
    template: Mapping[str, str] = field(default_factory=dict)
    kelurahan: Mapping[str, str] = field(default_factory=dict)
    golongan: Mapping[str, str] = field(default_factory=dict)
    alasan: Mapping[str, str] = field(default_factory=dict)
    """Reasons of the guide; any other `kode` is its own name."""
    entries: Mapping[str, str] = field(default_factory=dict)
    """Those of the list that is being told, if it is one."""

    def telling(self, kind: Kind) -> "Names":
        """The same names, for a list of agencies or of standard activities."""
        lists = {Kind.SKPD: self.skpd, Kind.TEMPLATE: self.template}
        return replace(self, entries=lists.get(kind, {}))

    def value(self, key: str, text: str) -> str:
        """The text of a field: the name of a code with the code behind it, or the text itself."""
        match key:
            case "tipe":
                return TIPE.get(text, text)
            case "skpd" | "skpd_tujuan":
                return f"{self.skpd.get(text, _UNKNOWN)} ({text})"
            case "template":
                return f"{self.template.get(text, _UNKNOWN)} ({text})"
            case "kelurahan":
                return f"{self.kelurahan.get(text, _UNKNOWN)} ({text})"
        return _named({"golongan": self.golongan, "kode": self.alasan}.get(key, {}), text)

    def entry(self, code: str) -> str:
        """The key of an entry of a list."""
        return _named(self.entries, code)


_UNKNOWN = "tidak terdaftar"


def _named(names: Mapping[str, str], code: str) -> str:
    return f"{names[code]} ({code})" if code in names else code


def names_of(facts: Facts, tahun: int) -> Names:
    """The names of a year's codes; where both sides differ the head counts."""
    years = [side.years[tahun] for side in (facts.base, facts.head) if tahun in side.years]
    guides = [guide_of(year) for year in years]
    return Names(
        skpd={code: skpd.singkatan for year in years for code, skpd in year.skpd.items()},
        template={code: row.kegiatan for year in years for code, row in year.template.items()},
        kelurahan={slug: place.nama for year in years for slug, place in year.kelurahan.items()},
        golongan={kode: one.nama for one_of in guides for kode, one in one_of.golongan.items()},
        alasan={kode: named(one) for one_of in guides for kode, one in one_of.alasan.items()},
    )


_PLAIN_MODES = frozenset({ABSENT, "100644"})
_MODES = {
    ABSENT: "tidak ada",
    "100644": "berkas biasa",
    "100755": "program",
    "120000": "tautan",
    "160000": "submodul",
}
"""What Git's modes stand for."""


def _oddities(item: Touched) -> list[str]:
    """That a file cannot be read, or how it is stored, in short phrases."""
    found = []
    if item.place is not None:
        if item.before is None and not item.file.is_new:
            found.append("sebelumnya tidak dapat dibaca")
        if item.after is None and not item.file.is_gone:
            found.append("tidak dapat dibaca, lihat temuan")
    modes = (item.file.old_mode, item.file.new_mode)
    if not set(modes) <= _PLAIN_MODES and modes[0] != modes[1]:
        found.append(f"jenis berkas {moved(*(_MODES.get(mode, mode) for mode in modes))}")
    return found


_RUPIAH = frozenset({"perkiraan_anggaran", "harga_satuan", "nilai"})
_NO_NAMES = Names()
_MOST_ROWS = 2000
"""Longer lists are shown whole: comparing them row by row would take too long."""


def field_changes(before: Any, after: Any, names: Names = _NO_NAMES) -> tuple[PerubahanKolom, ...]:
    """Every field that differs between two records."""
    return tuple(_differences(before, after, names, (), ()))


def _differences(
    before: Any, after: Any, names: Names, keys: tuple[str, ...], labels: tuple[str, ...]
) -> Iterator[PerubahanKolom]:
    before, after = _filled(before), _filled(after)
    if before is after or before == after:
        return
    sides = [_parts(value, names) for value in (before, after) if value is not None]
    parts = [side for side in sides if side is not None]
    if len(parts) == len(sides):
        titles = {key: title for side in parts for key, title in side.items()}
        for key, title in titles.items():
            old, new = _part(before, key), _part(after, key)
            where = (*keys, str(key)), (*labels, title)
            if isinstance(before, Mapping) and isinstance(old, BaseModel) and new is None:
                gone = _text_of(old, "", names)
                yield PerubahanKolom(".".join(where[0]), ", ".join(where[1]), gone, None)
            else:
                yield from _differences(old, new, names, *where)
        return
    kolom, label = ".".join(keys), ", ".join(labels)
    rows = _rows(before, after)
    name = keys[-1] if keys and rows is None else ""
    pairs = [(before, after)] if rows is None else [*_row_changes(*rows)]
    texts = ["" if one is None else _text_of(one, name, names) for pair in pairs for one in pair]
    shown = texts if rows is None else told_apart(*texts)
    for pair, old, new in zip(pairs, shown[::2], shown[1::2], strict=True):
        yield PerubahanKolom(
            kolom, label, None if pair[0] is None else old, None if pair[1] is None else new
        )


def _filled(value: Any) -> Any:
    """The value, or `None` for the ways in which a field says nothing."""
    return None if value in ("", (), {}) else value


def _parts(value: Any, names: Names = _NO_NAMES) -> Mapping[Any, str] | None:
    """The keys and labels of what a value consists of; `None` for a value that is one piece."""
    if isinstance(value, BaseModel):
        return {name: info.title or name for name, info in type(value).model_fields.items()}
    if is_dataclass(value):
        return {field.name: field.name.capitalize() for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: names.entry(str(key)) for key in value}
    return None


def _part(value: Any, key: Any) -> Any:
    if value is None:
        return None
    return value.get(key) if isinstance(value, Mapping) else getattr(value, str(key), None)


def _rows(before: Any, after: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """Both values as rows, where they are lists of records or text of several lines."""
    values = [value for value in (before, after) if value is not None]
    if all(isinstance(value, tuple) for value in values):
        if any(_parts(item) is not None for value in values for item in value):
            return before or (), after or ()
    elif all(isinstance(value, str) for value in values) and any("\n" in text for text in values):
        rows = tuple(tuple(value.split("\n")) if value else () for value in (before, after))
        if max(map(len, rows)) <= _MOST_ROWS:
            return rows[0], rows[1]
    return None


def _row_changes(
    before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[tuple[Any | None, Any | None]]:
    matcher = SequenceMatcher(None, before, after)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from ((row, None) for row in before[old_start:old_end])
            yield from ((None, row) for row in after[new_start:new_end])


def _text_of(value: Any, name: str, names: Names) -> str:
    """One value in words; `name` is the field it belongs to."""
    parts = _parts(value, names)
    if parts is not None:
        return "; ".join(
            f"{label}: {_text_of(part, str(key), names)}"
            for key, label in parts.items()
            if (part := _filled(_part(value, key))) is not None
        )
    match value:
        case bool():
            text = "ya" if value else "tidak"
        case int() if name in _RUPIAH:
            text = rupiah(value)
        case Decimal() | int() if not name.startswith("tahun"):
            text = angka(value)
        case date():
            text = tanggal(value)
        case tuple():
            text = ", ".join(_text_of(item, name, names) for item in value)
        case _:
            text = names.value(name, str(value))
    return text


_TITLES: Mapping[Kind, str] = {
    Kind.MUSRENBANG: "Pengaturan tahun dan pejabat",
    Kind.SKPD: "Daftar perangkat daerah",
    Kind.TEMPLATE: "Template kegiatan",
    Kind.JUKNIS: "Juknis",
    Kind.ARAH_KEBIJAKAN: "Arah kebijakan",
    Kind.PROGRAM_PRIORITAS: "Program prioritas",
    Kind.PEMETAAN: "Pemetaan impor",
    Kind.BERITA_ACARA: "Berita Acara",
    Kind.KELURAHAN: "Profil kelurahan",
    Kind.KIRIM: "Kirim",
    Kind.PENGUMUMAN: "Pengumuman",
    Kind.FOTO: "Foto",
    Kind.BERTANDA_TANGAN: "Dokumen bertanda tangan",
}
_VERBS = {
    Action.BARU: ("+", "baru"),
    Action.DIUBAH: ("~", "diubah"),
    Action.DITARIK: ("⊘", "dihapus"),
    Action.RUPA: ("~", "isi tetap, hanya cara menulis berkas yang berubah"),
}


class Teller:
    """Tells a change file by file; `cases` are those of the touched years, before and after."""

    def __init__(self, facts: Facts, cases: Cases) -> None:
        self.facts = facts
        self.cases = cases
        self.names = {tahun: names_of(facts, tahun) for tahun in cases}

    def changes(self) -> tuple[FileChange, ...]:
        """Every changed file, by kelurahan and number; files outside the records last."""
        return tuple(self._change(item) for item in sorted(self.facts.touched, key=self._order))

    def _order(self, item: Touched) -> tuple[Any, ...]:
        place = item.place
        if place is None:
            return 9, 0, "", 0, "", item.path
        last = last_record(self.facts, item)
        rank = 1 if place.kelurahan and last is None else 2
        single = (place.kind in {Kind.KIRIM, Kind.KELURAHAN}) == (last is not None)
        return rank, place.tahun, self._group(item), single, place.name, item.path

    def _group(self, item: Touched) -> str:
        """The heading a file stands under."""
        place = item.place
        if place is None:
            return "Berkas di luar data"
        year = str(place.tahun)
        if last_record(self.facts, item) is not None:
            return f"Pengaturan {year}, dibandingkan dengan {followed(self.facts, place.tahun)}"
        if not place.kelurahan:
            name = "Naskah" if item.area is Area.NASKAH else "Pengaturan"
            return f"{name} {year}"
        if place.kelurahan == USULAN_LANGSUNG:
            return f"Usulan langsung {year}"
        return f"Kelurahan {self.facts.nama_kelurahan(place)} {year}"

    def _change(self, item: Touched) -> FileChange:
        action, lines = item.action, self.facts.contents.lines
        told, names = None, _NO_NAMES
        if isinstance(item, TouchedRecord):
            told = None if action is Action.RUPA else self._telling(item)
            names = self.names[item.place.tahun].telling(item.place.kind)
        if told is None:
            symbol, verb = _VERBS[action]
            told = Telling(symbol, [verb])
        told.parts += _oddities(item)
        if item.path in lines:
            told.parts.append(lines_of(*lines[item.path]))
        gone = action is Action.DITARIK
        last = last_record(self.facts, item)
        before = item.before if last is None else last
        fields = () if gone else field_changes(before, item.after, names)
        if last is not None and item.place:
            year = followed(self.facts, item.place.tahun) or 0
            told, fields = following_year.telling(year, last, item.after, fields)
        title, place = self._names(item)
        return FileChange(
            file=item.path,
            action=action,
            group=self._group(item),
            title=title,
            place=place,
            parts=tuple(told.parts),
            fields=(*told.fields, *(row for row in fields if row.kolom not in told.said)),
            symbol=told.symbol,
            bobot=self._weight(item),
        )

    def _weight(self, item: Touched) -> tuple[int, int]:
        old, new = item.before, item.after
        pair = self._pair(item) if isinstance(item, TouchedRecord) else ()
        rupiah = max((case.anggaran or 0 for case in pair if case), default=0)
        both = isinstance(old, Keputusan) and isinstance(new, Keputusan)
        if item.withdraws_decision or (both and old.keputusan != new.keputusan):
            return TURNED, rupiah
        edits = isinstance(new, Keputusan) and words.is_edited(new)
        return 0 if item.action is Action.BARU and not edits else CHANGED, rupiah

    def _telling(self, item: TouchedRecord) -> Telling | None:
        """The record in its own words; `None` where only its fields can tell it."""
        if item.place.kind is Kind.KEPUTUSAN:
            return self._decision(item)
        told = None
        before, after = self._pair(item)
        symbol, verb = _VERBS[item.action]
        match item.before, item.after:
            case _, Usulan() if after:
                told = (
                    words.changed_proposal(before, after) if before else words.new_proposal(after)
                )
            case None, Kirim() as new:
                told = self._kirim(item, new)
            case _, TindakLanjut() if kabar := item.kabar_baru:
                told = words.news(kabar)
            case _, Pengumuman():
                told = Telling(symbol, [verb], {"tanggal", "slug", "baris"})
            case _ if item.place.kind is Kind.FOTO:
                size = self.facts.contents.sizes.get(item.path)
                pages = [f"halaman usulan {nomor}" for nomor in item.tentang]
                if not item.place.kelurahan:
                    pages = ["halaman Berita Acara"]
                told = words.photo(symbol, verb, size, " dan ".join(pages))
        return told

    def _decision(self, item: TouchedRecord) -> Telling | None:
        told = None
        before, after = self._pair(item)
        match item.before, item.after:
            case Keputusan() as old, _ if item.withdraws_decision:
                told = words.withdrawn_decision(before, old) if before else None
            case Keputusan() as old, Keputusan() as new:
                if before and after:
                    told = words.changed_decision(before, after, old, new)
            case _, Keputusan() as new:
                told = words.new_decision(after, new) if after else None
            case HasilSurvei(), HasilSurvei() if after:
                told = Telling("⌖", ["belum diputuskan", "hasil survei diubah"])
            case _, HasilSurvei() as new:
                told = words.survey(after, new.survei) if after else None
        return told

    def _pair(self, item: TouchedRecord) -> tuple[Case | None, Case | None]:
        """The case a file belongs to, before and after."""
        before, after = self.cases[item.place.tahun]
        return before.get(item.usulan), after.get(item.usulan)

    def _kirim(self, item: TouchedRecord, kirim: Kirim) -> Telling:
        before, after = self.cases[item.place.tahun]
        sent = [case for case in after.values() if case.folder == item.place.kelurahan]
        return words.new_kirim(kirim, before, sent)

    def _names(self, item: Touched) -> tuple[str, str]:
        """What a file is called, and the place it speaks of."""
        record = item.after or item.before
        if not isinstance(item, TouchedRecord):
            return item.path, ""
        if item.nomor and item.place.kind is not Kind.FOTO:
            before, after = self._pair(item)
            case = after or before
            if case is None:
                return f"{item.nomor} (usulan tidak ada)", ""
            return title_of(case), place_of_work(case.usulan)
        if isinstance(record, Pengumuman):
            return f"Pengumuman {tanggal(record.tanggal)}: {record.judul}", ""
        title = _TITLES.get(item.place.kind, item.path.rsplit("/", 1)[-1])
        if item.place.kelurahan and last_record(self.facts, item) is not None:
            return f"{title} {self.facts.nama_kelurahan(item.place)}", ""
        return f"{title} {item.place.name}".strip(), ""
