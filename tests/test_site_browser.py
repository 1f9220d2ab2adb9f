"""The site in a real browser: usable by everyone, at every width, from a disk, without scripts."""

import re
import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser, Page, Route, expect

from musrenbang.files.published_folder import Output
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.site.engine import Engine
from musrenbang.site.engine import Page as Described
from tests.conftest import ROOT
from tests.site_support import STANDARDS, Site, page, render, violations, written

NOT_FOUND = "404.html"
"""Links from the root of its host, so that it works at any depth, but not from a disk."""

PAGES = (
    "index.html",
    "2016/index.html",
    "2016/usulan/index.html",
    "2016/usulan/rawasari/0007/index.html",
    "2016/usulan/rawasari/0032/index.html",
    "2016/usulan/rawasari/0032/kartu/index.html",
    "2016/usulan/rawasari/0043/index.html",
    "2016/usulan/cempaka-putih-barat/0032/index.html",
    "2016/usulan/usulan-langsung/0001/index.html",
    "2016/kelurahan/index.html",
    "2016/kelurahan/rawasari/index.html",
    "2016/kelurahan/rawasari/rw-002/index.html",
    "2016/skpd/index.html",
    "2016/skpd/sudin-bina-marga/index.html",
    "2016/keputusan/index.html",
    "2016/keputusan/ditolak/index.html",
    "2016/dokumen/index.html",
    "2016/kerja/index.html",
    "2016/riwayat/index.html",
    "2017/index.html",
    "2017/kelurahan/cempaka-putih-timur/index.html",
    "pengumuman/index.html",
    "pengumuman/2016-03-11-hasil-musrenbang/index.html",
    "panduan/index.html",
    "panduan/operator/index.html",
    "panduan/istilah/index.html",
    "panduan/pemasang/index.html",
    "panduan/perintah/index.html",
    "panduan/aturan/index.html",
    "panduan/juknis/index.html",
    "partisipasi/index.html",
    "partisipasi/usulan-langsung/index.html",
    "partisipasi/info-dan-saran/index.html",
    "data/index.html",
    "periksa/index.html",
    NOT_FOUND,
)


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    """The template of every page; filled while the site is rendered."""
    return {}


@pytest.fixture(scope="module")
def site(kinds: dict[str, str]) -> Site:
    plain = Engine.page

    def noted(engine: Engine, template: str, page: Described, *rest: Any, **values: Any) -> Output:
        kinds[page.path] = template
        return plain(engine, template, page, *rest, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "page", noted)
        return render(load(FolderTree(ROOT)))


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(site, ROOT, tmp_path_factory.mktemp("site"))


HOST = "http://situs.test/"
"""Stands for the site's host; nothing leaves this computer."""

WAYS_TO_LOOK: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (360, "dark"))


def visit(browser: Browser, folder: Path, path: str, **options: Any) -> Page:
    tab = browser.new_context(**options).new_page()
    if path == NOT_FOUND:
        tab.route(f"{HOST}**", lambda route: route.fulfill(path=folder / address(route)))
        tab.goto(f"{HOST}{path}")
    else:
        tab.goto(f"{folder.as_uri()}/{path}")
    return tab


def address(route: Route) -> str:
    """The path of what is asked for below the site."""
    return urlsplit(route.request.url).path[1:]


@pytest.mark.parametrize("path", PAGES)
def test_pages_parse_without_a_single_error(site: Site, path: str) -> None:
    assert JustHTML(page(site, path), collect_errors=True).errors == []


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, folder: Path, path: str) -> None:
    tab = visit(browser, folder, path, bypass_csp=True)
    for summary in tab.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    for width, scheme in WAYS_TO_LOOK:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        assert violations(tab, "tag", STANDARDS) == []
    tab.context.close()


