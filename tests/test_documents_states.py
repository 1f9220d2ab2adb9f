"""Drafts, corrections after Kirim, and one word for each state in the letter and the forms."""

from collections.abc import Mapping

import pytest

from musrenbang.papers.press import Paper
from tests.documents_support import (
    BERITA_ACARA,
    FINISHED,
    SETTINGS,
    in_order,
    many,
    page_texts,
    reader,
    render,
    text_of,
)
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, USULAN

Documents = Mapping[str, Paper]
BA = "decisions/2016/berita-acara.yaml"
KIRIM = "decisions/2016/rawasari/kirim.yaml"
DRAFT = {path: text for path, text in FINISHED.items() if path not in {BA, KIRIM}}
CORRECTIONS = """\
koreksi:
  - {nomor: "0002", tanggal: 2016-03-17, alasan: Uraian salah kutip.}
  - nomor: "0001"
    tanggal: 2016-03-15
    alasan: Salah ketik volume.
    berita_acara: 15/BA-KOREKSI/KCP/III/2016
"""
FORMS = ("berita-acara.pdf", "lampiran-1.pdf", "lampiran-2.pdf", "lampiran-3.pdf", "laporan.pdf")
HEADING = "Usulan yang tidak divalidasi, menjadi tanggung jawab Camat"


@pytest.fixture(scope="module")
def draft() -> Documents:
    return render(DRAFT)


@pytest.fixture(scope="module")
def corrected() -> Documents:
    return render({**FINISHED, KIRIM: FINISHED[KIRIM] + CORRECTIONS})


def test_titles_of_drafts_say_so(draft: Documents) -> None:
    """Also without minutes' date; with it nothing is called a draft."""
    undated = render({**FINISHED, BA: BERITA_ACARA.replace("ditetapkan: 2016-03-10\n", "")})
    for documents in (draft, undated):
        for name in FORMS:
            assert documents[name].title.startswith("Konsep ")
    for document in render(FINISHED).values():
        assert "konsep" not in document.title.lower()
        assert "konsep" not in text_of(document).lower()


def test_letter_of_a_draft_claims_no_result(draft: Documents) -> None:
    (letter, *_) = page_texts(draft["laporan.pdf"])
    assert in_order(
        letter,
        "KONSEP LAPORAN",
        "Konsep Laporan Hasil Pelaksanaan Musrenbang",
        "konsep laporan hasil pelaksanaan Musrenbang Kecamatan Cempaka Putih Tahun 2016 yang "
        "direncanakan diselenggarakan pada",
        "Keadaan sementara usulan yang tercatat",
        "Belum diputuskan 1 Rp96.000.000",
    )
    assert "Ringkasan hasil" not in letter
    assert "disampaikan laporan" not in letter
    assert "Tidak diputuskan" not in letter


def test_form_1_keeps_its_wording_in_drafts(draft: Documents) -> None:
    assert "telah diselenggarakan Musrenbang Kecamatan" in text_of(draft["berita-acara.pdf"])


def test_corrected_rows_are_marked(corrected: Documents) -> None:
    assert in_order(
        text_of(corrected["lampiran-2.pdf"]), "2016/rawasari/0001 dikoreksi 15 Maret 2016"
    )
    assert in_order(
        text_of(corrected["lampiran-3.pdf"]), "2016/rawasari/0002 dikoreksi 17 Maret 2016"
    )
    for name in ("lampiran-2.pdf", "lampiran-3.pdf"):
        text = text_of(corrected[name])
        assert text.count(" dikoreksi ") == 1, "one row"
        assert text.count("Dasar: ") == 2, "and the list"


