"""Open data: every format says the same, and says what its description promises."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.git.objects import Commit, CommittedFiles
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.site.api_types import Usulan
from musrenbang.site.data_columns import COLUMNS
from musrenbang.site.feeds import _fold, sitemap
from musrenbang.site.page_facts import site_of
from musrenbang.text.indonesian import WIB
from musrenbang.year.cases import Case, Status, cases_of
from tests.conftest import ROOT
from tests.site_support import Site, page, render

FIRST_PUBLISHED = ROOT / "tests" / "api_v1"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


@pytest.fixture(scope="module")
def cases(snapshot: Snapshot) -> list[Case]:
    return list(cases_of(snapshot.years[2016]))


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Site:
    return render(snapshot)


def rows(site: Site) -> list[dict[str, str]]:
    content = site["2016/data/usulan.csv"]
    assert isinstance(content, bytes)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_summary_agrees_with_sums_over_the_csv(site: Site) -> None:
    summary = json.loads(page(site, "api/v1/2016/ringkasan.json"))
    for status in Status:
        members = [row for row in rows(site) if row["status"] == status.value]
        told = summary["semua"]["status"][status.value]
        assert told["jumlah"] == len(members)
        assert told["anggaran"] == sum(int(row["anggaran"] or 0) for row in members)
    for group, column in (("kelurahan", "kelurahan"), ("skpd", "skpd"), ("tipe", "tipe")):
        for key, told in summary[group].items():
            members = [row for row in rows(site) if row[column] == key]
            assert told["total"]["jumlah"] == len(members)
            for status in Status:
                amount = sum(
                    int(row["anggaran"] or 0) for row in members if row["status"] == status.value
                )
                assert told["status"][status.value]["anggaran"] == amount
    for key, told in summary["alasan"].items():
        assert told["jumlah"] == sum(row["alasan"] == key for row in rows(site))
    assert summary["sementara"]["jumlah"] == 0
    assert (
        sum(part["jumlah"] for part in summary["perubahan"].values()) == summary["diubah"]["jumlah"]
    )
    down = [
        row
        for row in rows(site)
        if row["status"] == "disetujui" and Decimal(row["volume"]) < Decimal(row["volume_usulan"])
    ]
    assert summary["perubahan"]["turun"] == {
        "jumlah": len(down),
        "semula": sum(int(row["anggaran_usulan"]) for row in down),
        "menjadi": sum(int(row["anggaran"]) for row in down),
        "tanpa_anggaran": 0,
    }
    approved = [row for row in rows(site) if row["status"] == "disetujui"]
    assert summary["corong"]["kirim"]["jumlah"] == len(approved)
    assert summary["diubah"]["jumlah"] == sum(row["diubah"] == "true" for row in rows(site))


def test_csv_json_and_xlsx_hold_the_same(site: Site, cases: list[Case]) -> None:
    listed = json.loads(page(site, "api/v1/2016/usulan.json"))["usulan"]
    content = site["2016/data/usulan.xlsx"]
    assert isinstance(content, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    header, *cells = ([cell.value for cell in row] for row in sheet.iter_rows())
    table = rows(site)
    assert len(table) == len(listed) == len(cells) == len(cases)
    for item in listed:
        assert bool(item["langkah_berikutnya"]) is (item["status"] == "ditolak")
    for row, item, line in zip(table, listed, cells, strict=True):
        for name, value in zip(header, line, strict=True):
            plain = value.date().isoformat() if isinstance(value, datetime) else value
            assert item[str(name)] == plain
            text = row[str(name)].removeprefix("'")
            if item[str(name)] is None:
                assert text == ""
            elif isinstance(plain, bool):
                assert text == str(plain).lower()
            elif isinstance(plain, int | float):
                assert Decimal(text) == Decimal(str(plain))
            else:
                assert text == str(plain).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("ringkasan", "api/v1/2016/ringkasan.json"),
        ("usulan", "api/v1/2016/usulan.json"),
        ("usulan", "api/v1/2017/usulan.json"),
        ("daftar", "api/v1/index.json"),
        ("versi", "api/v1/versi.json"),
        ("riwayat", "api/v1/riwayat.json"),
        ("tindak-lanjut", "api/v1/2016/tindak-lanjut.json"),
    ],
)
def test_the_api_keeps_to_its_schemas(site: Site, schema: str, path: str) -> None:
    told = json.loads(page(site, f"api/v1/skema/{schema}.schema.json"))
    Draft202012Validator.check_schema(told)
    Draft202012Validator(told).validate(json.loads(page(site, path)))


def kept(promised: Any, now: Any) -> bool:
    """Whether a schema still says what it said; it may say more."""
    if isinstance(promised, dict):
        return all(key in now and kept(value, now[key]) for key, value in promised.items())
    if isinstance(promised, list) and all(isinstance(item, str) for item in promised):
        return promised == list(now)[: len(promised)]
    return bool(promised == now)


@pytest.mark.parametrize("path", sorted(FIRST_PUBLISHED.iterdir()), ids=lambda path: path.stem)
def test_version_1_of_the_api_only_grows(site: Site, path: Path) -> None:
    """`tests/api_v1/` holds its schemas as other programs came to know them."""
    promised = json.loads(path.read_text(encoding="utf-8"))
    assert kept(promised, json.loads(page(site, f"api/v1/skema/{path.name}")))


def test_every_column_is_described_and_part_of_the_api(site: Site) -> None:
    names = [column.nama for column in COLUMNS]
    assert list(rows(site)[0]) == names
    assert list(Usulan.model_fields) == names
    package = json.loads(page(site, "2016/data/datapackage.json"))
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == names
    for name in names:
        assert f"<code>{name}</code>" in page(site, "data/index.html")


def test_verdicts_before_kirim_are_marked_provisional(site: Site) -> None:
    for tahun, provisional in ((2016, False), (2017, True)):
        listed = json.loads(page(site, f"api/v1/{tahun}/usulan.json"))["usulan"]
        decided = [item for item in listed if item["status"] in {"disetujui", "ditolak"}]
        assert decided
        assert {item["sementara"] for item in decided} == {provisional}
        assert not any(item["sementara"] for item in listed if item not in decided)
        summary = json.loads(page(site, f"api/v1/{tahun}/ringkasan.json"))
        assert summary["sementara"]["jumlah"] == (len(decided) if provisional else 0)
    schema = json.loads(page(site, "api/v1/skema/usulan.schema.json"))
    assert schema["$defs"]["Usulan"]["properties"]["sementara"]["type"] == "boolean"


def test_feeds_are_atom_with_permanent_identities(site: Site) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for path in ("feed.xml", "2016/kelurahan/rawasari/feed.xml"):
        feed = ET.fromstring(page(site, path))  # noqa: S314 - made here
        entries = feed.findall(f"{atom}entry")
        assert entries
        ids = [entry.findtext(f"{atom}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        updated = [
            datetime.fromisoformat(entry.findtext(f"{atom}updated") or "") for entry in entries
        ]
        assert updated == sorted(set(updated), reverse=True)
        assert {moment.year for moment in updated} <= {2016, 2017}, "when it happened"
        assert feed.findtext(f"{atom}updated") == updated[0].isoformat()


def test_metadata_names_what_is_there(site: Site) -> None:
    found: dict[str, dict[str, Any]] = {}
    for path in site:
        if path.endswith(".html"):
            for block in re.findall(
                r'<script type="application/ld\+json">(.*?)</script>', page(site, path)
            ):
                found[path] = json.loads(block)
                for url in re.findall(r"https://musrenbang[^\"?]*", block):
                    target = url.split(".example/", 1)[1]
                    assert (
                        f"{target}index.html" if target.endswith("/") or not target else target
                    ) in site
    assert {thing["@context"] for thing in found.values()} == {"https://schema.org"}
    event, dataset = found["2016/index.html"]["@graph"]
    assert (event["@type"], event["startDate"], event["endDate"]) == (
        "Event",
        "2016-03-09",
        "2016-03-10",
    )
    assert dataset["@type"] == "Dataset"
    assert len(dataset["distribution"]) == 3
    assert "(data contoh)" in dataset["name"]
    assert found["index.html"]["potentialAction"]["target"]["urlTemplate"].endswith(
        "2017/usulan/?q={q}"
    )
    assert (
        found["pengumuman/2016-03-11-hasil-musrenbang/index.html"]["datePublished"] == "2016-03-11"
    )


def test_every_rw_has_a_feed_of_its_decisions_and_of_what_came_after(
    site: Site, cases: list[Case]
) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    here = [c for c in cases if (c.kelurahan, c.usulan.rw) == ("rawasari", "002")]
    feed = ET.fromstring(page(site, "2016/kelurahan/rawasari/rw-002/feed.xml"))  # noqa: S314 - made here
    decided = [c for c in here if c.status in {Status.DISETUJUI, Status.DITOLAK}]
    ids = [entry.findtext(f"{atom}id") or "" for entry in feed.findall(f"{atom}entry")]
    news = (f"{c.id}/tindak-lanjut/{at}" for c in here for at, _ in enumerate(c.kabar, 1))
    expected = [*(c.id for c in decided), *news]
    assert sorted(name.rsplit(":", 1)[1] for name in ids) == sorted(expected)
    rw = page(site, "2016/kelurahan/rawasari/rw-002/index.html")
    assert 'rel="alternate" type="application/atom+xml"' in rw


def test_a_large_sitemap_becomes_an_index(snapshot: Snapshot) -> None:
    shared = site_of(snapshot, History(), read_theme())
    paths = [f"2016/usulan/a/{number}/index.html" for number in range(50_001)]
    files = dict(sitemap(shared, paths, History()))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml", "robots.txt"]
    assert files["sitemap-1.xml"].count(b"<url>") == 50_000
    assert b"contoh.example/sitemap-2.xml" in files["sitemap.xml"]


def test_the_sitemap_names_every_page_once(site: Site) -> None:
    places = ET.fromstring(page(site, "sitemap.xml"))  # noqa: S314 - made here
    pages = [path for path in site if path.endswith("index.html")]
    assert len(places) == len(pages)


def test_the_sitemap_tells_when_what_a_page_tells_of_was_last_changed(snapshot: Snapshot) -> None:
    def changed(day: int, *paths: str) -> CommittedFiles:
        time = datetime(2016, 3, day, 9, tzinfo=WIB)
        return CommittedFiles(
            Commit(f"{day:040x}", time, "x", "x"), tuple(("M", path) for path in paths)
        )

    history = History(
        changes=[
            changed(17, "decisions/2017/rawasari/0001.yaml"),
            changed(15, "decisions/2016/rawasari/kirim.yaml"),
            changed(12, "decisions/2016/rawasari/0002.yaml", "proposals/2016/kramat/0001.yaml"),
            changed(9, "decisions/2016/kramat/0002.yaml"),
        ]
    )
    pages = {
        "2016/usulan/rawasari/0002/index.html": 15,
        "2016/usulan/kramat/0001/index.html": 12,
        "2016/usulan/kramat/0003/index.html": None,
        "2016/kelurahan/kramat/rw-001/index.html": 12,
        "2016/index.html": 15,
        "index.html": 17,
        "panduan/index.html": None,
    }
    files = dict(sitemap(site_of(snapshot, History(), read_theme()), pages, history))
    places = ET.fromstring(page(files, "sitemap.xml"))  # noqa: S314 - made here
    found = {
        (place[0].text or "").split(".example/")[1] + "index.html": (
            datetime.fromisoformat(place[1].text or "").day if len(place) > 1 else None
        )
        for place in places
    }
    assert found == pages


def test_the_calendar_holds_the_schedule(site: Site) -> None:
    text = page(site, "2016/jadwal.ics")
    assert f"DTSTART;VALUE=DATE:{date(2016, 3, 9):%Y%m%d}" in text
    assert f"DTEND;VALUE=DATE:{date(2016, 3, 11):%Y%m%d}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_long_calendar_lines_are_folded_between_characters() -> None:
    line = "SUMMARY:" + "Aula – " * 30
    folded = list(_fold(line))
    assert all(len(part.encode()) <= 75 for part in folded)
    assert folded[0] + "".join(part[1:] for part in folded[1:]) == line
