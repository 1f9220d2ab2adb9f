"""The public site: every page is there, says what the records say, and does nothing else."""

import gzip
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from musrenbang.files.program import version
from musrenbang.files.tree import FolderTree
from musrenbang.git.objects import Commit, CommittedFiles
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.snapshot import Snapshot
from musrenbang.site.addresses import DocumentLink
from musrenbang.site.entries import entry_of, names_rt, short_place
from musrenbang.text import indonesian
from musrenbang.year.cases import Status, cases_of
from musrenbang.year.figures import ringkasan
from musrenbang.year.guide import Guide
from musrenbang.year.labels import SENT_UNDECIDED
from schemas.keputusan import Koreksi, TanpaValidasi
from tests.conftest import ROOT, MakeTree
from tests.documents_support import BERITA_ACARA, FINISHED
from tests.site_support import Outline, Site, faults, page, render
from tests.small_year import DITOLAK, KIRIM, MUSRENBANG, SMALL_YEAR, USULAN

GUIDE = Guide(2016, shipped())
DOCUMENT = DocumentLink("2016/dokumen/berita-acara.pdf", "Berita Acara (Form 1)", 4, 182_000)
LISTS = tuple(
    DocumentLink(f"2016/dokumen/{name}.{end}", f"Daftar {name}", pages, size, "penerima")
    for name in ("skpd-sudin-sda", "kelurahan-rawasari")
    for end, pages, size in (("pdf", 2, 90_000), ("xlsx", None, 7_000))
)
DOCUMENTS = {2016: (DOCUMENT, *LISTS)}
WIB = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Site:
    return render(snapshot, documents=DOCUMENTS)


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "2016/index.html",
        "2016/usulan/index.html",
        "2016/usulan/rawasari/0007/index.html",
        "2016/kelurahan/index.html",
        "2016/kelurahan/rawasari/index.html",
        "2016/kelurahan/rawasari/rw-002/index.html",
        "2016/skpd/index.html",
        "2016/dokumen/index.html",
        "2016/kerja/index.html",
        "2016/riwayat/index.html",
        "2016/jadwal.ics",
        "pengumuman/index.html",
        "panduan/index.html",
        *(
            f"panduan/{name}/index.html"
            for name in (
                "warga",
                "lurah",
                "operator",
                "camat",
                "pemeriksa",
                "istilah",
                "pemasang",
                "perintah",
                "tim-teknis",
            )
        ),
        "partisipasi/index.html",
        "data/index.html",
        "api/v1/index.json",
        "api/v1/versi.json",
        "api/v1/2016/ringkasan.json",
        "api/v1/2016/usulan.json",
        "api/v1/skema/ringkasan.schema.json",
        "api/v1/skema/usulan.schema.json",
        "2016/data/usulan.csv",
        "2016/data/usulan.xlsx",
        "2016/data/datapackage.json",
        "feed.xml",
        "2016/kelurahan/rawasari/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "aset/situs.css",
        "aset/plus-jakarta-sans.woff2",
        "aset/plus-jakarta-sans-OFL.txt",
    ],
)
def test_every_kind_of_page_is_there(site: Site, path: str) -> None:
    assert path in site


def test_every_proposal_status_kelurahan_and_agency_has_its_page(
    site: Site, snapshot: Snapshot
) -> None:
    for year in snapshot.years.values():
        for case in cases_of(year):
            assert f"{year.tahun}/usulan/{case.folder}/{case.nomor}/index.html" in site
            assert f"{year.tahun}/skpd/{case.kode_skpd}/index.html" in site
        for status in Status:
            assert f"{year.tahun}/keputusan/{status.value}/index.html" in site


def test_links_anchors_ids_and_headings_are_sound(site: Site) -> None:
    assert list(faults(site, frozenset(one.path for one in DOCUMENTS[2016]))) == []


def test_rendering_twice_gives_the_same_bytes(site: Site, snapshot: Snapshot) -> None:
    assert render(snapshot, documents=DOCUMENTS) == site


