"""The site of a city in a real browser: as usable by everyone as that of a kecamatan."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser, expect

from musrenbang.city.city_site import publish_city
from musrenbang.text.progress import Progress
from tests.city_support import city_list, write_site
from tests.conftest import ROOT
from tests.site_support import STANDARDS, violations

CITY = (
    "index.html",
    "2016/index.html",
    "2016/usulan/index.html",
    "2016/skpd/index.html",
    "2016/skpd/sudin-bina-marga/index.html",
    "data/index.html",
)
PAGES = (*(f"_site/{path}" for path in CITY), "provinsi/index.html", "provinsi/data/index.html")
KECAMATAN = {"31.71.01": ("Gambir", None), "31.71.02": ("Sawah Besar", 12)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city one of whose sites cannot be read, and a province of that city alone."""
    folder = tmp_path_factory.mktemp("kota")
    for kode, (nama, size) in KECAMATAN.items():
        write_site(folder / kode, kode, nama, size)
    sources = {kode: (nama, kode) for kode, (nama, _) in KECAMATAN.items()}
    file = city_list(folder, {**sources, "31.71.03": ("Kemayoran", "tidak-ada")})
    text = file.read_text("utf-8").replace('"31.71"', '"31"').replace("Kota Adm", "Provinsi # ")
    (folder / "provinsi.yaml").write_text(
        f"{text.partition('wilayah:')[0]}wilayah:\n"
        '  - {kode: "31.71", nama: Pusat, alamat: "https://pusat.example/", sumber: _site}\n',
        encoding="utf-8",
    )
    with Progress() as progress:
        publish_city(file, folder / "_site", folder / "a", progress)
        publish_city(folder / "provinsi.yaml", folder / "provinsi", folder / "b", progress)
    return folder


@pytest.mark.parametrize("path", PAGES)
def test_pages_parse_without_a_single_error(folder: Path, path: str) -> None:
    assert JustHTML((folder / path).read_text("utf-8"), collect_errors=True).errors == []


def test_every_template_of_a_city_is_looked_at(folder: Path) -> None:
    made = {path.stem for path in (ROOT / "site_templates" / "halaman").glob("kota*.html")}
    assert made == {"kota", "kota-cari", "kota-data", "kota-skpd"}
    assert "Folder tidak-ada tidak ada." in (folder / "_site/index.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off_on_phones(
    browser: Browser, folder: Path, path: str
) -> None:
    tab = browser.new_context(bypass_csp=True).new_page()
    tab.goto((folder / path).as_uri())
    for width, scheme in ((1280, "light"), (360, "dark")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(tab, "tag", STANDARDS) == []
    for width in (320, 360, 640):
        tab.set_viewport_size({"width": width, "height": 640})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()


@pytest.mark.browser
def test_without_scripts_every_proposal_is_in_the_list_of_its_agency(
    browser: Browser, folder: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((folder / "_site/2016/usulan/index.html").as_uri())
    expect(tab.get_by_text("Pencarian memerlukan JavaScript.")).to_be_visible()
    assert tab.locator('a[href*="/skpd/"]').count() > 10
    links = [
        link
        for page in (folder / "_site/2016/skpd").rglob("index.html")
        for link in re.findall(r"https://[^\"]*/2016/usulan/[^\"]*", page.read_text("utf-8"))
    ]
    count = sum(
        (folder / kode / "2016/data/usulan.csv").read_bytes().count(b"\r\n2016/")
        for kode in KECAMATAN
    )
    assert len(links) == len(set(links)) == count
    context.close()


@pytest.mark.browser
def test_the_search_loads_only_the_parts_it_needs(browser: Browser, folder: Path) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    tab.goto((folder / "_site/2016/usulan/index.html").as_uri())
    news = tab.locator("#kabar")
    expect(news).to_contain_text("Tulis yang dicari, atau pilih kecamatan")

    def parts() -> Sequence[str]:
        return sorted(name for name in asked if name.startswith("indeks-"))

    assert parts() == []
    tab.get_by_label("Kecamatan").select_option("Sawah Besar")
    expect(news).to_contain_text("12 usulan ditemukan")
    assert parts() == ["indeks-0.js", "indeks-2.js"]
    link = tab.locator("#temuan a").first
    assert str(link.get_attribute("href")).startswith("https://sawah-besar.example/2016/usulan/")
    tab.get_by_label("Kecamatan").select_option("")
    tab.get_by_label("Cari usulan").fill("saluran gambir")
    expect(tab.locator("#temuan li").first).to_contain_text("Kecamatan Gambir")
    assert parts() == ["indeks-0.js", "indeks-1.js", "indeks-2.js"]
    tab.close()


@pytest.mark.browser
def test_a_state_on_the_front_page_leads_to_its_proposals(browser: Browser, folder: Path) -> None:
    tab = browser.new_page()
    tab.goto((folder / "_site/index.html").as_uri())
    tab.locator(".rekap").get_by_role("link", name="Ditolak").click()
    expect(tab.locator("#temuan li").first).to_contain_text("Ditolak")
    tab.close()
