"""The printed documents of a site, as the build asks for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from musrenbang.cache import Cache
from musrenbang.history import History
from musrenbang.site.document_link import DocumentLink
from musrenbang.theme import Theme
from musrenbang.tree import FolderTree
from musrenbang.views import View

if TYPE_CHECKING:
    from musrenbang.documents import Document

Photos = Mapping[str, bytes]
RenderDocuments = Callable[[View, History, Theme, Photos], "Sequence[Document]"]


KEPT_PARTS = 600
"""Several times what the documents of a large year consist of."""


class Printing:
    """Prints the documents of a year: those of `musrenbang.documents`, or what another makes."""

    def __init__(self, root: Path, render: RenderDocuments | None) -> None:
        self._root = root
        self._render = render

    @property
    def is_pure(self) -> bool:
        """Whether the same input gives the same documents, so that published ones may stay."""
        return self._render in {None, no_documents}

    @property
    def name(self) -> str:
        """What tells one pure way to render from another."""
        return "dokumen" if self._render is None else "tanpa dokumen"

    def __call__(
        self, view: View, history: History, theme: Theme
    ) -> Iterator[tuple[DocumentLink, bytes]]:
        if self._render is no_documents:
            return
        from musrenbang.documents import photos_of, render_documents  # noqa: PLC0415 - loads much

        photos = _read(FolderTree(self._root), photos_of(view))
        if self._render:
            documents = self._render(view, history, theme, photos)
        else:
            cache = Cache(self._root, "dokumen")
            documents = render_documents(view, history, theme, photos, cache)
            cache.keep_newest(KEPT_PARTS)
        for document in documents:
            path = f"{view.year.tahun}/dokumen/{document.name}"
            link = DocumentLink(
                path, document.title, document.pages, len(document.data), document.kelompok
            )
            yield link, document.data


def no_documents(_: View, __: History, ___: Theme, ____: Photos) -> "Sequence[Document]":
    """No documents at all, for a quick look at the pages."""
    return ()


def _read(tree: FolderTree, paths: Iterable[str]) -> Photos:
    return {path: data for path, data in tree.read(sorted(paths)) if data is not None}
