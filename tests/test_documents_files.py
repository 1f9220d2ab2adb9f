"""The PDF files: safe, the same everywhere, accessible, and carrying their own data."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from musrenbang.history.timeline import History
from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.markup import render_markdown
from musrenbang.papers.press import Paper
from tests.conftest import ROOT
from tests.documents_support import (
    FINISHED,
    bundled_theme,
    many,
    page_texts,
    reader,
    render,
    tags_of,
    text_of,
    view_of,
)
from tests.small_year import USULAN

NAMES = (
    "pra-rancangan-awal-rkpd.pdf",
    "berita-acara.pdf",
    "lampiran-1.pdf",
    "lampiran-2.pdf",
    "lampiran-3.pdf",
    "laporan.pdf",
    "pengumuman-a4.pdf",
    "hasil-rawasari.pdf",
)


@pytest.fixture(scope="module")
def finished() -> Mapping[str, Paper]:
    return render(FINISHED)


HOSTILE = '<img src="file:///etc/passwd"> <link rel=attachment href="file:///etc/passwd"> {{ 7*7 }}'


def test_hostile_text_is_only_text() -> None:
    """Nothing in a record is markup, a template, an address to fetch or a name of a font."""
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(f"{event} {args[:1]}"))
    files = many(1)
    files["proposals/2016/rawasari/0001.yaml"] = USULAN.replace(
        "Jl. Rawasari Barat III", f"'{HOSTILE}'"
    )
    files["decisions/2016/berita-acara.yaml"] = FINISHED[
        "decisions/2016/berita-acara.yaml"
    ].replace(
        "  - Saluran RW 003 **didahulukan**.",
        f"  {HOSTILE}\n\n  ![x](file:///etc/passwd) <style>@import 'http://x/'</style>",
    )
    documents = render(files)
    for name in ("lampiran-2.pdf", "berita-acara.pdf"):
        assert "".join(HOSTILE.split()) in "".join(text_of(documents[name]).split())
    for document in documents.values():
        assert all(name.endswith(".json") for name in reader(document).attachments)
    assert not [
        event
        for event in opened
        if event.startswith("socket.connect") or (event.startswith("open ") and "passwd" in event)
    ]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://localhost/",
        "https://example.org/",
        "data:text/plain,x",
        "tema:../pyproject.toml",
        "tema:documents/none.css",
        "",
    ],
)
def test_nothing_but_the_theme_is_served(url: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - takes a second

    from musrenbang.papers.pdf import ThemeFetcher  # noqa: PLC0415 - imports WeasyPrint

    with pytest.raises(FatalURLFetchingError):
        ThemeFetcher(bundled_theme().files).fetch(url)


def test_markdown_keeps_to_an_allow_list() -> None:
    html = render_markdown("# Judul\n\n- **satu** <b>dua</b>\n\n[t](https://x.example) ![g](g.png)")
    assert '<p class="anak-judul"><strong>Judul</strong></p>' in html
    assert "&lt;b&gt;dua&lt;/b&gt;" in html
    assert not re.search(r"<(a|img|b|h1)\b", html)


def fonts_of(document: Paper) -> dict[str, bool]:
    """The names of a document's fonts, without the prefix of a subset, and whether embedded."""
    found: dict[str, bool] = {}
    for page in reader(document).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            base = font.get_object()
            (inner,) = base["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            name = str(base["/BaseFont"]).rpartition("+")[2]
            found[name] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def test_only_bundled_fonts_are_used_and_all_are_embedded() -> None:
    """Not even for writing systems no bundled font knows: those characters become boxes."""
    files = many(1)
    files["proposals/2016/rawasari/0001.yaml"] = USULAN.replace(
        "Jl. Rawasari Barat III", "Musala الفلاح 漢字 🙂 luas ≥ 5 m² é"
    )
    documents = render(files)
    names = set()
    for document in documents.values():
        fonts = fonts_of(document)
        assert all(fonts.values())
        names |= set(fonts)
    assert {re.sub(r"-(Bold|Italic)$", "", name) for name in names} == {
        "Naskah-Dokumen",
        "Tabel-Dokumen",
    }
    text = text_of(documents["lampiran-2.pdf"])
    assert "Musala □□□□□□ □□ □ luas ≥ 5 m² é" in text
    (data,) = reader(documents["lampiran-2.pdf"]).attachments["lampiran-2.json"]
    assert "Musala الفلاح 漢字 🙂".encode() in data


def test_bundled_fonts_carry_their_licences() -> None:
    files = bundled_theme().below("fonts/documents")
    assert sum(map(len, files.values())) < 1_500_000
    assert b"SIL OPEN FONT LICENSE" in files["SourceSans3-LICENSE.md"]
    assert b"GUST Font License" in files["texgyrebonum-GUST-FONT-LICENSE.txt"]


_RENDER_AND_HASH = """
import hashlib
from tests.documents_support import FINISHED, render
for doc in render(FINISHED).values():
    print(doc.name, hashlib.sha256(doc.data).hexdigest())
"""


@pytest.mark.parametrize(
    ("seed", "lang", "zone", "fontconfig"),
    [("1", "C", "UTC", None), ("2", "id_ID.UTF-8", "Asia/Jakarta", "<fontconfig></fontconfig>")],
)
def test_same_bytes_in_another_process_with_other_fonts(  # noqa: PLR0917 - one row of the table
    finished: Mapping[str, Paper],
    tmp_path: Path,
    seed: str,
    lang: str,
    zone: str,
    fontconfig: str | None,
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LANG": lang, "LC_ALL": lang, "TZ": zone}
    if fontconfig:
        config = tmp_path / "fonts.conf"
        config.write_text(f'<?xml version="1.0"?>\n{fontconfig}\n')
        environment["FONTCONFIG_FILE"] = str(config)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _RENDER_AND_HASH],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        f"{doc.name} {hashlib.sha256(doc.data).hexdigest()}" for doc in finished.values()
    ]


