"""What single commits may not be, whether on main or on a branch that waits for its review."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from musrenbang.git.objects import CommitObject
from musrenbang.text.indonesian import waktu_wib

CLOCKS = timedelta(minutes=10)
"""By how much two honest clocks may differ."""


class CommitFault(NamedTuple):
    """A rule of the history that a commit breaks, in words without the commit's name."""

    commit: CommitObject
    rule: str
    message: str


def commit_faults(
    commits: Iterable[CommitObject], origins: Iterable[CommitObject]
) -> Iterator[CommitFault]:
    """What is wrong with commits, of whose parents `origins` has those not among them."""
    commits = list(commits)
    known = {commit.id: commit for commit in (*commits, *origins)}
    for commit in commits:
        times = [known[name].time for name in commit.parents if name in known]
        latest = max(times, default=commit.time)
        if commit.time < latest - CLOCKS:
            older = _OLDER.format(time=waktu_wib(commit.time), parent=waktu_wib(latest))
            yield CommitFault(commit, "riwayat.waktu-mundur", older)
    for commit in commits:
        if commit.oddity:
            message = _ODD.format(what=commit.oddity)
            yield CommitFault(commit, "riwayat.commit-janggal", message)


_OLDER = "Bertanggal {time}, lebih dahulu daripada induknya, {parent}."
_ODD = (
    "Tidak ditulis Git sendiri: {what}. Yang dibaca orang di dalamnya dapat lain dari yang "
    "dihitung Git."
)


ODD_TREE = (
    "Daftar isi folder ini tidak ditulis Git sendiri: {what}. Yang ditinjau dapat lain dari yang "
    "terbit."
)


def is_ahead(time: datetime, now: datetime) -> bool:
    """Whether a commit is of days to come, by the clock of whoever checks."""
    return time > now + CLOCKS


AHEAD = "Bertanggal {time}, yang belum tiba menurut jam komputer yang memeriksa."
