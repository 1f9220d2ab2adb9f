"""Form 4: Daftar Usulan Kegiatan Yang Belum Disepakati (Lampiran III).

Rejected proposals first; those the camat did not validate (juknis D.4) under their own heading.
Proposals for the UKPD forum are not rejected (D.5), so they are no rows of this form: a note says
how many they are and where they are published.
"""

from dataclasses import dataclass
from decimal import Decimal

from musrenbang.cases import Case, Status
from musrenbang.documents.lokasi import Tempat, by_place, tempat_of
from musrenbang.documents.naskah import Kepala, Naskah
from musrenbang.documents.wording import alasan
from musrenbang.views import View


@dataclass(frozen=True)
class BarisBelumDisepakati:
    """One proposal that was not agreed, and why."""

    no: int
    usulan: str
    usulan_kegiatan: str
    lokasi: Tempat
    volume: Decimal
    satuan: str
    alasan: str
    uraian: str


@dataclass(frozen=True)
class IsiBelumDisepakati:
    """All rows, and what the notes below the table count."""

    ditolak: tuple[BarisBelumDisepakati, ...]
    tanpa_validasi: tuple[BarisBelumDisepakati, ...]
    dikerjakan_tahun_berjalan: int
    forum_ukpd: int
    belum_dikirim: int


def naskah(view: View, kepala: Kepala) -> Naskah:
    """Form 4 of a year."""
    states = view.ringkasan.semua.status
    rejected = _ordered(view, Status.DITOLAK)
    undecided = _ordered(view, Status.BELUM_DIVALIDASI)
    reasons = _reasons_for_no_validation(view)
    return Naskah(
        nama="lampiran-3",
        judul="Daftar Usulan Kegiatan Yang Belum Disepakati Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="belum-disepakati.html",
        kaki="Lampiran III Berita Acara",
        kepala=kepala,
        isi=IsiBelumDisepakati(
            ditolak=tuple(
                _row(case, no, *_rejection(case)) for no, case in enumerate(rejected, start=1)
            ),
            tanpa_validasi=tuple(
                _row(case, no, "Belum divalidasi", reasons.get((case.folder, case.nomor), ""))
                for no, case in enumerate(undecided, start=len(rejected) + 1)
            ),
            dikerjakan_tahun_berjalan=view.ringkasan.alasan["dikerjakan-tahun-berjalan"].jumlah,
            forum_ukpd=states[Status.FORUM_UKPD].jumlah,
            belum_dikirim=states[Status.BELUM_DIKIRIM].jumlah,
        ),
        halaman="keputusan/ditolak/",
    )


def _ordered(view: View, status: Status) -> list[Case]:
    return sorted((case for case in view.cases if case.status is status), key=by_place)


def _reasons_for_no_validation(view: View) -> dict[tuple[str, str], str]:
    return {
        (folder.slug, named.nomor): named.alasan
        for folder in view.year.folders
        if folder.kirim
        for named in folder.kirim.tanpa_validasi
    }


def _rejection(case: Case) -> tuple[str, str]:
    reason = case.keputusan.alasan if case.keputusan else None
    return (alasan(reason.kode, case.tahun), reason.uraian) if reason else ("", "")


def _row(case: Case, no: int, kode: str, uraian: str) -> BarisBelumDisepakati:
    return BarisBelumDisepakati(
        no=no,
        usulan=case.id,
        usulan_kegiatan=case.usulan.usulan_kegiatan,
        lokasi=tempat_of(case),
        volume=case.volume,
        satuan=case.satuan or "",
        alasan=kode,
        uraian=uraian,
    )
