"""Pages break where a printer with judgement would break them, and nothing leaves its place."""

from collections.abc import Iterator, Mapping

import pypdfium2
import pytest

from musrenbang.files.theme import Theme
from musrenbang.papers.press import Paper
from tests.documents_support import (
    FINISHED,
    SETTINGS,
    bundled_theme,
    in_order,
    many,
    page_texts,
    render,
    tags_of,
)
from tests.small_year import DITOLAK, USULAN

LONG = " ".join(f"Saluran-{number:03d} mampat dan meluap." for number in range(100))


@pytest.mark.parametrize("rows", [2, 5, 6, 7, 13, 22, 23])
def test_signatures_never_stand_alone(rows: int) -> None:
    """At least two rows of the table stay with them."""
    documents = render(many(rows, rejected=rows))
    for name in ("lampiran-2.pdf", "lampiran-3.pdf"):
        last = page_texts(documents[name])[-1]
        assert "Ditetapkan di Jakarta" in last
        assert last.count("2016/rawasari/") >= 2


@pytest.mark.parametrize("rejected", [8, 9, 10])
def test_signatures_keep_two_rows_across_a_heading(rejected: int) -> None:
    """One proposal that was not validated takes the last rejected one along."""
    files = many(0, rejected=rejected + 1)
    del files[f"decisions/2016/rawasari/{rejected + 1:04d}.yaml"]
    last = page_texts(render(files)["lampiran-3.pdf"])[-1]
    assert "Ditetapkan di Jakarta" in last
    assert last.count("2016/rawasari/") >= 2


@pytest.mark.parametrize("people", [15, 16, 17, 18])
def test_attendance_list_is_signed_below_rows(people: int) -> None:
    settings = FINISHED[SETTINGS].replace("jumlah: 9", f"jumlah: {people}")
    last = page_texts(render({**FINISHED, SETTINGS: settings})["lampiran-1.pdf"])[-1]
    assert in_order(last, "No Nama", f"{people + 1} Delegasi", f"{people + 2} Delegasi", "Camat")


def test_no_group_heading_ends_a_page_and_heads_are_repeated() -> None:
    """With one proposal per agency there are as many headings as can be."""
    files = many(30)
    agencies = "".join(
        f"sudin-{number:02d}: {{nama: Dinas Nomor {number:02d}, singkatan: D{number:02d}}}\n"
        for number in range(1, 31)
    )
    files["proposals/2016/skpd.yaml"] += agencies
    for number in range(1, 31):
        files[f"proposals/2016/rawasari/{number:04d}.yaml"] += f"skpd_tujuan: sudin-{number:02d}\n"
    pages = page_texts(render(files)["lampiran-2.pdf"])
    assert len(pages) > 3
    for page in pages:
        assert page.count("(7) (8) (10)") == 1
    for number in range(1, 31):
        name = f"Dinas Nomor {number:02d}"
        (page,) = (page for page in pages if name in page)
        assert (
            page.index(name) < page.index(f"rawasari/{number:04d}") < page.index(f"Jumlah {name}")
        )


def test_empty_lists_say_nihil() -> None:
    documents = render(many(0))
    for name in ("lampiran-2.pdf", "lampiran-3.pdf"):
        (page,) = page_texts(documents[name])
        assert "Nihil" in page
    assert "JUMLAH SELURUHNYA: 0 usulan Rp0" in page_texts(documents["lampiran-2.pdf"])[0]


def crowded_files() -> dict[str, str]:
    files = many(6, rejected=3)
    folder = "proposals/2016/rawasari"
    files[f"{folder}/0002.yaml"] = USULAN.replace(
        "Saluran tepi jalan mampat dan meluap setiap hujan lebat.", LONG
    )
    files[f"{folder}/0003.yaml"] = USULAN.replace("Jl. Rawasari Barat III", "A" * 60).replace(
        "96000000", "999888777666"
    )
    files["decisions/2016/rawasari/0003.yaml"] = (
        "keputusan: disetujui\ntanggal: 2016-03-09\nvolume: 123456.7891\n"
        "perkiraan_anggaran: 999888777666\nalasan_perubahan: Ukur ulang.\n"
    )
    files[f"{folder}/0004.yaml"] = USULAN.replace("Perbaikan saluran tepi jalan", "x" * 280)
    files[f"{folder}/0005.yaml"] = USULAN + "satuan: meter persegi terpasang\n"
    files["decisions/2016/rawasari/0008.yaml"] = DITOLAK.replace(
        "Akan dilayani pelatihan kota tahun ini.", LONG
    )
    return files


