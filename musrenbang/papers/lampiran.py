"""Forms 3 and 4, which list what was agreed and what was not (Lampiran II and III)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah, cut
from musrenbang.papers.redaksi import (
    Tempat,
    alasan,
    by_place,
    nama_skpd,
    singkatan_skpd,
    skpd_order,
    tempat_of,
)
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, group
from musrenbang.year.views import View

_LAMPIRAN: Mapping[Status, str] = MappingProxyType(
    {
        Status.DISETUJUI: "Lampiran II",
        Status.DITOLAK: "Lampiran III",
        Status.BELUM_DIVALIDASI: "Lampiran III",
    }
)


@dataclass(frozen=True)
class BarisKoreksi:
    """One recorded correction. The figures before it are not recorded, so none are printed."""

    usulan: str
    lampiran: str
    """The annex that lists the proposal now; empty where none does."""
    tanggal: date
    berita_acara: str
    alasan: str


@dataclass(frozen=True)
class BarisPrioritas:
    """One approved proposal, its fields in the order of the columns."""

    no: int
    usulan: str
    permasalahan: str
    program: str
    usulan_kegiatan: str
    lokasi: Tempat
    volume: Decimal
    satuan: str
    perkiraan_anggaran: int | None
    skpd: str
    dikoreksi: date | None


@dataclass(frozen=True)
class KelompokSkpd:
    """The approved proposals of one agency and their subtotal."""

    nama: str
    baris: tuple[BarisPrioritas, ...]
    jumlah: Tally


@dataclass(frozen=True)
class IsiPrioritas:
    """All approved proposals and their total."""

    kelompok: tuple[KelompokSkpd, ...]
    jumlah: Tally
    koreksi: tuple[BarisKoreksi, ...]


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
    koreksi: tuple[BarisKoreksi, ...]


def corrections(view: View) -> tuple[BarisKoreksi, ...]:
    """All corrections after Kirim, oldest first: changes to annexes already signed.

    Both annexes print them all: one can also move a proposal from one annex to the other.
    """
    annex = {case.id: _LAMPIRAN.get(case.status, "") for case in view.cases}
    found = [
        BarisKoreksi(
            usulan=(usulan := f"{view.year.tahun}/{folder.slug}/{made.nomor}"),
            lampiran=annex.get(usulan, ""),
            tanggal=made.tanggal,
            berita_acara=made.berita_acara or "",
            alasan=made.alasan,
        )
        for folder in view.year.folders
        if folder.kirim
        for made in folder.kirim.koreksi
    ]
    return tuple(sorted(found, key=lambda made: (made.tanggal, made.usulan)))


def last_day_by_proposal(made: tuple[BarisKoreksi, ...]) -> dict[str, date]:
    """When each corrected proposal was last corrected."""
    return {one.usulan: one.tanggal for one in made}


def prioritas(bahan: Bahan) -> Iterator[Naskah]:
    """Form 3: Daftar Usulan Kegiatan Prioritas Kecamatan Menurut SKPD/UKPD (Lampiran II)."""
    view, kepala = bahan.view, bahan.kepala
    made = corrections(view)
    approved = [case for case in view.cases if case.status is Status.DISETUJUI]
    groups = _by_skpd(view, approved, last_day_by_proposal(made))
    yield Naskah(
        nama="lampiran-2",
        judul="Daftar Usulan Kegiatan Prioritas Kecamatan "
        f"{kepala.wilayah.kecamatan} Menurut SKPD/UKPD Tahun {kepala.tahun}",
        template="prioritas.html",
        kaki="Lampiran II Berita Acara",
        kepala=kepala,
        isi=IsiPrioritas(
            kelompok=groups,
            jumlah=view.ringkasan.semua.status[Status.DISETUJUI],
            koreksi=made,
        ),
        bernomor=True,
        pecahan=cut(groups),
        halaman="keputusan/disetujui/",
    )


def _by_skpd(
    view: View, approved: list[Case], dikoreksi: dict[str, date]
) -> tuple[KelompokSkpd, ...]:
    groups = sorted(
        group(approved, lambda case: case.kode_skpd or "").items(),
        key=lambda item: skpd_order(item[1][0]),
    )
    found: list[KelompokSkpd] = []
    no = 0
    for kode, cases in groups:
        rows = tuple(
            _agreed(case, position, dikoreksi.get(case.id))
            for position, case in enumerate(sorted(cases, key=by_place), start=no + 1)
        )
        no += len(rows)
        subtotal = view.ringkasan.skpd[kode].status[Status.DISETUJUI]
        found.append(KelompokSkpd(nama_skpd(cases[0]), rows, subtotal))
    return tuple(found)


def _agreed(case: Case, no: int, dikoreksi: date | None) -> BarisPrioritas:
    return BarisPrioritas(
        no=no,
        usulan=case.id,
        permasalahan=case.usulan.permasalahan,
        program=case.program or "",
        usulan_kegiatan=case.usulan.usulan_kegiatan,
        lokasi=tempat_of(case),
        volume=case.volume,
        satuan=case.satuan or "",
        perkiraan_anggaran=case.anggaran,
        skpd=singkatan_skpd(case),
        dikoreksi=dikoreksi,
    )


def belum_disepakati(bahan: Bahan) -> Iterator[Naskah]:
    """Form 4: Daftar Usulan Kegiatan Yang Belum Disepakati (Lampiran III).

    Rejected proposals first; those the camat did not validate (juknis D.4) under their own heading:
    "tidak divalidasi" once their kelurahan was sent on (Kirim), "belum divalidasi" before.
    Proposals for the UKPD forum are not rejected (D.5), so they are no rows of this form: a note
    says how many they are and where they are published.
    """
    view, kepala = bahan.view, bahan.kepala
    states = view.ringkasan.semua.status
    made = corrections(view)
    rejected = _ordered(view, Status.DITOLAK)
    undecided = _ordered(view, Status.BELUM_DIVALIDASI)
    sent = [case for case in undecided if case.tanpa_keputusan]
    waiting = [case for case in undecided if case.menunggu_keputusan]
    reasons = _reasons_for_no_validation(view)
    rows = [
        *((case, *_rejection(case)) for case in rejected),
        *((case, "Tidak divalidasi", reasons.get((case.folder, case.nomor), "")) for case in sent),
        *((case, "Belum divalidasi", "") for case in waiting),
    ]
    dikoreksi = last_day_by_proposal(made)
    printed = tuple(
        _not_agreed(case, no, kode, uraian, dikoreksi.get(case.id))
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


def _not_agreed(
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
