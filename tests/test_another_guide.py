"""A guide of another year goes everywhere by its record alone; nothing of 2016 is left."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from openpyxl import load_workbook

from musrenbang.commands.accept import unranked_in
from musrenbang.desk.overview import overview
from musrenbang.history.timeline import History
from musrenbang.publish.workroom import work_files
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.summary import as_markdown
from musrenbang.rules.rule_check import problems_of
from musrenbang.site.engine import Engine
from musrenbang.site.general_pages import rule_book
from musrenbang.site.page_facts import facts_of, site_of
from musrenbang.worksheets.kelurahan_sheet import ref, state_of
from musrenbang.worksheets.sheet_table import reason_words
from musrenbang.worksheets.workbook import Sheets, workbook
from musrenbang.year.guide import guide_of
from musrenbang.year.steps import as_text, year_standing
from musrenbang.year.views import views_of
from tests.another_guide import ANOTHER_GUIDE, JUKNIS, TAHUN
from tests.conftest import ROOT
from tests.documents_support import MemoryTree, bundled_theme, text_of
from tests.documents_support import view_of as documents_view
from tests.review_support import changed_files
from tests.site_support import Site, render

VIEW = documents_view(ANOTHER_GUIDE, TAHUN)
DECISION = f"decisions/{TAHUN}/rawasari/0002.yaml"

OF_2016 = [
    r"Kanppe\w*",
    r"Kantor Perencanaan Pembangunan",
    r"DKI Jakarta|Khusus Ibukota",
    r"[Ss]ebelas golongan|[Kk]esebelas",
    r"\b[A-D]\.[1-6](?:\.[a-z0-9]+)*\b",
    *(re.escape(one.nama) for one in shipped().alasan.values()),
    *(re.escape(one.bunyi) for one in shipped().alasan.values() if one.bunyi),
    r"[Mm]uspika|[Kk]esbangpol|BKM/LKM|Organisasi masyarakat",
    r"\bSKPD\b|UKPD\b",
    r"\b2016\b",
]
FORBIDDEN = re.compile("|".join(OF_2016))
_MARCH = re.compile(r"\bMaret\b|2027-03")
_CODE_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_EXAMPLES = re.compile(
    r"<option[^>]*>Maret</option>|juknis 2016 yang dibawa program|berlaku sejak 2016"
    r"|<p class=\"contoh-temuan\">.*?</p>|sama_dengan: \[.*?\]",
    re.DOTALL,
)
"""What may be said of 2016: how long a rule has held, which clause one stands for, an example."""


def left_over(texts: Mapping[str, str]) -> list[str]:
    """What of 2016 is still there, each with its place."""
    return [
        f"{place}: …{text[max(0, match.start() - 40) : match.end() + 40]}…"
        for place, text in texts.items()
        for match in [*FORBIDDEN.finditer(text), *_MARCH.finditer(text)]
    ]


@pytest.fixture(scope="module")
def site() -> Site:
    return render(VIEW.snapshot)


def test_every_page_and_data_file_speaks_by_the_guide(site: Site) -> None:
    texts = {
        path: _EXAMPLES.sub("", content.decode())
        for path, content in site.items()
        if isinstance(content, bytes)
        and path.endswith((".html", ".json", ".csv", ".xml", ".js", ".ics", ".txt"))
        and not path.startswith("api/v1/skema/")  # of no year, and as programs came to know it
    }
    assert left_over(texts) == []
    every = "\n".join(texts.values())
    for told in ("Bukan urusan kota", "Subanrenda", "8 sampai 19 Februari", "V.4"):
        assert told in every


def test_the_clause_table_is_that_of_the_guide(site: Site) -> None:
    page = site["panduan/juknis/index.html"]
    assert isinstance(page, bytes)
    text = page.decode()
    assert "Pedoman Musrenbang Terpadu 2027" in text
    assert "3 golongan diundang." in text
    assert "Laporan untuk Subanrenda paling lambat 26 Februari." in text
    assert "keputusan.survei" in text


def test_two_guides_of_one_title_are_two_and_told_apart() -> None:
    title = "Pedoman Musrenbang Terpadu"
    guide = JUKNIS.replace(f"{title} 2027", title).replace(
        "  II.3:", "  II 3: {teks: Lain.}\n  II.3:"
    )
    after = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": guide}
    before = {
        path.replace("2027", "2026"): text.replace("2027", "2026").replace("2028", "2027")
        for path, text in {
            **after,
            f"proposals/{TAHUN}/juknis.yaml": guide + "  Z.1: {teks: Z.}\n",
        }.items()
    }
    snapshot = load(MemoryTree({**before, **after}))
    engine = Engine(site_of(snapshot, History(), bundled_theme()))
    years = [one.value for one in facts_of(views_of(snapshot), History(), {})]
    newest_first = sorted(years, key=lambda year: -year.tahun)
    pages = dict(rule_book(engine, newest_first))
    page = pages["panduan/juknis/index.html"]
    assert isinstance(page, bytes)
    text = page.decode()
    for name in (r'\bid="([^"]*)"', r'role="region" aria-label="([^"]*)"', r"<h2[^>]*>(.*?)</h2>"):
        found = re.findall(name, text)
        assert len(found) > 1
        assert len(found) == len(set(found)), name
    assert f"{title} (2027)" in text
    assert f"{title} (2026)" in text


def test_search_offers_the_reasons_of_the_guide(site: Site) -> None:
    script = site[f"{TAHUN}/usulan/indeks-0.js"]
    assert isinstance(script, bytes)
    found = json.loads(script.decode().partition("push(")[2].rpartition(");")[0])
    assert [kode for kode, _ in found["alasan"]] == list(VIEW.guide.alasan)


def papers() -> Iterator[tuple[str, str]]:
    from musrenbang.papers.press import Press  # noqa: PLC0415 - WeasyPrint for this test alone
    from tests.documents_support import HISTORY, Printed  # noqa: PLC0415

    printed = Printed(VIEW, Press(VIEW, HISTORY, bundled_theme(), {}))
    for name in printed:
        yield name, text_of(printed[name])


def test_every_paper_speaks_by_the_guide() -> None:
    texts = dict(papers())
    assert left_over(texts) == []
    assert "Ditetapkan di Cempaka Putih" in texts["berita-acara.pdf"]
    assert "Suku Badan Riset Daerah" in texts["berita-acara.pdf"]
    assert "Di luar urusan kota pada tahun 2027. Pelatihan ini urusan provinsi. Saran: Daftar" in (
        " ".join(texts["lampiran-3.pdf"].split())
    )
    assert "semua 3 golongan lengkap" in texts["kesiapan.pdf"]
    form3 = texts["lampiran-2.pdf"]
    assert form3.index("rawasari/0003") < form3.index("rawasari/0001")


def work_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What a file to work on says, with its places: cells, names and prompts, or a page's text."""
    if not name.endswith(".xlsx"):
        yield name, _CODE_COMMENTS.sub("", data.decode())
        return
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        yield f"{name} {sheet.title}", sheet.title
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is not None:
                yield f"{name} {sheet.title}!{cell.coordinate}", str(cell.value)
        for rule in sheet.data_validations.dataValidation:
            told = f"{rule.promptTitle} {rule.prompt} {rule.error} {rule.formula1}"
            yield f"{name} {sheet.title}!{rule.sqref}", told