def test_both_forms_list_all_corrections_before_the_signatures(corrected: Documents) -> None:
    """Oldest first, with the record's words: a correction can move a proposal between forms."""
    first = ", 15 Maret 2016: Salah ketik volume. Dasar: 15/BA-KOREKSI/KCP/III/2016."
    second = ", 17 Maret 2016: Uraian salah kutip. Dasar: tidak dicatat."
    notes = {
        "lampiran-2.pdf": ("", " (tercantum dalam Lampiran III)"),
        "lampiran-3.pdf": (" (tercantum dalam Lampiran II)", ""),
    }
    for name, where in notes.items():
        parts = (
            "(10)" if name == "lampiran-2.pdf" else HEADING,
            "Dikoreksi sesudah hasil dikirim:",
            f"2016/rawasari/0001{where[0]}{first}",
            f"2016/rawasari/0002{where[1]}{second}",
            "Ditetapkan di Jakarta, 10 Maret 2016",
        )
        text = text_of(corrected[name]).replace("/ ", "/")
        assert in_order(text, *parts)


def test_the_letter_counts_corrected_proposals(corrected: Documents) -> None:
    expected = (
        "Sesudah hasil dikirim, 2 usulan dikoreksi sebagaimana tercantum pada akhir "
        "Lampiran II dan Lampiran III."
    )
    assert expected in page_texts(corrected["laporan.pdf"])[0]


def test_the_board_gets_a_notice_of_what_was_corrected(corrected: Documents) -> None:
    """Each proposal as it is now, with why and on whose word; signed, and of large print."""
    (text,) = page_texts(corrected["koreksi.pdf"])
    assert in_order(
        text.replace("/ ", "/"),
        "KOREKSI HASIL MUSRENBANG",
        "Berita Acara Nomor 13/BA-MUSRENBANG/KCP/III/2016 tanggal 10 Maret 2016",
        "2 usulan dikoreksi. Yang berlaku kini seperti di bawah ini",
        "Perbaikan saluran tepi jalan Jl. Rawasari Barat III, RW 003, Kel. Rawasari",
        "2016/rawasari/0001 Disetujui dengan perubahan Rp80.000.000 100 m (usulan 120)",
        "Dikoreksi 15 Maret 2016: Salah ketik volume. Dasar: 15/BA-KOREKSI/KCP/III/2016.",
        "Pelatihan menjahit RW 004, Kel. Rawasari 2016/rawasari/0002 Ditolak",
        "Dikoreksi 17 Maret 2016: Uraian salah kutip. Dasar: tidak dicatat.",
        f"Jakarta, {'.' * 24} 2016 Camat Cempaka Putih",
    )


def test_without_corrections_nothing_is_said_of_them() -> None:
    printed = render(FINISHED)
    assert "koreksi.pdf" not in printed
    for document in printed.values():
        assert "dikoreksi" not in text_of(document).lower()


def test_many_corrections_break_across_pages() -> None:
    files = many(30)
    files[KIRIM] += "koreksi:\n" + "".join(
        f'  - {{nomor: "{number:04d}", tanggal: 2016-03-15, alasan: {"Salah ketik. " * 30}}}\n'
        for number in range(1, 31)
    )
    text = text_of(render(files)["lampiran-2.pdf"])
    for number in range(1, 31):
        assert f"2016/rawasari/{number:04d}, 15 Maret" in text
    assert in_order(text, "2016/rawasari/0030, 15 Maret", "Ditetapkan di Jakarta")


BARAT, TIMUR = (f"proposals/2016/cempaka-putih-{name}" for name in ("barat", "timur"))
EVERY_STATE = {
    **FINISHED,
    f"{BARAT}/kelurahan.yaml": KELURAHAN.replace("Rawasari", "Cempaka Putih Barat"),
    f"{BARAT}/0001.yaml": USULAN,
    f"{BARAT}/0002.yaml": USULAN.replace("hasil: diteruskan", "hasil: tidak-diteruskan"),
    f"{TIMUR}/kelurahan.yaml": KELURAHAN.replace("Rawasari", "Cempaka Putih Timur").replace(
        "dikirim: 2016-02-26\n", ""
    ),
    f"{TIMUR}/0001.yaml": USULAN.replace("96000000", "123456789012"),
    "proposals/2016/usulan-langsung/0001.yaml": USULAN.replace("template: perbaikan-saluran\n", "")
    + "kelurahan: rawasari\n",
}
"""Sent on and not, each with an undecided proposal; not sent; not passed on; direct."""


