"""The standing of a year in words for a terminal, and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from musrenbang.text.indonesian import hari_tanggal, tanggal
from musrenbang.year.langkah import Keadaan, YearStanding

_SIGNS: dict[Keadaan, str] = {"selesai": "✔", "berjalan": "◐", "belum": "○", "terlambat": "!"}
_MOST_ACTIONS = 5
_PUBLISHED = {"dikirim_lurah": "dikirim"}
"""Names that programs know by another word."""


def as_text(year: YearStanding) -> str:
    """The whole standing; what to do next comes last, where the eye rests."""
    return "\n".join(_lines(year))


def _lines(year: YearStanding) -> Iterator[str]:
    yield f"Musrenbang {year.nama} {year.tahun}, per {hari_tanggal(year.hari_ini)}"
    for tahap in year.tahap:
        yield f"\n{tahap.klausul} {tahap.nama}"
        for step in tahap.langkah:
            line = f"  {_SIGNS[step.keadaan]} {step.nama} ({step.klausul}): {step.rincian}"
            if step.batas and step.keadaan != "selesai":
                word = "lewat" if step.keadaan == "terlambat" else "paling lambat"
                line += f" [{word} {tanggal(step.batas)}]"
            yield line
    if year.kelurahan:
        yield from _table(year)
    actions = year.berikut
    yield "\nBerikutnya:" if actions else "\nTidak ada yang menunggu."
    yield from (f"  {number}. {text}" for number, text in enumerate(actions[:_MOST_ACTIONS], 1))
    if len(actions) > _MOST_ACTIONS:
        yield f"  … dan {len(actions) - _MOST_ACTIONS} lagi"
    yield "\n✔ selesai  ◐ berjalan  ○ belum  ! lewat batas"


def _table(year: YearStanding) -> Iterator[str]:
    head = ("Kelurahan", "usulan", "BA lurah", "dikirim", "survei", "diputuskan", "Kirim")
    rows = [head]
    for item in year.kelurahan:
        one = item.kelurahan
        rows.append(
            (
                one.nama,
                str(one.usulan),
                "ya" if one.berita_acara else "belum",
                one.dikirim_lurah.isoformat() if one.dikirim_lurah else "belum",
                f"{one.disurvei}/{one.perlu_survei}",
                f"{one.diputuskan}/{one.dapat_diputuskan}",
                one.kirim.isoformat() if one.kirim else "belum",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    yield ""
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()
    for item in year.kelurahan:
        if item.tindakan:
            yield f"  {item.kelurahan.nama} → {item.tindakan}"


def as_json(year: YearStanding) -> str:
    """The same for programs; dates as year-month-day."""
    content = {**asdict(year), "berikut": year.berikut}
    content["kelurahan"] = [
        {_PUBLISHED.get(name, name): value for name, value in asdict(item.kelurahan).items()}
        | {"berikut": item.tindakan}
        for item in year.kelurahan
    ]
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)