def test_every_file_to_work_on_speaks_by_the_guide() -> None:
    unsent = f"proposals/{TAHUN}/galur/kelurahan.yaml"
    view = documents_view({**ANOTHER_GUIDE, unsent: "nama: Galur\njumlah_rw: 4\n"}, TAHUN)
    files = {name: data for name, _, data in work_files(view, bundled_theme())}
    assert {"meja.html", "lembar-rawasari.xlsx", "survei-rawasari.xlsx", "usulan-galur.xlsx"} <= {
        *files
    }
    assert {"pengaturan.xlsx", "berita-acara.xlsx"} <= {*files}
    texts = {place: text for name, data in files.items() for place, text in work_texts(name, data)}
    counterparts = "pengaturan.xlsx Klausul!C"  # the clauses of 2016 that those of this guide are
    assert [one for one in left_over(texts) if not one.startswith(counterparts)] == []
    assert "Bukan urusan kota" in texts.values()
    assert "Ditunda setahun (V.2)" in texts.values()
    assert "sidang balai" in texts["meja.html"]
    assert "Balai/Loka" in texts["meja.html"]


def test_the_worksheet_and_the_desk_ask_for_what_the_guide_asks() -> None:
    told = (ROOT / "site_templates/lembar/petunjuk.md").read_text(encoding="utf-8")
    data = workbook(Sheets(VIEW, ["rawasari"]), lambda _: "", told, "")
    book = load_workbook(io.BytesIO(data))
    rank = next(cell for cell in book["Rawasari"][6] if cell.value == "Prioritas kecamatan")
    assert not book["Rawasari"].column_dimensions[rank.column_letter].hidden
    assert any("“Prioritas kecamatan”" in str(cell.value) for cell in book["Petunjuk"]["B"])
    desk = overview(VIEW)
    assert [one["kode"] for one in desk["alasan"]] == list(VIEW.guide.alasan)
    assert desk["urutan"]


