"""The desk in a real browser: a whole meeting by keyboard, two windows, every width, everyone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from musrenbang.deciding.decision import Said, decision_of, said_of
from musrenbang.files.tree import FolderTree
from musrenbang.records import canonical
from musrenbang.records.loader import load
from musrenbang.year.cases import Case, cases_of
from tests.conftest import GitFolder, MakeTree, RunBuild, write_files
from tests.desk_support import (
    FOLDER,
    MEETING_DAY,
    SLUG,
    Running,
    in_git,
    meeting_of,
    running_desk,
)
from tests.site_support import STANDARDS, violations
from tests.small_year import DITOLAK

pytestmark = pytest.mark.browser

WORDS = "Akan dilayani program kota tahun ini."
OpenWindow = Callable[[Running], Page]


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    """Open the desk in a window of its own; nothing may go wrong in its scripts."""
    errors: list[str] = []
    contexts = []

    def open_(desk: Running) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="id-ID")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(desk.url)
        expect(page.get_by_role("heading", level=1)).to_have_text("Rekap Usulan 2016")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@dataclass(frozen=True)
class Hall:
    """A meeting in two windows: the first at the first open proposal, the second at the same."""

    root: Path
    first: Page
    second: Page

    def decided(self, nomor: str) -> str:
        """How its decision file begins; empty where there is none."""
        path = self.root / FOLDER / f"{nomor}.yaml"
        return path.read_text().partition("\n")[0] if path.exists() else ""


@pytest.fixture
def hall(make_tree: MakeTree, open_window: OpenWindow) -> Iterator[Hall]:
    root = make_tree(meeting_of(6))
    with running_desk(root) as desk:
        first, second = open_window(desk), open_window(desk)
        begin(first)
        second.keyboard.press("Escape")
        second.goto(f"{desk.address}#/{SLUG}/{SLUG}/0001")
        at(second, "0001")
        yield Hall(root, first, second)


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]")


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def choose_first_day(page: Page) -> None:
    expect(dialog(page)).to_contain_text("Hari Musrenbang")
    page.keyboard.press("Enter")
    expect(page.locator("#hari")).to_have_text("Rabu, 9 Maret 2016")
    expect(dialog(page)).to_have_count(0)


def at(page: Page, nomor: str) -> None:
    """Wait until a proposal is on the screen."""
    page.locator(f'article[data-usulan="{SLUG}/{nomor}"]').wait_for()


def begin(page: Page) -> None:
    """From the overview to the first open proposal, by keyboard."""
    choose_first_day(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("table.usulan").wait_for()
    page.keyboard.press("n")
    page.locator("article").wait_for()


class Keys:
    """The keyboard, counting what a clerk's fingers do: every key and every letter typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += len(text)
        self.page.keyboard.insert_text(text)


def decide(keys: Keys, number: int) -> None:
    """What the meeting says of a proposal: most are approved, every tenth is not."""
    if number % 10 == 5:
        keys.press("t")
        keys.press("1")
        keys.type(WORDS)
        keys.press("Enter")
    elif number % 20 == 0:
        keys.press("s")
        expect(keys.page.get_by_label("Alasan perubahan")).to_have_value(
            "Hasil ukur ulang Tim Teknis."
        )
        keys.press("Enter")
    else:
        keys.press("s")


def as_said(case: Case) -> bytes:
    """The same decision, said through the core that the worksheets use."""
    number = int(case.nomor)
    survey = case.survei.model_dump(exclude_none=True) if case.survei else None
    said = Said("disetujui", MEETING_DAY, survei=survey)
    if number % 10 == 5:
        said = Said("ditolak", MEETING_DAY, kode="bukan-prioritas", uraian=WORDS, survei=survey)
    elif number % 20 == 0:
        said = Said(
            "disetujui",
            MEETING_DAY,
            volume=Decimal(str(case.usulan.volume)) - 10,
            alasan_perubahan="Hasil ukur ulang Tim Teknis.",
            survei=survey,
        )
    record, problems = decision_of(case, said)
    assert record is not None
    assert not problems
    assert decision_of(case, said_of(record)) == (record, [])
    return canonical.dump(record).encode()


