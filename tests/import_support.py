"""What the import tests share: a small sheet, its mapping, and a desk to import it at."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook

from musrenbang.cli import main
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot

TITLES = ("id", "kelurahan", "rw", "masalah", "usulan", "lokasi", "volume", "satuan", "anggaran")
SALURAN = ("1", "Rawasari", "3", "Saluran mampat", "Perbaikan saluran", "Jl. Mawar", "60", "M", "")
JALAN = ("2", "Rawasari", "04", "Jalan rusak", "Perbaikan jalan", "", "12.5", "m2", "Rp 1.500.000")
LAMPU = ("3", "Johar Baru", "", "Gelap", "Lampu jalan", "RT 05/02", "4", "unit", "2000000")
SMALL_SHEET = (SALURAN, JALAN, LAMPU)

MAPPING = """\
nama: Lembar uji
tahun_baru:
  tahun: 2016
  tahun_rencana: 2017
  kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
  kecamatan: {kode: {Cempaka Putih: "31.71.05"}}
  kepala_perencanaan: Kepala Kanppeko Jakarta Pusat
kunci: [id]
kelurahan: kelurahan
bidang:
  rw: rw
  permasalahan: masalah
  usulan_kegiatan: usulan
  alamat: lokasi
  volume: volume
  satuan: satuan
  perkiraan_anggaran: anggaran
  skpd_tujuan: {tetap: Sudin SDA}
satuan: {m: [M]}
skpd: {sudin-sda: {nama: Suku Dinas Sumber Daya Air, singkatan: Sudin SDA}}
template:
  dari: usulan
  daftar:
    perbaikan-saluran:
      kegiatan: Perbaikan saluran
      isu: Lingkungan
      program: Program Pengendalian Banjir
      tipe: fisik
      satuan: m
      skpd: sudin-sda
"""

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""The namespaces of the two standards."""

Cells = Sequence[str | float | date | datetime | None]


class Result(NamedTuple):
    """How one run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def counts(self) -> dict[str, int]:
        """The lines of the summary that must add up."""
        found = {}
        for line in self.out.splitlines():
            for name in ("usulan baru", "usulan berubah", "usulan tetap", "ditolak", "di luar"):
                if line.startswith(f"  {name}"):
                    words = [word for word in line.split() if word.replace(".", "").isdigit()]
                    found[name] = int(words[0].replace(".", ""))
            if line.startswith("Baris dibaca: "):
                found["dibaca"] = int(line.split()[-1].replace(".", ""))
        return found


def strict_copy(path: Path) -> Path:
    """The same workbook in the stricter of the two standards."""
    copy = path.with_name(f"strict-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8", "surrogateescape")
            for loose, strict in STRICT.items():
                data = data.replace(loose, strict)
            target.writestr(name, data.encode("utf-8", "surrogateescape"))
    return copy


def _record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def old_workbook(rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """An XLS file as programs make it; `None`: a formula that nobody has calculated."""
    font = _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + b"\1\0A")
    begun = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + font * 5
    begun += _record(0xE0, bytes(20))
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if cell is None:
                body += _record(6, place + b"\3\0\0\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, 0))
            elif isinstance(cell, int | float):
                body += _record(0x203, place + struct.pack("<d", cell))
            elif cell:
                text = cell.encode("utf-16-le")
                body += _record(0x204, place + struct.pack("<HB", len(cell), 1) + text)
    start = len(begun) + 4 + 8 + 1 + len(_record(0xA))
    sheet = _record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"S")
    return begun + sheet + _record(0xA) + body + _record(0xA)


def open_document(rows: Iterable[Sequence[str | float]]) -> bytes:
    """An ODS file of one worksheet."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f"<table:table-cell><text:p>{escape(value)}</text:p></table:table-cell>"
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    names = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces}><table:table table:name="S">{lines}</table:table>'
            "</office:document-content>",
        )
    return stream.getvalue()


class Desk:
    """A folder with a sheet, a mapping and a data folder; imports run in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "data"
        self.root.mkdir(exist_ok=True)
        self.mapping(MAPPING)

    def mapping(self, text: str, *changes: tuple[str, str]) -> None:
        """Write the mapping file, with pieces of its text replaced."""
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (self.folder / "peta.yaml").write_text(text, encoding="utf-8")

    def sheet(
        self, rows: Iterable[Sequence[str]], titles: Sequence[str] = TITLES, name: str = "a.csv"
    ) -> Path:
        """Write a CSV file."""
        stream = io.StringIO()
        csv.writer(stream).writerows([titles, *rows])
        path = self.folder / name
        path.write_text(stream.getvalue(), encoding="utf-8", newline="")
        return path

    def workbook(self, sheets: Mapping[str, Iterable[Cells]], name: str = "a.xlsx") -> Path:
        """Write an XLSX file; rows as they are, titles included."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            worksheet = book.create_sheet(title)
            for row in rows:
                worksheet.append(list(row))
        book.save(self.folder / name)
        return self.folder / name

    def run(self, *arguments: str | Path, sources: Sequence[Path] = ()) -> Result:
        """Import `a.csv`, or another file, by `peta.yaml`."""
        files = sources or [self.folder / "a.csv"]
        return self.understand(*files, "--mapping", self.folder / "peta.yaml", *arguments)

    def understand(self, *arguments: str | Path) -> Result:
        """Import as it is done without a mapping."""
        words = ["import", "--root", self.root, "--ditolak", self.rejects_file, *arguments]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(word) for word in words])
        return Result(code, out.getvalue(), err.getvalue())

    def add(self, rows: Iterable[Sequence[str]], *arguments: str) -> Result:
        """Write the sheet and import it."""
        self.sheet(rows)
        return self.run(*arguments)

    @property
    def rejects_file(self) -> Path:
        return self.folder / "ditolak.csv"

    def rejects(self) -> list[dict[str, str]]:
        """The rejected rows."""
        with self.rejects_file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def reasons(self) -> dict[str, str]:
        """Reasons by row number."""
        return {row["baris"]: row["alasan"] for row in self.rejects()}

    def state(self) -> dict[str, tuple[bytes, int]]:
        """Every file of the data folder, with content and time of change."""
        return {
            path.relative_to(self.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def snapshot(self) -> Snapshot:
        return load(FolderTree(self.root))
