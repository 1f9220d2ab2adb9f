"""Settings, agencies, standard activities, kelurahan: the year's own, then what the mapping offers.

What a row needs and the year lacks is added; what the year has is never changed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Generic, TypeVar

from musrenbang.files.paths import RESERVED_SLUGS
from musrenbang.files.program import COMMAND
from musrenbang.importing.mapping import Pemetaan, TahunBaru
from musrenbang.importing.sheet_files import SourceRow
from musrenbang.importing.target_year import Target
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import CellError
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.name_keys import LONGEST_SLUG, column_key, name_key, slug_of, squeezed, untaken
from musrenbang.year.personal_data import numbers
from schemas import Kelurahan, Musrenbang
from schemas.base import Record
from schemas.musrenbang import DaftarPejabat, Kecamatan, KepalaPerencanaan, Pejabat

CatalogueEntry = TypeVar("CatalogueEntry", bound=Record)


Alike = Callable[[str, Iterable[str]], str | None]
"""Which of some names a text most likely means."""


class Catalogue(Generic[CatalogueEntry]):
    """Codes by every spelling of a name, and the entries that rows turned out to need."""

    def __init__(self, kind: str, existing: Mapping[str, CatalogueEntry], alike: Alike) -> None:
        self.kind = kind
        self._alike = alike
        self._likely: dict[str, tuple[str | None, str]] = {}
        self.existing = existing
        self.added: dict[str, CatalogueEntry] = {}
        self._offers: dict[str, CatalogueEntry] = {}
        self._codes: dict[str, str] = {}
        self._names: list[str] = []
        for code, entry in existing.items():
            self._index(code, entry)

    def offer(self, code: str, entry: CatalogueEntry, spellings: Iterable[str] = ()) -> None:
        """Name an entry that may be added once a row needs it."""
        self._likely.clear()
        self._offers[code] = entry
        self._index(code, entry, spellings)

    def _index(self, code: str, entry: CatalogueEntry, spellings: Iterable[str] = ()) -> None:
        named = (getattr(entry, field, None) for field in ("nama", "singkatan", "kegiatan"))
        for name in (*named, *spellings, code):
            if name:
                self._codes.setdefault(name_key(name), code)
                self._names.append(name)

    def find(self, text: str) -> str | None:
        """The code of a name or code."""
        return self._codes.get(name_key(text))

    def likely(self, text: str) -> tuple[str | None, str]:
        """The code that a text stands for, and by which name where it is not written so."""
        code = self.find(text)
        if code is not None:
            return code, ""
        if text not in self._likely:
            name = self._alike(text, self._names)
            self._likely[text] = (self.find(name), name) if name else (None, "")
        return self._likely[text]

    def entry(self, code: str) -> CatalogueEntry | None:
        """The entry of a code, the year's own before the offered one."""
        return self.existing.get(code) or self._offers.get(code)

    def need(self, code: str) -> CatalogueEntry | None:
        """Note that a row uses this code; its entry."""
        if code in self._offers and code not in self.existing:
            self.added[code] = self._offers[code]
        return self.entry(code)

    def new_code(self, text: str) -> str:
        """A free code for a new entry."""
        taken = self.existing.keys() | self._offers.keys()
        base = slug_of(text) or self.kind.casefold()
        return untaken(base, taken.__contains__, longest=LONGEST_SLUG)


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
        """Look for typos among the names of a sheet, given how often it writes each.

        One is a name that occurs once, one letter from a name that occurs often.
        """
        totals: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for text, count in counts.items():
            name = kelurahan_name(text)
            totals[squeezed(name)] += count
            shown.setdefault(squeezed(name), name)
        usual = [key for key, count in totals.items() if count >= _USUAL]
        self._typos = {
            key: shown[other]
            for key, count in totals.items()
            if count == 1
            for other in usual
            if _one_letter_off(key, other)
        }

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
        known = self._slugs.get(name_key(name)) or self._slug_of_squeezed(name)
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

    def _slug_of_squeezed(self, name: str) -> str | None:
        """The folder of a name that is written with other gaps: “Rawa Sari” is Rawasari."""
        same = self._squeezed.get(squeezed(name))
        return None if same is None else self._slugs[name_key(same)]

    def _meant(self, name: str) -> str | None:
        """The known name that this one most likely misspells."""
        key = squeezed(name)
        if name_key(name) in self._listed:
            return None
        close = get_close_matches(key, list(self._existing), n=1, cutoff=_ALIKE)
        return self._existing[close[0]] if close else self._typos.get(key)


