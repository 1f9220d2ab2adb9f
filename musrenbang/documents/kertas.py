"""The sheets that are printed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Kertas:
    """A sheet, upright; sides in millimetres."""

    nama: str
    lebar: int
    tinggi: int


A4 = Kertas("A4", 210, 297)
F4 = Kertas("F4", 215, 330)
"""The sheet most offices print on."""
A3 = Kertas("A3", 297, 420)
"""For notice boards only."""

KERTAS: Mapping[str, Kertas] = MappingProxyType({kertas.nama: kertas for kertas in (A4, F4, A3)})
