"""What became of a proposal after the kecamatan: `decisions/<tahun>/tindak-lanjut/`."""

from typing import Literal, Self

from pydantic import Field, model_validator

from schemas.base import Listing, Record
from schemas.scalars import Kalimat, Rupiah, Tanggal, Uraian, refuse

Tahap = Literal["forum-ukpd", "kota", "rkpd", "apbd", "pelaksanaan"]
"""In their order: juknis D.5, C.2.c.4 and Form 1 (KETIGA), then the budget and the work."""

HasilTahap = Literal["diterima", "ditolak", "ditunda", "berjalan", "selesai", "batal"]


class Kabar(Record):
    """Satu kabar tentang usulan sesudah tingkat kecamatan."""

    tahap: Tahap = Field(
        title="Tahap", description="Tingkat yang memberi kabar, misalnya rkpd atau apbd."
    )
    hasil: HasilTahap = Field(
        title="Hasil",
        description="Pada pelaksanaan: berjalan, selesai, ditunda atau batal; pada tahap lain: "
        "diterima, ditolak, ditunda atau batal.",
    )
    tanggal: Tanggal = Field(title="Tanggal", description="Tanggal menurut sumbernya.")
    sumber: Kalimat = Field(
        title="Sumber",
        description="Dokumen atau surat yang menyebutnya, misalnya Berita Acara Musrenbang Kota.",
    )
    nilai: Rupiah | None = Field(
        None, title="Nilai", description="Rupiah bulat menurut sumber itu, bila disebut."
    )
    kode: Kalimat | None = Field(
        None, title="Kode kegiatan", description="Kode kegiatan dalam rencana atau anggaran."
    )
    keterangan: Uraian | None = Field(
        None,
        title="Keterangan",
        description="Wajib bila kabar ini membalik atau membetulkan kabar sebelumnya.",
    )


class TindakLanjut(Listing[tuple[Kabar, ...]]):
    """Kabar tentang satu usulan, yang terlama di atas; hanya bertambah di bawah."""

    root: tuple[Kabar, ...] = Field(
        title="Kabar", description="Satu butir per kabar; kabar baru ditulis paling bawah."
    )

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if not self.root:
            raise refuse(
                "Berkas ini belum memuat kabar.", "Tulis satu butir, atau hapus berkasnya."
            )
        return self
