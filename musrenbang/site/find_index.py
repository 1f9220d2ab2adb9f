"""The search index: all proposals of a year as scripts that the search page loads once.

Scripts, not JSON files, because a page opened from a disk may run a script beside it but may not
fetch a file. What they hold is JSON, so nothing in a record can become code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Engine
from musrenbang.site.entries import ListedProposal
from musrenbang.site.page_facts import YearFacts
from musrenbang.year.cases import Case, Status
from musrenbang.year.labels import TIPE

SHARD = 5000
"""Proposals in one script: about 1 MB, a fifth of it when compressed."""

PROBLEM_LENGTH = 140

_ACTIVE = "<>&\u2028\u2029"


def shards(year: YearFacts) -> range:
    """The numbers of the index scripts of a year; there is always one."""
    return range(max(1, -(-len(year.view.cases) // SHARD)))


def residents_words(text: str) -> dict[str, object]:
    """Abbreviations with what they stand for, and groups of words for the same thing.

    A word that says nothing about any proposal stands for an empty one.
    """
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


def find_index(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """The index scripts of one year: the first also holds the names behind the codes."""
    kelurahan = list(year.by_kelurahan)
    skpd = list(year.view.ringkasan.skpd)
    alasan = list(year.view.ringkasan.alasan)
    names: dict[str, object] = {
        "banyak": len(shards(year)),
        "kelurahan": [[slug, year.kelurahan_name(slug)] for slug in kelurahan],
        "skpd": [[kode or addresses.NO_SKPD, year.skpd_short(kode)] for kode in skpd],
        "status": [[label.kode, label.nama] for label in year.labels.values()],
        "tipe": [[kode, nama] for kode, nama in TIPE.items()],
        "alasan": [[kode, nama] for kode, nama in year.reason_names.items()],
    }
    every = list(dict.fromkeys(map(keywords, year.view.cases)))
    names["kunci"] = every
    names |= residents_words(engine.site.theme.text("padanan.txt"))
    lists: tuple[Iterable[object], ...] = (kelurahan, skpd, list(Status), list(TIPE), alasan, every)
    ranks = tuple({value: index for index, value in enumerate(values)} for values in lists)
    rows = [_row(year.entry(case), ranks) for case in year.view.cases]
    for number in shards(year):
        part = {
            "tahun": year.tahun,
            "bagian": number,
            "usulan": rows[number * SHARD : (number + 1) * SHARD],
        }
        yield index_part(year.tahun, number, part | names if number == 0 else part)


def index_part(tahun: int, number: int, part: Mapping[str, object]) -> Output:
    """One part of the index as a script."""
    content = _inert(_encode(part))
    script = f"(globalThis.musrenbang??=[]).push({content});\n"
    return addresses.index_script(tahun, number), script.encode()


def _inert(text: str) -> str:
    """JSON in which nothing is markup, wherever a script stands."""
    for char in _ACTIVE:
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _row(entry: ListedProposal, ranks: Sequence[dict[object, int]]) -> list[object]:
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


def keywords(case: Case) -> str:
    """What a proposal is also called: its template's code and name, its issue and program."""
    kegiatan = case.template.kegiatan if case.template else ""
    words = ((case.usulan.template or "").replace("-", " "), kegiatan, case.isu, case.program)
    return " ".join(word for word in words if word)
