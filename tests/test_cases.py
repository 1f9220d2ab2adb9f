"""The state of a proposal is derived from the files, never stored."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.year.cases import Case, Obstacle, Status, cases_of
from musrenbang.year.views import views_of
from tests.conftest import MakeTree
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, SMALL_YEAR, USULAN

P = "proposals/2016/rawasari"
D = "decisions/2016/rawasari"
SURVEYED = """\
survei:
  tanggal: 2016-03-02
  lokasi_sesuai: true
  layak_teknis: true
  layak_administratif: true
  volume_terukur: 95
"""
NOT_SENT = KELURAHAN.replace("dikirim: 2016-02-26\n", "")
WITHOUT_TEMPLATE = USULAN.replace(
    "template: perbaikan-saluran", "satuan: m\nskpd_tujuan: sudin-sda"
)
NOT_FORWARDED = USULAN.replace("hasil: diteruskan", "hasil: tidak-diteruskan")


def cases(make_tree: MakeTree, files: Mapping[str, str | None]) -> dict[str, Case]:
    """Cases by identity, of the small year with some files replaced or (None) left out."""
    content = {**SMALL_YEAR, **files}
    root = make_tree({path: text for path, text in content.items() if text is not None})
    (year,) = load(FolderTree(root)).years.values()
    return {case.id: case for case in cases_of(year)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, Status.DISETUJUI),
        ({f"{D}/0001.yaml": DITOLAK}, Status.DITOLAK),
        ({f"{D}/0001.yaml": None}, Status.BELUM_DIVALIDASI),
        ({f"{D}/0001.yaml": SURVEYED}, Status.BELUM_DIVALIDASI),
        ({f"{D}/0001.yaml": None, f"{P}/kelurahan.yaml": NOT_SENT}, Status.BELUM_DIKIRIM),
        ({f"{P}/0001.yaml": NOT_FORWARDED}, Status.TIDAK_DITERUSKAN),
        (
            {f"{P}/0001.yaml": NOT_FORWARDED, f"{P}/kelurahan.yaml": NOT_SENT},
            Status.TIDAK_DITERUSKAN,
        ),
        ({f"{P}/0001.yaml": WITHOUT_TEMPLATE}, Status.FORUM_UKPD),
        (
            {f"{P}/0001.yaml": WITHOUT_TEMPLATE, f"{P}/kelurahan.yaml": NOT_SENT},
            Status.BELUM_DIKIRIM,
        ),
        # a decision that should not exist does not change what the proposal is
        ({f"{P}/kelurahan.yaml": NOT_SENT}, Status.BELUM_DIKIRIM),
        ({f"{D}/0001.yaml": "rusak: ["}, Status.BELUM_DIVALIDASI),
    ],
)
def test_state(make_tree: MakeTree, files: Mapping[str, str | None], expected: Status) -> None:
    assert cases(make_tree, files)["2016/rawasari/0001"].status is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({f"{D}/kirim.yaml": None}, None),
        ({f"{D}/0001.yaml": None, f"{D}/kirim.yaml": None}, None),
        ({}, Obstacle.TERKUNCI),
        ({f"{P}/kelurahan.yaml": NOT_SENT}, Obstacle.BELUM_DIKIRIM),
        ({f"{P}/kelurahan.yaml": None}, Obstacle.KELURAHAN_RUSAK),
        ({f"{P}/0001.yaml": NOT_FORWARDED}, Obstacle.TIDAK_DITERUSKAN),
        ({f"{P}/0001.yaml": WITHOUT_TEMPLATE}, Obstacle.FORUM_UKPD),
        ({f"{D}/0001.yaml": "rusak: [", f"{D}/kirim.yaml": None}, Obstacle.KEPUTUSAN_RUSAK),
        ({f"{D}/0001.yaml": "rusak: ["}, Obstacle.TERKUNCI),
    ],
)
def test_what_keeps_a_proposal_from_being_decided_now(
    make_tree: MakeTree, files: Mapping[str, str | None], expected: Obstacle | None
) -> None:
    content = {path: text for path, text in {**SMALL_YEAR, **files}.items() if text is not None}
    (view,) = views_of(load(FolderTree(make_tree(content)))).values()
    assert view.obstacle(view.case("2016/rawasari/0001")) is expected


def test_a_survey_is_known_before_and_after_the_decision(make_tree: MakeTree) -> None:
    before = cases(make_tree, {f"{D}/0001.yaml": SURVEYED})["2016/rawasari/0001"]
    assert before.keputusan is None
    assert before.survei is not None
    assert before.survei.volume_terukur == Decimal(95)
    after = cases(make_tree, {})["2016/rawasari/0001"]
    assert after.keputusan is not None
    assert after.survei is after.keputusan.survei


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({f"{D}/0001.yaml": None, f"{D}/kirim.yaml": None}, (True, False, True)),
        ({f"{D}/0001.yaml": SURVEYED, f"{D}/kirim.yaml": None}, (True, True, False)),
        (
            {
                f"{D}/0001.yaml": DITOLAK + "tanpa_survei: Pagarnya dikunci.\n",
                f"{D}/kirim.yaml": None,
            },
            (True, True, False),
        ),
        ({f"{D}/0001.yaml": DITOLAK}, (True, False, False)),
        ({f"{D}/0001.yaml": None}, (False, False, False)),
        (
            {f"{P}/0001.yaml": USULAN.replace("template: perbaikan-saluran\n", "tipe: fisik\n")},
            (False, True, False),
        ),
    ],
    ids=["undecided", "surveyed", "excused", "sent", "sent undecided", "forum"],
)
def test_what_is_to_be_surveyed_has_been_and_still_waits(
    make_tree: MakeTree, files: Mapping[str, str | None], expected: tuple[bool, bool, bool]
) -> None:
    case = cases(make_tree, files)["2016/rawasari/0001"]
    assert (case.perlu_survei, case.disurvei, case.menunggu_survei) == expected


def test_a_direct_proposal_goes_to_the_forum_and_belongs_to_its_kelurahan(
    make_tree: MakeTree,
) -> None:
    path = "proposals/2016/usulan-langsung/0001.yaml"
    case = cases(make_tree, {path: USULAN + "kelurahan: rawasari\n"})["2016/usulan-langsung/0001"]
    assert case.status is Status.FORUM_UKPD
    assert case.langsung
    assert (case.kelurahan, case.nama_kelurahan) == ("rawasari", "Rawasari")
    assert case.file == path


def test_what_a_proposal_leaves_out_comes_from_its_template(make_tree: MakeTree) -> None:
    case = cases(make_tree, {f"{P}/0001.yaml": USULAN + "isu: Kesehatan\n"})["2016/rawasari/0001"]
    assert case.isu == "Kesehatan"
    assert case.program == "Program Pengendalian Banjir"
    assert (case.tipe, case.satuan, case.kode_skpd) == ("fisik", "m", "sudin-sda")
    assert case.skpd is not None
    assert case.skpd.singkatan == "Sudin SDA"


def test_a_correction_holds_and_the_proposed_figures_stay_visible(make_tree: MakeTree) -> None:
    case = cases(make_tree, {})["2016/rawasari/0001"]
    assert case.diubah
    assert (case.volume, case.usulan.volume) == (Decimal(100), Decimal(120))
    assert (case.anggaran, case.usulan.perkiraan_anggaran) == (80_000_000, 96_000_000)


def test_an_approval_as_proposed_is_not_called_a_correction(make_tree: MakeTree) -> None:
    plain = "keputusan: disetujui\ntanggal: 2016-03-09\n" + DISETUJUI[DISETUJUI.index("survei") :]
    case = cases(make_tree, {f"{D}/0001.yaml": plain})["2016/rawasari/0001"]
    assert not case.diubah
    assert case.volume == 120
