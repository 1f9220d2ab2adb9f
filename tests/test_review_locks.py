"""What is locked, from when, what may still be added, and what is said of figures that rose."""

from collections.abc import Mapping
from datetime import date

import pytest

from musrenbang.files.paths import Kind
from musrenbang.records.loader import load
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_text, symbol
from musrenbang.review.guards import refusals
from musrenbang.review.locks import dates_of
from musrenbang.review.owners import owners
from musrenbang.review.review_model import Review
from tests.review_cheats import BASE, KRAMAT_NEWS, MINUTES, NEWS, D, P, correction, edited
from tests.review_support import MemoryTree, changed_files, review_of

Files = Mapping[str, str]
BA = f"{D}/berita-acara.yaml"
NOTICE = f"{D}/pengumuman/2016-03-01-undangan.md"
KIRIM = f"{D}/kramat/kirim.yaml"
SETTINGS = f"{P}/musrenbang.yaml"
FINISHED = {
    path: text for path, text in BASE.items() if "/utara/" not in path and "/rawasari/" not in path
} | {BA: MINUTES, f"{D}/pembukaan.jpg": "8"}
"""The year after Kirim and minutes; Kramat is all there is."""
ADENDUM = "  - {tanggal: 2016-03-%d, alasan: Salah tulis., isi: Yang hadir dua orang.}\n"
ADDED = f"{MINUTES}adendum:\n{ADENDUM % 15}"


def rules(base: Files, changes: Mapping[str, str | None]) -> set[str]:
    """The guards that refuse a change of a base."""
    head = {path: text for path, text in {**base, **changes}.items() if text is not None}
    review = review_of(base, head)
    return {finding.rule for finding in review.refusals}


def of_minutes(old: str, new: str) -> str:
    assert old in MINUTES
    return MINUTES.replace(old, new)


@pytest.mark.parametrize(
    "changes",
    [
        {BA: of_minutes("3/BA", "4/BA")},
        {BA: of_minutes("LMK Rawasari", "PT Bangun")},
        {BA: of_minutes("hadir: 3", "hadir: 2")},
        {BA: of_minutes("Saluran", "Jalan")},
        {BA: of_minutes("ditetapkan: 2016-03-10\n", "")},
        {BA: of_minutes("ditetapkan: 2016-03-10", "ditetapkan: 2016-03-11")},
        {BA: ADDED.replace("3/BA", "4/BA")},
        {BA: "nomor: [\n"},
        {BA: None},
    ],
    ids=range(9),
)
def test_what_established_minutes_held_stays(changes: Mapping[str, str | None]) -> None:
    assert "penjaga.berita-acara-terkunci" in rules(FINISHED, changes)


@pytest.mark.parametrize(
    "changes",
    [
        {NOTICE: "# Undangan Musrenbang yang lain\n"},
        {NOTICE: None},
        {f"{D}/pembukaan.jpg": None},
        {SETTINGS: edited(SETTINGS, "contoh: true", "contoh: false")},
        {SETTINGS: edited(SETTINGS, "nama: Cempaka Putih", "nama: Menteng")},
    ],
    ids=["notice", "notice gone", "photo gone", "sample", "name"],
)
def test_what_established_minutes_rest_on_stays(changes: Mapping[str, str | None]) -> None:
    assert "penjaga.sesudah-penetapan" in rules(FINISHED, changes)


@pytest.mark.parametrize(
    "changes",
    [
        {BA: ADDED},
        {BA: f"# Dicetak tiga rangkap.\n{MINUTES}"},
        {f"{D}/pengumuman/2016-03-16-ralat.md": "# Ralat\n"},
        {SETTINGS: edited(SETTINGS, "nama: Camat Contoh", "nama: Camat Baru")},
        {
            KIRIM: correction("0002"),
            f"{D}/kramat/0002.yaml": edited(f"{D}/kramat/0002.yaml", "tahun ini", "dahulu"),
        },
    ],
    ids=["adendum", "comment", "notice", "camat", "correction"],
)
def test_what_may_still_be_added(changes: Mapping[str, str | None]) -> None:
    assert rules(FINISHED, changes) == set()


