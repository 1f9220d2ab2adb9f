"""Find: every filter tells the truth, at 200 proposals and at 50,000, without a server."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.site.entries import entry_of
from musrenbang.site.find_index import SHARD, residents_words
from musrenbang.text.indonesian import NBSP, angka
from musrenbang.year.cases import Case, Status, cases_of
from tests.conftest import ROOT, MakeTree
from tests.made_up_years import crowded, enlarged
from tests.residents_questions import SIXTY
from tests.site_support import search_pages
from tests.small_year import SMALL_YEAR

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
    expect(announced).to_have_text(re.compile("ditemukan|Tidak ada"), timeout=30_000)
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
    "anggaran dengan titik": ({"dari": "12.5"}, lambda c: (c.anggaran or 0) >= 12.5 * JUTA),
    "anggaran dengan satuan": (
        {"dari": "Rp 1.200 juta"},
        lambda c: (c.anggaran or 0) >= 1200 * JUTA,
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


def search_of(make_tree: MakeTree, proposals: Iterable[tuple[str, str, str, str]]) -> Path:
    """The search page of a year with these proposals: title, address, RW, problem."""
    files = {
        f"proposals/2016/rawasari/{number:04d}.yaml": (
            f'rw: "{rw}"\npermasalahan: {problem}\nusulan_kegiatan: {title}\n'
            f"lokasi: {{alamat: {address}}}\nvolume: 1\nperkiraan_anggaran: 1000000\n"
        )
        for number, (title, address, rw, problem) in enumerate(proposals, 1)
    }
    open_ = {path: text for path, text in SMALL_YEAR.items() if not path.startswith("decisions")}
    return search_pages(load(FolderTree(make_tree({**open_, **files}))), make_tree({}))


def titles(tab: Page, words: str, field: str = "Cari usulan") -> list[str]:
    """What a question finds, best first."""
    tab.get_by_label(field).fill(words)
    tab.keyboard.press("Enter")
    return tab.locator("#temuan a bdi").all_inner_texts()


def test_affixes_lead_to_the_same_word(browser: Browser, make_tree: MakeTree) -> None:
    folder = search_of(make_tree, ((title, "Gang Mawar", "003", "Lama.") for title in WORDS))
    tab = browser.new_page()
    find(tab, folder)
    for title, questions in WORDS.items():
        for words in questions:
            assert titles(tab, words)[:1] == [title], words
    tab.close()


PARIT, GOT, ASPAL, LAMPU, ROYONG, TAMAN, KAMAR = (
    ("Perbaikan saluran tepi Jl. Kenari", "Jl. Kenari Dalam III", "004", "Constructor rusak."),
    ("Pengurasan got", "Gg. Nuri", "012", "Airnya mampat di RT 05/RW 12."),
    ("Perbaikan jalan lingkungan", "Jln Kenari Dalam IV", "004", "Berlubang."),
    ("Pemasangan PJU", "Jalan Merak II", "021", "Gelap, juga di RT/RW 006/021."),
    ("Gotong royong", "Lapangan", "002", "Perlu alat di 20 titik jambu."),
    ("Penerangan taman", "Taman Merpati", "002", "Belum pernah ada."),
    ("Perbaikan MCK", "Jl. Cendrawasih Raya XIV", "002", "Bocor."),
)
ASKED: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
    ("got", [GOT, PARIT]),
    ("saluran", [PARIT, GOT]),
    ("selokan, parit, gorong-gorong, gorong2, Comberan, drainase", [PARIT, GOT]),
    ("gg nuri, gang nuri", [GOT]),
    ("got mampet, selokannya tersumbat", [GOT, PARIT]),
    ("rw 12, RW.012, rt 005 rw 12, saluran rw12, got kampung rw 12", [GOT]),
    ("rt 6, RT 006/RW 021, merak 2, jalan merak ii", [LAMPU]),
    ("jalan kenari iii, jln kenari 3, jl.kenari 3, dalam III", [PARIT]),
    ("jln kenari 4 perbaikan", [ASPAL, PARIT]),
    ("perbaikan jalan, perbaikan jln, perbaiki jl", [ASPAL]),
    ("jalan cendrawasih, jl cendrawasih 14, jalan raya cendrawasih, wc, jamban", [KAMAR]),
    ("lampu jalan, lampu jln, pju, penerangan jalan", [LAMPU]),
    ("penerangan", [TAMAN, LAMPU]),
    ("cendrawasi, cendrwasih, cendarwasih, cendrawassih", [KAMAR]),
    ("merak 0", [LAMPU]),
    ("constructor", [PARIT]),
    ("djambu, jambu", [ROYONG]),
    ("fogging rw 12", [GOT]),
    ("xyzzy, toString", []),
    ("0005, no 5, usulan 5, rawasari/0005, 2016/rawasari/0005", [ROYONG]),
)
"""Questions, and what each of them finds first; nothing at all where that is empty."""


def test_residents_words_find_what_is_called_otherwise(
    browser: Browser, make_tree: MakeTree
) -> None:
    folder = search_of(make_tree, (PARIT, GOT, ASPAL, LAMPU, ROYONG, TAMAN, KAMAR))
    tab = browser.new_page()
    find(tab, folder)
    for questions, right in ASKED:
        for words in questions.split(", "):
            found = titles(tab, words)
            assert found[: len(right) or None] == [title for title, *_ in right], words
    tab.close()


def test_an_rw_is_found_however_it_is_written(browser: Browser, make_tree: MakeTree) -> None:
    folder = search_of(make_tree, (PARIT, GOT, ASPAL, LAMPU, ROYONG))
    tab = browser.new_page()
    find(tab, folder)
    for rw in ("RW 04", "rw04", "4", "004", "RW.4", "0004", "RT 012/RW 004", "012/004", "RW IV"):
        assert titles(tab, rw, "RW") == [PARIT[0], ASPAL[0]], rw
    for rw in ("", "RW", "RW "):
        assert len(titles(tab, rw, "RW")) == 5, rw
    for rw in ("RT 4", "3, 4", "RW 3 dan RW 4", "empat", "0"):
        assert titles(tab, rw, "RW") == [], rw
        expect(tab.get_by_role("status")).to_have_text(re.compile(f"^“{rw}” bukan satu nomor RW"))
    tab.close()


def test_no_word_stands_in_two_groups_of_the_list() -> None:
    words = residents_words(read_theme().text("padanan.txt"))
    short = words["singkatan"]
    assert isinstance(short, dict)
    assert short.items() >= {"jl": "jalan", "jln": "jalan", "gg": "gang", "kapan": ""}.items()
    groups = words["padanan"]
    assert isinstance(groups, list)
    every = [word.strip("()").casefold() for group in groups for word in group]
    assert sorted(set(every)) == sorted(every)
    assert not short.keys() & set(every)
    assert residents_words("# lama\na = b, c\n= e\n\nd, (e) # baru\n") == {
        "singkatan": {"b": "a", "c": "a", "e": ""},
        "padanan": [["d", "(e)"]],
    }


FIRST = 5
"""As many results as a resident looks at on a phone."""
MISSES = 2
"""So many of the sixty questions may be answered badly."""


ASK = """async (questions) => {
  const form = document.querySelector("form.cari"), found = [];
  for (const question of questions) {
    form.elements.q.value = question;
    form.requestSubmit();
    await new Promise((done) => setTimeout(done));
    found.push([...document.querySelectorAll("#temuan .nomor")].map((one) => one.textContent));
  }
  return found;
}"""
"""Asks questions one after the other, quicker than a hand; the numbers found by each."""


@pytest.mark.parametrize("size", [0, 10_000])
def test_sixty_questions_in_residents_words_find_what_they_mean(
    browser: Browser, snapshot: Snapshot, tmp_path: Path, size: int
) -> None:
    years = crowded(snapshot, size)
    folder = search_pages(years, tmp_path)
    tab = browser.new_page()
    missed = []
    for tahun, year in years.years.items():
        lines = {
            entry.nomor: f"{entry.judul} | {entry.alamat} | {entry.wilayah}".replace(NBSP, " ")
            for entry in map(entry_of, cases_of(year))
        }
        asked = [(question, right) for when, question, right in SIXTY if when == tahun]
        tab.goto(f"{folder.as_uri()}/{tahun}/usulan/index.html")
        expect(tab.get_by_role("status")).to_have_text(re.compile("ditemukan"), timeout=30_000)
        answers = tab.evaluate(ASK, [question for question, _ in asked])
        for (question, right), found in zip(asked, answers, strict=True):
            wanted = {nomor for nomor, line in lines.items() if re.search(right, line)}
            assert wanted, question
            if len(wanted.intersection(found[:FIRST])) < min(len(wanted), 3):
                missed.append(question)
    tab.close()
    assert len(SIXTY) == 60
    assert len(missed) <= MISSES, missed


def numbers(tab: Page) -> list[str]:
    """The numbers of what was found, best first."""
    return tab.locator("#temuan .nomor").all_inner_texts()


ADVICE = "Coba kata lain atau kurangi saringan."


def test_what_was_guessed_or_not_understood_is_said(browser: Browser, make_tree: MakeTree) -> None:
    folder = search_of(make_tree, (PARIT, GOT, ASPAL, LAMPU, ROYONG, TAMAN, KAMAR))
    tab = browser.new_page()
    find(tab, folder)
    one = "1 usulan ditemukan, perkiraan anggaran seluruhnya Rp1.000.000."
    unknown = "“xyzzy” tidak ada dalam usulan 2016."
    for words, said in (
        ("constructr", f"{one} “constructr” dibaca “constructor”."),
        (
            "adjudaan",
            f"Tidak ada usulan 2016 yang cocok. {ADVICE} {unknown}".replace("xyzzy", "adjudaan"),
        ),
        ("cendrawasih xyzzy", f"{one} {unknown}"),
        ("merak 9", "Tidak ada yang memuat semua kata itu. 1 usulan mendekati."),
        ("rawasari RW 02 taman", f"{one} Hanya Rawasari, RW\u00a0002."),
        ("xyzzy", f"Tidak ada usulan 2016 yang cocok. {ADVICE} {unknown}"),
        (
            "siskamling",
            f"Tidak ada usulan 2016 yang cocok. {ADVICE} {unknown.replace('xyzzy', 'siskamling')}",
        ),
        ("rw 12 senam", f"{one} Hanya RW\u00a0012. {unknown.replace('xyzzy', 'senam')}"),
        ("rw 12 siskamling", f"{one} Hanya RW\u00a0012. {unknown.replace('xyzzy', 'siskamling')}"),
    ):
        titles(tab, words)
        assert tab.get_by_role("status").inner_text() == said, words
    for words in ("\u0645\u0631\u062d\u0628\u0627", "(", "yang di", "?" * 60):
        assert len(titles(tab, words)) == 7
        quoted = words if len(words) < 40 else f"{words[:40]}…"
        expect(tab.get_by_role("status")).to_contain_text(f"“{quoted}” tidak memuat kata")
    tab.close()


def test_an_amount_that_cannot_be_read_is_said_and_finds_nothing(tab: Page, folder: Path) -> None:
    for key in ("dari", "sampai"):
        for amount in ("abc", "-1", "1e3", "1,2 miliar", "50.000.000"):
            tab.goto(f"{folder.as_uri()}/{PAGE}?{urlencode({key: amount})}")
            expect(tab.get_by_role("status")).to_have_text(
                f"“{amount}” tidak terbaca sebagai anggaran. "
                "Tulis angkanya dalam juta rupiah, misalnya 12,5."
            )
            assert numbers(tab) == []
    assert find(tab, folder, sampai="0").startswith("Tidak ada usulan 2016 yang cocok")


def test_an_address_with_a_house_number_is_no_proposals_number(
    browser: Browser, make_tree: MakeTree
) -> None:
    street = ("Perbaikan saluran", "Jl. Kenari Nuri No. 1 RT 003", "004", "Mampat.")
    folder = search_of(make_tree, (PARIT, GOT, ASPAL, street))
    tab = browser.new_page()
    find(tab, folder)
    for words in (street[1], "jalan kenari nuri nomor 1", "kenari nuri no.1"):
        assert titles(tab, words)[:1] == [street[0]], words
    for words in ("no. 1", "nomor 1 rawasari", "usulan no 1", "0001"):
        assert titles(tab, words) == [PARIT[0]], words
    tab.close()


def test_every_proposal_is_among_the_first_by_its_title_and_by_its_place(
    tab: Page, folder: Path, cases: list[Case]
) -> None:
    find(tab, folder)
    entries = list(map(entry_of, cases))
    by_title = tab.evaluate(ASK, [entry.judul for entry in entries])
    by_place = tab.evaluate(ASK, [entry.alamat or "" for entry in entries])
    places = {entry.nomor: entry.alamat or "" for entry in entries}
    names = {entry.nomor: entry.judul for entry in entries}
    for entry, titled, placed in zip(entries, by_title, by_place, strict=True):
        assert entry.judul in {names[nomor] for nomor in titled[:FIRST]}
        place = places[entry.nomor]
        if place and not place.startswith("Kelurahan "):  # that is a filter
            assert place in {places[nomor] for nomor in placed[:FIRST]}


def test_a_kelurahan_in_the_words_is_a_filter_unless_it_is_a_street(
    tab: Page, folder: Path
) -> None:
    find(tab, folder)
    every = f"{PAGE}?kelurahan=rawasari"
    tab.goto(f"{folder.as_uri()}/{every}")
    expect(tab.get_by_role("status")).to_have_text(re.compile("ditemukan"))
    wanted = numbers(tab)
    find(tab, folder)
    for words in ("rawasari", "Rawa Sari", "kelurahan rawasari", "rawasri"):
        titles(tab, words)
        assert numbers(tab) == wanted, words
    titles(tab, "jalan mardani raya cempaka putih barat")
    assert all(
        name.startswith(("cempaka-putih-barat/", "usulan-langsung/")) for name in numbers(tab)
    )
    titles(tab, "lampu cempaka putih timur 4")
    assert numbers(tab)[0] == "cempaka-putih-timur/0002"


def test_another_year_is_one_press_away(tab: Page, folder: Path) -> None:
    find(tab, folder, q="pengomposan")
    expect(tab.get_by_role("status")).to_have_text(
        f"Tidak ada usulan 2016 yang cocok. {ADVICE} “pengomposan” tidak ada dalam usulan 2016."
    )
    tab.get_by_role("button", name="1 usulan dari 2017").click()
    expect(tab.locator("#temuan a")).to_have_count(1)
    assert numbers(tab) == ["2017/cempaka-putih-barat/0019"]
    expect(tab.get_by_label("Tahun")).to_have_value("2017")
    expect(tab).to_have_url(re.compile("tahun=2017"))
    expect(tab.locator("#temuan a")).to_have_attribute(
        "href", re.compile(r"/2017/usulan/cempaka-putih-barat/0019/index.html$")
    )
    find(tab, folder, q="pengomposan 2016", tahun="2017")
    tab.get_by_role("button", name="1 usulan dari 2017").click()
    expect(tab.locator("#temuan .nomor")).to_have_text("2017/cempaka-putih-barat/0019")
    expect(tab.get_by_label("Cari usulan")).to_have_value("pengomposan")
    find(tab, folder, q="saluran", tahun="semua")
    both = numbers(tab)
    assert {name.startswith("2017/") for name in both} == {True, False}
    for words in ("saluran 2017", "2017 saluran"):
        titles(tab, words)
        assert {name.split("/")[0] for name in numbers(tab)} == {"2017"}
    find(tab, folder, q="2017/rawasari/0007")
    assert numbers(tab) == ["2017/rawasari/0007"]


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


def test_back_leads_from_question_to_question(tab: Page, folder: Path) -> None:
    find(tab, folder)
    words = tab.get_by_label("Cari usulan")
    counts = {"": tab.get_by_role("status").inner_text()}
    for question in ("lampu", "saluran"):
        words.fill("")
        words.press_sequentially(question)
        tab.keyboard.press("Enter")
        expect(tab).to_have_url(re.compile(f"q={question}$"))
        counts[question] = tab.get_by_role("status").inner_text()
    assert len(set(counts.values())) == 3
    tab.get_by_label("Keputusan").select_option("ditolak")
    expect(tab).to_have_url(re.compile("status=ditolak"))
    for question in ("saluran", "lampu", ""):
        tab.go_back()
        expect(words).to_have_value(question)
        expect(tab.get_by_label("Keputusan")).to_have_value("")
        expect(tab.get_by_role("status")).to_have_text(counts[question])
    tab.go_forward()
    expect(words).to_have_value("lampu")


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