def test_a_proposal_page_says_the_outcome_first_and_the_reason_in_full(
    site: Site, snapshot: Snapshot
) -> None:
    for case in cases_of(snapshot.years[2016]):
        text = Outline(page(site, f"2016/usulan/{case.folder}/{case.nomor}/index.html")).text
        outcome = text.index(entry_of(case).hasil, text.index("Langsung ke isi"))
        assert outcome < text.index("Yang diusulkan")
        assert "None" not in text
        if case.status is Status.DITOLAK:
            assert case.keputusan
            assert case.keputusan.alasan
            assert case.alasan is not None
            assert case.alasan.nama in text
            assert " ".join(case.keputusan.alasan.uraian.split()) in text
        if case.diubah:
            assert case.anggaran is not None
            assert indonesian.rupiah(case.anggaran) in text
            assert case.keputusan
            assert " ".join((case.keputusan.alasan_perubahan or "").split()) in text


def test_what_was_sent_undecided_or_corrected_afterwards_says_so(
    site: Site, snapshot: Snapshot
) -> None:
    found = 0
    for folder in snapshot.years[2016].kelurahan.values():
        if folder.kirim is None:
            continue
        rows: tuple[TanpaValidasi | Koreksi, ...] = (
            *folder.kirim.tanpa_validasi,
            *folder.kirim.koreksi,
        )
        for row in rows:
            text = Outline(page(site, f"2016/usulan/{folder.slug}/{row.nomor}/index.html")).text
            assert " ".join(row.alasan.split()).rstrip(".") in text
            found += 1
    assert found


def proposal(site: Site, name: str) -> str:
    """The text of one proposal's page."""
    folder = name.replace("/", "/usulan/", 1)
    return Outline(page(site, f"{folder}/index.html")).text


def test_a_corrected_proposal_tells_what_each_day_decided(site: Site) -> None:
    text = proposal(site, "2016/rawasari/0032")
    assert "10 Maret 2016 Diputuskan camat 10 Maret 2016 Dikirim camat ke tingkat kota" in text
    assert "15 Maret 2016 Dikoreksi: volume 82 m, Rp65.600.000" in text
    assert "10 Maret 2016 Disetujui camat" not in text


def test_a_rejection_by_correction_says_so(make_tree: MakeTree) -> None:
    kirim = f"{KIRIM}koreksi: [{{nomor: '0002', tanggal: 2016-03-15, alasan: Salah catat}}]\n"
    site = render(make_tree({**SMALL_YEAR, "decisions/2016/rawasari/kirim.yaml": kirim}))
    text = proposal(site, "2016/rawasari/0002")
    assert "9 Maret 2016 Diputuskan camat" in text
    assert "15 Maret 2016 Dikoreksi: ditolak Salah catat." in text


def test_verdicts_before_kirim_are_provisional_everywhere(make_tree: MakeTree) -> None:
    kirim = "decisions/2016/rawasari/kirim.yaml"
    site = render(make_tree({path: text for path, text in SMALL_YEAR.items() if path != kirim}))
    sent = render(make_tree({kirim: KIRIM}))
    sentence = "hasil kelurahan ini belum dikirim camat dan masih dapat berubah."
    assert sentence.replace("hasil", "Hasil", 1) in proposal(site, "2016/rawasari/0001")
    assert sentence not in proposal(sent, "2016/rawasari/0001")
    for path in (
        "index.html",
        "2016/index.html",
        "2016/kelurahan/index.html",
        "2016/kelurahan/rawasari/index.html",
    ):
        assert "2 keputusan masih sementara" in Outline(page(site, path)).text
        assert "sementara" not in Outline(page(sent, path)).text
    for path in ("2016/kelurahan/rawasari/index.html", "2016/keputusan/disetujui/index.html"):
        assert "(sementara)" in page(site, path)
        assert "(sementara)" not in page(sent, path)