def test_the_photo_that_the_minutes_print_may_not_be_another() -> None:
    head = load(MemoryTree(FINISHED))
    changed = changed_files(FINISHED, {**FINISHED, f"{D}/pembukaan.jpg": "9"})
    year = head.years[2016]
    other = {**year.foto, f"{D}/pembukaan.jpg": "0" * 40}
    after = type(head)({2016: type(year)(**{**vars(year), "foto": other})})
    assert {one.rule for one in refusals(Facts(head, after, changed))} == {
        "penjaga.sesudah-penetapan"
    }


def test_addenda_are_added_below_and_never_rewritten() -> None:
    base = {**FINISHED, BA: ADDED}
    assert rules(base, {BA: ADDED + ADENDUM % 17}) == set()
    for text in (ADDED.replace("dua orang", "tiga orang"), MINUTES):
        assert rules(base, {BA: text}) == {"penjaga.berita-acara-terkunci"}


def test_a_draft_is_still_free() -> None:
    draft = of_minutes("ditetapkan: 2016-03-10\n", "")
    base = {**FINISHED, BA: draft}
    assert rules(base, {BA: draft.replace("3/BA", "4/BA")}) == set()
    assert rules(base, {BA: MINUTES, NOTICE: "# Undangan lain\n"}) == set()


def test_minutes_wait_for_every_kelurahan() -> None:
    base = {path: text for path, text in FINISHED.items() if path != BA}
    profile = f"{P}/utara/kelurahan.yaml"
    for unsent in ("nama: Utara\n", "nama: Utara\ndikirim: 2016-02-26\n"):
        assert "penjaga.berita-acara" in rules({**base, profile: unsent}, {BA: MINUTES})
    sent = {**base, profile: "nama: Utara\ndikirim: 2016-02-26\n"}
    assert rules(sent, {f"{D}/utara/kirim.yaml": "tanggal: 2016-03-10\n", BA: MINUTES}) == set()


def test_nothing_new_is_decided_once_the_minutes_are_established() -> None:
    """As may be where they were established before this was refused."""
    base = {**BASE, BA: MINUTES, f"{D}/pembukaan.jpg": "8"}
    decided = {f"{D}/rawasari/0002.yaml": "keputusan: disetujui\ntanggal: 2016-03-09\n"}
    assert rules(base, decided) == {"penjaga.sesudah-penetapan"}
    assert rules(base, {f"{D}/rawasari/kirim.yaml": "tanggal: 2016-03-10\n"}) == {
        "penjaga.sesudah-penetapan"
    }


def test_a_survey_of_what_is_validated_may_come_before_it_is_sent() -> None:
    unsent = f"{P}/utara/0001.yaml"
    check = "validasi_lurah: {hasil: %s, tanggal: 2016-02-24}\n"
    base = {**BASE, unsent: BASE[unsent] + check % "diteruskan"}
    surveyed = {f"{D}/utara/0001.yaml": SURVEY}
    assert rules(base, surveyed) == set()
    for other in (BASE, {**BASE, unsent: BASE[unsent] + check % "tidak-diteruskan"}):
        assert rules(other, surveyed) == {"penjaga.belum-dikirim"}
    decided = {f"{D}/utara/0001.yaml": f"keputusan: disetujui\ntanggal: 2016-03-09\n{SURVEY}"}
    assert rules(base, decided) == {"penjaga.belum-dikirim"}


def test_an_unreadable_decision_still_covers_its_proposal() -> None:
    base = {**BASE, f"{D}/rawasari/0005.yaml": "keputusan: [\n"}
    raised = edited(f"{P}/rawasari/0005.yaml", "volume: 40", "volume: 400")
    assert rules(base, {f"{P}/rawasari/0005.yaml": raised}) == {"penjaga.sudah-diputuskan"}


def test_a_photo_is_about_the_proposals_that_name_it() -> None:
    head = {**BASE, f"{P}/kramat/0002-balai.jpg": "9", f"{P}/kramat/0001-lain.jpg": "9"}
    facts = Facts(load(MemoryTree(BASE)), load(MemoryTree(head)), changed_files(BASE, head))
    assert [item.tentang for item in facts.of(Kind.FOTO)] == [(), ("0001",)]
    assert [item.path for item in facts.locked_usulan] == [f"{P}/kramat/0002-balai.jpg"]


