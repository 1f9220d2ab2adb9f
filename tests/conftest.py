"""What the tests share: real folders, real Git repositories, the sample years, the real data."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.warm import run_warm

ROOT = Path(__file__).resolve().parent.parent

MUSRENBANG = shlex.split(os.environ.get("MUSRENBANG", "")) or [
    sys.executable,
    str(ROOT / "build.py"),
]
"""The command line that is tested; tests of what an operator does run no other."""

# A shell that runs the tests in the background has them, and all that they start, ignore Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes is the machine's affair, not a fault.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

MakeTree = Callable[[Mapping[str, str | bytes]], Path]
RunBuild = Callable[..., subprocess.CompletedProcess[str]]


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, creating what is missing on the way."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture
def make_tree(tmp_path: Path) -> MakeTree:
    """Write files into the test's own data folder."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        return write_files(tmp_path / "data", files)

    return make


@pytest.fixture
def run_build() -> RunBuild:
    """Run `build.py` as a user does, but for the time it takes to import."""

    def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return run_warm(ROOT / "build.py", [*map(str, arguments)], cwd)

    return run


class GitFolder:
    """A Git repository in a temporary folder, driven by plain Git."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = "2016-03-09T10:00:00+07:00"
        """When whatever is recorded is said to be recorded."""
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Operator Contoh",
            "GIT_AUTHOR_EMAIL": "operator@contoh.example",
            "GIT_COMMITTER_NAME": "Operator Contoh",
            "GIT_COMMITTER_EMAIL": "operator@contoh.example",
            "GIT_AUTHOR_DATE": self.clock,
            "GIT_COMMITTER_DATE": self.clock,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def commit(self, message: str, files: Mapping[str, str | bytes] | None = None) -> str:
        """Record the folder as it is, with these files written first; the commit's name."""
        write_files(self.root, files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def git_folder(tmp_path: Path) -> GitFolder:
    """An empty Git repository."""
    return GitFolder(tmp_path / "repo")


@pytest.fixture
def sample_copy(tmp_path: Path) -> Path:
    """A copy of the sample years that a test may change."""
    root = tmp_path / "sample"
    for folder in ("proposals", "decisions"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, waited for with patience: all tests run at once on few cores."""
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        running = chromium(playwright)
        yield running
        running.close()


def chromium_path() -> str:
    """The browser that `scripts/setup` installs or accepts."""
    names = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    return next(filter(None, map(shutil.which, names)))


def chromium(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"]
    )


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real proposals, which never enters the repository."""
    folder = Path(os.environ.get("MUSRENBANG_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("data nyata tidak ada: isi MUSRENBANG_DATA dengan foldernya")
    return folder
