"""What an audit accepts although it was against the rules: `.github/riwayat-diterima.yaml`."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Record
from schemas.scalars import Uraian, refuse

NamaCommit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


class Diterima(Record):
    """Satu pelanggaran yang diterima, atau semuanya sampai suatu commit."""

    commit: NamaCommit | None = Field(
        None, title="Commit", description="Nama lengkap satu commit, 40 angka dan huruf."
    )
    sampai: NamaCommit | None = Field(
        None,
        title="Sampai",
        description="Nama lengkap commit terakhir yang diterima, 40 angka dan huruf.",
    )
    alasan: Uraian = Field(title="Alasan", description="Mengapa diterima; tampil dalam audit.")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.commit is None) == (self.sampai is None):
            raise refuse(
                "Butir ini tidak menyebut satu commit.",
                "Tulis `commit:` untuk satu commit, atau `sampai:` untuk semuanya sampai commit "
                "itu.",
            )
        return self


class RiwayatDiterima(Record):
    """Pelanggaran dalam riwayat yang diterima, masing-masing dengan alasannya."""

    diterima: tuple[Diterima, ...] = Field(
        title="Diterima", description="Satu butir per commit, atau sampai suatu commit."
    )