def test_a_meeting_by_keyboard_alone_becomes_one_change(
    git_folder: GitFolder, open_window: OpenWindow, run_build: RunBuild
) -> None:
    root = in_git(git_folder, meeting_of(40))
    expected = {
        case.decision_file: as_said(case) for case in cases_of(load(FolderTree(root)).years[2016])
    }
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        approvals, all_strokes = [], []
        for number in range(1, 41):
            at(page, f"{number:04d}")
            keys = Keys(page)
            decide(keys, number)
            all_strokes.append(keys.count)
            if number % 10 != 5:
                approvals.append(keys.count)
        expect(page.locator("#kabar")).to_contain_text(
            "Semua usulan dalam daftar ini sudah diputuskan"
        )
        expect(page.locator(".jumlah")).to_contain_text("40 dari 40 diputuskan")
        page.keyboard.press("a")
        expect(dialog(page)).to_contain_text("40 keputusan disimpan sebagai satu pengajuan")
        page.keyboard.press("Enter")
        expect(dialog(page)).to_contain_text("git push -u origin keputusan/2016-rawasari")
    assert median(approvals) == 1
    assert max(approvals) == 2
    assert median(all_strokes) == 1
    assert {path: (root / path).read_bytes() for path in expected} == expected
    assert git_folder.git("status", "--porcelain") == ""
    reviewed = run_build("review", "main", "HEAD", "--root", root)
    assert reviewed.returncode == 0, reviewed.stdout
    assert run_build("check", "--root", root).returncode == 0


def test_the_slower_of_two_windows_is_told_and_overwrites_nothing(hall: Hall) -> None:
    first, second = hall.first, hall.second
    second.keyboard.press("t")
    second.keyboard.press("1")
    second.keyboard.insert_text(WORDS)
    first.keyboard.press("s")
    at(first, "0002")
    second.keyboard.press("Enter")
    told = dialog(second)
    expect(told).to_contain_text("Pilihan Anda tidak disimpan")
    expect(told).to_contain_text(f"Tolak: {WORDS}")
    expect(told.locator("dd").nth(1)).to_have_text("Disetujui")
    second.keyboard.press("Escape")
    expect(second.locator("article .lencana").first).to_have_text("Disetujui")
    assert hall.decided("0001") == "keputusan: disetujui"