def test_documents_before_the_minutes_are_settled_are_drafts(site: Site) -> None:
    draft = DocumentLink("2017/dokumen/berita-acara.pdf", "Konsep Berita Acara (Form 1)", 4, 9)
    both = render(load(FolderTree(ROOT)), documents={2016: (DOCUMENT,), 2017: (draft,)})
    text = Outline(page(both, "2017/index.html")).text
    assert "Berita Acara belum ditetapkan; berikut konsepnya. Konsep Berita Acara" in text
    assert "belum dibuat" not in text
    assert "konsepnya" not in page(both, "2016/index.html")
    assert "Berita Acara belum dibuat." in page(site, "2017/index.html")
    assert DOCUMENT.path in page(both, "index.html")
    assert draft.path not in page(both, "index.html")


def test_lists_for_recipients_are_offered_where_each_looks(site: Site) -> None:
    """One line for both formats."""
    documents = Outline(page(site, "2016/dokumen/index.html")).text
    assert "Daftar skpd-sudin-sda PDF, 2 halaman, 90 kB; juga sebagai XLSX , 7 kB" in documents
    for where, offered in (
        ("2016/skpd/sudin-sda/index.html", {"skpd-sudin-sda"}),
        ("2016/skpd/sudin-sosial/index.html", set()),
        ("2016/kelurahan/rawasari/index.html", {"kelurahan-rawasari"}),
        ("2016/kerja/index.html", {"kelurahan-rawasari"}),
        ("2016/dokumen/index.html", {"skpd-sudin-sda", "kelurahan-rawasari"}),
    ):
        shown = page(site, where)
        for link in LISTS:
            name = link.name.rpartition(".")[0]
            assert (f"dokumen/{link.name}" in shown) == (name in offered), (where, link.name)
    assert "dokumen/index.html#penerima" in page(site, "2016/kerja/index.html")


def test_what_was_added_to_the_minutes_is_shown_below_them(make_tree: MakeTree) -> None:
    added = """\
adendum:
  - tanggal: 2016-03-15
    alasan: Nama <b>lembaga</b> keliru.
    berita_acara: 15/BA/2016
    isi: Yang tertulis **Karang Taruna** seharusnya LMK.
"""
    files = {**FINISHED, "decisions/2016/berita-acara.yaml": BERITA_ACARA + added}
    site = render(make_tree(files), History())
    assert (
        "Adendum ke-1, Selasa, 15 Maret 2016 Nama <b>lembaga</b> keliru. Dasar: 15/BA/2016. "
        "Yang tertulis Karang Taruna seharusnya LMK."
    ) in Outline(page(site, "2016/index.html")).text
    assert not [*faults(site)]


def test_what_the_camat_does_not_decide_is_not_said_to_be_sent(
    site: Site, snapshot: Snapshot
) -> None:
    cases = [c for c in cases_of(snapshot.years[2016]) if c.status is Status.FORUM_UKPD]
    assert {case.langsung for case in cases} == {True, False}
    for case in cases:
        text = proposal(site, case.id)
        assert "Dikirim camat" not in text
        assert ("tidak melalui lurah (usulan langsung)" in text) is case.langsung
        assert ("Dikirim langsung oleh warga, sehingga" in text) is case.langsung
        assert ("Tidak memakai template kegiatan, sehingga" in text) is not case.langsung
        assert "hasil survei" not in text


def test_tables_say_how_many_direct_proposals_they_hold(site: Site, snapshot: Snapshot) -> None:
    direct = [case for case in cases_of(snapshot.years[2016]) if case.langsung]
    for path in ("2016/index.html", "2016/kelurahan/index.html"):
        assert f"termasuk {len(direct)} usulan langsung" in page(site, path)
    here = sum(case.kelurahan == "rawasari" for case in direct)
    path = "2016/kelurahan/rawasari/index.html"
    assert f"termasuk {here} usulan langsung" in page(site, path)
    total = ringkasan(cases_of(snapshot.years[2016]), (), GUIDE).kelurahan["rawasari"].total.jumlah
    assert f"Jumlah {total} " in Outline(page(site, path)).text


