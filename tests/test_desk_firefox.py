"""The desk as one file in Debian's Firefox, which keeps what it is told for each file apart."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.year.cases import cases_of
from tests.conftest import MakeTree
from tests.desk_support import SLUG, meeting_of
from tests.firefox import Firefox, until
from tests.test_desk_browser import WORDS, as_said
from tests.test_desk_file import accept, decisions, desk_file

pytestmark = pytest.mark.browser

Start = Callable[[], Firefox]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the browser, again with what it kept."""
    with ExitStack() as running:
        yield lambda: running.enter_context(Firefox(tmp_path / "profil"))


def at(firefox: Firefox, nomor: str) -> None:
    firefox.wait_for(f'article[data-usulan="{SLUG}/{nomor}"]')


def decide(firefox: Firefox, number: int) -> None:
    """As `as_said` says it."""
    at(firefox, f"{number:04d}")
    if number % 10 == 5:
        firefox.press("t", "1", *WORDS, "Enter")
    elif number % 20 == 0:
        firefox.press("s")
        firefox.wait_for("dialog[open]", "Alasan perubahan")
        firefox.press("Enter")
    else:
        firefox.press("s")


def test_a_meeting_with_a_crash_a_reload_and_a_second_tab_becomes_the_same_files(
    make_tree: MakeTree, start: Start
) -> None:
    root = make_tree(meeting_of(20))
    cases = cases_of(load(FolderTree(root)).years[2016])
    expected = {case.decision_file: as_said(case) for case in cases}
    address = desk_file(root).as_uri()
    firefox = start()
    firefox.open(address)
    firefox.wait_for("dialog[open]", "Hari Musrenbang")
    firefox.press("Enter")
    firefox.wait_for("#hari", "Rabu, 9 Maret 2016")
    firefox.press("j", "Enter")
    firefox.wait_for("table.usulan")
    firefox.press("n")
    for number in range(1, 8):
        decide(firefox, number)
    at(firefox, "0008")
    firefox.kill()
    firefox = start()
    firefox.open(f"{address}#/{SLUG}/{SLUG}/0008")
    at(firefox, "0008")
    assert firefox.text("#urung") == "(7)"
    for number in range(8, 12):
        decide(firefox, number)
    at(firefox, "0012")
    firefox.ask("Refresh")
    for number in range(12, 15):
        decide(firefox, number)
    at(firefox, "0015")
    first, second = firefox.tab, firefox.new_tab()
    firefox.open(f"{address}#/{SLUG}/{SLUG}/0015")
    at(firefox, "0015")
    firefox.press("t", "2", "Lain.")
    firefox.switch(first)
    decide(firefox, 15)
    at(firefox, "0016")
    firefox.switch(second)
    firefox.press("Enter")
    firefox.wait_for("dialog[open]", "Pilihan Anda tidak disimpan")
    firefox.press("Escape", "n")
    for number in range(16, 21):
        decide(firefox, number)
    firefox.wait_for("#kabar", "Semua usulan")
    firefox.press("a")
    firefox.wait_for("dialog[open]", "memuat 20 usulan")
    firefox.press("Enter")
    until(lambda: bool([*firefox.downloads.glob("*.json")]))
    firefox.wait_for("dialog[open]", "Hasil disimpan")
    (result,) = firefox.downloads.iterdir()
    assert accept(root, result) == 0
    assert decisions(root) == expected