def test_dates_come_from_the_commit(finished: Mapping[str, Paper]) -> None:
    for document in finished.values():
        info: Any = reader(document).metadata
        assert info["/CreationDate"] == info["/ModDate"] == "D:20160311030405+00'00"
    for document in render(FINISHED, History()).values():
        assert "/CreationDate" not in (reader(document).metadata or {})
        assert "Versi data: tanpa riwayat Git" in page_texts(document)[0]


@pytest.mark.parametrize("name", NAMES)
def test_archival_and_accessible(finished: Mapping[str, Paper], name: str) -> None:
    """PDF/A-3a and PDF/UA-1 at once; what they ask for besides the marks is there."""
    document = finished[name]
    pdf = reader(document)
    root: Any = pdf.trailer["/Root"].get_object()
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert xmp.count("<rdf:RDF") == xmp.count("</rdf:RDF>") == 1
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata
    assert pdf.metadata.title == document.title
    assert root["/OutputIntents"]
    linked = [file.get_object() for file in root["/AF"]]
    assert [file["/AFRelationship"] for file in linked] == ["/Source"] * len(pdf.attachments)
    names = root["/Names"]["/EmbeddedFiles"]["/Names"][::2]
    assert names == sorted(names) == [file["/UF"] for file in linked]
    assert {"/Document", "/H1", "/Table", "/TH", "/TD", "/P"} <= set(tags_of(document))


@pytest.mark.parametrize(
    ("name", "offices"),
    [("berita-acara.pdf", "HC"), ("laporan.pdf", "CHCCHCHC"), ("lampiran-1.pdf", "C")],
)
def test_fields_for_electronic_signatures_lie_where_one_signs(
    finished: Mapping[str, Paper], name: str, offices: str
) -> None:
    """Named and tagged, empty, on blank paper right above the printed name, 50 x 15 mm or more."""
    people = {
        "C": ("Ratna Wulandari", "Tanda tangan Camat Cempaka Putih, Ratna Wulandari"),
        "H": ("Budi Santoso", "Tanda tangan Kepala Kanppeko Jakarta Pusat, Budi Santoso"),
    }
    data = finished[name].data
    with pikepdf.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as shown:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(one.TU) for one in fields] == [people[office][1] for office in offices]
        assert len({str(one.T) for one in fields}) == len(fields)
        holders = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for field, office in zip(fields, offices, strict=True):
            holder = holders[field.StructParent]
            assert [holder.S, holder.K[0].Type] == ["/Form", "/OBJR"]
            assert holder.K[0].Obj == field
            assert [field.FT, field.Subtype, field.F] == ["/Sig", "/Widget", 4]
            assert "/V" not in field
            assert field in list(field.P.Annots)
            left, bottom, right, top = map(float, field.Rect)
            assert right - left > 50 / 25.4 * 72
            assert top - bottom > 15 / 25.4 * 72
            words = shown[pages[field.P.objgen]].get_textpage()
            assert not words.get_text_bounded(left, bottom, right, top).strip()
            assert people[office][0] in words.get_text_bounded(left, bottom - 20, right, bottom)


def test_bookmarks_lead_to_every_form(finished: Mapping[str, Paper]) -> None:
    outline: Any = reader(finished["laporan.pdf"]).outline
    titles = [item["/Title"] for item in outline if not isinstance(item, list)]
    inner = [item["/Title"] for group in outline if isinstance(group, list) for item in group]
    assert [str(title).partition(":")[0] for title in titles] == [
        "Surat Pengantar",
        "Rekapitulasi Usulan Menurut Kelurahan",
        "Berita Acara Hasil Kesepakatan Musrenbang Kecamatan Cempaka Putih Tahun 2016",
        "Lampiran I",
        "Lampiran II",
        "Lampiran III",
    ]
    assert inner == [
        "Suku Dinas Sumber Daya Air",
        "Usulan yang tidak divalidasi, menjadi tanggung jawab Camat",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_documents_carry_their_data(finished: Mapping[str, Paper], name: str) -> None:
    """The fingerprint in the footer is that of the attached data."""
    attached = dict(reader(finished[name]).attachments)
    assert json.loads(attached.pop("asal.json")[0]) == {
        "versi": 1,
        "berkas": f"2016/dokumen/{name}",
        "asal": {
            "commit": "0123456789abcdef0123456789abcdef01234567",
            "waktu": "2016-03-11T03:04:05+00:00",
            "belum_dicatat": False,
        },
    }
    (file,) = (file for file in cetakan_of(view_of(FINISHED)) if f"{file.nama}.pdf" == name)
    expected = {f"{naskah.nama}.json": naskah.data for naskah in file.naskah}
    assert {key: value[0] for key, value in attached.items()} == expected
    for data in expected.values():
        assert hashlib.sha256(data).hexdigest()[:16] in text_of(finished[name])


def test_data_is_plain_json() -> None:
    data = {
        naskah.nama: json.loads(naskah.data)
        for file in cetakan_of(view_of(FINISHED))
        for naskah in file.naskah
    }
    (group,) = data["lampiran-2"]["isi"]["kelompok"]
    assert group["jumlah"] == {"jumlah": 1, "anggaran": 80000000, "tanpa_anggaran": 0}
    assert group["baris"][0]["volume"] == 100
    assert group["baris"][0]["lokasi"]["kelurahan"] == "Rawasari"
    assert data["berita-acara"]["kepala"]["tanggal"] == "2016-03-10"


def test_importing_documents_does_not_import_weasyprint() -> None:
    """Other commands must start without waiting for it."""
    code = "import sys, musrenbang.papers; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
