"""The same proposal and the same money in two years: what is linked, and what is not."""

import re
from collections.abc import Mapping

import pytest

from musrenbang.records.loader import load
from musrenbang.site.siblings import EVERY, siblings_of
from musrenbang.year.two_years import again, money
from musrenbang.year.views import views_of
from tests.rule_cases import TextTree
from tests.site_support import Site, page, render
from tests.small_year import SMALL_YEAR, USULAN

OLD = "2016/rawasari/0001", "2016/rawasari/0002"
NOW = "2017/rawasari/0001", "2017/rawasari/0002"
REJECTED = (
    "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: dikerjakan-tahun-berjalan, uraian: Sudah ada dalam DPA 2016., tahun: 2016}\n"
)


def years(**changed: str) -> dict[str, str]:
    """The small year, and the same again a year later; `changed` replaces files of the later."""
    later = {
        path.replace("2016", "2017"): text.replace("2017", "2018").replace("2016", "2017")
        for path, text in SMALL_YEAR.items()
    }
    files = {f"proposals/2017/rawasari/{name[1:]}.yaml": text for name, text in changed.items()}
    first = {**SMALL_YEAR, "decisions/2016/rawasari/0001.yaml": REJECTED}
    return {**later, **files, **first}


def repeated(files: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    views = views_of(load(TextTree(files)))
    found = again(views[2017].cases, views[2016].cases)
    return {name: (one.case.id, one.reason) for name, one in found.items()}


def test_what_was_rejected_is_found_again_where_it_was_asked_for() -> None:
    assert repeated(years())[NOW[0]][0] == OLD[0]


def test_a_tracking_code_is_surer_than_likeness() -> None:
    other = USULAN.replace("Rawasari Barat III", "Pramuka Sari") + "kode_tracking: A-1\n"
    files = years(n0001=other)
    files["proposals/2016/rawasari/0001.yaml"] = USULAN + "kode_tracking: a-1\n"
    assert repeated(files)[NOW[0]] == (OLD[0], "")


def test_another_place_is_another_proposal() -> None:
    other = USULAN.replace("Rawasari Barat III", "Pramuka Sari").replace("volume: 120", "volume: 9")
    assert NOW[0] not in repeated(years(n0001=other))


def test_money_counts_what_is_budgeted_and_carried_on() -> None:
    views = views_of(load(TextTree(years())))
    before = money(views[2016].cases, ())
    assert (before.diusulkan.jumlah, before.sudah.jumlah, before.sudah.anggaran) == (2, 1, 96000000)
    now = siblings_of(views)[2017]
    assert now.uang[EVERY, EVERY] == before
    assert now.uang["rawasari", "003"].sudah.jumlah == 1
    fate = now.nasib_lalu[EVERY, EVERY]
    assert (fate.ditolak, fate.lagi, fate.disetujui) == (2, 2, 1)


def test_asked_is_what_was_asked_whatever_the_camat_made_of_it() -> None:
    """The first proposal asked for 96 million and got 80, the second asked for as much."""
    cases = views_of(load(TextTree(years())))[2017].cases
    told = money(cases, [NOW[0]])
    assert told.diusulkan.anggaran == sum(case.usulan.perkiraan_anggaran or 0 for case in cases)
    assert (told.disetujui.anggaran, told.lagi.anggaran) == (80_000_000, 96_000_000)


def test_a_list_that_is_cut_says_how_much_of_it_is_missing() -> None:
    number = [f"{one:04}" for one in range(3, 60)]
    repeated = {
        f"proposals/{year}/rawasari/{one}.yaml": USULAN.replace("III", one)
        + f"kode_tracking: A-{one}\n"
        for year in (2016, 2017)
        for one in number
    }
    site = render(load(TextTree(years() | repeated)))
    assert re.search(r"… dan \d+ lagi;", page(site, "2017/kelurahan/rawasari/index.html"))


@pytest.fixture(scope="module")
def site() -> Site:
    return render(load(TextTree(years())))


def test_both_proposals_lead_to_each_other(site: Site) -> None:
    old, now = (page(site, f"{year}/usulan/rawasari/0001/index.html") for year in (2016, 2017))
    assert 'href="../../../../2017/usulan/rawasari/0001/index.html"' in old
    assert "<b>Penggantinya:</b>" in old
    assert ">usulan 0001 tahun 2017</a>, disetujui dengan perubahan." in old
    assert 'href="../../../../2016/usulan/rawasari/0001/index.html"' in now
    assert "<b>Pengganti:</b>" in now
    assert ">usulan 0001 tahun 2016</a>, ditolak: " in now
    assert "dapat keliru" in now


def test_what_a_rejection_names_leads_back_to_it() -> None:
    """In the year before it is the same proposal, surely; in the same year it is another one."""
    elsewhere = USULAN.replace("Rawasari Barat III", "Pramuka Sari").replace(
        "volume: 120", "volume: 9"
    )
    files = years(n0001=elsewhere)
    assert NOW[0] not in repeated(files)
    named = REJECTED.replace("2016-03-09", "2017-03-09").replace("tahun: 2016", "usulan: NOMOR")
    files["decisions/2017/rawasari/0001.yaml"] = named.replace("NOMOR", OLD[1])
    assert repeated(files)[NOW[0]] == (OLD[1], "")
    files["decisions/2017/rawasari/0001.yaml"] = named.replace("NOMOR", NOW[1])
    site = render(load(TextTree(files)))
    rejected, other = (page(site, f"2017/usulan/rawasari/000{n}/index.html") for n in (1, 2))
    assert 'href="../../../../2017/usulan/rawasari/0002/index.html"' in rejected
    assert "<b>Disebut dalam penolakan:</b>" in other
    assert 'href="../../../../2017/usulan/rawasari/0001/index.html"' in other


def test_pages_of_both_years_tell_what_became_of_the_rejected(site: Site) -> None:
    told = "Dari 2 usulan yang ditolak pada 2016, 2 diusulkan lagi pada 2017; 1 di antaranya"
    for tahun in (2016, 2017):
        for path in ("index", "kelurahan/rawasari/index"):
            assert told in page(site, f"{tahun}/{path}.html"), (tahun, path)
    rw = page(site, "2017/kelurahan/rawasari/rw-003/index.html")
    assert "Ditolak: sudah dianggarkan atau dikerjakan" in rw
