"""The letter that hands the report to Kanppeko/Kanppekab (juknis C.3.b), with all figures.

Every proposal of the year is counted in exactly one row, so that the totals add up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musrenbang.cases import Case, Status
from musrenbang.documents.koreksi import corrections
from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.figures import Tally, group, tally

DIBAHAS = (Status.DISETUJUI, Status.DITOLAK, Status.BELUM_DIVALIDASI)
TIDAK_DIVALIDASI = "tidak-divalidasi"
KEADAAN = (
    Status.DISETUJUI.value,
    Status.DITOLAK.value,
    TIDAK_DIVALIDASI,
    Status.BELUM_DIVALIDASI.value,
    Status.FORUM_UKPD.value,
    Status.BELUM_DIKIRIM.value,
    Status.TIDAK_DITERUSKAN.value,
)
"""The rows and columns of the figures: the states, with those sent on undecided apart (D.4)."""
SELALU = frozenset({Status.DISETUJUI.value, Status.DITOLAK.value})
"""What is counted even where it is nothing."""


@dataclass(frozen=True)
class RekapHasil:
    """What became of a group of proposals; states by their code (`KEADAAN`)."""

    nama: str
    status: Mapping[str, Tally]
    semua: Tally


@dataclass(frozen=True)
class IsiPengantar:
    """The figures the letter reports."""

    keadaan: tuple[str, ...]
    """The states that occur; the others would be rows and columns of zeros."""
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
    names = {slug: folder.nama for slug, folder in view.year.kelurahan.items()}
    hasil = _hasil("Jumlah", view.cases)
    by_kelurahan = group(view.cases, lambda case: case.kelurahan)
    laporan = "Laporan Hasil Pelaksanaan Musrenbang Kecamatan"
    return Naskah(
        nama="laporan",
        judul=f"{laporan} {kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="pengantar.html",
        kaki=f"Konsep {laporan}" if kepala.konsep else laporan,
        kepala=kepala,
        isi=IsiPengantar(
            keadaan=tuple(code for code in KEADAAN if code in SELALU or hasil.status[code].jumlah),
            hasil=hasil,
            dibahas=tally(case for case in view.cases if case.status in DIBAHAS),
            diubah=figures.diubah.jumlah,
            dikerjakan_tahun_berjalan=figures.alasan["dikerjakan-tahun-berjalan"].jumlah,
            dikoreksi=len({made.usulan for made in corrections(view)}),
            usulan_langsung=sum(case.langsung for case in view.cases),
            kelurahan=tuple(
                sorted(
                    (
                        _hasil(names.get(slug, slug), by_kelurahan.get(slug, ()))
                        for slug in figures.kelurahan
                    ),
                    key=lambda row: row.nama.casefold(),
                )
            ),
        ),
    )


def _hasil(nama: str, cases: Iterable[Case]) -> RekapHasil:
    cases = list(cases)
    by_state = group(cases, _keadaan)
    return RekapHasil(nama, {code: tally(by_state.get(code, ())) for code in KEADAAN}, tally(cases))


def _keadaan(case: Case) -> str:
    if case.status is Status.BELUM_DIVALIDASI and case.dikirim:
        return TIDAK_DIVALIDASI
    return case.status.value
