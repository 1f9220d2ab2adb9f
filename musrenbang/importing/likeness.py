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


def like_activity(text: str, names: Iterable[str]) -> str | None:
    """The one name of an activity that this text misspells."""
    known = {squeezed(name): name for name in names}
    return known.get(squeezed(text)) or meant(text, known.values())
