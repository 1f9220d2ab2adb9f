"""The letter that hands the report to Kanppeko/Kanppekab (juknis C.3.b), with all figures.

Every proposal of the year is counted in exactly one row, so that the totals add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from musrenbang.cases import Status
from musrenbang.documents.naskah import Kepala, Naskah
from musrenbang.figures import Rekap, Tally, tally
from musrenbang.views import View

DIBAHAS = (Status.DISETUJUI, Status.DITOLAK, Status.BELUM_DIVALIDASI)


@dataclass(frozen=True)
class RekapHasil:
    """What became of a group of proposals; states by their code."""

    nama: str
    status: Mapping[str, Tally]
    semua: Tally


@dataclass(frozen=True)
class IsiPengantar:
    """The figures the letter reports."""

    hasil: RekapHasil
    dibahas: Tally
    diubah: int
    dikerjakan_tahun_berjalan: int
    kelurahan: tuple[RekapHasil, ...]


def naskah(view: View, kepala: Kepala) -> Naskah:
    """The covering letter of a year's report."""
    figures = view.ringkasan
    names = {slug: folder.nama for slug, folder in view.year.kelurahan.items()}
    return Naskah(
        nama="laporan",
        judul="Laporan Hasil Pelaksanaan Musrenbang Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="pengantar.html",
        kaki="Laporan Hasil Pelaksanaan Musrenbang Kecamatan",
        kepala=kepala,
        isi=IsiPengantar(
            hasil=_hasil("Jumlah", figures.semua),
            dibahas=tally(case for case in view.cases if case.status in DIBAHAS),
            diubah=figures.diubah.jumlah,
            dikerjakan_tahun_berjalan=figures.alasan["dikerjakan-tahun-berjalan"].jumlah,
            kelurahan=tuple(
                sorted(
                    (_hasil(names.get(slug, slug), of) for slug, of in figures.kelurahan.items()),
                    key=lambda row: row.nama.casefold(),
                )
            ),
        ),
    )


def _hasil(nama: str, rekap: Rekap) -> RekapHasil:
    states = {status.value: figures for status, figures in rekap.status.items()}
    return RekapHasil(nama, states, rekap.total)
