"""The files of `api/v1/`: figures and proposals of each year as JSON, and their schemas.

One file holds all proposals of a year. A file for each would double the size of the site and serve
nobody: whoever programs wants them all, whoever reads has the page.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel

from musrenbang import figures
from musrenbang.cases import Status
from musrenbang.labels import ALASAN, TIPE
from musrenbang.origin import SITE_ORIGIN, origin_of
from musrenbang.publishing import Output
from musrenbang.site import addresses, api_types
from musrenbang.site.columns import COLUMNS, Value
from musrenbang.site.open_data import values
from musrenbang.site.world import World, YearWorld
from musrenbang.snapshot import KelurahanFolder

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: dict[str, type[BaseModel]] = {
    "daftar": api_types.Daftar,
    "ringkasan": api_types.Ringkasan,
    "usulan": api_types.DaftarUsulan,
    "versi": api_types.Versi,
}


def api_index(world: World) -> Iterator[Output]:
    """What there is, and the schemas of all files."""
    listing = api_types.Daftar(
        tahun=tuple(
            api_types.TahunTersedia(
                tahun=year.tahun,
                contoh=year.contoh,
                ringkasan=f"{year.tahun}/ringkasan.json",
                usulan=f"{year.tahun}/usulan.json",
            )
            for year in world.years
        )
    )
    yield "api/v1/index.json", _file(listing.model_dump())
    version = api_types.Versi(asal=_origin(world), riwayat=_extent(world))
    yield SITE_ORIGIN, _file(version.model_dump())
    for name, model in SCHEMAS.items():
        file = f"{name}.schema.json"
        schema = {"$schema": DIALECT, "$id": file, **model.model_json_schema(mode="serialization")}
        yield f"api/v1/skema/{file}", _file(schema)


def api_year(world: World, year: YearWorld) -> Iterator[Output]:
    """Figures and proposals of one year."""
    yield addresses.api(year.tahun, "ringkasan.json"), _file(summary(world, year).model_dump())
    yield addresses.api(year.tahun, "usulan.json"), _proposals(world, year)


def summary(world: World, year: YearWorld) -> api_types.Ringkasan:
    """The figures of one year, all of them from `musrenbang.figures`."""
    found = year.view.ringkasan
    musrenbang = year.musrenbang
    folders = year.year.kelurahan
    return api_types.Ringkasan(
        tahun=year.tahun,
        tahun_rencana=musrenbang.tahun_rencana if musrenbang else None,
        contoh=year.contoh,
        kecamatan=musrenbang.kecamatan.nama if musrenbang else None,
        asal=_origin(world),
        semua=api_types.Rekap(**_rekap(found.semua)),
        kelurahan={
            slug: api_types.RekapKelurahan(
                nama=year.kelurahan_name(slug),
                dikirim_lurah=_day(_sent_by_lurah(folders.get(slug))),
                kirim=_day(_sent_by_camat(folders.get(slug))),
                **_rekap(rekap),
            )
            for slug, rekap in found.kelurahan.items()
        },
        skpd={
            kode: api_types.RekapBernama(nama=year.skpd_name(kode), **_rekap(rekap))
            for kode, rekap in found.skpd.items()
        },
        tipe={
            kode: api_types.RekapBernama(nama=TIPE[kode], **_rekap(rekap))
            for kode, rekap in found.tipe.items()
        },
        alasan={
            kode: api_types.Alasan(nama=ALASAN[kode].nama, **_tally(tally).model_dump())
            for kode, tally in found.alasan.items()
        },
        dikerjakan_tahun_berjalan=_tally(found.alasan["dikerjakan-tahun-berjalan"]),
        diubah=_tally(found.diubah),
        perubahan={
            name: api_types.Perubahan(**shift._asdict()) for name, shift in found.perubahan.items()
        },
        sementara=_tally(found.sementara),
        corong={name: _tally(tally) for name, tally in found.corong.items()},
    )


def _rekap(rekap: figures.Rekap) -> dict[str, Any]:
    return {
        "total": _tally(rekap.total),
        "status": {status.value: _tally(rekap.status[status]) for status in Status},
    }


def _tally(tally: figures.Tally) -> api_types.Jumlah:
    return api_types.Jumlah(**tally._asdict())


def _origin(world: World) -> api_types.Asal:
    return api_types.Asal(**origin_of(world.history))


def _extent(world: World) -> Literal["lengkap", "dangkal", "tidak-ada"]:
    if world.history.head is None:
        return "tidak-ada"
    return "dangkal" if world.history.shallow else "lengkap"


def _sent_by_lurah(folder: KelurahanFolder | None) -> date | None:
    return folder.profil.dikirim if folder and folder.profil else None


def _sent_by_camat(folder: KelurahanFolder | None) -> date | None:
    return folder.kirim.tanggal if folder and folder.kirim else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_NAMES = [column.nama for column in COLUMNS]


def proposal(row: list[Value]) -> dict[str, Any]:
    """One proposal as `api_types.Usulan` describes it."""
    return dict(zip(_NAMES, row, strict=True))


def _plain(value: object) -> object:
    """A value that JSON does not know."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _proposals(world: World, year: YearWorld) -> bytes:
    head = {
        "versi": 1,
        "tahun": year.tahun,
        "contoh": year.contoh,
        "asal": _origin(world).model_dump(),
    }
    start = json.dumps(head, ensure_ascii=False)[:-1]
    lines = b",\n".join(
        filter(
            None,
            (
                world.keep("api", year.tahun, folder.slug, "", partial(_lines, year, folder))
                for folder in year.year.folders
            ),
        )
    )
    return b'%b, "usulan": [\n%b\n]}\n' % (start.encode(), lines)


def _lines(year: YearWorld, folder: KelurahanFolder) -> bytes:
    """The proposals of one folder, one on a line."""
    return ",\n".join([_encode(proposal(row)) for row in values(year, folder)]).encode()


def _file(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
