"""The lists for those who carry on: each agency's forum (juknis D.5), and each lurah."""

import io
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.paket import workbook_of
from musrenbang.papers.press import Paper
from musrenbang.site import addresses
from musrenbang.text.indonesian import rupiah
from musrenbang.year.cases import Status
from musrenbang.year.figures import tally
from tests.documents_support import (
    BERITA_ACARA,
    FINISHED,
    SETTINGS,
    in_order,
    render,
    spoken,
    view_of,
)
from tests.small_year import DITOLAK, USULAN

BA = "decisions/2016/berita-acara.yaml"
RAWASARI = "proposals/2016/rawasari"
NO_TEMPLATE = USULAN.replace("template: perbaikan-saluran\n", "")
YEAR: Mapping[str, str] = {
    **FINISHED,
    f"{RAWASARI}/0005.yaml": f"{NO_TEMPLATE}skpd_tujuan: sudin-sda\n",
    f"{RAWASARI}/0006.yaml": USULAN.replace("diteruskan,", "tidak-diteruskan, catatan: Rangkap,"),
    f"{RAWASARI}/0007.yaml": USULAN.replace("Perbaikan", "=Perbaikan"),
    "decisions/2016/rawasari/0007.yaml": DITOLAK.replace("bukan-prioritas", "sudah-dikerjakan"),
    "proposals/2016/usulan-langsung/0001.yaml": NO_TEMPLATE[: NO_TEMPLATE.index("validasi_lurah")]
    + "kelurahan: rawasari\nskpd_tujuan: sudin-sda\n",
}
"""Every state: 0001 approved, 0002 and 0007 rejected, 0003 sent on undecided, 0004 and 0005 without
template, of which 0004 names no agency, 0006 not forwarded by the lurah, one from a resident."""


@pytest.fixture(scope="module")
def papers() -> Mapping[str, Paper]:
    return render(YEAR)


def lists(files: Mapping[str, str]) -> dict[str, Naskah]:
    every = cetakan_of(view_of(files))
    return {one.nama: one.naskah[0] for one in every if one.kelompok == "penerima"}


def ids(naskah: Naskah) -> list[str]:
    return [row["usulan"] for part in naskah.isi["bagian"] for row in part.baris]


def test_an_agency_receives_what_was_approved_and_what_its_forum_discusses(
    papers: Mapping[str, Paper],
) -> None:
    text = spoken(papers["skpd-sudin-sda.pdf"]).replace("\N{ZERO WIDTH SPACE}", "")
    approved, proposed = rupiah(80_000_000), rupiah(96_000_000)
    assert in_order(
        text,
        "UNTUK SUKU DINAS SUMBER DAYA AIR",
        "Berita Acara Nomor 13/BA-MUSRENBANG/KCP/III/2016 tanggal 10 Maret 2016",
        f"Disetujui Camat 1 {approved} Diteruskan ke Musrenbang Kota/Kab.",
        f"Hasil Rembuk RW tanpa template kegiatan 1 {proposed} Diverifikasi dan dibahas forum UKPD",
        f"Usulan langsung masyarakat 1 {proposed} Diverifikasi",
        f"JUMLAH SELURUHNYA 3 {rupiah(272_000_000)}",
        "1 usulan lain dikirim tanpa keputusan Camat",
        "2016/rawasari/0001",
        f"Kel. Rawasari 100 m (usulan 120) {approved} Saluran tepi jalan mampat",
        "Diubah Camat: Hasil ukur ulang Tim Teknis.",
        "2016/rawasari/0005",
        "2016/usulan-langsung/0001",
    )
    assert not [number for number in ("0002", "0003", "0006", "0007") if f"i/{number}" in text]


def test_every_proposal_that_goes_on_is_in_one_list_of_an_agency() -> None:
    """Also what names no agency, in a list of its own; an agency that receives none has none."""
    view, found = view_of(YEAR), lists(YEAR)
    assert list(found) == ["skpd-sudin-sda", "tanpa-skpd", "kelurahan-rawasari"]
    agencies = [naskah for nama, naskah in found.items() if nama != "kelurahan-rawasari"]
    going_on = {Status.DISETUJUI, Status.FORUM_UKPD}
    cases = [case for case in view.cases if case.status in going_on]
    assert sorted(usulan for one in agencies for usulan in ids(one)) == sorted(
        case.id for case in cases
    )
    assert sum(one.isi["jumlah"].anggaran for one in agencies) == tally(cases).anggaran
    assert found["tanpa-skpd"].isi["penerima"] == "Perangkat daerah belum ditentukan"


