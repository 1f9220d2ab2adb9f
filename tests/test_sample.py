"""The sample years show everything that can happen, and their figures are right."""

import re
from collections import Counter

import pytest

from musrenbang.files.paths import Kind, place_of
from musrenbang.files.tree import FolderTree
from musrenbang.papers.daftar import cetakan_of
from musrenbang.records.canonical import dump
from musrenbang.records.loader import LISTED, load, model_of
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.snapshot import Snapshot
from musrenbang.records.strict_yaml import parse
from musrenbang.rules.rule_check import check
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Status
from musrenbang.year.follow_up import Standing, follow_up
from musrenbang.year.views import View
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return load(FolderTree(ROOT))


def view(snapshot: Snapshot, tahun: int) -> View:
    return View(snapshot, snapshot.years[tahun])


def test_nothing_in_it_is_an_error(snapshot: Snapshot) -> None:
    assert [item for item in check(FolderTree(ROOT), snapshot) if item.level == "error"] == []


def test_it_is_labelled_as_a_sample(snapshot: Snapshot) -> None:
    for year in snapshot.years.values():
        assert year.musrenbang is not None
        assert year.musrenbang.contoh


def test_the_finished_year_holds_every_state_and_every_reason(snapshot: Snapshot) -> None:
    figures = view(snapshot, 2016).ringkasan
    empty = {status for status in Status if not figures.semua.status[status].jumlah}
    assert empty == {Status.BELUM_DIKIRIM}
    in_the_juknis = [kode for kode, one in shipped().alasan.items() if one.klausul]
    assert all(figures.alasan[kode].jumlah >= 2 for kode in in_the_juknis)
    assert figures.diubah.jumlah > 5
    assert 150 <= figures.semua.total.jumlah <= 210


def test_the_finished_year_tells_what_came_after_it_and_what_is_unheard_of(
    snapshot: Snapshot,
) -> None:
    found = follow_up(view(snapshot, 2016).cases)
    assert {one for one, tally in found.keadaan.items() if not tally.jumlah} == {Standing.FORUM}
    assert found.keadaan[Standing.TANPA_KABAR].jumlah > 20
    counts = [tally.jumlah for tally in found.sampai.values()]
    assert counts == sorted(counts, reverse=True)
    others = [case for case in view(snapshot, 2016).cases if case.kabar]
    assert {case.status for case in others} >= {
        *(Status.DISETUJUI, Status.DITOLAK),
        *(Status.FORUM_UKPD, Status.BELUM_DIVALIDASI),
    }


def test_every_kelurahan_of_the_finished_year_is_sent(snapshot: Snapshot) -> None:
    folders = snapshot.years[2016].kelurahan
    assert sorted(folders) == ["cempaka-putih-barat", "cempaka-putih-timur", "rawasari"]
    assert all(folder.kirim for folder in folders.values())
    assert any(folder.kirim and folder.kirim.koreksi for folder in folders.values())


def test_the_year_in_preparation_is_at_three_different_stages(snapshot: Snapshot) -> None:
    year = snapshot.years[2017]
    figures = view(snapshot, 2017).ringkasan.kelurahan
    assert year.berita_acara is None
    assert figures["rawasari"].status[Status.BELUM_DIKIRIM].jumlah
    half = figures["cempaka-putih-timur"].status
    assert half[Status.DISETUJUI].jumlah
    assert half[Status.BELUM_DIVALIDASI].jumlah
    undecided = figures["cempaka-putih-barat"].status
    assert undecided[Status.BELUM_DIVALIDASI].jumlah
    assert not undecided[Status.DISETUJUI].jumlah


def test_surveys_recorded_before_the_meeting_found_all_sorts(snapshot: Snapshot) -> None:
    known = view(snapshot, 2017).cases
    before = [case.survei for case in known if case.survei and case.keputusan is None]
    assert len(before) > 5
    for task in ("lokasi_sesuai", "layak_teknis", "layak_administratif"):
        assert {getattr(survey, task) for survey in before} == {True, False}
    measured = [case for case in known if case.keputusan is None and case.survei]
    assert {case.survei and case.survei.volume_terukur == case.volume for case in measured} == {
        True,
        False,
    }


def test_screen_and_paper_count_the_same_surveys(snapshot: Snapshot) -> None:
    here = view(snapshot, 2017)
    papers = {file.nama: file.naskah[0].isi for file in cetakan_of(here)}
    listed = [
        (one["nama"], one["fisik"], one["disurvei"]) for one in papers["kesiapan"]["kelurahan"]
    ]
    assert listed == [(one.nama, one.perlu_survei, one.disurvei) for one in here.standings]
    for one in here.standings:
        assert papers[f"lembar-survei-{one.slug}"]["jumlah"] == one.belum_disurvei
    recorded = Counter(case.kelurahan for case in here.cases if case.survei)
    assert {one.slug: one.disurvei for one in here.standings if one.disurvei} == recorded


def test_there_are_enough_templates_and_all_are_used(snapshot: Snapshot) -> None:
    used = Counter(
        case.usulan.template for year in (2016, 2017) for case in view(snapshot, year).cases
    )
    templates = snapshot.years[2016].template
    assert len(templates) >= 30
    assert [slug for slug in templates if not used[slug]] == []


def test_every_record_file_is_in_canonical_form() -> None:
    for folder in ("proposals", "decisions"):
        for path in (ROOT / folder).rglob("*.yaml"):
            place = place_of(path.relative_to(ROOT).as_posix())
            assert place is not None
            value = parse(path.read_bytes(), many=place.kind in LISTED).value
            record = model_of(place.kind, value).model_validate(value)
            assert path.read_text(encoding="utf-8") == dump(record), path


def test_the_result_announced_by_the_notice_is_the_result_of_the_records(
    snapshot: Snapshot,
) -> None:
    """The notice of 11 March tells the figures before the correction of 15 March."""
    notices = {notice.slug: notice.isi for notice in snapshot.years[2016].pengumuman}
    result = next(text for slug, text in notices.items() if slug.startswith("2016-03-11"))
    correction = next(text for slug, text in notices.items() if "koreksi" in slug)
    figures = view(snapshot, 2016).ringkasan.semua
    order = (
        Status.DISETUJUI,
        Status.DITOLAK,
        Status.BELUM_DIVALIDASI,
        Status.FORUM_UKPD,
        Status.TIDAK_DITERUSKAN,
    )
    counts = [angka(figures.status[status].jumlah) for status in order]
    row = " | ".join(f"**{count}**" for count in [*counts, angka(figures.total.jumlah)])
    assert f"| **Jumlah** | {row} |" in result
    reduced = re.search(r"berkurang\s+Rp([0-9.]+)", correction)
    assert reduced is not None
    announced = figures.status[Status.DISETUJUI].anggaran + int(reduced[1].replace(".", ""))
    assert rupiah(announced) in result


def test_no_file_stands_where_the_layout_has_no_place() -> None:
    kinds = {
        place_of(path.relative_to(ROOT).as_posix())
        for folder in ("proposals", "decisions")
        for path in (ROOT / folder).rglob("*.*")
        if path.is_file()
    }
    assert None not in kinds
    # photos are taken, import writes what it learns, the guide of 2016 ships, nobody has signed
    made = {Kind.FOTO, Kind.PEMETAAN, Kind.JUKNIS, Kind.BERTANDA_TANGAN}
    assert {place.kind for place in kinds if place} >= set(Kind) - made