@pytest.fixture(scope="module")
def every_state() -> Documents:
    return render(EVERY_STATE)


def test_undecided_after_and_before_kirim_have_each_their_word(every_state: Documents) -> None:
    assert in_order(
        text_of(every_state["lampiran-3.pdf"]),
        HEADING,
        "2 Perbaikan saluran tepi jalan 2016/rawasari/0003",
        "Tidak divalidasi. Lahan masih disengketakan.",
        "Usulan yang belum divalidasi",
        "3 Perbaikan saluran tepi jalan 2016/cempaka-putih-barat/0001",
        "Belum divalidasi.",
    )
    assert in_order(
        text_of(every_state["laporan.pdf"]),
        "Ditolak 1",
        "Tidak diputuskan 1 Rp96.000.000",
        "Belum diputuskan 1 Rp96.000.000",
        "Jumlah usulan untuk diputuskan Camat 4",
        "(forum UKPD) 2 Rp192.000.000",
        "Belum dikirim oleh Lurah 1 Rp123.456.789.012",
        "Tidak diteruskan oleh Lurah 1 Rp96.000.000",
        "Jumlah seluruh usulan 8",
    )


def recap(documents: Documents) -> str:
    (page,) = (page for page in page_texts(documents["laporan.pdf"]) if "REKAPITULASI" in page)
    return page[page.index("REKAPITULASI") :]


def test_recapitulation_of_every_state_has_whole_words(every_state: Documents) -> None:
    assert in_order(
        recap(every_state),
        "Kelurahan Disetujui Ditolak Tidak diputuskan Belum diputuskan Forum UKPD Belum dikirim "
        "Tidak diteruskan Jumlah Anggaran disetujui Anggaran seluruh usulan",
        "Cempaka Putih Barat 0 0 0 1 0 0 1 2 Rp0 Rp192.000.000",
        "Cempaka Putih Timur 0 0 0 0 0 1 0 1 Rp0 Rp123.456.789.012",
        "Rawasari 1 1 1 0 2 0 0 5 Rp80.000.000 Rp398.000.000",
        "Jumlah 1 1 1 1 2 1 1 8 Rp80.000.000",
        "Termasuk 1 usulan langsung masyarakat, yang dihitung pada kelurahan yang dituju.",
    )


def test_states_that_do_not_occur_are_left_out() -> None:
    documents = render(many(1))
    text = text_of(documents["laporan.pdf"])
    assert in_order(text, "Disetujui", "Ditolak 0 Rp0", "Jumlah usulan untuk diputuskan Camat 1")
    for words in ("divalidasi", "(forum UKPD)", "Belum dikirim", "Tidak diteruskan"):
        assert words not in page_texts(documents["laporan.pdf"])[0]
    assert "usulan langsung" not in recap(documents)


def test_what_has_no_estimate_is_no_sum_of_nothing() -> None:
    """Rp0 would say that it costs nothing; the board says what is not known."""
    unknown = DISETUJUI.replace("perkiraan_anggaran: 80000000\n", "")
    proposal = USULAN.replace("perkiraan_anggaran: 96000000\n", "")
    papers = render(
        {
            **many(0),
            "proposals/2016/rawasari/0001.yaml": proposal,
            "decisions/2016/rawasari/0001.yaml": unknown,
        }
    )
    assert in_order(text_of(papers["laporan.pdf"]), "Jumlah seluruh usulan 1 –", "1 usulan belum")
    assert in_order(text_of(papers["lampiran-2.pdf"]), "JUMLAH SELURUHNYA: 1 usulan –")
    told = "yang disetujui belum memiliki perkiraan anggaran."
    assert f"1 dari {told}" in text_of(papers["pengumuman-a4.pdf"])
    assert f"0 ditolak. 1 {told}" in text_of(papers["hasil-rawasari.pdf"])
    for name in ("lampiran-2.pdf", "pengumuman-a4.pdf", "hasil-rawasari.pdf"):
        assert "Rp0" not in text_of(papers[name])