def test_a_photo_is_said_to_be_seen_where_it_is_named() -> None:
    photos = {f"{P}/rawasari/{name}.jpg": "9" for name in ("0005-tepi", "0001-lain")}
    base = {path: text for path, text in BASE.items() if path not in photos}
    text, _ = told(base, photos)
    named, other = (
        next(line for line in text.splitlines() if f"Foto {name}" in line)
        for name in ("0005-tepi.jpg", "0001-lain.jpg")
    )
    assert "pratinjau di halaman usulan 0005" in named
    assert "pratinjau" not in other


def test_news_is_added_to_what_is_locked_established_and_over() -> None:
    """Neither Kirim, nor the minutes, nor the year after lock what came after them."""
    later = {
        path.replace("2016", "2017"): text.replace("2016", "2017")
        for path, text in FINISHED.items()
    }
    both = {
        KRAMAT_NEWS: BASE[KRAMAT_NEWS] + NEWS.replace("kota", "apbd"),
        KRAMAT_NEWS.replace("2016", "2017").replace("0001", "0002"): NEWS.replace("2016", "2017"),
    }
    assert rules({**FINISHED, **later}, both) == set()


def test_news_is_approved_by_the_camat_in_office() -> None:
    found = owners(load(MemoryTree(BASE)))
    path = f"/{KRAMAT_NEWS}"
    assert [line for line in found if line == "*" or path.startswith(line)] == ["*"]


def test_days_to_come_are_refused_only_where_the_day_is_known() -> None:
    head = {**BASE, f"{D}/rawasari/kirim.yaml": "tanggal: 2016-03-10\n"}
    sides = load(MemoryTree(BASE)), load(MemoryTree(head)), changed_files(BASE, head)
    rule = "penjaga.tanggal-mendahului"
    for day, refused in ((date(2016, 3, 9), True), (date(2016, 3, 10), False), (None, False)):
        found = {finding.rule for finding in refusals(Facts(*sides, day=day))}
        assert (rule in found) == refused


def test_every_record_tells_on_which_days_something_happened() -> None:
    snapshot = load(MemoryTree({**FINISHED, BA: ADDED}))
    assert [*dates_of(snapshot.record(BA))] == [date(2016, 3, 10), date(2016, 3, 15)]
    assert [*dates_of(snapshot.record(f"{P}/kramat/kelurahan.yaml"))] == [
        date(2016, 2, 26),
        date(2016, 2, 24),
    ]
    assert [*dates_of(snapshot.record(SETTINGS))] == []
    assert [*dates_of(snapshot.record(KRAMAT_NEWS))] == [date(2016, 3, 15), date(2016, 3, 20)]


def told(base: Files, changes: Files) -> tuple[str, Review]:
    review = review_of(base, {**base, **changes})
    return as_text(review), review


SURVEY = """\
survei:
  tanggal: 2016-03-02
  lokasi_sesuai: true
  layak_teknis: true
  layak_administratif: true
  volume_terukur: 120
"""
ASKED = f"{P}/rawasari/0001.yaml"


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        ("volume: 120", "volume: 150", "semula 120 m (Rp96.000.000) → kini 150 m (Rp96.000.000)"),
        ("96000000", "99000000", "semula 120 m (Rp96.000.000) → kini 120 m (Rp99.000.000)"),
    ],
    ids=["volume", "amount"],
)
def test_a_proposal_raised_after_sending_is_said_with_both_figures(
    old: str, new: str, figures: str
) -> None:
    text, review = told(BASE, {ASKED: edited(ASKED, old, new)})
    assert symbol(review) == "⚠"
    assert "mengubah usulan yang sudah disahkan lurah" in text
    assert "sesudah dikirim lurah 26 Februari 2016" in text
    assert figures in text
    assert "Surveinya" not in text


def test_another_unit_is_said_whatever_the_number() -> None:
    text, _ = told(BASE, {ASKED: edited(ASKED, "volume: 120", "volume: 12\nsatuan: km")})
    assert "semula 120 m (Rp96.000.000) → kini 12 km (Rp96.000.000)" in text


