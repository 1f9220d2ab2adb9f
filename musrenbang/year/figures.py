"""Figures of a year: counts and rupiah, always computed from the cases and nowhere else."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar, get_args

from musrenbang.year.cases import VERDICTS, Case, Status
from schemas.keputusan import KodeAlasan

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member")

KODE_ALASAN: tuple[KodeAlasan, ...] = get_args(KodeAlasan)


class Tally(NamedTuple):
    """How many proposals, and their rupiah as they stand now.

    `tanpa_anggaran` counts those without an estimate, which add nothing to `anggaran`.
    """

    jumlah: int = 0
    anggaran: int = 0
    tanpa_anggaran: int = 0


class Rekap(NamedTuple):
    """One group of proposals: all of them, and by state; every state is present, zero or not."""

    total: Tally
    status: Mapping[Status, Tally]


class Shift(NamedTuple):
    """Approvals that the camat corrected in one direction, with their rupiah before and after.

    `semula` and `menjadi` are sums over those that have an estimate both before and after;
    `tanpa_anggaran` counts the others.
    """

    jumlah: int = 0
    semula: int = 0
    menjadi: int = 0
    tanpa_anggaran: int = 0


class Ringkasan(NamedTuple):
    """The figures of one year (DESIGN section 6, `ringkasan.json`)."""

    semua: Rekap
    kelurahan: Mapping[str, Rekap]
    skpd: Mapping[str, Rekap]
    """By agency code; proposals that name none are under the empty string."""
    tipe: Mapping[str, Rekap]
    alasan: Mapping[KodeAlasan, Tally]
    """Rejections by reason; every reason is present."""
    diubah: Tally
    """Approved with a changed volume or amount."""
    perubahan: Mapping[str, Shift]
    """The same by direction of the volume: ``naik``, ``turun``, or ``tetap`` (only the amount)."""
    sementara: Tally
    """Verdicts that may still change."""
    menunggu: Tally
    """What still waits for the camat's verdict."""
    corong: Mapping[str, Tally]
    """How many of the RW's proposals came how far; each step is a part of the one before."""


def tally(cases: Iterable[Case]) -> Tally:
    """Count cases and add up their amounts."""
    jumlah = anggaran = tanpa = 0
    for case in cases:
        jumlah += 1
        if case.anggaran is None:
            tanpa += 1
        else:
            anggaran += case.anggaran
    return Tally(jumlah, anggaran, tanpa)


def group(members: Iterable[Member], key: Callable[[Member], Key]) -> dict[Key, list[Member]]:
    """Members by a key, groups and members in order of first appearance."""
    groups: dict[Key, list[Member]] = {}
    for one in members:
        groups.setdefault(key(one), []).append(one)
    return groups


def rekap(cases: Iterable[Case]) -> Rekap:
    """The tallies of one group of cases."""
    cases = list(cases)
    by_status = group(cases, lambda case: case.status)
    return Rekap(tally(cases), {status: tally(by_status.get(status, ())) for status in Status})


def ringkasan(cases: Iterable[Case], kelurahan: Iterable[str]) -> Ringkasan:
    """All figures of a year; `kelurahan` names those to show even without a proposal."""
    cells: _Cells = {}
    reasons: dict[KodeAlasan, list[Case]] = {kode: [] for kode in KODE_ALASAN}
    changed: list[Case] = []
    for case in cases:
        sums = cells.setdefault(_cell(case), [0, 0, 0])
        amount = case.anggaran
        sums[0] += 1
        sums[1] += amount or 0
        sums[2] += amount is None
        if case.diubah:
            changed.append(case)
        elif case.status is Status.DITOLAK and case.keputusan and case.keputusan.alasan:
            reasons[case.keputusan.alasan.kode].append(case)
    empty = _rekap_by({}, 0, ("",))[""]
    return Ringkasan(
        semua=_rekap_by(cells, None).get("", empty),
        kelurahan=_rekap_by(cells, 0, kelurahan),
        skpd=_rekap_by(cells, 1),
        tipe=_rekap_by(cells, 2),
        alasan={kode: tally(members) for kode, members in reasons.items()},
        diubah=tally(changed),
        perubahan=shifts(changed),
        sementara=_sum(cells, lambda cell: cell.status in VERDICTS and not cell.sudah_kirim),
        menunggu=_sum(
            cells, lambda cell: cell.status is Status.BELUM_DIVALIDASI and not cell.sudah_kirim
        ),
        corong=_funnel(cells),
    )