def test_a_review_and_the_standing_of_the_year_speak_by_the_guide() -> None:
    head = {**ANOTHER_GUIDE, DECISION: ANOTHER_GUIDE[DECISION].replace("bukan-urusan", "tunda")}
    before, after = (load(MemoryTree(files)) for files in (ANOTHER_GUIDE, head))
    told = as_markdown(review(Facts(before, after, changed_files(ANOTHER_GUIDE, head)), (), ()))
    assert "Ditunda setahun (juknis V.2)" in told
    assert "Bukan urusan kota. " in told
    standing = as_text(year_standing(VIEW, date(2027, 2, 9)))
    assert "Undangan (II.1): 3 dari 3 golongan diundang" in standing
    assert left_over({"review": told, "status": standing}) == []


def wrong(**changes: str) -> dict[str, str]:
    """The messages of the rules where texts of some files are replaced."""
    files = dict(ANOTHER_GUIDE)
    for text, other in changes.items():
        old, new = other.split(" → ")
        hit = [path for path, content in files.items() if old in content]
        assert hit, text
        files |= {path: files[path].replace(old, new) for path in hit}
    return {
        problem.rule: f"{problem.message} {problem.hint}"
        for problem in problems_of(load(MemoryTree(files)))
    }


def test_the_year_is_faultless_but_for_what_is_still_to_come() -> None:
    assert {rule.partition(".")[0] for rule in wrong()} <= {"delegasi", "tahun", "kelurahan"}


def test_the_rules_go_by_the_guide() -> None:
    found = wrong(
        hari="mulai: 2027-02-09, selesai: 2027-02-10 → mulai: 2027-03-09, selesai: 2027-03-10",
        kode="kode: bukan-urusan → kode: bukan-prioritas",
        golongan="golongan: dewan → golongan: muspika",
        urutan="prioritas: 2 → prioritas: 1",
    )
    assert (
        "8 sampai 19 Februari (2027-02-08 sampai 2027-02-19)" in found["jadwal.minggu-musrenbang"]
    )
    assert "Pilih salah satu: tunda, bukan-urusan" in found["alasan.dikenal"]
    assert "Pilih salah satu: dewan" in found["golongan.dikenal"]
    assert "Anggota dewan (dewan)" in found["undangan.golongan"]
    assert "prioritas.berbeda" in found


def test_a_year_that_lost_its_guide_is_told_the_way_back() -> None:
    files = {path: text for path, text in ANOTHER_GUIDE.items() if "juknis.yaml" not in path}
    hints = {one.rule: one.hint for one in problems_of(load(MemoryTree(files)))}
    for rule in ("golongan.dikenal", "alasan.dikenal"):
        assert "git checkout HEAD -- proposals/2027/juknis.yaml" in hints[rule]


def test_a_list_tells_alike_names_apart() -> None:
    text = JUKNIS.replace("Status tanah belum jelas", "ditunda setahun").replace("V.3\n", "V.2\n")
    files = {**ANOTHER_GUIDE, f"proposals/{TAHUN}/juknis.yaml": text}
    words = reason_words(guide_of(load(MemoryTree(files)).years[TAHUN]))
    assert words["tunda"] == "Ditunda setahun (V.2) (tunda)"
    assert words["status-tanah"] == "ditunda setahun (V.2) (status-tanah)"


def test_the_state_of_a_row_asks_for_the_rank_where_the_guide_does() -> None:
    ranked, plain = (state_of(ref(7), ranks=ranks) for ranks in (True, False))
    assert "Lengkapi: prioritas kecamatan" in ranked
    assert "Lengkapi: prioritas kecamatan" not in plain


def test_what_waits_for_its_rank_is_said_when_a_worksheet_is_taken() -> None:
    path = f"decisions/{TAHUN}/rawasari/0003.yaml"
    unranked = {**ANOTHER_GUIDE, path: ANOTHER_GUIDE[path].replace("prioritas: 1\n", "")}
    assert [*unranked_in(load(MemoryTree(ANOTHER_GUIDE)), [str(TAHUN)])] == []
    (told,) = unranked_in(load(MemoryTree(unranked)), [str(TAHUN)])
    assert told.startswith("1 usulan disetujui belum diberi prioritas")


def test_data_and_the_page_of_an_agency_are_ordered_by_the_rank(site: Site) -> None:
    for name in (f"{TAHUN}/data/usulan.csv", f"api/v1/{TAHUN}/usulan.json"):
        data = site[name]
        assert isinstance(data, bytes)
        assert data.index(b"rawasari/0003") < data.index(b"rawasari/0001"), name
    pages = [page for path, page in site.items() if f"{TAHUN}/skpd/" in path]
    texts = [page.decode() for page in pages if isinstance(page, bytes)]
    text = next(text for text in texts if "rawasari/0003" in text)
    assert text.index("Prioritas 1 ·") < text.index("Prioritas 2 ·")


def test_a_mistyped_code_is_asked_about() -> None:
    found = wrong(kode="kode: bukan-urusan → kode: bukan-urusn")
    assert "Maksud Anda `bukan-urusan`?" in found["alasan.dikenal"]
