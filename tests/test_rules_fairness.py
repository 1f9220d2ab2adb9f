"""The statistics and comparisons below the rules on fairness."""

from datetime import date

import pytest

from musrenbang.year.outliers import Aspect, standard_value, usual_range
from musrenbang.year.twins import metres
from musrenbang.year.views import View
from musrenbang.year.vocabulary import likeness, unit, words
from schemas import Keputusan
from tests.made_up_years import usulan, view_of


def test_equal_peers_still_leave_the_least_factor_as_room() -> None:
    usual = usual_range([100.0] * 9, 3.5, 6)
    assert (usual.jumlah, round(usual.median)) == (9, 100)
    assert (round(usual.low, 2), round(usual.high)) == (16.67, 600)
    assert usual.holds(600)
    assert not usual.holds(601)
    assert not usual.holds(16)


def test_spread_peers_widen_the_range_on_the_log_scale() -> None:
    usual = usual_range([1, 10, 100, 1000, 10_000], 3.5, 6)
    assert usual.median == pytest.approx(100)
    assert usual.high / usual.median == pytest.approx(usual.median / usual.low)
    assert usual.high == pytest.approx(100 * 10 ** (1.4826 * 3.5), rel=1e-6)


def test_a_fair_share_of_larger_peers_counts_though_the_median_deviation_is_zero() -> None:
    usual = usual_range([1.0] * 16 + [20.0] * 4, 3.5, 2)
    assert usual.high == pytest.approx(20 ** (3.5 / 2.563), rel=1e-6)


def test_one_wild_peer_moves_the_range_little() -> None:
    tame = usual_range([90, 95, 100, 100, 105, 110, 120, 100, 100], 3.5, 6)
    wild = usual_range([90, 95, 100, 100, 105, 110, 120, 100, 1e9], 3.5, 6)
    assert wild.median == pytest.approx(tame.median)
    assert not wild.holds(1e9)


@pytest.mark.parametrize(
    ("values", "standard"),
    [
        ([200, 280, 280], 280),
        ([200, 280], None),
        ([200, 280, 400], None),
        ([200, 200, 500, 500], None),
        ([200, 200, 500, 500, 500], 500),
        ([100, 104, 105, 300], 104.5),
        ([50, 100, 102, 500], 101),
        ([50, 100, 102, 500, 900], None),
    ],
)
def test_the_standard_is_what_at_least_half_agree_on(
    values: list[float], standard: float | None
) -> None:
    assert standard_value(values, 0.05) == standard


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Buah", "unit"), ("m'", "m"), ("M2", "m2"), ("Meter  Persegi", "m2"), ("Org.", "orang")],
)
def test_units_have_one_spelling(written: str, meant: str) -> None:
    assert unit(written) == meant


def test_words_leave_out_what_carries_no_meaning() -> None:
    assert words("Gorong-gorong di RT 05 dan RT 06") == {"gorong", "rt", "05", "06"}
    assert likeness(words("jalan rusak"), words("jalan rusak berat")) == pytest.approx(2 / 3)
    assert likeness(frozenset(), frozenset()) == 0


def test_distances_are_in_metres() -> None:
    assert metres((-6.2, 106.8), (-6.201, 106.8)) == pytest.approx(111.2, abs=0.1)
    assert metres((-6.2, 106.8), (-6.2, 106.801)) == pytest.approx(110.5, abs=0.1)


def test_a_correction_takes_the_flag_away_and_moves_nobody_elses_range() -> None:
    records = {f"{number:04d}": usulan("100", f"Gang {number}") for number in range(1, 30)}
    records |= {"0030": usulan("900", "Gang 30"), "0031": usulan("901", "Gang 31")}
    before = view_of({"a": records})
    assert sorted(before.flags) == ["2016/a/0030", "2016/a/0031"]
    decision = Keputusan(keputusan="disetujui", tanggal=date(2016, 3, 9), volume=100)  # type: ignore[arg-type]
    after = view_of({"a": records}, {"0030": decision})
    assert sorted(after.flags) == ["2016/a/0031"]
    assert after.flags["2016/a/0031"] == before.flags["2016/a/0031"]


def test_proposals_without_template_are_peers_by_their_words() -> None:
    names = ("Perbaikan jalan", "perbaikan  Jalan", "Jalan perbaikan")
    records = {
        f"{number:04d}": usulan(
            "5000" if number == 9 else "50",
            f"Gang {number}",
            template=None,
            satuan="m2",
            usulan_kegiatan=names[number % 3],
        )
        for number in range(1, 10)
    }
    flags = view_of({"a": records}).flags
    assert [flag.aspect for flag in flags["2016/a/0009"]] == [Aspect.VOLUME]


