"""The last look before anything is published: links, anchors and ids of all pages.

What is checked are the bytes that will be written, not the templates they came from. `anatomy`
looks at one output by itself, `broken` joins what was found, so that outputs may be looked at in
any order, in several processes, or not at all where nothing has changed. Pages are scanned for
attributes rather than parsed: a parser takes far longer and would find the same, because every
attribute that is published stands after one space and in double quotes.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import islice
from posixpath import dirname, normpath
from sys import intern
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from musrenbang.errors import CommandError
from musrenbang.site import addresses

SHOWN = 20
"""Faults in one message."""

_REFERENCES = (b' href="', b' src="', b' action="')
_STYLE_URL = re.compile(rb"url\(([^)]*)\)")
_MARKS = re.compile(rb"[%&?]")
_ELSEWHERE = (b"https://", b"mailto:")


class Anatomy(NamedTuple):
    """What one output contributes: its anchors, where it leads, and what is wrong by itself."""

    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Paths below the output folder, with ``#anchor`` where one is meant."""
    faults: tuple[str, ...] = ()


def anatomy(path: str, content: bytes, host_path: str = "/") -> Anatomy:
    """Ids and links of one output; nothing for files that have neither.

    `host_path` is where the site begins on its host: the 404 page, which a host shows at any
    depth, links from there.
    """
    if path.endswith(".css"):
        urls = {match.decode().strip("\"'") for match in _STYLE_URL.findall(content)}
        return Anatomy(links=tuple(_resolve(path, url, host_path) for url in sorted(urls)))
    if not path.endswith(".html"):
        return Anatomy()
    names = Counter(_values(content, b' id="'))
    faults = [f"id “{name.decode()}” ada dua kali" for name, count in names.items() if count > 1]
    links = []
    up = addresses.root_of(path).encode()
    for reference in {value for mark in _REFERENCES for value in _values(content, mark)}:
        if reference.startswith(_ELSEWHERE):
            continue
        if reference.startswith(b"#"):
            if reference[1:] not in names:
                faults.append(f"jangkar {reference.decode()} tidak ada")
            continue
        if up and reference.startswith(up) and not _MARKS.search(reference):
            links.append(intern(reference[len(up) :].decode()))
            continue
        text = unescape(reference.decode())
        if urlsplit(text).scheme:
            faults.append(f"tautan “{text}” tidak aman")
        else:
            links.append(_resolve(path, text, host_path))
    # Most names come on thousands of pages: interned, each is kept once.
    return Anatomy(
        tuple(intern(name.decode()) for name in names), tuple(links), tuple(sorted(faults))
    )


def _values(content: bytes, mark: bytes) -> Iterator[bytes]:
    """The values of an attribute; the same words within a text are none."""
    before, *rest = content.split(mark)
    for piece in rest:
        if before.rfind(b"<") > before.rfind(b">"):
            yield piece[: piece.index(b'"')]
        before = piece


def _resolve(path: str, reference: str, host_path: str) -> str:
    """The output a relative reference means, with its anchor."""
    parts = urlsplit(reference)
    place = unquote(parts.path)
    if place.startswith("/"):
        target = place.removeprefix(host_path)
    elif place:
        target = normpath(f"{dirname(path)}/{place}").lstrip("/")
    else:
        target = path
    return f"{target}#{parts.fragment}" if parts.fragment else target


def broken(found: Iterable[tuple[str, Anatomy]], others: Collection[str] = ()) -> Iterator[str]:
    """Everything that leads nowhere, one Indonesian line each; `others` are there as well."""
    pages = dict(found)
    there = pages.keys() | set(others)
    for path, page in pages.items():
        for fault in page.faults:
            yield f"{path}: {fault}"
        for link in sorted({link for link in page.links if link not in there}):
            target, _, anchor = link.partition("#")
            if target not in there:
                yield f"{path}: tautan ke {link} tidak ada tujuannya"
            elif target in pages and anchor not in pages[target].ids:
                yield f"{path}: {target} tidak memuat jangkar #{anchor}"


def refuse_broken(faults: Iterable[str]) -> None:
    """Raise `CommandError` with the first faults, where there are any."""
    faults = iter(faults)
    shown = list(islice(faults, SHOWN))
    more = sum(1 for _ in faults)
    if shown:
        lines = "\n".join(shown) + (f"\n… dan {more} lagi" if more else "")
        raise CommandError(
            f"{len(shown) + more} tautan rusak; situs yang ada tidak diubah.\n{lines}"
        )
