"""A table that was found, with its file: what both say around the rows, and what is told of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from musrenbang.importing.found_table import FoundTable
from musrenbang.importing.heading_words import UNREAD
from musrenbang.importing.headings import get
from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.sheet_files import HEAD, MARK_TITLE, YEAR_TITLE, SourceRow, SourceSheet
from musrenbang.sheets.cells import Unsolved, as_text
from musrenbang.text.errors import UsageError
from musrenbang.text.indonesian import beberapa
from musrenbang.text.name_keys import column_key, squeezed
from musrenbang.year.personal_data import numbers, resident_name

KELURAHAN_TITLE, CONTENT_TITLE = "Kelurahan (lembar)", "Pengenal isi"
"""Columns that are made where a sheet has none: from its head, and from what each row says."""
OURS = (*HEAD, YEAR_TITLE, MARK_TITLE, CONTENT_TITLE)
"""Columns that import itself puts into a table."""

PLANNED = re.compile(
    r"(?i)\b(?:tahun\s+anggaran|t\.?\s?a\.?|rkpd(?:\s+tahun)?|tahun\s+rencana)\W*(20[0-9]{2})\b"
)
HELD = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_STOP = (
    r"(?=\s*(?:$|[-,;:(/|]|20[0-9]{2}\b"
    r"|\b(?:kec|kecamatan|kota|kab|kabupaten|provinsi|prov|tahun|thn|th|tp|rw|rt|ta|t\.a"
    r"|rkpd|lurah|kelurahan|kel|desa|hasil|usulan|bulan|tanggal|tgl|menurut|berdasarkan|per|untuk"
    r"|dan|di|tingkat|prioritas|musrenbang)\b))"
)
_NO_NAME = r"(?!(?:tahun|thn|th|ta|rkpd|hasil|usulan|bulan|tanggal|musrenbang|per|untuk|dan|se)\b)"
_NAME = rf"\s*[:.]?\s*({_NO_NAME}[a-z][\w .'’-]*?){_STOP}"
KELURAHAN = re.compile(rf"(?i)\b(?:kelurahan|kel\b\.?|desa){_NAME}")
KECAMATAN = re.compile(rf"(?i)\b(?:kecamatan|kec\b\.?){_NAME}")
_CONTENT_ROLES = (
    *("rw", "rt_rw", "rt", "usulan_kegiatan", "keluaran", "permasalahan", "alamat"),
    *("volume", "satuan", "skpd_tujuan"),
)


_WHERE_OR_WHY = ("rw", "rt_rw", "rt", "alamat", "permasalahan")


@dataclass
class FoundSheet:
    """A table, the file it comes from, and what that and the texts above it say."""

    path: Path
    table: FoundTable

    @property
    def place(self) -> str:
        """How messages name the table."""
        rows = [number for number, _ in self.table.rows]
        rows += [number for number, *_ in self.table.aside]
        where = self.table.name or self.path.name
        if not rows:
            return where
        first, last = min(rows), max(rows)
        return f"{where} baris {first}" + (f"–{last}" if last > first else "")

    @property
    def has_proposals(self) -> bool:
        """Whether rows say what is proposed and where or why, whatever else they lack."""
        said = [self.table.values(role) for role in _WHERE_OR_WHY]
        return any(self.table.values("usulan_kegiatan")) and any(map(any, said))

    @property
    def texts(self) -> list[str]:
        """What may name kelurahan, RW and year, the nearest first."""
        stem = re.sub(r"[_-]+", " ", self.path.stem)
        return [*reversed([*self.table.inherited, *self.table.head]), self.table.name, stem]

    @property
    def notes(self) -> list[str]:
        """What stands below and between the rows."""
        return [
            " ".join(as_text(cell) for cell in cells)
            for _, cells, what in self.table.aside
            if what.startswith("catatan")
        ]

    def named(self, pattern: re.Pattern[str]) -> str:
        for text in self.texts:
            match = pattern.search(text)
            if match:
                return match[1].strip(" .-")
        return ""


def contents(table: FoundTable) -> Iterator[str]:
    """What each row says, however it is spaced and spelled."""
    columns = [table.values(role) for role in _CONTENT_ROLES if table.at(role) is not None]
    return ("|".join(map(squeezed, row)) for row in zip(*columns, strict=True))


def digests(table: FoundTable) -> Iterator[str]:
    """A name for each row made of what it says; equal rows are numbered."""
    seen: Counter[str] = Counter()
    for content in contents(table):
        name = sha256(content.encode()).hexdigest()[:10]
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def source_sheet(found: FoundSheet, mapping: Pemetaan) -> SourceSheet:
    """The table as rows that a mapping reads."""
    table = found.table
    sheet = SourceSheet(
        found.path.name, table.name, tuple(table.titles), mapping, hidden=table.hidden
    )
    sheet.rows.extend(SourceRow(sheet, number, cells) for number, cells in table.rows)
    sheet.aside.extend(
        (SourceRow(sheet, number, cells), what) for number, cells, what in table.aside
    )
    return sheet


_OF_ONE_RW = re.compile(
    r"(?i)(?:(?:volume|vol|jumlah|jml|anggaran|biaya|usulan|kebutuhan)\W+)*"
    r"(?:rw|r\.w\.?|rukun\s+warga)\W*(?:[0-9]{1,3}|[ivx]+)\b.*"
)


_ANNOUNCES = re.compile(r"(?i)\b(?:ketua|pengusul|oleh|nama|pemohon|koordinator|hub|hp|telp|pak)\b")


def is_impersonal(text: str) -> bool:
    """Whether a text names nobody, as far as words and numbers tell."""
    named = any(numbers(text)) or resident_name(text, address=True) or _ANNOUNCES.search(text)
    return not named


def label_of(found: FoundSheet) -> str:
    """What a layout is called: the first text above it or its file's name that names nobody."""
    texts = (*found.table.head, found.path.stem)
    return next(filter(is_impersonal, texts), "Lembar usulan")[:300]


