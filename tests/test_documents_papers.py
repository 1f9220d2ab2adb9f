"""The papers around the forms: which exist when, and that they say what the records say."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest

from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.paket import delivery
from musrenbang.papers.press import Paper
from musrenbang.site import addresses
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Status
from tests.documents_support import (
    BERITA_ACARA,
    FINISHED,
    HISTORY,
    SETTINGS,
    bundled_theme,
    in_order,
    page_texts,
    reader,
    render,
    text_of,
    view_of,
)
from tests.pictures import photo
from tests.small_year import DISETUJUI, KELURAHAN, USULAN

Documents = Mapping[str, Paper]
BA = "decisions/2016/berita-acara.yaml"
KIRIM = "decisions/2016/rawasari/kirim.yaml"
BARAT = "proposals/2016/cempaka-putih-barat"
OPEN: Mapping[str, str] = {
    **{path: text for path, text in FINISHED.items() if path not in {BA, KIRIM}},
    SETTINGS: FINISHED[SETTINGS]
    + "tim_penyelenggara: [{nama: Siti, unsur: masyarakat, tugas: Anggota}]\n",
    "proposals/2016/arah-kebijakan.md": "# Arah 2017\n\nMenuntaskan **saluran**.\n",
    "proposals/2016/program-prioritas.md": "1. Genangan\n2. Jalan\n",
    "proposals/2016/rawasari/0005.yaml": USULAN.replace('rw: "003"\n', ""),
    f"{BARAT}/kelurahan.yaml": KELURAHAN.replace("Rawasari", "Cempaka Putih Barat")
    .replace("dikirim: 2016-02-26\n", "")
    .replace("ditandatangani: true", "ditandatangani: false"),
    f"{BARAT}/0001.yaml": USULAN,
}
"""Before the meeting: nothing sent on, one kelurahan not even sent by its lurah."""


def names(files: Mapping[str, str]) -> list[str]:
    return [file.nama for file in cetakan_of(view_of(files))]


FORMS = ["berita-acara", "lampiran-1", "lampiran-2", "lampiran-3", "laporan"]


def test_documents_follow_from_the_state_of_the_year() -> None:
    assert names(OPEN) == [
        "kesiapan",
        "undangan",
        "lembar-survei-cempaka-putih-barat",
        "lembar-survei-rawasari",
        "pra-rancangan-awal-rkpd",
        *FORMS,
    ]
    sent = names({**OPEN, KIRIM: FINISHED[KIRIM]})
    assert sent[-2:] == ["hasil-rawasari", "kelurahan-rawasari"]
    held = {**OPEN, BA: BERITA_ACARA.replace("ditetapkan: 2016-03-10\n", "")}
    assert not {"kesiapan", "undangan", "pengumuman-a4"} & set(names(held))
    settled = names({**held, BA: BERITA_ACARA, KIRIM: FINISHED[KIRIM]})
    boards = ["pengumuman-a3", "pengumuman-a4", "hasil-rawasari"]
    assert settled[-6:] == [*boards, "skpd-sudin-sda", "tanpa-skpd", "kelurahan-rawasari"]


@pytest.fixture(scope="module")
def before() -> Documents:
    return render(OPEN)


@pytest.fixture(scope="module")
def after() -> Documents:
    return render(FINISHED)


def test_a_letter_for_each_institution_in_the_order_of_the_juknis(before: Documents) -> None:
    """C.1.a.1; addressed to institutions, never to a person."""
    first, second = page_texts(before["undangan.pdf"])
    for page, recipient, people in (
        (first, "DPRD Provinsi", "2 (dua) orang"),
        (second, "Delegasi RW Kelurahan Rawasari", "9 (sembilan) orang"),
    ):
        assert page.count("PEMERINTAH PROVINSI") == 1
        assert in_order(
            page,
            "PEMERINTAH PROVINSI",
            f"Yth. {recipient}",
            "Rabu s.d. Kamis, 9–10 Maret 2016",
            "08.00–15.30 WIB",
            "Aula Kantor Kecamatan",
            people,
            "Camat Cempaka Putih",
            "Tembusan : Kepala Kanppeko",
        )
        assert "KONSEP" not in page
        assert "Halaman" not in page


@pytest.mark.parametrize(
    ("golongan", "instansi", "recipient"),
    [
        ("lurah", "Kelurahan Rawasari", "Lurah Rawasari"),
        ("kasi-unit-teknis", "Puskesmas Kecamatan", "Kepala Puskesmas Kecamatan"),
        ("kasi-unit-teknis", "Kepala Puskesmas", "Kepala Puskesmas"),
        ("lembaga-masyarakat", "LMK Rawasari", "Ketua LMK Rawasari"),
        ("anggota-dprd", "Anggota DPRD", "Anggota DPRD"),
    ],
)
def test_letters_go_to_whoever_leads(golongan: str, instansi: str, recipient: str) -> None:
    entry = f"undangan: [{{golongan: {golongan}, instansi: {instansi}, jumlah: 1}}]\n"
    settings = re.sub(r"undangan:\n(  - .*\n)+", entry, OPEN[SETTINGS])
    (file,) = (f for f in cetakan_of(view_of({**OPEN, SETTINGS: settings})) if f.nama == "undangan")
    assert file.naskah[0].isi["surat"][0]["penerima"] == recipient


def test_the_draft_plan_has_the_three_parts_of_juknis_b(before: Documents) -> None:
    """Only what a lurah validated and sent, with the figures as proposed (80 million later)."""
    text = text_of(before["pra-rancangan-awal-rkpd.pdf"])
    assert in_order(
        text,
        "BAHAN MUSRENBANG: bukan hasil",
        "1. Rekapitulasi Hasil Rembuk RW",
        "Belum termasuk usulan Kelurahan Cempaka Putih Barat",
        "Fisik Non-fisik Barang Tanpa tipe Jumlah usulan",
        "Rawasari 3 1 0 1 5 Rp414.000.000",
        "Suku Dinas Pendidikan 0 1 0 0 1 Rp30.000.000",
        "2. Arah 2017",
        "Menuntaskan saluran.",
        "3. Program dan Kegiatan Prioritas Kecamatan",
        "Genangan",
        "Daftar usulan yang divalidasi",
        "JUMLAH SELURUHNYA: 5 usulan Rp414.000.000",
    )
    cases = [case for case in view_of(OPEN).cases if case.kelurahan == "rawasari"]
    for case in cases:
        assert case.id in text
    assert rupiah(sum(case.usulan.perkiraan_anggaran or 0 for case in cases)) == "Rp414.000.000"
    assert "cempaka-putih-barat/0001" not in text
    assert text.count("· forum UKPD") == 1, "marked in its row"


def test_a_survey_sheet_for_each_physical_proposal_not_surveyed(before: Documents) -> None:
    """By RW, those of none last; surveyed, non-physical and template-less ones need no sheet."""
    pages = page_texts(before["lembar-survei-rawasari.pdf"])
    assert [re.findall(r"2016/rawasari/\d{4}", page) for page in pages] == [
        ["2016/rawasari/0003"],
        ["2016/rawasari/0005"],
    ]
    assert in_order(
        pages[0],
        "LEMBAR SURVEI TIM TEKNIS",
        "Kelurahan Rawasari · RW 003 · lembar 1 dari 1",
        "Jl. Rawasari Barat III",
        "120 m",
        "1. Memastikan kesesuaian alamat lokasi usulan kegiatan sesuai tidak sesuai",
        "2. Memastikan kelayakan pelaksanaan usulan kegiatan: a. secara teknis layak tidak layak",
        "b. secara administratif",
        "3. Melakukan pengukuran ulang volume usulan kegiatan",
        "Volume terukur (m):",
        "Sketsa",
        "Tanggal survei:",
    )
    outline: Any = reader(before["lembar-survei-rawasari.pdf"]).outline
    assert [item["/Title"] for item in outline] == ["RW 003", "Tanpa RW"]


def test_codes_lead_to_pages_of_the_site() -> None:
    """The addresses behind the QR codes are built here as the site builds its own."""
    site = "https://musrenbang.contoh.example"
    found = {file.nama: file.naskah[0].isi for file in cetakan_of(view_of(OPEN))}
    (sheet,) = found["lembar-survei-rawasari"]["rw"][0]["lembar"]
    page = addresses.proposal_page(2016, "rawasari", "0003")
    assert sheet["tautan"] == addresses.absolute(site, page)
    found = {file.nama: file.naskah[0].isi for file in cetakan_of(view_of(FINISHED))}
    for rw in found["hasil-rawasari"]["rw"]:
        page = addresses.rw_page(2016, "rawasari", rw.rw or None)
        assert rw.tautan == addresses.absolute(site, page)


def test_the_readiness_list_names_what_is_missing(before: Documents) -> None:
    assert in_order(
        text_of(before["kesiapan.pdf"]),
        "C.1.a Tim Penyelenggara",
        "0 dari Kecamatan, 1 dari masyarakat",
        "2 instansi dan lembaga, 11 orang; belum ada: Muspika",
        "C.1.a.4",
        "arah kebijakan ada, program prioritas ada",
        "Cempaka Putih Barat 12/BA/2016 BELUM BELUM 0 dari 9 0 dari 1",
        "Rawasari 12/BA/2016 sudah 26 Februari 2016 0 dari 9 1 dari 3",
        "Jumlah 1 dari 2 1 dari 2 0 dari 18 1 dari 4",
    )


def test_every_proposal_of_an_rw_with_its_outcome(after: Documents) -> None:
    """Sums on paper are sums of the records, per RW and for the kelurahan."""
    document = after["hasil-rawasari.pdf"]
    overview, *sheets = page_texts(document)
    cases = view_of(FINISHED).cases
    for rw in ("003", "004"):
        mine = [case for case in cases if case.usulan.rw == rw]
        (sheet,) = (page for page in sheets if f"HASIL USULAN RW {rw}" in page)
        approved = [case for case in mine if case.status is Status.DISETUJUI]
        amount = rupiah(sum(case.anggaran or 0 for case in approved))
        assert f"{angka(len(mine))} usulan: {angka(len(approved))} disetujui" in sheet
        assert (f"Anggaran yang disetujui {amount}." in sheet) == bool(approved)
        assert all(case.id in sheet.replace("/ ", "/") for case in mine)
        assert re.search(rf"RW {rw} {len(approved)} .* {len(mine)} {re.escape(amount)}", overview)
    assert in_order(" ".join(sheets), "100 m (usulan 120) Hasil ukur ulang Tim Teknis.")
    assert "Bukan merupakan prioritas Kecamatan. Akan dilayani" in " ".join(sheets)
    assert in_order(
        " ".join(sheets),
        "Langkah berikutnya: Ajukan lagi bila Rembuk RW",
        "Kepada: Ketua RW dan kelurahan. Kapan: Rembuk RW berikutnya.",
    )
    assert "Lahan masih disengketakan." in " ".join(sheets)
    outline: Any = reader(document).outline
    assert [item["/Title"] for item in outline[1]] == ["HASIL USULAN RW 003", "HASIL USULAN RW 004"]


def test_results_before_the_minutes_are_settled_are_drafts() -> None:
    draft = render({**FINISHED, BA: BERITA_ACARA.replace("ditetapkan: 2016-03-10\n", "")})
    assert draft["hasil-rawasari.pdf"].title.startswith("Konsep ")
    assert all("KONSEP" in page for page in page_texts(draft["hasil-rawasari.pdf"]))


@pytest.mark.parametrize(("name", "side"), [("pengumuman-a3.pdf", 297), ("pengumuman-a4.pdf", 210)])
def test_the_notice_is_read_from_two_metres(after: Documents, name: str, side: int) -> None:
    """Capitals are .66 of the size: 21.5 points are 5 mm, 43 points 10 mm."""
    (page,) = pypdfium2.PdfDocument(after[name].data)
    assert round(page.get_width() / 72 * 25.4) == side
    (text,) = page_texts(after[name])
    assert in_order(
        text,
        "Hasil Musrenbang 2016 Kecamatan Cempaka Putih",
        "4 usulan 1 disetujui 1 ditolak",
        "Rp80.000.000",
        "Rawasari 4 1 1 2",
        "2 lainnya: 1 tidak diputuskan, 1 dibahas forum UKPD.",
        "Usulan RW Anda?",
        "Ditetapkan di Jakarta, 10 Maret 2016",
    )
    sizes: dict[float, str] = {}
    reader(after[name]).pages[0].extract_text(
        visitor_text=lambda run, _, __, ___, size: sizes.update({round(size * 0.75, 1): run})
    )
    scale = side / 210
    body = [size for size in sizes if size > 13.5 * scale]
    assert min(body) >= 21.5 * scale - 0.1, sizes
    assert max(body) >= 43 * scale - 0.1
    assert len(body) >= 4


def test_the_annex_of_photos() -> None:
    """C.2.e; a photo that cannot be read leaves a frame that says so."""
    folder = "decisions/2016"
    named = "dokumentasi:\n" + "".join(
        f"  - {{berkas: foto-{n}.jpg, keterangan: Pembukaan hari {n}}}\n" for n in (1, 2)
    )
    files = {**FINISHED, BA: BERITA_ACARA + named}
    data = {f"{folder}/foto-1.jpg": photo(800, 600), f"{folder}/foto-2.jpg": b"rusak"}
    assert "dokumentasi" not in names(files), "photos that are not there are not printed"
    document = render({**files, **dict.fromkeys(data, "x")}, photos=data)["dokumentasi.pdf"]
    text = text_of(document)
    assert in_order(
        text, "DOKUMENTASI", "1. Pembukaan hari 1", "2. Pembukaan hari 2", "Foto tidak dapat dibaca"
    )
    images = [image for page in reader(document).pages for image in page.images]
    (shown,) = (image for image in images if image.name.endswith(".jpg"))
    stream: Any = shown.indirect_reference
    assert not stream.get_object()["/Interpolate"].value, "PDF/A forbids it"


def test_addenda_have_pages_of_their_own_and_leave_form_1_as_it_was() -> None:
    """What was signed stays; each addition says why, on whose word, and is signed anew."""
    added = """\