def deaf(page: Page) -> None:
    """Keep a window from hearing of changes by itself: its last question is never answered."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/keadaan", hold, times=1)
    with page.expect_request("**/api/keadaan"):
        pass


def test_a_window_that_shows_an_old_state_asks_before_it_answers(hall: Hall) -> None:
    first, second = hall.first, hall.second
    first.keyboard.press("s")
    at(first, "0002")
    expect(second.locator("article .lencana").first).to_have_text("Disetujui")
    deaf(second)
    first.keyboard.press("k")
    at(first, "0001")
    first.keyboard.press("t")
    first.keyboard.press("1")
    first.keyboard.insert_text(WORDS)
    first.keyboard.press("Enter")
    at(first, "0002")
    second.keyboard.press("s")
    expect(dialog(second).locator("dd").nth(1)).to_contain_text("Ditolak")
    second.keyboard.press("Escape")
    expect(second.locator("article .lencana").first).to_have_text("Ditolak")
    assert hall.decided("0001") == "keputusan: ditolak"


def test_what_comes_next_is_what_nobody_has_decided_meanwhile(hall: Hall) -> None:
    first, second = hall.first, hall.second
    deaf(second)
    first.keyboard.press("j")
    at(first, "0002")
    first.keyboard.press("s")
    at(first, "0003")
    second.keyboard.press("s")
    at(second, "0003")
    assert not hall.decided("0003")


def test_windows_follow_one_another_and_the_folder(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    root = make_tree(meeting_of(6))
    with running_desk(root) as desk:
        one, other = open_window(desk), open_window(desk)
        begin(one)
        expect(other.locator("#hari")).to_have_text("Rabu, 9 Maret 2016")
        other.keyboard.press("Escape")
        one.keyboard.press("s")
        at(one, "0002")
        expect(other.locator("tbody tr").first.locator("td").nth(1)).to_have_text("1")
        other.keyboard.press("?")
        expect(dialog(other)).to_have_count(1)
        one.keyboard.press("u")
        at(one, "0001")
        expect(other.locator("#urung")).to_have_text("")
        other.keyboard.press("Escape")
        expect(other.locator("tbody tr").first.locator("td").nth(1)).to_have_text("0")
        write_files(root, {f"{FOLDER}/0003.yaml": DITOLAK})
        expect(status(other).first).to_contain_text("1 berkas diubah di luar meja ini")
        expect(other.locator("tbody tr").first.locator("td").nth(2)).to_have_text("1")


def test_a_key_pressed_while_the_screen_is_renewed_counts_and_is_not_taken_back(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    root = make_tree(meeting_of(6))
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/api/kelurahan/**", hold, times=1)
        with page.expect_request("**/api/kelurahan/**"):
            write_files(root, {f"{FOLDER}/0003.yaml": DITOLAK})
        page.keyboard.press("s")
        at(page, "0002")
        with page.expect_response("**/api/usulan/**/0001"):
            held[0].continue_()
        at(page, "0002")
        page.keyboard.press("j")
        at(page, "0003")
        expect(page.locator("article .lencana").first).to_have_text("Ditolak")


def test_undo_goes_back_step_by_step_and_shows_where(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    root = make_tree(meeting_of(6))
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        before = (root / FOLDER / "0002.yaml").read_text()
        for number in range(1, 4):
            at(page, f"{number:04d}")
            page.keyboard.press("s")
        at(page, "0004")
        for nomor in ("0003", "0002"):
            page.keyboard.press("u")
            at(page, nomor)
            expect(status(page)).to_contain_text(f"{nomor} diurungkan")
        assert (root / FOLDER / "0002.yaml").read_text() == before
        assert not (root / FOLDER / "0003.yaml").exists()
        assert (root / FOLDER / "0001.yaml").exists()


def test_after_the_last_proposal_all_is_said_to_be_done_and_no_key_flips_it(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    root = make_tree(meeting_of(3))
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        for nomor in ("0001", "0002"):
            at(page, nomor)
            page.keyboard.press("s")
        at(page, "0003")
        page.keyboard.press("n")
        expect(status(page).first).to_contain_text("Tinggal usulan ini")
        at(page, "0003")
        page.keyboard.press("t")
        page.keyboard.press("1")
        page.keyboard.insert_text(WORDS)
        page.keyboard.press("Enter")
        page.locator("table.usulan").wait_for()
        expect(page.locator("main .selesai")).to_contain_text("sudah diputuskan")
        expect(page.locator("#kabar")).to_contain_text("0003 ditolak. Semua usulan")
        decided = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}
        for key in ("s", "b", "t", "e", "p", "v"):
            page.keyboard.press(key)
            expect(page.locator("#galat")).to_have_text("Buka satu usulan dahulu.")
            page.keyboard.press("n")
            expect(page.locator("#kabar")).to_contain_text("Semua usulan")
        assert {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()} == decided
        page.get_by_label("Hanya yang belum").check()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator("#kabar")).to_contain_text("Tidak ada usulan yang tampil")
        page.get_by_label("Hanya yang belum").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        at(page, "0001")
        page.keyboard.press("j")
        at(page, "0002")
        page.keyboard.press("s")
        expect(page.locator("#kabar")).to_contain_text("0002 sudah disetujui. Semua usulan")
        page.keyboard.press("u")
        expect(page.locator("main .selesai")).to_have_count(0)
        page.keyboard.press("n")
        at(page, "0003")


def test_keys_do_nothing_while_typing_and_a_held_key_decides_once(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    root = make_tree(meeting_of(6))
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        page.keyboard.press("/")
        expect(page.get_by_label("Cari /")).to_be_focused()
        page.keyboard.type("setujui nomor u")
        expect(page.get_by_label("Cari /")).to_have_value("setujui nomor u")
        page.keyboard.press("Control+a")
        page.keyboard.type("kenanga 3")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        at(page, "0003")
        page.keyboard.press("t")
        expect(dialog(page)).to_have_count(1)
        page.keyboard.type("s")
        page.keyboard.press("Escape")
        expect(dialog(page)).to_have_count(0)
        assert not (root / FOLDER / "0003.yaml").exists()
        page.keyboard.press("l")
        page.get_by_label("Cari /").fill("")
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        at(page, "0001")
        page.keyboard.down("s")
        page.keyboard.down("s")
        page.keyboard.down("s")
        page.keyboard.up("s")
        at(page, "0002")
        assert not (root / FOLDER / "0003.yaml").exists()


def test_what_is_refused_is_said_beside_the_form_that_answers_it(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    files = meeting_of(6)
    del files[f"{FOLDER}/0002.yaml"]
    root = make_tree(files)
    with running_desk(root) as desk:
        page = open_window(desk)
        begin(page)
        page.keyboard.press("s")
        at(page, "0002")
        page.keyboard.press("s")
        expect(dialog(page).get_by_role("alert")).to_contain_text("tanpa hasil survei")
        page.keyboard.insert_text("2/3/2016")
        for _ in range(3):
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.insert_text("55,5")
        page.keyboard.press("Enter")
        expect(dialog(page)).to_have_count(0)
        expect(page.locator(".ukur")).to_have_text("Terukur 55,5 m, diusulkan 62 m")
        page.keyboard.press("e")
        expect(dialog(page).locator(".hitung")).to_have_text("55,5 m, Rp44.400.000")
        page.keyboard.press("Enter")
        at(page, "0003")
        decided = (root / FOLDER / "0002.yaml").read_text()
        assert "volume: 55.5\nperkiraan_anggaran: 44400000\n" in decided


def test_a_filter_says_what_comes_next(make_tree: MakeTree, open_window: OpenWindow) -> None:
    with running_desk(make_tree(meeting_of(12))) as desk:
        page = open_window(desk)
        begin(page)
        page.keyboard.press("l")
        page.get_by_label("SKPD/UKPD").select_option("Sudin SDA")
        expect(page.locator("tbody tr")).to_have_count(6)
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        at(page, "0002")
        page.keyboard.press("s")
        at(page, "0004")
        page.keyboard.press("ArrowUp")
        at(page, "0002")


def test_axe_finds_nothing_in_any_state(git_folder: GitFolder, open_window: OpenWindow) -> None:
    root = in_git(git_folder, meeting_of(8))
    write_files(root, {f"{FOLDER}/0003.yaml": DITOLAK})
    with running_desk(root) as desk:
        page = open_window(desk)
        found = {"hari": violations(page, "tag", STANDARDS)}
        choose_first_day(page)
        found["rekap"] = violations(page, "tag", STANDARDS)
        page.goto(f"{desk.address}#/{SLUG}")
        page.locator("table.usulan").wait_for()
        found["daftar"] = violations(page, "tag", STANDARDS)
        for nomor in ("0002", "0003"):
            page.goto(f"{desk.address}#/{SLUG}/{SLUG}/{nomor}")
            at(page, nomor)
            found[nomor] = violations(page, "tag", STANDARDS)
        for key in ("t", "e", "v", "?", "a"):
            page.keyboard.press(key)
            expect(dialog(page)).to_have_count(1)
            found[key] = violations(page, "tag", STANDARDS)
            page.keyboard.press("Escape")
            expect(dialog(page)).to_have_count(0)
    assert {state: said for state, said in found.items() if said} == {}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (768, 1024), (640, 360)])
def test_nothing_runs_off_the_side_and_every_key_has_a_button(
    make_tree: MakeTree, browser: Browser, width: int, height: int
) -> None:
    """640 by 360 is what the projector's 1280 by 720 becomes at 200 % zoom."""
    with running_desk(make_tree(meeting_of(6))) as desk:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(desk.url)
        choose_first_day(page)
        for place in ("", SLUG, f"{SLUG}/{SLUG}/0002"):
            page.goto(f"{desk.address}#/{place}")
            page.wait_for_load_state()
            if place.endswith("0002"):
                at(page, "0002")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Setujui").click()
        at(page, "0003")
        page.get_by_role("button", name="Urungkan").click()
        at(page, "0002")
        page.close()


