"""What became of proposals after the kecamatan: figures that add up, stages, data and feeds."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.site.onward import answers, in_words, onward, stages_after
from musrenbang.year.cases import Case, Status, cases_of
from musrenbang.year.follow_up import (
    NAMES,
    TAHAP,
    Standing,
    follow_up,
    newest,
    reached,
    standing_after,
    title_of,
)
from schemas.tindak_lanjut import Kabar
from tests.rule_cases import TextTree
from tests.site_support import Site, page, render
from tests.small_year import DITOLAK, SMALL_YEAR

FOLLOW_UP = "decisions/2016/tindak-lanjut/rawasari/0001.yaml"
KOTA = "- {tahap: kota, hasil: diterima, tanggal: 2016-04-05, sumber: Berita Acara Kota}\n"
RKPD = "- {tahap: rkpd, hasil: diterima, tanggal: 2016-06-30, sumber: RKPD 2017}\n"
APBD = (
    "- {tahap: apbd, hasil: diterima, tanggal: 2016-12-30, sumber: DPA <b>2017</b>, "
    'nilai: 76000000, kode: "=1.03"}\n'
)
CANCELLED = (
    "- {tahap: apbd, hasil: batal, tanggal: 2017-02-01, sumber: Perubahan DPA, "
    "keterangan: Pagu turun.}\n"
)


def news(*told: tuple[str, str, int]) -> tuple[Kabar, ...]:
    return tuple(
        Kabar.model_validate(
            {
                "tahap": tahap,
                "hasil": hasil,
                "tanggal": date(2016, 4, 1) + timedelta(days=day),
                "sumber": "Surat",
            }
        )
        for tahap, hasil, day in told
    )


PLANNED = ("diterima", "ditolak", "ditunda", "batal")
ANY_NEWS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(TAHAP[:-1]), st.sampled_from(PLANNED), st.integers(0, 900)),
        st.tuples(
            st.just(TAHAP[-1]),
            st.sampled_from(("berjalan", "selesai", "ditunda", "batal")),
            st.integers(0, 900),
        ),
    ),
    max_size=6,
)
"""Items of news whose outcome fits the stage, in whatever order."""


def cases(text: str) -> list[Case]:
    files = {**SMALL_YEAR, FOLLOW_UP: text} if text else SMALL_YEAR
    return list(cases_of(load(TextTree(files)).years[2016]))


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ((), Standing.TANPA_KABAR),
        ((("kota", "diterima", 1),), Standing.KOTA),
        ((("forum-ukpd", "diterima", 1),), Standing.FORUM),
        ((("kota", "diterima", 1), ("rkpd", "diterima", 2)), Standing.RKPD),
        ((("rkpd", "diterima", 2), ("kota", "diterima", 1)), Standing.RKPD),
        ((("rkpd", "ditolak", 2),), Standing.TIDAK),
        ((("rkpd", "ditunda", 2),), Standing.DITUNDA),
        ((("rkpd", "ditolak", 2), ("rkpd", "diterima", 3)), Standing.RKPD),
        ((("rkpd", "ditolak", 2), ("apbd", "diterima", 3)), Standing.APBD),
        ((("apbd", "diterima", 2), ("apbd", "batal", 3)), Standing.TIDAK),
        ((("pelaksanaan", "berjalan", 2),), Standing.BERJALAN),
        ((("pelaksanaan", "berjalan", 2), ("pelaksanaan", "selesai", 3)), Standing.SELESAI),
        ((("pelaksanaan", "batal", 2),), Standing.TIDAK),
    ],
)
def test_a_proposal_stands_where_its_furthest_news_puts_it(
    told: Sequence[tuple[str, str, int]], standing: Standing
) -> None:
    assert standing_after(news(*told)) is standing


@settings(max_examples=60)
@given(st.lists(ANY_NEWS, max_size=8))
def test_the_parts_are_the_whole_and_no_stage_has_more_than_the_one_before(
    told: list[list[tuple[str, str, int]]],
) -> None:
    approved = cases("")[0]
    assert approved.status is Status.DISETUJUI
    every = [replace(approved, kabar=news(*one)) for one in told]
    found = follow_up(every)
    assert sum(one.jumlah for one in found.keadaan.values()) == found.semua.jumlah == len(told)
    assert sum(one.anggaran for one in found.keadaan.values()) == found.semua.anggaran
    counts = [found.sampai[tahap].jumlah for tahap in TAHAP[1:]]
    assert counts == sorted(counts, reverse=True)
    assert found.berkabar == sum(bool(one) for one in told)


@settings(max_examples=60)
@given(ANY_NEWS)
def test_the_stages_shown_are_in_order_and_hold_all_that_counts(
    told: list[tuple[str, str, int]],
) -> None:
    case = replace(cases("")[0], kabar=news(*told))
    shown = stages_after(case, None, date(2016, 3, 10))
    assert shown[0].judul.startswith("Disetujui")
    titles = [one.judul for one in shown]
    counts = [title_of(one.tahap, one.hasil) for one in newest(case.kabar).values()]
    assert [title for title in titles if title in counts] == counts
    assert sum("Belum ada kabar" in title for title in titles) <= 1


def test_what_was_accepted_later_was_accepted_before() -> None:
    skipped = news(("apbd", "diterima", 3))
    assert [reached(skipped, tahap) for tahap in TAHAP] == [True, True, True, True, False]
    case = cases(APBD)[0]
    told = [(one.nama, one.judul) for one in stages_after(case, None, date(2016, 3, 10))]
    assert told == [
        ("Kecamatan", "Disetujui dengan perubahan"),
        ("Kota", "Tidak tercatat"),
        ("RKPD", "Tidak tercatat"),
        ("APBD", "Masuk APBD"),
        ("Pelaksanaan", "Belum ada kabar sejak 30 Desember 2016"),
    ]


def test_the_way_ends_where_it_was_ended() -> None:
    shown = stages_after(cases(KOTA + RKPD + APBD + CANCELLED)[0], None, None)
    assert [one.mark for one in shown] == ["selesai", "selesai", "selesai", "tidak"]
    assert shown[-1].rinci == ("Pagu turun.", "Sumber: Perubahan DPA")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Dari 1 usulan yang disetujui, belum ada kabar satu pun sesudah kecamatan."),
        (KOTA, ": 1 diterima tingkat kota. Kabar terakhir 5 April 2016."),
        (KOTA + RKPD + APBD, "1 sampai RKPD, 1 sampai APBD. Kabar terakhir 30 Desember 2016."),
        (KOTA + RKPD + APBD + CANCELLED, "1 sampai RKPD. Kini 1 tidak dilanjutkan. Kabar"),
        (
            KOTA.replace("diterima", "ditolak"),
            ": belum ada yang diterima tingkat kota. Kini 1 tidak dilanjutkan.",
        ),
    ],
)
def test_figures_in_one_sentence(text: str, told: str) -> None:
    assert told in in_words(follow_up(cases(text)))


def test_nothing_is_expected_before_kirim() -> None:
    files = {path: text for path, text in SMALL_YEAR.items() if not path.endswith("kirim.yaml")}
    unsent = list(cases_of(load(TextTree(files)).years[2016]))
    assert follow_up(unsent).semua.jumlah == 0
    assert [stages_after(case, None, None) for case in unsent] == [(), ()]


WORK = (
    "- {tahap: pelaksanaan, hasil: selesai, tanggal: 2016-05-09, sumber: Laporan PPSU Rawasari}\n"
)


@pytest.mark.parametrize(
    ("news", "told", "stage"),
    [
        ("", "0 sudah terjawab (0 selesai), 1 belum ada kabar.", "Belum ada kabar sejak"),
        (WORK, "1 sudah terjawab (1 selesai), 0 belum ada kabar.", "Selesai dikerjakan"),
    ],
)
def test_a_next_step_is_kept_or_unheard_of(news: str, told: str, stage: str) -> None:
    promise = DITOLAK.replace("tahun ini.}", "tahun ini., saran: Lewat PPSU pada April 2016.}")
    files = {**SMALL_YEAR, "decisions/2016/rawasari/0002.yaml": promise}
    if news:
        files[FOLLOW_UP.replace("0001", "0002")] = news
    every = list(cases_of(load(TextTree(files)).years[2016]))
    found = onward(every, str)
    assert found is not None
    assert found.lain == (f"Camat menulis langkah berikutnya pada 1 usulan yang ditolak: {told}",)
    shown = stages_after(every[1], None, date(2016, 3, 10))
    assert [one.nama for one in shown] == ["Kecamatan", "Pelaksanaan"]
    assert shown[-1].judul.startswith(stage)


def test_done_some_other_way_are_those_that_are_done_or_being_done() -> None:
    other = "decisions/2016/tindak-lanjut/rawasari/0002.yaml"
    for hasil, told in (
        ("selesai", "1 di antaranya selesai"),
        ("berjalan", "0 di antaranya"),
        ("batal", ""),
    ):
        files = {**SMALL_YEAR, other: WORK.replace("selesai", hasil)}
        found = onward(list(cases_of(load(TextTree(files)).years[2016])), str)
        assert found is not None
        assert [told in one for one in found.lain] == ([True] if told else []), hasil


def test_what_is_done_needs_no_next_step() -> None:
    other = "decisions/2016/tindak-lanjut/rawasari/0002.yaml"
    proposal = "2016/usulan/rawasari/0002/index.html"
    for news, step in (("", True), (WORK, False)):
        site = render(load(TextTree({**SMALL_YEAR, **({other: news} if news else {})})))
        for path in (proposal, proposal.replace("index", "kartu/index")):
            assert ("Ajukan lagi bila" in page(site, path)) is step, path


def test_before_all_are_sent_on_figures_say_that_they_are_of_those_sent_on() -> None:
    files = {
        path.replace("/rawasari/", f"/{slug}/"): text
        for path, text in {**SMALL_YEAR, FOLLOW_UP: KOTA}.items()
        for slug in ("rawasari", "kebon-kosong")
        if slug == "rawasari" or not path.endswith("kirim.yaml")
    }
    del files[FOLLOW_UP.replace("rawasari", "kebon-kosong")]
    site = render(load(TextTree(files)))
    assert "Dari 1 usulan terkirim yang disetujui: 1 diterima" in page(site, "2016/index.html")
    assert "1 dari 1 usulan terkirim yang disetujui diterima." in page(site, "index.html")


def test_values_in_the_budget_are_compared_only_where_every_one_has_one() -> None:
    for news, told, compared in (
        (APBD, "bernilai Rp76.000.000 menurut sumbernya", True),
        (APBD.replace("nilai: 76000000, ", ""), "Sumbernya tidak menyebut nilai", False),
    ):
        text = page(
            render(load(TextTree({**SMALL_YEAR, FOLLOW_UP: KOTA + RKPD + news}))), "2016/index.html"
        )
        assert told in text
        assert ("untuk usulan yang sama" in text) is compared


@pytest.mark.parametrize(
    ("news", "again", "heard"),
    [
        ("", (), (1, 0, 0, 1)),
        (WORK, (), (1, 1, 0, 0)),
        ("", ("2016/rawasari/0002",), (1, 0, 1, 0)),
        (WORK, ("2016/rawasari/0002",), (1, 1, 0, 0)),
    ],
    ids=["nothing", "news", "proposed again", "news of one proposed again"],
)
def test_every_rejection_sent_on_counts_once_by_who_answers(
    news: str, again: tuple[str, ...], heard: tuple[int, ...]
) -> None:
    told = {FOLLOW_UP.replace("0001", "0002"): news} if news else {}
    every = list(cases_of(load(TextTree({**SMALL_YEAR, **told})).years[2016]))
    (row,) = answers(every, again)
    assert row.kepada == "Ketua RW dan kelurahan"
    assert (row.jumlah, row.kabar, row.lagi, row.diam) == heard


def test_a_rejection_that_may_still_change_counts_nowhere() -> None:
    files = {path: text for path, text in SMALL_YEAR.items() if not path.endswith("kirim.yaml")}
    assert answers(cases_of(load(TextTree(files)).years[2016]), ()) == ()


@pytest.fixture(scope="module")
def site() -> Site:
    return render(load(TextTree({**SMALL_YEAR, FOLLOW_UP: KOTA + RKPD + APBD})), History())


def test_every_page_of_the_way_tells_where_it_stands(site: Site) -> None:
    proposal = page(site, "2016/usulan/rawasari/0001/index.html")
    assert "masuk APBD, belum ada kabar pelaksanaan" in proposal
    asked, granted = proposal.index("Diusulkan</th>"), proposal.index("Nilai dalam APBD 2017</th>")
    assert asked < granted < proposal.index("Rp76.000.000")
    box = proposal[proposal.index('id="hasil"') :]
    assert box.index("Sesudah kecamatan:") < box.index("Bagikan, simpan")
    assert "DPA &lt;b&gt;2017&lt;/b&gt;" in proposal
    sentence = "1 sampai RKPD, 1 sampai APBD. Kabar terakhir"
    for path in ("index", "kelurahan/rawasari/index", "kelurahan/rawasari/rw-003/index"):
        assert sentence in page(site, f"2016/{path}.html"), path
    rejected = page(site, "2016/usulan/rawasari/0002/index.html")
    assert "Sesudah kecamatan" not in rejected


def test_the_life_story_goes_on_after_the_kecamatan(site: Site) -> None:
    proposal = page(site, "2016/usulan/rawasari/0001/index.html")
    story = proposal[proposal.index('id="kisah"') :]
    days = re.findall(r'<time datetime="([-0-9]+)">', story[: story.index("</ol>")])
    assert days == sorted(days)
    assert days[-3:] == ["2016-04-05", "2016-06-30", "2016-12-30"]


def test_data_files_hold_every_item_with_its_source(site: Site) -> None:
    content = site["2016/data/tindak-lanjut.csv"]
    assert isinstance(content, bytes)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    listed = json.loads(page(site, "api/v1/2016/tindak-lanjut.json"))["kabar"]
    assert [row["tahap"] for row in rows] == [row["tahap"] for row in listed]
    assert rows[2]["kode"] == "'=1.03"
    assert listed[2] == {
        "id": "2016/rawasari/0001",
        "urutan": 3,
        "tahap": "apbd",
        "hasil": "diterima",
        "tanggal": "2016-12-30",
        "sumber": "DPA <b>2017</b>",
        "nilai": 76000000,
        "kode": "=1.03",
        "keterangan": None,
    }
    schema = json.loads(page(site, "api/v1/skema/tindak-lanjut.schema.json"))
    Draft202012Validator(schema).validate(json.loads(page(site, "api/v1/2016/tindak-lanjut.json")))
    package = json.loads(page(site, "2016/data/datapackage.json"))
    described = package["resources"][1]["schema"]
    assert [field["name"] for field in described["fields"]] == list(rows[0])
    assert described["foreignKeys"][0]["reference"]["resource"] == "usulan"


def test_the_summary_counts_where_every_approved_proposal_stands(site: Site) -> None:
    told = json.loads(page(site, "api/v1/2016/ringkasan.json"))["tindak_lanjut"]
    assert set(told["keadaan"]) == {standing.value for standing in NAMES}
    assert told["keadaan"]["apbd"]["jumlah"] == told["semua"]["jumlah"] == 1
    assert told["nilai_apbd"] == 76000000
    assert told["kabar_terakhir"] == "2016-12-30"


@pytest.mark.parametrize("path", ["feed.xml", "2016/kelurahan/rawasari/feed.xml"])
def test_feeds_bring_news_as_entries_of_their_own(site: Site, path: str) -> None:
    feed = page(site, path)
    ids = re.findall(r"<entry><id>([^<]+)</id><title>([^<]+)</title>", feed)
    assert len({one for one, _ in ids}) == len(ids)
    news_titles = [title for one, title in ids if "tindak-lanjut" in one]
    assert news_titles[0].startswith("Masuk APBD: ")
    assert len(news_titles) == 3