def test_the_lurah_explains_what_was_stopped(make_tree: MakeTree) -> None:
    note = "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24, catatan: 'Prioritas: satu'}"
    refused = "validasi_lurah: {hasil: tidak-diteruskan, tanggal: 2016-02-24, catatan: Ganda}"
    plain = "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}"
    files = {
        "proposals/2016/rawasari/0001.yaml": USULAN.replace(plain, note),
        "proposals/2016/rawasari/0003.yaml": USULAN.replace(plain, refused),
    }
    site = render(make_tree({**SMALL_YEAR, **files}))
    assert "Validasi lurah Diteruskan. Prioritas: satu" in proposal(site, "2016/rawasari/0001")
    refusal = proposal(site, "2016/rawasari/0003")
    assert "Penjelasan lurah Ganda" in refusal
    assert "hasil survei" not in refusal


def test_what_was_sent_undecided_is_the_camats_responsibility(site: Site) -> None:
    text = proposal(site, "2016/rawasari/0043")
    assert SENT_UNDECIDED.arti in text
    assert "belum memutuskannya" not in text
    assert "Tidak ada hasil survei yang tercatat." in text
    assert "Dikirim tanpa keputusan camat, 10 Maret 2016" in text
    year = Outline(page(site, "2016/index.html"))
    assert "Hasil semua kelurahan sudah dikirim camat ke tingkat kota" in year.text
    assert "3 usulan dikirim tanpa diputuskan (tanggung jawab camat)" in year.text
    assert ("a", "../2016/usulan/rawasari/0043/index.html") in year.references
    assert "88 dari 134 usulan yang disetujui masuk. 33 belum ada kabar." in year.text
    assert "belum dimulai" not in year.text


def test_physical_proposals_admit_a_missing_survey(make_tree: MakeTree) -> None:
    missing = "Tidak ada hasil survei yang tercatat."
    decision = DITOLAK + "tanpa_survei: Pagar proyek dikunci.\n"
    site = render(make_tree({**SMALL_YEAR, "decisions/2016/rawasari/0001.yaml": decision}))
    text = proposal(site, "2016/rawasari/0001")
    assert "Tidak disurvei: Pagar proyek dikunci." in text
    assert missing not in text
    site = render(make_tree({"decisions/2016/rawasari/0001.yaml": DITOLAK}))
    assert missing in proposal(site, "2016/rawasari/0001")
    assert missing not in proposal(site, "2016/rawasari/0002")


def test_the_missing_page_works_at_any_depth(make_tree: MakeTree) -> None:
    assert 'href="/aset/situs.css"' in page(render(make_tree(SMALL_YEAR)), "404.html")
    address = f"{MUSRENBANG}situs: {{alamat: https://warga.example/musrenbang}}\n"
    site = render(make_tree({**SMALL_YEAR, "proposals/2016/musrenbang.yaml": address}))
    assert 'href="/musrenbang/aset/situs.css"' in page(site, "404.html")
    for reference in Outline(page(site, "2016/usulan/rawasari/0001/index.html")).references:
        assert ".example" not in reference[1] or reference[0] == "link"


@pytest.mark.parametrize(
    ("alamat", "rw", "shown"),
    [
        ("RT 005 RW 003", "003", "RT 005"),
        ("RT 1, RT 2 dan RT 3/RW 3", "003", "RT 1, RT 2 dan RT 3"),
        ("RT/RW 005/003", "003", "RT/RW 005/003"),
        ("RW 03", "003", ""),
        ("RW 04", "003", "RW 04"),
        ("RW 03", None, "RW 03"),
        ("RT 005 RW 003, Jl. Rawasari", "003", "RT 005 RW 003, Jl. Rawasari"),
        ("Jl. Rawasari", "003", "Jl. Rawasari"),
    ],
)
def test_an_rw_is_not_said_twice(alamat: str, rw: str | None, shown: str) -> None:
    assert short_place(alamat, rw) == shown


def test_an_rt_is_not_said_twice() -> None:
    assert names_rt("Jl. Mawar RT/RW 005/003")
    assert not names_rt("Jl. Mawar RW 03")


