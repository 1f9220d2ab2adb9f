"""`serve` shows the last good site, renews it at every change, and says what is wrong."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT, GitFolder, MakeTree
from tests.small_year import SMALL_YEAR

PROPOSAL = "proposals/2016/rawasari/0001.yaml"
PAGE = "2016/usulan/rawasari/0001/"


class Served:
    """A running `build.py serve` and its data folder."""

    def __init__(self, root: Path, url: str) -> None:
        self.root = root
        self.url = url

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())

    def state(self) -> dict[str, object]:
        return dict(json.loads(self.get("__keadaan.json")))

    def wait_for(self, condition: Callable[[dict[str, object]], bool]) -> dict[str, object]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            state = self.state()
            if condition(state):
                return state
            time.sleep(0.1)
        raise TimeoutError(self.state())


@pytest.fixture
def served(make_tree: MakeTree) -> Iterator[Served]:
    root = make_tree(SMALL_YEAR)
    process = subprocess.Popen(
        [sys.executable, ROOT / "build.py", "serve", "--root", root, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert address is not None
        yield Served(root, address[0])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.browser
def test_the_open_page_reloads_itself_and_shows_what_is_wrong(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(served.url + PAGE)
    path = served.root / PROPOSAL
    path.write_text(SMALL_YEAR[PROPOSAL].replace("Barat III", "Timur IX"))
    expect(page.locator("main")).to_contain_text("Jl. Rawasari Timur IX", timeout=60_000)
    path.write_text("volume: 5.000\n")
    expect(page.get_by_role("alert")).to_contain_text(f"{PROPOSAL}:1:9", timeout=60_000)
    expect(page.locator("main")).to_contain_text("Jl. Rawasari Timur IX")
    path.write_text(SMALL_YEAR[PROPOSAL])
    expect(page.get_by_role("alert")).to_have_count(0, timeout=60_000)
    page.close()


def test_pages_follow_the_files_and_survive_mistakes(served: Served) -> None:
    assert "Jl. Rawasari Barat III" in served.get(PAGE)
    assert '<script src="/__muat-ulang.js">' in served.get(PAGE)
    assert "__muat-ulang" not in (served.root / "_site" / PAGE / "index.html").read_text()

    path = served.root / PROPOSAL
    path.write_text(SMALL_YEAR[PROPOSAL].replace("Barat III", "Timur IX"))
    served.wait_for(lambda state: state["version"] == 2)
    assert "Jl. Rawasari Timur IX" in served.get(PAGE)

    path.write_text("volume: 5.000\n")
    state = served.wait_for(lambda state: bool(state["error"]))
    assert f"{PROPOSAL}:1:9" in str(state["error"])
    assert "Jl. Rawasari Timur IX" in served.get(PAGE)

    (served.root / "proposals/2016/lingkaran").symlink_to("lingkaran")
    served.wait_for(lambda state: "lingkaran" in str(state["error"]))
    (served.root / "proposals/2016/lingkaran").unlink()
    path.write_text(SMALL_YEAR[PROPOSAL])
    state = served.wait_for(lambda state: not state["error"])
    assert "Jl. Rawasari Barat III" in served.get(PAGE)

    commit = GitFolder(served.root).commit("awal")
    served.wait_for(lambda later: later["version"] != state["version"])
    assert json.loads(served.get("api/v1/versi.json"))["asal"]["commit"] == commit


def test_a_foreign_name_that_leads_here_is_not_answered(served: Served) -> None:
    own = served.url.removeprefix("http://").rstrip("/")
    port = own.rpartition(":")[2]
    for host, status in (
        (own, 200),
        (f"localhost:{port}", 200),
        (f"musrenbang.example:{port}", 421),
        (f"127.0.0.1.example:{port}", 421),
        ("127.0.0.1", 421),
    ):
        for method, path in (("GET", PAGE), ("HEAD", PAGE), ("GET", "__keadaan.json")):
            connection = HTTPConnection(own, timeout=10)
            connection.request(method, f"/{path}", headers={"Host": host})
            answer = connection.getresponse()
            assert answer.status == status
            assert status == 200 or b"Rawasari" not in answer.read()
            connection.close()
