"""At a terminal import asks what the sheet does not say, and remembers the answers."""

from pathlib import Path

from tests.import_support import Cells, Desk
from tests.terminal import Terminal
from tests.test_import_recognition import HEADINGS, ROWS, made


def test_what_a_sheet_does_not_say_is_asked_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    titles = ["Besar" if title == "Volume" else title for title in HEADINGS]
    path = desk.workbook({"S": [titles, *ROWS]})
    words = ("import", str(path), "--tahun", "2017", "--ditolak", str(tmp_path / "x.xlsx"))
    number = str(titles.index("Besar") + 1)
    terminal = Terminal(desk.root, *words)
    terminal.type(
        [
            ("kolom volume tidak dikenali", ""),
            ("Jawaban: ", f"{number}\n"),
            ("Kelurahan apa?", ""),
            ("Jawaban: ", "Rawasari\n"),
        ]
    )
    assert terminal.end() == 0, terminal.said
    assert len(made(desk)) == 4
    assert desk.snapshot().years[2017].musrenbang.kecamatan.nama == "Cempaka Putih"  # type: ignore[union-attr]  # the import made it
    again = Terminal(desk.root, *words)
    assert again.end() == 0, again.said
    assert "Jawaban" not in again.said
    assert "usulan tetap            4" in again.said


def test_stopping_at_a_question_writes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.workbook({"S": [HEADINGS, *ROWS]})
    terminal = Terminal(desk.root, "import", str(path), "--tahun", "2017")
    terminal.until("Jawaban: ")
    terminal.interrupt()
    assert not desk.state()


def test_what_was_said_of_year_and_kecamatan_is_not_asked_again(tmp_path: Path) -> None:
    """A second sheet that names the same wrong year and kecamatan asks nothing."""
    desk = Desk(tmp_path)
    head: list[Cells] = [["USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [None]]
    assert desk.understand(desk.workbook({"S": [*head, HEADINGS, *ROWS]})).code == 0
    for name, other, option in (
        ("tahun", ["USULAN KELURAHAN RAWASARI TAHUN 2014"], ("--tahun", "2017")),
        (
            "kecamatan",
            ["USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA TAHUN 2017"],
            ("--kecamatan", "Cempaka Putih"),
        ),
    ):
        sheets: dict[str, list[Cells]] = {"S": [other, [None], HEADINGS, *ROWS[:2]]}
        asked = desk.understand(desk.workbook(sheets, f"{name}.xlsx"))
        assert asked.code == 2 - (name == "kecamatan")
        assert f"--{name}" in asked.err
        said = desk.understand(desk.folder / f"{name}.xlsx", *option)
        assert said.counts["usulan tetap"] == 2, said
        again = desk.understand(desk.workbook(sheets, f"{name} kedua.xlsx"))
        assert (again.code, again.counts["usulan tetap"]) == (0, 2), again
        assert "dicatat pada" in again.out


def test_the_rows_of_the_year_once_chosen_are_taken_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    head: list[Cells] = [["USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH"], [None]]
    rows: list[Cells] = [[*row, 2017 + at % 2] for at, row in enumerate(ROWS)]
    path = desk.workbook({"S": [*head, [*HEADINGS, "Tahun"], *rows]})
    assert desk.understand(path).code == 2
    assert desk.understand(path, "--tahun", "2017").counts["usulan baru"] == 2
    again = desk.understand(path)
    assert (again.code, again.counts["usulan tetap"]) == (0, 2), again
