"""Periksa sendiri: a paper compared in the browser with those published, from a disk."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from musrenbang.site.addresses import CHECK
from tests.site_support import STANDARDS, violations
from tests.verify_support import REPORT, Published, published

__all__ = ["published"]

pytestmark = pytest.mark.browser

OLDER = "3f" * 20
HOSTILE = "2016/dokumen/<img src=x onerror=alert(1)>.pdf"


@pytest.fixture(scope="module")
def tab(browser: Browser, published: Published) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((published.site / CHECK).as_uri())
    yield page
    assert complaints == []
    context.close()


def verdicts(tab: Page, files: dict[str, bytes]) -> dict[str, str]:
    """What is said of each file; all are chosen at once."""
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        tab.get_by_label("Pilih PDF").set_input_files([Path(folder, name) for name in files])
        expect(tab.locator("#hasil > li[class]")).to_have_count(len(files))
        rows = tab.locator("#hasil > li").all()
        return {row.locator("b").inner_text(): row.locator("p").inner_text() for row in rows}


def claim(berkas: str, commit: object, *, unrecorded: bool = False) -> bytes:
    origin = {"commit": commit, "belum_dicatat": unrecorded}
    return json.dumps({"versi": 1, "berkas": berkas, "asal": origin}).encode()


def claiming(berkas: str, commit: object, **origin: bool) -> bytes:
    """A foreign PDF that says where it is from, as published papers do."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["asal.json"] = claim(berkas, commit, **origin)
    return saved(pdf)