def file_key(path: Path) -> str:
    """A file's name; a digest of one that names somebody."""
    if is_impersonal(re.sub(r"[_-]+", " ", path.stem)) and is_impersonal(path.stem):
        return path.name
    return f"berkas-{sha256(path.name.encode()).hexdigest()[:10]}{path.suffix}"


def refuse_matrix(found: FoundSheet) -> None:
    """Refuse a table whose columns are each of one RW: a proposal is a row, of one RW."""
    titles = [
        one.title
        for one in found.table.columns
        if one.samples and one.role != UNREAD and _OF_ONE_RW.fullmatch(one.title)
    ]
    if titles:
        shown = beberapa([f"“{one}”" for one in titles])
        options = " ".join(f'--kolom {UNREAD}="{one}"' for one in titles)
        raise UsageError(
            f"{found.place}: kolom {shown} memuat isi per RW, sedangkan satu usulan satu baris "
            "dari satu RW. Tulis setiap RW pada barisnya sendiri, dengan kolom RW, lalu impor "
            f"lagi. Bila kolom itu bukan bagian usulan, sebutkan {options}."
        )


def told_of(found: FoundSheet, mapping: Pemetaan) -> Iterator[str]:
    """What whoever imports must know of a table that a mapping reads."""
    table, where = found.table, found.table.name or found.path.name
    yield from (f"{where}: {remark}" for remark in table.remarks)
    for title, rows in table.filled.items():
        yield (
            f"{where}: kolom “{title}” diisi dari sel di atasnya (sel gabungan atau ditulis "
            f"sekali) pada baris {beberapa([str(row) for row in rows])}."
        )
    if table.shared:
        shared = beberapa([str(row) for row in sorted(set(table.shared))])
        yield (
            f"{where}: baris {shared} berbagi satu sel angka dengan baris di atasnya; angkanya "
            "hanya dicatat pada baris pertama."
        )
    read = set(map(column_key, mapping.columns()))
    for at, title in enumerate(table.titles):
        rows = [number for number, cells in table.rows if isinstance(get(cells, at), Unsolved)]
        if rows and column_key(title) in read:
            yield (
                f"{where}: kolom “{title}” berisi rumus tanpa hasil, dibaca kosong, pada baris "
                f"{beberapa([str(row) for row in rows])}. Bila seharusnya ada hasilnya, buka dan "
                "simpan berkasnya dengan Excel, lalu impor lagi."
            )
    ours = set(map(column_key, OURS))
    for what, titles in (
        ("ikut dibaca", [one for one in table.hidden_titles if column_key(one) in read]),
        (
            "tidak dibaca",
            [one for one in table.hidden_titles if one and column_key(one) not in read | ours],
        ),
    ):
        if titles:
            yield f"{where}: kolom tersembunyi {what}: {beberapa(titles)}."
