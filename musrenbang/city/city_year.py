"""One year of a city as its pages know it: what `YearFacts` is to the pages of a kecamatan."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import NamedTuple

from musrenbang.city.city_figures import (
    city_summary,
    figures_of,
    follow_up_of,
    full_name,
    newest,
    rekap_of,
)
from musrenbang.city.kept_copies import Taken
from musrenbang.city.published_sums import Row
from musrenbang.city.received import Received, Source
from musrenbang.site import addresses
from musrenbang.site.api_types import Ringkasan, Wilayah
from musrenbang.site.entries import ReasonRow, RekapRow
from musrenbang.site.onward import (
    Onward,
    PlaceRow,
    counts,
    in_words,
    standing_rows,
)
from musrenbang.text import indonesian
from musrenbang.year.cases import Status
from musrenbang.year.figures import Rekap
from musrenbang.year.labels import STATUS
from schemas import DaftarWilayah
from schemas.juknis import Sebutan
from schemas.kota import PROVINSI


class PartRow(NamedTuple):
    """One part of the city in a year: what it published, what is wrong, what is late."""

    kode: str
    wilayah: Wilayah
    rekap: Rekap | None
    per: date | None
    """The day of what is shown."""

    @property
    def nama(self) -> str:
        return self.wilayah.nama

    @property
    def path(self) -> str:
        return self.wilayah.alamat


class CityYear:
    """One year of a city or province."""

    kota = None
    labels = STATUS
    sebutan = Sebutan()
    """Of no guide: those of its parts may differ."""

    def __init__(self, tahun: int, listed: DaftarWilayah, taken: Sequence[Taken]) -> None:
        self.tahun = tahun
        self.listed = listed
        self.taken = taken
        self.summary = city_summary(tahun, listed, taken)
        self.found = Ringkasan.model_validate(self.summary)
        self.nama, self.kode, self.contoh = full_name(listed), listed.kode, self.found.contoh
        self.path = addresses.year_page(tahun)
        self.view = SimpleNamespace(ringkasan=figures_of(self.found), standings=())
        self.bagian = "kota" if listed.jenis == PROVINSI else "kecamatan"
        """What its parts are called."""
        self.has_proposals = self.bagian == "kecamatan"
        """Whether its pages show proposals, if there are any: a province has sums alone."""
        self.per = newest(taken)

    @property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """All proposals by the code of the part that published them; none of a province."""
        return {
            one.wilayah.kode: year.rows
            for one in self.taken
            if one.published and (year := one.published.years.get(self.tahun)) and year.rows
        }

    @cached_property
    def parts(self) -> tuple[PartRow, ...]:
        """Every part, in the order of the list."""
        days = {
            one.wilayah.kode: one.published.waktu.astimezone(indonesian.WIB).date()
            for one in self.taken
            if one.published
        }
        return tuple(
            PartRow(kode, one, rekap_of(one.semua) if one.semua else None, days.get(kode))
            for kode, one in (self.found.wilayah or {}).items()
        )

    @property
    def selesai(self) -> bool:
        """Whether every kelurahan of every part has been sent on."""
        every = [one.wilayah.kiriman for one in self.parts]
        return all(one is not None and one.kirim == one.kelurahan for one in every)

    @cached_property
    def skpd_rows(self) -> tuple[RekapRow, ...]:
        """The agencies, the one with the most approved rupiah first; in a province without page."""
        rows = (
            RekapRow(
                self.skpd_name(kode),
                addresses.skpd_page(self.tahun, kode) if self.has_proposals else None,
                rekap,
            )
            for kode, rekap in self.view.ringkasan.skpd.items()
        )
        return tuple(
            sorted(rows, key=lambda row: (-row.rekap.status[Status.DISETUJUI].anggaran, row.nama))
        )

    @property
    def skpd_peak(self) -> int:
        """The most approved rupiah of any agency, which its bar fills."""
        approved = (row.rekap.status[Status.DISETUJUI].anggaran for row in self.skpd_rows)
        return max(approved, default=0)

    @cached_property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """Rejections by reason."""
        tallies = self.view.ringkasan.alasan
        return tuple(
            ReasonRow(one.nama, "", tallies[kode]) for kode, one in self.found.alasan.items()
        )

    @property
    def reason_names(self) -> Mapping[str, str]:
        """The reasons to reject by code."""
        return {kode: one.nama for kode, one in self.found.alasan.items()}

    @property
    def reason_peak(self) -> int:
        """The most rejections for any reason."""
        return max((row.tally.jumlah for row in self.reasons), default=0)

    @cached_property
    def onward(self) -> Onward | None:
        """What became of what was sent on; `None` while nothing was."""
        found = follow_up_of(self.found.tindak_lanjut)
        if not found.semua.jumlah:
            return None
        parts = tuple(
            PlaceRow(one.nama, one.path, counts(follow_up_of(one.wilayah.tindak_lanjut)))
            for one in self.parts
            if one.wilayah.tindak_lanjut
        )
        rows = standing_rows(found)
        return Onward(found, in_words(found), rows, counts(found), parts, self.bagian)

    @property
    def tempat(self) -> tuple[str, str, list[tuple[str, str]]]:
        """What a search can be narrowed to: the field, its title and the choices."""
        choices = [(kode, self.names[kode]) for kode in self.rows]
        return "kecamatan", "Kecamatan", choices

    @property
    def names(self) -> Mapping[str, str]:
        """The parts by code."""
        return {one.kode: one.nama for one in self.parts}

    @property
    def status_list(self) -> str | None:
        """Where all states can be looked at; a province has no such place."""
        return addresses.find_page(self.tahun) if self.has_proposals else None

    @property
    def status_page(self) -> Callable[[Status], str] | None:
        """The search for everything in one state."""
        path = self.status_list
        return (lambda status: f"{path}?status={status.value}") if path else None

    def sementara(self) -> int:
        """How many verdicts may still change."""
        count: int = self.view.ringkasan.sementara.jumlah
        return count

    def langsung(self) -> int:
        """How many proposals came from residents directly: what no RW proposed."""
        figures = self.view.ringkasan
        count: int = figures.semua.total.jumlah - figures.corong["diusulkan"].jumlah
        return count

    def skpd_name(self, kode: str) -> str:
        return self.found.skpd[kode].nama

    def skpd_short(self, kode: str) -> str:
        return self.found.skpd[kode].singkatan or self.skpd_name(kode)

    def other_names(self, kode: str) -> list[str]:
        """What else parts of the city call an agency of this code."""
        every = (
            year.ringkasan.skpd[kode].nama
            for one in self.taken
            if one.published and (year := one.published.years.get(self.tahun))
            if kode in year.ringkasan.skpd
        )
        return [name for name in dict.fromkeys(every) if name != self.skpd_name(kode)]

    def received(self, kode: str | None = None) -> Received:
        """What one agency receives, or all of them."""
        every = (
            Source(
                one.kode,
                one.nama,
                f"{one.path.rstrip('/')}/",
                tuple(
                    row
                    for row in self.rows.get(one.kode, ())
                    if kode is None or (row["skpd"] or "") == kode
                ),
            )
            for one in self.parts
        )
        return Received(
            self.tahun,
            self.nama,
            self.contoh,
            tuple(source for source in every if source.rows),
            self.reason_names,
        )
