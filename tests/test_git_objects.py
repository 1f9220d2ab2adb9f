"""Commits are taken apart as Git takes them apart: Git itself is asked about each of them."""

import subprocess
from pathlib import Path

import pytest

from musrenbang.git.objects import CommitObject, Objects
from musrenbang.history.approvals import Verifier
from musrenbang.history.history_model import Tanda
from tests.conftest import GitFolder

WHO = b"Budi Hartono <budi@contoh.example> 1457510400 +0700"
OTHER = b"Orang Lain <lain@contoh.example> 1457510400 +0700"
PEOPLE = b"author " + WHO + b"\ncommitter " + WHO + b"\n"
MERGETAG = b"mergetag object %P\n type commit\n tag v1\n\x20\n parent palsu\n"
NOTHING = b"1" * 40

PLAIN = {
    "as Git writes it": b"%S" + PEOPLE + b"\nJudul\n\nIsi.\n",
    "first of all": b"tree %T\n" + PEOPLE + b"\nJudul\n",
    "two parents": b"%Sparent %Q\n" + PEOPLE + b"\nJudul\n",
    "capital letters": b"tree %U\nparent %V\n" + PEOPLE + b"\nJudul\n",
    "no message": b"%S" + PEOPLE + b"\n",
    "message that looks like headers": b"%S" + PEOPLE + b"\nparent %Q\ntree %T\n\nauthor X <x> 1\n",
    "carriage returns": b"%S" + PEOPLE + b"\nJudul\r\n\r\nIsi.\r\n",
    "merged tag": b"%Sparent %Q\n" + PEOPLE + MERGETAG + b"\nJudul\n",
    "header of another tool": b"%S" + PEOPLE + b"HG:extra branch:x\n parent %Q\n\nJudul\n",
    "Latin-1": b"%Sauthor Ren\xe9 <r@x> 1457510400 +0700\ncommitter "
    + WHO
    + b"\nencoding ISO-8859-1\n\nR\xe9sum\xe9\n",
    "UTF-8 in spite of its encoding": b"%S" + PEOPLE + b"encoding tidak-ada\n\nJudul \xc3\xa9\n",
    "signed with another program": b"%S" + PEOPLE + b"gpgsig -----BEGIN PGP\n x\n\nJudul\n",
    "zone of half an hour": b"%S" + PEOPLE.replace(b"+0700", b"-0930") + b"\nJudul\n",
}
ODD = {
    "brackets in the address": b"%Sauthor A <<a>@b> 1457510400 +0700\ncommitter "
    + WHO
    + b"\n\nx\n",
    "parent after the committer": b"%S" + PEOPLE + b"parent %Q\n\nJudul\n",
    "parent that does not exist": b"%S" + PEOPLE + b"parent " + NOTHING + b"\n\nJudul\n",
    "parent that is no name": b"%S" + PEOPLE + b"parent zzz\n\nJudul\n",
    "second tree": b"%S" + PEOPLE + b"tree " + NOTHING + b"\n\nJudul\n",
    "second tree before the author": b"%Stree " + NOTHING + b"\n" + PEOPLE + b"\nJudul\n",
    "continued parent": b"%S x\nparent %Q\n" + PEOPLE + b"\nJudul\n",
    "continued committer": b"%S" + PEOPLE + b" parent %Q\n\nJudul\n",
    "lookalikes": b"%S" + PEOPLE + b"Parent %Q\ntree\t%T\n\nJudul\n",
    "second encoding": b"%S" + PEOPLE + b"encoding UTF-8\nencoding ISO-8859-1\n\nJudul \xc3\xa9\n",
    "header called like a signature": b"%S" + PEOPLE + b"gpgsigx y\n\nJudul\n",
    "nobody": b"%Sauthor  <> 1457510400 +0700\ncommitter " + WHO + b"\n\nJudul\n",
    "no address": b"%Sauthor Budi 1457510400 +0700\ncommitter " + WHO + b"\n\nJudul\n",
    "no author": b"%Scommitter " + WHO + b"\n\nJudul\n",
    "nobody at all": b"%S\nJudul\n",
    "no time": b"%Sauthor A <a@b>\ncommitter A <a@b>\n\nJudul\n",
    "time before all times": b"%S" + PEOPLE.replace(b"1457510400", b"-99999999999") + b"\nJudul\n",
    "time after all years": b"%S" + PEOPLE.replace(b"1457510400", b"9999999999999") + b"\nx\n",
    "last year": b"%S" + PEOPLE.replace(b"1457510400 +0700", b"253402300799 -1200") + b"\nx\n",
    "time of many digits": b"%S" + PEOPLE.replace(b"1457510400", b"9" * 5000) + b"\nx\n",
    "zone beyond a day": b"%S" + PEOPLE.replace(b"+0700", b"+9999") + b"\nJudul\n",
    "zone of six digits": b"%S" + PEOPLE.replace(b"+0700", b"+051800") + b"\nJudul\n",
    "NUL in the message": b"%S" + PEOPLE + b"\nJudul\0\n\nReviewed-by: X <x@y>\n",
}
AMBIGUOUS = {
    "no blank line": b"%S" + PEOPLE,
    "second author": b"%Sauthor " + WHO + b"\nauthor " + OTHER + b"\ncommitter " + WHO + b"\n\nx\n",
    "second committer": b"%S" + PEOPLE + b"committer " + OTHER + b"\n\nx\n",
    "NUL in a name": b"%S" + PEOPLE.replace(b"Hart", b"Ha\0rt") + b"\nx\n",
}
"""Of these Git's own parts think differently; of the first they tell what was never written."""


