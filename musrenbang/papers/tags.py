"""Tags: what a page says and in which order, from the boxes that were laid out.

WeasyPrint's own tags begin every element anew on each page, repeat the heads of a table there, and
read a list in an item after all that follows it. Here an element of the HTML is one tag, however
many boxes and pages it takes; heads are read once; `binding` writes them for all parts together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

_SVG = "{http://www.w3.org/2000/svg}"

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "h1": "H1",
        "h2": "H2",
        "p": "P",
        "figcaption": "P",
        "blockquote": "BlockQuote",
        "ol": "L",
        "ul": "L",
        "li": "LI",
        "li::marker": "Lbl",
        "table": "Table",
        "thead": "THead",
        "tbody": "TBody",
        "tr": "TR",
        "th": "TH",
        "td": "TD",
        "img": "Figure",
        "ruas": "Form",
        f"{_SVG}svg": "Figure",
    }
)
"""The tag of an element; any other is part of the one around it."""

_GROUPING = frozenset({"Document", "BlockQuote"})
"""What holds paragraphs, not text."""

_CELL = frozenset({"TH", "TD"})
_KEPT = _CELL | {"Form"}
"""What stands for something though it holds no text: a place in a table, a field to sign in."""
_NUMBERING = {"decimal": "Decimal", "lower-alpha": "LowerAlpha", "disc": "Disc"}
_PRINTED = 4
"""The flag by which a field is on paper too."""
_POINTS = 0.75
"""Points of a CSS pixel."""

Content = tuple[int, int]
"""A piece of a page: the number of the page in its part, and that of the piece on it (MCID)."""


@dataclass(slots=True)
class Tag:
    """One element with what it holds, in the order in which it is read."""

    name: str
    kids: list["Tag | Content"] = field(default_factory=list)
    facts: Mapping[str, Any] = field(default_factory=dict)
    """`span` and `scope` of a cell, `alt` and `box` of a picture, `numbering` of a list; of a
    field to sign in `name`, `title`, `page` and `box`."""

    def filled(self) -> "Tag":
        """Without the elements that hold and stand for nothing."""
        kids = (kid.filled() if isinstance(kid, Tag) else kid for kid in self.kids)
        self.kids = [
            kid for kid in kids if not isinstance(kid, Tag) or kid.kids or kid.name in _KEPT
        ]
        return self


def tags_of(pages: Iterable[Any], streams: Iterable[Any]) -> Tag:
    """The tags of a document that WeasyPrint has painted on these streams."""
    reading = _Reading()
    for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
        reading.read(number, page._page_box, stream)  # noqa: SLF001 - it has no other name
    return reading.document.filled()


class _Reading:
    """A document as far as it was read."""

    def __init__(self) -> None:
        self.document = Tag("Document")
        self._tags: dict[tuple[int, str], Tag] = {}
        self._items: dict[int, Tag] = {}
        self._heads = set[int]()
        """The heads of tables that earlier pages have shown."""

    def read(self, number: int, page: Any, stream: Any) -> None:
        """Read one page on; what stands there again, or for the eye alone, becomes an artifact."""
        self._number, self._height = number, page.margin_height()
        self._pieces = {box: piece["mcid"] for box, piece in stream._tags.items()}  # noqa: SLF001
        self._found = set[int]()
        self._box(page, self.document)
        self._heads |= self._found
        _as_artifacts(stream.stream, set(self._pieces.values()))

    def _box(self, box: Any, parent: Tag) -> None:
        box = getattr(box, "_box", box)  # what an absolute placeholder stands for
        if box.element is not None and box.element_tag == "thead":
            if id(box.element) in self._heads:
                return
            self._found.add(id(box.element))
        tag = self._tag_of(box, parent)
        if box in self._pieces and tag.facts.get("alt") != "":
            holder = self._begun(box, "p", tag) if tag.name in _GROUPING else tag
            holder.kids.append((self._number, self._pieces.pop(box)))
        for child in getattr(box, "children", ()):
            self._box(child, tag)

    def _tag_of(self, box: Any, parent: Tag) -> Tag:
        """The tag a box belongs to; all boxes of an element, on all pages, have one."""
        if box.element is None or box.element_tag not in ROLES:
            return parent
        return self._begun(box, box.element_tag, parent)

    def _begun(self, box: Any, element_tag: str, parent: Tag) -> Tag:
        key = id(box.element), element_tag
        if key not in self._tags:
            name = ROLES[element_tag]
            tag = Tag(name, facts=self._facts(name, box))
            if name == "Lbl":
                self._items[id(box.element)].kids.insert(0, tag)
            else:
                parent.kids.append(tag)
            if name == "LI":
                self._items[id(box.element)] = tag
                tag.kids.append(tag := Tag("LBody"))
            self._tags[key] = tag
        return self._tags[key]

    def _facts(self, name: str, box: Any) -> Mapping[str, Any]:
        element = box.element
        match name:
            case "TH" | "TD":
                return {"span": box.colspan, "scope": element.get("scope")}
            case "L":
                return {"numbering": _NUMBERING.get(box.style["list_style_type"], "None")}
            case "Figure":
                title = element.find(f"{_SVG}title")
                alt = element.get("alt", "") if title is None else title.text
                return {"alt": alt, "box": self._corners(box)}
            case "Form":
                said = {"name": element.get("name"), "title": element.get("title")}
                return {**said, "page": self._number, "box": self._corners(box)}
        return {}

    def _corners(self, box: Any) -> tuple[float, ...]:
        """Left, bottom, right and top of a box, in points."""
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        corners = (left, self._height - bottom, right, self._height - top)
        return tuple(round(side * _POINTS, 2) for side in corners)


def _as_artifacts(stream: list[Any], pieces: set[int]) -> None:
    """Mark what no element holds as no content; it is drawn all the same."""
    for index, operand in enumerate(stream if pieces else ()):
        if isinstance(operand, dict) and operand.get("MCID") in pieces:
            stream[index - 1 : index + 2] = ["/Artifact", b"", b"BMC"]


class Tree:
    """The tags of a whole file, part by part, as the file holds them."""

    def __init__(self, out: Pdf) -> None:
        self._out = out
        self._root = out.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._made("Document", self._root)
        self._top: list[Object] = []
        self._content: list[Array] = []
        """For each page the element of each of its pieces."""
        self._named: list[tuple[str, Object]] = []
        """The heads of tables by their names, which cells refer to."""
        self._fields: list[tuple[Object, Object]] = []
        """The fields to sign in, each with its element."""
        self._heads = 0
        self._cells: dict[int, tuple[str, Object]] = {}
        """The name of each cell that is a head, and what is said of the cell; until it is made."""

    def add(self, document: Tag, pages: Sequence[Page]) -> None:
        """Append what a part says on its pages."""
        self._pages = pages
        self._pieces: list[dict[int, Object]] = [{} for _ in pages]
        self._top += (self._element(tag, self._document) for tag in document.kids)  # type: ignore[arg-type]
        for page, pieces in zip(pages, self._pieces, strict=True):
            page.obj.StructParents = len(self._content)
            last = max(pieces, default=-1)
            self._content.append(Array([pieces.get(piece) for piece in range(last + 1)]))

    def written(self) -> Object:
        """The root of the tree."""
        self._document.K = Array(self._top)
        holders: list[Object] = [*self._content]
        for place, element in self._fields:
            place.StructParent = len(holders)
            holders.append(element)
        numbers = (part for pair in enumerate(holders) for part in pair)
        self._root.K = Array([self._document])
        self._root.ParentTree = self._out.make_indirect(Dictionary(Nums=Array([*numbers])))
        self._root.ParentTreeNextKey = len(holders)
        if self._named:
            names = Array([part for pair in self._named for part in pair])
            self._root.IDTree = self._out.make_indirect(Dictionary(Names=names))
        return self._root

    @property
    def fields(self) -> list[Object]:
        """The fields to sign in, in the order in which they are read."""
        return [field for field, _ in self._fields]

    def _made(self, name: str, parent: Object) -> Object:
        return self._out.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{name}"), P=parent)
        )

    def _element(self, tag: Tag, parent: Object) -> Object:
        made = self._made(tag.name, parent)
        if tag.name == "Table":
            self._table(tag)
        if tag.facts:
            self._describe(tag, made)
        first = next((kid[0] for kid in tag.kids if not isinstance(kid, Tag)), None)
        if first is not None:
            made.Pg = self._pages[first].obj
        kids = [
            self._element(kid, made) if isinstance(kid, Tag) else self._piece(*kid, first, made)
            for kid in tag.kids
        ]
        if kids:
            made.K = Array(kids)
        return made

    def _piece(self, page: int, piece: int, first: int | None, holder: Object) -> Object | int:
        self._pieces[page][piece] = holder
        if page == first:
            return piece
        return Dictionary(Type=Name.MCR, Pg=self._pages[page].obj, MCID=piece)

    def _table(self, table: Tag) -> None:
        """Name the heads of a table, and say to each cell which heads are its own.

        Cells of the same heads share what is said.
        """
        shared: dict[tuple[Any, ...], Object] = {}
        heads: dict[int, list[str]] = defaultdict(list)
        for row in _rows(table):
            column = 0
            beside: list[str] = []
            for cell in _cells(row):
                span, scope = cell.facts["span"], cell.facts["scope"]
                columns = range(column, column := column + span)
                key: tuple[Any, ...]
                name = ""
                if cell.name == "TH":
                    self._heads += 1
                    name = f"kepala-{self._heads:06}"
                    key = (span, "Row" if scope == "row" else "Column")
                    for mine in [beside] if scope == "row" else [heads[one] for one in columns]:
                        mine.append(name)
                else:
                    own = [*beside, *(head for one in columns for head in heads[one])]
                    key = (span, *dict.fromkeys(own))
                if key not in shared:
                    shared[key] = self._out.make_indirect(_attributes(cell.name, *key))
                self._cells[id(cell)] = name, shared[key]

    def _describe(self, tag: Tag, made: Object) -> None:
        facts = tag.facts
        match tag.name:
            case "TH":
                made.ID, made.A = self._cells.pop(id(tag))
                self._named.append((str(made.ID), made))
            case "TD":
                _, made.A = self._cells.pop(id(tag))
            case "L":
                made.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{facts['numbering']}"))
            case "Figure":
                made.Alt = facts["alt"]
                made.A = Dictionary(O=Name.Layout, BBox=Array(facts["box"]))
            case "Form":
                self._field(facts, made)

    def _field(self, facts: Mapping[str, Any], made: Object) -> None:
        """An empty field for an electronic signature, which shows nothing until it is signed."""
        page = self._pages[facts["page"]].obj
        left, bottom, right, top = facts["box"]
        shown = self._out.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
        shown.BBox = Array([0, 0, round(right - left, 2), round(top - bottom, 2)])
        field = self._out.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=f"{facts['name']}-{len(self._fields) + 1}",
                TU=facts["title"],
                P=page,
                Rect=Array(facts["box"]),
                F=_PRINTED,
                AP=Dictionary(N=shown),
            )
        )
        page.Annots = Array([*page.get("/Annots", ()), field])
        page.Tabs = Name.S
        made.K = Array([Dictionary(Type=Name.OBJR, Pg=page, Obj=field)])
        self._fields.append((field, made))


def _rows(table: Tag) -> Iterator[Tag]:
    for kid in table.kids:
        if isinstance(kid, Tag):
            yield from [kid] if kid.name == "TR" else _rows(kid)


def _cells(row: Tag) -> Iterator[Tag]:
    return (kid for kid in row.kids if isinstance(kid, Tag))


def _attributes(name: str, span: int, *heads: str) -> Dictionary:
    """What is said of a cell: of a head its scope, of another the names of its heads."""
    said = Dictionary(O=Name.Table)
    if name == "TH":
        said.Scope = Name(f"/{heads[0]}")
    elif heads:
        said.Headers = Array([String(head) for head in heads])
    if span > 1:
        said.ColSpan = span
    return said
