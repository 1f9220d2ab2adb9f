"""At a terminal import asks what the sheet does not say, and remembers the answers."""

from pathlib import Path

from tests.import_support import Desk
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
