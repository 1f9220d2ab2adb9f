"""Periksa sendiri: a paper compared in the browser with those published, from a disk."""

import io
import json
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


def claiming(berkas: str, commit: object, *, attachment: str = "asal.json") -> bytes:
    """A foreign PDF that says where it is from, as published papers do."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    claim = json.dumps({"versi": 1, "berkas": berkas, "asal": {"commit": commit}}).encode()
    pdf.attachments[attachment] = claim
    return saved(pdf)


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
    with pikepdf.open(io.BytesIO(report)) as pdf:
        files["disimpan-ulang.pdf"] = saved(pdf)
    for name, said in verdicts(tab, files).items():
        assert said.startswith(f"Menyebut diri {REPORT} dari versi yang sedang terbit"), name
        assert "isinya tidak sama" in said


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
        assert "verify BERKAS.pdf" in said
    assert f"({REPORT})" in told["lama.pdf"].partition("Yang terbit sekarang: ")[2]
    assert "Yang terbit sekarang" not in told["hilang.pdf"]
    assert HOSTILE in told["jahat.pdf"]
    assert tab.locator("#hasil img").count() == 0


def test_what_is_none_of_ours_is_said_as_far_as_can_be_seen(tab: Page) -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    foreign = {
        "asing.pdf": saved(blank),
        "commit-pendek.pdf": claiming(REPORT, "3f3f"),
        "commit-angka.pdf": claiming(REPORT, 7),
        "lampiran-lain.pdf": claiming(REPORT, None),
        "rusak.pdf": b"%PDF-1.7\n1 0 obj <</Type /EmbeddedFile /Length 30>>\nstream\nbukan zlib",
        "raksasa.pdf": b"%PDF-1.7\n" + b"\0" * 70_000_000,
    }
    for name, said in verdicts(tab, foreign).items():
        assert said.startswith("Sejauh yang dapat dilihat di sini, bukan dokumen situs ini"), name
    others = {
        "foto.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 100,
        "kosong.pdf": b"",
        "surat.txt": b"Halo",
    }
    for name, said in verdicts(tab, others).items():
        assert said.startswith("Bukan PDF, dan tidak sama"), name


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