def zipped(**files: bytes) -> bytes:
    """An archive that does not compress, so that what it holds can be seen in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


def changed(data: bytes, place: float) -> bytes:
    at = int(len(data) * place)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_every_published_paper_is_known_by_its_bytes(tab: Page, published: Published) -> None:
    papers = sorted((published.site / "2016/dokumen").glob("*.pdf"))
    assert len(papers) > 5
    told = verdicts(tab, {f"kiriman-{one.name}": one.read_bytes() for one in papers})
    for paper in papers:
        said = told[f"kiriman-{paper.name}"]
        assert said.startswith("Sama persis dengan "), said
        assert f"2016/dokumen/{paper.name}" in said


def test_what_is_appended_is_neither_trusted_nor_called_false(
    tab: Page, published: Published
) -> None:
    report = (published.site / REPORT).read_bytes()
    tails = {"satu.pdf": b"\n", "nol.pdf": b"\0", "besar.pdf": b"x" * 5_000_000}
    told = verdicts(tab, {name: report + tail for name, tail in tails.items()})
    for name, tail in tails.items():
        assert told[name].startswith("Bagian awalnya sama persis dengan "), told[name]
        assert f"ditambahkan {len(tail):,} byte".replace(",", ".") in told[name]
        assert "mungkin tanda tangan elektronik, mungkin juga mengubah yang tampak" in told[name]


def test_a_changed_paper_of_this_version_is_not_to_be_used(tab: Page, published: Published) -> None:
    report = (published.site / REPORT).read_bytes()
    files = {f"{place}.pdf": changed(report, place) for place in (0.2, 0.35, 0.8, 0.999)}
    files["terpotong.pdf"] = report[:-1]
    files["separuh.pdf"] = report[: len(report) // 2]
    with pikepdf.open(io.BytesIO(report)) as pdf:
        files["disimpan-ulang.pdf"] = saved(pdf)
        pdf.save(clear := io.BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        files["tidak-dimampatkan.pdf"] = clear.getvalue()
    told = verdicts(tab, files)
    for name, said in told.items():
        assert said.startswith(f"Menyebut diri {REPORT} dari versi yang sedang terbit"), name
        assert "isinya tidak sama" in said
        assert ("mungkin terpotong" in said) is (name == "separuh.pdf")


def test_a_paper_of_another_version_is_left_to_verify(tab: Page) -> None:
    files = {
        "lama.pdf": claiming(REPORT, OLDER),
        "hilang.pdf": claiming("2015/dokumen/laporan.pdf", OLDER),
        "jahat.pdf": claiming(HOSTILE, OLDER),
        "berekor.pdf": claiming(REPORT, OLDER) + b"\n%%EOF tambahan",
    }
    told = verdicts(tab, files)
    for said in told.values():
        assert f"dari versi lain, commit {OLDER[:12]}" in said
        assert "versi lama situs ini, atau dokumen kecamatan lain" in said
        assert "verify BERKAS.pdf" in said
    assert f"({REPORT})" in told["lama.pdf"].partition("yang terbit sekarang: ")[2]
    assert "yang terbit sekarang" not in told["hilang.pdf"]
    assert HOSTILE in told["jahat.pdf"]
    assert tab.locator("#hasil img").count() == 0


@pytest.mark.parametrize(
    "head",
    [
        b"<</Type/EmbeddedFile/Filter/FlateDecode/Params<</Size 3>>/Length %d>>stream\r\n",
        b"<</Length %d/Filter/FlateDecode/Type/EmbeddedFile>>\nstream\n",
        b"<</Type/EmbeddedFile/Length 5 0 R/Filter/FlateDecode>>stream\n",
        b"<</Type/EmbeddedFile>>stream\n",
    ],
)
def test_the_origin_is_read_however_a_program_attaches_it(tab: Page, head: bytes) -> None:
    told = claim(REPORT, OLDER)
    data = zlib.compress(told) if b"Flate" in head else told
    object_ = head.replace(b"%d", b"%d" % len(data)) + data + b"\nendstream\nendobj\n%%EOF\n"
    (said,) = verdicts(tab, {"lama.pdf": b"%PDF-1.7\n1 0 obj\n" + object_}).values()
    assert f"dari versi lain, commit {OLDER[:12]}" in said


def test_what_was_made_before_its_data_were_recorded_is_no_forgery(
    tab: Page, published: Published
) -> None:
    draft = claiming(REPORT, published.commit, unrecorded=True)
    (said,) = verdicts(tab, {"konsep.pdf": draft}).values()
    assert "disusun sebelum datanya dicatat" in said
    assert "Jangan dipakai" not in said


def test_what_is_none_of_ours_is_said_as_far_as_can_be_seen(
    tab: Page, published: Published
) -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    foreign = {
        "asing.pdf": saved(blank),
        "commit-pendek.pdf": claiming(REPORT, "3f3f"),
        "commit-angka.pdf": claiming(REPORT, 7),
        "tanpa-commit.pdf": claiming(REPORT, None),
        "rusak.pdf": b"%PDF-1.7\n1 0 obj <</Type /EmbeddedFile /Length 30>>\nstream\nbukan zlib",
        "raksasa.pdf": b"%PDF-1.7\n" + b"\0" * 70_000_000,
    }
    for name, said in verdicts(tab, foreign).items():
        assert said.startswith("Sejauh yang dapat dilihat di sini, bukan dokumen situs ini"), name
    others = {
        "foto.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 100,
        "surat.txt": b"Halo",
        "kiriman.zip": zipped(laporan=(published.site / REPORT).read_bytes()),
    }
    for name, said in verdicts(tab, others).items():
        assert said.startswith("Bukan PDF, dan tidak sama"), name
        assert ("arsip ZIP dikeluarkan dulu" in said) is (name == "kiriman.zip")
    assert "kosong (0 byte)" in verdicts(tab, {"kosong.pdf": b""})["kosong.pdf"]


def test_folders_and_papers_are_dropped_together(tab: Page, published: Published) -> None:
    with TemporaryDirectory() as folder:
        devtools = tab.context.new_cdp_session(tab)
        for kind in ("dragEnter", "dragOver", "drop"):
            dragged = {"items": [], "files": [folder, str(published.site / REPORT)]}
            devtools.send(
                "Input.dispatchDragEvent",
                {"type": kind, "x": 9, "y": 300, "data": {**dragged, "dragOperationsMask": 1}},
            )
        rows = tab.locator("#hasil > li[class] p")
        expect(rows).to_have_count(2)
        assert rows.nth(0).inner_text() == "Ini folder. Pilih berkas di dalamnya."
        assert rows.nth(1).inner_text().startswith("Sama persis dengan ")


def test_nothing_is_ever_called_false_and_everything_is_accessible(
    browser: Browser, published: Published
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True)
    tab = context.new_page()
    tab.goto((published.site / CHECK).as_uri())
    report = (published.site / REPORT).read_bytes()
    verdicts(tab, {"asli.pdf": report, "ubahan.pdf": changed(report, 0.5), "surat.txt": b"Halo"})
    assert "palsu" not in tab.locator("body").inner_text().lower()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        tab.emulate_media(color_scheme=scheme)
        assert violations(tab, "tag", STANDARDS) == []
    context.close()


def test_without_javascript_the_digests_can_be_compared_by_hand(
    browser: Browser, published: Published
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((published.site / CHECK).as_uri())
    lines = (published.site / "SHA256SUMS").read_text().splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    expect(page.get_by_text("certutil")).to_be_visible()
    assert page.get_by_label("Pilih PDF").is_hidden()
    rows = page.locator("[data-sidik]").all()
    assert rows
    for row in rows:
        assert row.locator("code").inner_text() == sums[str(row.get_attribute("data-jalur"))]
    context.close()
