"""Commits, folders and trailers as nobody would write them; Git is asked about each.

`make fuzz` asks about ten thousand of every kind.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from musrenbang.git.objects import commit_object
from musrenbang.git.trees import tree_oddity
from tests.conftest import GitFolder

AT_ONCE = 20
"""Objects made for one question to Git."""
EXAMPLES = int(os.environ.get("FUZZ", "200")) // AT_ONCE


class Store(GitFolder):
    """A repository into which objects are written as they are given."""

    def write(self, kind: str, contents: list[bytes]) -> list[str]:
        paths = [self.root / f"{kind}-{number}" for number, _ in enumerate(contents)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        words = ["hash-object", "-t", kind, "-w", "--literally", "--no-filters", "--stdin-paths"]
        return self.ask(*words, given="".join(f"{path}\n" for path in paths).encode()).split()

    def ask(self, *words: str, given: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.root, input=given, capture_output=True, check=False
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace")


NAMES = st.sampled_from(
    [
        *(b"0001.yaml", b"0002.yaml", b"a", b"a.b", b"a-b", b"a0", b"x/y", b"\xff\xfe"),
        *(b"", b".", b"..", b".git", b".GIT", b".git ", b"git~1", "\u200c.git".encode()),
    ]
) | st.binary(min_size=1, max_size=3).filter(lambda name: b"\0" not in name)
MODES = st.sampled_from(
    [b"100644", b"40000", b"100755", b"120000", b"160000"] * 3 + [b"0100644", b"644", b""]
)


@st.composite
def trees(draw: st.DrawFn, blob: bytes, empty: bytes) -> bytes:
    """A folder: mostly in order, now and then with a name twice, cut off, or out of order."""
    entries = draw(st.lists(st.tuples(MODES, NAMES), max_size=5))
    if draw(st.booleans()):
        entries.sort(key=lambda one: one[1] + (b"/" if one[0] == b"40000" else b""))
    raw = b"".join(
        b"%s %s\0%s" % (mode, name, empty if mode == b"40000" else blob) for mode, name in entries
    )
    return raw[: draw(st.sampled_from([len(raw)] * 9 + [max(len(raw) - 1, 0)]))]


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_folder_is_odd_where_git_would_call_it_broken(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name))
        (blob,) = store.write("blob", [b"isi\n"])
        (empty,) = store.write("tree", [b""])
        made = trees(bytes.fromhex(blob), bytes.fromhex(empty))
        raws = data.draw(st.lists(made, min_size=AT_ONCE, max_size=AT_ONCE))
        names = store.write("tree", raws)
        told = store.ask("fsck", "--strict", "--no-dangling", "--no-reflogs")
    broken = {line.split()[3].rstrip(":") for line in told.splitlines() if " in tree " in line}
    for name, raw in zip(names, raws, strict=True):
        assert bool(tree_oddity(name, raw)) == (name in broken), (raw, told)


WHO = [
    b"Budi Hartono <budi@contoh.example> 1457510400 +0700",
    b"Lain <lain@x> 1457510400 -0930",
    *(b"<> 1457510400 +0700", b"Budi 1457510400 +0700", b"A <a@b>", b"A <a@b> x +0700", b""),
    *(b"A <<a>@b> 1457510400 +0700", b"A <a@b> 1457510400 +9999", b"A <a\tb> 1 +0000"),
    *(b"A  B <a@b> 9999999999999 +0700", "Réné <r@x> 1 +0700".encode("latin-1")),
]
HEADERS = st.one_of(
    st.sampled_from(WHO).map(b"author %s".__mod__),
    st.sampled_from(WHO).map(b"committer %s".__mod__),
    st.sampled_from(
        [
            *(b"parent %P", b"parent zzz", b"parent " + b"1" * 40, b"tree %T", b" parent %P"),
            *(b"encoding ISO-8859-1", b"encoding x", b"gpgsig a\n b", b"gpgsigx y", b"x", b""),
            *(b"mergetag object %P\n type commit", b"Parent %P", b"committer\tA <a@b> 1 +0000"),
        ]
    ),
)
USUAL = b"author %s\ncommitter %s\n" % (WHO[0], WHO[0])


@st.composite
def commits(draw: st.DrawFn) -> bytes:
    """A commit that Git can walk: as usual with something put in, or anything after its tree."""
    if draw(st.booleans()):
        before, after = (draw(st.lists(HEADERS, max_size=2)) for _ in range(2))
        lines = [*before, USUAL.removesuffix(b"\n"), *after]
    else:
        lines = draw(st.lists(HEADERS, max_size=5))
    message = draw(st.sampled_from([b"\nJudul\n", b"\nJudul\n\nIsi \xe9\n", b"\n", b"\nx\0y\n"]))
    return b"tree %T\n" + b"".join(line + b"\n" for line in lines) + message


FORMAT = "%H%x00%T%x00%P%x00%an%x00%ae%x00%cn%x00%B%x01"


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_commit_that_is_not_odd_is_read_as_git_reads_it(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name))
        parent = store.commit("Awal", {"a": "1\n"}).encode()
        tree = store.git("rev-parse", "HEAD^{tree}").strip().encode()
        raws = [
            raw.replace(b"%P", parent).replace(b"%T", tree)
            for raw in data.draw(st.lists(commits(), min_size=AT_ONCE, max_size=AT_ONCE))
        ]
        names = store.write("commit", raws)
        words = ("log", "--no-walk=unsorted", "--stdin", f"--format={FORMAT}")
        told = store.ask(*words, given="\n".join(names).encode())
        broken = store.ask("fsck", "--no-dangling", "--no-reflogs", *names)
    for record in told.split("\x01")[:-1]:
        oid, tree_read, parents, *people, message = record.strip("\n").split("\0")
        read = commit_object(oid, raws[names.index(oid)])
        assert (read.tree, " ".join(read.parents)) == (tree_read, parents)
        if not read.oddity:
            assert [*read.author, read.committer.name] == people
            assert read.message.strip() == message.strip()
            assert f"error in commit {oid}" not in broken
