"""The printed documents of a year: Forms 1-4 of the juknis and the report that holds them all.

    records → naskah (plain values) → HTML → pages → PDF

Each form is one small module that turns a year into a `Naskah`; its template of the same name is
in `site_templates/documents/`. Nothing here reads files, Git or the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from musrenbang.documents import (
    belum_disepakati,
    berita_acara,
    daftar_hadir,
    markup,
    pengantar,
    prioritas,
)
from musrenbang.documents.markup import A4, F4, Paper
from musrenbang.documents.naskah import Naskah, kepala_of
from musrenbang.history import History
from musrenbang.theme import Theme
from musrenbang.views import View

__all__ = ["A4", "F4", "Document", "Paper", "naskah_of", "render_documents"]

_FONTS = "fonts/documents"


@dataclass(frozen=True)
class Document:
    """One finished PDF."""

    name: str
    title: str
    data: bytes
    pages: int


def naskah_of(view: View) -> tuple[Naskah, ...]:
    """Everything a year's report consists of, the covering letter first, then Forms 1-4.

    Nothing where the settings of the year are missing: nobody would know who signs what.
    """
    settings = view.year.musrenbang
    if settings is None:
        return ()
    kepala = kepala_of(view, settings)
    parts = (
        pengantar.naskah(view, kepala),
        berita_acara.naskah(view, settings, kepala),
        daftar_hadir.naskah(settings, kepala),
        prioritas.naskah(view, kepala),
        belum_disepakati.naskah(view, kepala),
    )
    if not kepala.konsep:
        return parts
    return tuple(replace(naskah, judul=f"Konsep {naskah.judul}") for naskah in parts)


def render_documents(
    view: View, history: History, theme: Theme, paper: Paper = A4
) -> list[Document]:
    """Forms 1-4 as one file each, and the report: a covering letter and the same pages again."""
    return list(_render(view, history, theme, paper))


def _render(view: View, history: History, theme: Theme, paper: Paper) -> Iterator[Document]:
    parts = naskah_of(view)
    if not parts:
        return
    from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second, and only this needs it

    jinja = markup.environment(theme)
    letter, *forms = parts
    moment = history.head.time if history.head else datetime(letter.kepala.tahun, 1, 1, tzinfo=UTC)
    files = {**theme.files, **markup.generated(jinja, letter.kepala)}
    fonts = [f"{_FONTS}/{name}" for name in theme.below(_FONTS) if markup.is_font(name)]
    typesetter = pdf.Typesetter(files, fonts)
    css = markup.stylesheet(jinja, paper)
    pages = {}
    for naskah in parts:
        html = markup.render(jinja, naskah, theme, history)
        pages[naskah.nama] = typesetter.layout(html, css)
    for naskah in forms:
        laid_out = pages[naskah.nama]
        data = pdf.write(laid_out, {f"{naskah.nama}.json": naskah.data}, moment)
        yield Document(f"{naskah.nama}.pdf", naskah.judul, data, len(laid_out.pages))
    report = pages[letter.nama].copy(
        [page for naskah in parts for page in pages[naskah.nama].pages]
    )
    data = pdf.write(report, {f"{naskah.nama}.json": naskah.data for naskah in parts}, moment)
    yield Document(f"{letter.nama}.pdf", letter.judul, data, len(report.pages))
