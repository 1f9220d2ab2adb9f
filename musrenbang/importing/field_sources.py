"""Where a proposal's values come from in a sheet, and what is said of a column at fault."""

from collections.abc import Mapping
from typing import Any

from musrenbang.importing.mapping import Pemetaan, Sumber
from musrenbang.records.findings import Keys

_NESTED = {
    "alamat": ("lokasi", "alamat"),
    "koordinat": ("lokasi", "koordinat"),
    "hasil_lurah": ("validasi_lurah", "hasil"),
    "tanggal_lurah": ("validasi_lurah", "tanggal"),
    "catatan_lurah": ("validasi_lurah", "catatan"),
}
_NAME_OF = {place: name for name, place in _NESTED.items()}


def complaint(source: Sumber, message: str) -> str:
    """What is wrong with the columns of a source."""
    end = "" if message.endswith((".", "?")) else "."
    return f"Kolom {quoted(source)}: {message}{end}"


def quoted(source: Sumber) -> str:
    return " + ".join(f"“{column}”" for column in source.columns) or "(teks tetap)"


def source_at(mapping: Pemetaan, keys: Keys) -> Sumber | None:
    """Where the value at a place of a proposal comes from."""
    place = tuple(map(str, keys))
    name = _NAME_OF.get((place[0], place[-1]), place[0]) if place else ""
    source: Sumber | None = getattr(mapping.bidang, name, None)
    return source


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row, named and nested as in a proposal."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in _NESTED:
            outer, inner = _NESTED[name]
            found.setdefault(outer, {})[inner] = value
        else:
            found[name] = value
    return found
