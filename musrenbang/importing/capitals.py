"""Texts in capitals throughout, written again in ordinary letters."""

import re
from collections.abc import Iterable

_KEPT = tuple(
    re.findall(
        r"\w+",
        "RT RW PJU MCK IPAL PAUD TK SD SDN MI SMP SMA SMK PKK RPTRA JPO PAM PDAM PLN LED CCTV UMKM "
        "KK DPU PU SDA LH PE DKI APBD ASN KTP BPJS KB TPS MTS MA LMK FKDM KUA UKM IT TV GOR PKL "
        "HIV AIDS BPBD BPKAD SKPD UKPD OPD ATK LKM BKM II III IV VI VII VIII IX XI XII",
    )
)
"""Words that stay in capitals."""
_SHORTEST_SHOUT = 8


def is_shouted(text: str) -> bool:
    """Whether a text of more than one word is written in capitals throughout."""
    letters = sum(map(str.isalpha, text))
    return letters >= _SHORTEST_SHOUT and " " in text and text.isupper()


def calm(text: str, kept: Iterable[str] = (), *, names: bool) -> str:
    """Ordinary letters for a text in capitals; `names`: each word keeps its first capital.

    `kept`: further words that stay as they are.
    """
    fixed = {word.casefold(): word for word in (*_KEPT, *kept)}
    first = True

    def word(match: re.Match[str]) -> str:
        nonlocal first
        lower = match[0].lower()
        capital, first = first or names, False
        return fixed.get(lower) or (lower.capitalize() if capital else lower)

    return re.sub(r"[^\W\d_]+", word, text)


def calmed(text: str, *, names: bool = False) -> str:
    """The text as it is, unless it is shouted."""
    return calm(text, names=names) if is_shouted(text) else text