def test_the_figures_on_the_pages_are_those_of_the_records(site: Site, snapshot: Snapshot) -> None:
    year = snapshot.years[2016]
    cases = list(cases_of(year))
    figures = ringkasan(cases, year.kelurahan, GUIDE)
    text = Outline(page(site, "2016/index.html")).text
    approved = [case for case in cases if case.status is Status.DISETUJUI]
    amount = sum(case.anggaran or 0 for case in approved)
    assert figures.semua.status[Status.DISETUJUI].anggaran == amount
    assert f"Jumlah {len(cases)} {len(approved)}" in text
    assert indonesian.rupiah(amount) in text
    for status in Status:
        listed: set[str] = set()
        for path in site:
            if re.fullmatch(rf"2016/keputusan/{status.value}/(?:\d+/)?index\.html", path):
                listed |= set(re.findall(r"2016/usulan/([a-z-]+/\d+)/index", page(site, path)))
        assert listed == {f"{c.folder}/{c.nomor}" for c in cases if c.status is status}


def test_the_search_index_holds_every_proposal(site: Site, snapshot: Snapshot) -> None:
    script = page(site, "2016/usulan/indeks-0.js")
    data = json.loads(script[script.index("{") : script.rindex("}") + 1])
    assert len(data["usulan"]) == len(list(cases_of(snapshot.years[2016])))


def test_sample_years_say_so_on_every_page(site: Site) -> None:
    assert [
        path for path in site if path.endswith(".html") and "Data contoh." not in page(site, path)
    ] == []


def test_unusual_figures_are_shown_with_the_explanation_and_without_blame(site: Site) -> None:
    text = proposal(site, "2016/cempaka-putih-barat/0032")
    assert "Harga satuan Rp28.000.000 berbeda 60 % dari harga template Rp17.500.000" in text
    assert "bukan penilaian terhadap pengusul" in text
    assert "Penjelasan camat Harga satuan Rp28.000.000 lebih tinggi daripada template" in text
    assert "Pemeriksaan kewajaran" not in proposal(site, "2016/rawasari/0032")


def test_a_rejection_leads_to_the_proposal_it_means(make_tree: MakeTree) -> None:
    meant = "{kode: sudah-dikerjakan, uraian: Selesai., tahun: 2015, usulan: 2016/rawasari/0001}"
    other = "{kode: sudah-dikerjakan, uraian: Selesai., tahun: 2015}"
    decision = "decisions/2016/rawasari/0002.yaml"
    reason = "{kode: bukan-prioritas, uraian: Akan dilayani pelatihan kota tahun ini.}"
    site = render(make_tree({**SMALL_YEAR, decision: DITOLAK.replace(reason, meant)}))
    path = "2016/usulan/rawasari/0002/index.html"
    assert (
        "Usulan yang dimaksud Perbaikan saluran tepi jalan 2016/rawasari/0001"
        in Outline(page(site, path)).text
    )
    site = render(make_tree({decision: DITOLAK.replace(reason, other)}))
    assert "Tahun yang dimaksud 2015" in Outline(page(site, path)).text


def test_the_meeting_of_the_city_is_on_the_schedule(make_tree: MakeTree) -> None:
    later = MUSRENBANG + "  musrenbang_kota: 2016-03-28\n"
    site = render(make_tree({**SMALL_YEAR, "proposals/2016/musrenbang.yaml": later}))
    assert (
        "Musrenbang tingkat kota/kabupaten Senin, 28 Maret 2016"
        in Outline(page(site, "2016/index.html")).text
    )
    assert "DTSTART;VALUE=DATE:20160328" in page(site, "2016/jadwal.ics")


def test_pictures_have_their_numbers_beside_them(site: Site) -> None:
    text = Outline(page(site, "2016/index.html")).text
    assert "Diusulkan RW 189" in text
    assert "Diteruskan lurah 176" in text
    assert "13 tidak diteruskan lurah" in text
    assert "Disetujui camat 134 Rp7,72 miliar 31 ditolak camat" in text
    assert "Volume dikurangi" in text
    assert "Dibandingkan dengan" not in text
    text = Outline(page(site, "2017/index.html")).text
    assert "Tahun 2017 masih berjalan, jadi angkanya belum dapat dibandingkan begitu saja." in text
    assert "Semua usulan 197 90" in text
    assert "Bagian yang disetujui dari yang diputuskan 81 % 73 %" in " ".join(text.split())


