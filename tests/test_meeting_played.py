"""A whole meeting without any installation in the hall: from the desk's file to the site.

Two hundred proposals are decided by keyboard in a browser that opens the desk from its file, that
is reloaded, killed and opened twice meanwhile. What it saves goes through the change that is asked
for and each of the three ways to merge, and is what the other ways to decide write.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from musrenbang.cli import main
from musrenbang.deciding.decision import said_of
from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.records.loader import load
from musrenbang.review.owners import codeowners
from musrenbang.review.review_model import CODEOWNERS, HOST_KEYS
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import cases_of
from tests.audit_support import KEYS, LATER, PEOPLE, SETTINGS, SIGNERS
from tests.conftest import GitFolder, chromium_path, write_files
from tests.desk_support import FOLDER, SLUG, DeskClient, meeting_of
from tests.host_support import BOT, LURAH, Host, Hosted, host
from tests.rule_cases import TextTree
from tests.small_year import KELURAHAN, MUSRENBANG
from tests.test_desk_browser import WORDS, Keys, as_said, at, begin, decide
from tests.test_desk_file import MOST_BYTES, desk_file, opened, saved
from tests.workflow_support import fake_gh_at, gh_calls
from tests.worksheet_support import decide as decide_sheet
from tests.worksheet_support import filling, make

__all__ = ["host"]

pytestmark = pytest.mark.browser

COUNT = 200
BRANCH = f"keputusan/2016-{SLUG}"
NIP = 'nip: "197001011995032000"'
ACCEPTED = f"""\
  operator: [{{nama: {PEOPLE["operator"]}, akun: operator-contoh}}]
pengesahan: peladen
jadwal:
"""
YEAR = MUSRENBANG.replace(NIP, f"{NIP}, akun: camat-contoh, email: camat@contoh.example").replace(
    "jadwal:\n", ACCEPTED
)


LURAH_KNOWN = "nama: Rawasari\nlurah: {nama: Sri Handayani, akun: lurah-contoh}\n"
PROFILE = f"proposals/2016/{SLUG}/kelurahan.yaml"
FILES = meeting_of(COUNT) | {
    SETTINGS: YEAR,
    PROFILE: KELURAHAN.replace("nama: Rawasari\n", LURAH_KNOWN),
}
BEFORE = "2016-03-08T09:00:00+07:00"


@pytest.fixture(scope="module")
def origin(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """A year before its meeting, whose camat has a key and whose base accepts the host's."""
    folder = GitFolder(tmp_path_factory.mktemp("asal") / "repo")
    hosted = Hosted(folder.root, host)
    folder.git("config", "gpg.format", "ssh")
    (folder.root / KEYS).mkdir()
    counts = 'namespaces="git",valid-after="20160101",valid-before="20170101"'
    signers = "".join(
        f"{who}@contoh.example {counts} {hosted.make_key(who)}\n" for who in ("camat", "operator")
    )
    settings = {path: text for path, text in FILES.items() if path.count("/") == 2}
    settings |= {PROFILE: FILES[PROFILE].partition("jumlah_rw")[0]}
    owners = {CODEOWNERS: codeowners(load(TextTree(settings)))}
    keys = {SIGNERS: signers, HOST_KEYS: host.export("peladen")}
    hosted.commit(settings | owners | keys, "camat", BEFORE)
    proposals = {path: text for path, text in FILES.items() if path.startswith("proposals/")}
    hosted.propose("usulan", proposals, when=BEFORE)
    hosted.press("usulan", LURAH, when=BEFORE)
    hosted.propose("survei", FILES, when=BEFORE)
    hosted.press("survei", when=BEFORE)
    return hosted


@pytest.fixture(scope="module")
def expected(origin: Hosted) -> Mapping[str, bytes]:
    """The decision files as the core writes what was said."""
    cases = cases_of(load(FolderTree(origin.root)).years[2016])
    return {case.decision_file: as_said(case) for case in cases}


