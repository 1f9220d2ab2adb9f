"""What the tests of `verify` share: a repository, what it published, and a clone elsewhere."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from musrenbang.git.repository import Repository
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress
from musrenbang.verifying.documents import verify_document
from musrenbang.verifying.sites import verify_site
from tests.conftest import ROOT, GitFolder
from tests.small_year import SMALL_YEAR
from tests.warm import run_warm

Done = subprocess.CompletedProcess[str]
REPORT = "2016/dokumen/laporan.pdf"
ANNEX = "2016/dokumen/lampiran-2.pdf"
CAMAT = "camat@contoh.example"
_SETTINGS = "proposals/2016/musrenbang.yaml"
YEAR = {
    **SMALL_YEAR,
    _SETTINGS: SMALL_YEAR[_SETTINGS].replace(
        'nip: "197001011995032000"', f'nip: "197001011995032000", email: {CAMAT}'
    ),
}


def build_py(*words: str | Path, **environment: str) -> Done:
    """Run `build.py` with some variables of the environment changed."""
    if not environment:
        return run_warm(ROOT / "build.py", [*map(str, words)], Path.cwd())
    return subprocess.run(
        [sys.executable, ROOT / "build.py", *map(str, words)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True)
class Published:
    """A repository, the site that its HEAD publishes, and a clone on another machine."""

    repository: GitFolder
    commit: str
    site: Path
    clone: Path

    def verify(self, subject: Path, **environment: str) -> Done:
        return build_py("verify", subject, "--root", self.clone, **environment)


def publish(folder: Path) -> Published:
    """Publish a small year from a repository with two commits."""
    repository = GitFolder(folder / "asal")
    repository.commit("Usulan dan keputusan", YEAR)
    commit = repository.commit("Catatan", {"decisions/2016/README.md": "Catatan.\n"})
    site = folder / "situs"
    done = build_py("build", "--root", repository.root, "-o", site, LC_ALL="C", TZ="Asia/Jayapura")
    assert done.returncode == 0, done.stderr
    clone = folder / "salinan"
    subprocess.run(["git", "clone", "--quiet", repository.root, clone], check=True)
    return Published(repository, commit, site, clone)


_once = cache(publish)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Only to be read; copy what is to be changed."""
    return _once(tmp_path_factory.getbasetemp() / "terbitan")


def refusal(published: Published, subject: Path) -> str:
    """Why the clone refuses to judge a file or folder, or judges it false, without building."""
    verify = verify_site if subject.is_dir() else verify_document
    with pytest.raises(CommandError) as caught, Progress() as progress:
        verify(Repository(published.clone), subject, progress)
    assert caught.value.exit_code == 1
    return str(caught.value)


def changed_pdf(source: Path, target: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    """A PDF, changed and saved again."""
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def change_data(name: str, change: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    """A change of one attachment of a PDF."""

    def apply(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[name].get_file().obj
        value = json.loads(stream.read_bytes())
        change(value)
        stream.write(json.dumps(value).encode())

    return apply


def foreign_pdf(**options: Any) -> bytes:
    """A PDF of one empty page that nobody here made."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target, **options)
    return target.getvalue()


def copied(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