TEMPLATES = sorted(
    path.stem
    for path in (ROOT / "site_templates" / "halaman").glob("*.html")
    if not path.stem.startswith("kota")  # those of `test_city_browser.py`
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_among_the_pages_that_are_looked_at(
    site: Site, kinds: dict[str, str], template: str
) -> None:
    """Whoever adds a kind of page is told here what it takes to have it looked at."""
    made = sorted(path for path in site if kinds.get(path) == template)
    file = f"site_templates/halaman/{template}.html"
    assert made, (
        f"{file}: no page of the sample years is made from it. Yield one from a function that "
        "stands in a list of musrenbang/site/pages.py, or delete the template."
    )
    assert not set(made).isdisjoint(PAGES), (
        f"{file}: none of its pages is looked at for errors, accessibility and small screens. Add "
        f"the address of one to PAGES in this file, for example {made[0]!r}."
    )


@pytest.mark.browser
def test_axe_finds_nothing_in_a_form_full_of_mistakes(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "partisipasi/usulan-langsung/index.html", bypass_csp=True)
    tab.get_by_label("Keterangan").fill("NIK 3171051508780003")
    tab.get_by_role("button", name="Cetak lembar").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert violations(tab, "tag", STANDARDS) == []
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_on_small_phones_and_in_large_letters(
    browser: Browser, folder: Path, path: str
) -> None:
    """320 pixels are 1280 at 400 %, 640 are 1280 at 200 % (WCAG 1.4.4 and 1.4.10)."""
    tab = visit(browser, folder, path)
    for width in (320, 640):
        tab.set_viewport_size({"width": width, "height": 640})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "height", "seen"),
    [
        (360, 740, ("h1", "#q", "#rw", "form.cari button", ".angka-besar")),
        (
            1280,
            900,
            ("h1", "#q", "#rw", ".angka-besar", "#kabar + ul"),
        ),
    ],
)
def test_the_first_screen_answers(
    browser: Browser, folder: Path, width: int, height: int, seen: tuple[str, ...]
) -> None:
    """Which kecamatan and year, the whole search, the figures; what is new where there is room."""
    tab = browser.new_page(viewport={"width": width, "height": height})

    def answer(route: Route) -> None:
        """With the site's own font, which phones have from the second page on."""
        path = folder / address(route)
        if path.suffix == ".css":
            text = path.read_text().replace("display: optional", "display: block")
            route.fulfill(body=text, content_type="text/css")
        else:
            route.fulfill(path=path)

    tab.route(f"{HOST}**", answer)
    tab.goto(f"{HOST}index.html")
    tab.evaluate("document.fonts.ready")
    for place in seen:
        box = tab.locator(place).first.bounding_box()
        assert box, place
        assert box["y"] + min(box["height"], 44) <= height, place
    tab.close()


@pytest.mark.browser
def test_a_kelurahan_is_folded_on_a_phone_and_whole_elsewhere(
    browser: Browser, folder: Path
) -> None:
    """Without a script: the RW first, a proposal within two screens, all of them on paper."""
    phone = {"width": 360, "height": 740}
    path = "2016/kelurahan/rawasari/index.html"
    tab = visit(browser, folder, path, viewport=phone, java_script_enabled=False)
    picker, proposal = tab.locator(".pilih a").first, tab.locator(".usulan").first
    tops = [box["y"] for one in (picker, proposal) if (box := one.bounding_box())]
    assert len(tops) == 2
    assert tops[0] < phone["height"]
    assert tops[1] < 2 * phone["height"]
    last = tab.locator(".usulan").last
    expect(last).to_be_hidden()
    tab.locator(".lipat > summary").last.click()
    expect(last).to_be_visible()
    tab.reload()
    tab.emulate_media(media="print")
    expect(last).to_be_visible()
    tab.emulate_media(media="screen")
    expect(last).to_be_hidden()
    tab.set_viewport_size({"width": 1280, "height": 900})
    expect(last).to_be_visible()
    tab.context.close()


@pytest.mark.browser
def test_amounts_of_a_proposal_are_whole_on_a_phone(browser: Browser, folder: Path) -> None:
    """A budget cut at the edge reads as a tenth of it."""
    path = "2016/usulan/rawasari/0007/index.html"
    tab = visit(browser, folder, path, viewport={"width": 360, "height": 740})
    assert tab.get_by_role("cell", name="Rp3.312.500.000").is_visible()
    assert (
        tab.evaluate(
            "[...document.querySelectorAll('.gulir')].filter((e) => e.scrollWidth > e.clientWidth)"
        )
        == []
    )
    tab.context.close()


