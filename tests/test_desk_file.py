"""The desk as one file in a real browser: a meeting from a USB stick, and what it hands in."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from musrenbang.cli import main
from musrenbang.records import canonical
from musrenbang.records.shipped_guide import shipped
from tests.conftest import MakeTree, write_files
from tests.desk_support import FOLDER, SLUG, meeting_of
from tests.site_support import STANDARDS, violations
from tests.test_desk_browser import (
    WORDS,
    at,
    begin,
    choose_first_day,
    dialog,
)

pytestmark = pytest.mark.browser

OpenFile = Callable[[Path], Page]
MOST_BYTES = 2_000_000


@pytest.fixture
def laptop(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a network: nothing may be asked for, nothing go wrong in its scripts."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="id-ID")
    context.set_offline(True)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    context.on(
        "request",
        lambda asked: (
            None if asked.url.startswith(("file:", "data:", "blob:")) else errors.append(asked.url)
        ),
    )
    yield context
    context.close()
    assert errors == []


def desk_file(root: Path, *kelurahan: str) -> Path:
    """The file as the clerk makes it, away from the data."""
    path = root.parent / "meja.html"
    assert main(["desk", "--root", str(root), "-o", str(path), "--berkas", *kelurahan]) == 0
    return path


def opened(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Rekap Usulan 2016")
    return page


def saved(page: Page, folder: Path) -> Path:
    """The result, saved with A and Enter."""
    page.keyboard.press("a")
    expect(dialog(page)).to_contain_text("Simpan hasil")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    expect(dialog(page)).to_contain_text("Hasil disimpan")
    page.keyboard.press("Escape")
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path


def accept(root: Path, *paths: Path) -> int:
    return main(["accept", "--root", str(root), *map(str, paths)])


def decisions(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "decisions").rglob("*.yaml"))
    }


@pytest.fixture
def two(make_tree: MakeTree, laptop: BrowserContext) -> tuple[Path, Page, Page]:
    """A small year, and its desk in two windows at the same proposal."""
    root = make_tree(meeting_of(6))
    path = desk_file(root)
    first, second = opened(laptop, path), opened(laptop, path)
    begin(first)
    second.keyboard.press("Escape")
    second.goto(f"{path.as_uri()}#/{SLUG}/{SLUG}/0001")
    at(second, "0001")
    return root, first, second


def test_the_slower_of_two_windows_is_told_and_overwrites_nothing(
    two: tuple[Path, Page, Page], tmp_path: Path
) -> None:
    root, first, second = two
    second.keyboard.press("t")
    second.keyboard.press("1")
    second.keyboard.insert_text(WORDS)
    first.keyboard.press("s")
    at(first, "0002")
    second.keyboard.press("Enter")
    expect(dialog(second)).to_contain_text("Pilihan Anda tidak disimpan")
    second.keyboard.press("Escape")
    expect(second.locator("article .lencana").first).to_have_text("Disetujui")
    assert accept(root, saved(second, tmp_path)) == 0
    assert b"disetujui" in decisions(root)[f"{FOLDER}/0001.yaml"]


def test_what_was_decided_can_be_taken_back_even_after_a_reload(
    two: tuple[Path, Page, Page], tmp_path: Path
) -> None:
    root, page, _ = two
    page.keyboard.press("s")
    at(page, "0002")
    page.keyboard.press("s")
    at(page, "0003")
    page.reload()
    at(page, "0003")
    expect(page.locator("#urung")).to_have_text("(2)")
    page.keyboard.press("u")
    at(page, "0002")
    expect(page.locator("#kabar")).to_contain_text("0002 diurungkan")
    before = decisions(root)
    assert accept(root, saved(page, tmp_path)) == 0
    assert decisions(root).keys() - before.keys() == {f"{FOLDER}/0001.yaml"}


def test_a_saved_result_is_gone_on_from_on_another_computer(
    two: tuple[Path, Page, Page], browser: Browser, tmp_path: Path
) -> None:
    root, page, _ = two
    page.keyboard.press("s")
    at(page, "0002")
    result = saved(page, tmp_path)
    other = browser.new_context(locale="id-ID")
    there = opened(other, root.parent / "meja.html")
    choose_first_day(there)
    there.keyboard.press("a")
    there.get_by_label("Lanjutkan dari hasil").set_input_files(result)
    expect(there.locator("#kabar")).to_contain_text("1 usulan diambil")
    expect(there.locator("tfoot")).to_contain_text("1")
    again = saved(there, tmp_path)
    assert json.loads(again.read_text()) == json.loads(result.read_text())
    other.close()


def test_once_nothing_can_be_kept_nothing_is_decided_and_what_was_can_be_saved(
    two: tuple[Path, Page, Page], tmp_path: Path
) -> None:
    root, page, _ = two
    page.keyboard.press("s")
    at(page, "0002")
    page.evaluate(
        """() => {
          const full = () => { throw new DOMException("x", "QuotaExceededError"); };
          IDBDatabase.prototype.transaction = full;
        }"""
    )
    page.keyboard.press("s")
    expect(page.get_by_role("alert").last).to_contain_text("tidak dapat menyimpan keputusan")
    expect(page.locator("article .lencana").first).to_have_text("Belum diputuskan")
    assert accept(root, saved(page, tmp_path)) == 0
    assert b"disetujui" in decisions(root)[f"{FOLDER}/0001.yaml"]
    assert b"keputusan" not in decisions(root)[f"{FOLDER}/0002.yaml"]


def test_a_browser_that_keeps_nothing_says_so_before_anything_is_decided(
    make_tree: MakeTree, laptop: BrowserContext
) -> None:
    laptop.add_init_script("IDBFactory.prototype.open = () => { throw new Error('denied'); }")
    page = opened(laptop, desk_file(make_tree(meeting_of(2))))
    expect(page.get_by_role("alert").last).to_contain_text("tidak dapat menyimpan keputusan")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("alert")).to_contain_text("tidak dapat menyimpan keputusan")
    assert violations(page, "tag", STANDARDS) == []


def test_texts_of_records_stay_texts(make_tree: MakeTree, laptop: BrowserContext) -> None:
    files = meeting_of(2)
    name = f"proposals/2016/{SLUG}/0001.yaml"
    evil = "</script><script>document.title = 1</script><!--<script> &"
    files[name] = files[name].replace("Kegiatan nomor 1", f"'{evil}'")
    root = make_tree(files)
    page = opened(laptop, desk_file(root))
    begin(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(evil.strip())


def test_a_thousand_proposals_are_decided_one_after_another(
    make_tree: MakeTree, laptop: BrowserContext
) -> None:
    page = opened(laptop, desk_file(make_tree(meeting_of(1000))))
    begin(page)
    for number in (1, 2, 3, 4):
        at(page, f"{number:04d}")
        page.keyboard.press("s")
    at(page, "0005")


def test_each_of_twenty_reasons_has_one_key_that_is_shown(
    make_tree: MakeTree, laptop: BrowserContext
) -> None:
    reasons = dict(shipped().alasan)
    last = next(reversed(reasons.values()))
    for number in range(len(reasons) + 1, 21):
        reasons[f"alasan-{number}"] = last.model_copy(update={"nama": f"Alasan nomor {number}"})
    juknis = shipped().model_copy(update={"alasan": reasons})
    files = meeting_of(2) | {"proposals/2016/juknis.yaml": canonical.dump(juknis)}
    page = opened(laptop, desk_file(make_tree(files)))
    begin(page)
    page.keyboard.press("t")
    choices = dialog(page).locator("label.pilihan")
    shown = choices.locator("kbd").all_inner_texts()
    assert len(shown) == len(set(shown)) == len(reasons)
    words = dialog(page).get_by_label("Uraian")
    for key, kode in zip(shown, reasons, strict=True):
        choices.first.locator("input").focus()
        page.keyboard.press(key.lower())
        assert page.locator("input[name=kode]:checked").input_value() == kode
    expect(words).to_have_value("")
    expect(words).to_be_focused()
    page.keyboard.insert_text(WORDS)
    page.keyboard.press("d")
    expect(words).to_have_value(f"{WORDS}d")


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (820, 1180)], ids=str)
def test_everyone_can_read_and_use_it(
    make_tree: MakeTree, laptop: BrowserContext, size: tuple[int, int]
) -> None:
    page = opened(laptop, desk_file(make_tree(meeting_of(4))))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    states = ("", "j Enter", "n", "t", "Escape", "e", "Escape", "s", "a", "Escape", "?")
    choose_first_day(page)
    for keys in states:
        for key in keys.split():
            page.keyboard.press(key)
            page.wait_for_timeout(50)
        assert violations(page, "tag", STANDARDS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_of_a_saved_result_that_somebody_changed_only_what_a_desk_writes_is_gone_on_from(
    two: tuple[Path, Page, Page], tmp_path: Path
) -> None:
    _, page, _ = two
    for nomor in ("0001", "0002", "0003", "0004"):
        at(page, nomor)
        page.keyboard.press("s")
    at(page, "0005")
    path = saved(page, tmp_path)
    for left in ("(3)", "(2)", "(1)", ""):
        page.keyboard.press("u")
        expect(page.locator("#urung")).to_have_text(left)
    result = json.loads(path.read_text())
    first, second, third, fourth = result["keputusan"]
    first["tindakan"][0]["isi"] = None
    second["tindakan"][0]["hari"] = "kemarin"
    third["tindakan"] = [{"tindakan": "urung", "hari": "2016-03-09", "isi": {}}]
    result["keputusan"] += [fourth, {"usulan": "2016/../x", "tindakan": []}, None]
    path.write_text(json.dumps(result))
    page.keyboard.press("a")
    page.get_by_label("Lanjutkan dari hasil").set_input_files(path)
    expect(page.locator("#kabar")).to_contain_text("1 usulan diambil")
    expect(page.locator("#kabar")).to_contain_text("tidak seperti yang ditulis meja ini")
    page.keyboard.press("Escape")
    again = json.loads(saved(page, tmp_path).read_text())
    assert [one["usulan"] for one in again["keputusan"]] == [f"2016/{SLUG}/0004"]


def test_a_file_of_another_state_leaves_what_the_older_one_kept_in_reach(
    two: tuple[Path, Page, Page], laptop: BrowserContext, tmp_path: Path
) -> None:
    root, page, _ = two
    page.keyboard.press("s")
    at(page, "0002")
    write_files(
        root,
        {f"proposals/2016/{SLUG}/0007.yaml": meeting_of(7)[f"proposals/2016/{SLUG}/0007.yaml"]},
    )
    newer = opened(laptop, desk_file(root))
    choose_first_day(newer)
    newer.keyboard.press("a")
    expect(dialog(newer)).to_contain_text("Peramban ini juga menyimpan 1 usulan")
    with newer.expect_download() as downloading:
        newer.get_by_role("button", name="Simpan juga hasil itu").click()
    result = tmp_path / "lama.json"
    downloading.value.save_as(result)
    assert accept(root, result) == 0
    assert b"disetujui" in decisions(root)[f"{FOLDER}/0001.yaml"]
