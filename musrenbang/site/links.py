"""The last look before anything is published: links, anchors and ids of all pages.

What is checked are the bytes that will be written, not the templates they came from. `anatomy`
looks at one output by itself, `broken` joins what was found, so that outputs may be looked at in
any order, in several processes, or not at all where nothing has changed. Pages are scanned for
attributes rather than parsed: a parser takes far longer and would find the same, because every
attribute that is published stands after one space and in double quotes. What stands around a page
and comes again on the next one is scanned once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import islice
from posixpath import dirname, normpath
from sys import intern
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from musrenbang.site import addresses
from musrenbang.text.errors import CommandError

SHOWN = 20
"""Faults in one message."""

ELEMENTS = ("a", "form", "image", "img", "link", "script", "use")
"""Those that lead or load something."""
_REFERENCE = re.compile(
    rb'<(?:%b)\b[^>]*? (?:href|src|action)="([^"]*)"' % "|".join(ELEMENTS).encode()
)
_DEAD = re.compile(rb'<(?:a\b(?![^>]* href="[^"])|img\b(?![^>]* src="[^"]))[^>]*>[^<]*')
"""Links and pictures that name no target."""
_STYLE_URL = re.compile(rb"url\(([^)]*)\)")
_MARKS = re.compile(rb"[%&]")
_ELSEWHERE = (b"https://", b"mailto:", b"tel:+")


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
    up = addresses.root_of(path).encode()
    own, frame = _parts(content)
    found, around = _found(own, up), _found_once(frame, up)
    ids = (*around.ids, *found.ids)
    names = frozenset(ids)
    links = {*around.links, *found.links}
    faults: list[str] = []
    if len(names) < len(ids):
        twice = (name for name, count in Counter(ids).items() if count > 1)
        faults += (f"id “{name}” ada dua kali" for name in twice)
    faults += (f"{element} tidak menyebut tujuannya" for element in around.dead | found.dead)
    for reference in around.others | found.others:
        if reference.startswith("#"):
            if reference[1:] not in names:
                faults.append(f"jangkar {reference} tidak ada")
            continue
        text = unescape(reference)
        if urlsplit(text).scheme:
            faults.append(f"tautan “{text}” tidak aman")
        else:
            links.add(_resolve(path, text, host_path))
    return Anatomy(ids, tuple(links), tuple(sorted(faults)))


def _parts(content: bytes) -> tuple[bytes, bytes]:
    """What a page has of its own, and what stands around it on many pages."""
    body, main, end = content.find(b"<body>"), content.find(b"<main"), content.rfind(b"</main>")
    if not 0 < body < main < end:
        return content, b""
    return content[:body] + content[main:end], content[body:main] + content[end:]


class _Attributes(NamedTuple):
    """What a part of a page names."""

    ids: tuple[str, ...]
    links: frozenset[str]
    """Paths below the output folder."""
    others: frozenset[str]
    """References that are not plainly one of those."""
    dead: frozenset[str]
    """The beginning of each element that should lead somewhere and does not."""


def _found(part: bytes, up: bytes) -> _Attributes:
    """The attributes of a part of a page from which `up` is the way to the output folder."""
    links, others = [], []
    for reference in set(_REFERENCE.findall(part)):
        link = _below(reference, up)
        if link is not None:
            links.append(link)
        elif not reference[:8].lower().startswith(_ELSEWHERE):
            others.append(reference.decode())
    ids = tuple([intern(name.decode()) for name in _ids(part)])
    dead = frozenset([element.decode() for element in _DEAD.findall(part)])
    return _Attributes(ids, frozenset(links), frozenset(others), dead)


@lru_cache(maxsize=1 << 14)
def _below(reference: bytes, up: bytes) -> str | None:
    """The path below the output folder that a plain reference names."""
    place, _, query = reference.partition(b"?")
    if up and place.startswith(up) and not _MARKS.search(place) and b"#" not in query:
        # Most names come on thousands of pages: interned, each is kept once.
        return intern(place[len(up) :].decode())
    return None


_found_once = lru_cache(maxsize=256)(_found)


def _ids(part: bytes) -> Iterator[bytes]:
    """The ids of elements; the same words within a text are none."""
    before, *rest = part.split(b' id="')
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


def broken(found: Iterable[tuple[str, Anatomy]]) -> Iterator[str]:
    """Everything that leads nowhere, one Indonesian line each."""
    pages = dict(found)
    for path, page in pages.items():
        for fault in page.faults:
            yield f"{path}: {fault}"
        for link in sorted({link for link in page.links if link not in pages}):
            target, _, anchor = link.partition("#")
            if target not in pages:
                yield f"{path}: tautan ke {link} tidak ada tujuannya"
            elif anchor not in pages[target].ids:
                yield f"{path}: {target} tidak memuat jangkar #{anchor}"


def refuse_broken(faults: Iterable[str], sources: Mapping[str, str]) -> None:
    """Raise `CommandError` with the first faults, where there are any.

    `sources` names, by page, the file that its text is written in.
    """
    faults = iter(faults)
    shown = list(islice(faults, SHOWN))
    more = sum(1 for _ in faults)
    found = len(shown) + more
    if shown:
        pages = dict.fromkeys(fault.partition(":")[0] for fault in shown)
        shown += (f"{page} ditulis dalam {sources[page]}" for page in pages if page in sources)
        lines = "\n".join(shown) + (f"\n… dan {more} lagi" if more else "")
        raise CommandError(f"{found} tautan rusak; situs yang ada tidak diubah.\n{lines}")