@pytest.mark.browser
def test_paper_shows_nothing_to_press(browser: Browser, folder: Path) -> None:
    """Nor a heading over what is folded away, nor an address that only a screen can follow."""
    tab = visit(browser, folder, "2016/index.html")
    tab.emulate_media(media="print")
    folded = tab.get_by_role("heading", name="Bahan acuan")
    expect(folded).to_be_hidden()
    tab.emulate_media(media="screen")
    tab.get_by_text("Arah kebijakan pembangunan", exact=True).click()
    tab.emulate_media(media="print")
    expect(folded).to_be_visible()
    tab.goto(f"{folder.as_uri()}/2016/kelurahan/rawasari/rw-002/index.html")
    expect(tab.get_by_text("aplikasi pembaca RSS")).to_be_hidden()
    expect(tab.get_by_text("versi situs ini")).to_be_hidden()
    tab.goto(f"{folder.as_uri()}/2016/usulan/index.html?q=got")
    expect(tab.get_by_role("button", name="Cari di 2017")).to_be_hidden()
    tab.context.close()


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) {
    shifts.push(e.value, ...e.sources.map((s) => s.node?.outerHTML?.slice(0, 60)));
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def drawn_when_whole(text: str) -> str:
    """The page, its first frame held back until it is read: only what comes late can move it."""
    whole = '<link rel="expect" href="#habis" blocking="render">'
    return text.replace("<head>", f"<head>{whole}").replace("</body>", '<i id="habis"></i></body>')


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_moves_when_fonts_and_scripts_come_late(
    browser: Browser, folder: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})

    def answer(route: Route) -> None:
        path = folder / address(route)
        if path.suffix in {".woff2", ".js"}:
            time.sleep(0.3)
        if path.suffix == ".html":
            route.fulfill(body=drawn_when_whole(path.read_text()), content_type="text/html")
        else:
            route.fulfill(path=path)

    context.route(f"{HOST}**", answer)
    context.add_init_script(SHIFTS)
    for path in (
        "index.html",
        "2016/index.html",
        "2016/usulan/index.html",
        "2016/usulan/rawasari/0032/index.html",
        "partisipasi/usulan-langsung/index.html",
    ):
        tab = context.new_page()
        tab.goto(f"{HOST}{path}")
        tab.evaluate("document.fonts.ready")
        if path.endswith("usulan/index.html"):
            tab.locator("#temuan li").first.wait_for()
        assert tab.evaluate("new Promise((r) => setTimeout(() => r(shifts), 100))") == [], path
        tab.close()
    context.close()


@pytest.mark.browser
def test_pages_from_a_disk_load_everything_and_ask_no_other_host(
    browser: Browser, folder: Path
) -> None:
    tab = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    for path in PAGES[:-1]:
        tab.goto(f"{folder.as_uri()}/{path}")
        assert tab.evaluate("document.fonts.ready.then(f => f.check('16px \"Plus Jakarta Sans\"'))")
    assert complaints == []
    assert [url for url in asked if not url.startswith("file:")] == []
    tab.close()


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
def test_a_number_with_its_year_is_found_from_any_year(browser: Browser, folder: Path) -> None:
    tab = visit(browser, folder, "2016/usulan/index.html?q=2017/rawasari/0007")
    expect(tab.locator("#temuan .nomor")).to_have_text("2017/rawasari/0007")
    tab.context.close()
    tab = visit(browser, folder, "2016/usulan/index.html?q=2015/rawasari/0007")
    expect(tab.locator("#kabar")).to_have_text(re.compile("milik tahun 2015"))
    expect(tab.locator("#temuan li")).to_have_count(0)
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
    tab.get_by_label("Kelurahan", exact=True).select_option("rawasari")
    tab.get_by_label("RW", exact=True).fill("3")
    tab.get_by_role("button", name="Cari").click()
    tab.locator("#temuan li").first.wait_for()
    assert all(
        "RW\N{NO-BREAK SPACE}003" in text for text in tab.locator("#temuan li").all_inner_texts()
    )
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
