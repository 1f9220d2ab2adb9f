"""Figures of a year: counts and rupiah, always computed from the cases and nowhere else."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from musrenbang.cases import Case, Status
from schemas.keputusan import KodeAlasan

Key = TypeVar("Key", bound=Hashable)

KODE_ALASAN: tuple[KodeAlasan, ...] = get_args(KodeAlasan)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many proposals, and their rupiah as they stand now.

    `tanpa_anggaran` counts those without an estimate, which add nothing to `anggaran`.
    """

    jumlah: int = 0
    anggaran: int = 0
    tanpa_anggaran: int = 0


@dataclass(frozen=True, slots=True)
class Rekap:
    """One group of proposals: all of them, and by state; every state is present, zero or not."""

    total: Tally
    status: Mapping[Status, Tally]


@dataclass(frozen=True, slots=True)
class Shift:
    """Approvals that the camat corrected in one direction, with their rupiah before and after.

    `semula` and `menjadi` are sums over those that have an estimate both before and after;
    `tanpa_anggaran` counts the others.
    """

    jumlah: int = 0
    semula: int = 0
    menjadi: int = 0
    tanpa_anggaran: int = 0


@dataclass(frozen=True, slots=True)
class Ringkasan:
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


def group(cases: Iterable[Case], key: Callable[[Case], Key]) -> dict[Key, list[Case]]:
    """Cases by a key, groups and members in order of first appearance."""
    groups: dict[Key, list[Case]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    return groups


def rekap(cases: Iterable[Case]) -> Rekap:
    """The tallies of one group of cases."""
    cases = list(cases)
    by_status = group(cases, lambda case: case.status)
    return Rekap(tally(cases), {status: tally(by_status.get(status, ())) for status in Status})


def ringkasan(cases: Iterable[Case], kelurahan: Iterable[str]) -> Ringkasan:
    """All figures of a year; `kelurahan` names those to show even without a proposal."""
    cases = list(cases)
    cells: _Cells = {}
    reasons: dict[str, list[Case]] = {kode: [] for kode in KODE_ALASAN}
    changed: list[Case] = []
    for case in cases:
        names = (case.kelurahan, case.kode_skpd or "", case.tipe or "", case.status)
        sums = cells.setdefault(names, [0, 0, 0])
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
        alasan={kode: tally(reasons[kode]) for kode in KODE_ALASAN},
        diubah=tally(changed),
        perubahan=shifts(changed),
        sementara=tally(case for case in cases if case.sementara),
        corong=funnel(cases),
    )


def shifts(changed: Iterable[Case]) -> dict[str, Shift]:
    """Corrected approvals by the direction of their volume (Edit, C.2.c.3.h)."""
    groups = group(changed, _direction)
    return {name: _shift(groups.get(name, ())) for name in ("naik", "turun", "tetap")}


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


def funnel(cases: Iterable[Case]) -> dict[str, Tally]:
    """Proposed by an RW, forwarded and sent by the lurah, decided, approved, sent on (Kirim).

    Direct proposals go another way (D.5) and are not in it.
    """
    proposed = [case for case in cases if not case.langsung]
    sent = [case for case in proposed if case.status not in _NOT_SENT]
    forwarded = [case for case in proposed if case.status not in _NOT_SENT or _forwarded(case)]
    decided = [case for case in sent if case.status in {Status.DISETUJUI, Status.DITOLAK}]
    approved = [case for case in decided if case.status is Status.DISETUJUI]
    return {
        "diusulkan": tally(proposed),
        "diteruskan": tally(forwarded),
        "dikirim": tally(sent),
        "diputuskan": tally(decided),
        "disetujui": tally(approved),
        "kirim": tally(case for case in approved if case.dikirim),
    }


_NOT_SENT = frozenset({Status.TIDAK_DITERUSKAN, Status.BELUM_DIKIRIM})


def _forwarded(case: Case) -> bool:
    validasi = case.usulan.validasi_lurah
    return validasi is not None and validasi.hasil == "diteruskan"


_Cells = dict[tuple[str, str, str, Status], list[int]]
"""Count, rupiah and count without rupiah, by kelurahan, agency, type and state."""


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
