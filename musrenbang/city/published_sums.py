"""A summary held to its proposals or to its parts: no figure is believed that does not add up."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from musrenbang.city.site_reader import SiteFaultError
from musrenbang.site.api_types import Ringkasan
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Status
from musrenbang.year.figures import DIRECTIONS, STEPS
from musrenbang.year.follow_up import TAHAP, Standing
from musrenbang.year.labels import TIPE

Row = dict[str, Any]
"""One proposal by the columns of the open data, as JSON has them."""

Way = tuple[str, ...]
"""Where a figure stands in a summary: ``("corong", "kirim", "jumlah")``."""

LONGEST_NAME = 300
MOST_CODES = 500
"""Several times the agencies, reasons or kelurahan of any kecamatan; each may become a page."""
_STATUSES = frozenset(status.value for status in Status)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_GROUPS = ("kelurahan", "skpd", "tipe")
_FLAGS = ("diubah", "sementara")
_STAGES = TAHAP[1:]
_FROM_ROWS = {
    *("semua", *_GROUPS, *_FLAGS, "alasan", "dikerjakan_tahun_berjalan"),
    *("perubahan", "corong", "tindak_lanjut"),
}
_FROM_PARTS = {"semua", "kiriman", "tindak_lanjut"}


def refuse_odd_figures(path: str, found: Ringkasan) -> None:
    """Raise where groups are not parts of the whole, or codes, days and names cannot be shown."""
    if any(value < 0 for _, value in _figures(found.model_dump())):
        raise SiteFaultError(f"{path} memuat jumlah di bawah nol.")
    groups = [found.semua, *found.kelurahan.values(), *found.skpd.values(), *found.tipe.values()]
    for group in groups:
        if set(group.status) != _STATUSES or _added(group.status.values()) != _parts(group.total):
            raise SiteFaultError(f"{path}: angka menurut status tidak sama dengan jumlahnya.")
    for name in _GROUPS:
        parts = getattr(found, name)
        whole = _parts(found.semua.total)
        if (parts or name != "kelurahan") and _added(one.total for one in parts.values()) != whole:
            raise SiteFaultError(f"{path}: angka menurut {name} tidak sama dengan jumlahnya.")
    if (
        set(found.corong) != {*STEPS}
        or set(found.perubahan) != {*DIRECTIONS}
        or set(found.tindak_lanjut.keadaan) != {one.value for one in Standing}
        or set(found.tindak_lanjut.sampai) != {*_STAGES}
    ):
        raise SiteFaultError(f"{path} memuat golongan angka yang tidak dikenal.")
    sent = found.kiriman
    if sent and max(sent.dikirim_lurah, sent.kirim) > sent.kelurahan:
        raise SiteFaultError(f"{path}: kelurahan yang dikirim lebih banyak daripada yang ada.")
    days = [
        *(day for one in found.kelurahan.values() for day in (one.kirim, one.dikirim_lurah)),
        *(found.jadwal.model_dump().values() if found.jadwal else ()),
        found.tindak_lanjut.kabar_terakhir,
    ]
    if not all(map(is_day, filter(None, days))):
        raise SiteFaultError(f"{path} memuat tanggal yang bukan tanggal.")
    _refuse_odd_names(path, found)


def _refuse_odd_names(path: str, found: Ringkasan) -> None:
    """Codes that cannot stand in a path, or are too many; names that fill a page."""
    codes = (*found.kelurahan, *filter(None, found.skpd), *found.alasan)
    odd = next((code for code in codes if not _SLUG.fullmatch(code)), None)
    if odd is not None or found.tipe.keys() - TIPE.keys():
        raise SiteFaultError(f"{path} memuat kode yang tidak dikenal: {str(odd)[:40]}.")
    for name in ("kelurahan", "skpd", "alasan"):
        members = getattr(found, name)
        if found.wilayah is None and len(members) > MOST_CODES:
            raise SiteFaultError(f"{path} memuat {angka(len(members))} {name}, terlalu banyak.")
        names = [(code, one.nama, getattr(one, "singkatan", "")) for code, one in members.items()]
        if any(len(text or "") > LONGEST_NAME for some in names for text in some):
            raise SiteFaultError(f"{path} memuat nama {name} yang terlalu panjang.")


def is_day(text: str) -> bool:
    """Whether a text is a day of this century as data files write it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


def _parts(tally: Any) -> tuple[int, int, int]:
    return tally.jumlah, tally.anggaran, tally.tanpa_anggaran


def _added(tallies: Any) -> tuple[int, ...]:
    return tuple(map(sum, zip(*map(_parts, tallies), strict=True))) or (0, 0, 0)


