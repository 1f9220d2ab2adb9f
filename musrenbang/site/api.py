"""The files of `api/v1/`: figures and proposals of each year as JSON, and their schemas.

One file holds all proposals of a year. A file for each would double the size of the site and serve
nobody: whoever programs wants them all, whoever reads has the page.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import SITE_ORIGIN, History, origin_of
from musrenbang.site import addresses
from musrenbang.site.api_types import SCHEMAS
from musrenbang.site.data_columns import COLUMNS
from musrenbang.site.engine import Engine
from musrenbang.site.open_data import values
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.year import figures
from musrenbang.year.cases import Status
from musrenbang.year.labels import ALASAN, TIPE

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def api_index(engine: Engine, years: Sequence[YearFacts], history: History) -> Iterator[Output]:
    """What there is, and from which commit."""
    listed = [
        {
            "tahun": year.tahun,
            "contoh": year.contoh,
            "ringkasan": f"{year.tahun}/ringkasan.json",
            "usulan": f"{year.tahun}/usulan.json",
        }
        for year in years
    ]
    yield "api/v1/index.json", _file({"versi": 1, "tahun": listed})
    version = {"versi": 1, "asal": origin_of(history), "riwayat": _extent(engine.site)}
    yield SITE_ORIGIN, _file(version)


def api_schemas(_: Engine, __: Sequence[YearFacts]) -> Iterator[Output]:
    """The schemas of all files; tests hold the files to them."""
    for name, model in SCHEMAS.items():
        file = f"{name}.schema.json"
        schema = {"$schema": DIALECT, "$id": file, **model.model_json_schema(mode="serialization")}
        yield f"api/v1/skema/{file}", _file(schema)


def api_year(_: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """Figures and proposals of one year."""
    yield addresses.api(year.tahun, "ringkasan.json"), _file(summary(year, history))
    yield addresses.api(year.tahun, "usulan.json"), _proposals(year, history)


def summary(year: YearFacts, history: History) -> Json:
    """The figures of one year, all of them from `figures` (`api_types.Ringkasan`)."""
    found = year.view.ringkasan
    musrenbang = year.musrenbang
    return {
        "versi": 1,
        "tahun": year.tahun,
        "tahun_rencana": musrenbang.tahun_rencana if musrenbang else None,
        "contoh": year.contoh,
        "kecamatan": musrenbang.kecamatan.nama if musrenbang else None,
        "asal": origin_of(history),
        "semua": _rekap(found.semua),
        "kelurahan": {
            slug: {**_rekap(rekap), **_kelurahan(year, slug)}
            for slug, rekap in found.kelurahan.items()
        },
        "skpd": {
            kode: {**_rekap(rekap), "nama": year.skpd_name(kode)}
            for kode, rekap in found.skpd.items()
        },
        "tipe": {kode: {**_rekap(rekap), "nama": TIPE[kode]} for kode, rekap in found.tipe.items()},
        "alasan": {
            kode: {**tally._asdict(), "nama": ALASAN[kode].nama}
            for kode, tally in found.alasan.items()
        },
        "dikerjakan_tahun_berjalan": found.alasan["dikerjakan-tahun-berjalan"]._asdict(),
        "diubah": found.diubah._asdict(),
        "perubahan": {name: shift._asdict() for name, shift in found.perubahan.items()},
        "sementara": found.sementara._asdict(),
        "corong": {name: tally._asdict() for name, tally in found.corong.items()},
    }


def _rekap(rekap: figures.Rekap) -> Json:
    return {
        "total": rekap.total._asdict(),
        "status": {status.value: rekap.status[status]._asdict() for status in Status},
    }


def _kelurahan(year: YearFacts, slug: str) -> Json:
    folder = year.year.kelurahan.get(slug)
    return {
        "nama": year.kelurahan_name(slug),
        "dikirim_lurah": _day(folder.profil.dikirim if folder and folder.profil else None),
        "kirim": _day(folder.kirim.tanggal if folder and folder.kirim else None),
    }


def _extent(site: Site) -> str:
    if not site.recorded:
        return "tidak-ada"
    return "dangkal" if site.shallow else "lengkap"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_PROPOSAL = "{" + ",".join(f'"{column.nama}":%s' for column in COLUMNS) + "}"
"""One proposal as `api_types.Usulan` describes it."""


def _number(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else repr(float(value))


_CELL: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    str: encode_basestring,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    Decimal: _number,
    date: lambda value: f'"{value.isoformat()}"',
}
"""How a value of each type is written."""


def _proposals(year: YearFacts, history: History) -> bytes:
    head = {
        "versi": 1,
        "tahun": year.tahun,
        "contoh": year.contoh,
        "asal": origin_of(history),
    }
    start = json.dumps(head, ensure_ascii=False)[:-1] + ', "usulan": [\n'
    lines = [_PROPOSAL % tuple([_CELL[type(one)](one) for one in row]) for row in values(year)]
    return (start + ",\n".join(lines) + "\n]}\n").encode()


def _file(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
