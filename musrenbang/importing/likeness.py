"""Names that are written in another way, and still mean one thing."""

import re
from collections.abc import Iterable

from musrenbang.records.validation import meant
from musrenbang.text.name_keys import squeezed

_SHORT = {
    "sudin": "suku dinas",
    "sudinas": "suku dinas",
    "sku": "suku",
    "dinkes": "dinas kesehatan",
    "disdik": "dinas pendidikan",
    "dishub": "dinas perhubungan",
    "dinsos": "dinas sosial",
    "dlh": "dinas lingkungan hidup",
    "dpu": "dinas pekerjaan umum",
    "dpupr": "dinas pekerjaan umum penataan ruang",
    "pupr": "pekerjaan umum penataan ruang",
    "pu": "pekerjaan umum",
    "lh": "lingkungan hidup",
    "sda": "sumber daya air",
    "pe": "perindustrian energi",
    "kominfotik": "komunikasi informatika statistik",
    "kominfo": "komunikasi informatika",
    "nakertrans": "tenaga kerja transmigrasi",
    "naker": "tenaga kerja",
    "perkim": "perumahan kawasan permukiman",
    "prkp": "perumahan rakyat kawasan permukiman",
    "disperkim": "dinas perumahan kawasan permukiman",
    "satpol": "satuan polisi",
    "pp": "pamong praja",
    "gulkarmat": "penanggulangan kebakaran penyelamatan",
    "damkar": "pemadam kebakaran",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "sdn": "sd negeri",
}
_HEADS = frozenset({"suku", "dinas", "badan", "kantor", "bagian", "upt", "uptd"})
_OF_NO_MATTER = frozenset(
    [
        "dan",
        "kota",
        "administrasi",
        "adm",
        "kabupaten",
        "kab",
        "provinsi",
        "prov",
        "dki",
        "jakarta",
        "pusat",
        "utara",
        "barat",
        "selatan",
        "timur",
        "rakyat",
    ]
)


def agency_words(name: str) -> frozenset[str]:
    """What tells an agency from others: its words without rank and place, abbreviations in full."""
    words = re.findall(r"[^\W_]+", name.casefold())
    full = " ".join(_SHORT.get(word, word) for word in words).split()
    return frozenset(full) - _HEADS - _OF_NO_MATTER


def like_agency(text: str, names: Iterable[str]) -> str | None:
    """The one name that means the same agency; `None` where there is none, or more than one."""
    wanted = agency_words(text)
    offered = [(name, agency_words(name)) for name in names]
    same = {name for name, words in offered if words and words == wanted}
    if not same and len(wanted) > 1:
        same = {
            name for name, words in offered if len(words) > 1 and (words < wanted or wanted < words)
        }
    return min(same) if same else meant(text, [name for name, _ in offered])


_SHORT_WORK = {
    "jl": "jalan",
    "jln": "jalan",
    "gg": "gang",
    "pju": "penerangan jalan umum",
    "ling": "lingkungan",
    "lingk": "lingkungan",
    "pemb": "pembangunan pembuatan pembersihan",
    "rehab": "rehabilitasi perbaikan",
    "sal": "saluran",
    "got": "saluran",
}
_BETWEEN = frozenset({"dan", "di", "ke", "pada", "untuk", "yang", "dengan", "dari", "kegiatan"})
_SHORTEST_CUT, _SHORTEST_STEM = 3, 5
_MOST_OFFERED = 3


def suggested_activities(text: str, names: Iterable[str]) -> list[str]:
    """Names that have the words of this text, in any order, cut or misspelled; few, best first.

    They are to be offered, not taken: “Perb. jalan” may be two things.
    """
    words = _work_words(text)
    left = {name: _words_left(words, _work_words(name)) for name in names}
    same = sorted(name for name, rest in left.items() if rest == 0)
    more = sorted(name for name, rest in left.items() if rest is not None)
    return (same or (more if len(words) > 1 else []))[:_MOST_OFFERED]


def _work_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in _BETWEEN]


def _words_left(words: list[str], others: list[str]) -> int | None:
    """How many words of the other name are left over; `None` where one of these is not in it."""
    rest = list(others)
    for word in (part for one in words for part in _in_full(one, others)):
        match = next(
            (other for other in rest if _is_cut(word, other) or meant(word, [other])), None
        )
        if match is None:
            return None
        rest.remove(match)
    return len(rest) if words else None


def _in_full(word: str, others: list[str]) -> list[str]:
    """What a word is short for, as far as the other name has it."""
    said = _SHORT_WORK.get(word, "").split()
    if said and all(one in others for one in said):
        return said
    return [next((one for one in said if one in others), word)]


def _is_cut(word: str, other: str) -> bool:
    return (
        word == other
        or (len(word) >= _SHORTEST_CUT and other.startswith(word))
        or (len(word) >= _SHORTEST_STEM and word in other)
    )


def like_activity(text: str, names: Iterable[str]) -> str | None:
    """The one name of an activity that this text misspells."""
    known = {squeezed(name): name for name in names}
    return known.get(squeezed(text)) or meant(text, known.values())
