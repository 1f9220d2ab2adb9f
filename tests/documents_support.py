"""Years for the tests of the printed documents, kept in memory, and ways to read PDFs back."""

import ctypes
import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import tinyhtml5  # type: ignore[import-untyped]
from pypdf import PdfReader

from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.tree import Entry
from musrenbang.git.objects import Commit
from musrenbang.history.timeline import History
from musrenbang.papers import markup
from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.press import Paper, Press
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.year.guide import Guide
from musrenbang.year.views import View
from tests.conftest import ROOT
from tests.pictures import photo
from tests.small_year import DISETUJUI, DITOLAK, SMALL_YEAR, USULAN

HISTORY = History(
    head=Commit(
        "0123456789abcdef0123456789abcdef01234567",
        datetime(2016, 3, 11, 3, 4, 5, tzinfo=UTC),
        "Operator",
        "Kirim",
    )
)
BERITA_ACARA = """\
nomor: 13/BA-MUSRENBANG/KCP/III/2016
mulai: 2016-03-09
selesai: 2016-03-10
jam: 08.00–15.30
tempat: Aula Kantor Kecamatan
sambutan:
  - {jabatan: Camat Cempaka Putih, nama: Ratna Wulandari}
  - {jabatan: Anggota DPRD}
pemaparan:
  - {materi: Arah kebijakan pembangunan, jabatan: Kepala Kanppeko, nama: Budi Santoso}
tanggapan: |
  # Banjir

  - Saluran RW 003 **didahulukan**.
wakil_peserta:
  - {nama: Siti Aminah, lembaga: Tim Penggerak PKK, alamat: Jl. Letjen Suprapto}
  - {lembaga: Karang Taruna}
delegasi:
  - {nama: Nuraini Koto, lembaga: Delegasi RW}
ditetapkan: 2016-03-10
"""
UNDANGAN = """\
undangan:
  - {golongan: delegasi-rw, instansi: Delegasi RW Kelurahan Rawasari, jumlah: 9}
  - {golongan: anggota-dprd, instansi: DPRD Provinsi, jumlah: 2}
situs: {alamat: "https://musrenbang.contoh.example", kontak: Jl. Letjen Suprapto}
"""
SETTINGS = "proposals/2016/musrenbang.yaml"
FINISHED: Mapping[str, str] = {
    **SMALL_YEAR,
    SETTINGS: SMALL_YEAR[SETTINGS].replace("contoh: true", "contoh: false") + UNDANGAN,
    "decisions/2016/berita-acara.yaml": BERITA_ACARA,
    "proposals/2016/rawasari/0003.yaml": USULAN,
    "decisions/2016/rawasari/kirim.yaml": "tanggal: 2016-03-10\n"
    'tanpa_validasi: [{nomor: "0003", alasan: Lahan masih disengketakan.}]\n',
    "proposals/2016/rawasari/0004.yaml": USULAN.replace("template: perbaikan-saluran\n", ""),
}


class MemoryTree:
    """Record files that never touch a disk."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def entries(self) -> list[Entry]:
        return [Entry(path, is_plain=True) for path in sorted(self.files)]

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            yield path, photo(8, 8) if path.endswith(".jpg") else self.files[path].encode()


@cache
def bundled_theme() -> Theme:
    return read_theme()


def view_of(files: Mapping[str, str], tahun: int = 2016) -> View:
    """A year of valid records."""
    snapshot = load(MemoryTree(files))
    assert not snapshot.problems, snapshot.problems
    return View(snapshot, snapshot.years[tahun])


class Printed(Mapping[str, Paper]):
    """The documents of a year by file name, each printed when it is first asked for."""

    def __init__(self, view: View, press: Press) -> None:
        self.files = {f"{file.nama}.pdf": file for file in cetakan_of(view)}
        self.document = cache(lambda name: next(press.papers([self.files[name]])))

    def __getitem__(self, name: str) -> Paper:
        return self.document(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def render(
    files: Mapping[str, str],
    history: History = HISTORY,
    photos: Mapping[str, bytes] | None = None,
    theme: Theme | None = None,
) -> Mapping[str, Paper]:
    """All documents of a year by file name."""
    view = view_of(files)
    return Printed(view, Press(view, history, theme or bundled_theme(), photos or {}))


def many(approved: int, rejected: int = 0) -> dict[str, str]:
    """The finished year with these numbers of decided proposals instead of its own."""
    files = {path: text for path, text in FINISHED.items() if not re.search(r"/\d{4}\.yaml$", path)}
    files["decisions/2016/rawasari/kirim.yaml"] = "tanggal: 2016-03-10\n"
    for number in range(1, approved + rejected + 1):
        files[f"proposals/2016/rawasari/{number:04d}.yaml"] = USULAN
        files[f"decisions/2016/rawasari/{number:04d}.yaml"] = (
            DISETUJUI if number <= approved else DITOLAK
        )
    return files


def page_texts(document: Paper) -> list[str]:
    """The text of each page in reading order, every run of white space as one space."""
    pdf = pypdfium2.PdfDocument(document.data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def text_of(document: Paper) -> str:
    """The text of a whole document."""
    return " ".join(page_texts(document))


def reader(document: Paper) -> PdfReader:
    """The structure of a document."""
    return PdfReader(io.BytesIO(document.data))


def tags_of(document: Paper) -> list[str]:
    """The tags of a document's content, in reading order."""

    def walk(element: Any) -> Iterator[str]:
        if "/S" in element:
            yield str(element["/S"])
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, list) else ():
            inner = kid.get_object()
            if isinstance(inner, dict):
                yield from walk(inner)

    root: Any = reader(document).trailer["/Root"]
    return list(walk(root["/StructTreeRoot"]))


