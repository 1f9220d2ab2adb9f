"""What the site's tests share: rendered sites, a checker of links, anchors and ids, axe-core."""

from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from musrenbang.files.memo import given
from musrenbang.files.published_folder import Copy, Output, content_of
from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.site.addresses import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import sitemap
from musrenbang.site.find_index import find_index
from musrenbang.site.general_pages import sources
from musrenbang.site.links import Anatomy, anatomy, broken, refuse_broken
from musrenbang.site.page_facts import facts_of, site_of
from musrenbang.site.pages import portions
from musrenbang.site.year_pages import year_pages
from musrenbang.year.views import views_of

Site = dict[str, bytes | Copy]

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""What axe-core judges by: WCAG 2.2 AA and its best practices."""

REFERENCES = {
    ("a", "href"),
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("form", "action"),
}


def render_site(
    snapshot: Snapshot,
    history: History,
    theme: Theme,
    documents: Mapping[int, Sequence[DocumentLink]],
) -> Iterator[Output]:
    """Everything the site consists of, in one go: what a build is held to.

    Raises `CommandError` at the end where a link leads nowhere.
    """
    site = site_of(snapshot, history, theme)
    views = views_of(snapshot)
    found: dict[str, Anatomy] = {}
    papers = [link.path for links in documents.values() for link in links]
    digests = dict.fromkeys(papers, "0" * 64)
    for portion in portions(given(site), facts_of(views, history, documents), history, digests):
        for path, content in portion.value:
            found[path] = (
                Anatomy() if isinstance(content, Copy) else anatomy(path, content, site.host_path)
            )
            yield path, content
    yield from sitemap(site, found, history)
    found |= dict.fromkeys(papers, Anatomy())
    refuse_broken(broken(found.items()), sources(site))


def render(
    source: Snapshot | Path,
    history: History | None = None,
    documents: Mapping[int, tuple[DocumentLink, ...]] | None = None,
) -> Site:
    """The whole site by path; a path that comes twice is an error."""
    snapshot = load(FolderTree(source)) if isinstance(source, Path) else source
    site: Site = {}
    for path, content in render_site(snapshot, history or History(), read_theme(), documents or {}):
        assert path not in site, f"{path} is written twice"
        site[path] = content
    return site


def written(site: Site, root: Path, folder: Path) -> Path:
    """The site on a disk, as somebody who downloaded it would have it; photos come from `root`."""
    for path, content in site.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content_of(content, root))
    return folder


def search_pages(snapshot: Snapshot, folder: Path) -> Path:
    """The search page of every year with its index, script and style."""
    theme = read_theme()
    engine = Engine(site_of(snapshot, History(), theme))
    views = views_of(snapshot)
    site: Site = {f"aset/{name}": data for name, data in theme.below("aset").items()}
    for year in facts_of(views, History(), {}):
        site |= dict(find_index(engine, year.value))
        site |= {path: data for path, data in year_pages(engine, year.value) if "/usulan/" in path}
    return written(site, folder, folder)


def page(site: Site, path: str) -> str:
    """The text of one output."""
    content = site[path]
    assert isinstance(content, bytes)
    return content.decode()


def violations(tab: Page, kind: str, names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """What axe-core objects to, each with the elements concerned."""
    options = {"runOnly": {"type": kind, "values": names}, "resultTypes": ["violations"]}
    found = Axe().run(tab, options=options)
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found.response["violations"]
    ]


class Outline(HTMLParser):
    """Ids, references, headings and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if (tag, name) in REFERENCES:
                self.references.append((tag, value or ""))
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
        is_data = ("type", "application/ld+json") in attrs
        if tag == "style" or (tag == "script" and "src" not in dict(attrs) and not is_data):
            self.inline.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text in one line."""
        return " ".join(" ".join(self.words).split())


def faults(site: Site, also_there: frozenset[str] = frozenset()) -> Iterator[str]:
    """Everything wrong with the links, anchors, ids and headings of a site, one line each."""
    outlines = {path: Outline(page(site, path)) for path in site if path.endswith(".html")}
    for path, outline in outlines.items():
        for fault in _own_faults(outline):
            yield f"{path}: {fault}"
        for tag, reference in outline.references:
            parts = urlsplit(reference)
            if parts.scheme:
                if parts.scheme not in {"https", "mailto", "tel"} or tag not in {"a", "link"}:
                    yield f"{path}: {tag} leads to {reference}"
                continue
            target = _target(path, unquote(parts.path))
            if target not in site and target not in also_there:
                yield f"{path}: {reference} leads nowhere"
            elif parts.fragment and parts.fragment not in outlines[target].ids:
                yield f"{path}: {reference} has no such anchor"


def _own_faults(outline: Outline) -> Iterator[str]:
    for name in {name for name in outline.ids if outline.ids.count(name) > 1}:
        yield f"id {name} comes twice"
    for inline in outline.inline:
        yield f"inline {inline}"
    if outline.headings.count(1) != 1 or outline.headings[0] != 1:
        yield "needs one h1, first of all headings"
    for before, after in pairwise(outline.headings):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _target(page_path: str, reference: str) -> str:
    """The output a reference means; the 404 page starts at the root of its host."""
    if not reference:
        return page_path
    if page_path == "404.html" and reference.startswith("/"):
        return reference.lstrip("/")
    return normpath(f"{dirname(page_path)}/{reference}").lstrip("/")
