"""Find: every filter tells the truth, at 200 proposals and at 50,000, without a server."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from musrenbang.cases import Case, Status, cases_of
from musrenbang.indonesian import angka
from musrenbang.loading import load
from musrenbang.site.find_index import SHARD
from musrenbang.snapshot import Snapshot
from musrenbang.tree import FolderTree
from tests.conftest import ROOT, MakeTree
from tests.made_up_years import enlarged
from tests.site_support import render, search_pages, written
from tests.small_year import SMALL_YEAR, USULAN

pytestmark = pytest.mark.browser

MANY = 50_000
PAGE = "2016/usulan/index.html"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


@pytest.fixture(scope="module")
def cases(snapshot: Snapshot) -> list[Case]:
    return list(cases_of(snapshot.years[2016]))


@pytest.fixture(scope="module")
def folder(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search pages of the sample years."""
    return search_pages(snapshot, tmp_path_factory.mktemp("cari"))


@pytest.fixture(scope="module")
def many(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search page of a year of 50,000 proposals."""
    return search_pages(enlarged(snapshot.years[2016], MANY), tmp_path_factory.mktemp("banyak"))


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page()
    yield tab
    tab.close()


def find(tab: Page, folder: Path, **state: object) -> str:
    """Open the search with a state in the address; what it announces."""
    tab.goto(f"{folder.as_uri()}/{PAGE}?{urlencode(state)}")
    announced = tab.get_by_role("status")
    expect(announced).to_have_text(re.compile("ditemukan|Tidak ada"))
    return announced.inner_text()


JUTA = 1_000_000
FILTERS: dict[str, tuple[dict[str, object], Callable[[Case], bool]]] = {
    "kelurahan": ({"kelurahan": "rawasari"}, lambda c: c.kelurahan == "rawasari"),
    "rw": ({"rw": "RW 3"}, lambda c: c.usulan.rw == "003"),
    "keputusan": ({"status": "forum-ukpd"}, lambda c: c.status is Status.FORUM_UKPD),
    "tipe": ({"tipe": "non-fisik"}, lambda c: c.tipe == "non-fisik"),
    "skpd": ({"skpd": "sudin-bina-marga"}, lambda c: c.kode_skpd == "sudin-bina-marga"),
    "alasan": (
        {"alasan": "tidak-sesuai-lapangan"},
        lambda c: bool(
            c.keputusan
            and c.keputusan.alasan
            and c.keputusan.alasan.kode == "tidak-sesuai-lapangan"
        ),
    ),
    "anggaran mulai": ({"dari": "100"}, lambda c: (c.anggaran or 0) >= 100 * JUTA),
    "anggaran sampai": (
        {"sampai": "12,5"},
        lambda c: c.anggaran is not None and c.anggaran <= 12.5 * JUTA,
    ),
    "bersama": (
        {"dari": "20", "sampai": "60", "status": "disetujui", "tipe": "fisik"},
        lambda c: (
            20 * JUTA <= (c.anggaran or 0) <= 60 * JUTA
            and c.status is Status.DISETUJUI
            and c.tipe == "fisik"
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_exactly_what_the_records_hold(
    tab: Page, folder: Path, cases: list[Case], name: str
) -> None:
    state, wanted = FILTERS[name]
    right = [case for case in cases if wanted(case)]
    assert 0 < len(right) < len(cases)
    amount = angka(sum(case.anggaran or 0 for case in right))
    assert find(tab, folder, **state).startswith(
        f"{angka(len(right))} usulan ditemukan, perkiraan anggaran seluruhnya Rp{amount}."
    )


def test_results_are_sorted_as_asked(tab: Page, folder: Path, cases: list[Case]) -> None:
    for order, reverse in (("mahal", True), ("murah", False)):
        find(tab, folder, urut=order)
        amounts = sorted(
            (case.anggaran for case in cases if case.anggaran is not None), reverse=reverse
        )
        shown = tab.locator("#temuan .uang").all_inner_texts()
        assert shown == [f"Rp{angka(amount)}" for amount in amounts[:50]]
    find(tab, folder, urut="judul")
    titles = tab.locator("#temuan a bdi").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)


WORDS = {
    "Perbaikan saluran": ("perbaiki saluran", "memperbaiki", "diperbaiki", "saluran perbaikan"),
    "Pengaspalan jalan": ("aspal", "diaspal", "mengaspal jalan", "pengaspalan"),
    "Pemasangan lampu": ("pasang lampu", "memasang", "dipasang", "terpasang"),
    "Pelatihan menjahit": ("latih", "melatih", "dilatih", "jahit", "menjahit"),
    "Pengadaan tong sampah": ("mengadakan", "diadakan", "tong sampah"),
    "Pemotongan pohon": ("potong pohon", "memotong", "dipotong"),
    "Penanaman bibit": ("tanam", "menanam bibit", "ditanam"),
    "Pengerukan kali": ("keruk", "mengeruk", "dikeruk"),
    "Pembangunan posyandu": ("bangun", "membangun", "dibangun"),
    "Peninggian jalan": ("tinggi", "meninggikan", "ditinggikan"),
    "Kebersihan lingkungan": ("bersih", "membersihkan", "dibersihkan"),
    "Penyuluhan gizi": ("suluh", "menyuluh", "gizi"),
    "Perawatan taman": ("rawat taman", "merawat", "dirawat", "terawat"),
    "Rehabilitasi gedung": ("rehabilitasi", "rehab", "merehabilitasi"),
    "Pengecatan marka": ("cat marka", "mengecat", "dicat"),
}


def test_affixes_lead_to_the_same_word(browser: Browser, make_tree: MakeTree) -> None:
    proposal = USULAN.replace("template: perbaikan-saluran\n", "").replace("mampat", "rusak")
    files = {
        f"proposals/2016/rawasari/{number:04d}.yaml": re.sub(
            "permasalahan: .*\nusulan_kegiatan: .*",
            f"permasalahan: Lama.\nusulan_kegiatan: {title}",
            proposal,
        )
        for number, title in enumerate(WORDS, 1)
    }
    decided = {path: text for path, text in SMALL_YEAR.items() if not path.startswith("decisions")}
    root = make_tree({**decided, **files})
    folder = written(render(root), root, root.parent / "situs")
    tab = browser.new_page()
    find(tab, folder)
    for title, questions in WORDS.items():
        for words in questions:
            tab.get_by_label("Cari usulan").fill(words)
            tab.keyboard.press("Enter")
            announced = tab.get_by_role("status").inner_text()
            titles = tab.locator("#temuan a bdi").all_inner_texts()
            assert titles[:1] == [title], (words, announced)
    tab.close()


def test_the_state_is_in_the_address_and_comes_back(tab: Page, folder: Path) -> None:
    find(tab, folder, urut="mahal")
    tab.get_by_label("Tipe").select_option("fisik")
    expect(tab).to_have_url(re.compile("tipe=fisik"))
    tab.get_by_role("button", name="Berikutnya").click()
    expect(tab).to_have_url(re.compile("hal=2"))
    expect(tab.get_by_role("status")).to_contain_text("Ditampilkan 51–")
    first = tab.locator("#temuan a").first
    expect(first).to_be_focused()
    shown = first.inner_text()
    first.click()
    tab.go_back()
    expect(tab.locator("#temuan a").first).to_have_text(shown)
    expect(tab.get_by_label("Tipe")).to_have_value("fisik")
    expect(tab.get_by_role("status")).to_contain_text("Ditampilkan 51–")


def test_fifty_thousand_are_searched_with_few_rows_in_the_page(tab: Page, many: Path) -> None:
    assert len(list(many.glob("2016/usulan/indeks-*.js"))) == MANY // SHARD
    assert find(tab, many).startswith("50.000 usulan ditemukan")
    rows = tab.locator("#temuan li")
    assert rows.count() == 50
    for _ in range(3):
        tab.get_by_role("button", name="Berikutnya").click()
        assert rows.count() == 50
    expect(tab.get_by_role("status")).to_contain_text("Ditampilkan 151–200.")
    tab.get_by_role("button", name="Sebelumnya").click()
    expect(tab.get_by_role("status")).to_contain_text("Ditampilkan 101–150.")
    found = find(tab, many, q="saluran", hal=99999)
    assert int(found.split(" usulan")[0].replace(".", "")) > 1000
    assert 0 < rows.count() <= 50
