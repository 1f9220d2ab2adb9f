"""The mapping that a layout asks for: its columns as fields, its key, what is left out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import Any

from musrenbang.importing.drafts import NO_PROBLEM
from musrenbang.importing.found_sheet import (
    CONTENT_TITLE,
    OURS,
    FoundSheet,
    is_impersonal,
    label_of,
)
from musrenbang.importing.found_table import FoundTable
from musrenbang.importing.heading_words import UNREAD, scale, scale_above
from musrenbang.importing.mapping import FURTHER, SHEET_NAME, Pemetaan
from musrenbang.importing.region import kelurahan_code
from musrenbang.importing.sheet_answers import Answers, NeedAnswerError
from musrenbang.importing.target_year import code_key
from musrenbang.importing.units import is_unit
from musrenbang.sheets.cells import Cell, as_text, find_coordinates
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import column_key, name_key, squeezed
from musrenbang.year.places import says_rt_rw

_FORWARDED = re.compile(
    r"(?i)(?:ya|y|1|v|✓|√|ok|setuju|disetujui|diteruskan|diterima|diakomodir|valid|layak|sesuai)\b"
)
_NOT_FORWARDED = re.compile(r"(?i)(?:tidak|tdk|t|0|x|ditolak|tolak|bukan)\b")
_TYPES = {
    "fisik": "fisik",
    "nonfisik": "non-fisik",
    "barang": "barang",
    "pengadaanbarang": "barang",
}
_PLAIN = (
    *("isu", "program", "alamat", "skpd_tujuan", "prioritas", "keterangan"),
    *(one.keys[0] for one in FURTHER),
)
_SAYS_MORE = re.compile(r"(?i)\b(?!rt\b|rw\b|no\b|dan\b|sd\b)[a-z]{2,}")
_REFERRING = 0.8
_USUAL_MONEY = 500_000
"""Half of the proposals of a sheet cost more than this, in rupiah."""
_LEAST_RUPIAH = 1000
"""Half of the sums of a sheet are not below this, in rupiah, or are none."""


def proposed_mapping(
    group: list[FoundSheet], answers: Answers, kecamatan: str, taken: Collection[str] = ()
) -> tuple[Pemetaan, list[str]]:
    """The mapping for sheets of one layout, and what was taken for likely.

    `kecamatan`: its code, empty where it is not known; `taken`: what rows of other layouts are
    known by.
    """
    proposal = _Proposal(group, answers, kecamatan, taken)
    return proposal.mapping(), proposal.guesses


@dataclass
class _Proposal:
    group: list[FoundSheet]
    answers: Answers
    kecamatan: str
    taken: Collection[str]
    guesses: list[str] = field(default_factory=list)

    def _guess(self, text: str) -> None:
        self.guesses.append(text)

    def mapping(self) -> Pemetaan:
        group = self.group
        table = group[0].table
        tables = [found.table for found in group]
        bidang = self._fields(tables)
        named = table.title("template")
        names = (name for one in tables for name in one.values("template"))
        read: dict[str, Any] = {
            "nama": label_of(group[0]),
            "kunci": (key := self._key(group)),
            "awalan_kunci": self._prefix(key),
            "nomor_urut": table.title("nomor") in key,
            "kelurahan": table.title("kelurahan"),
            "bidang": bidang,
            "template": {"dari": named if any(names) else bidang["usulan_kegiatan"]},
            "rapikan_kapital": True,
            "lembar_kerja": {
                "pribadi": [
                    one.title for one in table.columns if one.role == "pribadi" and one.title
                ]
            },
        }
        reference = self._reference(tables)
        if reference:
            read["lewati"] = [reference]
        kode = self.kecamatan
        area_codes = {
            value: code
            for found in group
            for value in found.table.values("kelurahan")
            if kode and value and (code := kelurahan_code(kode, value))
        }
        read["kode_kelurahan"] = area_codes
        mapping = Pemetaan.model_validate(read)
        used = {*map(column_key, mapping.columns()), *map(column_key, mapping.lembar_kerja.pribadi)}
        ours = set(map(column_key, OURS))
        unread = [
            title for title in table.titles if title and column_key(title) not in {*used, *ours}
        ]
        return mapping.model_copy(update={"tidak_dibaca": tuple(unread)})

    def _fields(self, tables: list[FoundTable]) -> dict[str, Any]:
        table = tables[0]
        title = table.title
        what, output = title("usulan_kegiatan"), title("keluaran")
        fields: dict[str, Any] = {name: title(name) for name in _PLAIN}
        fields["permasalahan"] = title("permasalahan") or {"tetap": NO_PROBLEM}
        fields["usulan_kegiatan"] = (
            {"susun": [f"{{{what}}}:", f"{{{output}}}"]}
            if output and not _braced(what, output)
            else what
        )
        fields["volume"] = title("volume")
        fields["satuan"] = title("satuan") or _unit_in(title("volume"))
        for name in ("perkiraan_anggaran", "harga_satuan"):
            found = title(name)
            times, where = self._scale(found, table.head)
            fields[name] = {"kolom": found, "kali": times} if times > 1 else found
            if found and name == "perkiraan_anggaran" and times == 1:
                self._weigh(found, _small_sums(tables))
            if times > 1:
                self._guess(f"Kolom “{found}”: angkanya dikalikan {angka(times)}, menurut {where}.")
        if title("harga_satuan") and not title("perkiraan_anggaran"):
            self._guess(
                f"Kolom “{title('harga_satuan')}” harga satuan, dan tidak ada kolom anggaran: "
                "usulannya dicatat tanpa anggaran."
            )
        fields |= self._places(tables)
        both, address = title("rt_rw"), title("alamat")
        if (
            address
            and says_rt_rw(address)
            and not any(map(_SAYS_MORE.search, table.values("alamat")))
        ):
            fields["alamat"] = None
        if not address and any(map(_SAYS_MORE.search, table.values("rt_rw"))):
            fields["alamat"] = both
        fields["tipe"] = self._type(tables)
        fields |= self._validation(tables)
        return {name: value for name, value in fields.items() if value is not None}

    @staticmethod
    def _scale(title: str | None, head: Sequence[str]) -> tuple[int, str]:
        """What the sums of a column are multiplied by, and who says so."""
        if title is None:
            return 1, ""
        if scale(title) > 1:
            return scale(title), "judulnya"
        return scale_above(head), "tulisan di atas tabel"

    def _weigh(self, title: str, small: Sequence[int]) -> None:
        """Tell of sums that can hardly be rupiah; ask about those that cannot be."""
        if not small:
            return
        text = _small_text(title, small)
        if median(small) >= _LEAST_RUPIAH or name_key(title) in self.answers.said():
            self._guess(text)
            return
        raise NeedAnswerError(
            "--kolom BIDANG=JUDUL",
            f"{text} Bila bukan uang, misalnya skor, abaikan kolomnya. Uang atau bukan?",
            [f'{role}="{title}"' for role in ("perkiraan_anggaran", UNREAD)],
        )

    @staticmethod
    def _places(tables: list[FoundTable]) -> dict[str, Any]:
        table = tables[0]
        address, both = table.title("alamat"), table.title("rt_rw")
        in_address = {"kolom": address, "pola": True} if address else None
        fields: dict[str, Any] = {"koordinat": table.title("koordinat")}
        if both:
            source = both if says_rt_rw(both) else {"kolom": both, "pola": True}
            fields["rw"] = fields["rt"] = source
        else:
            fields["rw"] = table.title("rw") or in_address
            fields["rt"] = table.title("rt") or in_address
        if not fields["koordinat"] and any(
            find_coordinates(text)[0] for one in tables for text in one.values("alamat")
        ):
            fields["koordinat"] = in_address
        return fields

    @staticmethod
    def _type(tables: list[FoundTable]) -> Any:
        values = {value for one in tables for value in one.values("tipe") if value}
        words = {value: _TYPES.get(squeezed(value)) for value in values}
        if not words or not all(words.values()):
            return None
        return {"kolom": tables[0].title("tipe"), "nilai": words}

    @staticmethod
    def _validation(tables: list[FoundTable]) -> dict[str, Any]:
        table = tables[0]
        fields: dict[str, Any] = {
            name: table.title(name) for name in ("tanggal_lurah", "catatan_lurah")
        }
        values = {value for one in tables for value in one.values("hasil_lurah") if value}
        if values:
            words = {
                value: "tidak-diteruskan"
                if _NOT_FORWARDED.match(value)
                else "diteruskan"
                if _FORWARDED.match(value)
                else ""
                for value in values
            }
            fields["hasil_lurah"] = {"kolom": table.title("hasil_lurah"), "nilai": words}
        return fields

    def _reference(self, tables: list[FoundTable]) -> dict[str, str] | None:
        """Rows that repeat another one: their column of origin names keys of this very sheet."""
        origin, key = tables[0].title("rujukan"), tables[0].title("kode")
        if not origin or not key:
            return None
        keys = {column_key(value) for one in tables for value in one.values("kode")}
        named = [value for one in tables for value in one.values("rujukan") if value]
        if not named or sum(column_key(value) in keys for value in named) < _REFERRING * len(named):
            return None
        return {
            "kolom": origin,
            "rujukan": key,
            "sebab": "tahap berikut dari usulan yang sudah ada pada lembar ini",
        }

    def _key(self, group: list[FoundSheet]) -> list[str]:
        """The columns that tell the rows apart, the fewest that do."""
        table = group[0].table
        kelurahan, number = table.title("kelurahan"), table.title("nomor")
        rw = table.title("rw") or table.title("rt_rw")
        offers: list[list[str | None]] = [[table.title("kode")]]
        if number:
            offers += [
                [kelurahan, number],
                [kelurahan, rw, number],
            ]
            if all(is_impersonal(found.table.name) for found in group):
                offers.append([kelurahan, SHEET_NAME, number])
        fitting = [
            columns
            for offer in offers
            if len(columns := [one for one in offer if one]) == len(offer)
            and tells_apart(group, columns)
        ]
        for columns in fitting:
            if not keys_of(group, columns) & set(self.taken):
                return columns
        if fitting:
            return fitting[0]
        self._guess(
            "Lembar tanpa nomor yang berbeda di setiap baris: usulan dikenali dari isinya, jadi "
            "baris yang kelak diubah di lembar menjadi usulan baru."
        )
        return [CONTENT_TITLE]

    def _prefix(self, key: list[str]) -> str | None:
        """What sets the keys apart from those of another layout that counts the same way."""
        if CONTENT_TITLE in key or not keys_of(self.group, key) & set(self.taken):
            return None
        offers = (f"tabel {number}/" for number in count(2))
        return next(one for one in offers if not keys_of(self.group, key, one) & set(self.taken))


_SUM = re.compile(
    r"(?i)(?:rp\.?\s*)?(?P<whole>[1-9][0-9]{0,18}(?:[.,][0-9]{3}){0,6})(?:,-|[.,][0-9]{1,2})?"
)


def _small_sums(tables: Sequence[FoundTable]) -> list[int]:
    """The sums of a sheet where they can hardly be rupiah."""
    texts = [text for one in tables for text in one.values("perkiraan_anggaran") if text]
    numbers = [
        int(re.sub(r"\D", "", match["whole"])) for match in map(_SUM.fullmatch, texts) if match
    ]
    is_small = len(numbers) * 2 > len(texts) and median(numbers) < _USUAL_MONEY
    return numbers if is_small else []


def _small_text(title: str, small: Sequence[int]) -> str:
    return (
        f"Kolom “{title}”: angkanya kecil untuk rupiah, misalnya {angka(min(small))}. Bila "
        f"ribuan atau jutaan, tulis itu pada judulnya, misalnya “{title} (juta)”, lalu impor lagi."
    )


def told_of_sums(mapping: Pemetaan, tables: Sequence[FoundTable]) -> Iterator[str]:
    """What to tell of the sums of sheets that a known mapping reads."""
    money = mapping.bidang.perkiraan_anggaran
    if money is None or money.kolom is None:
        return
    if money.kali > 1:
        yield f"Kolom “{money.kolom}”: angkanya dikalikan {angka(money.kali)}."
    elif small := _small_sums(tables):
        yield _small_text(money.kolom, small)


def tells_apart(group: Sequence[FoundSheet], columns: Sequence[str]) -> bool:
    """Whether the columns name every row of sheets, or nearly, and none twice."""
    keys = _keys(group, columns)
    rows = sum(len(found.table.rows) for found in group)
    named = all(all(key[:-1]) for key in keys)
    return named and len(keys) == len(set(keys)) > rows * 0.9


def keys_of(group: Sequence[FoundSheet], columns: Sequence[str], prefix: str = "") -> set[str]:
    """What the rows of sheets are known by, as keys are compared."""
    return {code_key(f"{prefix}{'/'.join(key)}") for key in _keys(group, columns)}


def _keys(group: Sequence[FoundSheet], columns: Sequence[str]) -> list[tuple[str, ...]]:
    keys = []
    for found in group:
        titles = {column_key(title): at for at, title in enumerate(found.table.titles)}
        places = [titles.get(column_key(one)) if one != SHEET_NAME else None for one in columns]
        keys += [
            tuple(found.table.name if at is None else _key_part(cells, at) for at in places)
            for _, cells in found.table.rows
        ]
    return [key for key in keys if key[-1]]


def _unit_in(title: str | None) -> dict[str, str] | None:
    """The unit that the heading of the volumes names in brackets: “Volume (m2)”."""
    named = re.search(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]", title or "")
    return {"tetap": named[1]} if named and is_unit(named[1]) else None


def _braced(*titles: str | None) -> bool:
    return any(title and ("{" in title or "}" in title) for title in titles)


def _key_part(cells: Sequence[Cell], at: int) -> str:
    return code_key(" ".join(as_text(cells[at]).split())) if at < len(cells) else ""