adendum:
  - tanggal: 2016-03-15
    alasan: Nama lembaga keliru.
    berita_acara: 15/BA/2016
    isi: |
      Yang tertulis **Karang Taruna** seharusnya:

      - Lembaga Musyawarah Kelurahan
  - {tanggal: 2016-03-18, alasan: Jumlah hadir keliru., isi: Yang hadir dua puluh orang.}
"""
    plain, longer = render(FINISHED), render({**FINISHED, BA: BERITA_ACARA + added})
    assert "adendum.pdf" not in plain
    assert longer["berita-acara.pdf"].data == plain["berita-acara.pdf"].data
    first, second = page_texts(longer["adendum.pdf"])
    assert in_order(
        first,
        "ADENDUM KE-1, SELASA, 15 MARET 2016",
        "Nomor : 13/BA-MUSRENBANG/KCP/III/2016",
        "ditetapkan pada 10 Maret 2016 dan tidak diubah",
        "Nama lembaga keliru. Dasar: 15/BA/2016.",
        "Lembaga Musyawarah Kelurahan",
        "Ditetapkan di Jakarta, 15 Maret 2016",
        "Ratna Wulandari",
    )
    assert in_order(second, "ADENDUM KE-2", "Yang hadir dua puluh orang.", "18 Maret 2016")
    assert "Dasar" not in second
    report = text_of(longer["laporan.pdf"])
    assert in_order(report, "Belum Disepakati; dan", "Adendum Berita Acara.", "ADENDUM KE-2")
    assert "Menurut SKPD/UKPD; dan" in text_of(plain["laporan.pdf"])


def test_the_archive_of_the_report_is_complete_and_always_the_same(after: Documents) -> None:
    """C.3.b: the four forms and the letter, the data, and checksums of everything."""
    view = view_of(FINISHED)
    made = delivery(view, HISTORY, bundled_theme(), after.values())
    assert made.data == delivery(view, HISTORY, bundled_theme(), after.values()).data
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        inside = {info.filename: archive.read(info) for info in archive.infolist()}
        assert {info.date_time for info in archive.infolist()} == {(2016, 3, 11, 3, 4, 4)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}
    sums = inside.pop("SHA256SUMS").decode()
    assert sums == "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(inside.items())
    )
    assert list(inside) == [
        "berita-acara.pdf",
        "data/datapackage.json",
        "data/ringkasan.json",
        "data/tindak-lanjut.csv",
        "data/tindak-lanjut.json",
        "data/usulan.csv",
        "data/usulan.json",
        "data/usulan.xlsx",
        "lampiran-1.pdf",
        "lampiran-2.pdf",
        "lampiran-3.pdf",
        "laporan.pdf",
    ]
    assert inside["laporan.pdf"] == after["laporan.pdf"].data


def test_surveys_are_due_only_until_recorded_or_sent_on() -> None:
    path = "decisions/2016/rawasari/0003.yaml"
    rest = {name: text for name, text in OPEN.items() if not name.endswith("rawasari/0005.yaml")}
    assert "lembar-survei-rawasari" in names(rest)
    assert "lembar-survei-rawasari" not in names({**rest, path: DISETUJUI})
    survey = DISETUJUI[DISETUJUI.index("survei:") :]
    assert "lembar-survei-rawasari" not in names({**rest, path: survey}), "before the decision too"
    assert "lembar-survei-rawasari" not in names({**rest, KIRIM: FINISHED[KIRIM]})
