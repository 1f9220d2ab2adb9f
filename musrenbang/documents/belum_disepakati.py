"""Form 4: Daftar Usulan Kegiatan Yang Belum Disepakati (Lampiran III).

Rejected proposals first; those the camat did not validate (juknis D.4) under their own heading:
"tidak divalidasi" once their kelurahan was sent on (Kirim), "belum divalidasi" before.
Proposals for the UKPD forum are not rejected (D.5), so they are no rows of this form: a note says
how many they are and where they are published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musrenbang.cases import Case, Status
from musrenbang.documents.koreksi import Koreksi, corrections, last_day_by_proposal
from musrenbang.documents.lokasi import Tempat, by_place, tempat_of
from musrenbang.documents.naskah import Bahan, Naskah
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
    dikoreksi: date | None


@dataclass(frozen=True)
class IsiBelumDisepakati:
    """All rows, and what the notes below the table count."""

    ditolak: tuple[BarisBelumDisepakati, ...]
    tidak_divalidasi: tuple[BarisBelumDisepakati, ...]
    belum_divalidasi: tuple[BarisBelumDisepakati, ...]
    dikerjakan_tahun_berjalan: int
    forum_ukpd: int
    belum_dikirim: int
    koreksi: tuple[Koreksi, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """Form 4 of a year."""
    view, kepala = bahan.view, bahan.kepala
    states = view.ringkasan.semua.status
    made = corrections(view)
    rejected = _ordered(view, Status.DITOLAK)
    undecided = _ordered(view, Status.BELUM_DIVALIDASI)
    sent = [case for case in undecided if case.dikirim]
    waiting = [case for case in undecided if not case.dikirim]
    reasons = _reasons_for_no_validation(view)
    rows = [
        *((case, *_rejection(case)) for case in rejected),
        *((case, "Tidak divalidasi", reasons.get((case.folder, case.nomor), "")) for case in sent),
        *((case, "Belum divalidasi", "") for case in waiting),
    ]
    dikoreksi = last_day_by_proposal(made)
    printed = tuple(
        _row(case, no, kode, uraian, dikoreksi.get(case.id))
        for no, (case, kode, uraian) in enumerate(rows, start=1)
    )
    first_waiting = len(rejected) + len(sent)
    yield Naskah(
        nama="lampiran-3",
        judul="Daftar Usulan Kegiatan Yang Belum Disepakati Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="belum-disepakati.html",
        kaki="Lampiran III Berita Acara",
        kepala=kepala,
        isi=IsiBelumDisepakati(
            ditolak=printed[: len(rejected)],
            tidak_divalidasi=printed[len(rejected) : first_waiting],
            belum_divalidasi=printed[first_waiting:],
            dikerjakan_tahun_berjalan=view.ringkasan.alasan["dikerjakan-tahun-berjalan"].jumlah,
            forum_ukpd=states[Status.FORUM_UKPD].jumlah,
            belum_dikirim=states[Status.BELUM_DIKIRIM].jumlah,
            koreksi=made,
        ),
        bernomor=True,
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


def _row(
    case: Case, no: int, kode: str, uraian: str, dikoreksi: date | None
) -> BarisBelumDisepakati:
    return BarisBelumDisepakati(
        no=no,
        usulan=case.id,
        usulan_kegiatan=case.usulan.usulan_kegiatan,
        lokasi=tempat_of(case),
        volume=case.volume,
        satuan=case.satuan or "",
        alasan=kode,
        uraian=uraian,
        dikoreksi=dikoreksi,
    )
