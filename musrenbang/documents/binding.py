"""Binding: sheets that were set apart become one document, as well tagged as if set as a whole.

WeasyPrint's cost follows the rows, so the parts of a long table are laid out side by side and kept
from one build to the next. What differs on every page or with every commit (page numbers, origin,
metadata, attachments, watermark) is a document of its own, the frame, laid under the sheets here.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf


def page_sizes(sheets: bytes) -> list[tuple[float, float]]:
    """Width and height of every page of a PDF, in points."""
    with Pdf.open(io.BytesIO(sheets)) as pdf:
        boxes = [page.mediabox for page in pdf.pages]
        return [(float(box[2]), float(box[3])) for box in boxes]


def bind(frames: Sequence[bytes], parts: Sequence[tuple[bytes, bool]]) -> tuple[bytes, int]:
    """The pages of all parts in order, each over one of the frames' pages; the PDF, and how many.

    Metadata, language and attachments are those of the first frame. A part that continues the one
    before it (`True`) has its bookmarks put below that one's last top-level bookmark. The tags,
    among them the structure of tables, stay what they were in each part. The same input gives
    the same bytes.
    """
    out = Pdf.open(io.BytesIO(frames[0]))
    own = len(out.pages)
    furniture = [page.as_form_xobject() for page in out.pages]
    for data in frames[1:]:
        with Pdf.open(io.BytesIO(data)) as frame:
            furniture += [out.copy_foreign(page.as_form_xobject()) for page in frame.pages]
    binder = _Binder(out)
    for data, continues in parts:
        with Pdf.open(io.BytesIO(data)) as part:
            binder.add(part, continues=continues)
    for number, (page, form) in enumerate(zip(binder.pages, furniture, strict=True)):
        _lay_under(page, form, Name(f"/Bingkai{number}"))
    del out.pages[:own]
    binder.finish()
    result = io.BytesIO()
    out.save(
        result,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        recompress_flate=False,
    )
    return result.getvalue(), len(binder.pages)


class _Binder:
    """Collects pages, tags and bookmarks in one document."""

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self.pages: list[Page] = []
        self.document = out.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self.elements = Array()
        self.numbers = Array()
        self.bookmarks: list[_Bookmark] = []

    def add(self, part: Pdf, *, continues: bool) -> None:
        """Append one part."""
        first = len(self.pages)
        keys = _key_of_every_tagged(part)
        offset = len(self.numbers) // 2
        for holder, field, key in keys:
            holder[field] = key + offset
        for page in part.pages:
            self.out.pages.append(page)
            self.pages.append(self.out.pages[-1])
        tree = part.Root.StructTreeRoot
        nums = tree.ParentTree.Nums
        for index in range(0, len(nums), 2):
            entry = self.out.copy_foreign(part.make_indirect(nums[index + 1]))
            self.numbers.append(int(nums[index]) + offset)
            self.numbers.append(entry)
        for top in tree.K:
            self._adopt(self.out.copy_foreign(part.make_indirect(top)))
        found = list(_bookmarks(part, self.out, first))
        if continues and self.bookmarks:
            self.bookmarks[-1].children += found
        else:
            self.bookmarks += found

    def _adopt(self, top: Object) -> None:
        """Take over what a part's own `Document` element holds."""
        for element in top.get("/K", Array()):
            element.P = self.document
            self.elements.append(element)

    def finish(self) -> None:
        """Write the tree of tags and the bookmarks into the document."""
        root = self.out.Root
        self.document.K = self.elements
        tree = self.out.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self.document]),
                ParentTree=self.out.make_indirect(Dictionary(Nums=self.numbers)),
                ParentTreeNextKey=len(self.numbers) // 2,
            )
        )
        self.document.P = tree
        root.StructTreeRoot = tree
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if self.bookmarks:
            outlines = self.out.make_indirect(Dictionary(Type=Name.Outlines))
            _write_bookmarks(self.out, outlines, self.bookmarks)
            root.Outlines = outlines


def _key_of_every_tagged(part: Pdf) -> list[tuple[Any, str, int]]:
    """Every page and annotation that stands in the tree of tags, with its key there."""
    found: list[tuple[Any, str, int]] = []
    for page in part.pages:
        if "/StructParents" in page.obj:
            found.append((page.obj, "/StructParents", int(page.obj["/StructParents"])))
        found += [
            (annotation, "/StructParent", int(annotation["/StructParent"]))
            for annotation in page.obj.get("/Annots", Array())
            if "/StructParent" in annotation
        ]
    return found


def _lay_under(page: Page, furniture: Object, name: Name) -> None:
    """Draw the furniture before the content; to a reader's ear it is not there.

    The pages of a part share their resources, hence a name for every page.
    """
    page.add_resource(furniture, Name.XObject, name)
    page.contents_add(f"/Artifact BMC q {name} Do Q EMC q\n".encode(), prepend=True)
    page.contents_add(b"\nQ")


class _Bookmark:
    """One bookmark with those below it."""

    def __init__(self, item: Object, destination: Array, children: "list[_Bookmark]") -> None:
        self.title = item.Title
        self.destination = destination
        self.children = children


def _bookmarks(part: Pdf, out: Pdf, first: int) -> Iterator[_Bookmark]:
    outlines = part.Root.get("/Outlines")
    if outlines is not None:
        numbers = {page.obj.objgen: index for index, page in enumerate(part.pages)}
        yield from _siblings(outlines.get("/First"), out, numbers, first)


def _siblings(
    item: Object | None, out: Pdf, numbers: dict[tuple[int, int], int], first: int
) -> Iterator[_Bookmark]:
    while item is not None:
        page, *rest = item.Dest
        target = out.pages[first + numbers[page.objgen]].obj
        below = list(_siblings(item.get("/First"), out, numbers, first))
        yield _Bookmark(item, Array([target, *rest]), below)
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
