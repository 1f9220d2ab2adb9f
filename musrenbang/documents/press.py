"""The press: sets the parts of every document on all cores, then binds them file by file.

What a part looks like follows from its HTML and style, so a part that was set before is taken from
the cache: one changed decision sets one part again. Whatever changes with every commit stands in
the frame (`binding`).
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from musrenbang.cache import Cache, code_key, key_of
from musrenbang.documents import foto, markup
from musrenbang.documents.daftar import Cetakan, photos_of
from musrenbang.documents.naskah import Naskah
from musrenbang.history import History
from musrenbang.kelompok import Kelompok
from musrenbang.origin import DOCUMENT_ORIGIN, document_origin
from musrenbang.parallel import shared
from musrenbang.theme import Theme
from musrenbang.views import View

if TYPE_CHECKING:
    from musrenbang.documents import pdf

_FONTS = "fonts/documents"


@dataclass(frozen=True)
class Document:
    """One finished file, a PDF but for the archive of the report, which has no pages."""

    name: str
    title: str
    kelompok: Kelompok
    data: bytes
    pages: int | None


def moment_of(tahun: int, history: History) -> datetime:
    """The time that the files of a year carry: that of their commit."""
    return history.head.time if history.head else datetime(tahun, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is set apart: HTML and style, and whether it goes on where the part before ends."""

    key: str
    html: str
    css: str
    continues: bool


class Press:
    """Prints the files of one year, each on its own and in any order."""

    def __init__(
        self,
        view: View,
        history: History,
        theme: Theme,
        photos: Mapping[str, bytes],
        cache: Cache | None = None,
    ) -> None:
        self._history = history
        self._theme = theme
        self._tahun = view.year.tahun
        self._cache = cache
        self._jinja = markup.environment(theme)
        self._moment = moment_of(view.year.tahun, history)
        pictures = foto.pictures(photos_of(view), photos, theme)
        self._files = {**theme.files, **markup.generated(self._jinja), **pictures}
        self._made: dict[str, tuple[_Part, ...]] = {}
        self._set: dict[str, bytes] = {}

    def documents(self, files: Sequence[Cetakan]) -> Iterator[Document]:
        """Some files, printed."""
        self._set_all(
            part for file in files for naskah in file.bagian for part in self._parts(naskah)
        )
        yield from shared(files, self._bound)

    def document(self, file: Cetakan) -> Document:
        """One file, printed."""
        (printed,) = self.documents([file])
        return printed

    def _parts(self, naskah: Naskah) -> tuple[_Part, ...]:
        """What a document is set from; made once, though the report holds the forms again."""
        if naskah.nama not in self._made:
            self._made[naskah.nama] = tuple(self._cut(naskah))
        return self._made[naskah.nama]

    def _cut(self, naskah: Naskah) -> Iterator[_Part]:
        css = markup.stylesheet(self._jinja, naskah, self._theme)
        for potongan in naskah.potongan:
            html = markup.render(self._jinja, naskah, potongan, self._theme)
            yield _Part(self._key(html, css), html, css, continues=not potongan.pertama)

    def _key(self, html: str, css: str) -> str:
        return key_of(code_key(), self._materials, html, css)

    def _set_all(self, parts: Iterable[_Part]) -> None:
        """Set what neither this press nor the cache has, the longest first."""
        missing = {part.key: part for part in parts if not self._has(part.key)}
        jobs = sorted(missing.values(), key=lambda part: len(part.html), reverse=True)
        for part, data in zip(jobs, shared(jobs, self._sheets), strict=True):
            self._keep(part.key, data)

    def _has(self, key: str) -> bool:
        if key not in self._set and self._cache:
            kept = self._cache.get(key)
            if kept is not None:
                self._set[key] = kept
        return key in self._set

    def _keep(self, key: str, data: bytes) -> None:
        self._set[key] = data
        if self._cache:
            self._cache.put(key, data)

    def _sheets(self, part: _Part) -> bytes:
        data = self._typesetter.sheets(part.html, part.css)
        gc.collect()  # a layout is full of cycles, and a build leaves them until its end
        return data

    def _bound(self, file: Cetakan) -> Document:
        from musrenbang.documents import binding  # noqa: PLC0415 - only printing needs it

        first, *others = file.bagian
        origin = document_origin(self._history, f"{self._tahun}/dokumen/{file.nama}.pdf")
        attached = {DOCUMENT_ORIGIN: origin}
        attached |= {f"{naskah.nama}.json": naskah.data for naskah in file.bagian}
        frames = [self._frame(first, attached), *(self._frame(naskah, {}) for naskah in others)]
        binder = binding.Binder(frames[0])
        for naskah, frame in zip(file.bagian, frames, strict=True):
            wide = [
                one
                for part in self._parts(naskah)
                for one in binder.add(self._set[part.key], continues=part.continues)
            ]
            binder.lay_under(frame, wide, self._numbers(naskah, wide))
        data, pages = binder.bound()
        return Document(f"{file.nama}.pdf", file.judul, file.kelompok, data, pages)

    def _frame(self, naskah: Naskah, attached: Mapping[str, bytes]) -> bytes:
        html = markup.render_frame(self._jinja, naskah, self._history)
        css = markup.stylesheet(self._jinja, naskah, self._theme, "bingkai")
        files = {markup.QR_FILE: markup.qr_image(naskah.tautan)} if naskah.tautan else {}
        return self._typesetter.frame(html, css, files, attached, self._moment)

    def _numbers(self, naskah: Naskah, wide: Sequence[bool]) -> bytes | None:
        """The numbers of a document's pages; each letter goes its own way and has none."""
        if naskah.sifat == "surat":
            return None
        html = markup.render_numbers(self._jinja, wide)
        css = markup.stylesheet(self._jinja, naskah, self._theme, "nomor")
        key = self._key(html, css)
        if not self._has(key):
            self._keep(key, self._typesetter.numbers(html, css))
        return self._set[key]

    @cached_property
    def _materials(self) -> str:
        """The content of all that a part may show besides its own text, and who sets it."""
        from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second

        files = (part for item in sorted(self._files.items()) for part in item)
        return key_of(pdf.VERSIONS, *files)

    @cached_property
    def _typesetter(self) -> "pdf.Typesetter":
        from musrenbang.documents import pdf  # noqa: PLC0415 - takes a second

        names = [name for name in self._theme.below(_FONTS) if markup.is_font(name)]
        return pdf.Typesetter(self._files, [f"{_FONTS}/{name}" for name in names])
