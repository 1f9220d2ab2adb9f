"""Agencies, standard activities and kelurahan: the year's own first, then what the mapping offers.

What a row needs and the year lacks is added; what the year has is never changed.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from musrenbang.importing.cells import CellError
from musrenbang.paths import RESERVED_SLUGS
from schemas.base import Record

Entry = TypeVar("Entry", bound=Record)
_LONGEST_SLUG = 60


def name_key(text: str) -> str:
    """What spellings of one name have in common."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def squeezed(text: str) -> str:
    """A name without what people leave out or put in: Rawa Sari, Rawasari."""
    return re.sub(r"[\W_]", "", text.casefold())


def slug_of(text: str) -> str:
    """A short name for paths, cut between words."""
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
        if len(longer) > _LONGEST_SLUG:
            break
        slug = longer
    return slug


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
        for name in (code, *named, *spellings):
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
            by_lower = {name.casefold(): name for name in self._names}
            close = get_close_matches(text.casefold(), list(by_lower), n=1, cutoff=0.75)
            hint = f" Maksud Anda “{by_lower[close[0]]}”?" if close else ""
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
            code, count = base[: _LONGEST_SLUG - len(suffix)].rstrip("-") + suffix, count + 1
        return code


class KelurahanNames:
    """Folders by name of kelurahan; a near miss of a known name is refused, not made a new one."""

    def __init__(self, existing: Mapping[str, str]) -> None:
        self._slugs: dict[str, str] = {}
        self._squeezed: dict[str, str] = {}
        self.names = dict(existing)
        for slug, name in existing.items():
            self._learn(slug, name)

    def _learn(self, slug: str, name: str) -> None:
        for spelling in (name, slug):
            self._slugs.setdefault(name_key(spelling), slug)
            self._squeezed.setdefault(squeezed(spelling), name)

    def slug(self, text: str) -> str:
        """The folder of a kelurahan, known or new."""
        name = re.sub(r"(?i)^(?:kelurahan|kel\.?)\s+", "", text).strip() or text
        known = self._slugs.get(name_key(name))
        if known is not None:
            return known
        if squeezed(name) in self._squeezed:
            raise CellError(
                f"kelurahan “{name}” tidak dikenal. Maksud Anda “{self._squeezed[squeezed(name)]}”?"
            )
        slug = slug_of(name)
        if not slug or slug in RESERVED_SLUGS:
            raise CellError(f"“{name}” tidak dapat menjadi nama kelurahan")
        self.names[slug] = name
        self._learn(slug, name)
        return slug
