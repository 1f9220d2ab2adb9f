"""What became of the proposals: a file for each kelurahan, with a sheet for each of its RW.

Its sheets go to the boards of the RW: every proposal of the RW with its outcome and the reason, and
a QR code to the same on the site. They exist once the kelurahan is sent on (Kirim), because until
then a verdict may change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from musrenbang.cases import Case, Status
from musrenbang.documents.hasil import HASIL, RekapHasil, hasil_of, keadaan
from musrenbang.documents.lokasi import Tempat, tempat_of
from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.documents.pecahan import packed
from musrenbang.documents.wording import alasan
from musrenbang.figures import group
from musrenbang.snapshot import KelurahanFolder

TANPA_RW = "tanpa-rw"
"""The page of the site for proposals of no single RW."""


@dataclass(frozen=True)
class BarisHasil:
    """One proposal and what became of it."""

    no: int
    usulan: str
    usulan_kegiatan: str
    lokasi: Tempat
    volume_usulan: Decimal
    volume: Decimal
    satuan: str
    hasil: str
    disetujui: bool
    perkiraan_anggaran: int | None
    keterangan: str


@dataclass(frozen=True)
class HasilRw:
    """One sheet; `rw` is empty for proposals of no single RW."""

    rw: str
    tautan: str
    """The address behind its QR code; empty where there is no site."""
    jumlah: RekapHasil
    baris: tuple[BarisHasil, ...]


@dataclass(frozen=True)
class IsiHasil:
    """A kelurahan's sheets, and their sums for its first page."""

    kelurahan: str
    jumlah: RekapHasil
    rw: tuple[HasilRw, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """A file for each kelurahan that is sent on and has proposals."""
    by_kelurahan = group(bahan.view.cases, lambda case: case.kelurahan)
    for slug, folder in bahan.view.year.kelurahan.items():
        if folder.kirim and slug in by_kelurahan:
            yield _kelurahan(bahan, folder, by_kelurahan[slug])


def _kelurahan(bahan: Bahan, folder: KelurahanFolder, cases: list[Case]) -> Naskah:
    kepala = bahan.kepala
    by_rw = group(cases, lambda case: case.usulan.rw or "")
    sheets = tuple(
        _sheet(bahan, folder, rw, by_rw[rw]) for rw in sorted(by_rw, key=lambda rw: (not rw, rw))
    )
    return Naskah(
        nama=f"hasil-{folder.slug}",
        judul=f"Hasil Usulan Kelurahan {folder.nama} Tahun {kepala.tahun} Menurut RW",
        template="hasil-usulan.html",
        kaki=f"Hasil Usulan Kelurahan {folder.nama}",
        kepala=kepala,
        isi=IsiHasil(folder.nama, hasil_of("Jumlah", cases), sheets),
        bernomor=True,
        pecahan=((), *packed(sheets)),
        halaman=None,
    )


def _sheet(bahan: Bahan, folder: KelurahanFolder, rw: str, cases: list[Case]) -> HasilRw:
    page = f"rw-{rw}" if rw else TANPA_RW
    undecided = folder.kirim.tanpa_validasi if folder.kirim else ()
    reasons = {named.nomor: named.alasan for named in undecided}
    return HasilRw(
        rw=rw,
        tautan=bahan.kepala.alamat(f"kelurahan/{folder.slug}/{page}/"),
        jumlah=hasil_of(f"RW {rw}" if rw else "Tanpa RW", cases),
        baris=tuple(
            _row(no, case, reasons.get(case.nomor, "")) for no, case in enumerate(cases, start=1)
        ),
    )


def _row(no: int, case: Case, undecided: str) -> BarisHasil:
    return BarisHasil(
        no=no,
        usulan=case.id,
        usulan_kegiatan=case.usulan.usulan_kegiatan,
        lokasi=tempat_of(case),
        volume_usulan=case.usulan.volume,
        volume=case.volume,
        satuan=case.satuan or "",
        hasil="Disetujui dengan perubahan" if case.diubah else HASIL[keadaan(case)],
        disetujui=case.status is Status.DISETUJUI,
        perkiraan_anggaran=case.anggaran,
        keterangan=_explanation(case, undecided),
    )


def _explanation(case: Case, undecided: str) -> str:
    decision = case.keputusan
    match case.status:
        case Status.DISETUJUI:
            return (decision.alasan_perubahan or "") if decision else ""
        case Status.DITOLAK:
            reason = decision.alasan if decision else None
            return f"{alasan(reason.kode, case.tahun)}. {reason.uraian}" if reason else ""
        case Status.BELUM_DIVALIDASI:
            return undecided
        case Status.TIDAK_DITERUSKAN:
            validated = case.usulan.validasi_lurah
            return (validated.catatan or "") if validated else ""
        case Status.FORUM_UKPD:
            return "Diverifikasi dan dibahas pada forum UKPD sebelum Musrenbang Kota/Kab."
        case _:
            return ""
