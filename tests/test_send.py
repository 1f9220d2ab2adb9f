"""Kirim: everything still open is told at once; nothing is written until nothing is."""

from datetime import date
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.commands import send
from tests.conftest import GitFolder, MakeTree
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, PELATIHAN, SMALL_YEAR, USULAN
from tests.terminal import Terminal

P, D = "proposals/2016/rawasari", "decisions/2016/rawasari"
KIRIM = f"{D}/kirim.yaml"
DECIDED = {name: text for name, text in SMALL_YEAR.items() if name != KIRIM}
LAS = PELATIHAN.replace("Pelatihan menjahit", "Pelatihan las")
FLAGGED = USULAN.replace("96000000", "960000000")
OPEN = {
    **DECIDED,
    f"{P}/0003.yaml": USULAN.replace("Barat III", "Timur"),
    f"{P}/0004.yaml": LAS,
    f"{P}/0005.yaml": USULAN.replace("Barat III", "Selatan"),
    f"{P}/0006.yaml": FLAGGED.replace("Barat III", "Utara"),
    f"{D}/0002.yaml": "keputusan: ditolak\ntanggal: 2016-03-09\n",
    f"{D}/0005.yaml": "keputusan: disetujui\ntanggal: 2016-03-09\n",
    f"{D}/0006.yaml": "keputusan: disetujui\ntanggal: 2016-03-09\n"
    + DISETUJUI[DISETUJUI.index("survei:") :].replace("100", "120"),
    f"{D}/0007.yaml": DITOLAK,
}


def run(root: Path, *words: str, kelurahan: tuple[str, ...] = ("rawasari",)) -> int:
    return main(["send", *kelurahan, "--root", str(root), *words])


@pytest.fixture
def root(make_tree: MakeTree) -> Path:
    return make_tree(DECIDED)


