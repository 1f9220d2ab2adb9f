"""Desk, desk file and worksheet are three ways to say the same: equal files to the byte."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from musrenbang.cli import main
from musrenbang.deciding.decision import planned
from musrenbang.deciding.recorder import Recorder
from musrenbang.desk.actions import record_after
from musrenbang.year.cases import cases_of
from tests.conftest import write_files
from tests.desk_support import result_of
from tests.worksheet_support import (
    APPROVED,
    FIRST,
    REJECTED,
    SECOND,
    SURVEYED,
    UNDECIDED,
    decide,
    fill,
    make,
)

DAY = date(2016, 3, 9)
SURVEY_FORM = {
    "tanggal": "2/3/2016",
    "lokasi_sesuai": "ya",
    "layak_teknis": "ya",
    "layak_administratif": "ya",
    "volume_terukur": "100",
}
Actions = tuple[tuple[str, Mapping[str, str]], ...]

SAME: tuple[tuple[str, Mapping[str, Any], Actions], ...] = (
    (FIRST, SURVEYED, (("survei", SURVEY_FORM),)),
    (
        FIRST,
        APPROVED,
        (
            ("survei", SURVEY_FORM),
            ("setujui", {"volume": "100", "alasan_perubahan": "Hasil ukur ulang Tim Teknis."}),
        ),
    ),
    (
        FIRST,
        {**APPROVED, "anggaran": 79_500_000},
        (
            ("survei", SURVEY_FORM),
            (
                "setujui",
                {
                    "volume": "100",
                    "anggaran": "79.500.000",
                    "alasan_perubahan": "Hasil ukur ulang Tim Teknis.",
                },
            ),
        ),
    ),
    (SECOND, {"keputusan": "Disetujui"}, (("setujui", {}),)),
    (
        SECOND,
        REJECTED,
        (("tolak", {"kode": "bukan-prioritas", "uraian": str(REJECTED["uraian"])}),),
    ),
    (
        SECOND,
        {
            "keputusan": "Ditolak",
            "alasan": "sudah-dikerjakan",
            "uraian": "Baris satu.\nBaris dua.",
            "tahun": 2015,
        },
        (
            (
                "tolak",
                {"kode": "sudah-dikerjakan", "uraian": "Baris satu.\nBaris dua.", "tahun": "2015"},
            ),
        ),
    ),
)


@pytest.mark.parametrize(("path", "typed", "actions"), SAME)
def test_the_same_words_give_the_same_file(
    tmp_path: Path, path: str, typed: Mapping[str, Any], actions: Actions
) -> None:
    root = write_files(tmp_path / "data", UNDECIDED)
    snapshot = Recorder(root).snapshot
    case = next(case for case in cases_of(snapshot.years[2016]) if case.decision_file == path)
    record = None
    for action, form in actions:
        record, problems = record_after(case, record, action, form, DAY)
        assert not problems
    assert decide(root, fill(make(root), {int(case.nomor): typed})) == 0
    written = (root / path).read_bytes()
    assert planned(snapshot, {path: record}) == {path: written}
    other = write_files(tmp_path / "lain" / "data", UNDECIDED)
    handed = result_of(other, {case.id: actions}, DAY)
    assert main(["accept", "--root", str(other), str(handed)]) == 0
    assert (other / path).read_bytes() == written
