"""Histories for the tests of the audit: a copy of the honest demo, continued with plain Git."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from musrenbang.commands.demo import make
from musrenbang.history.history_model import Violation
from musrenbang.history.replay import Audit, read_audit
from tests.conftest import write_files

PEOPLE = {
    "camat": "Ratna Wulandari",
    "lurah": "Sri Handayani",
    "operator": "Agus Prasetyo",
    "staf": "Staf Kelurahan Contoh",
    "asing": "Orang Asing",
    "perencana": "Bambang Sutrisno",
    "lurah-dua": "Dewi Lestari",
}
KEYS = ".git/kunci"
SIGNERS = ".github/allowed_signers"
SETTINGS = "proposals/2016/musrenbang.yaml"
P = "proposals/2016/rawasari"
D = "decisions/2016/rawasari"
NOTICE = "decisions/2016/pengumuman/2016-03-16-hasil.md"
NOTICE_TEXT = "# Hasil Musrenbang\n\nHasil Kelurahan Rawasari dapat dilihat di kantor kecamatan.\n"
LATER = "2016-03-17T09:00:00+07:00"
AFTER_PROPOSALS, AFTER_DECISIONS, AFTER_KIRIM = "main~5", "main~2", "main~1"
"""Moments of the demo: proposals not yet sent by the lurah; decided, not sent on; sent on."""


class Story:
    """A demo repository that a test goes on with, as an official or an attacker would."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str, who: str = "operator", when: str = LATER) -> str:
        """Run Git as somebody, signing with that person's key where Git is told to sign."""
        email = f"{who}@contoh.example"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": PEOPLE[who],
            "GIT_AUTHOR_EMAIL": email,
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": PEOPLE[who],
            "GIT_COMMITTER_EMAIL": email,
            "GIT_COMMITTER_DATE": when,
        }
        done = subprocess.run(
            ["git", "-c", f"user.signingKey={KEYS}/{who}", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    @property
    def head(self) -> str:
        return self.git("rev-parse", "main")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def rewind(self, moment: str) -> None:
        """Begin again from an earlier moment of the demo."""
        self.git("reset", "--quiet", "--hard", moment)

    def make_key(self, who: str) -> str:
        """A new key pair in place of any old one; the public key."""
        path = self.root / KEYS / who
        path.unlink(missing_ok=True)
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path],
            check=True,
            input="",
            text=True,
        )
        return path.with_name(f"{who}.pub").read_text(encoding="utf-8").strip()

    def commit(
        self,
        files: Mapping[str, str],
        who: str = "operator",
        when: str = LATER,
        message: str = "Ubah",
        *,
        sign: bool = True,
    ) -> str:
        """Write files and commit whatever the folder holds."""
        write_files(self.root, files)
        self.git("add", "--all")
        return self.record(message, who, when, sign=sign)

    def record(
        self, message: str, who: str = "operator", when: str = LATER, *, sign: bool = True
    ) -> str:
        """Commit what is staged."""
        option = "--gpg-sign" if sign else "--no-gpg-sign"
        self.git("commit", "--quiet", "--allow-empty", option, "-m", message, who=who, when=when)
        return self.git("rev-parse", "HEAD")

    def propose(
        self,
        name: str,
        files: Mapping[str, str],
        who: str = "operator",
        when: str = "2016-03-16T15:00:00+07:00",
    ) -> None:
        """A branch with one commit; the folder is back on main afterwards."""
        self.git("switch", "--quiet", "--create", name)
        self.commit(files, who, when)
        self.git("switch", "--quiet", "main")

    def merge(
        self,
        name: str,
        who: str = "camat",
        when: str = LATER,
        message: str | None = None,
        files: Mapping[str, str] | None = None,
        *,
        sign: bool = True,
    ) -> str:
        """Merge a branch; `files` are slipped into the merge itself."""
        self.git("merge", "--quiet", "--no-ff", "--no-commit", name, who=who, when=when)
        write_files(self.root, files or {})
        self.git("add", "--all")
        return self.record(message or reviewed(name), who, when, sign=sign)

    def audit(self, *once: str) -> Audit:
        """All of it, whatever earlier audits saw."""
        return read_audit(self.root, once=once)


@pytest.fixture(scope="module")
def honest_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it is made, which tests copy."""
    root = tmp_path_factory.mktemp("demo") / "jujur"
    make(root, tampered=False)
    return root


@pytest.fixture
def story(honest_demo: Path, tmp_path: Path) -> Story:
    """A copy of the demo, in a folder of its own."""
    root = tmp_path / "wadah" / "demo"
    shutil.copytree(honest_demo, root)
    return Story(root)


def reviewed(name: str, who: str = "camat") -> str:
    """The message of an honest merge."""
    trailers = f"Reviewed-by: {PEOPLE[who]} <{who}@contoh.example>\nPull-Request: #9"
    return f"Gabungkan pull request #9: {name}\n\n{trailers}\n"


def broken(audit: Audit) -> set[tuple[str, str]]:
    """Commit and rule of every violation."""
    return {(violation.commit, violation.rule) for violation in audit.violations}


def rules(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.rule for violation in violations}