def test_everything_still_open_is_told_at_once(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(OPEN)
    assert run(root, "--tanggal", "2016-03-10") == 1
    told = capsys.readouterr().out
    for line in (
        "Belum diputuskan (2):\n    0003 Perbaikan saluran tepi jalan\n    0004 Pelatihan las\n",
        "Usulan fisik tanpa hasil survei (juknis C.1.e) (2):\n    0003 Perbaikan saluran tepi",
        "    0005 Perbaikan saluran tepi jalan\n",
        "Disetujui tanpa penjelasan, padahal ditandai tidak wajar (juknis C.1.f) (",
        "    0006 Perbaikan saluran tepi jalan: Perkiraan anggaran",
        "Ditolak tanpa alasan yang lengkap (juknis D.2) (1):\n    0002 Pelatihan menjahit: ",
        f"Kesalahan dalam berkas kelurahan ini (1):\n    {D}/0007.yaml: ",
        "Tidak ada yang ditulis.",
    ):
        assert line in told, told
    assert not (root / KIRIM).exists()


def test_what_is_complete_is_sent(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--tanggal", "2016-03-10") == 0
    assert (root / KIRIM).read_text() == "tanggal: 2016-03-10\n"
    told = capsys.readouterr().out
    assert "Rawasari dikirim. 2 usulan: 1 disetujui (Rp80.000.000), 1 ditolak." in told


def test_of_two_open_years_the_one_is_taken_that_can_be_sent_and_it_is_said(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = {
        "proposals/2017/musrenbang.yaml": DECIDED["proposals/2016/musrenbang.yaml"].replace(
            "2016", "2017"
        ),
        "proposals/2017/rawasari/kelurahan.yaml": "nama: Rawasari\n",
    }
    root = make_tree({**DECIDED, **begun})
    assert run(root, "--tanggal", "2016-03-10") == 0
    told = capsys.readouterr().out
    assert told.startswith("Tahun 2016. Tahun 2017 juga belum selesai; untuk itu tulis --tahun.\n")
    assert (root / KIRIM).exists()


def test_a_second_time_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root, "--tanggal", "2016-03-10")
    assert run(root, "--tanggal", "2016-03-11") == 1
    assert "Kirim Rawasari tercatat 10 Maret 2016." in capsys.readouterr().out
    assert (root / KIRIM).read_text() == "tanggal: 2016-03-10\n"


def test_the_undecided_go_out_only_with_their_reason(make_tree: MakeTree) -> None:
    root = make_tree({**DECIDED, f"{P}/0003.yaml": LAS})
    assert run(root, "--tanggal", "2016-03-10") == 1
    named = ("--tanpa-validasi", "0003=Menunggu kesediaan pelatih.")
    assert run(root, "--tanggal", "2016-03-10", *named) == 0
    assert (root / KIRIM).read_text() == (
        "tanggal: 2016-03-10\n"
        'tanpa_validasi:\n  - {nomor: "0003", alasan: Menunggu kesediaan pelatih.}\n'
    )


def test_at_a_terminal_the_reasons_are_asked_for(make_tree: MakeTree) -> None:
    root = make_tree({**DECIDED, f"{P}/0003.yaml": LAS})
    terminal = Terminal(root, "send", "rawasari", "--tanggal", "2016-03-10")
    terminal.type([("  Rawasari 0003 Pelatihan las: ", "Menunggu kesediaan pelatih.\n")])
    assert terminal.end() == 0, terminal.said
    assert "alasan: Menunggu kesediaan pelatih." in (root / KIRIM).read_text()


def test_at_a_terminal_no_reason_stops(make_tree: MakeTree) -> None:
    root = make_tree({**DECIDED, f"{P}/0003.yaml": LAS})
    terminal = Terminal(root, "send", "rawasari", "--tanggal", "2016-03-10")
    terminal.type([("  Rawasari 0003 Pelatihan las: ", "\n")])
    assert terminal.end() == 1, terminal.said
    assert not (root / KIRIM).exists()


@pytest.mark.parametrize(
    ("word", "reason"),
    [("0001=Lupa.", "0001 Perbaikan saluran"), ("0099=Lupa.", "0099: tidak ada usulan")],
)
def test_only_the_undecided_may_be_named(
    root: Path, word: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--tanggal", "2016-03-10", "--tanpa-validasi", word) == 1
    assert reason in capsys.readouterr().out


@pytest.mark.parametrize("word", ["0003", "0003=", "0003=  ", "lain/0003=Lupa."])
def test_a_reason_without_words_is_wrong_use(root: Path, word: str) -> None:
    assert run(root, "--tanpa-validasi", word) == 2


def test_a_kelurahan_the_lurah_has_not_sent_is_not_sent_on(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(
        {**DECIDED, f"{P}/kelurahan.yaml": KELURAHAN.replace("dikirim: 2016-02-26\n", "")}
    )
    assert run(root, "--tanggal", "2016-03-10") == 1
    assert "Lurah belum mengirim" in capsys.readouterr().out


def test_of_several_either_all_are_sent_or_none(make_tree: MakeTree) -> None:
    other = {name.replace("rawasari", "galur"): text for name, text in DECIDED.items()}
    other["proposals/2016/galur/kelurahan.yaml"] = KELURAHAN.replace("Rawasari", "Galur").replace(
        "1003", "1004"
    )
    other["proposals/2016/galur/0003.yaml"] = LAS
    root = make_tree({**DECIDED, **other})
    both = ("rawasari", "Galur")
    assert run(root, "--tanggal", "2016-03-10", kelurahan=both) == 1
    assert not (root / KIRIM).exists()
    named = ("--tanpa-validasi", "galur/0003=Menunggu kesediaan pelatih.")
    assert run(root, "--tanggal", "2016-03-10", *named, kelurahan=both) == 0
    assert (root / KIRIM).exists()
    assert (root / "decisions/2016/galur/kirim.yaml").exists()


@pytest.mark.parametrize(
    ("today", "code"),
    [("2016-03-08", 1), ("2016-03-09", 0), ("2016-03-18", 0), ("2016-03-19", 1)],
)
def test_the_day_is_today_where_that_is_usual_and_else_must_be_said(
    root: Path, today: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the last decision to the day the report is due."""
    monkeypatch.setattr(send, "this_day", lambda: date.fromisoformat(today))
    assert run(root) == code
    assert (root / KIRIM).exists() == (code == 0)


def test_a_day_before_the_decisions_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--tanggal", "2016-03-08") == 1
    assert "Tidak ada yang ditulis." in capsys.readouterr().err
    assert not (root / KIRIM).exists()


def test_kirim_is_recorded_with_the_decisions_no_commit_has_yet(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    proposals = {name: text for name, text in DECIDED.items() if name.startswith("proposals")}
    git_folder.commit("usulan", proposals)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    for name in (f"{D}/0001.yaml", f"{D}/0002.yaml"):
        (git_folder.root / name).parent.mkdir(parents=True, exist_ok=True)
        (git_folder.root / name).write_text(DECIDED[name])
    assert run(git_folder.root, "--tanggal", "2016-03-10", "--catat") == 0
    assert git_folder.git("show", "--name-only", "--format=%(trailers)").split() == [
        *("Kelurahan:", "rawasari"),
        *(f"{D}/0001.yaml", f"{D}/0002.yaml", KIRIM),
    ]
    told = f"git -C {git_folder.root} push -u origin kirim/2016-rawasari"
    assert told in capsys.readouterr().out


def test_a_misspelt_kelurahan_is_told_what_was_meant(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["send", "rawsari", "--root", str(root)]) == 2
    assert "Maksud Anda rawasari?" in capsys.readouterr().err
