"""The press: sets what documents consist of on all cores, then binds it file by file.

What a sheet looks like follows from its HTML, style and materials, so one that was set before is
taken from the memo: one changed decision sets one part of a table again. Whatever changes with
every commit stands in the frame (`binding`).
"""

import ctypes
import gc
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from musrenbang.files.memo import Memo, Named, given, key_of, made
from musrenbang.files.theme import Theme
from musrenbang.files.workers import spread
from musrenbang.history.timeline import DOCUMENT_ORIGIN, History, document_origin
from musrenbang.papers import markup
from musrenbang.papers.daftar import Cetakan, photos_of
from musrenbang.papers.naskah import Naskah
from musrenbang.text.qr import qr_image
from musrenbang.year.guide import Kelompok
from musrenbang.year.views import View

if TYPE_CHECKING:
    from musrenbang.papers import pdf
    from musrenbang.papers.tags import Tag

_MATERIALS = (f"{markup.FOLDER}/", "fonts/documents/")
_LIBRARIES = ("libpango-1.0.so.0", "libharfbuzz-subset.so.0")


@dataclass(frozen=True)
class Paper:
    """One finished file, a PDF but for workbooks and the archive of the report, without pages."""

    name: str
    title: str
    kelompok: Kelompok
    data: bytes
    pages: int | None


