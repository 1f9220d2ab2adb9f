"""Figures of a year: counts and rupiah, always computed from the cases and nowhere else."""

from collections.abc import Callable, Hashable, Iterable, Mapping
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
    by_kelurahan = group(cases, lambda case: case.kelurahan)
    rejected = (case for case in cases if case.status is Status.DITOLAK)
    by_reason = group(
        rejected,
        lambda case: case.keputusan.alasan.kode if case.keputusan and case.keputusan.alasan else "",
    )
    return Ringkasan(
        semua=rekap(cases),
        kelurahan={
            slug: rekap(by_kelurahan.get(slug, ())) for slug in sorted({*kelurahan, *by_kelurahan})
        },
        skpd=_rekap_by(cases, lambda case: case.kode_skpd or ""),
        tipe=_rekap_by(cases, lambda case: case.tipe or ""),
        alasan={kode: tally(by_reason.get(kode, ())) for kode in KODE_ALASAN},
        diubah=tally(case for case in cases if case.diubah),
    )


def _rekap_by(cases: Iterable[Case], key: Callable[[Case], str]) -> dict[str, Rekap]:
    groups = group(cases, key)
    return {name: rekap(groups[name]) for name in sorted(groups)}
