"""Binding: sheets that were set apart become one document, tagged as if it were set as a whole.

WeasyPrint's cost follows the rows, so the parts of a long table are laid out side by side and kept
from one build to the next. What differs with every commit (origin, metadata, attachments) or would
be the same on every page (watermark, footer) is a document of its own, the frame, of one page for
each kind of sheet; the page numbers are another. Both are laid under the sheets here.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf

from musrenbang.papers.tags import Tag, Tree


class Binder:
    """Collects pages, tags and bookmarks in one document.

    Metadata, language and attachments are those of the first frame. The same input gives the same
    bytes.
    """

    def __init__(self, frame: bytes) -> None:
        self._out = Pdf.open(io.BytesIO(frame))
        self._own = len(self._out.pages)
        self._pages: list[Page] = []
        self._tree = Tree(self._out)
        self._bookmarks: list[_Bookmark] = []

    def add(self, data: bytes, tags: Tag, *, continues: bool) -> list[bool]:
        """Append one part with its tags; whether each of its pages is wide.

        The bookmarks of a part that continues the one before it go below that one's last.
        """
        with Pdf.open(io.BytesIO(data)) as part:
            first = len(self._pages)
            for page in part.pages:
                self._out.pages.append(page)
                self._pages.append(self._out.pages[-1])
            pages = self._pages[first:]
            self._tree.add(tags, pages)
            found = list(_bookmarks(part, pages))
            if continues and self._bookmarks:
                self._bookmarks[-1].children.extend(found)
            else:
                self._bookmarks += found
            return [bool(page.mediabox[2] > page.mediabox[3]) for page in pages]

    def lay_under(self, frame: bytes, wide: list[bool], numbers: bytes | None) -> None:
        """Draw the furniture below the last pages, each of which is wide or not.

        A frame has one page for upright sheets and one for wide ones, `numbers` one for each page.
        """
        upright_and_wide = self._forms(frame)
        layers = [[upright_and_wide[one] for one in wide]]
        if numbers is not None:
            layers.append(self._forms(numbers))
        first = len(self._pages) - len(wide)
        for index, forms in enumerate(zip(*layers, strict=True), first):
            _lay_under(self._pages[index], index, forms)

    def bound(self) -> tuple[bytes, int]:
        """The document, and how many pages it has."""
        del self._out.pages[: self._own]
        self._write_tags_and_bookmarks()
        result = io.BytesIO()
        self._out.save(
            result,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
            recompress_flate=False,
        )
        return result.getvalue(), len(self._pages)

    def _forms(self, furniture: bytes) -> list[Object]:
        with Pdf.open(io.BytesIO(furniture)) as pdf:
            return [self._out.copy_foreign(page.as_form_xobject()) for page in pdf.pages]

    def _write_tags_and_bookmarks(self) -> None:
        root = self._out.Root
        root.StructTreeRoot = self._tree.written()
        root.MarkInfo = Dictionary(Marked=True)
        if self._tree.fields:
            root.AcroForm = self._out.make_indirect(Dictionary(Fields=Array(self._tree.fields)))
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if self._bookmarks:
            outlines = self._out.make_indirect(Dictionary(Type=Name.Outlines))
            _write_bookmarks(self._out, outlines, self._bookmarks)
            root.Outlines = outlines


def _lay_under(page: Page, number: int, furniture: Sequence[Object]) -> None:
    """Draw the furniture before the content; to a reader's ear it is not there.

    The pages of a part share their resources, hence names for every page.
    """
    names = [Name(f"/Bingkai{number}-{layer}") for layer, _ in enumerate(furniture)]
    for name, form in zip(names, furniture, strict=True):
        page.add_resource(form, Name.XObject, name)
    drawn = " ".join(f"q {name} Do Q" for name in names)
    page.contents_add(f"/Artifact BMC {drawn} EMC q\n".encode(), prepend=True)
    page.contents_add(b"\nQ")


class _Bookmark(NamedTuple):
    """One bookmark with those below it."""

    title: Object
    destination: Array
    children: "list[_Bookmark]"


def _bookmarks(part: Pdf, pages: Sequence[Page]) -> Iterator[_Bookmark]:
    """The bookmarks of a part, whose pages have become these."""
    outlines = part.Root.get("/Outlines")
    if outlines is not None:
        became = {old.obj.objgen: new for old, new in zip(part.pages, pages, strict=True)}
        yield from _siblings(outlines.get("/First"), became)


def _siblings(item: Object | None, became: Mapping[tuple[int, int], Page]) -> Iterator[_Bookmark]:
    while item is not None:
        page, *rest = item.Dest
        below = list(_siblings(item.get("/First"), became))
        yield _Bookmark(item.Title, Array([became[page.objgen].obj, *rest]), below)
        item = item.get("/Next")


def _write_bookmarks(out: Pdf, parent: Object, bookmarks: Iterable[_Bookmark]) -> int:
    """Write bookmarks below a parent; how many there are in all."""
    items: list[Object] = []
    total = 0
    for bookmark in bookmarks:
        item = out.make_indirect(
            Dictionary(Title=bookmark.title, Parent=parent, Dest=bookmark.destination)
        )
        total += 1 + _write_bookmarks(out, item, bookmark.children)
        items.append(item)
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    if items:
        parent.First, parent.Last, parent.Count = items[0], items[-1], total
    return total
