"""What an operator does in a year, command by command, as on the computer of the office.

It uses nothing that only one system has, and runs the program that `MUSRENBANG` names: so it runs
on Windows and macOS, and against a Windows Python that stands on Linux (`make test-windows`).
"""

import os
import re
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from musrenbang.files.program import PIN, version
from musrenbang.founding.founder import known_marks
from tests.book_support import edit, line
from tests.conftest import MUSRENBANG, GitFolder, write_files
from tests.desk_support import BEFORE_THE_MEETING, in_git, result_of, running_desk
from tests.founding_support import ANSWERS, MARKS, OPERATOR
from tests.import_support import MAPPING, SMALL_SHEET, TITLES
from tests.worksheet_support import APPROVED, SURVEYED, fill

Run = Callable[..., str]
D = "decisions/2016/rawasari"


@pytest.fixture
def operator(git_folder: GitFolder) -> Path:
    """The data folder of a kecamatan whose lurah has sent two proposals."""
    return in_git(git_folder, BEFORE_THE_MEETING)


@pytest.fixture
def run(operator: Path) -> Run:
    """Run a command on the data folder; what it says, if its exit code is the one expected."""

    def run(*words: str | Path, code: int = 0, root: Path = operator) -> str:
        done = subprocess.run(
            [*MUSRENBANG, *map(str, words), "--root", str(root)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        assert done.returncode == code, said
        return said

    return run


def test_a_sheet_becomes_proposals(run: Run, tmp_path: Path) -> None:
    table = "".join(f"{';'.join(row)}\r\n" for row in (TITLES, *SMALL_SHEET))
    files = write_files(tmp_path, {"pemetaan.yaml": MAPPING, "usulan.csv": table})
    new = tmp_path / "baru"
    new.mkdir()
    words = ("import", files / "usulan.csv", "--mapping", files / "pemetaan.yaml")
    run(*words, root=new)
    assert (new / "proposals/2016/rawasari/0002.yaml").is_file()
    assert (new / "proposals/2016/johar-baru/0001.yaml").is_file()
    assert "0" in run(*words, root=new)


def test_the_meeting_day_from_worksheet_and_desk_to_kirim(
    run: Run, operator: Path, tmp_path: Path
) -> None:
    assert run("check") == "Semua berkas baik.\n"
    assert "Rawasari" in run("status")
    sheet = tmp_path / "lembar.xlsx"
    run("worksheet", "rawasari", "-o", sheet)
    fill(sheet, {1: {**SURVEYED, **APPROVED}})
    assert "--dry-run" in run("decide", sheet, "--dry-run")
    run("decide", sheet, "--catat")
    assert "keputusan: disetujui" in (operator / D / "0001.yaml").read_text(encoding="utf-8")
    with running_desk(operator) as desk:
        assert desk.ask("api/hari", {"tanggal": "2016-03-09"})[0] == 200
        seen = desk.ask("api/usulan/rawasari/0002")[1]["versi"]
        said = {"kode": "bukan-prioritas", "uraian": "Akan dilayani pelatihan kota tahun ini."}
        body = {"versi": seen, "tindakan": "tolak", "isi": said}
        status, answer = desk.ask("api/usulan/rawasari/0002", body)
        assert status == 200, answer
        status, answer = desk.ask("api/pengajuan", {})
        assert status == 200, answer
    assert "keputusan: ditolak" in (operator / D / "0002.yaml").read_text(encoding="utf-8")
    run("send", "rawasari", "--tanggal", "2016-03-10", "--catat")
    assert (operator / D / "kirim.yaml").is_file()
    assert "Kirim: Kelurahan Rawasari" in run("review", "main", "HEAD")
    assert "Kirim: Kelurahan Rawasari" in run("review", "main")
    assert "musrenbang.yaml" in run("fmt", "--check", code=1)
    run("audit", code=1)  # nobody has signed here
    site = tmp_path / "situs"
    run("build", "--tanpa-dokumen", "-o", site)
    assert (site / "2016/usulan/rawasari/0001/index.html").is_file()
    with served(operator) as address, urllib.request.urlopen(address) as page:  # noqa: S310 - loopback
        assert b"Cempaka Putih" in page.read()


def test_what_the_hall_and_the_books_hand_in_is_taken(
    run: Run, operator: Path, tmp_path: Path
) -> None:
    desk = tmp_path / "meja.html"
    assert "meja.html dibuat" in run("desk", "--berkas", "-o", desk)
    reason = {"kode": "bukan-prioritas", "uraian": "Akan dilayani pelatihan kota tahun ini."}
    result = result_of(operator, {"2016/rawasari/0002": [("tolak", reason)]})
    assert "hasil meja sidang 2016" in run("accept", result, "--catat")
    assert "keputusan: ditolak" in (operator / D / "0002.yaml").read_text(encoding="utf-8")
    book = tmp_path / "berita-acara.xlsx"
    run("worksheet", "--berita-acara", "-o", book)
    edit(book, ("Berita Acara", line("Nomor", "1/BA/2016")))
    assert "tercatat pada berita-acara/2016" in run("accept", book, "--catat")
    minutes = operator / "decisions/2016/berita-acara.yaml"
    assert minutes.read_text(encoding="utf-8").startswith("nomor: 1/BA/2016\n")


def test_a_kecamatan_is_founded_and_its_second_year_begun(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", OPERATOR)
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "operator@contoh.example")
    own = tmp_path / "kecamatan"
    asked = MARKS.keys() - known_marks()
    tool = [one for mark in asked for one in ("--tanda", f"{mark[2:-2]}={MARKS[mark]}")]
    assert "Tercatat sebagai" in run("new", "kecamatan", own, *ANSWERS, *tool)
    # The wheel that is pinned is the same whatever system the program runs on.
    assert version().sha256 in (own / PIN).read_text(encoding="utf-8")
    assert run("check", root=own) == "Semua berkas baik.\n"
    assert "Isi lembar Tim Penyelenggara" in run("status", root=own)
    book = tmp_path / "pengaturan.xlsx"
    run("worksheet", "--pengaturan", "-o", book, root=own)
    edit(book, ("Pengaturan", line("Kertas", "F4")))
    assert "tercatat pada pengaturan/2016" in run("accept", book, "--catat", root=own)
    assert "Kertas" in run("review", "main", "pengaturan/2016", root=own)
    run("worksheet", "--usulan", "rawasari", "-o", tmp_path / "usulan.xlsx", root=own)
    subprocess.run(["git", "switch", "--quiet", "main"], cwd=own, check=True)
    assert "cabang tahun/2017" in run("new", "tahun", "--catat", root=own)
    assert "Tahun 2017 disiapkan dari 2016" in run("review", "main", "tahun/2017", root=own)
    assert run("audit", root=own).startswith("✔ Tidak ada pelanggaran dalam riwayat.\n")


def test_single_records_are_written_and_judged(run: Run, operator: Path) -> None:
    words = ("--judul", "Jadwal survei", "--tanggal", "2016-03-01", "--isi", "Mulai pukul 08.00.")
    run("new", "pengumuman", *words, "--catat")
    assert [*operator.glob("decisions/2016/pengumuman/2016-03-01-*.md")]
    told = run("new", "kelurahan", "Con", "--kode", "31.71.05.1009", code=2)
    assert "“Con” tidak dapat menjadi nama kelurahan" in told


def test_files_that_a_checkout_gave_other_ends_of_lines_are_the_same(
    run: Run, operator: Path
) -> None:
    for path in operator.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check") == "Semua berkas baik.\n"
    assert "tanpa perubahan" in run("review", "HEAD")


def test_words_are_whole_where_a_console_has_other_letters(run: Run, operator: Path) -> None:
    file = operator / "proposals/2016/rawasari/0001.yaml"
    file.write_text("“keliru”: 1\n", encoding="utf-8")
    assert "“keliru”" in run("check", code=1)


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The site, as `serve` shows it."""
    process = subprocess.Popen(
        [
            *MUSRENBANG,
            "serve",
            "--root",
            str(root),
            "-o",
            str(root.parent / "tayang"),
            "--port",
            "0",
        ],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield found[0]
                return
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(os.name != "nt", reason="di sini berkas yang terbuka dapat diganti")
def test_a_worksheet_that_excel_holds_open_is_told_to_be_closed(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "lembar.xlsx"
    run("worksheet", "rawasari", "-o", sheet)
    before = sheet.read_bytes()
    with sheet.open("rb"):
        told = run("worksheet", "rawasari", "-o", sheet, "--timpa", code=2)
    assert "tutup dulu, misalnya di Excel" in told
    assert sheet.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.tmp")] == []