def kelurahan_name(text: str) -> str:
    """The name alone, without the word before it."""
    return re.sub(r"(?i)^(?:kelurahan|kel\.?|desa)\s+", "", text).strip() or text


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


_SHOWN = 40


def missing_year(tahun: int) -> UsageError:
    """The refusal of a folder without the year where the mapping cannot make it."""
    return UsageError(
        f"Tahun {tahun} belum ada di folder data ini, dan pemetaan ini tidak memuat `tahun_baru` "
        "untuk membuatnya. Impor tanpa --mapping mengenali atau menanyakan yang diperlukan."
    )


def new_settings(
    mappings: Iterable[Pemetaan], target: Target, rows: Sequence[SourceRow]
) -> Musrenbang | None:
    """The settings of a year that has none; rows of another kecamatan are refused."""
    settings = target.year.musrenbang
    new = next((mapping.tahun_baru for mapping in mappings if mapping.tahun_baru), None)
    last = max(target.snapshot.years.keys() - {target.tahun}, default=target.tahun)
    if settings is None and last < target.tahun:
        raise CommandError(
            f"Tahun {target.tahun} belum ada di folder data ini. Mulai dulu dari tahun {last}, "
            f"ajukan tersendiri, lalu impor lagi: {COMMAND} new tahun {last + 1}"
        )
    if new is None:
        if settings is None:
            raise missing_year(target.tahun)
        return None
    names = _kecamatan_names(new, rows)
    if len(names) > 1:
        raise CommandError(
            f"Ada baris dari {len(names)} kecamatan, sedangkan satu folder data untuk satu "
            f'kecamatan. Pilih satu, misalnya --pilih {new.kecamatan.kolom}="{names[0]}". '
            f"Yang ada: {', '.join(names[:_SHOWN])}."
        )
    if not names:
        return None
    if settings is None:
        return _musrenbang(new, target.tahun, names[0])
    if squeezed(names[0]) != squeezed(settings.kecamatan.nama):
        raise CommandError(
            f"Folder data ini untuk Kecamatan {settings.kecamatan.nama}, sedangkan lembar memuat "
            f"Kecamatan {names[0]}. Pilih folder lain dengan --root."
        )
    return None


def _kecamatan_names(new: TahunBaru, rows: Sequence[SourceRow]) -> list[str]:
    column = new.kecamatan.kolom
    if column is None:
        return list(new.kecamatan.kode) if rows else []
    names = (" ".join(row.text(column).split()) for row in rows)
    return sorted({column_key(name): name for name in names if name}.values())


def _musrenbang(new: TahunBaru, tahun: int, name: str) -> Musrenbang:
    codes = {column_key(known): (known, code) for known, code in new.kecamatan.kode.items()}
    if column_key(name) not in codes:
        raise CommandError(
            f"Kode Kecamatan {name} tidak ada dalam pemetaan. Tambahkan pada "
            "`tahun_baru: kecamatan: kode`."
        )
    known, code = codes[column_key(name)]
    return Musrenbang(
        tahun=tahun,
        tahun_rencana=tahun + new.tahun_rencana - new.tahun,
        kecamatan=Kecamatan(kode=code, nama=known),
        kota=new.kota,
        pejabat=DaftarPejabat(
            camat=Pejabat(), kepala_perencanaan=KepalaPerencanaan(jabatan=new.kepala_perencanaan)
        ),
    )
