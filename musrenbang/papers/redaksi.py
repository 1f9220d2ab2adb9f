"""How the papers word what records say: reasons, dates, places, agencies."""

import re
from collections.abc import Iterable
from datetime import date

from num2words import num2words

from musrenbang.text.indonesian import hari_tanggal, rentang_tanggal, tanggal
from musrenbang.year.cases import Case
from musrenbang.year.figures import group
from musrenbang.year.guide import Guide

TANPA_SKPD = "Perangkat daerah belum ditentukan"

_ZONA = re.compile(r"\b(WIB|WITA|WIT)\b", re.IGNORECASE)
_JAM = re.compile(r"\b\d{1,2}[.:]\d{2}\b|\d$")


def alasan(case: Case) -> str:
    """The reason a proposal was rejected for, as the forms word it; empty where none is told."""
    if case.alasan is None:
        return ""
    return (case.alasan.bunyi or case.alasan.nama).replace("{tahun}", str(case.tahun))


def uraian_alasan(case: Case) -> str:
    """What the camat wrote about it, and advises the proposer."""
    said = case.keputusan.alasan if case.keputusan else None
    advice = f" Saran: {said.saran}" if said and said.saran else ""
    return f"{said.uraian}{advice}" if said else ""


def golongan(guide: Guide, kode: str) -> str:
    """An invited group as letters and forms word it."""
    one = guide.group(kode)
    return one.bunyi or one.nama


def hari(value: date) -> str:
    """The day of the week: Rabu."""
    return hari_tanggal(value).partition(",")[0]


def bulan(value: date) -> str:
    """The month: Maret."""
    return tanggal(value).split()[1]


def terbilang(value: int) -> str:
    """A number in words: 2016 → dua ribu enam belas."""
    return str(num2words(value, lang="id"))


def hari_rentang(mulai: date, selesai: date) -> str:
    """Days and dates for a field: Rabu s.d. Kamis, 9–10 Maret 2016."""
    if mulai == selesai:
        return hari_tanggal(mulai)
    return f"{hari(mulai)} s.d. {hari(selesai)}, {rentang_tanggal(mulai, selesai)}"


def waktu_terbilang(mulai: date, selesai: date) -> str:
    """The time of the meeting as the first sentence of Form 1 has it.

    The month and year of the first day are said only where they differ from those of the last.
    """
    parts = ["hari", hari(mulai), "tanggal", terbilang(mulai.day)]
    if (mulai.year, mulai.month) != (selesai.year, selesai.month):
        parts += ["bulan", bulan(mulai)]
    if mulai.year != selesai.year:
        parts += ["tahun", terbilang(mulai.year)]
    if mulai != selesai:
        parts += ["sampai dengan hari", hari(selesai), "tanggal", terbilang(selesai.day)]
    parts += ["bulan", bulan(selesai), "tahun", terbilang(selesai.year)]
    return " ".join(parts)


def jam(text: str, zona: str) -> str:
    """A time of day with its zone behind the last hour: 08.00–15.30 WIB.

    Left as it is where the text names a zone itself, or no hour in figures.
    """
    if not zona or _ZONA.search(text):
        return text
    *_, last = (0, *(match.end() for match in _JAM.finditer(text)))
    return f"{text[:last]} {zona}{text[last:]}" if last else text


def nip(value: str) -> str:
    """A NIP in the groups in which it is read: birth, appointment, sex, serial number."""
    return re.sub(
        r"^(\d{8})(\d{6})(\d)(\d{3})$",
        "\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3\N{NO-BREAK SPACE}\\4",
        value,
    )


def tempat_of(case: Case) -> dict[str, str]:
    """Address, neighbourhoods and kelurahan; empty where the proposal does not say."""
    usulan = case.usulan
    parts = []
    if usulan.rt:
        parts.append(f"RT {', '.join(usulan.rt)}")
    if usulan.rw:
        parts.append(f"RW {usulan.rw}")
    return {
        "alamat": usulan.lokasi.alamat if usulan.lokasi else "",
        "rt_rw": "/".join(parts),
        "kelurahan": case.nama_kelurahan,
    }


def by_place(case: Case) -> tuple[str, str, str]:
    """The order of rows: by kelurahan, then by number."""
    return case.nama_kelurahan.casefold(), case.folder, case.nomor.zfill(5)


def nama_skpd(case: Case) -> str:
    """The full name of the agency a proposal is for."""
    return case.skpd.nama if case.skpd else case.kode_skpd or TANPA_SKPD


def singkatan_skpd(case: Case) -> str:
    """The short name of the agency a proposal is for; empty where it names none."""
    return case.skpd.singkatan if case.skpd else case.kode_skpd or ""


def by_skpd(cases: Iterable[Case]) -> list[tuple[str, list[Case]]]:
    """Proposals by the code of their agency, in the order of names; those that name none last."""
    groups = group(cases, lambda case: case.kode_skpd or "")
    return sorted(
        groups.items(), key=lambda item: (not item[0], nama_skpd(item[1][0]).casefold(), item[0])
    )


def by_rw(cases: Iterable[Case]) -> list[tuple[str, list[Case]]]:
    """Proposals by RW; those of no single RW last, under the empty string."""
    groups = group(cases, lambda case: case.usulan.rw or "")
    return sorted(groups.items(), key=lambda item: (not item[0], item[0]))
