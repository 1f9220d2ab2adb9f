"""Records a history with Git: invented people with keys made on the spot, signed merges.

Keys lie in the `.git` folder of the demo and are never committed. Nothing of the user's own Git
settings has a part in it.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.files.file_writer import replace_file
from musrenbang.git.runner import run_git
from musrenbang.text.errors import UsageError

KEYS = ".git/kunci"


@dataclass(frozen=True, slots=True)
class Someone:
    """An invented person who commits."""

    name: str
    account: str

    @property
    def email(self) -> str:
        """The address by which keys and records know this person."""
        return f"{self.account}@contoh.example"


class SignedHistory:
    """Writes files and commits into a new repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._git("init", "--quiet", "--initial-branch=main", "--template=")
        for name, value in _SETTINGS.items():
            self._git("config", name, value)
        (root / KEYS).mkdir(parents=True)

    def make_key(self, who: Someone) -> str:
        """A new key pair; the public key as allowed_signers files write it."""
        path = self.root / KEYS / who.account
        try:
            subprocess.run(
                ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path), check=True
            )
        except FileNotFoundError:
            raise UsageError("Program ssh-keygen tidak ditemukan.") from None
        return path.with_name(f"{path.name}.pub").read_text(encoding="utf-8").strip()

    def commit(
        self,
        who: Someone,
        when: str,
        message: str,
        files: Mapping[str, str],
        *,
        signed: bool = True,
    ) -> None:
        """One commit on the branch that is checked out; `when` as ISO 8601."""
        self._write(files)
        self._git(
            *_signing(who, signed=signed), "commit", "--quiet", "-m", message, who=who, when=when
        )

    def branch(self, name: str) -> None:
        """Begin a branch from main."""
        self._git("switch", "--quiet", "--create", name, "main")

    def checkout_main(self) -> None:
        """Go back to main."""
        self._git("switch", "--quiet", "main")

    def merge(  # noqa: PLR0913 - what a merge is made of
        self,
        name: str,
        who: Someone,
        when: str,
        message: str,
        files: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> None:
        """Merge a branch into main and remove it; `files` are slipped into the merge itself."""
        self.checkout_main()
        self._git("merge", "--quiet", "--no-ff", "--no-commit", name, who=who, when=when)
        self._write(files or {})
        self._git(
            *_signing(who, signed=signed), "commit", "--quiet", "-m", message, who=who, when=when
        )
        self._git("branch", "--quiet", "--delete", name)

    def _write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.root / path, text.encode())
        if files:
            self._git("add", "--", *files)

    def _git(self, *arguments: str, who: Someone | None = None, when: str = "") -> None:
        person = {}
        for role in ("AUTHOR", "COMMITTER") if who else ():
            person[f"GIT_{role}_NAME"] = who.name if who else ""
            person[f"GIT_{role}_EMAIL"] = who.email if who else ""
            person[f"GIT_{role}_DATE"] = when
        run_git(self.root, arguments, environment={**_environment(), **person})


_SETTINGS = {
    "user.name": "Peserta Contoh",
    "user.email": "peserta@contoh.example",
    "gpg.format": "ssh",
    "gpg.ssh.allowedSignersFile": ".github/allowed_signers",
}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _signing(who: Someone, *, signed: bool) -> Sequence[str]:
    if not signed:
        return ("-c", "commit.gpgSign=false")
    return ("-c", "commit.gpgSign=true", "-c", f"user.signingKey={KEYS}/{who.account}")
