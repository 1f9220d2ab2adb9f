"""Pra Rancangan Awal RKPD Tingkat Kecamatan: what the meeting debates (juknis B and D.1).

Counted and listed is what each lurah validated and sent, with the volumes and amounts as proposed:
what the camat decides later changes nothing in it. Direct proposals of residents are no result of
Rembuk RW and stay out; those without a template are in, and marked (D.5).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Isi, Naskah
from musrenbang.papers.redaksi import (
    by_place,
    by_skpd,
    nama_skpd,
    singkatan_skpd,
    tempat_of,
)
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import group

TIPE = ("fisik", "non-fisik", "barang", "")
_NOT_SENT = {Status.BELUM_DIKIRIM, Status.TIDAK_DITERUSKAN}


def pra_rancangan(bahan: Bahan) -> Iterator[Naskah]:
    """The papers of the meeting, once a lurah has sent proposals."""
    view, kepala = bahan.view, bahan.kepala
    cases = [case for case in view.cases if not case.langsung and case.status not in _NOT_SENT]
    if not cases:
        return
    kelurahan = view.year.kelurahan
    sent = group(cases, lambda case: case.kelurahan)
    yield Naskah(
        nama="pra-rancangan-awal-rkpd",
        judul="Pra Rancangan Awal RKPD Tingkat Kecamatan "
        f"{kepala.wilayah.kecamatan} Tahun {kepala.tahun_rencana}",
        template="pra-rancangan.html",
        kaki=f"Pra Rancangan Awal RKPD Tahun {kepala.tahun_rencana}",
        kepala=kepala,
        isi={
            "kelurahan": [
                _rekap(folder.nama, sent[slug])
                for slug, folder in kelurahan.items()
                if slug in sent
            ],
            "skpd": [_rekap(nama_skpd(found[0]), found) for _, found in by_skpd(cases)],
            "jumlah": _rekap("Jumlah", cases),
            "tidak_diteruskan": sum(case.status is Status.TIDAK_DITERUSKAN for case in view.cases),
            "belum_mengirim": [
                folder.nama for folder in kelurahan.values() if folder.dikirim_lurah is None
            ],
            "arah_kebijakan": _chapter(
                view.year.arah_kebijakan,
                f"Arah Kebijakan Pembangunan Tahun {kepala.tahun_rencana}",
            ),
            "program_prioritas": _chapter(
                view.year.program_prioritas, "Program dan Kegiatan Prioritas Kecamatan"
            ),
            "daftar": list(_lists(cases)),
        },
        sifat="bahan",
    )


def _chapter(text: str | None, judul: str) -> Isi:
    """Markdown under the title that it begins with, or under that of juknis B."""
    title, _, rest = (text or "").partition("\n")
    if title.startswith("# "):
        return {"judul": title[2:].strip(), "isi": rest.strip()}
    return {"judul": judul, "isi": text or ""}


def _rekap(nama: str, cases: Sequence[Case]) -> Isi:
    """A group of proposals, as proposed; `tipe` counts those of no kind under the empty string."""
    amounts = [case.usulan.perkiraan_anggaran for case in cases]
    return {
        "nama": nama,
        "tipe": {tipe: sum((case.tipe or "") == tipe for case in cases) for tipe in TIPE},
        "jumlah": len(cases),
        "anggaran": sum(amount or 0 for amount in amounts),
        "tanpa_anggaran": amounts.count(None),
    }


def _lists(cases: Iterable[Case]) -> Iterator[Isi]:
    """The proposals of each kelurahan, numbered through."""
    numbers = count(1)
    for found in group(sorted(cases, key=by_place), lambda case: case.kelurahan).values():
        nama = found[0].nama_kelurahan
        rows = [_row(next(numbers), case) for case in found]
        yield {"nama": nama, "baris": rows, "jumlah": _rekap(nama, found)}


def _row(no: int, case: Case) -> Isi:
    usulan = case.usulan
    return {
        "no": no,
        "usulan": case.id,
        "permasalahan": usulan.permasalahan,
        "usulan_kegiatan": usulan.usulan_kegiatan,
        "lokasi": tempat_of(case),
        "volume": usulan.volume,
        "satuan": case.satuan or "",
        "perkiraan_anggaran": usulan.perkiraan_anggaran,
        "skpd": singkatan_skpd(case),
        "prioritas": usulan.prioritas,
        "forum_ukpd": case.status is Status.FORUM_UKPD,
    }
