"""Real proposals, from the spreadsheet to pages, open data and paper: the totals agree.

What is expected is counted here with the csv module alone, straight from the real files.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from musrenbang.text.indonesian import angka, rupiah
from tests.conftest import RunBuild


@dataclass(frozen=True)
class Expected:
    """What the spreadsheet itself says of the proposals that go on to the kecamatan."""

    count: int
    rupiah: int
    volume_by_unit: Mapping[str, Decimal]


def kauman(rows: list[dict[str, str]]) -> Expected:
    accepted = [row for row in rows if row["keterangan"] == "Diakomodir"]
    return Expected(
        len(accepted),
        sum(int(row["anggaran_rp"]) for row in accepted),
        volumes(accepted),
    )


def sukabumi(rows: list[dict[str, str]], kecamatan: str) -> Expected:
    known = {row["id"] for row in rows}
    own = [
        row
        for row in rows
        if row["kecamatan"] == kecamatan
        and row["volume"]
        and row["id_usulan_asal_desa"] not in known
    ]
    return Expected(len(own), 0, volumes(own))


def volumes(rows: list[dict[str, str]]) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["satuan"].lower()] += Decimal(row["volume"])  # type: ignore[assignment]
    return {unit: Decimal(total) for unit, total in sums.items()}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def approve_everything(root: Path) -> None:
    """Play the meeting with plain text: every kelurahan sends, every proposal is approved."""
    (year,) = (root / "proposals").iterdir()
    settings = year / "musrenbang.yaml"
    settings.write_text(
        f"{settings.read_text(encoding='utf-8')}jadwal:\n  musrenbang: {{mulai: {year.name}-03-10, "
        f"selesai: {year.name}-03-10, jam: 08.00–15.00, tempat: Aula}}\n",
        encoding="utf-8",
    )
    for profile in year.glob("*/kelurahan.yaml"):
        date = f"{year.name}-02-20"
        text = (
            f"berita_acara: {{nomor: 1/BA, tanggal: {date}, ditandatangani: true}}\n"
            f"dikirim: {date}\n"
        )
        profile.write_text(profile.read_text(encoding="utf-8") + text, encoding="utf-8")
        for proposal in profile.parent.glob("[0-9]*.yaml"):
            content = proposal.read_text(encoding="utf-8")
            if "tidak-diteruskan" in content:
                continue
            if "validasi_lurah" not in content:
                proposal.write_text(f"{content}validasi_lurah: {{hasil: diteruskan}}\n")
            decision = root / "decisions" / year.name / profile.parent.name / proposal.name
            decision.parent.mkdir(parents=True, exist_ok=True)
            decision.write_text(
                f"keputusan: disetujui\ntanggal: {year.name}-03-10\nsurvei:\n"
                f"  tanggal: {year.name}-03-01\n  lokasi_sesuai: true\n  layak_teknis: true\n"
                "  layak_administratif: true\n",
                encoding="utf-8",
            )


CASES = ("kauman", "Kebonpedes")


@pytest.mark.parametrize("place", CASES)
def test_totals_on_pages_data_and_paper_are_those_of_the_spreadsheet(
    real_data: Path, tmp_path: Path, run_build: RunBuild, place: str
) -> None:
    root = tmp_path / "data"
    root.mkdir()
    rejects = tmp_path / "ditolak.csv"
    if place == "kauman":
        sheet = real_data / "usulan-kauman-malang-2023.csv"
        expected = kauman(read(sheet))
        options = ["--kolom", "hasil_lurah=keterangan"]
    else:
        sheet = real_data / "usulan-sukabumi-2019.csv"
        expected = sukabumi(read(sheet), place)
        options = ["--kecamatan", place]
    # or the camat could decide none of them
    options += ["--kegiatan-baku", "semua"]
    imported = run_build("import", "--root", root, sheet, *options, "--ditolak", rejects)
    assert imported.returncode == (1 if rejects.exists() else 0), imported.stderr
    approve_everything(root)
    checked = run_build("check", "--root", root)
    assert checked.returncode == 0, checked.stdout
    built = run_build("build", "--root", root)
    assert built.returncode == 0, built.stderr
    site = root / "_site"
    (year,) = (path.name for path in (root / "proposals").iterdir())

    figures = json.loads((site / "api/v1" / year / "ringkasan.json").read_text())
    approved = figures["semua"]["status"]["disetujui"]
    assert (approved["jumlah"], approved["anggaran"]) == (expected.count, expected.rupiah)

    table = [row for row in read(site / year / "data/usulan.csv") if row["status"] == "disetujui"]
    assert len(table) == expected.count
    assert sum(int(row["anggaran"] or 0) for row in table) == expected.rupiah
    assert sum(Decimal(row["volume"]) for row in table) == sum(expected.volume_by_unit.values())

    page = (site / year / "index.html").read_text(encoding="utf-8")
    assert f">{angka(expected.count)}<" in page
    assert rupiah(expected.rupiah) in page

    form_3 = PdfReader(site / year / "dokumen/lampiran-2.pdf")
    text = "\n".join(sheet.extract_text() for sheet in form_3.pages)
    printed = set(re.findall(rf"{year}/[a-z0-9-]+/\d{{4}}", text.replace("\n", "")))
    assert len(printed) == expected.count
    total = re.search(r"JUMLAH SELURUHNYA: ([\d.]+) usulan\s+(\S+)", text)
    assert total is not None
    assert total[1] == angka(expected.count)
    if expected.rupiah:
        assert total[2] == rupiah(expected.rupiah)
    (attachment,) = form_3.attachments["lampiran-2.json"]
    assert json.load(io.BytesIO(attachment))["dokumen"] == "lampiran-2"
