"""The public site: every page is there, says what the records say, and does nothing else."""

import gzip
import json
import re
from datetime import datetime, timedelta, timezone

import pytest

from musrenbang import indonesian
from musrenbang.cases import Status, cases_of
from musrenbang.figures import ringkasan
from musrenbang.git import Change, Commit
from musrenbang.history import History, history_of
from musrenbang.site import DocumentLink
from musrenbang.site.labels import ALASAN, STATUS
from musrenbang.snapshot import Snapshot, load
from musrenbang.tree import FolderTree
from schemas.keputusan import Koreksi, TanpaValidasi
from tests.conftest import ROOT, MakeTree
from tests.site_support import Outline, Site, faults, page, render
from tests.small_year import SMALL_YEAR

DOCUMENT = DocumentLink("2016/dokumen/berita-acara.pdf", "Berita Acara (Form 1)", 4, 182_000)
WIB = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Site:
    return render(snapshot, documents={2016: (DOCUMENT,)})


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "2016/index.html",
        "2016/usulan/index.html",
        "2016/usulan/rawasari/0007/index.html",
        "2016/kelurahan/index.html",
        "2016/kelurahan/rawasari/index.html",
        "2016/kelurahan/rawasari/rw-002/index.html",
        "2016/skpd/index.html",
        "2016/dokumen/index.html",
        "2016/riwayat/index.html",
        "2016/jadwal.ics",
        "pengumuman/index.html",
        "panduan/index.html",
        *(
            f"panduan/{name}/index.html"
            for name in ("warga", "lurah", "operator", "camat", "pemeriksa")
        ),
        "partisipasi/index.html",
        "data/index.html",
        "api/v1/index.json",
        "api/v1/2016/ringkasan.json",
        "api/v1/2016/usulan.json",
        "api/v1/skema/ringkasan.schema.json",
        "api/v1/skema/usulan.schema.json",
        "2016/data/usulan.csv",
        "2016/data/usulan.xlsx",
        "2016/data/datapackage.json",
        "feed.xml",
        "2016/kelurahan/rawasari/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "aset/situs.css",
        "aset/plus-jakarta-sans.woff2",
        "aset/plus-jakarta-sans-OFL.txt",
    ],
)
def test_every_kind_of_page_is_there(site: Site, path: str) -> None:
    assert path in site


def test_every_proposal_status_kelurahan_and_agency_has_its_page(
    site: Site, snapshot: Snapshot
) -> None:
    for year in snapshot.years.values():
        for case in cases_of(year):
            assert f"{year.tahun}/usulan/{case.folder}/{case.nomor}/index.html" in site
            assert f"{year.tahun}/skpd/{case.kode_skpd}/index.html" in site
        for status in Status:
            assert f"{year.tahun}/keputusan/{status.value}/index.html" in site


def test_links_anchors_ids_and_headings_are_sound(site: Site) -> None:
    assert list(faults(site, frozenset({DOCUMENT.path}))) == []


def test_rendering_twice_gives_the_same_bytes(site: Site, snapshot: Snapshot) -> None:
    assert render(snapshot, documents={2016: (DOCUMENT,)}) == site


def test_a_proposal_page_says_the_outcome_first_and_the_reason_in_full(
    site: Site, snapshot: Snapshot
) -> None:
    for case in cases_of(snapshot.years[2016]):
        text = Outline(page(site, f"2016/usulan/{case.folder}/{case.nomor}/index.html")).text
        outcome = text.index(STATUS[case.status].nama, text.index("Langsung ke isi"))
        assert outcome < text.index("Yang diusulkan")
        assert "None" not in text
        if case.status is Status.DITOLAK:
            assert case.keputusan
            assert case.keputusan.alasan
            assert ALASAN[case.keputusan.alasan.kode].nama in text
            assert " ".join(case.keputusan.alasan.uraian.split()) in text
        if case.diubah:
            assert case.anggaran is not None
            assert indonesian.rupiah(case.anggaran) in text
            assert case.keputusan
            assert " ".join((case.keputusan.alasan_perubahan or "").split()) in text


