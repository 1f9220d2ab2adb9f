"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → sheets → bound PDF

Each document is one small module that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads record files, Git or the clock.
"""

from collections.abc import Iterable, Mapping

from musrenbang.cache import Cache
from musrenbang.documents.daftar import Cetakan, cetakan_of, photos_of
from musrenbang.documents.press import Document, Press, moment_of
from musrenbang.history import History
from musrenbang.kelompok import Kelompok
from musrenbang.theme import Theme
from musrenbang.views import View

__all__ = [
    "Cetakan",
    "Document",
    "Kelompok",
    "Press",
    "cetakan_of",
    "delivery",
    "photos_of",
    "render_documents",
]

_DOKUMENTASI = "dokumentasi.pdf"


def render_documents(
    view: View,
    history: History,
    theme: Theme,
    photos: Mapping[str, bytes],
    cache: Cache | None = None,
) -> list[Document]:
    """All documents of a year.

    `photos` has the content of those that `photos_of` names; one that is missing or no picture
    is printed as a frame that says so.
    """
    documents = list(Press(view, history, theme, photos, cache).documents(cetakan_of(view)))
    minutes = view.year.berita_acara
    if documents and minutes and minutes.ditetapkan:
        documents.append(delivery(view, history, theme, documents))
    return documents


def delivery(view: View, history: History, theme: Theme, documents: Iterable[Document]) -> Document:
    """What is handed in after the meeting (C.3.b) as one archive, from the documents of a year.

    It exists once the Berita Acara is established: a draft is not handed in.
    """
    from musrenbang.documents import paket  # noqa: PLC0415 - needs the site, and only this does

    files = {
        document.name: document.data
        for document in documents
        if document.kelompok == "hasil" or document.name == _DOKUMENTASI
    }
    files |= paket.year_data(view, history, theme)
    title = f"Paket laporan Musrenbang Tahun {view.year.tahun}: dokumen, data dan sidik jarinya"
    data = paket.package(files, moment_of(view.year.tahun, history))
    return Document("laporan.zip", title, "hasil", data, None)
