"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → pages → PDF

Each document is one small module that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads files, Git or the clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from musrenbang.documents import foto, markup
from musrenbang.documents.daftar import Cetakan, cetakan_of
from musrenbang.documents.kelompok import Kelompok
from musrenbang.history import History
from musrenbang.theme import Theme
from musrenbang.views import View

__all__ = ["Cetakan", "Document", "Kelompok", "cetakan_of", "photos_of", "render_documents"]

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
    return list(_render(view, history, theme, photos))


def _render(
    view: View, history: History, theme: Theme, photos: Mapping[str, bytes]
) -> Iterator[Document]:
    files_to_print = cetakan_of(view)
    if not files_to_print:
        return
    from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second, and only this needs it

    jinja = markup.environment(theme)
    moment = history.head.time if history.head else datetime(view.year.tahun, 1, 1, tzinfo=UTC)
    pictures = foto.pictures(photos_of(view), photos, theme)
    files = {**theme.files, **markup.generated(jinja), **pictures}
    fonts = [f"{_FONTS}/{name}" for name in theme.below(_FONTS) if markup.is_font(name)]
    typesetter = pdf.Typesetter(files, fonts)
    pages = {}
    for file in files_to_print:
        for naskah in file.bagian:
            if naskah.nama not in pages:
                html = markup.render(jinja, naskah, theme, history)
                pages[naskah.nama] = typesetter.layout(html, markup.stylesheet(jinja, naskah))
        bound = [page for naskah in file.bagian for page in pages[naskah.nama].pages]
        attached = {f"{naskah.nama}.json": naskah.data for naskah in file.bagian}
        data = pdf.write(pages[file.nama].copy(bound), attached, moment)
        yield Document(f"{file.nama}.pdf", file.judul, file.kelompok, data, len(bound))