def _figures(value: Any, way: Way = ()) -> Iterator[tuple[Way, int]]:
    """All counts and amounts of a summary or a part of it."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _figures(part, (*way, name))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield way, value


def refuse_other_parts(path: str, found: Ringkasan) -> None:
    """Raise where a summary of a city is not the sum of the parts that it names."""
    counted: Counter[Way] = Counter()
    for part in (found.wilayah or {}).values():
        for way, value in _figures(part.model_dump(include=_FROM_PARTS)):
            counted[way] += value
    claimed = dict(_figures(found.model_dump(include=_FROM_PARTS)))
    if any(counted[way] != claimed.get(way, 0) for way in counted.keys() | claimed):
        raise SiteFaultError(f"{path} tidak sama dengan jumlah bagian-bagiannya.")


def refuse_other_sums(path: str, rows: Sequence[Row], found: Ringkasan) -> None:
    """Raise where a summary of a kecamatan says anything else than its proposals."""
    counted = _counted(rows, found)
    for way, value in _figures(found.model_dump(include=_FROM_ROWS)):
        if counted[way] != value:
            raise SiteFaultError(
                f"{path} tidak sama dengan daftar usulannya: {'.'.join(way)} disebut {value}, "
                f"padahal {counted[way]}."
            )
    for name in ("dikirim_lurah", "kirim") if found.kiriman else ():
        told = getattr(found.kiriman, name)
        sent = sum(getattr(one, name) is not None for one in found.kelurahan.values())
        if told != sent:
            raise SiteFaultError(f"{path}: kiriman.{name} disebut {told}, padahal {sent}.")


_COUNTED_BY = (
    *("status", *_GROUPS, *_FLAGS, "alasan", "tahap_kecamatan", "tindak_lanjut", "tahap"),
)


def _counted(rows: Sequence[Row], found: Ringkasan) -> Counter[Way]:
    """Every figure of a summary, from its proposals: those that are alike are counted together."""
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(row[name] for name in _COUNTED_BY), []).append(row)
    totals: dict[Way, list[int]] = defaultdict(lambda: [0, 0, 0])
    counted: Counter[Way] = Counter()
    for some in alike.values():
        amounts = [row["anggaran"] for row in some]
        anggaran, unknown = sum(filter(None, amounts)), amounts.count(None)
        for way in _ways(some[0], found):
            total = totals[way]
            total[0] += len(some)
            total[1] += anggaran
            total[2] += unknown
        if some[0]["diubah"]:
            _count_changes(some, counted)
        if some[0]["tahap_kecamatan"] == STEPS[-1] and some[0]["tahap"] in _BUDGETED:
            values = [row["nilai_apbd"] for row in some]
            counted["tindak_lanjut", "nilai_apbd"] += sum(filter(None, values))
            counted["tindak_lanjut", "tanpa_nilai"] += values.count(None)
    for way, total in totals.items():
        counted.update({(*way, name): value for name, value in zip(_TALLY, total, strict=True)})
    return counted


_TALLY = ("jumlah", "anggaran", "tanpa_anggaran")
_BUDGETED = frozenset(TAHAP[TAHAP.index("apbd") :])


def _ways(row: Row, found: Ringkasan) -> Iterator[Way]:
    """Where a summary counts a proposal."""
    for group in (("semua",), *((name, row[name] or "") for name in _GROUPS)):
        yield *group, "total"
        yield *group, "status", row["status"]
    yield from ((name,) for name in _FLAGS if row[name])
    if row["alasan"]:
        yield "alasan", row["alasan"]
        if found.alasan[row["alasan"]].tahun_berjalan:
            yield ("dikerjakan_tahun_berjalan",)
    if row["tahap_kecamatan"]:
        came = STEPS.index(row["tahap_kecamatan"])
        yield from (("corong", step) for step in STEPS[: came + 1])
    if row["tahap_kecamatan"] == STEPS[-1]:
        yield "tindak_lanjut", "semua"
        yield "tindak_lanjut", "keadaan", row["tindak_lanjut"] or ""
        reached = TAHAP.index(row["tahap"]) if row["tahap"] else 0
        yield from (("tindak_lanjut", "sampai", stage) for stage in TAHAP[1 : reached + 1])


def _count_changes(rows: Sequence[Row], counted: Counter[Way]) -> None:
    """Corrected approvals, by the direction of their volume."""
    for row in rows:
        more = row["volume"] - (row["volume_usulan"] or 0)
        way = "perubahan", "naik" if more > 0 else "turun" if more < 0 else "tetap"
        before, after = row["anggaran_usulan"], row["anggaran"]
        known = before is not None and after is not None
        counted[*way, "jumlah"] += 1
        counted[*way, "semula"] += before if known else 0
        counted[*way, "menjadi"] += after if known else 0
        counted[*way, "tanpa_anggaran"] += not known
