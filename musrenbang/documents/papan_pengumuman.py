"""The notice for the board at the office (juknis C.3.a), on A3 and on A4.

It is read standing, from two metres: its figures are as high as that asks for, the rest is behind
the QR code. Every number is one of the covering letter's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.cases import Status
from musrenbang.documents.hasil import RekapHasil, hasil_kelurahan, hasil_of
from musrenbang.documents.kertas import A3, A4
from musrenbang.documents.naskah import Bahan, Naskah


@dataclass(frozen=True)
class IsiPengumuman:
    """The results in figures."""

    hasil: RekapHasil
    diubah: int
    dikerjakan_tahun_berjalan: int
    kelurahan: tuple[RekapHasil, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """The notice in two sizes, once the Berita Acara is established: no verdict before that."""
    view, kepala = bahan.view, bahan.kepala
    states = view.ringkasan.semua.status
    if kepala.konsep or not (states[Status.DISETUJUI].jumlah or states[Status.DITOLAK].jumlah):
        return
    hasil = hasil_of("Jumlah", view.cases)
    isi = IsiPengumuman(
        hasil=hasil,
        diubah=view.ringkasan.diubah.jumlah,
        dikerjakan_tahun_berjalan=view.ringkasan.alasan["dikerjakan-tahun-berjalan"].jumlah,
        kelurahan=hasil_kelurahan(view),
    )
    for kertas in (A3, A4):
        yield Naskah(
            nama=f"pengumuman-{kertas.nama.lower()}",
            judul=f"Pengumuman Hasil Musrenbang Kecamatan {kepala.wilayah.kecamatan} "
            f"Tahun {kepala.tahun}, {kertas.nama}",
            template="pengumuman.html",
            kaki="Pengumuman Hasil Musrenbang",
            kepala=kepala,
            isi=isi,
            halaman=None,
            bernomor=True,
            kertas=kertas,
        )
