"""The search index: all proposals of a year as scripts that the search page loads once.

Scripts, not JSON files, because a page opened from a disk may run a script beside it but may not
fetch a file. What they hold is JSON, so nothing in a record can become code.
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial

from musrenbang.cases import Status
from musrenbang.extracts import keywords
from musrenbang.labels import ALASAN, STATUS, TIPE
from musrenbang.publishing import Output
from musrenbang.site import addresses
from musrenbang.site.entries import Entry
from musrenbang.site.world import Place, World, YearWorld

SHARD = 5000
"""Proposals in one script: about 1 MB, a fifth of it when compressed."""

PROBLEM_LENGTH = 140

_ACTIVE = "<>&\u2028\u2029"


def shards(year: YearWorld) -> range:
    """The numbers of the index scripts of a year; there is always one."""
    return range(max(1, -(-year.view.proposed // SHARD)))


def residents_words(text: str) -> dict[str, object]:
    """Abbreviations with what they stand for, and groups of words for the same thing."""
    abbreviations: dict[str, str] = {}
    groups: list[list[str]] = []
    for line in text.splitlines():
        whole, equals, rest = line.partition("#")[0].rpartition("=")
        words = [word.strip() for word in rest.split(",") if word.strip()]
        if equals:
            abbreviations |= dict.fromkeys(words, whole.strip())
        elif words:
            groups.append(words)
    return {"singkatan": abbreviations, "padanan": groups}


def find_index(world: World, year: YearWorld) -> Iterator[Output]:
    """The index scripts of one year: the first also holds the names behind the codes."""
    kelurahan = list(year.by_kelurahan)
    skpd = list(year.view.ringkasan.skpd)
    alasan = list(ALASAN)
    names: dict[str, object] = {
        "kelurahan": [[slug, year.kelurahan_name(slug)] for slug in kelurahan],
        "skpd": [[kode or addresses.NO_SKPD, year.skpd_short(kode)] for kode in skpd],
        "status": [[label.kode, label.nama] for label in STATUS.values()],
        "tipe": [[kode, nama] for kode, nama in TIPE.items()],
        "alasan": [[kode, ALASAN[kode].nama] for kode in alasan],
    }
    extracts = year.view.extracts.values()
    every = list(dict.fromkeys(word for extract in extracts for word in extract.keywords))
    names["kunci"] = every
    names |= residents_words(world.theme.text("padanan.txt"))
    ranks = tuple(
        {value: index for index, value in enumerate(values)}
        for values in (kelurahan, skpd, list(Status), list(TIPE), alasan, every)
    )
    codes = json.dumps((kelurahan, skpd, every))
    rows = [
        row
        for folder in year.year.folders
        for row in world.keep(
            Place("indeks", year.tahun, folder.slug, codes),
            partial(_rows, year, folder.slug, ranks),
        ).split(b"\n")
        if row
    ]
    for number in shards(year):
        part = b",".join(rows[number * SHARD : (number + 1) * SHARD])
        legend = _json(names)[1:-1] if number == 0 else b""
        content = b'{"bagian":%d,"usulan":[%b]%b}' % (number, part, legend and b"," + legend)
        script = b"(globalThis.musrenbang??=[]).push(%b);\n" % content
        yield addresses.index_script(year.tahun, number), script


def _json(value: object) -> bytes:
    return _inert(_encode(value)).encode()


def _inert(text: str) -> str:
    """JSON in which nothing is markup, wherever a script stands."""
    for char in _ACTIVE:
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _rows(year: YearWorld, slug: str, ranks: Sequence[dict[object, int]]) -> bytes:
    """The proposals of one folder, one on a line."""
    rows = [_encode(_row(entry, ranks)) for entry in year.entries_in(slug)]
    return _inert("\n".join(rows)).encode()


def _row(entry: Entry, ranks: Sequence[dict[object, int]]) -> list[object]:
    """One proposal as the script expects it; keep in step with `cari.js`."""
    case = entry.case
    kelurahan, skpd, status, tipe, alasan, every = ranks
    reason = case.keputusan.alasan if case.keputusan and entry.alasan else None
    return [
        case.folder if case.langsung else 0,
        case.nomor,
        entry.judul,
        0 if entry.alamat is None else entry.alamat,
        case.usulan.permasalahan[:PROBLEM_LENGTH],
        kelurahan[case.kelurahan],
        case.usulan.rw or "",
        skpd[case.kode_skpd or ""],
        status[case.status],
        tipe[case.tipe or ""],
        alasan[reason.kode] if reason else -1,
        case.anggaran if case.anggaran is not None else -1,
        entry.volume,
        int(case.diubah),
        int(entry.sementara),
        every[keywords(case)],
    ]
