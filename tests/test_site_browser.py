"""The site in a real browser: usable by everyone, at every width, from a disk, without scripts."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from justhtml import JustHTML
from playwright.sync_api import Browser, Page, expect

from musrenbang.snapshot import load
from musrenbang.tree import FolderTree
from tests.conftest import ROOT
from tests.site_support import Site, page, render, written

PAGES = (
    "index.html",
    "2016/index.html",
    "2016/usulan/index.html",
    "2016/usulan/rawasari/0007/index.html",
    "2016/usulan/rawasari/0032/index.html",
    "2016/usulan/rawasari/0043/index.html",
    "2016/usulan/usulan-langsung/0001/index.html",
    "2016/kelurahan/index.html",
    "2016/kelurahan/rawasari/index.html",
    "2016/kelurahan/rawasari/rw-002/index.html",
    "2016/skpd/index.html",
    "2016/keputusan/index.html",
    "2016/keputusan/ditolak/index.html",
    "2016/dokumen/index.html",
    "2016/riwayat/index.html",
    "2017/index.html",
    "2017/kelurahan/cempaka-putih-timur/index.html",
    "pengumuman/index.html",
    "pengumuman/2016-03-11-hasil-musrenbang/index.html",
    "panduan/index.html",
    "panduan/operator/index.html",
    "panduan/istilah/index.html",
    "panduan/aturan/index.html",
    "panduan/juknis/index.html",
    "partisipasi/index.html",
    "data/index.html",
)
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture(scope="module")
def site() -> Site:
    return render(load(FolderTree(ROOT)))


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(site, ROOT, tmp_path_factory.mktemp("site"))


def visit(browser: Browser, folder: Path, path: str, **options: Any) -> Page:
    tab = browser.new_context(**options).new_page()
    tab.goto(f"{folder.as_uri()}/{path}")
    return tab


def violations(tab: Page, kind: str, names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """What axe-core objects to, each with the elements concerned."""
    found = Axe().run(tab, options={"runOnly": {"type": kind, "values": names}})
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found.response["violations"]
    ]


@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_pages_parse_without_a_single_error(site: Site, path: str) -> None:
    assert JustHTML(page(site, path), collect_errors=True).errors == []


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, path: str) -> None:
    tab = visit(browser, folder, path, bypass_csp=True)
    for width in (360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        for summary in tab.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        tab.emulate_media(color_scheme="light")
        assert violations(tab, "tag", STANDARDS) == []
        tab.emulate_media(color_scheme="dark")
        assert violations(tab, "rule", ("color-contrast",)) == []
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_small_phone(browser: Browser, folder: Path, path: str) -> None:
    tab = visit(browser, folder, path, viewport={"width": 320, "height": 640})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.context.close()


@pytest.mark.browser
def test_pages_from_a_disk_load_everything_and_ask_no_other_host(
    browser: Browser, folder: Path
) -> None:
    tab = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        tab.goto(f"{folder.as_uri()}/{path}")
        assert tab.evaluate("document.fonts.ready.then(f => f.check('16px \"Plus Jakarta Sans\"'))")
    assert complaints == []
    assert [url for url in asked if not url.startswith("file:")] == []
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "words", ["perbaiki saluran", "memperbaiki saluran", "SALURAN diperbaiki", "perbaikan salur"]
)
def test_search_understands_affixes(browser: Browser, folder: Path, words: str) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html")
    tab.get_by_label("Cari usulan").fill(words)
    tab.get_by_role("button", name="Cari").click()
    first = tab.locator("#temuan a").first
    assert first.inner_text().startswith("Perbaikan")
    assert "saluran" in first.inner_text()
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["2016/rawasari/0007", "rawasari/0007", " 2016/Rawasari/0007 "])
def test_a_proposals_own_number_finds_exactly_it(
    browser: Browser, folder: Path, words: str
) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html")
    tab.get_by_label("Cari usulan").fill(words)
    expect(tab.locator("#kabar")).to_have_text(re.compile("^1 "))
    assert "/2016/usulan/rawasari/0007/" in (tab.locator("#temuan a").get_attribute("href") or "")
    tab.context.close()


@pytest.mark.browser
def test_a_number_of_another_year_is_said_to_be_one(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html?q=2017/rawasari/0007")
    expect(tab.locator("#kabar")).to_have_text(re.compile("milik tahun 2017"))
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["drainase", "PJU"])
def test_search_knows_the_words_of_templates_and_programs(
    browser: Browser, folder: Path, words: str
) -> None:
    tab = visit(browser, folder, f"2016/usulan/index.html?q={words}")
    expect(tab.locator("#kabar")).to_have_text(re.compile("usulan ditemukan"))
    tab.context.close()


@pytest.mark.browser
def test_search_marks_what_is_provisional(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2017/usulan/index.html?status=disetujui")
    tab.locator("#temuan li").first.wait_for()
    assert all("(sementara)" in text for text in tab.locator("#temuan li").all_inner_texts())
    tab.context.close()


@pytest.mark.browser
def test_paper_shows_tables_as_tables_and_no_neighbours(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/index.html", viewport={"width": 360, "height": 800})
    cell = "getComputedStyle(document.querySelector('.tumpuk tbody td')).display"
    assert tab.evaluate(cell) == "flex"
    tab.emulate_media(media="print")
    assert tab.evaluate(cell) == "table-cell"
    tab.goto(f"{folder.as_uri()}/2016/usulan/rawasari/0032/index.html")
    assert not tab.get_by_role("heading", name="Usulan lain").is_visible()
    tab.context.close()


@pytest.mark.browser
def test_search_keeps_its_state_in_the_address_and_leads_to_the_proposal(
    browser: Browser, folder: Path
) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html?kelurahan=rawasari&rw=2&status=ditolak")
    tab.locator("#temuan li").first.wait_for()
    assert tab.locator("#kabar").inner_text() == (
        "1 usulan ditemukan, perkiraan anggaran seluruhnya Rp3.312.500.000."
    )
    tab.get_by_label("Keputusan").select_option("disetujui")
    expect(tab.locator("#kabar")).to_have_text(re.compile("^4 "))
    assert "status=disetujui" in tab.url
    tab.get_by_label("Keputusan").select_option("ditolak")
    expect(tab.locator("#kabar")).to_have_text(re.compile("^1 "))
    tab.locator("#temuan a").click()
    tab.wait_for_url("**/2016/usulan/rawasari/0007/index.html")
    assert tab.locator("h2").first.inner_text() == "Ditolak"
    tab.context.close()


@pytest.mark.browser
def test_the_home_form_leads_to_the_results_of_an_rw(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "index.html")
    tab.get_by_label("Kelurahan").select_option("rawasari")
    tab.get_by_label("RW", exact=True).fill("3")
    tab.get_by_role("button", name="Cari").click()
    tab.locator("#temuan li").first.wait_for()
    assert all("RW 003" in text for text in tab.locator("#temuan li").all_inner_texts())
    tab.context.close()


@pytest.mark.browser
def test_without_scripts_the_lists_are_offered_instead(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html", java_script_enabled=False)
    assert tab.get_by_text("Pencarian memerlukan JavaScript").is_visible()
    tab.get_by_role("main").get_by_role("link", name="Ditolak").click()
    assert tab.get_by_role("link", name="Pengaspalan jalan di wilayah RW 002").is_visible()
    tab.context.close()


@pytest.mark.browser
def test_the_keyboard_reaches_the_content_first(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/usulan/rawasari/0007/index.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "isi"
    tab.context.close()


@pytest.mark.browser
def test_the_keyboard_alone_searches_filters_and_opens(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html")
    expect(tab.get_by_role("status")).to_have_text(re.compile("usulan ditemukan"))
    tab.get_by_label("Cari usulan").focus()
    tab.keyboard.type("saluran")
    expect(tab.get_by_role("status")).to_have_text(re.compile("usulan ditemukan"))
    before = tab.get_by_role("status").inner_text()
    while tab.evaluate("document.activeElement.id") != "status":
        tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("status")).not_to_have_text(before)
    while not tab.evaluate("document.activeElement.closest('#temuan')"):
        tab.keyboard.press("Tab")
    target = tab.evaluate("document.activeElement.href")
    tab.keyboard.press("Enter")
    tab.wait_for_url(target)
    tab.context.close()
