"""Words, activities and units in one spelling, so that like can be compared with like."""

import re
from functools import lru_cache

from musrenbang.text.lookalikes import skeleton
from musrenbang.year.cases import Case


def vocabulary(text: str) -> frozenset[str]:
    """A set of words, written as plain text."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_STOP = vocabulary(
    """
    ada adalah agar akan atau bagi dalam dan dari dengan di guna ini itu kami karena ke kepada
    lain oleh pada para perlu saat sangat sebagai sehingga sering serta setiap sudah supaya
    terhadap tersebut tidak untuk yang
    """
)
_UNITS = {
    **dict.fromkeys(("m", "m1", "m'", "meter", "mtr", "meter lari"), "m"),
    **dict.fromkeys(("m2", "meter persegi", "m persegi"), "m2"),
    **dict.fromkeys(("m3", "meter kubik", "kubik"), "m3"),
    **dict.fromkeys(("km", "kilometer"), "km"),
    **dict.fromkeys(("ha", "hektar", "hektare"), "ha"),
    **dict.fromkeys(("kg", "kilogram"), "kg"),
    **dict.fromkeys(("unit", "unt", "buah", "bh", "pcs"), "unit"),
    **dict.fromkeys(("orang", "org", "peserta", "jiwa"), "orang"),
    **dict.fromkeys(("paket", "pkt"), "paket"),
    **dict.fromkeys(("titik", "ttk"), "titik"),
}
COUNTED = vocabulary(
    """
    unit orang paket titik ekor lokal kelompok pohon set lembaga dokumen posyandu kk lampu
    batang kali
    """
)
"""Units of things that come whole."""


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """The words and numbers of a text that carry meaning, in lower case."""
    return frozenset(_WORD.findall(skeleton(text))) - _STOP


@lru_cache(maxsize=16384)
def _normalised(text: str) -> str:
    return " ".join(sorted(words(text)))


def activity(case: Case) -> str:
    """The activity a proposal is compared by: its template, or its words in a fixed order."""
    return case.usulan.template or _normalised(case.usulan.usulan_kegiatan)


@lru_cache(maxsize=1024)
def unit(text: str) -> str:
    """A unit in its usual spelling: ``Buah`` → ``unit``, ``m'`` → ``m``."""
    plain = skeleton(text.replace(".", ""))
    return _UNITS.get(plain, plain)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words two texts have in common (Jaccard); 0 where both are empty."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