def test_an_agency_receives_nothing_before_the_minutes_are_established() -> None:
    """The lurah takes home a draft: the kelurahan was sent on, and only a correction changes it."""
    found = lists({**YEAR, BA: BERITA_ACARA.replace("ditetapkan: 2016-03-10\n", "")})
    assert list(found) == ["kelurahan-rawasari"]
    assert found["kelurahan-rawasari"].konsep
    sent = "decisions/2016/rawasari/kirim.yaml"
    assert lists({path: text for path, text in YEAR.items() if path not in {BA, sent}}) == {}


def test_a_lurah_takes_home_what_comes_next_for_each(papers: Mapping[str, Paper]) -> None:
    """Rejections by reason in the order of the guide, with its next step and the camat's advice."""
    text = spoken(papers["kelurahan-rawasari.pdf"]).replace("\N{ZERO WIDTH SPACE}", "")
    assert in_order(
        text,
        "UNTUK LURAH RAWASARI",
        "Disetujui 1",
        "Ditolak: Bukan prioritas kecamatan 1",
        "Kepada: Ketua RW dan kelurahan. Kapan: Rembuk RW berikutnya.",
        "Ditolak: Sudah dikerjakan tahun sebelumnya 1",
        "Ajukan lagi bila pekerjaan itu rusak lagi",
        "Tidak diputuskan 1",
        "Menjadi tanggung jawab Camat (juknis D.4).",
        "Forum UKPD 3",
        "Tidak diteruskan 1",
        "JUMLAH SELURUHNYA 8",
        "Jl. Rawasari Barat III, RW 003 100 m (usulan 120)",
        "Saluran tepi jalan mampat dan meluap setiap hujan lebat. Diubah Camat: Hasil ukur",
        "Banyak ibu muda belum bekerja. Alasan: Akan dilayani",
        "Alasan: Lahan masih disengketakan.",
        "Tujuan: Sudin SDA",
        "Catatan Lurah: Rangkap",
    )
    assert "Kel. Rawasari" not in text, "one kelurahan alone"
    assert sorted(ids(lists(YEAR)["kelurahan-rawasari"])) == sorted(
        case.id for case in view_of(YEAR).cases
    )


@pytest.mark.parametrize("contoh", [True, False])
def test_a_list_is_a_workbook_of_the_same_rows(contoh: bool) -> None:
    """Numbers are numbers, text is never a formula, and made-up data say so."""
    settings = YEAR[SETTINGS].replace("contoh: false", f"contoh: {str(contoh).lower()}")
    for file in cetakan_of(view_of({**YEAR, SETTINGS: settings})):
        if file.kelompok != "penerima":
            continue
        book = workbook_of(file)
        assert book.name == f"{file.nama}.xlsx"
        sheet = load_workbook(io.BytesIO(book.data)).active
        assert sheet is not None
        assert sheet.title == f"{'CONTOH ' * contoh}Usulan 2016"
        _, *rows = sheet.values
        naskah = file.naskah[0]
        assert [row[1] for row in rows] == ids(naskah)
        assert sum(int(str(row[11])) for row in rows) == naskah.isi["jumlah"].anggaran
        assert {cell.data_type for cell in sheet["G"]} == {"s"}
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
        fit, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert fit
        assert fit.fitToPage
        assert footer
        assert sheet["H2"].alignment.wrap_text
        assert sheet.row_dimensions[2].height > 40, "as high as its problem is long"
        assert footer.left.text == f"{'CONTOH: ' * contoh}{naskah.judul}"


def test_codes_lead_to_the_recipients_pages() -> None:
    site = "https://musrenbang.contoh.example"
    found = lists(YEAR)
    for nama, page in (
        ("skpd-sudin-sda", addresses.skpd_page(2016, "sudin-sda")),
        ("tanpa-skpd", addresses.skpd_page(2016, "")),
        ("kelurahan-rawasari", addresses.kelurahan_page(2016, "rawasari")),
    ):
        assert found[nama].tautan == addresses.absolute(site, page)
