"""Taking part (juknis D.6) in a real browser: checked by the same rules, handed over, printed."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect
from pydantic import ValidationError

from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import History
from musrenbang.importing.issue_form import residents_volume
from musrenbang.records.loader import load
from musrenbang.site.contacts import contacts
from musrenbang.site.forms import direct_proposal, feedback
from musrenbang.site.page_facts import YearFacts, facts_of
from musrenbang.year.personal_data import numbers
from musrenbang.year.views import views_of
from schemas import UsulanLangsung
from schemas.musrenbang import Situs
from tests.conftest import ROOT, MakeTree
from tests.site_support import page, render, written
from tests.small_year import MUSRENBANG, SMALL_YEAR

DIRECT = "partisipasi/usulan-langsung/index.html"
FEEDBACK = "partisipasi/info-dan-saran/index.html"
SITUS = """\
situs:
  repositori: https://github.com/kecamatan/musrenbang
  kontak: Kantor Kecamatan Cempaka Putih, surel kantor@cempakaputih.go.id
"""
ANSWERS = {
    "permasalahan": "Gang gelap & sepi\nsejak lampu dicuri.",
    "isu": "Perhubungan",
    "usulan": "Pemasangan lampu jalan",
    "lokasi": "Gang Mawar, RT 005 RW 003",
    "volume": "12.5",
    "satuan": "unit",
}
VOLUMES = """\
120 12.5 0.5 5.000 1.250.000 12,5 1.250,5 0 -3 1e5 007 12m 1000000001 999999999 .5 5. 5,000 0,750
1,250.5 1.250.5 1.25,5 12,3450 7,00001 7,00010 3.200.000,75 0.300,5
"""
WITH_SPACES = ("3 400", "3 400,5", "1 2", " 12,5 ", "Rp 5.000", "60 m")
READ = {
    "12,5": ("12,5", "12.5"),
    "12.5": ("12,5", "12.5"),
    "2.350.000": ("2350000", "2350000"),
    "4,100,000": ("4100000", "4100000"),
    "3.400,50": ("3400,50", "3400.50"),
    "3,400.5": ("3400,5", "3400.5"),
    "3 400": ("3400", "3400"),
    " 80 ": ("80", "80"),
}
"""What people then see of a volume, and what is handed on."""
ASKED = {"3.400": ("3400", "3,4"), "3,400": ("3400", "3,4"), "20.000": ("20000", "20")} | {
    "7,125": ("7125", "7,1250")
}
"""Volumes that can be read in two ways, and both."""
TEXTS = (
    "Hubungi 0812-3456-7890 bila perlu",
    "WA +62 812 3456 7890",
    "NIK 3171051508780003",
    "3171 0515 0878 0003",
    "surel warga@contoh.example",
    "surel sudin@jakarta.go.id",
    "Biaya Rp 081.500.000",
    "Aset KIB No. 3171051508780003",
    "Saluran 120 m, lebar 0,8 m, sejak 2014-2015",
    "Jalan berlubang di RT 005/RW 003",
)


def newest_year() -> YearFacts:
    snapshot = load(FolderTree(ROOT))
    views = views_of(snapshot)
    return facts_of(views, History(), {})[0].value


@pytest.fixture
def real(make_tree: MakeTree) -> Path:
    """A site whose addresses are not made up."""
    root = make_tree({**SMALL_YEAR, "proposals/2016/musrenbang.yaml": MUSRENBANG + SITUS})
    return written(render(root), root, root.parent / "situs")


def open_form(browser: Browser, folder: Path, path: str = DIRECT, **options: bool) -> Page:
    tab = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    tab.goto(f"{folder.as_uri()}/{path}")
    return tab


def answer(tab: Page, **answers: str) -> None:
    tab.select_option("[name=kelurahan]", "Rawasari")
    tab.select_option("[name=skpd]", "Sudin SDA")
    tab.select_option("[name=tipe]", "fisik")
    for name, text in (ANSWERS | answers).items():
        tab.fill(f"[name={name}]", text)


def asked_of_host(tab: Page) -> list[str]:
    """The addresses that the Git host is asked for, which never leave this computer."""
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="ok")

    tab.route("https://github.com/**", note)
    return asked


@pytest.mark.parametrize("name", ["usulan-langsung", "info-dan-saran"])
def test_the_forms_ask_what_the_issue_forms_ask(name: str) -> None:
    text = (ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8")
    parts = [part for part in yaml.safe_load(text)["body"] if part["type"] in {"input", "textarea"}]
    assert {part["type"] for part in yaml.safe_load(text)["body"]} == {
        *("markdown", "input", "textarea", "checkboxes"),
    }, "an address cannot fill in a dropdown"
    form = (direct_proposal if name == "usulan-langsung" else feedback)(Situs(), newest_year())
    assert [(field.id, field.judul, field.wajib) for field in form.fields] == [
        (
            part["id"],
            part["attributes"]["label"],
            part.get("validations", {}).get("required", False),
        )
        for part in parts
    ]


def test_lengths_and_choices_are_those_of_the_records() -> None:
    fields = {field.id: field for field in direct_proposal(Situs(), newest_year()).fields}
    assert fields["permasalahan"].panjang == 4000
    assert fields["lokasi"].panjang == 300
    assert [nilai for nilai, _ in fields["tipe"].pilihan] == ["fisik", "non-fisik", "barang"]
    assert [nilai for nilai, _ in fields["kelurahan"].pilihan] == [
        "Cempaka Putih Barat",
        "Cempaka Putih Timur",
        "Rawasari",
    ]
    assert fields["volume"].angka


def test_a_made_up_address_is_no_place_to_send_to(make_tree: MakeTree) -> None:
    text = page(render(ROOT), DIRECT)
    assert "(alamat contoh)" in text
    assert 'action="https' not in text
    for repository in ("https://gitlab.com/a/b", "https://x;script-src/a/b"):
        situs = f"situs: {{repositori: '{repository}'}}\n"
        files = {**SMALL_YEAR, "proposals/2016/musrenbang.yaml": MUSRENBANG + situs}
        text = page(render(make_tree(files)), DIRECT)
        assert 'action="https' not in text
        assert "form-action 'self';" in text


@pytest.mark.browser
def test_what_is_missing_is_said_and_reached(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real)
    asked = asked_of_host(tab)
    tab.get_by_role("button", name="Lanjut ke github.com").click()
    summary = tab.get_by_role("alert")
    expect(summary).to_be_focused()
    assert summary.locator("a").all_inner_texts()[:2] == [
        "Kelurahan belum dipilih.",
        "Perangkat daerah tujuan belum dipilih.",
    ]
    summary.get_by_text("Volume belum diisi.").click()
    volume = tab.get_by_label("Volume")
    expect(volume).to_be_focused()
    expect(volume).to_have_accessible_description(
        "Volume belum diisi. Angka saja, misalnya 120 atau 12,5."
    )
    assert volume.get_attribute("aria-invalid") == "true"
    assert tab.title().startswith("Ada yang perlu diperbaiki: ")
    assert asked == []
    tab.context.close()


@pytest.mark.browser
def test_the_form_judges_as_the_records_do(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real)
    tab.get_by_role("button", name="Cetak lembar").click()
    record = {"permasalahan": "x", "usulan_kegiatan": "x", "kelurahan": "rawasari"}
    for volume in (*VOLUMES.split(), *WITH_SPACES):
        try:
            text = residents_volume(volume.strip())
            UsulanLangsung.model_validate({**record, "volume": text})
            right = True
        except ValidationError:
            right = False
        tab.fill("[name=volume]", volume)
        assert (tab.locator("#g-volume").count() == 0) is right, volume
    for text in TEXTS:
        tab.fill("[name=keterangan]", text)
        assert (tab.locator("#g-keterangan").count() == 1) is bool(list(numbers(text))), text
    tab.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_answers_go_to_the_issue_form(browser: Browser, real: Path, scripts: bool) -> None:
    tab = open_form(browser, real, java_script_enabled=scripts)
    asked = asked_of_host(tab)
    answer(tab)
    with tab.expect_navigation(url="https://github.com/**"):
        tab.get_by_role("button", name="Lanjut ke github.com").click()
    (address,) = asked
    assert urlsplit(address).path == "/kecamatan/musrenbang/issues/new"
    told = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert told == {
        "template": "usulan-langsung.yml",
        "kelurahan": "Rawasari",
        "skpd": "Sudin SDA",
        "tipe": "fisik",
        **ANSWERS,
        "permasalahan": ANSWERS["permasalahan"].replace("\n", "\r\n"),
    }
    tab.context.close()


@pytest.mark.browser
def test_a_volume_is_read_as_residents_write_it(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real)
    answer(tab)
    volume, link = tab.get_by_label("Volume"), tab.get_by_role("link", name="Tulis surel")
    for typed, (shown, handed_on) in READ.items():
        volume.fill(typed)
        link.click()
        assert f"Volume: {shown}\r\n" in unquote(link.get_attribute("href") or ""), typed
        expect(volume).to_have_value(shown)
        data = "new FormData(document.querySelector('form.formulir')).get('volume')"
        assert tab.evaluate(data) == handed_on == residents_volume(typed.strip())
    tab.context.close()


@pytest.mark.browser
def test_a_volume_of_two_readings_is_asked_about_and_either_answer_accepted(
    browser: Browser, real: Path
) -> None:
    tab = open_form(browser, real)
    answer(tab)
    volume = tab.get_by_label("Volume")
    for typed, answers in ASKED.items():
        volume.fill(typed)
        tab.get_by_role("button", name="Cetak lembar").click()
        question = f"Maksud Anda {answers[0]} atau {answers[1]}? Tulis salah satunya."
        expect(tab.locator("#g-volume")).to_have_text(question)
        for either in answers:
            volume.fill(either)
            expect(tab.locator("#g-volume")).to_have_count(0)
    tab.context.close()


@pytest.mark.browser
def test_without_scripts_the_browser_stops_the_same_volumes(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real, java_script_enabled=False)
    volume = tab.get_by_label("Volume")
    for typed in (*READ, *ASKED, "60 m", "Rp 5.000", "1.25,5", "007", "-3"):
        volume.fill(typed)
        assert volume.evaluate("field => field.validity.valid") is (typed in READ), typed
    tab.context.close()


@pytest.mark.browser
def test_nothing_personal_and_nothing_endless_leaves_the_browser(
    browser: Browser, real: Path
) -> None:
    tab = open_form(browser, real)
    asked = asked_of_host(tab)
    answer(tab, keterangan="Hubungi Pak RT 0812-3456-7890")
    tab.get_by_role("button", name="Lanjut ke github.com").click()
    expect(tab.get_by_role("alert")).to_contain_text("Tampaknya ada nomor telepon (0812…)")
    tab.get_by_role("link", name="Tulis surel").click()
    assert "body=" not in (tab.get_by_role("link", name="Tulis surel").get_attribute("href") or "")
    answer(tab, keterangan="é" * 3000)
    tab.get_by_role("button", name="Lanjut ke github.com").click()
    expect(tab.get_by_role("alert")).to_contain_text("terlalu panjang")
    assert asked == []
    tab.context.close()


@pytest.mark.browser
def test_answers_go_into_an_e_mail(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real)
    link = tab.get_by_role("link", name="Tulis surel")
    assert link.get_attribute("href") == (
        "mailto:kantor@cempakaputih.go.id?subject=Kirim%20usulan%20langsung"
    )
    answer(tab)
    link.click()
    written_mail = unquote(link.get_attribute("href") or "")
    assert "Usulan kegiatan: Pemasangan lampu jalan" in written_mail
    assert "Kelurahan: Rawasari" in written_mail
    tab.context.close()


@pytest.mark.browser
def test_the_sheet_asks_for_the_identity_on_paper_only(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real)
    identity = tab.get_by_role("heading", name="Identitas pengusul")
    expect(identity).not_to_be_visible()
    tab.evaluate("window.print = () => { document.title = 'dicetak'; }")
    answer(tab)
    tab.get_by_role("button", name="Cetak lembar").click()
    assert tab.title() == "dicetak"
    tab.emulate_media(media="print")
    expect(identity).to_be_visible()
    expect(tab.get_by_text("Nomor KTP")).to_be_visible()
    expect(tab.get_by_role("button")).to_have_count(0)
    tab.context.close()


@pytest.mark.browser
def test_a_mistake_on_a_proposal_page_is_reported_with_its_number(
    browser: Browser, real: Path
) -> None:
    tab = open_form(browser, real, "2016/usulan/rawasari/0002/index.html")
    tab.get_by_role("link", name="Laporkan kekeliruan").click()
    expect(tab.get_by_label("Judul")).to_have_value("Kekeliruan pada usulan 2016/rawasari/0002")
    tab.context.close()


@pytest.mark.browser
def test_the_keyboard_alone_fills_in_and_sends(browser: Browser, real: Path) -> None:
    tab = open_form(browser, real, FEEDBACK)
    asked = asked_of_host(tab)
    tab.get_by_label("Perangkat daerah tujuan").focus()
    for key in ("Tab", "L", "a", "m", "p", "u", "Tab", "G", "e", "l", "a", "p", "Tab"):
        tab.keyboard.press(key)
    while tab.evaluate("document.activeElement.textContent") != "Lanjut ke github.com":
        tab.keyboard.press("Tab")
    with tab.expect_navigation(url="https://github.com/**"):
        tab.keyboard.press("Enter")
    assert "judul=Lampu" in asked[0]
    assert "pesan=Gelap" in asked[0]
    tab.context.close()


@pytest.mark.parametrize(
    ("telepon", "whatsapp", "panggil", "obrolan"),
    [
        ("(021) 555 0101", "0812-3456-7890", "tel:+62215550101", "https://wa.me/6281234567890"),
        ("+62 21 5550101", "+62 812 3456 7890", "tel:+62215550101", "https://wa.me/6281234567890"),
        ("112", "belum ada", None, None),
        ("", "", None, None),
    ],
)
def test_numbers_of_the_office_become_links_where_they_are_numbers(
    telepon: str, whatsapp: str, panggil: str | None, obrolan: str | None
) -> None:
    found = contacts(Situs(telepon=telepon, whatsapp=whatsapp))
    assert (found.panggil, found.obrolan) == (panggil, obrolan)


@pytest.mark.browser
def test_without_account_and_printer_answers_go_into_a_chat(
    browser: Browser, make_tree: MakeTree
) -> None:
    """The office's contacts stand at the foot of every page, and a chat takes the answers."""
    lines = (
        "  telepon: (021) 555 0101\n  whatsapp: 0812-3456-7890\n  jam: Senin–Jumat 08.00–16.00\n"
    )
    root = make_tree({**SMALL_YEAR, "proposals/2016/musrenbang.yaml": MUSRENBANG + SITUS + lines})
    tab = open_form(browser, written(render(root), root, root.parent / "situs"))
    foot = tab.locator("footer")
    expect(foot).to_contain_text("Jam layanan: Senin–Jumat 08.00–16.00")
    expect(foot.get_by_role("link", name="(021) 555 0101")).to_have_attribute(
        "href", "tel:+62215550101"
    )
    answer(tab)
    chat = tab.get_by_role("link", name="Tulis di WhatsApp")
    chat.evaluate("one => one.addEventListener('click', (event) => event.preventDefault())")
    chat.click()
    text = parse_qs(urlsplit(chat.get_attribute("href") or "").query)["text"][0]
    assert text.startswith("Kirim usulan langsung\n\nKelurahan: Rawasari")
    tab.emulate_media(media="print")
    expect(tab.get_by_text("Formulir Usulan Langsung Masyarakat")).to_be_visible()
    expect(tab.get_by_text("Tanda terima untuk pengusul")).to_be_visible()
    expect(tab.get_by_text("Pilih cara mengirim")).to_be_hidden()
    tab.context.close()
