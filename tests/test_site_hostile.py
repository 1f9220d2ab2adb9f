"""Whatever people write into the records, the site stays harmless and says it as they wrote it."""

import csv
import io
import json
import re

import openpyxl
import pytest

from musrenbang.site import addresses, rich_text
from tests.conftest import MakeTree
from tests.site_support import Outline, Site, faults, page, render
from tests.small_year import SMALL_YEAR

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '" onmouseover="alert(1)'
TEMPLATE = "{{ 7 * 191 }}"
CLOSING = "</script><img src=x onerror=alert(1)>"
RTL = "\u0645\u0631\u062d\u0628\u0627"
FORMULA = '=HYPERLINK("https://jahat.example","klik")'

HOSTILE = f"""\
rw: "003"
permasalahan: '{CLOSING} {SCRIPT} {TEMPLATE}'
usulan_kegiatan: '{FORMULA}'
template: perbaikan-saluran
lokasi: {{alamat: '{ATTRIBUTE} {RTL}'}}
volume: 120
keterangan: '@SUM(A1)'
validasi_lurah: {{hasil: diteruskan, tanggal: 2016-02-24}}
"""
NOTICE = f"""\
# Pengumuman {SCRIPT}

{SCRIPT} <img src=x onerror=alert(1)> [jahat](javascript:alert(1)) [data](data:text/html,x)
[tidak aman](http://contoh.example/) [aman](https://contoh.example/) ![gambar](https://contoh.example/x.png)

### Terlalu dalam

<iframe src="https://contoh.example"></iframe>
"""


@pytest.fixture
def site(make_tree: MakeTree) -> Site:
    return render(
        make_tree(
            {
                **SMALL_YEAR,
                "proposals/2016/rawasari/0003.yaml": HOSTILE,
                "decisions/2016/pengumuman/2016-03-11-hasil.md": NOTICE,
            }
        )
    )


def test_no_page_gains_an_element_or_a_handler(site: Site) -> None:
    assert list(faults(site)) == []
    for path in site:
        if path.endswith(".html"):
            text = page(site, path)
            assert "<script>" not in text
            assert "<img src=x" not in text
            assert '" onmouseover' not in text
            assert "1337" not in text


def test_hostile_text_is_shown_as_it_was_written(site: Site) -> None:
    text = Outline(page(site, "2016/usulan/rawasari/0003/index.html")).text
    assert SCRIPT in text
    assert FORMULA in text
    assert TEMPLATE in text


def test_foreign_writing_directions_end_where_the_text_ends(site: Site) -> None:
    text = page(site, "2016/kelurahan/rawasari/rw-003/index.html")
    assert f"{RTL}</bdi>" in text


def test_markdown_keeps_only_safe_links(site: Site) -> None:
    text = page(site, "pengumuman/2016-03-11-hasil/index.html")
    outline = Outline(text)
    targets = [target for _, target in outline.references]
    assert "https://contoh.example/" in targets
    assert 'rel="nofollow noopener"' in text
    assert not [target for target in targets if "javascript" in target or "data:" in target]
    assert "http://contoh.example/" not in targets
    assert "https://contoh.example/x.png" not in targets
    assert "<iframe src=" in outline.text


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("### a\n\n##### b\n\n# c", [2, 3, 2]),
        ("# a\n\n## b\n\n# c\n\n###### d", [2, 3, 2, 3]),
    ],
)
def test_headings_in_records_skip_no_level(source: str, levels: list[int]) -> None:
    assert Outline(str(rich_text.untrusted(source))).headings == levels


def test_tables_in_records_are_aligned_named_and_scoped() -> None:
    table = str(rich_text.untrusted('| Nama | A "b" |\n|---|---:|\n| **x** | *1* 2 |'))
    assert 'aria-label="Tabel: Nama, A &quot;b&quot;"' in table
    assert '<th scope="col">Nama</th>' in table
    assert '<th class="n" scope="col">A "b"</th>' in table
    assert '<th scope="row"><div><strong>x</strong></div></th>' in table
    assert '<td class="n" data-l="A &quot;b&quot;"><div><em>1</em> 2</div></td>' in table


def test_of_a_link_that_records_may_not_write_the_text_is_left() -> None:
    for target in ("http://contoh.example/", "javascript:alert(1)", "@/index.html", "#a", ""):
        html = str(rich_text.untrusted(f"[satu **dua**]({target}) [tiga](https://a.example)"))
        assert html.startswith("<p>satu <strong>dua</strong> <a href="), html


def test_records_write_no_links_within_the_site() -> None:
    texts = ("[x](@/index.html)", f"[x]({addresses.ROOT}index.html)", f'{addresses.ROOT} & "@/"')
    for text in texts:
        assert addresses.ROOT not in rich_text.untrusted(text)
        assert "href" not in rich_text.untrusted(text)


def test_no_record_sets_a_class_or_a_style() -> None:
    text = '| a |\n|---|\n| <td class="kepala" style="x"> |\n\n<div class="kepala">'
    tags = re.findall(r"<[^>]*>", str(rich_text.untrusted(text)))
    assert not [tag for tag in tags if "kepala" in tag or "style" in tag]


def test_the_search_index_cannot_become_code(site: Site) -> None:
    script = page(site, "2016/usulan/indeks-0.js")
    assert "<" not in script
    assert script.count("\n") == 1
    data = json.loads(script[script.index("{") : script.rindex("}") + 1])
    assert data["usulan"][2][2] == FORMULA


def test_spreadsheets_run_no_formula(site: Site) -> None:
    row = next(
        row
        for row in csv.DictReader(io.StringIO(page(site, "2016/data/usulan.csv").lstrip("\ufeff")))
        if row["nomor"] == "0003"
    )
    assert row["usulan_kegiatan"] == f"'{FORMULA}"
    workbook = site["2016/data/usulan.xlsx"]
    assert isinstance(workbook, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    cell = next(cell for cells in sheet.iter_rows() for cell in cells if cell.value == FORMULA)
    assert cell.data_type == "s"


def test_gaps_look_deliberate(make_tree: MakeTree) -> None:
    bare = {
        "proposals/2023/kauman/0001.yaml": (
            "permasalahan: JALAN RUSAK\nusulan_kegiatan: PAVING\nvolume: 1\n"
        )
    }
    site = render(make_tree(bare))
    assert list(faults(site)) == []
    text = Outline(page(site, "2023/usulan/kauman/0001/index.html")).text
    assert "belum ada perkiraan" in text
    assert "lokasi belum disebutkan" in text
    for path in site:
        if path.endswith(".html"):
            assert "None" not in Outline(page(site, path)).text


def test_no_data_at_all_still_makes_a_home_page(make_tree: MakeTree) -> None:
    site = render(make_tree({"README.md": ""}))
    assert list(faults(site)) == []
    assert "Belum ada data" in page(site, "index.html")
