"""Records a history with Git: invented people with keys made on the spot, signed merges.

Keys lie in the `.git` folder of the demo and are never committed. Nothing of the user's own Git
settings has a part in it.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

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
        self._branch = "main"
        self._merges = 0
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
        """One commit on the branch that is checked out; `when` is WIB: 2016-03-09T14:20."""
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.root / path, text.encode())
        if files:
            self._git("add", "--", *files)
        person = {}
        for role in ("AUTHOR", "COMMITTER"):
            person[f"GIT_{role}_NAME"] = who.name
            person[f"GIT_{role}_EMAIL"] = who.email
            person[f"GIT_{role}_DATE"] = f"{when}:00+0700"
        self._git(
            *("-c", f"commit.gpgSign={'true' if signed else 'false'}"),
            *("-c", f"user.signingKey={KEYS}/{who.account}"),
            *("commit", "--quiet", "-m", message),
            **person,
        )

    def branch(self, name: str) -> None:
        """Begin a branch from main."""
        self._branch = name
        self._git("switch", "--quiet", "--create", name, "main")

    def checkout_main(self) -> None:
        """Go back to main."""
        self._git("switch", "--quiet", "main")

    def merge(
        self,
        who: Someone,
        when: str,
        title: str,
        *,
        reviewer: Someone | None = None,
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Merge the branch begun last into main, as the next pull request, and remove it.

        The trailers, which an audit reads, name who merges as reviewer, or `reviewer`. `files` are
        slipped into the merge itself.
        """
        self._merges += 1
        self.checkout_main()
        self._git("merge", "--quiet", "--no-ff", "--no-commit", self._branch)
        reviewed = reviewer or who
        message = (
            f"Gabungkan pull request #{self._merges}: {title}\n\n"
            f"Reviewed-by: {reviewed.name} <{reviewed.email}>\nPull-Request: #{self._merges}\n"
        )
        self.commit(who, when, message, files)
        self._git("branch", "--quiet", "--delete", self._branch)

    def _git(self, *arguments: str, **person: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        run_git(self.root, arguments, environment={**environment, **person})


_SETTINGS = {
    "user.name": "Peserta Contoh",
    "user.email": "peserta@contoh.example",
    "gpg.format": "ssh",
    "gpg.ssh.allowedSignersFile": ".github/allowed_signers",
}