@pytest.fixture(scope="module")
def crowded() -> Mapping[str, Paper]:
    """Long texts, words without a space, long numbers and a place of 60 characters."""
    return render(crowded_files())


@pytest.fixture(scope="module")
def crowded_f4() -> Mapping[str, Paper]:
    """The same before the meeting, on the other sheet."""
    files = {path: text for path, text in crowded_files().items() if "decisions" not in path}
    return render({**files, SETTINGS: files[SETTINGS] + "kertas: F4\n"})


def test_long_text_is_printed_whole(crowded: Mapping[str, Paper]) -> None:
    for name in ("lampiran-2", "lampiran-3", "pra-rancangan-awal-rkpd", "hasil-rawasari"):
        text = " ".join(page_texts(crowded[f"{name}.pdf"]))
        for number in range(100):
            assert f"Saluran-{number:03d}" in text
    assert "Rp999.888.777.666" in " ".join(page_texts(crowded["lampiran-2.pdf"]))


def boxes(document: Paper) -> Iterator[list[tuple[float, float, float, float]]]:
    """For each page the boxes of its runs of text, watermark left out."""
    for page in pypdfium2.PdfDocument(document.data):
        text = page.get_textpage()
        found = [text.get_rect(index) for index in range(text.count_rects())]
        yield [rect for rect in found if rect[3] - rect[1] < 30]


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        ("crowded", "berita-acara.pdf"),
        ("crowded", "lampiran-2.pdf"),
        ("crowded", "lampiran-3.pdf"),
        ("crowded", "pra-rancangan-awal-rkpd.pdf"),
        ("crowded", "hasil-rawasari.pdf"),
        ("crowded", "pengumuman-a3.pdf"),
        ("crowded", "pengumuman-a4.pdf"),
        ("crowded_f4", "kesiapan.pdf"),
        ("crowded_f4", "undangan.pdf"),
        ("crowded_f4", "lembar-survei-rawasari.pdf"),
        ("crowded_f4", "pra-rancangan-awal-rkpd.pdf"),
        ("crowded_f4", "lampiran-3.pdf"),
    ],
)
def test_no_text_outside_the_page_or_over_other_text(
    request: pytest.FixtureRequest, paper: str, name: str
) -> None:
    document = request.getfixturevalue(paper)[name]
    pages = pypdfium2.PdfDocument(document.data)
    for page, rects in zip(pages, boxes(document), strict=True):
        width, height = page.get_size()
        printable = 5 / 25.4 * 72
        for left, bottom, right, top in rects:
            assert left >= printable
            assert right <= width - printable
            assert bottom >= printable
            assert top <= height - printable
        for index, (left, bottom, right, top) in enumerate(rects):
            for other in rects[index + 1 :]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(top, other[3]) - max(bottom, other[1])
                assert across <= 1 or down <= 2, (rects[index], other)


def test_an_emblem_that_is_supplied_is_printed() -> None:
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'
    supplied = Theme({**bundled_theme().files, "documents/lambang.svg": emblem})
    for files, expected in ((bundled_theme(), 0), (supplied, 1)):
        minutes = render(FINISHED, theme=files)["berita-acara.pdf"]
        assert tags_of(minutes).count("/Figure") == expected


def test_paper_is_one_setting() -> None:
    """F4, which most offices use, is 215 x 330 mm; Form 3 lies across."""
    documents = render({**FINISHED, SETTINGS: FINISHED[SETTINGS] + "kertas: F4\n"})
    for name, expected in (("berita-acara.pdf", (215, 330)), ("lampiran-2.pdf", (330, 215))):
        (*_, page) = pypdfium2.PdfDocument(documents[name].data)
        assert tuple(round(side / 72 * 25.4) for side in page.get_size()) == expected