def scattered(north: float, others: float = 0.0001) -> View:
    """Ten located proposals: nine near each other, the last one so many degrees north of them."""
    records = {
        f"{number:04d}": usulan(
            "100",
            f"Gang {number}",
            lokasi={
                "alamat": f"Gang {number}",
                "koordinat": [-6.2 + (number % 3 - 1) * others, 106.8],
            },
        )
        for number in range(1, 10)
    }
    records["0010"] = usulan(
        "100", lokasi={"alamat": "Gang 10", "koordinat": [-6.2 + north, 106.8]}
    )
    return view_of({"a": records})


@pytest.mark.parametrize(
    ("north", "others", "far"),
    [
        (0.0134, 0.0001, False),  # 1,490 m
        (0.0137, 0.0001, True),  # 1,523 m
        (0.0440, 0.0090, False),  # 4.9 times the median of 1,001 m
        (0.0460, 0.0090, True),  # 5.1 times
    ],
)
def test_far_is_more_than_1500_metres_and_five_times_the_median(
    north: float, others: float, far: bool
) -> None:
    assert ("2016/a/0010" in scattered(north, others).flags) is far


def test_messages_count_the_others_not_the_proposal_itself() -> None:
    prices = {"0001": 200, "0002": 280, "0003": 280}
    records = {
        nomor: usulan("1", f"Gang {nomor}", perkiraan_anggaran=price)
        for nomor, price in prices.items()
    }
    (flag,) = view_of({"a": records}).flags["2016/a/0001"]
    assert flag.message == (
        "Harga satuan Rp200 berbeda 29 % dari harga Rp280 pada kebanyakan dari 2 usulan sejenis "
        "lain."
    )


def test_a_measure_a_hundred_times_too_small_is_suspected_of_another_unit() -> None:
    def aspect(volume: str) -> Aspect:
        records = {f"{number:04d}": usulan("9000", f"Gang {number}") for number in range(1, 10)}
        records["0010"] = usulan(volume, "Gang 10")
        return view_of({"a": records}).flags["2016/a/0010"][0].aspect

    assert aspect("0.9") is Aspect.SATUAN
    assert aspect("9.5") is Aspect.VOLUME  # ten hectares would be too much again
    assert aspect("91") is Aspect.VOLUME


@pytest.mark.parametrize(("others", "flagged"), [(7, False), (8, True)])
def test_varied_prices_are_judged_by_eight_others(others: int, flagged: bool) -> None:
    prices = [100, 112, 126, 142, 160, 180, 200, 225][:others]
    records = {
        f"{number:04d}": usulan("1", f"Gang {number}", perkiraan_anggaran=price)
        for number, price in enumerate([*prices, 9_000_000], 1)
    }
    assert bool(view_of({"a": records}).flags) is flagged


def test_deciles_lie_between_neighbouring_values() -> None:
    usual = usual_range([1.0] * 8 + [10, 100], 3.5, 2)
    assert usual.high == pytest.approx(10 ** (1.1 * 3.5 / 2.563), rel=1e-6)


def test_prices_six_percent_apart_do_not_agree() -> None:
    records = {
        f"{number:04d}": usulan("1", f"Gang {number}", perkiraan_anggaran=price)
        for number, price in enumerate((100_000, 106_000, 300_000), 1)
    }
    assert not view_of({"a": records}).flags


@pytest.mark.parametrize(
    ("volume", "aspect"),
    [
        ("0.99", Aspect.VOLUME),  # 990 m would be too much again
        ("1", Aspect.SATUAN),
        ("1.01", Aspect.VOLUME),
        ("0.015", Aspect.SATUAN),
        ("0.009", Aspect.VOLUME),  # 9 m would be too little
    ],
)
def test_metres_meant_as_kilometres_are_a_hundredth_and_fit_within_ten_times(
    volume: str, aspect: Aspect
) -> None:
    usual = "98" if volume == "0.99" else "100"
    records = {
        f"{number:04d}": usulan(usual, f"Gang {number}", satuan="m") for number in range(1, 10)
    }
    records["0010"] = usulan(volume, "Gang 10", satuan="m")
    assert [flag.aspect for flag in view_of({"a": records}).flags["2016/a/0010"]] == [aspect]


def test_the_range_of_spread_volumes_and_prices_is_three_and_a_half_sigmas() -> None:
    values = [100, 200, 400, 800] * 3 + [1_000_000]
    volumes = {
        f"{number:04d}": usulan(str(value), f"Gang {number}")
        for number, value in enumerate(values, 1)
    }
    (flag,) = view_of({"a": volumes}).flags["2016/a/0013"]
    assert flag.message == (
        "Volume 1.000.000 m2; median 400 pada 12 usulan sejenis lain, rentang wajar 11–15.000."
    )
    prices = {
        f"{number:04d}": usulan("1", f"Gang {number}", perkiraan_anggaran=value)
        for number, value in enumerate(values, 1)
    }
    (flag,) = view_of({"a": prices}).flags["2016/a/0013"]
    assert flag.message == (
        "Harga satuan Rp1.000.000; median Rp400 pada 12 usulan sejenis lain, "
        "rentang wajar Rp11–Rp14.593."
    )
