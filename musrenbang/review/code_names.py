"""Codes as people know them: agencies, standard activities, kelurahan, groups of guests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from musrenbang.files.paths import Kind
from musrenbang.records.snapshot import Snapshot
from musrenbang.year.labels import ALASAN, GOLONGAN, TIPE

_FIXED: Mapping[str, Mapping[str, str]] = {
    "golongan": {str(kode): nama for kode, nama in GOLONGAN.items()},
    "kode": {str(kode): f"{label.nama}, {label.dasar}" for kode, label in ALASAN.items()},
}
"""Fields whose codes mean the same in every year; any other `kode` is its own name."""


@dataclass(frozen=True)
class Names:
    """The names of one year's codes."""

    skpd: Mapping[str, str] = field(default_factory=dict)
    template: Mapping[str, str] = field(default_factory=dict)
    kelurahan: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    """Those of the list that is being told, if it is one."""

    def telling(self, kind: Kind) -> "Names":
        """The same names, for a list of agencies or of standard activities."""
        lists = {Kind.SKPD: self.skpd, Kind.TEMPLATE: self.template}
        return replace(self, entries=lists.get(kind, {}))

    def value(self, key: str, text: str) -> str:
        """The text of a field: the name of a code with the code behind it, or the text itself."""
        if key == "tipe":
            return TIPE.get(text, text)
        references = {
            "skpd": self.skpd,
            "skpd_tujuan": self.skpd,
            "template": self.template,
            "kelurahan": self.kelurahan,
        }
        if key in references:
            return named(references[key], text)
        known = _FIXED.get(key, {})
        return named(known, text) if text in known else text

    def entry(self, code: str) -> str:
        """The key of an entry of a list."""
        return named(self.entries, code) if code in self.entries else code


def named(names: Mapping[str, str], code: str) -> str:
    """A name with its code, or that the code has none."""
    return f"{names[code]} ({code})" if code in names else f"tidak terdaftar ({code})"


def names_of(snapshots: Iterable[Snapshot], tahun: int) -> Names:
    """The names of a year's codes; where snapshots differ the last one counts."""
    years = [snapshot.years[tahun] for snapshot in snapshots if tahun in snapshot.years]
    return Names(
        skpd={code: skpd.singkatan for year in years for code, skpd in year.skpd.items()},
        template={code: row.kegiatan for year in years for code, row in year.template.items()},
        kelurahan={slug: place.nama for year in years for slug, place in year.kelurahan.items()},
    )
