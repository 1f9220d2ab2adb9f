"""The site of a city in a real browser: as usable by everyone as that of a kecamatan."""

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser, expect

from musrenbang.city.city_site import publish_city
from musrenbang.text.progress import Progress
from tests.city_support import LIST, city_list, with_sums, write_site
from tests.conftest import ROOT, write_files
from tests.site_support import STANDARDS, violations

CITY = (
    "index.html",
    "2016/index.html",
    "2016/usulan/index.html",
    "2016/skpd/index.html",
    "2016/skpd/sudin-bina-marga/index.html",
    "data/index.html",
)
PAGES = (
    *(f"_site/{path}" for path in CITY),
    *("provinsi/index.html", "provinsi/data/index.html"),
    *("kosong/index.html", "kosong/2016/usulan/index.html", "kosong/2016/skpd/index.html"),
)
"""Of a city one of whose sites has a fault, of its province, of a city without a proposal."""
KECAMATAN = {"31.71.01": ("Gambir", None), "31.71.02": ("Sawah Besar", 12)}
NASTY = {
    "usulan_kegiatan": '=HYPERLINK("https://x.example")<img src=x onerror=alert(1)>',
    "permasalahan": "</script><script>alert(1)</script>",
    "alamat": "@SUM(1)' onmouseover='alert(1)",
    "uraian_alasan": "-2+3 &lt;b&gt; {{ 7*7 }}",
    "rw": "+1<b>",
    "nama_kelurahan": "<svg onload=alert(1)>",
    "satuan": '"><script>alert(1)</script>',
}
"""What a kecamatan might write to be obeyed where it should be read."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city one of whose sites cannot be read, and a province of that city alone."""
    folder = tmp_path_factory.mktemp("kota")
    for kode, (nama, size) in KECAMATAN.items():
        files = write_site(folder / kode, kode, nama, size)
        if size:
            value = json.loads(files[LIST])
            value["usulan"][0].update(NASTY)
            files = with_sums({**files, LIST: json.dumps(value).encode()})
            write_files(folder / kode, files)
    sources = {kode: (nama, kode) for kode, (nama, _) in KECAMATAN.items()}
    file = city_list(folder, {**sources, "31.71.03": ("Kemayoran", "tidak-ada")})
    text = file.read_text("utf-8").replace('"31.71"', '"31"').replace("Kota Adm", "Provinsi # ")
    (folder / "provinsi.yaml").write_text(
        f"{text.partition('wilayah:')[0]}wilayah:\n"
        '  - {kode: "31.71", nama: Pusat, alamat: "https://pusat.example/", sumber: _site}\n',
        encoding="utf-8",
    )
    write_site(folder / "sepi", "31.71.04", "Senen", 0)
    (folder / "sendiri").mkdir()
    empty = city_list(folder / "sendiri", {"31.71.04": ("Senen", "../sepi")})
    with Progress() as progress:
        publish_city(empty, folder / "kosong", folder / "c", progress)
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
    for width, is_dark in ((1280, False), (320, True), (320, False), (1280, True)):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme="dark" if is_dark else "light")
        assert violations(tab, "tag", STANDARDS) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    for width in (360, 640):
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
def test_what_a_kecamatan_writes_is_read_and_never_obeyed(browser: Browser, folder: Path) -> None:
    rows = json.loads((folder / "31.71.02" / LIST).read_bytes())["usulan"]
    place = f"2016/skpd/{rows[0]['skpd']}"
    text = (folder / f"_site/{place}/usulan.csv").read_text(encoding="utf-8-sig")
    table = csv.DictReader(io.StringIO(text))
    (row,) = [one for one in table if "HYPERLINK" in one["usulan_kegiatan"]]
    assert {row[name][0] for name in ("usulan_kegiatan", "alamat", "uraian_alasan", "rw")} == {"'"}
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    obeyed: list[str] = []
    tab.on("dialog", lambda dialog: obeyed.append(dialog.message))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    pages = sorted((folder / f"_site/{place}").rglob("index.html"))
    (page,) = [one for one in pages if "HYPERLINK" in one.read_text("utf-8")]
    tab.goto(page.as_uri())
    expect(tab.get_by_text('=HYPERLINK("https://x.example")<img').first).to_be_visible()
    tab.goto((folder / "_site/2016/usulan/index.html").as_uri() + "?q=hyperlink")
    expect(tab.locator("#temuan li").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert tab.locator("#temuan img, #temuan script, #temuan svg[onload]").count() == 0
    assert obeyed == []
    assert {url.partition("://")[0] for url in asked} == {"file"}
    context.close()


@pytest.mark.browser
def test_a_state_on_the_front_page_leads_to_its_proposals(browser: Browser, folder: Path) -> None:
    tab = browser.new_page()
    tab.goto((folder / "_site/index.html").as_uri())
    tab.locator(".rekap").get_by_role("link", name="Ditolak").click()
    expect(tab.locator("#temuan li").first).to_contain_text("Ditolak")
    tab.close()
