"""Forms 3 and 4, which list what was agreed and what was not (Lampiran II and III)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from types import MappingProxyType

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Isi, Naskah, cut
from musrenbang.papers.redaksi import (
    alasan,
    by_place,
    by_skpd,
    nama_skpd,
    singkatan_skpd,
    tempat_of,
    uraian_alasan,
)
from musrenbang.year.cases import Case, Status, by_rank
from musrenbang.year.figures import Tally
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
class KelompokSkpd:
    """The approved proposals of one agency and their subtotal."""

    nama: str
    baris: tuple[Isi, ...]
    jumlah: Tally


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
    groups = list(_agreed(view, made))
    yield Naskah(
        nama="lampiran-2",
        judul="Daftar Usulan Kegiatan Prioritas Kecamatan "
        f"{kepala.wilayah.kecamatan} Menurut {view.guide.juknis.sebutan.perangkat} "
        f"Tahun {kepala.tahun}",
        template="prioritas.html",
        kaki="Lampiran II Berita Acara",
        kepala=kepala,
        isi={
            "kelompok": groups,
            "jumlah": view.ringkasan.semua.status[Status.DISETUJUI],
            "koreksi": made,
        },
        bernomor=True,
        pecahan=cut(groups),
        halaman="keputusan/disetujui/",
    )


def _agreed(view: View, made: tuple[BarisKoreksi, ...]) -> Iterator[KelompokSkpd]:
    last_day = last_day_by_proposal(made)
    numbers = count(1)
    for kode, cases in by_skpd(case for case in view.cases if case.status is Status.DISETUJUI):
        rows = tuple(
            {
                "no": next(numbers),
                "usulan": case.id,
                "prioritas": case.prioritas,
                "permasalahan": case.usulan.permasalahan,
                "program": case.program or "",
                "usulan_kegiatan": case.usulan.usulan_kegiatan,
                "lokasi": tempat_of(case),
                "volume": case.volume,
                "satuan": case.satuan or "",
                "perkiraan_anggaran": case.anggaran,
                "skpd": singkatan_skpd(case),
                "dikoreksi": last_day.get(case.id),
            }
            for case in sorted(cases, key=lambda case: (by_rank(case), by_place(case)))
        )
        subtotal = view.ringkasan.skpd[kode].status[Status.DISETUJUI]
        yield KelompokSkpd(nama_skpd(cases[0]), rows, subtotal)


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
    undecided = reasons_undecided(view)
    last_day = last_day_by_proposal(made)
    cases = sorted(view.cases, key=by_place)
    numbers = count(1)

    def row(case: Case, kode: str, uraian: str) -> Isi:
        return {
            "no": next(numbers),
            "usulan": case.id,
            "usulan_kegiatan": case.usulan.usulan_kegiatan,
            "lokasi": tempat_of(case),
            "volume": case.volume,
            "satuan": case.satuan or "",
            "alasan": kode,
            "uraian": uraian,
            "dikoreksi": last_day.get(case.id),
        }

    yield Naskah(
        nama="lampiran-3",
        judul=kepala.judul("Daftar Usulan Kegiatan Yang Belum Disepakati"),
        template="belum-disepakati.html",
        kaki="Lampiran III Berita Acara",
        kepala=kepala,
        isi={
            "ditolak": [
                row(case, *_rejection(case)) for case in cases if case.status is Status.DITOLAK
            ],
            "tidak_divalidasi": [
                row(case, "Tidak divalidasi", undecided.get(case.id, ""))
                for case in cases
                if case.tanpa_keputusan
            ],
            "belum_divalidasi": [
                row(case, "Belum divalidasi", "") for case in cases if case.menunggu_keputusan
            ],
            "dikerjakan_tahun_berjalan": view.ringkasan.dikerjakan.jumlah,
            "forum_ukpd": states[Status.FORUM_UKPD].jumlah,
            "belum_dikirim": states[Status.BELUM_DIKIRIM].jumlah,
            "koreksi": made,
        },
        bernomor=True,
        halaman="keputusan/ditolak/",
    )


def reasons_undecided(view: View) -> dict[str, str]:
    """Why proposals were sent on undecided (D.4), by their id."""
    return {
        f"{view.year.tahun}/{folder.slug}/{named.nomor}": named.alasan
        for folder in view.year.folders
        if folder.kirim
        for named in folder.kirim.tanpa_validasi
    }


def _rejection(case: Case) -> tuple[str, str]:
    reason = case.keputusan.alasan if case.keputusan else None
    return (alasan(case), uraian_alasan(case)) if reason else ("", "")
