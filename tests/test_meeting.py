"""A whole meeting on one real repository, from the kelurahan's spreadsheet to the signed forms.

Every step is the command an operator gives, and every change passes `review` before it is merged.
The decisions are made twice, at the desk and on a worksheet through LibreOffice: the files are the
same. (`test_meeting_played` plays 200 proposals by keyboard alone.)
"""

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from musrenbang.cli import main
from musrenbang.text.indonesian import rupiah
from tests.conftest import GitFolder, write_files
from tests.desk_support import DeskClient, in_git
from tests.small_year import KELURAHAN, SMALL_YEAR
from tests.worksheet_support import SURVEYED, Office, decide, fill, make

P, D = "proposals/2016/rawasari", "decisions/2016/rawasari"
SETTINGS = {
    name: text for name, text in SMALL_YEAR.items() if name.count("/") == 2 and "proposals" in name
}
LURAH = KELURAHAN[KELURAHAN.index("jumlah_rw") :]
MAPPING = """\
nama: Lembar kelurahan
kunci: [no]
kelurahan: {tetap: Rawasari}
bidang:
  rw: rw
  permasalahan: masalah
  usulan_kegiatan: usulan
  alamat: alamat
  volume: volume
  satuan: satuan
  perkiraan_anggaran: anggaran
  skpd_tujuan: skpd
  hasil_lurah: lurah
  tanggal_lurah: {tetap: "2016-02-24"}
  catatan_lurah: catatan
template:
  dari: usulan
"""
TITLES = (
    *("no", "rw", "masalah", "usulan", "alamat", "volume", "satuan", "anggaran", "skpd"),
    *("lurah", "catatan"),
)
DRAIN, COURSE = "Perbaikan saluran", "Pelatihan menjahit"


def _row(no: int, usulan: str, volume: int, price: int, catatan: str = "") -> list[str]:
    unit, skpd = ("m", "Sudin SDA") if usulan == DRAIN else ("orang", "Sudin Dik")
    place = f"Gang Kenanga {no}"
    lurah = "tidak-diteruskan" if catatan else "diteruskan"
    proposed = (no, f"{no % 9 + 1:03d}", f"Keluhan nomor {no}.", usulan, place, volume, unit)
    return [str(cell) for cell in (*proposed, volume * price, skpd, lurah, catatan)]


SHEET = [
    _row(1, DRAIN, 120, 800_000),
    _row(2, DRAIN, 60, 800_000),
    _row(3, DRAIN, 75, 1_600_000),
    _row(4, COURSE, 20, 1_500_000),
    _row(5, COURSE, 15, 1_500_000),
    _row(6, DRAIN, 90, 800_000),
    _row(7, COURSE, 10, 1_500_000, "Sudah ada pelatihan serupa di RW ini."),
    _row(8, "Panggung hiburan", 1, 9_000_000),
]
"""As one kelurahan sends it: the third is twice the usual price, the last has no template."""

WHY = {
    "diukur": "Hasil ukur ulang Tim Teknis.",
    "ditolak": "Akan dilayani pelatihan kota tahun ini.",
    "harga": "Tanah labil; perlu turap, harga dari Sudin SDA.",
    "ditunda": "Menunggu izin pemilik lahan.",
}
SURVEYS: Mapping[int, Mapping[str, Any]] = {
    1: {**SURVEYED, "volume_terukur": 100},
    2: {**SURVEYED, "volume_terukur": 60},
    3: {**SURVEYED, "volume_terukur": 75},
}
ON_THE_SHEET: Mapping[int, Mapping[str, Any]] = {
    1: {"keputusan": "Disetujui", "volume": 100, "alasan_perubahan": WHY["diukur"]},
    2: {"keputusan": "Disetujui"},
    3: {"keputusan": "Disetujui", "penjelasan": WHY["harga"]},
    4: {"keputusan": "Disetujui"},
    5: {
        "keputusan": "Ditolak",
        "alasan": "Bukan prioritas kecamatan (D.2.a)",
        "uraian": WHY["ditolak"],
    },
}
AT_THE_DESK: Mapping[int, tuple[str, Mapping[str, str]]] = {
    1: ("setujui", {"volume": "100", "alasan_perubahan": WHY["diukur"]}),
    2: ("setujui", {}),
    3: ("setujui", {"penjelasan": WHY["harga"]}),
    4: ("setujui", {}),
    5: ("tolak", {"kode": "bukan-prioritas", "uraian": WHY["ditolak"]}),
}
APPROVED = 80_000_000 + 48_000_000 + 120_000_000 + 30_000_000
"""Rupiah of the first four."""
MINUTES = """\
nomor: 1/BA-MUSRENBANG/2016
mulai: 2016-03-09
selesai: 2016-03-10
jam: 08.00–15.30
tempat: Aula Kantor Kecamatan
sambutan: [{jabatan: Camat Cempaka Putih}]
pemaparan: [{materi: Pra Rancangan Awal RKPD, jabatan: Kasi Perencanaan}]
tanggapan: Peserta meminta saluran didahulukan.
wakil_peserta: [{nama: Ani, lembaga: LMK Rawasari}]
delegasi: [{nama: Budi, lembaga: LMK Rawasari}]
ditetapkan: 2016-03-10
"""