def spoken(document: Paper) -> str:
    """The text of a document in the order of its tags, as it is read aloud."""
    shown: dict[tuple[int, int], str] = defaultdict(str)
    for number, page in enumerate(pypdfium2.PdfDocument(document.data)):
        words = page.get_textpage()
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            size = pdfium.FPDFTextObj_GetText(item, words, None, 0)
            text = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(item, words, text, size)
            key = number, pdfium.FPDFPageObj_GetMarkedContentID(item)
            shown[key] += bytes(text).decode("utf-16-le").rstrip("\0")

    def walk(element: Any) -> Iterator[str]:
        for kid in element.get("/K", ()):
            if isinstance(kid, int):
                yield shown[pages[element.Pg.objgen], kid]
            elif "/MCID" in kid:
                yield shown[pages[kid.Pg.objgen], int(kid.MCID)]
            else:
                yield from walk(kid)

    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        return " ".join(" ".join(walk(pdf.Root.StructTreeRoot)).split())


def aloud(naskah: Naskah) -> str:
    """What a person would read aloud of a document: its text, with the marks of its lists."""
    jinja = markup.environment(bundled_theme(), Guide(2016, shipped()))
    parts = (markup.render(jinja, naskah, part, bundled_theme()) for part in naskah.potongan)
    said = (piece for html in parts for piece in _said(tinyhtml5.parse(html)))
    return " ".join("".join(said).split())


def _said(element: Any, mark: str = "") -> Iterator[str]:
    name = str(element.tag).rpartition("}")[2]
    if name in {"head", "svg"}:
        return
    yield f" {mark} " if mark else " "
    yield element.text or ""
    letters = iter(range(1, 1000))
    for child in element:
        mark = ""
        if child.tag.endswith("}li"):
            number = next(letters)
            mark = f"{chr(96 + number) if element.get('class') == 'huruf' else number}."
            mark = mark if name == "ol" else "•"
        yield from _said(child, mark)
        yield child.tail or ""


class Judge:
    """veraPDF at work; it starts slowly, and judges quickly."""

    def __init__(self) -> None:
        self._run = subprocess.Popen(
            [ROOT / "scripts/verapdf"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run.communicate()

    def faults(self, document: Paper, folder: Path) -> list[str]:
        """The rules of PDF/UA-1 and PDF/A-3a that a document breaks."""
        file = folder / document.name
        file.write_bytes(document.data)
        assert self._run.stdin
        assert self._run.stdout
        print(file, file=self._run.stdin, flush=True)
        said = list(iter(self._run.stdout.readline, "\n"))
        assert all(said), "veraPDF berhenti"
        met = [line for line in said if line.endswith(" memenuhi\n")]
        return [line for line in said if line not in met] or ["tidak dinilai"] * (2 - len(met))


def in_order(text: str, *parts: str) -> bool:
    """Whether all parts occur in a text, each after the one before."""
    position = 0
    for part in parts:
        found = text.find(part, position)
        assert found >= 0, f"“{part}” is missing after …{text[max(0, position - 60) : position]}"
        position = found + len(part)
    return True
