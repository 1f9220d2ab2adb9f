"""The printed forms say what the juknis says, in its order, and what the records say."""

import re
from collections.abc import Mapping

import pytest

from musrenbang.papers.press import Paper
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Status
from tests.documents_support import (
    BERITA_ACARA,
    FINISHED,
    SETTINGS,
    in_order,
    many,
    page_texts,
    render,
    spoken,
    text_of,
    view_of,
)

Documents = Mapping[str, Paper]
DRAFT = {path: text for path, text in FINISHED.items() if not path.endswith("berita-acara.yaml")}
BA = "decisions/2016/berita-acara.yaml"
FORMS = ("berita-acara.pdf", "lampiran-1.pdf", "lampiran-2.pdf", "lampiran-3.pdf")


@pytest.fixture(scope="module")
def finished() -> Documents:
    return render(FINISHED)


@pytest.fixture(scope="module")
def draft() -> Documents:
    return render(DRAFT)


def test_names_and_titles(finished: Documents) -> None:
    assert tuple(finished) == (
        "pra-rancangan-awal-rkpd.pdf",
        *FORMS,
        "laporan.pdf",
        "pengumuman-a3.pdf",
        "pengumuman-a4.pdf",
        "hasil-rawasari.pdf",
        "skpd-sudin-sda.pdf",
        "tanpa-skpd.pdf",
        "kelurahan-rawasari.pdf",
    )
    assert all("Tahun 201" in doc.title for doc in finished.values())
    assert all(doc.data.startswith(b"%PDF-1.7") for doc in finished.values())
    assert all(len(page_texts(doc)) == doc.pages for doc in finished.values())


def test_form_1(finished: Documents) -> None:
    assert in_order(
        text_of(finished["berita-acara.pdf"]),
        "PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA",
        "KOTA ADMINISTRASI JAKARTA PUSAT",
        "KECAMATAN CEMPAKA PUTIH",
        "BERITA ACARA HASIL KESEPAKATAN MUSRENBANG KECAMATAN CEMPAKA PUTIH "
        "KOTA ADMINISTRASI JAKARTA PUSAT TAHUN 2016",
        "Nomor : 13/BA-MUSRENBANG/KCP/III/2016",
        "Pada hari Rabu tanggal sembilan sampai dengan hari Kamis tanggal sepuluh bulan Maret "
        "tahun dua ribu enam belas bertempat di Aula Kantor Kecamatan telah diselenggarakan "
        "Musrenbang Kecamatan yang dihadiri pemangku kepentingan sesuai dengan daftar hadir "
        "peserta yang tercantum dalam LAMPIRAN I berita acara ini.",
        "Setelah memperhatikan, mendengar dan mempertimbangkan:",
        "Sambutan-sambutan yang disampaikan oleh",
        "Camat Cempaka Putih (Ratna Wulandari)",
        "Anggota DPRD",
        "pada acara pembukaan Musrenbang Kecamatan.",
        "Pemaparan materi lainnya",
        "Arah kebijakan pembangunan, oleh Kepala Kanppeko (Budi Santoso)",
        "Tanggapan dan saran dari seluruh peserta musrenbang Kecamatan terhadap materi yang "
        "dipaparkan dalam diskusi sebagaimana telah dirangkum menjadi hasil keputusan Musrenbang "
        "Kecamatan,",
        "Saluran RW 003 didahulukan.",
        "maka pada:",
        "Hari dan Tanggal : Rabu s.d. Kamis, 9–10 Maret 2016",
        "J a m : 08.00–15.30 WIB",
        "Tempat : Aula Kantor Kecamatan",
        "Musrenbang Kecamatan : Cempaka Putih",
        "MENYEPAKATI",
        "KESATU : Kegiatan Prioritas, Sasaran, yang disertai target dan kebutuhan pendanaan dalam "
        "Daftar Prioritas Kecamatan Cempaka Putih Kota Administrasi Jakarta Pusat Tahun 2017 "
        "sebagaimana tercantum dalam LAMPIRAN II berita acara ini.",
        "KEDUA : Usulan program dan kegiatan yang belum dapat diakomodir dalam rancangan Rencana "
        "Kerja (Renja) SKPD/UKPD Tahun 2017 beserta alasan penolakannya sebagaimana tercantum "
        "dalam LAMPIRAN III berita acara ini.",
        "KETIGA : Berita acara ini dijadikan sebagai bahan penyusunan rancangan Rencana Kerja "
        "Pemerintah Daerah (RKPD) Provinsi DKI Jakarta Tahun 2017",
        "KEEMPAT : Perwakilan masyarakat yang akan hadir dalam forum Musrenbang Kecamatan",
        "Nuraini Koto (Delegasi RW)",
        "Demikian berita acara ini dibuat dan disahkan untuk digunakan sebagaimana mestinya.",
        "Ditetapkan di Jakarta, 10 Maret 2016",
        "Mengetahui,",
        "Kepala Kanppeko Jakarta Pusat (Budi Santoso) NIP. ....",
        "Camat Cempaka Putih (Ratna Wulandari) NIP. 19700101 199503 2 000",
        "Mewakili peserta Musrenbang Kecamatan",
        "NO Nama Lembaga/instansi Alamat Tanda Tangan",
        "1. Siti Aminah Tim Penggerak PKK Jl. Letjen Suprapto",
        "2. Karang Taruna",
        "Catatan: Minimal satu orang perwakilan per lembaga/instansi",
        "Tembusan : Kepala Kantor Perencanaan Pembangunan Kota Administrasi Jakarta Pusat "
        "Provinsi DKI Jakarta",
    )


