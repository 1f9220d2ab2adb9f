"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → pages → PDF

Each document is one small module that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads files, Git or the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from musrenbang.documents import foto, markup
from musrenbang.documents.daftar import Cetakan, cetakan_of
from musrenbang.documents.kelompok import Kelompok
from musrenbang.documents.naskah import Naskah
from musrenbang.history import History
from musrenbang.origin import DOCUMENT_ORIGIN, document_origin
from musrenbang.theme import Theme
from musrenbang.views import View

if TYPE_CHECKING:
    from musrenbang.documents import pdf

__all__ = [
    "Cetakan",
    "Document",
    "Kelompok",
    "Press",
    "cetakan_of",
    "photos_of",
    "render_documents",
]

_FONTS = "fonts/documents"


@dataclass(frozen=True)
class Document:
    """One finished PDF."""

    name: str
    title: str
    kelompok: Kelompok
    data: bytes
    pages: int


def photos_of(view: View) -> frozenset[str]:
    """The paths of the photos that the documents of a year show."""
    return frozenset(
        path for file in cetakan_of(view) for naskah in file.bagian for path in naskah.foto
    )


def render_documents(
    view: View, history: History, theme: Theme, photos: Mapping[str, bytes]
) -> list[Document]:
    """All documents of a year.

    `photos` has the content of those that `photos_of` names; one that is missing or no picture
    is printed as a frame that says so.
    """
    press = Press(view, history, theme, photos)
    return [press.document(file) for file in cetakan_of(view)]


class Press:
    """Prints the files of one year, each on its own and in any order; what two share, once."""

    def __init__(
        self, view: View, history: History, theme: Theme, photos: Mapping[str, bytes]
    ) -> None:
        self._history = history
        self._theme = theme
        self._tahun = view.year.tahun
        self._jinja = markup.environment(theme)
        head = history.head
        self._moment = head.time if head else datetime(view.year.tahun, 1, 1, tzinfo=UTC)
        pictures = foto.pictures(photos_of(view), photos, theme)
        self._files = {**theme.files, **markup.generated(self._jinja), **pictures}
        self._laid_out: dict[str, Any] = {}

    def document(self, file: Cetakan) -> Document:
        """One file, printed."""
        from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second

        pages = [page for naskah in file.bagian for page in self._layout(naskah).pages]
        origin = document_origin(self._history, f"{self._tahun}/dokumen/{file.nama}.pdf")
        attached = {DOCUMENT_ORIGIN: origin}
        attached |= {f"{naskah.nama}.json": naskah.data for naskah in file.bagian}
        data = pdf.write(self._layout(file.bagian[0]).copy(pages), attached, self._moment)
        return Document(f"{file.nama}.pdf", file.judul, file.kelompok, data, len(pages))

    def _layout(self, naskah: Naskah) -> Any:
        if naskah.nama not in self._laid_out:
            html = markup.render(self._jinja, naskah, self._theme, self._history)
            css = markup.stylesheet(self._jinja, naskah)
            self._laid_out[naskah.nama] = self._typesetter.layout(html, css)
        return self._laid_out[naskah.nama]

    @cached_property
    def _typesetter(self) -> "pdf.Typesetter":
        from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second

        names = [name for name in self._theme.below(_FONTS) if markup.is_font(name)]
        return pdf.Typesetter(self._files, [f"{_FONTS}/{name}" for name in names])
