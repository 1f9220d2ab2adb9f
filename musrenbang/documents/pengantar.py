"""The letter that hands the report to Kanppeko/Kanppekab (juknis C.3.b), with all figures.

Every proposal of the year is counted in exactly one row, so that the totals add up.
"""

from dataclasses import dataclass

from musrenbang.cases import Status
from musrenbang.documents.hasil import RekapHasil, hasil_kelurahan, hasil_of
from musrenbang.documents.koreksi import corrections
from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.figures import Tally, tally

DIBAHAS = (Status.DISETUJUI, Status.DITOLAK, Status.BELUM_DIVALIDASI)


@dataclass(frozen=True)
class IsiPengantar:
    """The figures the letter reports."""

    hasil: RekapHasil
    dibahas: Tally
    diubah: int
    dikerjakan_tahun_berjalan: int
    dikoreksi: int
    """Proposals changed after Kirim."""
    usulan_langsung: int
    kelurahan: tuple[RekapHasil, ...]


def naskah(bahan: Bahan) -> Naskah:
    """The covering letter of a year's report."""
    view, kepala = bahan.view, bahan.kepala
    figures = view.ringkasan
    hasil = hasil_of("Jumlah", view.cases)
    laporan = "Laporan Hasil Pelaksanaan Musrenbang Kecamatan"
    return Naskah(
        nama="laporan",
        judul=f"{laporan} {kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="pengantar.html",
        kaki=f"Konsep {laporan}" if kepala.konsep else laporan,
        kepala=kepala,
        isi=IsiPengantar(
            hasil=hasil,
            dibahas=tally(case for case in view.cases if case.status in DIBAHAS),
            diubah=figures.diubah.jumlah,
            dikerjakan_tahun_berjalan=figures.alasan["dikerjakan-tahun-berjalan"].jumlah,
            dikoreksi=len({made.usulan for made in corrections(view)}),
            usulan_langsung=sum(case.langsung for case in view.cases),
            kelurahan=hasil_kelurahan(view),
        ),
    )
