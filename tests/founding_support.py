"""A founded kecamatan and its officials, who work with the commands and with plain Git."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.files.program import number
from musrenbang.founding.founder import marks_to_fill
from tests.conftest import write_files

ANSWERS = (
    *("--kota", "Jakarta Pusat", "--kecamatan", "Cempaka Putih", "--tahun", "2016"),
    *("--kelurahan", "Rawasari, Cempaka Putih Timur", "--pengesahan", "peladen"),
    *("--camat-nama", "Ratna Wulandari", "--camat-akun", "camat-contoh"),
    *("--kepala-perencanaan-jabatan", "Kepala Kanppeko Jakarta Pusat"),
    *("--lurah-nama", "Rawasari=Sri Handayani", "--lurah-akun", "Rawasari=lurah-contoh"),
    *("--jumlah-rw", "Rawasari=9"),
)
SAMPLES = {
    "@@COMMIT@@": "0123456789" * 4,
    "@@VERSI@@": number(),
    "@@ALAMAT_RODA@@": f"https://alat.example/musrenbang-{number()}-py3-none-any.whl",
    "@@SHA256_RODA@@": "01234567" * 8,
}
MARKS = {mark: SAMPLES.get(mark, "contoh/alat") for mark in marks_to_fill()}
"""What the shipped workflows want to know besides."""
OPERATOR = "Fitri Handayani"


class Kecamatan:
    """A founded repository, and whoever sits at the computer."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._environment = monkeypatch
        self._merges = 0

    def now(self, day: str, hour: int = 9) -> None:
        """Let commits be of this day."""
        for who in ("AUTHOR", "COMMITTER"):
            self._environment.setenv(f"GIT_{who}_DATE", f"{day}T{hour:02}:00:00+07:00")

    def run(self, *words: str) -> int:
        return main([*words, "--root", str(self.root)])

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def propose(self, branch: str, files: dict[str, str]) -> None:
        """Files by hand, on a branch of their own; the folder is back on main afterwards."""
        self.git("switch", "--quiet", "--create", branch)
        write_files(self.root, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", f"Ubah {branch}")
        self.git("switch", "--quiet", "main")

    def merge(self, branch: str, reviewer: str = "camat-contoh", *signing: str) -> None:
        """Review a branch, which must be allowed, and merge it as its office approves it."""
        self.git("switch", "--quiet", "main")
        assert self.run("review", "main", branch) == 0, branch
        self._merges += 1
        trailers = f"Reviewed-by: {reviewer}\nPull-Request: #{self._merges}"
        words = ("merge", "--quiet", "--no-ff", *signing, "-m", f"Gabungkan {branch}\n\n{trailers}")
        self.git(*words, branch)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


def sit_down(place: Path, environment: pytest.MonkeyPatch) -> Path:
    """Be at a computer on which Git knows the operator and nothing else; its home folder."""
    home = place / "home"
    (home / ".config").mkdir(parents=True)
    (home / ".gitconfig").write_text(
        f"[user]\nname = {OPERATOR}\nemail = operator@contoh.example\n", encoding="utf-8"
    )
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        environment.delenv(f"GIT_{name}", raising=False)
    environment.delenv("EMAIL", raising=False)
    environment.setenv("HOME", str(home))
    environment.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    environment.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return home


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which Git knows the operator and nothing else."""
    return sit_down(tmp_path, monkeypatch)


def found(target: Path, *words: str, answers: Sequence[str] = ANSWERS) -> int:
    """Run `new kecamatan`."""
    marks = {mark.strip("@"): text for mark, text in MARKS.items()}
    said = {word.partition("=")[0] for word in words}
    tanda = [
        one
        for mark, text in marks.items()
        if mark not in said
        for one in ("--tanda", f"{mark}={text}")
    ]
    return main(["new", "kecamatan", str(target), *answers, *words, *tanda])