class _Cell(NamedTuple):
    """What all figures of a case but its rupiah follow from."""

    kelurahan: str
    skpd: str
    tipe: str
    status: Status
    langsung: bool
    diteruskan: bool
    """By the lurah."""
    sudah_kirim: bool


_Cells = dict[_Cell, list[int]]
"""Count, rupiah and count without rupiah."""


def _cell(case: Case) -> _Cell:
    validasi = case.usulan.validasi_lurah
    return _Cell(
        case.kelurahan,
        case.kode_skpd or "",
        case.tipe or "",
        case.status,
        case.langsung,
        validasi is not None and validasi.hasil == "diteruskan",
        case.sudah_kirim,
    )


def _sum(cells: _Cells, wanted: Callable[[_Cell], bool]) -> Tally:
    chosen = [sums for cell, sums in cells.items() if wanted(cell)]
    return Tally(*map(sum, zip(*chosen, strict=True)))


DIRECTIONS = ("naik", "turun", "tetap")


def shifts(changed: Iterable[Case]) -> dict[str, Shift]:
    """Corrected approvals by the direction of their volume (Edit, C.2.c.3.h)."""
    groups = group(changed, _direction)
    return {name: _shift(groups.get(name, ())) for name in DIRECTIONS}


def _direction(case: Case) -> str:
    before = case.usulan.volume
    return "naik" if case.volume > before else "turun" if case.volume < before else "tetap"


def _shift(cases: Collection[Case]) -> Shift:
    amounts = [
        (case.usulan.perkiraan_anggaran, case.anggaran)
        for case in cases
        if case.usulan.perkiraan_anggaran is not None and case.anggaran is not None
    ]
    return Shift(
        len(cases),
        sum(before for before, _ in amounts),
        sum(after for _, after in amounts),
        len(cases) - len(amounts),
    )


_NOT_SENT = frozenset({Status.TIDAK_DITERUSKAN, Status.BELUM_DIKIRIM})


def _funnel(cells: _Cells) -> dict[str, Tally]:
    """Proposed by an RW, forwarded and sent by the lurah, decided, approved, sent on (Kirim).

    Direct proposals go another way (D.5) and are not in it.
    """
    proposed = {cell: sums for cell, sums in cells.items() if not cell.langsung}
    sent = {cell: sums for cell, sums in proposed.items() if cell.status not in _NOT_SENT}
    return {
        "diusulkan": _sum(proposed, lambda _: True),
        "diteruskan": _sum(proposed, lambda cell: cell in sent or cell.diteruskan),
        "dikirim": _sum(sent, lambda _: True),
        "diputuskan": _sum(sent, lambda cell: cell.status in VERDICTS),
        "disetujui": _sum(sent, lambda cell: cell.status is Status.DISETUJUI),
        "kirim": _sum(sent, lambda cell: cell.status is Status.DISETUJUI and cell.sudah_kirim),
    }


def _rekap_by(cells: _Cells, part: int | None, names: Iterable[str] = ()) -> dict[str, Rekap]:
    """The tallies by one part of the cells' names, or of all together under no name."""
    found: dict[str, dict[Status, list[int]]] = {name: {} for name in names}
    for cell, sums in cells.items():
        name = "" if part is None else str(cell[part])
        total = found.setdefault(name, {}).setdefault(cell[3], [0, 0, 0])
        for place, value in enumerate(sums):
            total[place] += value
    return {
        name: Rekap(
            Tally(*(sum(column) for column in zip((0, 0, 0), *by_status.values(), strict=True))),
            {status: Tally(*by_status.get(status, ())) for status in Status},
        )
        for name, by_status in sorted(found.items())
    }
