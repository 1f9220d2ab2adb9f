"""Lists for those who carry on after the meeting: each agency (juknis D.5) and each lurah.

Both are one form: what comes next for each group of proposals, then every proposal.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any

from musrenbang.papers.hasil import HASIL, baris_hasil, keadaan, keterangan
from musrenbang.papers.kepala import Bahan
from musrenbang.papers.lampiran import reasons_undecided
from musrenbang.papers.naskah import Isi, Naskah, cut
from musrenbang.papers.redaksi import (
    by_place,
    by_skpd,
    nama_skpd,
    singkatan_skpd,
    uraian_alasan,
)
from musrenbang.site.addresses import NO_SKPD, kelurahan_paper, skpd_paper
from musrenbang.year.cases import Case, Status, by_rank
from musrenbang.year.figures import Tally, group, tally
from musrenbang.year.follow_up import SENT_ON, is_followed
from musrenbang.year.guide import Guide, guidance

_TEMPLATE = "daftar-penerima.html"

Kelompok = tuple[str, str]
"""The name of a group of proposals, and what comes next for it; empty where nothing is known."""

WIDTHS = (5, 16, 14, 12, 11, 20, 22, 28, 22, 8, 8, 15, 24)
"""Of the columns of `table_of`, in characters: on A4 no letter is then under 7.5 points."""

_FORUM = "Diverifikasi dan dibahas forum UKPD sebelum Musrenbang Kota/Kab. (juknis D.5)."
_SKPD: Mapping[str, Kelompok] = MappingProxyType(
    {
        "disetujui": (
            "Disetujui Camat",
            "Diteruskan ke Musrenbang Kota/Kab. dengan volume dan anggaran yang disetujui.",
        ),
        "tanpa-template": ("Hasil Rembuk RW tanpa template kegiatan", _FORUM),
        "langsung": ("Usulan langsung masyarakat", _FORUM),
    }
)
"""The groups of an agency, in their order."""

_LURAH: Mapping[str, str] = MappingProxyType(
    {
        "disetujui": "Diteruskan ke Musrenbang Kota/Kab. Ikuti kabarnya; ajukan lagi pada Rembuk "
        "RW berikutnya bila di sana tidak diterima.",
        "tidak-divalidasi": "Menjadi tanggung jawab Camat (juknis D.4). Tanyakan kelanjutannya "
        "kepada kantor kecamatan.",
        "forum-ukpd": f"{_FORUM} Ikuti kabarnya pada SKPD/UKPD tujuannya.",
        "tidak-diteruskan": "Bila masih diperlukan, ajukan lagi pada Rembuk RW berikutnya "
        "sesudah yang dicatat Lurah diperbaiki.",
    }
)
"""What comes next for a lurah by state; where one was rejected, the guide says it."""


@dataclass(frozen=True)
class Bagian:
    """Proposals for which the same comes next."""

    nama: str
    langkah: str
    baris: tuple[Isi, ...]
    jumlah: Tally


def untuk_skpd(bahan: Bahan) -> Iterator[Naskah]:
    """What each agency receives, once the Berita Acara is established: approved, or for its forum.

    An agency that receives nothing has no list; what names no agency is one of its own, as nobody
    would receive it.
    """
    view, kepala = bahan.view, bahan.kepala
    if kepala.konsep:
        return
    undecided = Counter(case.kode_skpd or "" for case in view.cases if case.tanpa_keputusan)
    received = (case for case in view.cases if case.status in SENT_ON and is_followed(case))
    for kode, cases in by_skpd(received):
        nama = nama_skpd(cases[0])
        found = group(cases, _sort)
        groups = ((told, found[sort]) for sort, told in _SKPD.items() if sort in found)
        parts = _parts(bahan, groups, _changed)
        yield Naskah(
            nama=skpd_paper(kode),
            judul=f"Usulan Kecamatan {kepala.wilayah.kecamatan} Tahun {kepala.tahun}: {nama}",
            template=_TEMPLATE,
            kaki=f"Daftar untuk {nama}",
            kepala=kepala,
            isi=_isi(nama, parts) | {"tanpa_keputusan": undecided[kode], "kelurahan_lain": True},
            halaman=f"skpd/{kode or NO_SKPD}/",
            pecahan=cut(parts),
        )


def untuk_lurah(bahan: Bahan) -> Iterator[Naskah]:
    """What a lurah takes home, once the kelurahan is sent on (Kirim): what comes next for each."""
    view, kepala = bahan.view, bahan.kepala
    by_kelurahan = group(view.cases, lambda case: case.kelurahan)
    undecided = reasons_undecided(view)

    def told(case: Case) -> str:
        match case.status:
            case Status.DISETUJUI:
                return _changed(case)
            case Status.DITOLAK:
                return _named("Alasan", uraian_alasan(case))
            case Status.FORUM_UKPD:
                return _named("Tujuan", singkatan_skpd(case))
            case Status.TIDAK_DITERUSKAN:
                return _named("Catatan Lurah", keterangan(case, undecided))
            case _:
                return _named("Alasan", keterangan(case, undecided))

    for slug, folder in view.year.kelurahan.items():
        if folder.kirim and slug in by_kelurahan:
            groups = _by_next_step(view.guide, by_kelurahan[slug])
            parts = _parts(bahan, groups, told)
            yield Naskah(
                nama=kelurahan_paper(slug),
                judul=f"Hasil dan Langkah Berikutnya Kelurahan {folder.nama} Tahun {kepala.tahun}",
                template=_TEMPLATE,
                kaki=f"Daftar untuk Lurah {folder.nama}",
                kepala=kepala,
                isi=_isi(f"Lurah {folder.nama}", parts)
                | {"tanpa_keputusan": 0, "kelurahan_lain": False},
                halaman=f"kelurahan/{slug}/",
                pecahan=cut(parts),
            )


def _sort(case: Case) -> str:
    if case.status is Status.DISETUJUI:
        return "disetujui"
    return "langsung" if case.langsung else "tanpa-template"


def _changed(case: Case) -> str:
    return _named("Diubah Camat", case.keputusan.alasan_perubahan if case.keputusan else None)


def _named(nama: str, text: str | None) -> str:
    return f"{nama}: {text}" if text else ""


def _by_next_step(guide: Guide, cases: Sequence[Case]) -> Iterator[tuple[Kelompok, Sequence[Case]]]:
    """Groups by state; those rejected by reason, in the order of the guide."""
    by_state = group(cases, keadaan)
    for state, nama in HASIL.items():
        if state != "ditolak":
            if state in by_state:
                yield (nama, _LURAH.get(state, "")), by_state[state]
            continue
        by_reason = group(by_state.get(state, ()), lambda case: case.alasan)
        order = list(guide.alasan.values())
        for reason in sorted(by_reason, key=lambda one: order.index(one) if one in order else 99):
            told = (f"{nama}: {reason.nama}", guidance(reason)) if reason else (nama, "")
            yield told, by_reason[reason]


def _parts(
    bahan: Bahan,
    groups: Iterable[tuple[Kelompok, Sequence[Case]]],
    keterangan: Callable[[Case], str],
) -> list[Bagian]:
    numbers = count(1)
    cited = bahan.view.guide.cited
    return [
        Bagian(
            cited(nama),
            cited(langkah),
            tuple(
                {
                    **baris_hasil(next(numbers), case, keterangan(case)),
                    "permasalahan": case.usulan.permasalahan,
                }
                for case in sorted(cases, key=lambda case: (by_rank(case), by_place(case)))
            ),
            tally(cases),
        )
        for (nama, langkah), cases in groups
    ]


def _isi(penerima: str, parts: Sequence[Bagian]) -> dict[str, Any]:
    jumlah = Tally(*map(sum, zip(*(one.jumlah for one in parts), strict=True)))
    return {"penerima": penerima, "bagian": parts, "jumlah": jumlah}


def table_of(naskah: Naskah) -> list[list[Any]]:
    """The titles of the columns of a list, then its rows, as they stand on its paper."""
    header = [
        *("No", "Nomor usulan", "Kelompok", "Kelurahan", "RT/RW", "Alamat", "Usulan kegiatan"),
        *("Permasalahan", "Keterangan", "Volume", "Satuan", "Perkiraan anggaran (Rp)"),
        "Langkah berikutnya",
    ]
    rows = [
        [
            *(row["no"], row["usulan"], part.nama, row["lokasi"]["kelurahan"]),
            *(row["lokasi"]["rt_rw"], row["lokasi"]["alamat"], row["usulan_kegiatan"]),
            *(row["permasalahan"], row["keterangan"], row["volume"], row["satuan"]),
            *(row["perkiraan_anggaran"], part.langkah),
        ]
        for part in naskah.isi["bagian"]
        for row in part.baris
    ]
    return [header, *rows]
