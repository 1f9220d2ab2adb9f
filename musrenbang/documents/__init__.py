"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → sheets → bound PDF

Each document is one small module that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads record files, Git or the clock.
"""

from collections.abc import Mapping

from musrenbang.cache import Cache
from musrenbang.documents.daftar import Cetakan, cetakan_of, photos_of
from musrenbang.documents.kelompok import Kelompok
from musrenbang.documents.press import Document, Press
from musrenbang.history import History
from musrenbang.theme import Theme
from musrenbang.views import View

__all__ = [
    "Cetakan",
    "Document",
    "Kelompok",
    "Press",
    "cetakan_of",
    "photos_of",
    "render_documents",
]


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
    return list(Press(view, history, theme, photos, cache).documents(cetakan_of(view)))