def test_the_survey_of_a_raised_proposal_was_made_for_other_figures() -> None:
    base = {**BASE, f"{D}/rawasari/0001.yaml": SURVEY}
    text, review = told(base, {ASKED: edited(ASKED, "96000000", "99000000")})
    assert symbol(review) == "⚠"
    assert "dan disurvei 2 Maret 2016" in text
    assert "Surveinya dibuat untuk 120 m (Rp96.000.000), terukur 120 m; ukur ulang" in text


def test_what_falls_or_only_reads_otherwise_needs_no_second_reader() -> None:
    for old, new in (("volume: 120", "volume: 110"), ("mampat", "tersumbat")):
        _, review = told(BASE, {ASKED: edited(ASKED, old, new)})
        assert not review.sensitive
    unsent = f"{P}/utara/0001.yaml"
    _, review = told(BASE, {unsent: edited(unsent, "volume: 90", "volume: 95")})
    assert not review.sensitive


def test_another_place_or_work_after_the_survey_is_said() -> None:
    base = {**BASE, f"{D}/rawasari/0001.yaml": SURVEY}
    text, review = told(base, {ASKED: edited(ASKED, "Mawar", "Kamboja")})
    assert symbol(review) == "⚠"
    assert "kegiatan atau tempatnya lain. Surveinya mengenai yang semula." in text


def test_a_lurah_who_thinks_again_is_said() -> None:
    unsent = f"{P}/utara/0001.yaml"
    base = {
        **BASE,
        unsent: BASE[unsent] + "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n",
    }
    other = base[unsent].replace("hasil: diteruskan", "hasil: tidak-diteruskan")
    text, review = told(base, {unsent: other})
    assert review.sensitive
    assert "validasi lurah semula diteruskan → kini tidak-diteruskan" in text


def test_what_a_lurah_validated_sent_late_or_took_back_is_said() -> None:
    unsent = f"{P}/utara/0001.yaml"
    base = {
        **BASE,
        unsent: BASE[unsent] + "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n",
    }
    text, _ = told(base, {unsent: base[unsent].replace("volume: 90", "volume: 95")})
    assert "sesudah divalidasi lurah 24 Februari 2016, semula 90 m" in text
    text, _ = told(base, {unsent: BASE[unsent]})
    assert "validasi lurah ditarik kembali" in text
    text, _ = told(BASE, {f"{P}/rawasari/0006.yaml": BASE[ASKED].replace("Mawar", "Kamboja")})
    assert "usulan baru sesudah dikirim lurah 26 Februari 2016, 120 m (Rp96.000.000)" in text
    profile = f"{P}/rawasari/kelurahan.yaml"
    text, review = told(BASE, {profile: edited(profile, "dikirim: 2016-02-26\n", "")})
    assert "Rawasari: pengiriman lurah 26 Februari 2016 ditarik kembali." in text
    assert symbol(review) != "✅"


def test_an_adendum_is_the_headline_of_its_change() -> None:
    text, review = told(FINISHED, {BA: ADDED})
    assert review.headline == ("Berita Acara 2016: adendum 15 Maret 2016 ditambah.",)
    assert "Yang hadir dua orang." in text


def test_a_corrected_proposal_says_that_its_lurah_approves_too() -> None:
    name = f"{P}/kramat/0001.yaml"
    change = {name: edited(name, "Gang Kenanga", "Gang Kenanga II"), KIRIM: correction("0001")}
    text, _ = told(BASE, change)
    assert "camat (@camat-contoh); lurahnya belum mempunyai akun." in text
    profile = f"{P}/kramat/kelurahan.yaml"
    base = {**BASE, profile: BASE[profile] + "lurah: {nama: Ani, akun: lurah-kramat}\n"}
    text, _ = told(base, change)
    assert "camat (@camat-contoh) dan lurahnya (@lurah-kramat)." in text


def test_what_a_resident_asked_for_is_not_raised_without_a_word() -> None:
    name = f"{P}/usulan-langsung/0001.yaml"
    asked = (
        'rw: "001"\nkelurahan: rawasari\npermasalahan: Lampu jalan mati.\n'
        "usulan_kegiatan: Perbaikan lampu\nlokasi: {alamat: Gang Dua}\nvolume: 5\nsatuan: titik\n"
    )
    text, review = told({**BASE, name: asked}, {name: asked.replace("volume: 5", "volume: 50")})
    assert review.sensitive
    assert "sesudah diajukan warga, semula 5 titik" in text
