"""What pages show as one line each: proposals in lists and beside others, notices, figures."""

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from musrenbang.records.snapshot import Pengumuman
from musrenbang.review.words import volume
from musrenbang.site import addresses
from musrenbang.site.onward import standing_in_words
from musrenbang.text import indonesian
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Rekap, Tally
from musrenbang.year.labels import CHANGED, StatusLabel, label_of

Result = TypeVar("Result")
Told = TypeVar("Told")

_NUMBERS = r"\W*\d+(?:(?:\W+(?:dan\W+)?)\d+)*"
_RT = re.compile(rf"\bRT(?:\W*RW)?{_NUMBERS}", re.IGNORECASE)
_RW = re.compile(rf"\bRW{_NUMBERS}", re.IGNORECASE)
_AND = re.compile(r"\bdan\b", re.IGNORECASE)


class Listed(NamedTuple, Generic[Told]):
    """One proposal ready to be listed; texts are Indonesian and still unescaped."""

    case: Told
    """What is listed: a case of these records, or what another site published of one."""
    path: str
    """Its page below the output folder, or its whole address on another site."""
    nomor: str
    """What tells it from others of the same name, for example ``rawasari/0007``."""
    judul: str
    wilayah: str
    """The kelurahan and RW, for example ``Rawasari, RW 003``."""
    alamat: str | None
    """The place, without the RW where `wilayah` has said it; empty where nothing is left."""
    volume: str
    anggaran: str | None
    status: StatusLabel
    hasil: str
    """The outcome in words; names an approval with changes."""
    sementara: bool
    """Whether the verdict may still change."""
    alasan: str | None
    """The reason of a rejection in words."""
    uraian: str | None
    """What the camat wrote about it."""
    lanjut: str | None
    """Where it stands after the kecamatan, in words; `None` where nothing is to be expected."""
    prioritas: int | None
    """The rank that the kecamatan gave it."""

    @property
    def gambar(self) -> str:
        """The picture of the outcome below the output folder; none while it may change."""
        return "" if self.sementara else addresses.outcome_picture(self.status.nama)

    @property
    def hasil_lengkap(self) -> str:
        """The outcome, and that it is provisional where it is."""
        return f"{self.hasil} (sementara)" if self.sementara else self.hasil


ListedProposal = Listed[Case]


def names_rt(alamat: str) -> bool:
    """Whether an address says its RT itself."""
    return _RT.search(alamat) is not None


def short_place(alamat: str, rw: str | None) -> str:
    """An address beside its RW: one of only RT and RW does not say the RW again."""
    told = _RW.search(alamat)
    if rw is None or told is None:
        return alamat
    rest = _AND.sub("", _RW.sub("", _RT.sub("", alamat)))
    if re.search(r"\w", rest):
        return alamat
    if [int(number) for number in re.findall(r"\d+", told[0])] != [int(rw)]:
        return alamat
    return _RW.sub("", alamat).strip(" ,./;-\N{EN DASH}")


def entry_of(case: Case) -> ListedProposal:
    """Prepare one case for lists."""
    usulan = case.usulan
    alasan = case.alasan if case.status is Status.DITOLAK else None
    decided = case.keputusan.alasan if case.keputusan else None
    label = label_of(case)
    return ListedProposal(
        case=case,
        path=addresses.proposal_page(case.tahun, case.folder, case.nomor),
        nomor=f"{case.folder}/{case.nomor}",
        judul=usulan.usulan_kegiatan,
        wilayah=", ".join((case.nama_kelurahan, *map(indonesian.rw, filter(None, [usulan.rw])))),
        alamat=short_place(usulan.lokasi.alamat, usulan.rw) if usulan.lokasi else None,
        volume=volume(case.volume, case),
        anggaran=None if case.anggaran is None else indonesian.rupiah(case.anggaran),
        status=label,
        hasil=CHANGED if case.diubah else label.nama,
        sementara=case.sementara,
        alasan=alasan.nama if alasan else None,
        uraian=decided.uraian if alasan and decided else None,
        lanjut=standing_in_words(case),
        prioritas=case.prioritas,
    )


def once(make: Callable[..., Result], key: Callable[..., Hashable]) -> Callable[..., Result]:
    """A function whose result is made once for each key of its arguments and then kept."""
    done: dict[Hashable, Result] = {}

    def kept(*arguments: object) -> Result:
        name = key(*arguments)
        found = done.get(name)
        if found is None:
            found = done[name] = make(*arguments)
        return found

    return kept


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

    nama: str
    dasar: str
    """Where it stands in the guide; empty where it does not."""
    tally: Tally


class Photo(NamedTuple):
    """A photo of the meeting."""

    path: str
    keterangan: str


WIDTH = 4
"""Neighbours shown of one group."""


class Window(NamedTuple):
    """A few neighbours of one entry in a group, and how many the group has in all."""

    entries: tuple[ListedProposal, ...]
    jumlah: int


class Neighbours:
    """Groups of cases in the order of their folders and numbers.

    Cases whose key is `None` belong to no group.
    """

    def __init__(
        self,
        cases: Iterable[Case],
        key: Callable[[Case], Hashable],
        entry: Callable[[Case], ListedProposal],
    ) -> None:
        self._entry = entry
        groups: dict[Hashable, list[Case]] = {}
        self._places: dict[str, tuple[list[Case], int]] = {}
        for case in cases:
            name = key(case)
            if name is not None:
                row = groups.setdefault(name, [])
                self._places[case.id] = row, len(row)
                row.append(case)

    def of(self, case: Case) -> Window:
        """The nearest others of a case's group, on both sides where there are some."""
        row, index = self._places.get(case.id, ([], 0))
        start = max(0, min(index - WIDTH // 2, len(row) - WIDTH - 1))
        near = (*row[start:index], *row[index + 1 : start + WIDTH + 1])
        return Window(tuple(map(self._entry, near)), len(row))
