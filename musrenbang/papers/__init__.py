"""The printed documents of a year: Forms 1-4 of the juknis and all papers around them.

    records → naskah (plain values) → HTML → sheets → bound PDF

Each document is one small function that turns a year into a `Naskah`, listed in `daftar`; its
template is in `site_templates/documents/`. Nothing here reads record files, Git or the clock.
"""

from collections.abc import Mapping

from musrenbang.files.memo import Memo
from musrenbang.files.theme import Theme
from musrenbang.history.timeline import History
from musrenbang.papers.daftar import Cetakan, cetakan_of, photos_of
from musrenbang.papers.paket import delivery
from musrenbang.papers.press import Paper, Press
from musrenbang.year.views import View

__all__ = ["Cetakan", "Paper", "Press", "cetakan_of", "delivery", "photos_of", "render_documents"]


def render_documents(
    view: View,
    history: History,
    theme: Theme,
    photos: Mapping[str, bytes],
    memo: Memo | None = None,
) -> list[Paper]:
    """All papers of a year, set anew or as the memo has them: the bytes are the same.

    `photos` has the content of those that `photos_of` names; one that is missing or no picture
    is printed as a frame that says so. Once the Berita Acara is established they are delivered as
    an archive too: a draft is not handed in.
    """
    papers = list(Press(view, history, theme, photos, memo).papers(cetakan_of(view)))
    minutes = view.year.berita_acara
    if papers and minutes and minutes.ditetapkan:
        papers.append(delivery(view, history, theme, papers))
    return papers
