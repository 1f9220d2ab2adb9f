"""Markdown to HTML that cannot do harm.

Records are untrusted: raw HTML is shown as text, links lead only to https and mailto, and nh3
lets through nothing but an allow-list. Headings begin below the page's own and skip no level,
whatever the author wrote.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from musrenbang.site import addresses

_TAGS = frozenset(
    {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "div"}
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "a": {"href"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "table": {"class"},
    "th": {"class", "scope"},
    "td": {"class", "data-l"},
}
_VALUES: Mapping[tuple[str, str], set[str]] = {
    ("div", "class"): {"gulir"},
    ("table", "class"): {"tumpuk"},
    ("th", "class"): {"n"},
    ("td", "class"): {"n"},
    ("th", "scope"): {"col", "row"},
}
"""What `_Tables` writes; others are dropped."""
_FIGURE_TAGS = {"figure", "figcaption", "img"}
_FIGURE_ATTRIBUTES = {"img": {"src", "alt", "width", "height", "loading"}}
_PICTURE = re.compile(r"@/aset/[a-z0-9/-]+-(?P<width>[0-9]+)x(?P<height>[0-9]+)\.webp")
"""A picture's name ends in its size, so that pages keep its place before it has come."""
_HEADING = re.compile(r"(</?h)([1-6])(>)")
_PUBLIC_LINK = re.compile(r"https://[^\s]+|mailto:[^\s]+", re.IGNORECASE)
_SITE_LINK = re.compile(r"@/[a-z0-9./_-]*(?:#[a-z0-9._-]+)?")
_DEAD_LINK = re.compile(r'<a(?: rel="nofollow noopener")?>(.*?)</a>', re.DOTALL)


def untrusted(text: str, top: int = 2) -> Markup:
    """Markdown from a record as HTML; its highest heading gets the level `top`.

    Of a link that may not lead anywhere its text is left.
    """
    html = _convert(text, _PUBLIC_LINK, top, rel="nofollow noopener", pictures=False)
    return without_dead_links(html).replace(addresses.ROOT, "")


def trusted(text: str) -> Markup:
    """Markdown from the theme as HTML; links within the site and pictures are kept.

    What else it links to stays a link without a target, which `links` refuses.
    A picture alone in its paragraph becomes a figure, its title the caption.
    """
    either = re.compile(f"(?:{_PUBLIC_LINK.pattern})|(?:{_SITE_LINK.pattern})")
    html = _convert(text, either, 2, rel=None, pictures=True)
    return html.replace('="@/', Markup(f'="{addresses.ROOT}'))  # noqa: S704 - two constants


def without_dead_links(html: Markup) -> Markup:
    """The same, with the text alone of links that name no target."""
    return Markup(_DEAD_LINK.sub(r"\1", str(html)))  # noqa: S704 - as clean as before


def _convert(
    text: str, link: re.Pattern[str], top: int, *, rel: str | None, pictures: bool
) -> Markup:
    converter = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(_Tables(converter), "tables", _AFTER_INLINE)
    if pictures:
        converter.treeprocessors.register(_Figures(converter), "figures", _AFTER_INLINE)
    dirty = _relevel(converter.convert(text), top)

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("a", "href") and not link.fullmatch(value):
            return None
        if (tag, attribute) == ("img", "src") and not _PICTURE.fullmatch(value):
            return None
        allowed = _VALUES.get((tag, attribute))
        return value if allowed is None or value in allowed else None

    clean = nh3.clean(
        dirty,
        tags=_TAGS | _FIGURE_TAGS if pictures else set(_TAGS),
        attributes={**_ATTRIBUTES, **(_FIGURE_ATTRIBUTES if pictures else {})},
        attribute_filter=keep,
        url_schemes={"https", "mailto"},
        link_rel=rel,
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


_AFTER_INLINE = 5
"""Markdown has turned the text of cells into elements at 20 and unescapes it at 0."""


class _Tables(Treeprocessor):
    """Tables as the site's own: aligned, with scopes, in rows of a name and figures on a phone."""

    def run(self, root: ET.Element) -> None:
        for parent in [element for element in root.iter() if element.find("table") is not None]:
            for index, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[index] = _scroller(child)


class _Figures(Treeprocessor):
    """Pictures as figures that load when they are reached."""

    def run(self, root: ET.Element) -> None:
        for paragraph in root.iter("p"):
            picture = paragraph[0] if len(paragraph) == 1 else None
            if picture is None or picture.tag != "img" or paragraph.text:
                continue
            paragraph.tag = "figure"
            ET.SubElement(paragraph, "figcaption").text = picture.attrib.pop("title", "")
            size = _PICTURE.fullmatch(picture.get("src", ""))
            picture.attrib.update({"loading": "lazy", **(size.groupdict() if size else {})})


def _scroller(table: ET.Element) -> ET.Element:
    heads = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
    for cell in table.iter():
        if cell.tag in {"th", "td"} and "right" in cell.attrib.pop("style", ""):
            cell.set("class", "n")
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")
    for row in table.iterfind("tbody/tr"):
        for cell, head in zip(row, heads, strict=False):
            cell.set("data-l", head)
            _wrap(cell)
        row[0].tag = "th"
        row[0].attrib = {"scope": "row"}
    table.set("class", "tumpuk")
    # A group, not a region: landmarks need different names, and authors repeat headings.
    label = "Tabel: " + ", ".join(head for head in heads if head)
    attributes = {"class": "gulir", "tabindex": "0", "role": "group", "aria-label": label}
    scroller = ET.Element("div", attributes)
    scroller.tail, table.tail = table.tail, None
    scroller.append(table)
    return scroller


def _wrap(cell: ET.Element) -> None:
    """Keep a cell of several parts in one piece, beside its name on a phone."""
    if len(cell):
        whole = ET.Element("div")
        whole.text, cell.text = cell.text, None
        whole.extend(list(cell))
        cell[:] = [whole]


def _relevel(text: str, top: int) -> str:
    """Give headings the levels from `top` on, a step deeper at most one level deeper."""
    used: list[int] = []

    def replace(match: re.Match[str]) -> str:
        written = int(match[2])
        if match[1] == "<h":
            while used and used[-1] >= written:
                used.pop()
            used.append(written)
        return f"{match[1]}{min(top + len(used) - 1, 6)}{match[3]}"

    return _HEADING.sub(replace, text)
