"""Receipts: what became of a proposal, made to be passed on."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.site.addresses import outcome_picture, proposal_page, receipt_page
from musrenbang.site.entries import entry_of
from musrenbang.site.receipts import Reason, share
from musrenbang.text.qr import qr_code
from musrenbang.year.cases import Case, cases_of
from musrenbang.year.labels import SENT_UNDECIDED, STATUS
from tests.conftest import ROOT, MakeTree
from tests.site_support import STANDARDS, Site, page, render, violations, written
from tests.small_year import SMALL_YEAR

ADDRESS = "https://musrenbang-cempakaputih.contoh.example/2016/usulan/rawasari/0007/"
REJECTED = receipt_page(2016, "rawasari", "0007")
APPROVED = receipt_page(2016, "rawasari", "0032")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


@pytest.fixture(scope="module")
def cases(snapshot: Snapshot) -> list[Case]:
    return [case for year in snapshot.years.values() for case in cases_of(year)]


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Site:
    return render(snapshot)


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(site, ROOT, tmp_path_factory.mktemp("situs"))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A phone without a network."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


def _picture(tab: Page) -> Image.Image:
    """The picture that is drawn on request."""
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Simpan sebagai gambar").click()
    return Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_every_proposal_has_one_and_links_to_it(site: Site, cases: list[Case]) -> None:
    assert len(cases) > 200
    for case in cases:
        own = page(site, proposal_page(case.tahun, case.folder, case.nomor))
        assert f'/{case.folder}/{case.nomor}/kartu/index.html"' in own
        receipt = page(site, receipt_page(case.tahun, case.folder, case.nomor))
        assert entry_of(case).hasil_lengkap in receipt
        assert '<meta name="robots" content="noindex">' in receipt


def test_a_message_says_outcome_reason_and_next_step_and_leads_to_the_page(site: Site) -> None:
    href = re.search(r'href="(https://wa\.me/[^"]+)"', page(site, REJECTED))
    assert href
    link = urlsplit(href[1].replace("&amp;", "&"))
    (message,) = parse_qs(link.query)["text"]
    sample, first, outcome, camat, step, *_, address = message.split("\n")
    assert sample == "Data contoh, bukan usulan sebenarnya."
    assert first.startswith("Usulan 2016/rawasari/0007: Pengaspalan jalan")
    assert first.endswith(" (Rawasari, RW\N{NO-BREAK SPACE}002).")
    assert outcome == "Ditolak: Volume tidak wajar."
    assert camat.startswith("Volume 12.500 m2 melebihi")
    assert step.startswith("Langkah berikutnya: Ajukan lagi")
    assert address == ADDRESS


def test_no_message_is_longer_than_a_host_takes(cases: list[Case]) -> None:
    for case in cases:
        why = [Reason("Penjelasan camat", "Panjang & lebar. " * 99)]
        found = share(entry_of(case), ADDRESS, why, contoh=True)
        assert len(found.whatsapp) < 2000, case.id
        if case.sementara:
            assert "(sementara)" in found.pesan


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (APPROVED, "Semula diusulkan"),
        (APPROVED, "Mengapa diubah"),
        (APPROVED, "Dikoreksi 15 Maret 2016, sesudah hasil dikirim"),
        (receipt_page(2016, "cempaka-putih-barat", "0059"), "Mengapa tidak diputuskan"),
        (receipt_page(2016, "cempaka-putih-barat", "0060"), "Penjelasan lurah"),
    ],
)
def test_whoever_decided_says_why_on_the_receipt_as_on_the_page(
    site: Site, path: str, told: str
) -> None:
    found = re.search(rf"<dt>{told}</dt><dd[^>]*>([^<]+)</dd>", page(site, path))
    assert found
    words = found[1].split(", Rp")[0]
    assert words in page(site, path.replace("kartu/", ""))


@pytest.mark.browser
def test_a_long_text_is_cut_to_one_sheet_and_said_to_go_on(
    make_tree: MakeTree, browser: Browser, tmp_path: Path
) -> None:
    path = "decisions/2016/rawasari/0001.yaml"
    long = "Saluran mampat dan meluap. " * 140
    rejected = (
        "keputusan: ditolak\ntanggal: 2016-03-09\nalasan:\n  kode: bukan-prioritas\n"
        f"  uraian: {long}\n  saran: {long}\n"
    )
    site = render(make_tree({**SMALL_YEAR, path: rejected}))
    folder = written(site, ROOT, tmp_path)
    tab = browser.new_page()
    tab.goto((folder / receipt_page(2016, "rawasari", "0001")).as_uri())
    texts = tab.get_by_text("… (selengkapnya pada halaman usulan)")
    assert texts.count() == 2
    assert len(pypdfium2.PdfDocument(tab.pdf(format="A4"))) == 1
    tab.close()


def test_without_a_public_address_nothing_pretends_to_lead_there(make_tree: MakeTree) -> None:
    receipt = page(render(make_tree(SMALL_YEAR)), receipt_page(2016, "rawasari", "0001"))
    for absent in ("wa.me", "<svg xmlns", "og:image"):
        assert absent not in receipt


def test_outcomes_have_pictures_of_the_size_messengers_ask_for() -> None:
    for label in (*STATUS.values(), SENT_UNDECIDED):
        path = ROOT / "site_templates" / outcome_picture(label.nama)
        with Image.open(path) as picture:
            assert picture.size == (1200, 630), label
        assert path.stat().st_size < 20_000


def test_a_link_shows_the_picture_of_its_outcome_unless_it_may_change(
    site: Site, cases: list[Case]
) -> None:
    for case in cases:
        own = page(site, proposal_page(case.tahun, case.folder, case.nomor))
        shown = re.search(r'property="og:image" content="([^"]+)"', own)
        if case.sementara:
            assert shown is None
        else:
            assert shown
            assert urlsplit(shown[1]).path.lstrip("/") in site


@pytest.mark.browser
@pytest.mark.parametrize("path", [APPROVED, REJECTED])
def test_axe_finds_nothing(browser: Browser, folder: Path, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True)
    tab = context.new_page()
    tab.goto((folder / path).as_uri())
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(tab, "tag", STANDARDS) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize(
    "address", [ADDRESS, "https://kosong.example/0/", f"{ADDRESS}{'12345' * 30}"]
)
def test_codes_are_those_of_the_library_though_each_digit_is_encoded_once(address: str) -> None:
    drawn: set[tuple[int, int]] = set()
    for row, strokes in re.findall(r"M0 (\d+)\.5([^M\"]*)", qr_code(address)):
        column = 0
        for stroke, past in re.findall(r"h(\d+)|m(\d+) 0", strokes):
            drawn |= {(column + step, int(row)) for step in range(int(stroke or 0))}
            column += int(stroke or past)
    code = segno.make(address, error="m", micro=False, mask=0).matrix
    assert drawn == {
        (column, row)
        for row, modules in enumerate(code)
        for column, dark in enumerate(modules)
        if dark
    }


@pytest.mark.browser
def test_the_picture_is_drawn_here_and_its_code_leads_to_the_page(tab: Page, folder: Path) -> None:
    tab.goto((folder / REJECTED).as_uri())
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Simpan sebagai gambar").click()
    assert download.value.suggested_filename == "2016-rawasari-0007.png"
    expect(tab.locator("#kabar")).to_have_text("Gambar disimpan: 2016-rawasari-0007.png.")
    with Image.open(io.BytesIO(Path(download.value.path()).read_bytes())) as picture:
        assert picture.width == 1080
        grey = picture.convert("L")
    box = grey.point(lambda value: 255 if value == 255 else 0).getbbox()
    assert box, "the white field of the code"
    left, top = box[0] + 16, box[1] + 16
    code = segno.make(ADDRESS, error="m", micro=False, mask=0).matrix
    middles = [(number + 0.5) * 208 / len(code) for number in range(len(code))]
    assert [
        [grey.getpixel((int(left + x), int(top + y))) == 0 for x in middles] for y in middles
    ] == [[bool(dark) for dark in row] for row in code]


@pytest.mark.browser
def test_a_word_that_no_line_holds_is_broken_and_what_no_picture_holds_is_said(
    tab: Page, folder: Path
) -> None:
    tab.goto((folder / REJECTED).as_uri())
    title = tab.locator("h1")
    before = _picture(tab).height
    title.evaluate("(one) => { one.textContent = 'Jl.' + 'X'.repeat(120); }")
    assert _picture(tab).height > before
    title.evaluate("(one) => { one.textContent = 'panjang '.repeat(20_000); }")
    tab.get_by_role("button", name="Simpan sebagai gambar").click()
    expect(tab.locator("#kabar")).to_have_text(
        "Teksnya terlalu panjang untuk satu gambar. Cetak saja halaman ini."
    )


@pytest.mark.browser
def test_the_device_s_own_sheet_gets_the_message(tab: Page, folder: Path) -> None:
    tab.add_init_script(
        "navigator.share = (given) => { document.title = given.text; return Promise.resolve(); }"
    )
    tab.goto((folder / APPROVED).as_uri())
    tab.get_by_role("button", name="Bagikan").click()
    expect(tab).to_have_title(
        re.compile("^Data contoh, .* Usulan 2016/rawasari/0032: .*Disetujui dengan perubahan")
    )


@pytest.mark.browser
def test_printed_it_is_one_sheet_without_buttons(tab: Page, folder: Path) -> None:
    tab.goto((folder / REJECTED).as_uri())
    document = pypdfium2.PdfDocument(tab.pdf(format="A4"))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert "Langkah berikutnya" in text
    assert "WhatsApp" not in text


@pytest.mark.browser
def test_without_javascript_it_is_read_and_sent_all_the_same(
    browser: Browser, folder: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((folder / REJECTED).as_uri())
    expect(tab.get_by_role("link", name="Kirim lewat WhatsApp")).to_be_visible()
    assert tab.get_by_role("button").count() == 0
    context.close()
