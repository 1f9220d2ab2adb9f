"""Trees as they are stored: whether Git wrote them.

Two entries of one name are two contents of one file: one for whoever reads a difference, another
for whoever checks out. Such trees, which Git itself calls broken (`git fsck`), can still be pushed.
"""

import re
from collections.abc import Iterator

_ENTRY = re.compile(rb"([0-7]*) ([^\0]*)\0")
_MODES = frozenset({b"40000", b"100644", b"100755", b"100664", b"120000", b"160000"})
_FOLDER = b"40000"
_SHA1_DIGITS = 40
_HIDDEN = re.compile(r"\.git[ .]*(?::.*)?|git~1[ .]*(?::.*)?", re.IGNORECASE)
_IGNORED_BY_HFS = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")


def tree_oddity(name: str, raw: bytes) -> str:
    """What Git would not have written so in a tree, in Indonesian; empty where it would have.

    `name` is that of any object of the same repository.
    """
    seen: set[bytes] = set()
    last = b""
    try:
        entries = list(_entries(name, raw))
    except ValueError:
        return "isinya terpotong"
    for mode, entry in entries:
        if mode not in _MODES:
            return "ada jenis berkas yang tidak dikenal"
        if _is_forbidden(entry):
            return "ada nama yang tidak boleh dipakai"
        if entry in seen:
            return "satu nama dipakai dua kali"
        place = entry + b"/" if mode == _FOLDER else entry
        if place < last:
            return "urutan namanya kacau"
        seen.add(entry)
        last = place
    return ""


def entry_names(name: str, raw: bytes) -> list[str]:
    """What the entries of a tree are called, `name` as above; none where it is cut short."""
    try:
        entries = list(_entries(name, raw))
    except ValueError:
        return []
    return [entry.decode("utf-8", "replace") for _, entry in entries]


def _entries(name: str, raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Mode and name of every entry. Raises `ValueError` where there is not all of one."""
    size = 20 if len(name) == _SHA1_DIGITS else 32
    at = 0
    while at < len(raw):
        match = _ENTRY.match(raw, at)
        if match is None or match.end() + size > len(raw):
            raise ValueError
        yield match[1], match[2]
        at = match.end() + size


def _is_forbidden(entry: bytes) -> bool:
    """Whether a name could lead out of its folder or into Git's own, on any file system."""
    if entry in {b"", b".", b".."} or b"/" in entry:
        return True
    text = entry.decode("utf-8", "replace").rpartition("\\")[2]
    return any(_HIDDEN.fullmatch(one) for one in (text, _IGNORED_BY_HFS.sub("", text)))