def test_form_1_is_read_aloud_in_the_order_in_which_it_is_read() -> None:
    said = """\
tanggapan: |
  Peserta menanggapi:

  1. Saluran

      Didahulukan di:

      - RW 003
      - RW 005

      tahun ini juga.

  2. Jalan
"""
    start = BERITA_ACARA.index("tanggapan:")
    end = BERITA_ACARA.index("wakil_peserta:")
    minutes = BERITA_ACARA[:start] + said + BERITA_ACARA[end:]
    form = render({**FINISHED, BA: minutes})["berita-acara.pdf"]
    aloud = spoken(form)
    assert (
        "Setelah memperhatikan, mendengar dan mempertimbangkan: "
        "1. Sambutan-sambutan yang disampaikan oleh: "
        "a. Camat Cempaka Putih (Ratna Wulandari); dan b. Anggota DPRD "
        "pada acara pembukaan Musrenbang Kecamatan. "
        "2. Pemaparan materi lainnya: "
        "a. Arah kebijakan pembangunan, oleh Kepala Kanppeko (Budi Santoso). "
        "3. Tanggapan dan saran dari seluruh peserta musrenbang Kecamatan terhadap materi yang "
        "dipaparkan dalam diskusi sebagaimana telah dirangkum menjadi hasil keputusan Musrenbang "
        "Kecamatan, yaitu: Peserta menanggapi: "
        "1. Saluran Didahulukan di: • RW 003 • RW 005 tahun ini juga. 2. Jalan "
        "maka pada: Hari dan Tanggal : Rabu s.d. Kamis, 9–10 Maret 2016 "
    ) in aloud
    assert (
        "Ditetapkan di Jakarta, 10 Maret 2016 "
        "Mengetahui, Kepala Kanppeko Jakarta Pusat (Budi Santoso) NIP. "
    ) in aloud
    assert "Camat Cempaka Putih (Ratna Wulandari) NIP. 19700101 199503 2 000" in aloud


def head(number: str) -> str:
    return (
        f"LAMPIRAN {number} : BERITA ACARA KESEPAKATAN HASIL MUSRENBANG KECAMATAN CEMPAKA PUTIH "
        "NOMOR : 13/BA-MUSRENBANG/KCP/III/2016 TANGGAL : 10 Maret 2016"
    )


SIGNED_BY_BOTH = (
    "Mengetahui, Kepala Kanppeko Jakarta Pusat (Budi Santoso) NIP. ....",
    (
        "Ditetapkan di Jakarta, 10 Maret 2016 Camat Cempaka Putih (Ratna Wulandari) "
        "NIP. 19700101 199503 2 000"
    ),
)


def test_form_2_has_a_row_for_everybody_invited(finished: Documents) -> None:
    """In the order of juknis C.1.a.1, not in that of the file."""
    text = text_of(finished["lampiran-1.pdf"])
    assert in_order(
        text,
        head("I"),
        "DAFTAR HADIR PESERTA MUSRENBANG KECAMATAN",
        "Kecamatan : Cempaka Putih",
        "Hari/Tanggal : Rabu s.d. Kamis, 9–10 Maret 2016",
        "Waktu : 08.00–15.30 WIB",
        "Tempat : Aula Kantor Kecamatan",
        "No Nama Lembaga/Instansi Alamat/No. Telp Tanda Tangan",
        *(f"{no} DPRD Provinsi" for no in (1, 2)),
        *(f"{no} Delegasi RW Kelurahan Rawasari" for no in range(3, 12)),
        "Mengetahui, Camat Cempaka Putih (Ratna Wulandari)",
    )
    assert text.count("Delegasi RW Kelurahan Rawasari") == 9