def letter_with(length: int) -> list[str]:
    """The pages of a report whose letter names everything, at a place with a long name."""
    place = "Kantor Kecamatan" + " Serbaguna" * length
    files = {
        **EVERY_STATE,
        KIRIM: FINISHED[KIRIM] + CORRECTIONS,
        BA: BERITA_ACARA.replace("Kantor Kecamatan", place),
    }
    files["proposals/2016/rawasari/0004.yaml"] = files["proposals/2016/rawasari/0004.yaml"].replace(
        "perkiraan_anggaran: 96000000\n", ""
    )
    return page_texts(render(files)["laporan.pdf"])


@pytest.mark.parametrize("length", [0, 9, 18, 27])
def test_the_letter_is_signed_below_its_last_rows(length: int) -> None:
    (signed,) = (page for page in letter_with(length) if "Demikian disampaikan" in page)
    assert in_order(
        signed,
        "Jumlah usulan untuk diputuskan Camat",
        "Jumlah seluruh usulan",
        "Demikian disampaikan",
        "(Ratna Wulandari)",
    )


def test_the_recapitulation_needs_no_page_of_its_own() -> None:
    """Where the letter runs over to a second page, it follows there."""
    (_, second, third, *_) = letter_with(27)
    assert in_order(second, "Demikian disampaikan", "(Ratna Wulandari)", "REKAPITULASI")
    assert "BERITA ACARA" in third


def test_a_group_repeats_its_heading_on_every_page() -> None:
    files = many(0, rejected=60)
    for number in range(15, 61):
        del files[f"decisions/2016/rawasari/{number:04d}.yaml"]
    form_4 = render(files)["lampiran-3.pdf"]
    pages = page_texts(form_4)
    assert len(pages) > 2
    for page in pages:
        assert page.count(HEADING) == ("Tidak divalidasi." in page)
    outline = reader(form_4).outline
    titles = [item["/Title"] for part in outline if isinstance(part, list) for item in part]  # type: ignore[call-overload]
    assert titles == [HEADING], "a bookmark leads to its beginning only"


def test_long_ids_break_after_a_slash_and_stay_whole_for_readers() -> None:
    files = {
        path.replace("rawasari", "kelurahan-dengan-nama-yang-panjang"): text
        for path, text in many(2, rejected=2).items()
    }
    documents = render(files)
    for name, number in (("lampiran-2.pdf", "0001"), ("lampiran-3.pdf", "0003")):
        text = text_of(documents[name]).replace("\ufffe", "-").replace("/ ", "/")
        assert f"2016/kelurahan-dengan-nama-yang-panjang/{number}" in text


def test_square_and_cubic_metres_are_printed_as_such() -> None:
    files = many(1, rejected=1)
    files["proposals/2016/rawasari/0001.yaml"] += "satuan: m2\n"
    files["proposals/2016/rawasari/0002.yaml"] += "satuan: m3\n"
    files["decisions/2016/rawasari/0002.yaml"] = DITOLAK.replace("Akan dilayani", "Luas 9 m2. Akan")
    documents = render(files)
    assert "100 m²" in text_of(documents["lampiran-2.pdf"])
    assert in_order(text_of(documents["lampiran-3.pdf"]), "120 m³", "Luas 9 m2.")
    assert (
        b'"satuan": "m2"' in reader(documents["lampiran-2.pdf"]).attachments["lampiran-2.json"][0]
    )


def test_hours_outside_western_time_stay_as_they_are() -> None:
    settings = FINISHED[SETTINGS].replace('kota: {kode: "31.71"', 'kota: {kode: "73.71"')
    assert "WIB" not in text_of(render({**FINISHED, SETTINGS: settings})["berita-acara.pdf"])
