"""Pra Rancangan Awal RKPD Tingkat Kecamatan: what the meeting debates (juknis B and D.1).

Counted and listed is what each lurah validated and sent, with the volumes and amounts as proposed:
what the camat decides later changes nothing in it. Direct proposals of residents are no result of
Rembuk RW and stay out; those without a template are in, and marked (D.5).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.redaksi import (
    Tempat,
    by_place,
    nama_skpd,
    singkatan_skpd,
    skpd_order,
    tempat_of,
)
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import group
from musrenbang.year.views import View

TIPE = ("fisik", "non-fisik", "barang", "")
_NOT_SENT = {Status.BELUM_DIKIRIM, Status.TIDAK_DITERUSKAN}


@dataclass(frozen=True)
class RekapUsulan:
    """A group of validated proposals, as proposed."""

    nama: str
    tipe: dict[str, int]
    """How many of each kind; those that name none under the empty string."""
    jumlah: int
    anggaran: int
    tanpa_anggaran: int


@dataclass(frozen=True)
class BarisUsulan:
    """One proposal as it was validated."""

    no: int
    usulan: str
    permasalahan: str
    usulan_kegiatan: str
    lokasi: Tempat
    volume: Decimal
    satuan: str
    perkiraan_anggaran: int | None
    skpd: str
    prioritas: int | None
    forum_ukpd: bool


@dataclass(frozen=True)
class DaftarKelurahan:
    """The proposals of one kelurahan."""

    nama: str
    baris: tuple[BarisUsulan, ...]
    jumlah: RekapUsulan


@dataclass(frozen=True)
class Bab:
    """A chapter that the kecamatan writes."""

    judul: str
    isi: str
    """Markdown."""


@dataclass(frozen=True)
class IsiPraRancangan:
    """The three parts of juknis B, and the list behind the first."""

    kelurahan: tuple[RekapUsulan, ...]
    skpd: tuple[RekapUsulan, ...]
    jumlah: RekapUsulan
    tidak_diteruskan: int
    belum_mengirim: tuple[str, ...]
    arah_kebijakan: Bab
    program_prioritas: Bab
    daftar: tuple[DaftarKelurahan, ...]


def pra_rancangan(bahan: Bahan) -> Iterator[Naskah]:
    """The papers of the meeting, once a lurah has sent proposals."""
    view, kepala = bahan.view, bahan.kepala
    cases = [case for case in view.cases if not case.langsung and case.status not in _NOT_SENT]
    if not cases:
        return
    by_skpd = group(cases, lambda case: case.kode_skpd or "")
    yield Naskah(
        nama="pra-rancangan-awal-rkpd",
        judul="Pra Rancangan Awal RKPD Tingkat Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun_rencana}",
        template="pra-rancangan.html",
        kaki=f"Pra Rancangan Awal RKPD Tahun {kepala.tahun_rencana}",
        kepala=kepala,
        isi=IsiPraRancangan(
            kelurahan=tuple(
                _rekap(folder.nama, by_kelurahan)
                for slug, folder in view.year.kelurahan.items()
                if (by_kelurahan := [case for case in cases if case.kelurahan == slug])
            ),
            skpd=tuple(
                _rekap(nama_skpd(found[0]), found)
                for found in sorted(by_skpd.values(), key=lambda found: skpd_order(found[0]))
            ),
            jumlah=_rekap("Jumlah", cases),
            tidak_diteruskan=sum(case.status is Status.TIDAK_DITERUSKAN for case in view.cases),
            belum_mengirim=_not_sent(view),
            arah_kebijakan=_chapter(
                view.year.arah_kebijakan,
                f"Arah Kebijakan Pembangunan Tahun {kepala.tahun_rencana}",
            ),
            program_prioritas=_chapter(
                view.year.program_prioritas, "Program dan Kegiatan Prioritas Kecamatan"
            ),
            daftar=tuple(_lists(cases)),
        ),
        sifat="bahan",
    )


def _chapter(text: str | None, judul: str) -> Bab:
    """The chapter under the title that its text begins with, or under that of juknis B."""
    title, _, rest = (text or "").partition("\n")
    return (
        Bab(title[2:].strip(), rest.strip()) if title.startswith("# ") else Bab(judul, text or "")
    )


def _rekap(nama: str, cases: Iterable[Case]) -> RekapUsulan:
    cases = list(cases)
    amounts = [case.usulan.perkiraan_anggaran for case in cases]
    return RekapUsulan(
        nama=nama,
        tipe={tipe: sum((case.tipe or "") == tipe for case in cases) for tipe in TIPE},
        jumlah=len(cases),
        anggaran=sum(amount or 0 for amount in amounts),
        tanpa_anggaran=amounts.count(None),
    )


def _not_sent(view: View) -> tuple[str, ...]:
    return tuple(
        folder.nama for folder in view.year.kelurahan.values() if folder.dikirim_lurah is None
    )


def _lists(cases: list[Case]) -> Iterator[DaftarKelurahan]:
    no = 0
    for found in group(sorted(cases, key=by_place), lambda case: case.kelurahan).values():
        rows = tuple(_row(case, no + position) for position, case in enumerate(found, start=1))
        no += len(rows)
        nama = found[0].nama_kelurahan
        yield DaftarKelurahan(nama, rows, _rekap(nama, found))


def _row(case: Case, no: int) -> BarisUsulan:
    usulan = case.usulan
    return BarisUsulan(
        no=no,
        usulan=case.id,
        permasalahan=usulan.permasalahan,
        usulan_kegiatan=usulan.usulan_kegiatan,
        lokasi=tempat_of(case),
        volume=usulan.volume,
        satuan=case.satuan or "",
        perkiraan_anggaran=usulan.perkiraan_anggaran,
        skpd=singkatan_skpd(case),
        prioritas=usulan.prioritas,
        forum_ukpd=case.status is Status.FORUM_UKPD,
    )
