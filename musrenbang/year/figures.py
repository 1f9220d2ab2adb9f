"""Figures of a year and of its kelurahan: computed from the cases and nowhere else."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeVar

from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.year.cases import UNTUK_CAMAT, VERDICTS, Case, Status
from musrenbang.year.guide import Guide

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member")


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
    """The figures of one year."""

    semua: Rekap
    kelurahan: Mapping[str, Rekap]
    skpd: Mapping[str, Rekap]
    """By agency code; proposals that name none are under the empty string."""
    tipe: Mapping[str, Rekap]
    alasan: Mapping[str, Tally]
    """Rejections by reason; every reason of the guide is present."""
    dikerjakan: Tally
    """Those rejected because this year's budget has them: in practice a third outcome."""
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


def tally(
    cases: Iterable[Case], amount: Callable[[Case], int | None] = attrgetter("anggaran")
) -> Tally:
    """Count cases and add up their amounts: those that hold now, or others of theirs."""
    jumlah = anggaran = tanpa = 0
    for case in cases:
        jumlah += 1
        rupiah = amount(case)
        if rupiah is None:
            tanpa += 1
        else:
            anggaran += rupiah
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


def ringkasan(cases: Iterable[Case], kelurahan: Iterable[str], guide: Guide) -> Ringkasan:
    """All figures of a year; `kelurahan` names those to show even without a proposal."""
    cases = list(cases)
    changed = [case for case in cases if case.diubah]
    reasons: dict[str, list[Case]] = {kode: [] for kode in guide.alasan}
    for case in cases:
        if case.status is Status.DITOLAK and case.keputusan and case.keputusan.alasan:
            reasons.setdefault(case.keputusan.alasan.kode, []).append(case)
    under_way = guide.proven_by("pekerjaan-berjalan")
    waiting = (case for case in cases if case.status is Status.BELUM_DIVALIDASI)
    return Ringkasan(
        semua=rekap(cases),
        kelurahan=_rekap_by(cases, lambda case: case.kelurahan, kelurahan),
        skpd=_rekap_by(cases, lambda case: case.kode_skpd or ""),
        tipe=_rekap_by(cases, lambda case: case.tipe or ""),
        alasan={kode: tally(members) for kode, members in reasons.items()},
        dikerjakan=tally(case for kode in under_way for case in reasons[kode]),
        diubah=tally(changed),
        perubahan=shifts(changed),
        sementara=tally(case for case in cases if case.sementara),
        menunggu=tally(case for case in waiting if not case.sudah_kirim),
        corong=_funnel(cases),
    )


def _rekap_by(
    cases: Iterable[Case], key: Callable[[Case], str], names: Iterable[str] = ()
) -> dict[str, Rekap]:
    """The tallies by a key, in its order; `names` have one even without a case."""
    groups = group(cases, key)
    return {name: rekap(groups.get(name, ())) for name in sorted({*groups, *names})}


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


def _funnel(cases: Iterable[Case]) -> dict[str, Tally]:
    """Proposed by an RW, forwarded and sent by the lurah, decided, approved, sent on (Kirim).

    Direct proposals go another way (D.5) and are not in it.
    """
    came = group((case for case in cases if not case.langsung), furthest_step)
    return {
        name: tally(case for later in STEPS[at:] for case in came.get(later, ()))
        for at, name in enumerate(STEPS)
    }


STEPS = ("diusulkan", "diteruskan", "dikirim", "diputuskan", "disetujui", "kirim")


def furthest_step(case: Case) -> str:
    """How far a proposal of an RW came: one of `STEPS`."""
    if case.status in _NOT_SENT:
        validasi = case.usulan.validasi_lurah
        passed = validasi is not None and validasi.hasil == "diteruskan"  # D.4
        return "diteruskan" if passed else "diusulkan"
    if case.status is Status.DISETUJUI:
        return "kirim" if case.sudah_kirim else "disetujui"
    return "diputuskan" if case.status in VERDICTS else "dikirim"


@dataclass(frozen=True, slots=True)
class KelurahanStanding:
    """One kelurahan: counts of proposals, and the days on which lurah and camat sent it on."""

    slug: str
    nama: str
    usulan: int
    berita_acara: bool
    """Whether the lurah has signed the minutes (C.1.d)."""
    dikirim_lurah: date | None
    tanpa_validasi_lurah: int
    """Proposals of which nobody has said yet whether the lurah passes them on (C.1.d)."""
    dapat_diputuskan: int
    """Proposals that are the camat's to decide."""
    diputuskan: int
    perlu_survei: int
    """Those the technical team surveys (C.1.e), sent by the lurah or not yet."""
    disurvei: int
    kirim: date | None
    """When the camat sent it on (C.2.c.4)."""
    tanpa_prioritas: int = 0
    """Approvals without the rank that the guide asks for before Kirim."""

    @property
    def belum_diputuskan(self) -> int:
        return self.dapat_diputuskan - self.diputuskan

    @property
    def belum_disurvei(self) -> int:
        return self.perlu_survei - self.disurvei


def standing_of(
    folder: KelurahanFolder, cases: Collection[Case], guide: Guide
) -> KelurahanStanding:
    """How far a kelurahan with these cases has come."""
    approved = [case for case in cases if case.status is Status.DISETUJUI]
    profil = folder.profil
    decidable = [case for case in cases if case.status in UNTUK_CAMAT]
    physical = [case for case in cases if case.perlu_survei]
    minutes = profil.berita_acara if profil else None
    return KelurahanStanding(
        slug=folder.slug,
        nama=folder.nama,
        usulan=len(cases),
        berita_acara=minutes is not None and minutes.ditandatangani,
        dikirim_lurah=folder.dikirim_lurah,
        tanpa_validasi_lurah=sum(case.usulan.validasi_lurah is None for case in cases),
        dapat_diputuskan=len(decidable),
        diputuskan=sum(case.keputusan is not None for case in decidable),
        perlu_survei=len(physical),
        disurvei=sum(case.disurvei for case in physical),
        kirim=folder.kirim.tanggal if folder.kirim else None,
        tanpa_prioritas=sum(guide.ranks and case.prioritas is None for case in approved),
    )
