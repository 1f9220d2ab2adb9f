"""A Git host for the tests: it merges and edits as GitHub does, and signs by gpg."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from musrenbang.review.review_model import HOST_KEYS
from tests.audit_support import LATER, SETTINGS, Story, honest_demo

__all__ = ["honest_demo", "host", "hosted", "hosted_demo"]

CAMAT = "Bu Camat <101+camat-contoh@users.noreply.github.com>"
LURAH = "Sri H. <102+lurah-contoh@users.noreply.github.com>"
OPERATOR = "Agus P. <103+operator-contoh@users.noreply.github.com>"
BOT = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
GITHUB = "GitHub <noreply@github.com>"
APPROVED = "2016-03-17T01:30:00Z"
"""Half an hour before `LATER`."""


class Host:
    """The host's keys, in a GnuPG home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.keys: dict[str, str] = {}
        """The public keys by name, armoured, as they were made."""

    def make_key(self, name: str, kind: str = "rsa2048") -> None:
        """A key that counts in 2016, but signs for ever."""
        at = ("--faked-system-time", "20160101T000000!")
        made = ("--passphrase", "", "--quick-gen-key", name, kind, "sign", "20170101T000000")
        self.gpg(*at, *made)
        self.keys[name] = self.export(name)
        listed = self.gpg("--list-keys", "--with-colons", f"={name}").decode()
        (fingerprint, *_) = [line[12:52] for line in listed.split("\n") if line[:4] == "fpr:"]
        self.gpg("--faked-system-time", "20160102T000000!", "--quick-set-expire", fingerprint, "0")

    def export(self, name: str) -> str:
        return self.gpg("--armor", "--export", f"={name}").decode()

    def sign(self, data: bytes, when: str, name: str, *options: str) -> str:
        """A detached signature made at a moment (ISO 8601, WIB)."""
        clock = subprocess.run(
            ["date", "-u", "-d", when, "+%Y%m%dT%H%M%S!"], capture_output=True, check=True
        )
        at = ("--faked-system-time", clock.stdout.decode().strip())
        return self.gpg(
            *at, *options, "--local-user", f"={name}", "--armor", "--detach-sign", data=data
        ).decode()

    def gpg(self, *words: str, data: bytes = b"") -> bytes:
        command = ["gpg", "--homedir", str(self.home), "--batch", "--no-tty", "--quiet", *words]
        done = subprocess.run(command, input=data, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The host's key of 2016, and another one."""
    # The way to its socket must be short, and pytest's folders are not.
    home = Path(tempfile.mkdtemp(prefix="gpg-"))
    made = Host(home)
    for name in ("peladen", "lain"):
        made.make_key(name)
    yield made
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], check=False)
    shutil.rmtree(home, ignore_errors=True)


class Hosted(Story):
    """A demo whose officials approve by their accounts on the host."""

    def __init__(self, root: Path, host: Host) -> None:
        super().__init__(root)
        self.host = host

    def land(  # noqa: PLR0917 - what a commit consists of
        self,
        tree: str,
        parents: tuple[str, ...],
        message: str,
        author: str,
        when: str = LATER,
        key: str = "peladen",
    ) -> str:
        """A commit of the host's on main, signed by it."""
        clock = subprocess.run(["date", "-d", when, "+%s"], capture_output=True, check=True)
        stamp = f"{clock.stdout.decode().strip()} +0700"
        head = (
            f"tree {tree}\n"
            + "".join(f"parent {name}\n" for name in parents)
            + f"author {author} {stamp}\ncommitter {GITHUB} {stamp}\n"
        )
        body = f"\n{message}\n"
        seal = self.host.sign((head + body).encode(), when, key).strip().replace("\n", "\n ")
        return self.write(f"{head}gpgsig {seal}\n{body}")

    def write(self, raw: str) -> str:
        """A commit as it is, on main."""
        done = subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
            cwd=self.root,
            input=raw.encode(),
            capture_output=True,
            check=True,
        )
        name = done.stdout.decode().strip()
        self.git("reset", "--quiet", "--hard", name)
        return name

    def press(
        self,
        branch: str,
        author: str = CAMAT,
        message: str = "",
        when: str = LATER,
        key: str = "peladen",
    ) -> str:
        """The green button, or the same through the host's interface."""
        tree = self.git("merge-tree", "--write-tree", "main", branch).split("\n")[0]
        told = message or f"Merge pull request #9 from contoh/{branch}\n\nKeputusan"
        parents = (self.head, self.git("rev-parse", branch))
        return self.land(tree, parents, told, author, when, key)

    def edit(self, files: Mapping[str, str], author: str = CAMAT, message: str = "Update") -> str:
        """The editor of the host's pages, on main."""
        self.commit(files, sign=False)
        tree, parent = self.git("rev-parse", "main^{tree}"), self.git("rev-parse", "main^")
        return self.land(tree, (parent,), message, author)


@pytest.fixture(scope="module")
def hosted_demo(honest_demo: Path, host: Host, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, after its camat has accepted the host's signature."""
    root = tmp_path_factory.mktemp("peladen") / "demo"
    shutil.copytree(honest_demo, root)
    story = Story(root)
    settings = story.read(SETTINGS).replace("pengesahan: kunci\n", "pengesahan: peladen\n")
    story.propose("peladen", {SETTINGS: settings, HOST_KEYS: host.keys["peladen"]})
    story.merge("peladen", when="2016-03-16T15:05:00+07:00")
    return root


@pytest.fixture
def hosted(hosted_demo: Path, host: Host, tmp_path: Path) -> Hosted:
    """A copy of it, in a folder of its own."""
    root = tmp_path / "wadah" / "demo"
    shutil.copytree(hosted_demo, root)
    return Hosted(root, host)