def kept_by(browser: Browser, profile: Path) -> BrowserContext:
    """A browser with a profile that outlives it."""
    return browser.browser_type.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        args=["--no-sandbox", "--disable-gpu"],
        viewport={"width": 1280, "height": 800},
        locale="id-ID",
        offline=True,
    )


def killed(context: BrowserContext, page: Page) -> None:
    """End the whole browser as a crash does, in the middle of everything."""
    with pytest.raises(Error):
        context.new_cdp_session(page).send("Browser.crash")


@pytest.fixture(scope="module")
def result(origin: Hosted, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the desk in the hall saved."""
    folder = tmp_path_factory.mktemp("aula")
    path = Path(shutil.copy(desk_file(origin.root), folder))
    assert path.stat().st_size < MOST_BYTES
    context = kept_by(browser, folder / "profil")
    page = opened(context, path)
    begin(page)
    for number in range(1, COUNT + 1):
        nomor = f"{number:04d}"
        at(page, nomor)
        if number == COUNT // 4:
            page.reload()
            at(page, nomor)
        elif number == COUNT // 2:
            killed(context, page)
            context = kept_by(browser, folder / "profil")
            page = context.new_page()
            page.goto(f"{path.as_uri()}#/{SLUG}/{SLUG}/{nomor}")
            at(page, nomor)
            expect(page.locator("#urung")).to_have_text(f"({number - 1})")
        elif number == COUNT * 3 // 4 + 1:
            second = context.new_page()
            second.goto(page.url)
            at(second, nomor)
            second.keyboard.press("s")
            expect(page.locator("article .lencana").first).to_have_text("Disetujui")
            page.keyboard.press("n")
            continue
        keys = Keys(page)
        decide(keys, number)
        assert keys.count <= (2 if number % 10 != 5 else 3 + len(WORDS))
    expect(page.locator(".jumlah")).to_contain_text(f"{COUNT} dari {COUNT} diputuskan")
    told = saved(page, folder)
    context.close()
    return told


@contextmanager
def signing_as(who: str, root: Path) -> Iterator[None]:
    """The Git of somebody in a clone, on the day after the meeting's results were typed."""
    git = GitFolder(root).git
    git("config", "user.name", PEOPLE[who])
    git("config", "user.email", f"{who}@contoh.example")
    git("config", "user.signingKey", str(root / KEYS / who))
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_DATE", LATER)
        yield


@pytest.fixture(scope="module")
def proposed(origin: Hosted, result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in the office, with the branch that `accept --catat` made of the result."""
    folder = tmp_path_factory.mktemp("kantor") / "repo"
    shutil.copytree(origin.root, folder)
    with signing_as("operator", folder):
        assert main(["--root", str(folder), "accept", str(result), "--catat"]) == 0
    GitFolder(folder).git("switch", "--quiet", "main")
    return folder


def decisions(root: Path) -> dict[str, bytes]:
    found = (root / FOLDER).glob("*.yaml")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_server_and_worksheet_write_the_same_files_as_the_desk_without_one(
    proposed: Path, expected: Mapping[str, bytes], tmp_path: Path
) -> None:
    GitFolder(proposed).git("switch", "--quiet", BRANCH)
    by_file = decisions(proposed)
    GitFolder(proposed).git("switch", "--quiet", "main")
    assert by_file == expected
    root = write_files(tmp_path / "lembar" / "data", FILES)
    cases = cases_of(load(Repository(proposed).tree(BRANCH)).years[2016])
    server = DeskClient(write_files(tmp_path / "server", FILES))
    server.post("hari", tanggal="2016-03-09")
    path = make(root)
    with filling(path) as sheet:
        for case in cases:
            assert case.keputusan
            said = said_of(case.keputusan)
            sheet.say(int(case.nomor), said)
            action, form = "setujui", {}
            if said.kode:
                action, form = "tolak", {"kode": said.kode, "uraian": said.uraian}
            elif said.volume:
                assert isinstance(said.volume, Decimal)
                form = {"volume": angka(said.volume), "alasan_perubahan": said.alasan_perubahan}
            answer = server.act(case.nomor, action, **form)
            assert "pesan" in answer, answer
    assert decide_sheet(root, path) == 0
    assert decisions(root) == decisions(server.root) == expected


def green_button(root: Path, host: Host, _: Path) -> None:
    Hosted(root, host).press(BRANCH)


def gabungkan(root: Path, host: Host, folder: Path) -> None:
    """The workflow, whose merge the host makes as it is told."""
    hosted = Hosted(root, host)
    base, head = hosted.head, hosted.git("rev-parse", BRANCH)
    GitFolder(root).git("clone", "--quiet", "--branch", "main", str(root), str(folder / "hasil"))
    merged = GitFolder(folder / "hasil")
    merged.git("merge", "--quiet", "--no-ff", "-m", "Gabung", head)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    approval = {"user": {"id": 101, "login": "camat-contoh"}, "state": "APPROVED"}
    green = {"context": "Periksa usulan dan keputusan", "state": "success"}
    answers = {
        "pulls/12": {"state": "open", "base": {"ref": "main"}, "head": {"sha": head}},
        "git/ref/heads/main": {"object": {"sha": base}},
        "pulls/12/reviews": [{**approval, "commit_id": head, "submitted_at": now}],
        f"commits/{head}/check-runs": {"check_runs": []},
        f"commits/{head}/status": {"statuses": [green]},
        "pulls/12/merge": {"sha": "f" * 40},
        "actions/workflows/terbitkan.yml/dispatches": None,
    }
    gh = {**fake_gh_at(folder), "GH_ANSWERS": json.dumps(answers)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in gh.items():
            patch.setenv(name, value)
        assert main(["--root", str(merged.root), "github", "gabungkan", "12"]) == 0
    (asked,) = [said for words, said in gh_calls(gh) if words[3].endswith("pulls/12/merge")]
    told = json.loads(asked)
    tree = merged.git("rev-parse", "HEAD^{tree}").strip()
    hosted.git("fetch", "--quiet", str(merged.root), "HEAD")
    message = f"{told['commit_title']}\n\n{told['commit_message']}"
    hosted.land(tree, (base, head), message, BOT, now)


def own_key(root: Path, _host: Host, _folder: Path) -> None:
    with signing_as("camat", root):
        assert main(["--root", str(root), "merge", BRANCH, "--nomor", "9"]) == 0


Merge = Callable[[Path, Host, Path], None]


@pytest.mark.parametrize("merge", [green_button, gabungkan, own_key])
def test_the_result_is_merged_audited_and_published(  # noqa: PLR0917 - what fixtures give
    merge: Merge,
    proposed: Path,
    host: Host,
    expected: Mapping[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = tmp_path / "repo"
    shutil.copytree(proposed, root)
    assert main(["--root", str(root), "review", "main", BRANCH, "--format", "markdown"]) == 0
    assert "✅ Dapat digabung" in capsys.readouterr().out
    merge(root, host, tmp_path)
    assert decisions(root) == expected
    assert main(["--root", str(root), "audit"]) == 0
    assert "✔ Tidak ada pelanggaran dalam riwayat." in capsys.readouterr().out
    site = tmp_path / "situs"
    assert main(["--root", str(root), "build", "--tanpa-dokumen", "-o", str(site)]) == 0
    figures = json.loads((site / "api/v1/2016/ringkasan.json").read_text("utf-8"))
    assert figures["semua"]["status"]["ditolak"]["jumlah"] == COUNT // 10
    page = (site / f"2016/usulan/{SLUG}/0015/index.html").read_text("utf-8")
    assert WORDS in page
    assert PEOPLE["camat"] in page
