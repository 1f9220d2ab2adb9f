"""Records a history with Git: invented people with keys of examples, signed merges.

Commits are written as they are and not by `git commit`, so that they are the same wherever they are
made. The keys lie in the `.git` folder of the demo as well, for whoever goes on with it, and are
never committed. Nothing of the user's own Git settings has a part in it.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from musrenbang.demo import example_keys
from musrenbang.files.file_writer import replace_file
from musrenbang.git.runner import run_git
from musrenbang.history import hosted
from musrenbang.history.people import BOT, Account

KEYS = ".git/kunci"
Seal = Callable[[bytes, datetime], str]
"""What signs some bytes at a moment."""


@dataclass(frozen=True, slots=True)
class Someone:
    """An invented person who commits; at the Git host under a number, where one is given."""

    name: str
    account: str
    number: str = ""
    key: str = ""
    """The name of the key, where it is not the account's."""

    @property
    def email(self) -> str:
        """The address by which keys and records, or the host, know this person."""
        if self.number:
            return hosted.address(Account(self.account, self.number))
        return f"{self.account}@contoh.example"

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


_HOST = f"{example_keys.HOST_NAME.partition(' (')[0]} <peladen@contoh.example>"
_BOT = f"github-actions[bot] <{BOT}>"


class SignedHistory:
    """Writes files and commits into a new repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.merges = 0
        """How many pull requests were merged."""
        self._main: list[str] = []
        self._tip: list[str] = []
        self._branch = "main"
        self._git("init", "--quiet", "--initial-branch=main", "--template=")
        for name, value in _SETTINGS.items():
            self._git("config", name, value)
        (root / KEYS).mkdir(parents=True)

    def make_key(self, who: Someone) -> str:
        """Somebody's key pair, kept; the public key as allowed_signers files write it."""
        name = who.key or who.account
        path, public = self.root / KEYS / name, example_keys.public_line(name)
        replace_file(path, example_keys.private_file(name))
        path.chmod(0o600)
        replace_file(path.with_name(f"{path.name}.pub"), f"{public}\n".encode())
        return public

    def commit(
        self,
        who: Someone,
        when: str,
        message: str,
        files: Mapping[str, str],
        *,
        signed: bool = True,
    ) -> None:
        """One commit on the branch begun last; `when` is WIB: 2016-03-09T14:20."""
        seal = _by(who) if signed else None
        self._tip = [self._record(self._tip, message, (str(who), str(who)), when, files, seal)]
        self._git("update-ref", f"refs/heads/{self._branch}", *self._tip)
        if self._branch == "main":
            self._main = self._tip

    def branch(self, name: str) -> None:
        """Begin a branch from main."""
        self._branch, self._tip = name, self._main
        self._git("symbolic-ref", "HEAD", f"refs/heads/{name}")

    def checkout_main(self) -> None:
        """Go back to main."""
        self._branch, self._tip = "main", self._main
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
        number = self.merges + 1
        message = (
            f"{hosted.title(number)}: {title}\n\n"
            f"Reviewed-by: {reviewer or who}\nPull-Request: #{number}\n"
        )
        self._merge(message, (str(who), str(who)), when, files, _by(who))

    def press(self, who: Someone, when: str, title: str) -> None:
        """The same at the Git host, by the green button that somebody presses there."""
        asked = f"Merge pull request #{self.merges + 1} from contoh/{self._branch}"
        self._merge(f"{asked}\n\n{title}", (str(who), _HOST), when, {}, example_keys.host_signature)

    def merge_approved(self, who: Someone, approved: str, when: str) -> None:
        """The same by the host's workflow, of what somebody approved there."""
        told = hosted.Approval(Account(who.account, who.number), _moment(approved).astimezone(UTC))
        message = hosted.message(self.merges + 1, (told,))
        self._merge(message, (_BOT, _HOST), when, {}, example_keys.host_signature)

    def _merge(
        self, message: str, people: tuple[str, str], when: str, files: Mapping[str, str], seal: Seal
    ) -> None:
        # Main has not moved since the branch began, so merging gives what the branch holds.
        parents = [*self._main, *self._tip]
        self._tip = self._main = [self._record(parents, message, people, when, files, seal)]
        self._git("update-ref", "refs/heads/main", *self._main)
        self._git("symbolic-ref", "HEAD", "refs/heads/main")
        self._git("update-ref", "-d", f"refs/heads/{self._branch}")
        self._branch = "main"
        self.merges += 1

    def _record(  # noqa: PLR0913, PLR0917 - what a commit consists of
        self,
        parents: list[str],
        message: str,
        people: tuple[str, str],
        when: str,
        files: Mapping[str, str],
        seal: Seal | None,
    ) -> str:
        """Write files and a commit of everything; its name. `people` are author and committer."""
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.root / path, text.encode())
        if files:
            listed = "".join(f"{path}\0" for path in files).encode()
            self._git("update-index", "--add", "-z", "--stdin", stdin=listed)
        moment = _moment(when)
        stamp = f"{int(moment.timestamp())} +0700"
        author, committer = people
        lines = [f"tree {self._git('write-tree')}", *(f"parent {one}" for one in parents)]
        lines += [f"author {author} {stamp}", f"committer {committer} {stamp}"]
        body = f"\n\n{message.strip()}\n"
        payload = "\n".join(lines) + body
        if seal:
            lines.append(f"gpgsig {seal(payload.encode(), moment).rstrip()}".replace("\n", "\n "))
        raw = ("\n".join(lines) + body).encode()
        return self._git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)

    def _git(self, *arguments: str, stdin: bytes = b"") -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return run_git(self.root, arguments, stdin, environment).decode().strip()


def _by(who: Someone) -> Seal:
    return lambda data, _: example_keys.ssh_signature(who.key or who.account, data)


def _moment(when: str) -> datetime:
    return datetime.fromisoformat(f"{when}:00+07:00")


_SETTINGS = {
    "user.name": "Peserta Contoh",
    "user.email": "peserta@contoh.example",
    "gpg.format": "ssh",
    "gpg.ssh.allowedSignersFile": ".github/allowed_signers",
}
