"""Every kecamatan of a province from one table, in one command; what is wrong is told by cell."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from musrenbang.cli import main
from musrenbang.founding.area import all_kota, kecamatan_of, kelurahan_of
from tests.conftest import ROOT
from tests.founding_support import MARKS, office

__all__ = ["office"]

TITLES = (
    *("Kota", "kecamatan", "Kelurahan", "Camat nama", "camat-akun", "lurah-nama", "jumlah RW"),
    "situs-repositori",
)
COMMON = ("--tahun", "2027", "--pengesahan", "peladen", "--kepala-perencanaan-jabatan", "Kepala")
TOOL = [one for mark, text in MARKS.items() for one in ("--tanda", f"{mark.strip('@')}={text}")]
Rows = list[tuple[str, ...]]


def jakarta() -> Rows:
    """The table that a province has: what is about a kecamatan stands in the first of its rows."""
    rows: Rows = []
    for kota in all_kota():
        for kecamatan in kecamatan_of(kota) if "Administrasi" in kota.jenis else ():
            about = (f"Camat {kecamatan.nama}", f"camat-{len(rows)}")
            site = f"https://git.example/jakarta/{len(rows)}"
            for number, kelurahan in enumerate(kelurahan_of(kecamatan)):
                of = ((kota.nama, kecamatan.nama), about) if not number else (("", ""), ("", ""))
                rows.append((*of[0], kelurahan.nama, *of[1], "", "9", "" if number else site))
    return rows


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """The table as a workbook, or as CSV."""
    if path.suffix == ".csv":
        path.write_text("\r\n".join(";".join(row) for row in (TITLES, *rows)), encoding="utf-8")
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Daftar"
    for row in (TITLES, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def found(folder: Path, table: Path, *words: str) -> int:
    return main(["new", "kecamatan", str(folder), "--daftar", str(table), *COMMON, *TOOL, *words])


def test_all_of_jakarta_is_founded_at_once_and_every_one_is_clean(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = written(tmp_path / "daftar.xlsx", jakarta())
    assert found(tmp_path / "dki", table) == 0
    told = capsys.readouterr().out
    assert "44 kecamatan" in told
    folders = sorted((tmp_path / "dki").iterdir())
    assert len(folders) == 44
    assert "dki/menteng push -u origin main" in told
    assert sum(len(list(one.glob("proposals/2027/*/kelurahan.yaml"))) for one in folders) == 267
    for folder in folders:
        assert main(["check", "--format", "json", "--root", str(folder)]) == 0
        assert json.loads(capsys.readouterr().out) == {"findings": []}, folder
    for folder in folders[::10]:  # their histories are alike
        assert main(["audit", "--format", "json", "--root", str(folder)]) == 0
        assert json.loads(capsys.readouterr().out)["violations"] == []
    settings = (tmp_path / "dki/menteng/proposals/2027/musrenbang.yaml").read_text("utf-8")
    assert "nama: Camat Menteng" in settings
    assert "https://git.example/jakarta/" in settings

    shutil.rmtree(tmp_path / "dki/menteng")
    assert found(tmp_path / "dki", table) == 0
    told = capsys.readouterr().out
    assert f"Sudah didirikan, jadi dilewati: {tmp_path}/dki/" in told
    assert "✔" in told
    assert told.count("✔") == 1
    assert (tmp_path / "dki/menteng/README.md").is_file()


TWO = [
    ("Jakarta Pusat", "Menteng", "Menteng", "Ani", "camat-1", "Budi", "9", ""),
    ("", "", "Cikini", "", "", "", "", ""),
    ("Jakarta Barat", "Cengkareng", "", "Cici", "camat-2", "", "", ""),
]


def with_cell(row: int, column: int, text: str) -> Rows:
    rows = [list(one) for one in TWO]
    rows[row][column] = text
    return [tuple(one) for one in rows]


def test_a_table_says_what_there_is_of_each(office: Path, tmp_path: Path) -> None:
    """A row without a kelurahan means all that are listed; rows with some mean those."""
    assert found(tmp_path / "dua", written(tmp_path / "d.csv", TWO)) == 0
    years = {one.name: one / "proposals/2027" for one in (tmp_path / "dua").iterdir()}
    assert {path.parent.name for path in years["menteng"].glob("*/kelurahan.yaml")} == {
        "menteng",
        "cikini",
    }
    assert len(list(years["cengkareng"].glob("*/kelurahan.yaml"))) == 6
    profile = (years["menteng"] / "menteng/kelurahan.yaml").read_text(encoding="utf-8")
    assert "lurah: {nama: Budi}\njumlah_rw: 9\n" in profile


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (with_cell(1, 3, "Ina"), "d.csv:3:4: `camat-nama` “Ina” lain dari “Ani” di"),
        (with_cell(2, 6, "9"), "d.csv:4:7: `jumlah-rw` perlu tepat satu nama di kolom kelurahan."),
        (with_cell(1, 6, "banyak"), "d.csv:3:7: “banyak” bukan angka bulat."),
        (
            with_cell(1, 2, "Cikinni"),
            "d.csv:2:3: --kelurahan: “Cikinni” tidak terdaftar di kecamatan ini. Maksud Anda",
        ),
        (with_cell(2, 4, ""), "d.csv:4:2, Cengkareng: --camat-akun atau --camat-email"),
        (with_cell(0, 1, ""), "d.csv:2:1: kecamatannya belum disebut."),
        ([], "tidak ada satu kecamatan pun di bawah judul kolom."),
        ([TWO[0], (*TWO[1], "geser"), TWO[2]], "d.csv:3:9: isi di luar 8 kolom yang berjudul."),
        (
            [(*one[:7], "https://git.example/sama") for one in TWO],
            "d.csv:4:8: `situs-repositori` “https://git.example/sama” sudah dipakai Menteng di",
        ),
    ],
)
def test_nothing_is_founded_where_one_is_wrong(
    rows: Rows, told: str, office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "dua", written(tmp_path / "d.csv", rows)) in {1, 2}
    assert told in capsys.readouterr().err
    assert not (tmp_path / "dua").exists()


def test_a_cell_of_a_workbook_is_told_by_its_name(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = written(tmp_path / "d.xlsx", with_cell(1, 3, "Ina"))
    assert found(tmp_path / "dua", table) == 2
    assert "d.xlsx, lembar Daftar, sel D3: `camat-nama`" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--kecamatan", "Gambir"), ("--lurah-nama", "Menteng=Budi")])
def test_what_is_about_one_is_not_said_of_all(
    words: tuple[str, str], office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "dua", written(tmp_path / "d.csv", TWO), *words) == 2
    assert f"{words[0]} berlaku bagi satu kecamatan; tulis dalam --daftar." in (
        capsys.readouterr().err
    )


def test_a_column_that_is_mistyped_is_named(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "d.csv"
    table.write_text("kota;kecamatan;jumlh RW\nJakarta Pusat;Menteng;9\n", encoding="utf-8")
    assert found(tmp_path / "dua", table) == 2
    assert "d.csv:2:3: kolom “jumlh-rw” tidak dikenal. Maksud Anda `jumlah-rw`?" in (
        capsys.readouterr().err
    )


def test_a_folder_of_somebody_else_stops_it_before_anything_is_written(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dua/cengkareng").mkdir(parents=True)
    (tmp_path / "dua/cengkareng/catatan.txt").write_text("milik orang lain\n", encoding="utf-8")
    assert found(tmp_path / "dua", written(tmp_path / "d.csv", TWO)) == 1
    assert "cengkareng sudah berisi" in capsys.readouterr().err
    assert not (tmp_path / "dua/menteng").exists()


def test_what_is_backed_up_as_the_docs_say_is_brought_back_as_they_say(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of both blocks, where the addresses are those of a host on this computer."""
    assert found(tmp_path / "dua", written(tmp_path / "d.csv", TWO)) == 0
    hosts = {"menteng": tmp_path / "asal.git", "menteng-lagi": tmp_path / "lagi.git"}
    for host in hosts.values():
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", host], check=True
        )
    push = ("git", "-C", str(tmp_path / "dua/menteng"), "push", "--quiet")
    subprocess.run([*push, str(hosts["menteng"]), "main"], check=True)
    text = (ROOT / "docs/fleet.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    backup, restore = (block for block in blocks if "bundle" in block)
    script = f"set -e\nmkdir cadangan; cd cadangan\n{backup}\ncd ..\n{restore}"
    script = script.replace("../menteng.bundle", str(tmp_path / "menteng.bundle"))
    for name, host in reversed(hosts.items()):
        script = re.sub(
            rf"https://git\.example/jakarta/{name}(?= |$)", str(host), script, flags=re.MULTILINE
        )
    program = tmp_path / "bin/musrenbang"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "build.py"}" "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "✔ Tidak ada pelanggaran" in done.stdout
    heads = [
        subprocess.run(["git", "-C", path, "rev-parse", "main"], capture_output=True, check=True)
        for path in (*hosts.values(), tmp_path / "menteng", tmp_path / "dua/menteng")
    ]
    assert len({one.stdout for one in heads}) == 1