def test_before_the_lurah_sends_only_the_survey_key_counts(
    make_tree: MakeTree, open_window: OpenWindow
) -> None:
    files = meeting_of(2)
    profile = f"proposals/2016/{SLUG}/kelurahan.yaml"
    files[profile] = files[profile].replace("dikirim: 2016-02-26\n", "")
    root = make_tree(files)
    with running_desk(root) as desk:
        page = open_window(desk)
        page.keyboard.press("Escape")
        page.goto(f"{desk.address}#/{SLUG}/{SLUG}/0002")
        at(page, "0002")
        page.keyboard.press("s")
        expect(page.locator("#galat")).to_contain_text("Hasil surveinya sudah dapat diisi (V).")
        page.keyboard.press("v")
        dialog(page).get_by_label("Catatan").fill("Diukur ulang sesudah hujan.")
        page.keyboard.press("Enter")
        expect(page.locator("#kabar")).to_contain_text("Survei 0002 disimpan.")
        expect(page.get_by_role("button", name="Setujui")).to_be_disabled()
    assert "Diukur ulang" in (root / FOLDER / "0002.yaml").read_text()


def test_a_window_left_over_from_an_earlier_start_says_what_to_do(
    tmp_path: Path, browser: Browser
) -> None:
    with running_desk(write_files(tmp_path, meeting_of(2))) as desk:
        page = browser.new_page()
        page.goto(desk.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Meja ini terkunci")
        page.goto(f"{desk.address}#salah")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Meja ini terkunci")
        page.close()
