"""Where one field of a proposal comes from: the smallest part of a mapping file."""

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Record
from schemas.scalars import Kalimat, Uraian, YaTidak

KEEP = "apa-adanya"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def refuse(message: str, hint: str) -> PydanticCustomError:
    """A refusal of a mapping, told as the record files' own are."""
    return PydanticCustomError("pemetaan", "{pesan}", {"pesan": message, "hint": hint})


class Sumber(Record):
    """Asal satu isian: satu kolom, teks tetap, atau gabungan beberapa kolom."""

    kolom: Kalimat | None = Field(None, title="Kolom", description="Judul kolom pada lembar.")
    susun: tuple[Kalimat, ...] = Field(
        (),
        title="Susun",
        description="Potongan teks dengan {judul kolom}; potongan yang kolomnya kosong dilewati.",
    )
    tetap: Uraian | None = Field(None, title="Tetap", description="Teks yang sama untuk semua.")
    nilai: dict[str, str] = Field({}, title="Nilai", description="Isi sel di kiri, isian di kanan.")
    memuat: dict[str, tuple[str, ...]] = Field(
        {}, title="Memuat", description="Isian di kiri, kata pencirinya di kanan; urutan berlaku."
    )
    selain_itu: str | None = Field(
        None,
        title="Selain itu",
        description=f"Bila nilai atau memuat tidak cocok; `{KEEP}` berarti isi sel itu sendiri.",
    )
    bila_kosong: Uraian | None = Field(
        None, title="Bila kosong", description="Isian bila sel kosong."
    )
    pola: YaTidak = Field(
        default=False,
        title="Pola",
        description="true: cari RT/RW atau koordinat di dalam teks. Hanya untuk rw, rt, koordinat.",
    )
    dengan_satuan: YaTidak = Field(
        default=False,
        title="Dengan satuan",
        description="true: sel memuat angka dan satuan, misalnya 60 m. Hanya untuk volume.",
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum((self.kolom is not None, bool(self.susun), self.tetap is not None)) != 1:
            raise refuse(
                "Asal isian ini tidak jelas.",
                "Tulis salah satu saja: `kolom`, `susun` atau `tetap`.",
            )
        if any(brace in _PLACEHOLDER.sub("", part) for part in self.susun for brace in "{}"):
            raise refuse(
                "Kurung kurawal pada `susun` tidak berpasangan.", "Tulis {judul kolom} lengkap."
            )
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        if self.kolom is not None:
            return (self.kolom,)
        return tuple(name for part in self.susun for name in _PLACEHOLDER.findall(part))


def fill(part: str, texts: dict[str, str]) -> str:
    """Put the texts of the columns into one part of `susun`."""
    return _PLACEHOLDER.sub(lambda match: texts[match[1]], part)


def placeholders(part: str) -> list[str]:
    """The columns one part of `susun` names."""
    return _PLACEHOLDER.findall(part)


Asal = Annotated[
    Sumber, BeforeValidator(lambda value: {"kolom": value} if isinstance(value, str) else value)
]
"""A `Sumber`; the title of a column alone is enough."""


def optional(title: str) -> Asal | None:
    return Field(None, title=title, description="Judul kolom, atau `kolom`/`susun`/`tetap`.")