class Kecamatan:
    """The operator at the command line, and the camat who merges what `review` allows."""

    def __init__(self, folder: GitFolder) -> None:
        self.folder = folder
        self.root = folder.root

    def run(self, *words: str | Path) -> int:
        return main([*map(str, words), "--root", str(self.root)])

    def submit(self, branch: str, message: str) -> None:
        """Hand in by hand what no command commits."""
        self.folder.git("switch", "--quiet", "--create", branch)
        self.folder.commit(message)

    def merge(self) -> None:
        """Merge the branch at hand, as its review allows."""
        branch = self.folder.git("branch", "--show-current").strip()
        assert branch != "main"
        assert self.folder.git("status", "--porcelain") == ""
        assert self.run("review", "main", "HEAD") == 0
        self.folder.git("switch", "--quiet", "main")
        self.folder.git("merge", "--quiet", "--no-ff", "-m", f"Gabungkan {branch}", branch)

    def decisions(self) -> dict[str, bytes]:
        """The decision files of the kelurahan."""
        return {path.name: path.read_bytes() for path in sorted((self.root / D).glob("0*.yaml"))}


def begun(folder: GitFolder) -> Kecamatan:
    """A year with its settings and one kelurahan, as C.1 begins."""
    profile = KELURAHAN.partition("jumlah_rw")[0]
    in_git(folder, {**SETTINGS, f"{P}/kelurahan.yaml": profile})
    return Kecamatan(folder)


def sheet() -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([TITLES, *SHEET])
    return stream.getvalue()


def pages(path: Path) -> str:
    """The text of a PDF on one line."""
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(text.split())


def import_proposals(office: Kecamatan, work: Path) -> None:
    """C.1.b, C.1.d: what the kelurahan sent becomes proposals, and the lurah sends them."""
    words = ("import", work / "usulan.csv", "--mapping", work / "peta.yaml")
    rejects = ("--ditolak", work / "ditolak.csv", "--tahun", "2016")
    assert office.run(*words, *rejects, "--dry-run") == 0
    assert not (office.root / P / "0001.yaml").exists()
    assert office.run(*words, *rejects) == 0
    with (office.root / P / "kelurahan.yaml").open("a") as stream:
        stream.write(LURAH)
    assert office.run("fmt", "--check", P) == 0
    office.submit("usulan/2016-rawasari", "Usulan Rawasari")
    office.merge()


def check_documents(site: Path) -> None:
    """The forms and the open data hold the figures of the decisions."""
    documents = site / "2016/dokumen"
    priorities = pages(documents / "lampiran-2.pdf")
    assert rupiah(APPROVED).removeprefix("Rp") in priorities
    for number in (1, 2, 3, 4):
        assert f"Gang Kenanga {number}" in priorities
    left = pages(documents / "lampiran-3.pdf")
    for reason in (WHY["ditolak"], WHY["ditunda"]):
        assert reason in left
    assert "1/BA-MUSRENBANG/2016" in pages(documents / "laporan.pdf")
    summary = (site / "api/v1/2016/ringkasan.json").read_text()
    assert str(APPROVED) in summary


def test_a_whole_meeting(
    git_folder: GitFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = begun(git_folder)
    root = office.root
    sheets = tmp_path / "lembar"
    write_files(sheets, {"usulan.csv": sheet(), "peta.yaml": MAPPING})

    import_proposals(office, sheets)

    # C.1.e: the technical team's findings alone; nothing is decided by them.
    path = fill(make(root), SURVEYS)
    assert decide(root, path, "--catat") == 0
    assert all(text.startswith(b"survei:") for text in office.decisions().values())
    office.merge()
    capsys.readouterr()
    assert office.run("status", "--hari-ini", "2016-03-09") == 0
    assert "3 dari 4 usulan fisik disurvei" in capsys.readouterr().out

    # C.2.c.3: the same decisions at the desk, and on a worksheet that LibreOffice saved.
    shutil.copytree(root, tmp_path / "other")
    other = Kecamatan(GitFolder(tmp_path / "other"))
    client = DeskClient(other.root)
    for number, (action, fields) in AT_THE_DESK.items():
        client.act(f"{number:04d}", action, **fields)
    client.desk.hand_in()

    filled = fill(make(root), ON_THE_SHEET)
    (saved,) = Office(tmp_path / "profile").saved([filled], sheets)
    assert decide(root, saved, "--catat") == 0
    assert office.decisions() == other.decisions()
    assert len(office.decisions()) == len(ON_THE_SHEET)
    other.merge()
    office.merge()

    # C.2.c.4: Kirim names what is still open; then everything is locked.
    assert office.run("send", "Rawasari", "--tanggal", "2016-03-10") == 1
    named = ("--tanpa-validasi", f"0006={WHY['ditunda']}")
    assert office.run("send", "Rawasari", "--tanggal", "2016-03-10", *named, "--catat") == 0
    office.merge()
    assert office.run("send", "Rawasari", "--tanggal", "2016-03-10") == 1

    # C.2.d, C.3: the minutes, and the report with its annexes.
    git_folder.clock = "2016-03-11T09:00:00+07:00"
    write_files(root, {"decisions/2016/berita-acara.yaml": MINUTES})
    office.submit("naskah/2016-berita-acara", "Berita Acara")
    office.merge()
    assert office.run("build", "-o", tmp_path / "situs") == 0
    check_documents(tmp_path / "situs")
    capsys.readouterr()
    assert office.run("status", "--hari-ini", "2016-03-11") == 0
    assert "Terbitkan, lalu sampaikan laporan.pdf" in capsys.readouterr().out
