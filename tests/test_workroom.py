"""Ruang kerja: what staff take from the site can be filled in and is accepted back."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from musrenbang.cli import main
from musrenbang.files.memo import Memo, given
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.publish import workroom as publishing
from musrenbang.publish.workroom import work_files, workroom
from musrenbang.records.loader import load
from musrenbang.site.addresses import DocumentLink
from musrenbang.year.views import View
from tests.conftest import MakeTree
from tests.desk_support import FOLDER, SLUG, meeting_of
from tests.site_support import page, render
from tests.small_year import KIRIM, SMALL_YEAR
from tests.worksheet_support import files_of, fill

PAGE = "2016/kerja/index.html"
SENT = {f"{FOLDER}/kirim.yaml": KIRIM}


def view_of(root: Path) -> View:
    snapshot = load(FolderTree(root))
    return View(snapshot, snapshot.years[2016])


def offered(root: Path) -> dict[str, bytes]:
    return {name: data for name, _, data in work_files(view_of(root), read_theme())}


def test_an_open_kelurahan_has_desk_sheets_and_workbooks(make_tree: MakeTree) -> None:
    assert list(offered(make_tree(meeting_of(2)))) == [
        "meja.html",
        f"meja-{SLUG}.html",
        f"lembar-{SLUG}.xlsx",
        f"survei-{SLUG}.xlsx",
        "pengaturan.xlsx",
        "berita-acara.xlsx",
    ]


def test_after_kirim_nothing_is_offered_that_nobody_can_fill_in(make_tree: MakeTree) -> None:
    found = offered(make_tree({**meeting_of(2), **SENT}))
    assert list(found) == ["pengaturan.xlsx", "berita-acara.xlsx", "tindak-lanjut.xlsx"]
    told: Any = load_workbook(io.BytesIO(found["pengaturan.xlsx"]))["Petunjuk"]
    text = " ".join(str(cell.value) for row in told.iter_rows() for cell in row)
    assert "Tanggal ditulis misalnya " in text
    assert "{" not in text


def test_a_sheet_from_the_site_is_accepted(make_tree: MakeTree) -> None:
    root = make_tree(meeting_of(2))
    path = root.parent / "lembar.xlsx"
    path.write_bytes(offered(root)[f"lembar-{SLUG}.xlsx"])
    fill(path, {1: {"keputusan": "Disetujui"}})
    assert main(["accept", "--root", str(root), str(path)]) == 0
    assert f"{FOLDER}/0001.yaml" in files_of(root)


def test_files_are_made_once_for_the_same_records(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree(meeting_of(2))

    def made() -> list[tuple[DocumentLink, bytes]]:
        memo = Memo(root, "kerja", 10)
        return list(workroom(view_of(root), read_theme(), memo, [given("the same")]))

    first = made()
    monkeypatch.setattr(publishing, "desk_file", lambda *_, **__: pytest.fail("made again"))
    assert made() == first


def test_the_page_says_first_that_uploads_are_public_then_offers_each_kelurahan_its_files(
    make_tree: MakeTree,
) -> None:
    view = view_of(make_tree(meeting_of(2)))
    links = [
        DocumentLink(f"2016/kerja/{name}", title, None, 1000, "kerja")
        for name, title in (
            (f"meja-{SLUG}.html", "Meja sidang Rawasari"),
            ("meja.html", "Meja sidang, seluruh kecamatan"),
        )
    ]
    found = page(render(view.snapshot, documents={2016: tuple(links)}), PAGE)
    told = [
        "terbuka untuk umum",
        "Dikirim lurah pada 26 Februari 2016",
        f"meja-{SLUG}.html",
        "Seluruh kecamatan",
        "kerja/meja.html",
    ]
    places = [found.index(text) for text in told]
    assert places == sorted(places)


def test_without_papers_the_page_says_that_there_are_no_files(make_tree: MakeTree) -> None:
    view = view_of(make_tree(meeting_of(2)))
    assert "diterbitkan tanpa dokumen" in page(render(view.snapshot), PAGE)


def test_the_button_leads_to_the_hosts_upload_page_after_what_must_not_be_in_it(
    make_tree: MakeTree,
) -> None:
    settings = "proposals/2016/musrenbang.yaml"
    files = meeting_of(2)
    assert "kepada operator" in page(render(view_of(make_tree(files)).snapshot), PAGE)

    def shown(repository: str) -> str:
        situs = f"situs: {{repositori: {repository}}}\n"
        return page(render(make_tree({**files, settings: files[settings] + situs})), PAGE)

    found = shown("https://github.com/contoh/musrenbang/")
    button = found.index('href="https://github.com/contoh/musrenbang/upload/main/masuk"')
    assert found.index("Jangan tulis NIK") < button
    assert "/upload/" not in shown("https://git.example/contoh/musrenbang")


def test_where_kirim_is_next_its_form_is_a_link_away(make_tree: MakeTree) -> None:
    settings = "proposals/2016/musrenbang.yaml"
    host = "https://github.com/contoh/musrenbang"

    def shown(files: dict[str, str], repository: str = host) -> str:
        situs = f"situs: {{repositori: {repository}}}\n"
        return page(render(make_tree({**files, settings: files[settings] + situs})), PAGE)

    form = f'{host}/actions/workflows/kirim.yml"'
    undecided, decided = meeting_of(2), {**SMALL_YEAR}
    del decided[f"{FOLDER}/kirim.yaml"]
    assert "putuskan yang belum" in shown(undecided)
    ready = shown(decided)
    assert form in ready
    assert "tulis “Rawasari”" in ready
    assert form not in shown(decided, "https://git.example/contoh/musrenbang")
    sent = shown({**SMALL_YEAR})
    assert form not in sent
    assert f'{host}/actions/workflows/koreksi.yml"' in sent