def test_the_home_page_shows_the_newest_year_and_the_last_finished_one(site: Site) -> None:
    text = Outline(page(site, "index.html")).text
    assert "Musrenbang Kecamatan Cempaka Putih 2017" in text
    assert "Hasil terakhir yang sudah tuntas: 2016" in text
    assert "sedang berjalan" in text


def test_first_visits_stay_small(site: Site) -> None:
    def wire(*paths: str) -> int:
        return sum(
            len(data if path.endswith("woff2") else gzip.compress(data, 6))
            for path in paths
            if isinstance(data := site[path], bytes)
        )

    shared = wire(
        "aset/situs.css", "aset/plus-jakarta-sans.woff2", "aset/kawung.svg", "aset/lambang.svg"
    )
    assert shared + wire("index.html") < 60_000
    pages = [path for path in site if re.fullmatch(r"\d+/usulan/[a-z-]+/\d+/index.html", path)]
    assert shared + max(wire(path) for path in pages) < 25_000


def test_a_page_carries_the_icons_it_shows_and_no_others(site: Site) -> None:
    """Of a page with a script all, since the script may draw any."""
    for path in (path for path in site if path.endswith(".html")):
        text = page(site, path)
        carried = set(re.findall(r'<symbol id="(i-[a-z-]+)"', text))
        shown = set(re.findall(r'<use href="#(i-[a-z-]+)"', text))
        assert shown == carried or ("<script src" in text and len(carried) == 6), path


def test_an_incomplete_history_is_told_as_such(make_tree: MakeTree) -> None:
    """Whoever makes the program speaks to others; their subjects are not for residents."""
    time = datetime(2016, 3, 9, 14, 5, tzinfo=WIB)
    commit = Commit("a" * 40, time, "Fitri <b>Handayani</b>", "Catat keputusan Rawasari")
    changes = [CommittedFiles(commit, (("A", "decisions/2016/rawasari/0001.yaml"),))]
    history = History(commit, shallow=True, changes=changes)
    makers = render(make_tree(SMALL_YEAR), history)
    offices = render(make_tree(SMALL_YEAR), replace(history, program=version()))
    for site, said in ((makers, "Catatan"), (offices, "Catat keputusan Rawasari")):
        text = Outline(page(site, "2016/riwayat/index.html")).text
        assert "tidak lengkap dan tidak dapat dinilai" in text
        assert f"{said} 1 keputusan. Dicatat Fitri <b>Handayani</b>" in text


def test_a_missing_history_is_admitted(make_tree: MakeTree) -> None:
    site = render(make_tree(SMALL_YEAR), History())
    assert "tanpa riwayat Git" in page(site, "2016/riwayat/index.html")


def test_the_front_page_tells_how_far_each_kelurahan_is_while_the_year_runs(
    snapshot: Snapshot, make_tree: MakeTree
) -> None:
    """As `status` does, without a clock; once all is sent on there is nothing left to tell."""
    text = Outline(page(render(snapshot), "index.html")).text
    assert "Sampai di mana setiap kelurahan" in text
    assert "Cempaka Putih Timur 24 Februari 2017 14 dari 15 15 dari 28 belum" in text
    assert "Rawasari belum 0 dari 7 0 dari 0 belum" in text
    finished = page(render(make_tree(SMALL_YEAR)), "index.html")
    assert "Sampai di mana setiap kelurahan" not in finished


def test_a_notice_that_was_put_right_later_leads_to_the_correction(site: Site) -> None:
    result = page(site, "pengumuman/2016-03-11-hasil-musrenbang/index.html")
    assert 'href="../../pengumuman/2016-03-15-koreksi-usulan-rawasari/index.html"' in result
    assert "Ada pembetulan sesudah pengumuman ini:" in result
    itself = page(site, "pengumuman/2016-03-15-koreksi-usulan-rawasari/index.html")
    assert "Ada pembetulan" not in itself
