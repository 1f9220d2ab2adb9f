"""Indonesian ways of writing numbers, money and dates, from Unicode's data (CLDR)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

ID = Locale("id", "ID")
WIB = ZoneInfo("Asia/Jakarta")
NBSP = "\N{NO-BREAK SPACE}"


def rw(nomor: str) -> str:
    """The name of an RW, which no line breaks apart: 003 → RW 003."""
    return f"RW{NBSP}{nomor}"


@lru_cache(maxsize=4096)
def angka(value: int | Decimal) -> str:
    """A number: 1200 → 1.200, 12.5 → 12,5."""
    return str(format_decimal(value, format="#,##0.####", locale=ID))


def beberapa(names: Sequence[str], most: int = 10) -> str:
    """The first of many names, and how many more there are: Rawasari, Johar Baru dan 3 lagi."""
    more = f" dan {len(names) - most} lagi" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def rupiah(value: int) -> str:
    """An amount in rupiah: 96000000 → Rp96.000.000, without a space as EYD has it."""
    return f"Rp{angka(value)}"


def ukuran(count: int) -> str:
    """A number of bytes: 812 byte, 81920 → 82 kB, 1400000 → 1,4 MB."""
    for unit, name, places in ((10**6, "MB", 1), (10**3, "kB", 0)):
        if count >= unit:
            return f"{angka(round(Decimal(count) / unit, places))} {name}"
    return f"{angka(count)} byte"


def satuan(text: str) -> str:
    """A unit as it is printed: m2 → m², m3 → m³, all others as they are."""
    return {"m2": "m²", "m3": "m³"}.get(text, text)


@lru_cache(maxsize=4096)
def tanggal(value: date) -> str:
    """A date: 9 Maret 2016."""
    return str(format_date(value, "d MMMM y", locale=ID))


@lru_cache(maxsize=1024)
def hari_tanggal(value: date) -> str:
    """A date with its day of the week: Rabu, 9 Maret 2016."""
    return str(format_date(value, "EEEE, d MMMM y", locale=ID))


def rentang_tanggal(mulai: date, selesai: date) -> str:
    """From one date to another: 9–10 Maret 2016."""
    if mulai == selesai:
        return tanggal(mulai)
    if (mulai.year, mulai.month) == (selesai.year, selesai.month):
        return f"{mulai.day}–{tanggal(selesai)}"
    if mulai.year == selesai.year:
        return f"{format_date(mulai, 'd MMMM', locale=ID)} – {tanggal(selesai)}"
    return f"{tanggal(mulai)} – {tanggal(selesai)}"


@lru_cache(maxsize=4096)
def waktu_wib(value: datetime) -> str:
    """A moment in western Indonesian time: 10 Maret 2016 pukul 14.05 WIB."""
    local = value.astimezone(WIB)
    return f"{tanggal(local.date())} pukul {local:%H.%M} WIB"
