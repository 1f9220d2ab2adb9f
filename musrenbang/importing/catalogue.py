"""Agencies, standard activities and kelurahan: the year's own first, then what the mapping offers.

What a row needs and the year lacks is added; what the year has is never changed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from musrenbang.files.paths import RESERVED_SLUGS
from musrenbang.records.validation import meant, validate
from musrenbang.sheets.cells import CellError
from musrenbang.text.name_keys import LONGEST_SLUG, name_key, slug_of, squeezed
from musrenbang.year.personal_data import numbers
from schemas import Kelurahan
from schemas.base import Record

Entry = TypeVar("Entry", bound=Record)


class Catalogue(Generic[Entry]):
    """Codes by every spelling of a name, and the entries that rows turned out to need."""

    def __init__(self, kind: str, existing: Mapping[str, Entry]) -> None:
        self.kind = kind
        self.existing = existing
        self.added: dict[str, Entry] = {}
        self._offers: dict[str, Entry] = {}
        self._codes: dict[str, str] = {}
        self._names: list[str] = []
        for code, entry in existing.items():
            self._index(code, entry)

    def offer(self, code: str, entry: Entry, spellings: Iterable[str] = ()) -> None:
        """Name an entry that may be added once a row needs it."""
        self._offers[code] = entry
        self._index(code, entry, spellings)

    def _index(self, code: str, entry: Entry, spellings: Iterable[str] = ()) -> None:
        values: dict[str, Any] = dict(entry)
        named = (values.get(field) for field in ("nama", "singkatan", "kegiatan"))
        for name in (*named, *spellings, code):
            if name:
                self._codes.setdefault(name_key(name), code)
                self._names.append(name)

    def find(self, text: str) -> str | None:
        """The code of a name or code."""
        return self._codes.get(name_key(text))

    def code_of(self, text: str) -> str:
        """The code of a name or code; refuses what is not known."""
        code = self.find(text)
        if code is None:
            shorter = text.rpartition(" ")[0]  # “perbaikan saluran air” for “Perbaikan saluran”
            close = meant(text, self._names) or meant(shorter, self._names)
            hint = f" Maksud Anda “{close}”?" if close else ""
            raise CellError(f"{self.kind} “{text}” tidak dikenal.{hint}")
        return code

    def entry(self, code: str) -> Entry | None:
        """The entry of a code, the year's own before the offered one."""
        return self.existing.get(code) or self._offers.get(code)

    def need(self, code: str) -> None:
        """Note that a row uses this code."""
        if code not in self.existing and code in self._offers:
            self.added[code] = self._offers[code]

    def new_code(self, text: str) -> str:
        """A free code for a new entry."""
        taken = self.existing.keys() | self._offers.keys()
        base = slug_of(text) or self.kind.casefold()
        code, count = base, 2
        while code in taken:
            suffix = f"-{count}"
            code, count = base[: LONGEST_SLUG - len(suffix)].rstrip("-") + suffix, count + 1
        return code


_KELURAHAN = re.compile(r"[^\W_](?:[^\W_]|[ .'’-])*")
_ALIKE = 0.85
_USUAL = 10
"""A name this frequent in the sheet makes a name that occurs once and is one letter off a typo."""


class KelurahanNames:
    """Folders by name of kelurahan; a near miss of a known name is refused, not made a new one.

    Known are the year's own and those that the mapping lists.
    """

    def __init__(self, existing: Mapping[str, str], listed: Iterable[str] = ()) -> None:
        self._slugs: dict[str, str] = {}
        self._squeezed: dict[str, str] = {}
        self.names = dict(existing)
        for slug, name in existing.items():
            self._learn(slug, name)
        self._existing = dict(self._squeezed)
        self._listed = {name_key(name) for name in listed}
        self._typos: dict[str, str] = {}

    def suspect(self, counts: Mapping[str, int]) -> None:
        """Look for typos among the names of a sheet, given how often it writes each."""
        self._typos = _rare_typos(counts)

    def _learn(self, slug: str, name: str) -> None:
        for spelling in (name, slug):
            self._slugs.setdefault(name_key(spelling), slug)
            self._squeezed.setdefault(squeezed(spelling), name)

    def slug(self, text: str) -> str:
        """The folder of a kelurahan, known or new."""
        name = kelurahan_name(text)
        if not _KELURAHAN.fullmatch(name) and name not in self.names.values():
            raise CellError(
                f"“{name}” tidak dapat menjadi nama kelurahan; isinya huruf, angka, spasi, titik, "
                "petik atau tanda hubung"
            )
        if any(numbers(name)):
            raise CellError(f"“{name}” memuat nomor seseorang, bukan nama kelurahan saja")
        known = self._slugs.get(name_key(name))
        if known is not None:
            return known
        meant = self._meant(name)
        if meant is not None:
            raise CellError(
                f"kelurahan “{name}” tidak dikenal. Maksud Anda “{meant}”? Bila memang kelurahan "
                "lain, sebutkan dengan kodenya pada `kode_kelurahan` dalam pemetaan."
            )
        slug = slug_of(name)
        if not slug or slug in RESERVED_SLUGS:
            raise CellError(f"“{name}” tidak dapat menjadi nama kelurahan")
        _, problems = validate(Kelurahan, {"nama": name}, "")
        if problems:
            raise CellError(f"{problems[0].message} {problems[0].hint}")
        self.names[slug] = name
        self._learn(slug, name)
        return slug

    def _meant(self, name: str) -> str | None:
        """The known name that this one most likely misspells."""
        key = squeezed(name)
        if key in self._squeezed:
            return self._squeezed[key]
        if name_key(name) in self._listed:
            return None
        close = get_close_matches(key, list(self._existing), n=1, cutoff=_ALIKE)
        return self._existing[close[0]] if close else self._typos.get(key)


def kelurahan_name(text: str) -> str:
    """The name alone, without the word before it."""
    return re.sub(r"(?i)^(?:kelurahan|kel\.?)\s+", "", text).strip() or text


def _rare_typos(counts: Mapping[str, int]) -> dict[str, str]:
    """What is meant by a name that occurs once, one letter from a name that occurs often."""
    totals: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text, count in counts.items():
        name = kelurahan_name(text)
        totals[squeezed(name)] += count
        shown.setdefault(squeezed(name), name)
    usual = [key for key, count in totals.items() if count >= _USUAL]
    return {
        key: shown[other]
        for key, count in totals.items()
        if count == 1
        for other in usual
        if _one_letter_off(key, other)
    }


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter was changed, left out, put in, or swapped with its neighbour."""
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, other_rest = short[start:], long[start:]
    if len(short) < len(long):
        return rest == other_rest[1:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return len(short) == len(long) and (rest[1:] == other_rest[1:] or swapped == other_rest)
