"""Small values that pages show as one line each."""

from dataclasses import dataclass

from musrenbang.figures import Rekap, Tally
from musrenbang.labels import ReasonLabel
from musrenbang.site import addresses
from musrenbang.snapshot import Pengumuman


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice with the year it belongs to."""

    tahun: int
    pengumuman: Pengumuman

    @property
    def path(self) -> str:
        slug = self.pengumuman.slug
        return addresses.notice_page(
            slug if slug.startswith(f"{self.tahun}-") else f"{self.tahun}-{slug}"
        )


@dataclass(frozen=True, slots=True)
class RekapRow:
    """One line of a table of figures."""

    nama: str
    path: str | None
    rekap: Rekap


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Rejections for one reason."""

    label: ReasonLabel
    tally: Tally


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the meeting."""

    path: str
    keterangan: str
