"""The site of 138 real proposals: whatever people wrote, every page stands."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.import_support import Desk
from tests.site_support import STANDARDS, Site, faults, page, render, violations, written

SHEET = "usulan-kauman-malang-2023.csv"
PROPOSALS = 138


@pytest.fixture(scope="module")
def desk(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    sheet = real_data / SHEET
    if not sheet.is_file():
        pytest.skip(f"data nyata tidak ada: {sheet}")
    desk = Desk(tmp_path_factory.mktemp("kauman"))
    assert desk.understand(sheet).code == 0
    return desk


@pytest.fixture(scope="module")
def site(desk: Desk) -> Site:
    return render(desk.snapshot())


def test_every_real_proposal_has_a_page_and_every_link_leads_somewhere(site: Site) -> None:
    folder = "2023/usulan/kauman/"
    pages = [path for path in site if path.startswith(folder) and "/kartu/" not in path]
    assert len(pages) == PROPOSALS
    assert list(faults(site)) == []
    assert not [path for path in pages if "None" in page(site, path)]


@pytest.mark.browser
def test_pages_of_real_proposals_are_for_everyone(
    browser: Browser, desk: Desk, site: Site, tmp_path: Path
) -> None:
    folder = written(site, desk.root, tmp_path)
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640})
    tab = context.new_page()
    for path in (
        "index.html",
        "2023/index.html",
        "2023/kelurahan/kauman/index.html",
        "2023/usulan/kauman/0001/index.html",
        "2023/usulan/index.html",
    ):
        tab.goto(f"{folder.as_uri()}/{path}")
        if path == "2023/usulan/index.html":
            expect(tab.get_by_role("status")).to_contain_text(f"{PROPOSALS} usulan ditemukan")
        assert violations(tab, "tag", STANDARDS) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()
