"""A published document as the site refers to it."""

from typing import NamedTuple

from musrenbang.year.juknis import Kelompok


class DocumentLink(NamedTuple):
    """A printable document; `size` in bytes, `pages` where it is known."""

    path: str
    """Its place below the output folder, for example ``2016/dokumen/berita-acara.pdf``."""
    title: str
    pages: int | None
    size: int
    kelompok: Kelompok = "hasil"
    """When it is needed: before the meeting, as its result, or made public after it."""

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def format(self) -> str:
        """The kind of file in capitals, for example ``PDF``."""
        return self.name.rsplit(".", 1)[-1].upper()
