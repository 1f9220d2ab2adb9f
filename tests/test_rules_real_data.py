"""The rules on real proposals: the known faults are caught, and alarms stay rare."""

from pathlib import Path

import pytest

from benchmarks.rules_on_real_data import hits, kauman, sukabumi
from musrenbang.year.views import View


@pytest.fixture(scope="module")
def kauman_view(real_data: Path) -> View:
    return kauman(real_data)


@pytest.fixture(scope="module")
def desa(real_data: Path) -> dict[str, View]:
    return sukabumi("Desa", real_data)


def flagged(view: View, activity: str) -> list[tuple[str, str]]:
    """The flags on an activity: aspect and message."""
    return [
        (flag.aspect.value, flag.message)
        for case in view.cases
        if activity in case.usulan.usulan_kegiatan
        for flag in view.flags.get(case.id, ())
    ]


@pytest.mark.parametrize(
    ("activity", "count", "price", "usual"),
    [
        ("tong sampah", 1, "Rp750.000", "Rp250.000"),
        ("bibit tanaman hias", 2, "Rp200.000", "Rp500.000"),
        ("Pavingisasi", 1, "Rp200.000", "Rp280.000"),
    ],
)
def test_the_known_prices_of_kauman_are_caught(
    kauman_view: View, activity: str, count: int, price: str, usual: str
) -> None:
    found = flagged(kauman_view, activity)
    assert [aspect for aspect, _ in found] == ["harga"] * count
    assert all(price in message and usual in message for _, message in found)


def test_nothing_else_in_kauman_is_flagged(kauman_view: View) -> None:
    assert sum(len(flags) for flags in kauman_view.flags.values()) == 4
    assert kauman_view.twins == {}


def test_the_road_in_metres_under_kilometres_is_caught(desa: dict[str, View]) -> None:
    found = {
        message
        for view in desa.values()
        for aspect, message in flagged(view, "panjang jalan kabupaten yang ditingkatkan")
        if aspect == "satuan"
    }
    assert any(message.startswith("Volume 3.000 Km") for message in found)


def test_the_hundredth_of_a_latrine_is_caught(desa: dict[str, View]) -> None:
    found = [item for view in desa.values() for item in flagged(view, "MCK")]
    assert any(
        aspect == "satuan" and message.startswith("Volume 0,01 Unit") for aspect, message in found
    )


def test_alarms_on_real_proposals_stay_rare(desa: dict[str, View]) -> None:
    proposals = sum(len(view.cases) for view in desa.values())
    counts = hits(desa)
    for rule in ("kewajaran.volume", "kewajaran.satuan", "usulan.kembar", "pribadi.nama-warga"):
        assert counts[rule] < proposals * 0.04, rule
    assert counts["pribadi.nik"] == counts["pribadi.telepon"] == counts["pribadi.surel"] == 0
