"""The files of `api/v1/`: figures and proposals of each year as JSON, and their schemas.

One file holds all proposals of a year. A file for each would double the size of the site and serve
nobody: whoever programs wants them all, whoever reads has the page.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from musrenbang.files.published_folder import Output
from musrenbang.history.history_model import Peristiwa
from musrenbang.history.timeline import SITE_ORIGIN, History, origin_of
from musrenbang.records.fields import schema_file
from musrenbang.site import addresses
from musrenbang.site.api_types import SCHEMAS, ApiType
from musrenbang.site.data_columns import COLUMNS, NEWS_COLUMNS
from musrenbang.site.engine import Engine
from musrenbang.site.open_data import json_file, news_values, values
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.year import figures
from musrenbang.year.cases import VERDICTS, Status
from musrenbang.year.follow_up import FollowUp, follow_up
from musrenbang.year.labels import TIPE

Json = dict[str, Any]


def api_index(engine: Engine, years: Sequence[YearFacts], history: History) -> Iterator[Output]:
    """What there is, and from which commit."""
    listed = [
        {
            "tahun": year.tahun,
            "contoh": year.contoh,
            "ringkasan": f"{year.tahun}/ringkasan.json",
            "usulan": f"{year.tahun}/usulan.json",
            "tindak_lanjut": f"{year.tahun}/tindak-lanjut.json",
        }
        for year in years
    ]
    yield "api/v1/index.json", json_file({"versi": 1, "tahun": listed})
    version = {"versi": 1, "asal": origin_of(history), "riwayat": _extent(engine.site)}
    if history.without_papers:
        version["dokumen"] = False
    yield SITE_ORIGIN, json_file(version)
    line = [merge.commit for merge in history.merges] or None
    past = {"versi": 1, "asal": origin_of(history), "commit": line}
    yield addresses.HISTORY_LINE, json_file(past)


def api_schemas(_: Engine, __: Sequence[YearFacts]) -> Iterator[Output]:
    """The schemas of all files; tests hold the files to them."""
    yield from schemas(SCHEMAS)


def schemas(models: Mapping[str, type[ApiType]]) -> Iterator[Output]:
    """A schema for each file that a site publishes."""
    for name, model in models.items():
        file = f"{name}.schema.json"
        schema = model.model_json_schema(mode="serialization")
        yield f"api/v1/skema/{file}", schema_file(file, schema, indent=1)


def api_year(_: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """Figures and proposals of one year."""
    yield addresses.api(year.tahun, "ringkasan.json"), json_file(summary(year, history))
    yield addresses.api(year.tahun, "usulan.json"), _proposals(year, history)
    yield addresses.api(year.tahun, "tindak-lanjut.json"), json_file(_news(year, history))


def summary(year: YearFacts, history: History) -> Json:
    """The figures of one year, all of them from `figures` (`Ringkasan`)."""
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
            kode: {
                **_rekap(rekap),
                "nama": year.skpd_name(kode),
                "singkatan": year.skpd_short(kode),
            }
            for kode, rekap in found.skpd.items()
        },
        "tipe": {kode: {**_rekap(rekap), "nama": TIPE[kode]} for kode, rekap in found.tipe.items()},
        "alasan": {
            kode: {
                **tally._asdict(),
                "nama": year.view.guide.reason(kode).nama,
                "tahun_berjalan": kode in year.view.guide.proven_by("pekerjaan-berjalan"),
            }
            for kode, tally in found.alasan.items()
        },
        "dikerjakan_tahun_berjalan": found.dikerjakan._asdict(),
        "diubah": found.diubah._asdict(),
        "perubahan": {name: shift._asdict() for name, shift in found.perubahan.items()},
        "sementara": found.sementara._asdict(),
        "corong": {name: tally._asdict() for name, tally in found.corong.items()},
        "tindak_lanjut": _follow_up(follow_up(year.view.cases)),
        "kode": musrenbang.kecamatan.kode if musrenbang else None,
        "nama": year.nama,
        "kiriman": {
            "kelurahan": len(year.year.kelurahan),
            "dikirim_lurah": len(year.year.kelurahan) - len(year.unsent),
            "kirim": sum(one.kirim is not None for one in year.year.kelurahan.values()),
        },
        "jadwal": _schedule(year),
        "pengesahan": {
            "cara": musrenbang.pengesahan if musrenbang else None,
            "keputusan": dict(Counter(_approvals(year))),
        },
    }


def _schedule(year: YearFacts) -> Json:
    """What the kecamatan has set, and the last days that its guide allows."""
    jadwal, guide = year.year.jadwal, year.view.guide
    meeting = jadwal.musrenbang
    return {
        "penetapan_tim": _day(jadwal.penetapan_tim),
        "musrenbang_mulai": _day(meeting.mulai if meeting else None),
        "musrenbang_selesai": _day(meeting.selesai if meeting else None),
        "batas_laporan": _day(jadwal.batas_laporan),
        "musrenbang_kota": _day(jadwal.musrenbang_kota),
        "juknis_penetapan_tim": _day(guide.days("penetapan_tim")[1]),
        "juknis_musrenbang": _day(guide.days("musrenbang")[1]),
        "juknis_laporan": _day(guide.days("laporan")[1]),
    }


_DECIDING = frozenset({Peristiwa.DIPUTUSKAN, Peristiwa.KEPUTUSAN_DIUBAH, Peristiwa.DIKOREKSI})


def _approvals(year: YearFacts) -> Iterator[str]:
    """For every decision in force, what the signature is worth of the merge that recorded it."""
    for case in year.view.cases:
        if case.status in VERDICTS:
            story = reversed(year.history.stories.get(case.id, ()))
            last = next((one.merge for one in story if one.event.jenis in _DECIDING), None)
            if last:
                yield last.tanda_tangan.keadaan.value


def _follow_up(found: FollowUp) -> Json:
    return {
        "semua": found.semua._asdict(),
        "keadaan": {one.value: tally._asdict() for one, tally in found.keadaan.items()},
        "sampai": {tahap: tally._asdict() for tahap, tally in found.sampai.items()},
        "nilai_apbd": found.nilai,
        "tanpa_nilai": found.tanpa_nilai,
        "kabar_terakhir": _day(found.kabar_terakhir),
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
        "dikirim_lurah": _day(folder.dikirim_lurah if folder else None),
        "kirim": _day(folder.kirim.tanggal if folder and folder.kirim else None),
    }


def _extent(site: Site) -> str:
    if not site.recorded:
        return "tidak-ada"
    return "dangkal" if site.shallow else "lengkap"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_PROPOSAL = "{" + ",".join(f'"{column.nama}":%s' for column in COLUMNS) + "}"
"""One proposal as `Usulan` describes it."""


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
    asal = origin_of(history)
    head = {"versi": 1, "tahun": year.tahun, "contoh": year.contoh, "asal": asal}
    start = json.dumps(head, ensure_ascii=False)[:-1] + ', "usulan": [\n'
    lines = [_PROPOSAL % tuple([_CELL[type(one)](one) for one in row]) for row in values(year)]
    return (start + ",\n".join(lines) + "\n]}\n").encode()


def _news(year: YearFacts, history: History) -> Json:
    names = [column.nama for column in NEWS_COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in news_values(year)]
    return {
        "versi": 1,
        "tahun": year.tahun,
        "contoh": year.contoh,
        "asal": origin_of(history),
        "kabar": [{**row, "tanggal": str(row["tanggal"])} for row in rows],
    }