def test_two_of_one_name_are_told_apart_by_their_codes(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    titles = "kota;kecamatan;kecamatan-kode;kelurahan;kode;camat-nama;camat-akun"
    twins = [
        f"Jakarta {kota};Sukamaju;31.7{number}.90;Melati;31.7{number}.90.1001;Ani;camat-{number}"
        for kota, number in (("Pusat", 1), ("Barat", 3))
    ]
    table = tmp_path / "d.csv"
    for rows, founded, skipped in ((twins[1:], 1, 0), (twins, 1, 1), (twins[::-1], 0, 2)):
        table.write_text("\n".join((titles, *rows)), encoding="utf-8")
        assert found(tmp_path / "dua", table) == 0
        told = capsys.readouterr().out
        assert told.count("✔") == founded
        assert ("Sudah didirikan" in told) is bool(skipped)
    folders = {path.name: path for path in (tmp_path / "dua").iterdir()}
    codes = {
        name: re.findall(r'3[0-9.]+90(?=")', (path / "proposals/2027/musrenbang.yaml").read_text())
        for name, path in folders.items()
    }
    assert codes == {"sukamaju": ["31.73.90"], "jakarta-pusat-sukamaju": ["31.71.90"]}


@pytest.mark.parametrize(
    ("title", "code"), [("kode", "99.71.05.1001"), ("kecamatan-kode", "99.71.05")]
)
def test_a_code_is_of_one_place_alone(
    title: str, code: str, office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "d.csv"
    lines = [f"Kota;{name};Kel {name};{code}\n" for name in ("Satu", "Dua")]
    table.write_text(f"kota;kecamatan;kelurahan;{title}\n" + "".join(lines), encoding="utf-8")
    assert found(tmp_path / "dua", table) == 2
    told = capsys.readouterr().err
    assert f"d.csv:3:4: `{title}` “{code}” sudah dipakai Satu" in told
