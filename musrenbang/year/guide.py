"""The technical guide in force in a year, and what follows from it.

A year's own `juknis.yaml`, else the guide of 2016, which ships in the same form. Windows may be
weeks of a month, and the guide of 2016 does not say how those are counted. Both usual ways are
accepted: by days (1-7, 8-14, 15-21), and by the calendar, Monday to Sunday, with the week that
holds the 1st as the first. A calendar week never begins or ends later than the seven days of the
same number, so it sets the first day and the days of the month set the last.

The program's own texts and rules name clauses, agencies and their forum as the guide of 2016 does;
`worded` and `cited` put the words and numbers of another guide in their place.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, get_args

from musrenbang.records.shipped_guide import shipped
from musrenbang.records.snapshot import Year
from musrenbang.text.indonesian import tanggal
from musrenbang.text.lookalikes import skeleton
from schemas import Juknis
from schemas.juknis import (
    BULAN,
    AlasanJuknis,
    Bukti,
    GolonganJuknis,
    Jangka,
    Klausul,
    Sebutan,
    read_window,
)

Kelompok = Literal["sebelum", "hasil", "sesudah", "penerima"]
"""Before the meeting; its result (Forms 1-4); what is made public after (C.3); for those who
carry on."""

_WORD = re.compile(r"[^\W_]+")
Window = Literal["penetapan_tim", "musrenbang", "laporan"]
WINDOWS: tuple[Window, ...] = get_args(Window)

_DOTTED = r"[A-D](?:\.[0-9a-z]+)+"
_ID = rf"(?:{_DOTTED}|A|Form [1-4](?:\.\w+)?)(?!\w)"
_LIST = rf"{_ID}(?:(?:, | dan ){_ID})*"
_CITED = re.compile(
    rf" \((?P<aside>juknis {_LIST}|{_DOTTED}(?:, {_DOTTED})*)\)|\bjuknis (?P<clauses>{_LIST})"
)

_NAMED = re.compile(r"\b(?:[Ff]orum UKPD|SKPD(?:/UKPD)?)\b")


def worded(text: str, sebutan: Sebutan) -> str:
    """A text of the program with what a guide calls agencies and their forum.

    Where it names them in short, by “SKPD” alone, the first of several names will do.
    """

    def ours(match: re.Match[str]) -> str:
        said, forum = match[0], sebutan.forum
        if said.startswith("SKPD"):
            return sebutan.perangkat if "/" in said else sebutan.perangkat.partition("/")[0]
        return forum if said[0] == "f" else forum[0].upper() + forum[1:]

    return _NAMED.sub(ours, text)


@dataclass(frozen=True)
class Guide:
    """The guide of one year."""

    tahun: int
    juknis: Juknis

    def days(self, name: Window) -> tuple[date, date]:
        """The first and the last day of a window."""
        window = read_window(getattr(self.juknis.jadwal, name))
        assert window is not None  # noqa: S101 - the record was validated
        return _opens(self.tahun, window), _closes(self.tahun, window)

    def outside(self) -> Iterator[tuple[Window, str]]:
        """The windows that the calendar of the year does not have, each with what is wrong."""
        for name in WINDOWS:
            if missing := self._missing_day(name):
                told = getattr(self.juknis.jadwal, name)
                yield name, f"Jangka waktu “{told}” keliru: {missing} tidak ada."

    def faults(self) -> Mapping[Window, str]:
        """What is wrong with windows, one sentence each."""
        return dict(self.outside()) or dict(self.at_odds())

    def _missing_day(self, name: Window) -> str:
        """The end of a window that its year does not have, in words; empty where both are there."""
        window = read_window(getattr(self.juknis.jadwal, name))
        assert window is not None  # noqa: S101 - the record was validated
        for month, number in (window.awal, window.akhir):
            begins = number
            if window.minggu:
                begins = 1 + 7 * (number - 1) - date(self.tahun, month, 1).weekday()
            if begins > monthrange(self.tahun, month)[1]:
                told = f"minggu ke-{number}" if window.minggu else str(number)
                return f"{told} {BULAN[month - 1]} {self.tahun}"
        return ""

    def at_odds(self) -> Iterator[tuple[Window, str]]:
        """The windows that no schedule could keep beside that of the meeting, each with why."""
        told = "Jangka waktu tidak sejalan"
        (_, team), (_, closes), (_, report) = map(self.days, WINDOWS)
        if team > closes:
            why = f"tim ditetapkan sampai {tanggal(team)}, sesudah Musrenbang berakhir"
            yield "penetapan_tim", f"{told}: {why} ({tanggal(closes)})."
        if report < closes:
            why = f"laporan paling lambat {tanggal(report)}, sebelum Musrenbang berakhir"
            yield "laporan", f"{told}: {why} ({tanggal(closes)})."

    @property
    def golongan(self) -> Mapping[str, GolonganJuknis]:
        """The invited groups by code, in the order of the guide."""
        return self.juknis.golongan

    @property
    def alasan(self) -> Mapping[str, AlasanJuknis]:
        """The reasons to reject by code, in the order of the guide."""
        return self.juknis.alasan

    def reason(self, kode: str) -> AlasanJuknis:
        """One reason; a code that the guide does not know is its own name."""
        return self.alasan.get(kode) or AlasanJuknis.model_construct(
            nama=kode, langkah="", kepada="", kapan=""
        )

    def group(self, kode: str) -> GolonganJuknis:
        """One invited group; a code that the guide does not know is its own name."""
        return self.golongan.get(kode) or GolonganJuknis.model_construct(nama=kode)

    @property
    def ranks(self) -> bool:
        """Whether the kecamatan gives what it approves an order of its own."""
        return self.juknis.prioritas != "tidak"

    def proven_by(self, *bukti: Bukti) -> frozenset[str]:
        """The codes of the reasons that something shows to be true."""
        return frozenset(kode for kode, one in self.alasan.items() if one.bukti in bukti)

    def sounds_like(self, kode: str, text: str) -> AlasanJuknis | None:
        """The reason that a text tells of instead of the one it is given for, by their marks."""
        said = f" {' '.join(_WORD.findall(skeleton(text)))} "

        def marks(one: AlasanJuknis) -> int:
            return sum(f" {skeleton(mark)} " in said for mark in one.ciri)

        own = self.alasan.get(kode)
        if own is None or not own.ciri or marks(own):
            return None
        best = max(self.alasan.values(), key=marks)
        return best if marks(best) else None

    @cached_property
    def klausul(self) -> Mapping[str, Klausul]:
        """The clauses by number, their gaps filled from the guide of 2016 where they match it."""
        known = shipped().klausul
        found = {}
        for number, clause in self.juknis.klausul.items():
            same = next((known[one] for one in self.same_as(number) if one in known), None)
            if clause.sama_dengan is None and same and same.teks != clause.teks:
                same = None  # the number alone does not tell that it means the same
            served = {"layanan": same.layanan, "di_luar": same.di_luar} if same else {}
            own = {"layanan": clause.layanan, "di_luar": clause.di_luar}
            gaps = served if not any(own.values()) else {}
            found[number] = clause.model_copy(update={"teks": self._filled(clause.teks), **gaps})
        return found

    def same_as(self, number: str) -> tuple[str, ...]:
        """The clauses of 2016 that one of this guide stands for; may be none."""
        told = self.juknis.klausul[number].sama_dengan
        return (number,) if told is None else told

    def _filled(self, text: str) -> str:
        parts = {
            **self.juknis.jadwal.model_dump(include=set(map(str, WINDOWS))),
            "perencanaan": self.juknis.perencanaan.nama,
            "golongan": str(len(self.golongan)),
        }
        for name, value in parts.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    @cached_property
    def _numbers(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number in self.juknis.klausul:
            for one in self.same_as(number):
                found.setdefault(one, []).append(number)
        return found

    def numbers(self, clause: str) -> list[str]:
        """How this guide numbers a clause of 2016, or what that is a part of; may be nothing."""
        if clause in self._headings:
            return [clause]
        while clause and clause not in self._numbers:
            clause = clause.rpartition(".")[0]
        return self._numbers.get(clause, [])

    @cached_property
    def _headings(self) -> frozenset[str]:
        """What stands above clauses that keep their numbers, and is no clause itself."""
        above = (
            number.rpartition(".")[0]
            for number in self.juknis.klausul
            if number in self.same_as(number)
        )
        return frozenset(above) - self.juknis.klausul.keys() - {""}

    def number(self, clause: str) -> str:
        """The same as a text; empty where the guide has no such clause."""
        return ", ".join(self.numbers(clause))

    def worded(self, text: str) -> str:
        """A text of the program with what this guide calls agencies and their forum."""
        return worded(text, self.juknis.sebutan)

    def cited(self, text: str) -> str:
        """The same with the numbers of its clauses as well; none where it has none."""

        def ours(match: re.Match[str]) -> str:
            every = re.findall(_ID, match["aside"] or match["clauses"])
            found = dict.fromkeys(number for one in every for number in self.numbers(one))
            told = ", ".join(found)
            if match["aside"]:
                word = "juknis " * match["aside"].startswith("juknis")
                return f" ({word}{told})" if told else ""
            return f"juknis {told}".rstrip()

        return text if self.juknis is shipped() else _CITED.sub(ours, self.worded(text))


def dasar(one: AlasanJuknis | GolonganJuknis) -> str:
    """Where a reason or a group stands in its guide; empty where it does not."""
    return f"juknis {one.klausul}" if one.klausul else ""


def guidance(one: AlasanJuknis) -> str:
    """What a proposer can do after a rejection, with whom and when; empty where none is told."""
    return f"{one.langkah} Kepada: {one.kepada}. Kapan: {one.kapan}." if one.langkah else ""


def named(one: AlasanJuknis | GolonganJuknis) -> str:
    """A reason or a group with where it stands: Bukan prioritas kecamatan (juknis D.2.a)."""
    return f"{one.nama} ({dasar(one)})" if one.klausul else one.nama


def guide_of(year: Year) -> Guide:
    """The guide in force in a year."""
    return Guide(year.tahun, year.juknis or shipped())


def _opens(tahun: int, window: Jangka) -> date:
    month, number = window.awal
    if not window.minggu:
        return date(tahun, month, min(number, monthrange(tahun, month)[1]))
    first = date(tahun, month, 1)
    return first + timedelta(days=7 * (number - 1) - first.weekday())


def _closes(tahun: int, window: Jangka) -> date:
    month, number = window.akhir
    last = 7 * number if window.minggu else number
    return date(tahun, month, min(last, monthrange(tahun, month)[1]))
