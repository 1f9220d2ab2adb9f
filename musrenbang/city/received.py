"""What an agency receives from every kecamatan of a city: listed, as data, and as news."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from heapq import nlargest
from typing import Any, ClassVar, NamedTuple

from musrenbang.city.published_sums import Row
from musrenbang.site import addresses
from musrenbang.site.data_columns import COLUMNS
from musrenbang.site.entries import Listed, short_place
from musrenbang.site.feeds import FEED_SIZE, Item
from musrenbang.site.onward import inside
from musrenbang.text import indonesian
from musrenbang.year.cases import VERDICTS, Status
from musrenbang.year.follow_up import NAMES, Standing
from musrenbang.year.labels import CHANGED, SENT_UNDECIDED, STATUS, StatusLabel
from schemas.juknis import Sebutan

COLUMN_NAMES = ("kode_kecamatan", "kecamatan", *(column.nama for column in COLUMNS))
_DATES = frozenset(column.nama for column in COLUMNS if column.kind is date)


CityProposal = Listed[Row]
"""One proposal of any kecamatan; its `path` is on the site of that."""


class Source(NamedTuple):
    """Proposals that one kecamatan published."""

    kode: str
    nama: str
    alamat: str
    """Where its site begins; ends in a slash."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Received:
    """Proposals from all of a city in one year, and all that pages about them may know."""

    tahun: int
    nama: str
    """The full name of the city."""
    contoh: bool
    sources: tuple[Source, ...]
    alasan: Mapping[str, str]
    """The reasons to reject by code."""

    kota: ClassVar[None] = None
    labels: ClassVar[Mapping[Status, StatusLabel]] = STATUS
    sebutan: ClassVar[Sebutan] = Sebutan()

    @property
    def path(self) -> str:
        return addresses.year_page(self.tahun)

    def entry(self, proposal: CityProposal) -> CityProposal:
        """A proposal as lists show it."""
        return proposal

    def listed(self, source: Source) -> list[CityProposal]:
        """The proposals of a kecamatan, ready to be listed."""
        return [self._proposal(source, row) for row in source.rows]

    def _proposal(self, source: Source, row: Row) -> CityProposal:
        undecided = row["status"] == Status.BELUM_DIVALIDASI and row["tanpa_validasi"]
        label = SENT_UNDECIDED if undecided else STATUS[Status(row["status"])]
        rw, alamat, reason = row["rw"], row["alamat"], row["alasan"]
        standing = row["tindak_lanjut"]
        return CityProposal(
            case=row,
            path=f"{source.alamat}{row['halaman']}",
            nomor=row["id"].partition("/")[2],
            judul=row["usulan_kegiatan"],
            wilayah=", ".join((row["nama_kelurahan"], *map(indonesian.rw, filter(None, [rw])))),
            alamat=short_place(alamat, rw) if alamat is not None else None,
            volume=volume(row),
            anggaran=None if row["anggaran"] is None else indonesian.rupiah(row["anggaran"]),
            status=label,
            hasil=CHANGED if row["diubah"] else label.nama,
            sementara=bool(row["sementara"]),
            alasan=self.alasan[reason] if reason else None,
            uraian=row["uraian_alasan"],
            lanjut=inside(NAMES[Standing(standing)]) if standing in _STANDINGS else None,
            prioritas=row["prioritas_kecamatan"],
        )

    def table(self) -> Iterator[list[Any]]:
        """The rows of `COLUMN_NAMES`: pages by their whole address, days as days."""
        for source in self.sources:
            for row in source.rows:
                told = {**row, "halaman": f"{source.alamat}{row['halaman']}"}
                yield [
                    source.kode,
                    source.nama,
                    *(
                        date.fromisoformat(value) if name in _DATES and value else value
                        for name, value in told.items()
                    ),
                ]

    def news(self) -> Iterator[Item]:
        """The newest decisions, and where proposals stand that were heard of last."""
        for name in ("tanggal_keputusan", "kabar_terakhir"):
            dated = (
                (row[name], row["id"], source, row)
                for source in self.sources
                for row in source.rows
                if row[name] and (name == "kabar_terakhir" or row["status"] in VERDICTS)
            )
            for day, _, source, row in nlargest(FEED_SIZE, dated, key=lambda one: one[:2]):
                moment = datetime.combine(date.fromisoformat(day), time(), indonesian.WIB)
                yield self._item(source, row, moment, is_news=name == "kabar_terakhir")

    def _item(self, source: Source, row: Row, moment: datetime, *, is_news: bool) -> Item:
        proposal = self._proposal(source, row)
        standing = row["tindak_lanjut"]
        told = (
            NAMES[Standing(standing)]
            if is_news and standing in _STANDINGS
            else proposal.hasil_lengkap
        )
        why = f" Alasan: {proposal.alasan}." if proposal.alasan and not is_news else ""
        day = indonesian.tanggal(moment.date())
        return Item(
            f"urn:musrenbang:{source.kode}:{row['id']}"
            + (f"/kabar/{moment:%Y-%m-%d}" if is_news else ""),
            f"{told}: {proposal.judul}",
            proposal.path,
            moment,
            f"Kecamatan {source.nama}, Kelurahan {proposal.wilayah}, {day}.{why}",
        )


_STANDINGS = frozenset(Standing)


def volume(row: Row) -> str:
    """The volume that holds, with its unit: 120 m."""
    amount = indonesian.angka(Decimal(str(row["volume"])))
    return f"{amount} {indonesian.satuan(row['satuan'])}" if row["satuan"] else amount
