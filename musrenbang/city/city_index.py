"""The search index of a city: names first, then one part for each kecamatan.

The script of the search page is that of a kecamatan; of a city it loads the parts it needs.
"""

from collections.abc import Iterator, Sequence

from musrenbang.city.city_year import CityYear
from musrenbang.city.published_sums import Row
from musrenbang.city.received import volume
from musrenbang.files.published_folder import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Engine
from musrenbang.site.entries import short_place
from musrenbang.site.find_index import PROBLEM_LENGTH, index_part, residents_words
from musrenbang.year.cases import Status
from musrenbang.year.labels import STATUS, TIPE


def city_index(engine: Engine, year: CityYear) -> Iterator[Output]:
    """The index scripts of one year."""
    rows = year.rows
    places = dict.fromkeys(
        (part, row["kelurahan"], row["nama_kelurahan"])
        for part, some in rows.items()
        for row in some
    )
    skpd, alasan = list(year.view.ringkasan.skpd), list(year.found.alasan)
    every = list(dict.fromkeys(keywords(row) for some in rows.values() for row in some))
    names: dict[str, object] = {
        "tahun": year.tahun,
        "bagian": 0,
        "banyak": len(rows) + 1,
        "kecamatan": [[one.kode, one.nama, one.alamat] for one in year.received().sources],
        "kelurahan": [[slug, nama] for _, slug, nama in places],
        "skpd": [[kode or addresses.NO_SKPD, year.skpd_short(kode)] for kode in skpd],
        "status": [[label.kode, label.nama] for label in STATUS.values()],
        "tipe": [[kode, nama] for kode, nama in TIPE.items()],
        "alasan": [[kode, nama] for kode, nama in year.reason_names.items()],
        "kunci": every,
        "usulan": [],
    }
    yield index_part(year.tahun, 0, names | residents_words(engine.site.theme.text("padanan.txt")))
    lists: tuple[Sequence[object], ...] = (
        *([place[:2] for place in places], skpd, list(Status), list(TIPE), alasan, every),
    )
    ranks = tuple({value: index for index, value in enumerate(values)} for values in lists)
    for number, (part, some) in enumerate(rows.items(), 1):
        told = [_row(part, row, ranks) for row in some]
        yield index_part(
            year.tahun, number, {"tahun": year.tahun, "bagian": number, "usulan": told}
        )


def _row(part: str, row: Row, ranks: Sequence[dict[object, int]]) -> list[object]:
    """One proposal as the script expects it; keep in step with `cari.js` and `find_index`."""
    kelurahan, skpd, status, tipe, alasan, every = ranks
    folder = row["id"].split("/")[1]
    place = row["alamat"]
    return [
        folder if folder != row["kelurahan"] else 0,
        row["nomor"],
        row["usulan_kegiatan"],
        0 if place is None else short_place(place, row["rw"]),
        row["permasalahan"][:PROBLEM_LENGTH],
        kelurahan[part, row["kelurahan"]],
        row["rw"] or "",
        skpd[row["skpd"] or ""],
        status[Status(row["status"])],
        tipe[row["tipe"] or ""],
        alasan[row["alasan"]] if row["alasan"] else -1,
        row["anggaran"] if row["anggaran"] is not None else -1,
        volume(row),
        int(row["diubah"]),
        int(bool(row["sementara"])),
        every[keywords(row)],
    ]


def keywords(row: Row) -> str:
    """What a proposal is also called: its template's code, its issue and program."""
    words = (row["template"] or "").replace("-", " "), row["isu"], row["program"]
    return " ".join(word for word in words if word)
