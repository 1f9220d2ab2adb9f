"""What a desk file hands in: a worksheet's guarantees, and demands that are the rules' own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from musrenbang.cli import main
from musrenbang.desk.demands import demands_of
from musrenbang.desk.offline import bundled, desk_file, offline_data
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.year.views import View
from tests.conftest import MakeTree, write_files
from tests.desk_support import FOLDER, SLUG, DeskClient, meeting_of, result_of
from tests.small_year import KIRIM
from tests.worksheet_support import files_of

REJECTED = ("tolak", {"kode": "bukan-prioritas", "uraian": "Akan dilayani program kota."})
APPROVED: tuple[str, dict[str, str]] = ("setujui", {})


@pytest.fixture
def root(make_tree: MakeTree) -> Path:
    """A meeting of four proposals, the second and fourth of them drains that were surveyed."""
    return make_tree(meeting_of(4))


def accept(root: Path, path: Path, *options: str) -> int:
    return main(["accept", "--root", str(root), str(path), *options])


def view_of(root: Path) -> View:
    snapshot = load(FolderTree(root))
    return View(snapshot, snapshot.years[2016])


def test_a_result_is_taken_whole_and_a_second_time_changes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED], f"2016/{SLUG}/0003": [REJECTED]})
    assert accept(root, path) == 0
    assert "hasil meja sidang 2016\n  Diambil: 2 keputusan" in capsys.readouterr().out
    before = files_of(root)
    assert accept(root, path) == 0
    assert "tidak ada yang baru" in capsys.readouterr().out
    assert files_of(root) == before


def test_one_wrong_proposal_leaves_all_of_them_unwritten_and_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(root)
    wrong = ("setujui", {"volume": "dua puluh"})
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED], f"2016/{SLUG}/0003": [wrong]})
    assert accept(root, path) == 1
    told = capsys.readouterr().out
    assert f"hasil.json, usulan 2016/{SLUG}/0003 (volume)" in told
    assert "Tidak ada yang diambil" in told
    assert files_of(root) == before


def test_what_depends_on_typed_figures_is_judged_when_the_result_is_taken(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = ("setujui", {"volume": "9.000", "alasan_perubahan": "Diminta warga dalam sidang."})
    assert accept(root, result_of(root, {f"2016/{SLUG}/0002": [far]})) == 1
    assert (
        "(Volume disetujui): Disetujui 9.000 m, lebih dari terukur 62 m" in capsys.readouterr().out
    )


@pytest.mark.parametrize("changed", [f"proposals/2016/{SLUG}/0001.yaml", f"{FOLDER}/0001.yaml"])
def test_a_proposal_or_decision_changed_since_is_outdated(
    root: Path, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED], f"2016/{SLUG}/0003": [APPROVED]})
    if changed.startswith("proposals"):
        text = (root / changed).read_text().replace("sudah lama", "sejak lama")
        write_files(root, {changed: text})
    else:
        assert accept(root, result_of(root, {f"2016/{SLUG}/0001": [REJECTED]})) == 0
        path = outdated_twin(path)
    before = files_of(root)
    assert accept(root, path) == 1
    assert f"2016/{SLUG}/0001" in capsys.readouterr().out
    assert files_of(root) == before
    assert accept(root, path, "--lewati-usang") == 1
    assert files_of(root).keys() - before.keys() == {f"{FOLDER}/0003.yaml"}


def outdated_twin(path: Path) -> Path:
    """The result as it was saved before the decision was made elsewhere."""
    result = json.loads(path.read_text())
    handed = result["keputusan"][0]
    again = {
        **handed,
        "versi": [handed["versi"][0], ""],
        "tindakan": [{"tindakan": "setujui", "hari": "2016-03-09", "isi": {}}],
    }
    other = json.loads(json.dumps(again)) | {"usulan": f"2016/{SLUG}/0003"}
    snapshot_versions = result_of(path.parent / "data", {f"2016/{SLUG}/0003": [APPROVED]})
    other["versi"] = json.loads(snapshot_versions.read_text())["keputusan"][0]["versi"]
    result["keputusan"] = [again, other]
    path.write_text(json.dumps(result))
    return path


def test_what_kirim_locked_meanwhile_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED]})
    write_files(root, {f"{FOLDER}/kirim.yaml": KIRIM})
    assert accept(root, path) == 1
    assert "Sudah Kirim" in capsys.readouterr().out


Spoil = Callable[[dict[str, Any]], object]
SPOILT: dict[str, Spoil] = {
    "another key": lambda result: result.update(lain=1),
    "an unknown action": lambda result: result["keputusan"][0]["tindakan"][0].update(
        tindakan="hapus"
    ),
    "a number for a text": lambda result: result["keputusan"][0]["tindakan"][0]["isi"].update(
        volume=1
    ),
    "an unknown proposal": lambda result: result["keputusan"][0].update(usulan="2016/../../x"),
    "one proposal twice": lambda result: result["keputusan"].append(result["keputusan"][0]),
    "another year": lambda result: result.update(tahun=2017),
    "a day as no desk writes it": lambda result: result["keputusan"][0]["tindakan"][0].update(
        hari="2016-W10-3"
    ),
    "no day": lambda result: result["keputusan"][0]["tindakan"][0].update(hari="kemarin"),
    "a newer form": lambda result: result.update(bentuk=2),
    "no list": lambda result: result.update(keputusan={}),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_no_desk_wrote_is_refused_in_words(
    root: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED]})
    result = json.loads(path.read_text())
    spoil(result)
    path.write_text(json.dumps(result))
    before = files_of(root)
    assert accept(root, path) == 1
    assert "hasil.json" in capsys.readouterr().out
    assert files_of(root) == before


def test_a_result_cut_short_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = result_of(root, {f"2016/{SLUG}/0001": [APPROVED]})
    path.write_text(path.read_text()[:-40])
    assert accept(root, path) == 1
    assert "terpotong atau rusak" in capsys.readouterr().out


def test_the_demands_are_what_the_desk_with_its_server_refuses(make_tree: MakeTree) -> None:
    files = meeting_of(24)
    name = f"proposals/2016/{SLUG}/0006.yaml"
    files[name] = files[name].replace("volume: 66", "volume: 9000")
    del files[f"{FOLDER}/0008.yaml"]
    root = make_tree(files)
    demands = demands_of(view_of(root))
    client = DeskClient(root)
    refused = 0
    for number in range(1, 25):
        own = demands.cases[f"2016/{SLUG}/{number:04d}"]
        expected = {
            demands.texts[one].pesan
            for occasion in ("setujui", "survei")
            for one in own.get(occasion, ())
        }
        answer = client.act(f"{number:04d}", "setujui")
        assert {one["pesan"] for one in answer.get("penolakan", ())} == expected
        refused += bool(expected)
    assert refused >= 3


def test_a_proposal_that_cannot_be_decided_says_why_and_demands_nothing(
    make_tree: MakeTree,
) -> None:
    root = make_tree({**meeting_of(2), f"{FOLDER}/kirim.yaml": KIRIM})
    data = offline_data(view_of(root), [SLUG])
    assert all("Sudah Kirim" in one["halangan"] for one in data["usulan"])
    assert data["pola"] == [{}]


def test_the_seal_is_of_the_facts_alone(root: Path) -> None:
    first = offline_data(view_of(root), [SLUG])["segel"]
    assert offline_data(view_of(root), [SLUG])["segel"] == first
    name = f"proposals/2016/{SLUG}/0001.yaml"
    write_files(root, {name: (root / name).read_text().replace("sudah lama", "sejak lama")})
    assert offline_data(view_of(root), [SLUG])["segel"] != first


def test_500_proposals_are_below_two_megabytes_and_always_the_same_bytes(
    make_tree: MakeTree,
) -> None:
    root, theme = make_tree(meeting_of(500)), read_theme()
    data = desk_file(view_of(root), [SLUG], theme, "uji")
    assert len(data) < 2_000_000
    assert desk_file(view_of(root), [SLUG], theme, "uji") == data


def test_modules_are_bundled_in_the_order_they_need_one_another() -> None:
    script = bundled(
        {
            "b": 'import { a } from "./a.js";\nexport const b = a + 1;\n',
            "a": "export function a() {}\n",
            "c": 'import "./b.js";\n',
        }
    )
    assert script.index('ruangan["a"] = { a }') < script.index('const { a } = ruangan["a"]')
    assert "import" not in script
    assert "export" not in script
