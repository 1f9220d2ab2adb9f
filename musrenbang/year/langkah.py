"""What is told of a year: its steps, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from musrenbang.year.kelurahan_progress import KelurahanStanding

Keadaan = Literal["selesai", "berjalan", "belum", "terlambat"]


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step: its clause, how far it is, until when, and what to do about it."""

    klausul: str
    nama: str
    keadaan: Keadaan
    rincian: str
    batas: date | None = None
    berikut: str = ""


@dataclass(frozen=True, slots=True)
class Tahap:
    """One of the three stages of the juknis."""

    klausul: str
    nama: str
    langkah: tuple[Langkah, ...]


@dataclass(frozen=True, slots=True)
class Berikut:
    """What to do next in one kelurahan."""

    kelurahan: KelurahanStanding
    tindakan: str


@dataclass(frozen=True, slots=True)
class YearStanding:
    """A year on one day."""

    tahun: int
    nama: str
    hari_ini: date
    tahap: tuple[Tahap, ...]
    kelurahan: tuple[Berikut, ...]

    @property
    def berikut(self) -> tuple[str, ...]:
        """What to do now: what is late first, then in the order of the juknis."""
        waiting = [step for tahap in self.tahap for step in tahap.langkah if step.berikut]
        waiting.sort(key=lambda step: step.keadaan != "terlambat")
        return tuple(dict.fromkeys(step.berikut for step in waiting))


def step(
    named: tuple[str, str],
    progress: tuple[int, int],
    rincian: str,
    days: tuple[date, date | None],
    berikut: str,
) -> Langkah:
    """A step that is done when its count is full; `days` are today and the last day for it."""
    (klausul, nama), (done, needed), (today, batas) = named, progress, days
    keadaan: Keadaan = "berjalan" if done else "belum"
    if needed and done >= needed:
        keadaan = "selesai"
    elif batas and today > batas:
        keadaan = "terlambat"
    due = klausul == "C.3.b" or keadaan != "selesai"
    return Langkah(klausul, nama, keadaan, rincian, batas, berikut if due else "")


def share(done: int, needed: int, every: Sequence[KelurahanStanding]) -> tuple[int, int]:
    """How much of what the kelurahan sent is done: not all, as long as one has not sent."""
    if not every or any(one.dikirim_lurah is None for one in every):
        return done, needed + 1
    return (done, needed) if needed else (1, 1)
