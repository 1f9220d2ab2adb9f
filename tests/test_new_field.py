"""A field described in its model alone is everywhere: what a newcomer adds in one place."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT

PARTS = ("musrenbang", "schemas", "site_templates", "mappings", "proposals", "decisions")
BEFORE = "    kode_tracking: Annotated["
FIELD = """\
    warna_pintu: Kalimat | None = Field(
        None, title="Warna pintu", description="Pintu mana, misalnya hijau."
    )
"""
PROPOSAL = "proposals/2016/rawasari/0007.yaml"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program and the sample with one more field of a proposal, given in one of them."""
    root = tmp_path_factory.mktemp("program")
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    model = root / "schemas" / "usulan.py"
    text = model.read_text(encoding="utf-8")
    assert BEFORE in text
    model.write_text(text.replace(BEFORE, FIELD + BEFORE), encoding="utf-8")
    give(root, "hijau tua")
    return root


def give(root: Path, value: str) -> None:
    path = root / PROPOSAL
    kept = (ROOT / PROPOSAL).read_text(encoding="utf-8")
    path.write_text(f"{kept}warna_pintu: {value}\n", encoding="utf-8")


def run(root: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "build.py", *words],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def test_it_is_on_the_page_and_in_the_data(program: Path) -> None:
    run(program, "build", "--tanpa-dokumen", "-o", "_site")
    site = program / "_site"
    page = (site / "2016/usulan/rawasari/0007/index.html").read_text(encoding="utf-8")
    assert '<dt>Warna pintu</dt><dd class="teks">hijau tua</dd>' in page
    with (site / "2016/data/usulan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row["warna_pintu"] for row in csv.DictReader(file)}
    assert rows["2016/rawasari/0007"] == "hijau tua"
    assert {*rows.values()} == {"", "hijau tua"}
    listed = json.loads((site / "api/v1/2016/usulan.json").read_text(encoding="utf-8"))["usulan"]
    assert {item["id"]: item["warna_pintu"] or "" for item in listed} == rows
    for path in ("2016/data/datapackage.json", "api/v1/skema/usulan.schema.json"):
        assert "Pintu mana, misalnya hijau." in (site / path).read_text(encoding="utf-8")
    assert "Pintu mana, misalnya hijau." in (site / "data/index.html").read_text("utf-8")


def test_it_is_in_the_worksheet(program: Path) -> None:
    run(program, "worksheet", "rawasari", "--tahun", "2016", "-o", "lembar.xlsx")
    rows = list(load_workbook(program / "lembar.xlsx")["Rawasari"].iter_rows(values_only=True))
    titles = next(row for row in rows if "Usulan kegiatan" in row)
    column = titles.index("Warna pintu")
    assert [row[column] for row in rows if row[0] == 7] == ["hijau tua"]


def test_it_can_be_imported(program: Path) -> None:
    titles = "kode;kelurahan;rw;rt;permasalahan;usulan_kegiatan;template;alamat;koordinat;volume"
    more = "satuan;perkiraan_anggaran;skpd_tujuan;prioritas;keterangan;warna pintu"
    row = "X1;Rawasari;;;Mampet;Perbaikan saluran;;;;12;m;;sudin-sda;;;kuning muda"
    (program / "usulan.csv").write_text(f"{titles};{more}\n{row}\n")
    told = run(program, "import", "usulan.csv", "--tahun", "2017")
    made = [
        path
        for path in (program / "proposals/2017/rawasari").iterdir()
        if path.suffix == ".yaml" and "warna_pintu: kuning muda" in path.read_text()
    ]
    assert len(made) == 1, told


def test_an_identity_number_in_it_is_found(program: Path) -> None:
    give(program, "hubungi 3171051203900001")
    told = run(program, "check")
    assert f"{PROPOSAL}:" in told
    assert "Teks ini memuat NIK (3171…). [pribadi.nik]" in told
