"""Small values that pages show as one line each."""

from typing import NamedTuple

from musrenbang.records.snapshot import Pengumuman
from musrenbang.site import addresses
from musrenbang.year.figures import Rekap, Tally
from musrenbang.year.labels import ReasonLabel


class Notice(NamedTuple):
    """One notice with the year it belongs to."""

    tahun: int
    pengumuman: Pengumuman

    @property
    def path(self) -> str:
        slug = self.pengumuman.slug
        return addresses.notice_page(
            slug if slug.startswith(f"{self.tahun}-") else f"{self.tahun}-{slug}"
        )


class RekapRow(NamedTuple):
    """One line of a table of figures."""

    nama: str
    path: str | None
    rekap: Rekap


class ReasonRow(NamedTuple):
    """Rejections for one reason."""

    label: ReasonLabel
    tally: Tally


class Photo(NamedTuple):
    """A photo of the meeting."""

    path: str
    keterangan: str
