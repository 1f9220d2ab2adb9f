"""The same money in two years: what is proposed again, and what became of what was rejected."""

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from musrenbang.text.lookalikes import skeleton
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, tally
from musrenbang.year.twins import repeated

_ASKED = attrgetter("usulan.perkiraan_anggaran")


class Again(NamedTuple):
    """An earlier proposal that a later one repeats."""

    case: Case
    reason: str
    """What seems to show it, in Indonesian; empty where the records say so themselves."""


def again(later: Iterable[Case], earlier: Iterable[Case]) -> dict[str, Again]:
    """The proposal of the year before that each later one repeats, by the later one's id.

    Told by the tracking code where both have it, by the reason of a rejection that names it, else
    by activity and place, which may err.
    """
    later, earlier = list(later), list(earlier)
    codes = {
        skeleton(case.usulan.kode_tracking): case for case in earlier if case.usulan.kode_tracking
    }
    by_id = {case.id: case for case in earlier}
    found = {name: Again(*twin) for name, twin in repeated(later, earlier).items()}
    for case in later:
        code = case.usulan.kode_tracking
        same = (codes.get(skeleton(code)) if code else None) or by_id.get(case.meant)
        if same:
            found[case.id] = Again(same, "")
    return found


class Money(NamedTuple):
    """What one group of proposals asked for in one year, and what of it was granted."""

    diusulkan: Tally
    """With the rupiah that were asked for, whatever became of them."""
    disetujui: Tally
    """With the rupiah that were granted."""
    sudah: Tally
    """Rejected because it is budgeted or done in the running year."""
    lagi: Tally
    """Proposed in the year before, too; with the rupiah that were asked for."""


def money(cases: Iterable[Case], repeats: Collection[str]) -> Money:
    """The money of a group; `repeats` are the ids of those that were proposed before."""
    cases = list(cases)
    return Money(
        tally(cases, _ASKED),
        tally(case for case in cases if case.status is Status.DISETUJUI),
        tally(case for case in cases if case.status is Status.DITOLAK and _is_budgeted(case)),
        tally((case for case in cases if case.id in repeats), _ASKED),
    )


def _is_budgeted(case: Case) -> bool:
    return case.alasan is not None and case.alasan.bukti == "pekerjaan-berjalan"


class Rejected(NamedTuple):
    """What became in the next year of what was rejected."""

    ditolak: int
    lagi: int
    """Proposed again."""
    disetujui: int
    """Of these, approved now."""


def rejected(cases: Iterable[Case], after: Mapping[str, Case]) -> Rejected:
    """Of the rejected among some cases; `after` are the later proposals by the earlier one's id."""
    found = [case for case in cases if case.status is Status.DITOLAK]
    later = [after[case.id] for case in found if case.id in after]
    approved = sum(case.status is Status.DISETUJUI for case in later)
    return Rejected(len(found), len(later), approved)
