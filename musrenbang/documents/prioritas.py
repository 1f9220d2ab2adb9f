"""Form 3: Daftar Usulan Kegiatan Prioritas Kecamatan Menurut SKPD/UKPD (Lampiran II)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musrenbang.cases import Case, Status
from musrenbang.documents.koreksi import Koreksi, corrections, last_day_by_proposal
from musrenbang.documents.lokasi import Tempat, by_place, tempat_of
from musrenbang.documents.naskah import Bahan, Naskah
from musrenbang.documents.pecahan import cut
from musrenbang.documents.skpd import nama_skpd, singkatan_skpd, skpd_order
from musrenbang.figures import Tally, group
from musrenbang.views import View


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
    koreksi: tuple[Koreksi, ...]


def naskah(bahan: Bahan) -> Iterator[Naskah]:
    """Form 3 of a year."""
    view, kepala = bahan.view, bahan.kepala
    made = corrections(view)
    approved = [case for case in view.cases if case.status is Status.DISETUJUI]
    groups = _groups(view, approved, last_day_by_proposal(made))
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


def _groups(
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
            _row(case, position, dikoreksi.get(case.id))
            for position, case in enumerate(sorted(cases, key=by_place), start=no + 1)
        )
        no += len(rows)
        subtotal = view.ringkasan.skpd[kode].status[Status.DISETUJUI]
        found.append(KelompokSkpd(nama_skpd(cases[0]), rows, subtotal))
    return tuple(found)


def _row(case: Case, no: int, dikoreksi: date | None) -> BarisPrioritas:
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