def test_form_3(finished: Documents) -> None:
    assert in_order(
        text_of(finished["lampiran-2.pdf"]),
        head("II"),
        "DAFTAR USULAN KEGIATAN PRIORITAS KECAMATAN MENURUT SKPD/UKPD",
        "Kecamatan : Cempaka Putih",
        "Tahun : 2016",
        "No Permasalahan Program Usulan Kegiatan Lokasi Volume Satuan Perkiraan Anggaran "
        "SKPD/UKPD Tujuan",
        "(1) (2) (3) (4) (5) (6) (7) (8) (10)",
        "Suku Dinas Sumber Daya Air",
        "1 Saluran tepi jalan mampat dan meluap setiap hujan lebat. Program Pengendalian Banjir "
        "Perbaikan saluran tepi jalan 2016/rawasari/0001 Jl. Rawasari Barat III, RW 003, "
        "Kel. Rawasari 100 m Rp80.000.000 Sudin SDA",
        "Jumlah Suku Dinas Sumber Daya Air: 1 usulan Rp80.000.000",
        "JUMLAH SELURUHNYA: 1 usulan Rp80.000.000",
        *SIGNED_BY_BOTH,
    )


def test_form_4(finished: Documents) -> None:
    """Rejected first; what was not validated apart; what goes to the UKPD forum only counted."""
    assert in_order(
        text_of(finished["lampiran-3.pdf"]),
        head("III"),
        "DAFTAR USULAN KEGIATAN YANG BELUM DISEPAKATI",
        "Kecamatan : Cempaka Putih",
        "Tahun : 2016",
        "No Usulan Kegiatan Lokasi Volume Alasan (1) (2) (3) (4) (5)",
        "1 Pelatihan menjahit 2016/rawasari/0002 RW 004, Kel. Rawasari 20 orang "
        "Bukan merupakan prioritas Kecamatan. Akan dilayani pelatihan kota tahun ini.",
        "Usulan yang tidak divalidasi, menjadi tanggung jawab Camat",
        "2 Perbaikan saluran tepi jalan 2016/rawasari/0003",
        "Tidak divalidasi. Lahan masih disengketakan.",
        "Catatan: 1 usulan yang tidak menggunakan template kegiatan dan usulan langsung",
        "https://musrenbang.contoh.example/2016/keputusan/forum-ukpd/",
        *SIGNED_BY_BOTH,
    )


def test_report_holds_the_same_pages_behind_a_letter(finished: Documents) -> None:
    report = page_texts(finished["laporan.pdf"])
    forms = [page for name in FORMS for page in page_texts(finished[name])]
    assert report[-len(forms) :] == forms
    assert in_order(
        " ".join(report[: -len(forms)]),
        "Kepada Yth. Kepala Kanppeko Jakarta Pusat di Jakarta",
        "laporan hasil pelaksanaan Musrenbang Kecamatan Cempaka Putih Tahun 2016 yang "
        "diselenggarakan pada Rabu s.d. Kamis, 9–10 Maret 2016 di Aula Kantor Kecamatan, "
        "yang terdiri atas:",
        "Disetujui (1 di antaranya dengan perubahan volume atau anggaran) 1 Rp80.000.000",
        "Ditolak 1 Rp30.000.000",
        "Tidak diputuskan 1 Rp96.000.000",
        "Jumlah usulan untuk diputuskan Camat 3 Rp206.000.000",
        "(forum UKPD) 1 Rp96.000.000",
        "Jumlah seluruh usulan 4 Rp302.000.000",
        "Camat Cempaka Putih (Ratna Wulandari)",
        "REKAPITULASI USULAN MENURUT KELURAHAN",
        "Rawasari 1 1 1 1 4 Rp80.000.000 Rp302.000.000",
        "Jumlah 1 1 1 1 4 Rp80.000.000 Rp302.000.000",
    )


@pytest.mark.parametrize("name", FORMS)
def test_every_page_says_what_it_belongs_to(finished: Documents, name: str) -> None:
    for number, page in enumerate(page_texts(finished[name]), start=1):
        assert in_order(
            page,
            "Nomor: 13/BA-MUSRENBANG/KCP/III/2016",
            "Versi data: 0123456789ab · Sidik data: ",
            f"Halaman {number} dari {finished[name].pages}",
        )
        assert "KONSEP" not in page
        assert "CONTOH" not in page