def moment_of(tahun: int, history: History) -> datetime:
    """The time that the files of a year carry: that of their commit."""
    return history.head.time if history.head else datetime(tahun, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What is set at a time: a part of a document, or its frame."""

    length: int
    pdf: Named[Any]
    """Its pages; those of a part with their tags."""


@dataclass(frozen=True, slots=True)
class _Composed:
    """What one document of a file is bound from."""

    naskah: Naskah
    frame: _Sheets
    parts: tuple[_Sheets, ...]


class Press:
    """Prints the files of one year, each on its own and in any order."""

    def __init__(
        self,
        view: View,
        history: History,
        theme: Theme,
        photos: Mapping[str, bytes],
        memo: Memo | None = None,
    ) -> None:
        self._history = history
        self._theme = theme
        self._tahun = view.year.tahun
        self._memo = memo
        self._kept = memo.kept if memo else made
        self._jinja = markup.environment(theme, view.guide)
        self._moment = moment_of(view.year.tahun, history)
        self._typesetter = _typesetter(
            {name: data for name, data in theme.files.items() if name.startswith(_MATERIALS)}
            | markup.generated(self._jinja)
            | markup.pictures(photos_of(view), photos, theme)
        )
        self._parts: dict[str, tuple[_Sheets, ...]] = {}
        self._set: dict[str, Any] = {}

    def papers(self, files: Sequence[Cetakan]) -> Iterator[Paper]:
        """Some files, printed."""
        composed = [(file, tuple(self._composed(file))) for file in files]
        self._set_all(
            sheets for _, ones in composed for one in ones for sheets in (one.frame, *one.parts)
        )
        yield from spread(self._bound, composed)

    def _composed(self, file: Cetakan) -> Iterator[_Composed]:
        """The documents of a file, the first of which carries the data of them all."""
        origin = document_origin(self._history, f"{self._tahun}/dokumen/{file.nama}.pdf")
        attached = {DOCUMENT_ORIGIN: origin}
        attached |= {f"{naskah.nama}.json": naskah.data for naskah in file.naskah}
        for naskah in file.naskah:
            yield _Composed(naskah, self._frame(naskah, attached), self._parts_of(naskah))
            attached = {}

    def _frame(self, naskah: Naskah, attached: Mapping[str, bytes]) -> _Sheets:
        html = markup.render_frame(self._jinja, naskah, self._history)
        css = markup.stylesheet(self._jinja, naskah, self._theme, "bingkai")
        files = {markup.QR_FILE: qr_image(naskah.tautan)} if naskah.tautan else {}
        read = map(given, (html, css, files, attached, self._moment))
        return _Sheets(len(html), self._kept(_frame, self._typesetter, *read))

    def _parts_of(self, naskah: Naskah) -> tuple[_Sheets, ...]:
        """What a document is set from; made once, though the report holds the forms again."""
        if naskah.nama not in self._parts:
            self._parts[naskah.nama] = tuple(self._cut(naskah))
        return self._parts[naskah.nama]

    def _cut(self, naskah: Naskah) -> Iterator[_Sheets]:
        css = given(markup.stylesheet(self._jinja, naskah, self._theme))
        for potongan in naskah.potongan:
            html = markup.render(self._jinja, naskah, potongan, self._theme)
            yield _Sheets(len(html), self._kept(_sheets, self._typesetter, given(html), css))

    def _set_all(self, wanted: Iterable[_Sheets]) -> None:
        """Set what neither this press nor the memo has, the longest first."""
        ordered = sorted(wanted, key=lambda one: one.length, reverse=True)
        new = {one.pdf.name: one.pdf for one in ordered if one.pdf.name not in self._set}
        missing = [one for one in new.values() if self._memo is None or one not in self._memo]
        if missing:
            _ = self._typesetter.value  # the workers inherit it
        self._set |= zip(
            (one.name for one in missing), spread(lambda one: one.value, missing), strict=True
        )
        self._set |= {name: one.value for name, one in new.items() if name not in self._set}

    def _bound(self, job: tuple[Cetakan, Sequence[_Composed]]) -> Paper:
        from musrenbang.papers import binding  # noqa: PLC0415 - only printing needs it

        file, composed = job
        binder = binding.Binder(self._set[composed[0].frame.pdf.name])
        for one in composed:
            wide: list[bool] = []
            for part in one.parts:
                sheets, tags = self._set[part.pdf.name]
                wide += binder.add(sheets, tags, continues=part is not one.parts[0])
            binder.lay_under(self._set[one.frame.pdf.name], wide, self._numbers(one.naskah, wide))
        data, pages = binder.bound()
        return Paper(f"{file.nama}.pdf", file.judul, file.kelompok, data, pages)

    def _numbers(self, naskah: Naskah, wide: Sequence[bool]) -> bytes | None:
        """The numbers of a document's pages; each letter goes its own way and has none."""
        if naskah.sifat == "surat":
            return None
        html = markup.render_numbers(self._jinja, wide)
        css = markup.stylesheet(self._jinja, naskah, self._theme, "nomor")
        return self._kept(_numbers, self._typesetter, given(html), given(css)).value


def _sheets(typesetter: "pdf.Typesetter", html: str, css: str) -> "tuple[bytes, Tag]":
    found = typesetter.sheets(html, css)
    gc.collect()  # a layout is full of cycles, which a build leaves to the end
    return found


def _numbers(typesetter: "pdf.Typesetter", html: str, css: str) -> bytes:
    return typesetter.numbers(html, css)


def _frame(typesetter: "pdf.Typesetter", *read: Any) -> bytes:
    return typesetter.frame(*read)


def _typesetter(files: Mapping[str, bytes]) -> "Named[pdf.Typesetter]":
    """Who sets, named by all the files it may show and by all that decides its bytes."""

    def begin() -> "pdf.Typesetter":
        from musrenbang.papers import pdf  # noqa: PLC0415 - takes a second

        return pdf.Typesetter(files)

    parts = (part for item in sorted(files.items()) for part in item)
    return Named(key_of(_versions(), *parts), begin)


@cache
def _versions() -> str:
    """The system's libraries that may decide bytes, said without importing WeasyPrint."""
    try:
        pango, harfbuzz = map(ctypes.CDLL, _LIBRARIES)
    except OSError:  # a system with other names for them: nothing set there is found again
        return uuid4().hex
    harfbuzz.hb_version_string.restype = ctypes.c_char_p
    return f"{pango.pango_version()} {harfbuzz.hb_version_string()} {zlib.ZLIB_RUNTIME_VERSION}"