def test_what_was_sent_undecided_or_corrected_afterwards_says_so(
    site: Site, snapshot: Snapshot
) -> None:
    found = 0
    for folder in snapshot.years[2016].kelurahan.values():
        if folder.kirim is None:
            continue
        rows: tuple[TanpaValidasi | Koreksi, ...] = (
            *folder.kirim.tanpa_validasi,
            *folder.kirim.koreksi,
        )
        for row in rows:
            text = Outline(page(site, f"2016/usulan/{folder.slug}/{row.nomor}/index.html")).text
            assert " ".join(row.alasan.split()).rstrip(".") in text
            found += 1
    assert found


def test_the_figures_on_the_pages_are_those_of_the_records(site: Site, snapshot: Snapshot) -> None:
    year = snapshot.years[2016]
    cases = list(cases_of(year))
    figures = ringkasan(cases, year.kelurahan)
    text = Outline(page(site, "2016/index.html")).text
    approved = [case for case in cases if case.status is Status.DISETUJUI]
    amount = sum(case.anggaran or 0 for case in approved)
    assert figures.semua.status[Status.DISETUJUI].anggaran == amount
    assert f"Jumlah {len(cases)} {len(approved)}" in text
    assert indonesian.rupiah(amount) in text
    for status in Status:
        listed: set[str] = set()
        for path in site:
            if re.fullmatch(rf"2016/keputusan/{status.value}/(?:\d+/)?index\.html", path):
                listed |= set(re.findall(r"2016/usulan/([a-z-]+/\d+)/index", page(site, path)))
        assert listed == {f"{c.folder}/{c.nomor}" for c in cases if c.status is status}


def test_the_search_index_holds_every_proposal(site: Site, snapshot: Snapshot) -> None:
    script = page(site, "2016/usulan/indeks-0.js")
    data = json.loads(script[script.index("{") : script.rindex("}") + 1])
    assert len(data["usulan"]) == len(list(cases_of(snapshot.years[2016])))


def test_sample_years_say_so_on_every_page(site: Site) -> None:
    assert [
        path for path in site if path.endswith(".html") and "Data contoh." not in page(site, path)
    ] == []


def test_the_home_page_shows_the_newest_year_and_the_last_finished_one(site: Site) -> None:
    text = Outline(page(site, "index.html")).text
    assert "Musrenbang Kecamatan Cempaka Putih 2017" in text
    assert "Hasil terakhir yang sudah tuntas: 2016" in text
    assert "sedang berjalan" in text


def test_first_visits_stay_small(site: Site) -> None:
    def wire(*paths: str) -> int:
        return sum(
            len(data if path.endswith("woff2") else gzip.compress(data, 6))
            for path in paths
            if isinstance(data := site[path], bytes)
        )

    shared = wire(
        "aset/situs.css", "aset/plus-jakarta-sans.woff2", "aset/kawung.svg", "aset/lambang.svg"
    )
    assert shared + wire("index.html") < 60_000
    pages = [path for path in site if re.fullmatch(r"\d+/usulan/[a-z-]+/\d+/index.html", path)]
    assert shared + max(wire(path) for path in pages) < 25_000


def test_history_tells_who_recorded_what(make_tree: MakeTree) -> None:
    time = datetime(2016, 3, 9, 14, 5, tzinfo=WIB)
    commit = Commit("a" * 40, time, "Fitri <b>Handayani</b>", "Catat keputusan Rawasari")
    changes = [Change(commit, (("A", "decisions/2016/rawasari/0001.yaml"),))]
    history = history_of(changes, commit, dirty=False, shallow=True)
    site = render(make_tree(SMALL_YEAR), history)
    proposal = Outline(page(site, "2016/usulan/rawasari/0001/index.html")).text
    assert "9 Maret 2016 pukul 14.05 WIB Berkas keputusan ditambahkan" in proposal
    assert "Fitri <b>Handayani</b>" in proposal
    assert "Catat keputusan Rawasari" in Outline(page(site, "2016/riwayat/index.html")).text
    assert "tidak lengkap" in page(site, "2016/riwayat/index.html")


def test_a_missing_history_is_admitted(make_tree: MakeTree) -> None:
    site = render(make_tree(SMALL_YEAR), History())
    assert "tanpa riwayat Git" in page(site, "2016/riwayat/index.html")
