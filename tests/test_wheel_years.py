"""A kecamatan founded with the wheel alone, through two whole years, as its staff do them.

Nothing of the checkout is seen by what runs here: the program is the wheel, its command is the one
that pip makes, and all else is plain Git.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from musrenbang.files.program import PACKAGE, PIN, version
from tests.conftest import write_files
from tests.documents_support import BERITA_ACARA
from tests.founding_support import ANSWERS, office
from tests.test_founding import SCHEDULE
from tests.wheel_support import install, installed
from tests.worksheet_support import fill

__all__ = ["installed", "office"]

NEXT = "97.0"
ADDRESS = f"https://alat.example/v1/musrenbang-{version().number}-py3-none-any.whl"
TOOL = ("--tanda", "PEMILIK_REPO=musrenbang/alat", "--tanda", f"COMMIT={'0123456789' * 4}")
SHEET = """\
DAFTAR USULAN KELURAHAN RAWASARI;;;;;;
No;RW;Permasalahan;Usulan Kegiatan;Lokasi;Volume;Satuan;Perkiraan Anggaran (Rp)
1;3;Saluran mampat setiap hujan;Perbaikan saluran air lingkungan;{jalan} III;100;m;82.500.000
2;4;Ibu muda belum bekerja;Pelatihan menjahit;;20;orang;77.000.000
"""
SURVEYED: Mapping[str, Any] = {
    "survei_tanggal": "{}-03-02",
    "lokasi_sesuai": "Ya",
    "layak_teknis": "Ya",
    "layak_administratif": "Ya",
    "volume_terukur": 100,
}
APPROVED = {**SURVEYED, "keputusan": "Disetujui"}
REJECTED = {
    "keputusan": "Ditolak",
    "alasan": "Bukan prioritas kecamatan (D.2.a)",
    "uraian": "Akan dilayani pelatihan kota tahun ini.",
}


class Staff:
    """Whoever sits at the computers of one kecamatan, which have the wheel and Git."""

    def __init__(self, program: Path, root: Path) -> None:
        self.program, self.root = program, root
        self.day = "2016-02-01"
        self.requests = 0

    def run(self, *words: str | Path, code: int = 0) -> str:
        """Run a command of the wheel in the folder of the data; what it says."""
        command = next(one for one in self.program.glob("*/musrenbang*") if one.is_file())
        done = self._run(command, *words, PYTHONPATH=str(self.program))
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "build.py" not in said
        assert "Traceback" not in said
        return said

    def git(self, *words: str) -> str:
        done = self._run("git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *words: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
        moment = f"{self.day}T09:00:00+07:00"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        return subprocess.run(
            list(map(str, words)),
            cwd=self.root if self.root.is_dir() else self.root.parent,
            env={**os.environ, **dates, **more},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def propose(self, branch: str, files: Mapping[str, str]) -> str:
        """Files by hand, on a branch of their own."""
        self.git("switch", "--quiet", "--create", branch)
        write_files(self.root, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", f"Ubah {branch}")
        return branch

    def merge(self, branch: str, reviewer: str = "camat-contoh") -> str:
        """Review a branch and merge it as its office approves it; what the review says."""
        self.git("switch", "--quiet", "main")
        said = self.run("review", "main", branch)
        self.requests += 1
        trailers = f"Reviewed-by: {reviewer}\nPull-Request: #{self.requests}"
        message = f"Gabungkan {branch}\n\n{trailers}"
        self.git("merge", "--quiet", "--no-ff", "-m", message, branch)
        return said

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def found(self) -> None:
        words = (*ANSWERS, "--kelurahan", "Rawasari", *TOOL, "--tanda", f"ALAMAT_RODA={ADDRESS}")
        said = self.run("new", "kecamatan", self.root, *words)
        assert f"⚠ Program ini tidak dipasang dari {ADDRESS}" in said
        assert "musrenbang --root" in said

    def schedule(self, tahun: int) -> None:
        """The first change of a year."""
        settings = f"proposals/{tahun}/musrenbang.yaml"
        self.day = f"{tahun}-02-20"
        schedule = SCHEDULE.format(year=tahun)
        self.merge(self.propose(f"jadwal-{tahun}", {settings: self.text(settings) + schedule}))

    def whole_year(self, tahun: int) -> None:
        """From settings to the Berita Acara."""
        self.schedule(tahun)
        self.day = f"{tahun}-02-26"
        sheet = self.root.parent / "usulan.csv"
        sheet.write_text(SHEET.format(jalan=f"Jl. Rawasari {tahun}"), encoding="utf-8")
        lurah = ("--divalidasi", f"{tahun}-02-24", "--dikirim", f"{tahun}-02-26")
        words = ("--kelurahan", "Rawasari", "--berita-acara", f"12/BA/{tahun}")
        self.run("import", sheet, "--tahun", str(tahun), *words, *lurah, "--catat")
        self.merge(f"pengaturan/{tahun}-rawasari")
        self.merge(f"usulan/{tahun}-rawasari", "lurah-contoh")
        assert "Catat hasil survei: musrenbang worksheet" in self.run("status")

        self.day = f"{tahun}-03-09"
        worksheet = self.root.parent / f"lembar-{tahun}.xlsx"
        self.run("worksheet", "rawasari", "-o", worksheet)
        approved = {**APPROVED, "survei_tanggal": f"{tahun}-03-02"}
        fill(worksheet, {1: approved, 2: REJECTED})
        self.run("decide", worksheet, "--catat")
        self.merge(f"keputusan/{tahun}-rawasari")

        self.day = f"{tahun}-03-10"
        self.run("send", "rawasari", "--tanggal", self.day, "--catat")
        self.merge(f"kirim/{tahun}-rawasari")
        minutes = BERITA_ACARA.replace("2016", str(tahun))
        path = f"decisions/{tahun}/berita-acara.yaml"
        self.merge(self.propose(f"berita-acara-{tahun}", {path: minutes}))
        self.audit()

    def build(self, *options: str) -> Path:
        site = self.root.parent / "situs"
        self.run("build", "-o", site, *options)
        return site

    def audit(self) -> None:
        assert self.run("audit").startswith("✔ Tidak ada pelanggaran dalam riwayat.\n")


@pytest.fixture
def staff(installed: Path, office: Path, tmp_path: Path) -> Staff:
    return Staff(installed, tmp_path / "kecamatan")


def test_two_years_of_a_founded_kecamatan(staff: Staff) -> None:
    staff.found()
    staff.whole_year(2016)
    staff.day = "2016-11-01"
    said = staff.run("new", "tahun", "--catat")
    assert "Rawasari: 1 usulan 2016 ditolak." in said
    assert "Tahun 2017 disiapkan dari 2016" in staff.merge("tahun/2017")
    staff.whole_year(2017)
    site = staff.build()
    for tahun in (2016, 2017):
        assert (site / f"{tahun}/usulan/rawasari/0002/index.html").is_file()
        assert (site / f"{tahun}/dokumen/berita-acara.pdf").read_bytes().startswith(b"%PDF")
    assert version().sha256 in (site / "data/index.html").read_text(encoding="utf-8")
    assert "build.py" not in (site / "panduan/perintah/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def newer(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The next version of the program, installed, and the line that pins it."""
    folder = tmp_path_factory.mktemp("baru")
    program = folder / PACKAGE
    shutil.copytree(installed / PACKAGE, program, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in (
        ("pyproject.toml", f'version = "{version().number}"', f'version = "{NEXT}"'),
        ("CATATAN.md", "\n## ", f"\n## {NEXT}\n\n- Jadwal dapat dicetak.\n\n## "),
    ):
        text = (program / name).read_text(encoding="utf-8")
        assert old in text
        (program / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    command = [sys.executable, "musrenbang/files/program.py", str(folder)]
    done = subprocess.run(command, cwd=program, capture_output=True, text=True, check=True)
    digest, file = done.stdout.split()
    pin = ADDRESS.replace(f"v1/musrenbang-{version().number}", f"v2/musrenbang-{NEXT}")
    return install(Path(file).read_bytes(), NEXT, folder), f"{pin}#sha256={digest}\n"


def test_a_pin_is_raised_between_two_changes(staff: Staff, newer: tuple[Path, str]) -> None:
    staff.found()
    program, pin = newer
    settings = "proposals/2016/musrenbang.yaml"
    mixed = staff.propose("campuran", {PIN: pin, settings: staff.text(settings) + "kertas: F4\n"})
    told = staff.run("review", "main", mixed, code=1)
    assert told.startswith("Belum dapat digabung (1 dicegah penjaga): campuran")
    staff.git("switch", "--quiet", "main")
    assert staff.propose("versi", {PIN: pin}) == "versi"
    told = staff.run("review", "main", "versi")
    assert "Perlu dibaca orang kedua: mengubah versi program" in told
    assert f"Musrenbang semula {version().number} (" in told
    assert "versi barunya menilai" in told
    assert "Jadwal dapat dicetak" not in told
    staff.program = program
    assert "Jadwal dapat dicetak." in staff.merge("versi")
    staff.schedule(2016)
    staff.audit()
    page = staff.build("--tanpa-dokumen") / "data/index.html"
    assert f"Programnya musrenbang {NEXT}, SHA-256 rodanya" in page.read_text(encoding="utf-8")
