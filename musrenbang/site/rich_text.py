"""Markdown to HTML that cannot do harm.

Records are untrusted: raw HTML is shown as text, links lead only to https and mailto, and nh3
lets through nothing but an allow-list. Headings begin below the page's own and skip no level,
whatever the author wrote.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

import nh3
from markdown import Markdown
from markupsafe import Markup

_TAGS = frozenset(
    {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
)
_ATTRIBUTES: Mapping[str, set[str]] = MappingProxyType({"a": {"href"}, "ol": {"start"}})
_SCROLLER = '<div class="gulir" tabindex="0" role="group" aria-label="Tabel">'
_HEADING = re.compile(r"(</?h)([1-6])(>)")
_PUBLIC_LINK = re.compile(r"https://[^\s]+|mailto:[^\s]+", re.IGNORECASE)
_SITE_LINK = re.compile(r"@/[a-z0-9./_-]*")


def untrusted(text: str, top: int = 2) -> Markup:
    """Markdown from a record as HTML; its highest heading gets the level `top`."""
    html = _convert(text, _PUBLIC_LINK, top, rel="nofollow noopener")
    # Only templates may write links within the site (see engine.ROOT_LINK).
    return html.replace("@/", Markup("&#64;/"))


def trusted(text: str) -> Markup:
    """Markdown from the theme as HTML; links within the site are kept."""
    either = re.compile(f"(?:{_PUBLIC_LINK.pattern})|(?:{_SITE_LINK.pattern})")
    return _convert(text, either, 2, rel=None)


def _convert(text: str, link: re.Pattern[str], top: int, rel: str | None) -> Markup:
    converter = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    dirty = _relevel(converter.convert(text), top)

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("a", "href") and not link.fullmatch(value):
            return None
        return value

    clean = nh3.clean(
        dirty,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes={"https", "mailto"},
        link_rel=rel,
    )
    clean = clean.replace("<table>", _SCROLLER + "<table>").replace("</table>", "</table></div>")
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


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