class Made(GitFolder):
    """A repository with two commits on which others are made by hand."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.commit("Awal", {"a": "1\n"})
        self.commit("Kedua", {"a": "2\n"})
        tree, parent, older = self.git("rev-parse", "HEAD^{tree}", "HEAD", "HEAD^").encode().split()
        start = b"tree " + tree + b"\nparent " + parent + b"\n"
        self.marks = {b"%S": start, b"%T": tree, b"%P": parent, b"%Q": older}
        self.marks |= {b"%U": tree.upper(), b"%V": parent.upper()}

    def write(self, text: bytes) -> str:
        """A commit object as it is given; its name."""
        for mark, value in self.marks.items():
            text = text.replace(mark, value)
        words = ("git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
        done = subprocess.run(words, cwd=self.root, input=text, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def read(self, name: str) -> CommitObject:
        """The commit as this program has it, found in the history that ends with it."""
        return Objects(self.root).commits(name)[name]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("objek"))


ALL = PLAIN | ODD | AMBIGUOUS


@pytest.mark.parametrize("case", ALL)
def test_what_git_walks_is_read_as_git_reads_it(case: str, made: Made) -> None:
    name = made.write(ALL[case])
    commit = made.read(name)
    told = made.git("log", "-1", "--format=%T%x00%P%x00%an%x00%ae%x00%cn%x00%B", name, "--")
    tree, parents, *rest = told.split("\0", 5)
    assert (commit.tree, " ".join(commit.parents)) == (tree, parents)
    if case not in AMBIGUOUS:
        message = commit.message.replace("\r\n", "\n").strip()
        assert [*commit.author, commit.committer.name, message] == [*rest[:3], rest[3].strip()]
    assert bool(commit.oddity) == (case not in PLAIN)
    if case in PLAIN:
        assert commit.time.timestamp() == 1457510400


def test_an_encoding_that_hides_the_headers_hides_nothing_here(made: Made) -> None:
    for encoding in (b"UTF-16", b"UTF-7", b"unicode_escape", b"rot13", b"\0", b"zlib"):
        text = b"%S" + PEOPLE + b"encoding " + encoding + b"\n\nJudul +AGE-\n"
        commit = made.read(made.write(text))
        assert (commit.author.name, commit.message) == ("Budi Hartono", "Judul +AGE-\n")


SEAL = b"gpgsig %X\n"
SIGNED = {
    "as Git writes it": (PEOPLE + SEAL + b"\nx\n", True),
    "before other headers": (PEOPLE + SEAL + b"encoding UTF-8\n\nx\n", True),
    "after a merged tag": (PEOPLE + MERGETAG + SEAL + b"\nx\n", True),
    "beside one for other names": (PEOPLE + b"gpgsig-sha256 a\n b\n" + SEAL + b"\nx\n", True),
    "beside what it does not cover": (PEOPLE + b"gpgsigx a\n b\n" + SEAL + b"\nx\n", True),
    "before what Git ignores": (PEOPLE + SEAL + b"parent %Q\n\nx\n", True),
    "without a blank line": (PEOPLE + SEAL, True),
    "without a space": (PEOPLE + b"gpgsig\n %X\n\nx\n", False),
    "for other names": (PEOPLE + b"gpgsig-sha256 %X\n\nx\n", False),
    "changed afterwards": (PEOPLE + SEAL + b"HG:later x\n\nx\n", False),
}


@pytest.mark.parametrize(("text", "good"), SIGNED.values(), ids=SIGNED)
def test_a_signature_is_good_where_git_says_so(
    text: bytes, good: bool, made: Made, tmp_path: Path
) -> None:
    key = tmp_path / "kunci"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)]
    subprocess.run(words, check=True)
    keys = b"camat@contoh.example " + key.with_suffix(".pub").read_bytes()
    (tmp_path / "signers").write_bytes(keys)
    payload = made.read(made.write(b"%S" + text.replace(b"HG:later x\n", b""))).payload
    words = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(key)]
    seal = subprocess.run(words, input=payload, capture_output=True, check=True).stdout
    name = made.write(b"%S" + text.replace(b"%X", seal.strip().replace(b"\n", b"\n ")))
    signers = f"gpg.ssh.allowedSignersFile={tmp_path / 'signers'}"
    words = ["git", "-c", signers, "verify-commit", name]
    verified = subprocess.run(words, cwd=made.root, capture_output=True, check=False)
    worth = Verifier(tmp_path).worth(made.read(name), keys)
    assert (verified.returncode == 0, worth.state is Tanda.SAH) == (good, good)