def test_draft_leaves_lines_to_fill_in(draft: Documents) -> None:
    """Before the meeting the time that is planned is known, nothing that happens in it."""
    assert in_order(
        text_of(draft["berita-acara.pdf"]),
        "Nomor : ....",
        "Pada hari Rabu tanggal sembilan",
        "Sambutan-sambutan yang disampaikan oleh ....",
        "Ditetapkan di Jakarta, ....",
        "1. DPRD Provinsi",
    )
    assert "NOMOR : ...." in text_of(draft["lampiran-2.pdf"])


@pytest.fixture(scope="module")
def sample() -> Documents:
    settings = FINISHED[SETTINGS].replace("contoh: false", "contoh: true")
    return render({**FINISHED, SETTINGS: settings})


@pytest.mark.parametrize("name", [*FORMS, "laporan.pdf"])
def test_drafts_and_samples_say_so_on_every_page(
    draft: Documents, sample: Documents, name: str
) -> None:
    for page in page_texts(draft[name]):
        assert "KONSEP: belum ditetapkan" in page
        title = page.count("KONSEP LAPORAN")
        assert page.count("KONSEP") == 2 + title, "once in the head, once as watermark"
    for page in page_texts(sample[name]):
        assert page.count("CONTOH") == 2


def test_minutes_without_a_date_are_a_draft() -> None:
    undated = BERITA_ACARA.replace("ditetapkan: 2016-03-10\n", "")
    text = text_of(render({**FINISHED, BA: undated})["lampiran-3.pdf"])
    assert "KONSEP: belum ditetapkan" in text


@pytest.mark.parametrize(
    ("kota", "expected", "unexpected"),
    [
        (
            '{kode: "31.01", nama: Kepulauan Seribu, jenis: Kabupaten Administrasi}',
            ("DAERAH KHUSUS IBUKOTA JAKARTA", "KABUPATEN ADMINISTRASI KEPULAUAN SERIBU TAHUN 2016"),
            (),
        ),
        (
            '{kode: "32.02", nama: Sukabumi, jenis: Kabupaten}',
            (
                "PEMERINTAH KABUPATEN SUKABUMI KECAMATAN CEMPAKA PUTIH",
                "(RKPD) Kabupaten Sukabumi Tahun 2017",
                "Ditetapkan di Sukabumi, 10 Maret 2016",
            ),
            ("DAERAH KHUSUS", "DKI"),
        ),
    ],
)
def test_names_of_the_region(
    kota: str, expected: tuple[str, ...], unexpected: tuple[str, ...]
) -> None:
    """Only a kota of DKI Jakarta speaks for DKI Jakarta."""
    settings = re.sub(r"^kota: .*$", f"kota: {kota}", FINISHED[SETTINGS], flags=re.MULTILINE)
    text = text_of(render({**FINISHED, SETTINGS: settings})["berita-acara.pdf"])
    assert in_order(text, *expected)
    assert not [words for words in unexpected if words in text]


def test_every_row_and_every_sum_is_on_paper() -> None:
    """Read back from the PDFs' text; the sums once more from the records, by hand."""
    files = many(40, rejected=25)
    for number in range(1, 41, 2):
        path = f"proposals/2016/rawasari/{number:04d}.yaml"
        files[path] += "skpd_tujuan: sudin-dik\n"
    view = view_of(files)
    documents = render(files)
    form_3, form_4 = (text_of(documents[f"lampiran-{number}.pdf"]) for number in (2, 3))
    amounts: dict[str, list[int]] = {}
    for case in view.cases:
        row = f"{case.usulan.usulan_kegiatan} {case.id} Jl. Rawasari Barat III, RW 003, "
        row += f"Kel. Rawasari {angka(case.volume)} {case.satuan} "
        if case.status is Status.DISETUJUI:
            assert case.anggaran is not None
            assert case.skpd is not None
            row += f"{rupiah(case.anggaran)} {case.skpd.singkatan}"
            amounts.setdefault(case.skpd.nama, []).append(case.anggaran)
        assert row in (form_3 if case.status is Status.DISETUJUI else form_4)
    printed = re.findall(r"Jumlah (Suku [^:]+): (\d+) usulan (Rp[\d.]+)", form_3)
    assert printed == [
        (name, str(len(group)), rupiah(sum(group))) for name, group in sorted(amounts.items())
    ]
    total = rupiah(sum(sum(group) for group in amounts.values()))
    assert f"JUMLAH SELURUHNYA: 40 usulan {total}" in form_3


def test_no_settings_no_documents() -> None:
    files = {path: text for path, text in FINISHED.items() if path != SETTINGS}
    assert render(files) == {}
