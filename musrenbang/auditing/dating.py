"""Clocks and calendars: no step is older than what it grew from, none tells of days to come."""

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import BaseModel

from musrenbang.auditing.model import Fault
from musrenbang.auditing.walking import Step
from musrenbang.indonesian import WIB, tanggal, waktu_wib
from musrenbang.reviewing.facts import Touched
from schemas import HasilSurvei, Kelurahan, Keputusan, Kirim, Usulan

CLOCKS = timedelta(minutes=10)
"""By how much two honest clocks may differ."""


def backwards(step: Step) -> Iterator[Fault]:
    """No commit is older than what it grew from."""
    commits = (step.commit, *step.link.branch)
    known = {commit.id: commit for commit in (*commits, *step.link.origins)}
    for commit in commits:
        times = [known[name].time for name in commit.parents if name in known]
        latest = max(times, default=commit.time)
        if commit.time < latest - CLOCKS:
            which = "" if commit is step.commit else f" Ini commit cabang {commit.id[:12]}."
            yield (
                "riwayat.waktu-mundur",
                ".",
                _OLDER.format(time=waktu_wib(commit.time), parent=waktu_wib(latest)) + which,
            )


_OLDER = "Bertanggal {time}, lebih dahulu daripada induknya, {parent}."


def ahead(step: Step) -> Iterator[Fault]:
    day = step.commit.time.astimezone(WIB).date()
    for item in step.facts.records:
        later = [when for when in _new_dates(item) if when > day]
        if later:
            yield (
                "riwayat.tanggal-mendahului",
                item.path,
                f"Mencatat {tanggal(max(later))}, padahal commit ini bertanggal {tanggal(day)}.",
            )


def _new_dates(item: Touched) -> Iterator[date]:
    if isinstance(item.after, BaseModel) and item.before != item.after:
        known = set(_dates(item.before)) if item.before is not None else ()
        yield from (when for when in _dates(item.after) if when not in known)


def _dates(record: object) -> Iterator[date]:
    """The days on which something happened, according to a record."""
    match record:
        case Keputusan():
            yield record.tanggal
            if record.survei:
                yield record.survei.tanggal
        case HasilSurvei():
            yield record.survei.tanggal
        case Kirim():
            yield record.tanggal
            yield from (row.tanggal for row in record.koreksi)
        case Kelurahan():
            if record.dikirim:
                yield record.dikirim
        case Usulan():
            if record.validasi_lurah and record.validasi_lurah.tanggal:
                yield record.validasi_lurah.tanggal
        case _:
            return
