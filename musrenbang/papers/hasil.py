"""What became of the proposals: figures for the letter and the notice, sheets for each RW."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.lampiran import BarisKoreksi, corrections, reasons_undecided
from musrenbang.papers.naskah import A3, A4, Isi, Naskah, packed
from musrenbang.papers.redaksi import alasan, by_rw, tempat_of, uraian_alasan
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.site.addresses import NO_RW
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import UNTUK_CAMAT, Case, Status
from musrenbang.year.figures import Tally, group, tally
from musrenbang.year.guide import guidance
from musrenbang.year.views import View

HASIL: Mapping[str, str] = MappingProxyType(
    {
        "disetujui": "Disetujui",
        "ditolak": "Ditolak",
        "tidak-divalidasi": "Tidak diputuskan",
        "belum-divalidasi": "Belum diputuskan",
        "forum-ukpd": "Forum UKPD",
        "belum-dikirim": "Belum dikirim",
        "tidak-diteruskan": "Tidak diteruskan",
    }
)
"""The rows and columns of the figures, by code, in their order."""

SELALU = frozenset({"disetujui", "ditolak"})
"""What is counted even where it is nothing."""


@dataclass(frozen=True)
class RekapHasil:
    """What became of a group of proposals; states by their code (`HASIL`)."""

    nama: str
    status: Mapping[str, Tally]
    semua: Tally

    @property
    def keadaan(self) -> tuple[str, ...]:
        """The states that occur; the others would be rows and columns of zeros."""
        return tuple(code for code in HASIL if code in SELALU or self.status[code].jumlah)


@dataclass(frozen=True)
class HasilRw:
    """One sheet; `rw` is empty for proposals of no single RW."""

    rw: str
    tautan: str
    """The address behind its QR code; empty where there is no site."""
    jumlah: RekapHasil
    baris: tuple[Isi, ...]


def keadaan(case: Case) -> str:
    """The state of a proposal, one of `HASIL`: those sent on undecided count apart (D.4)."""
    if case.tanpa_keputusan:
        return "tidak-divalidasi"
    return case.status.value


def hasil_of(nama: str, cases: Iterable[Case]) -> RekapHasil:
    """Count a group of proposals; every state is present, zero or not."""
    cases = list(cases)
    by_state = group(cases, keadaan)
    return RekapHasil(nama, {code: tally(by_state.get(code, ())) for code in HASIL}, tally(cases))


def hasil_kelurahan(view: View) -> tuple[RekapHasil, ...]:
    """The counts of each kelurahan, by name, also of one without a proposal."""
    names = {slug: folder.nama for slug, folder in view.year.kelurahan.items()}
    found = group(view.cases, lambda case: case.kelurahan)
    counted = (
        hasil_of(names.get(slug, slug), found.get(slug, ())) for slug in view.ringkasan.kelurahan
    )
    return tuple(sorted(counted, key=lambda row: row.nama.casefold()))


def pengantar(bahan: Bahan) -> Naskah:
    """The letter that hands the report to the planning office (juknis C.3.b), with all figures.

    Every proposal of the year is counted in exactly one row, so that the totals add up.
    """
    view, kepala = bahan.view, bahan.kepala
    figures = view.ringkasan
    laporan = "Laporan Hasil Pelaksanaan Musrenbang"
    return Naskah(
        nama="laporan",
        judul=kepala.judul(laporan),
        template="pengantar.html",
        kaki=f"{'Konsep ' if kepala.konsep else ''}{laporan} Kecamatan",
        kepala=kepala,
        isi={
            "hasil": hasil_of("Jumlah", view.cases),
            "untuk_camat": tally(case for case in view.cases if case.status in UNTUK_CAMAT),
            "diubah": figures.diubah.jumlah,
            "dikerjakan_tahun_berjalan": figures.dikerjakan.jumlah,
            "dikoreksi": len({made.usulan for made in corrections(view)}),
            "adendum": len(view.year.berita_acara.adendum) if view.year.berita_acara else 0,
            "usulan_langsung": sum(case.langsung for case in view.cases),
            "kelurahan": hasil_kelurahan(view),
        },
    )


def papan_pengumuman(bahan: Bahan) -> Iterator[Naskah]:
    """The notice for the board at the office (juknis C.3.a), on A3 and on A4.

    It is read standing, from two metres: its figures are as high as that asks for, the rest is
    behind the QR code. Every number is one of the covering letter's. It exists once the Berita
    Acara is established: no verdict before that.
    """
    view, kepala = bahan.view, bahan.kepala
    states = view.ringkasan.semua.status
    if kepala.konsep or not (states[Status.DISETUJUI].jumlah or states[Status.DITOLAK].jumlah):
        return
    isi = {
        "hasil": hasil_of("Jumlah", view.cases),
        "diubah": view.ringkasan.diubah.jumlah,
        "dikerjakan_tahun_berjalan": view.ringkasan.dikerjakan.jumlah,
        "kelurahan": hasil_kelurahan(view),
    }
    for kertas in (A3, A4):
        yield Naskah(
            nama=f"pengumuman-{kertas.nama.lower()}",
            judul=f"{kepala.judul('Pengumuman Hasil Musrenbang')}, {kertas.nama}",
            template="pengumuman.html",
            kaki="Pengumuman Hasil Musrenbang",
            kepala=kepala,
            isi=isi,
            halaman=None,
            bernomor=True,
            kertas=kertas,
        )


def hasil_usulan(bahan: Bahan) -> Iterator[Naskah]:
    """A file for each kelurahan with proposals, with a sheet for the board of each of its RW.

    Every proposal of the RW with its outcome and the reason, and a QR code to the same on the site.
    They exist once the kelurahan is sent on (Kirim), because until then a verdict may change.
    """
    by_kelurahan = group(bahan.view.cases, lambda case: case.kelurahan)
    for slug, folder in bahan.view.year.kelurahan.items():
        if folder.kirim and slug in by_kelurahan:
            yield _kelurahan(bahan, folder, by_kelurahan[slug])


def _kelurahan(bahan: Bahan, folder: KelurahanFolder, cases: list[Case]) -> Naskah:
    kepala = bahan.kepala
    sheets = tuple(_sheet(bahan, folder, rw, mine) for rw, mine in by_rw(cases))
    return Naskah(
        nama=f"hasil-{folder.slug}",
        judul=f"Hasil Usulan Kelurahan {folder.nama} Tahun {kepala.tahun} Menurut RW",
        template="hasil-usulan.html",
        kaki=f"Hasil Usulan Kelurahan {folder.nama}",
        kepala=kepala,
        isi={"kelurahan": folder.nama, "jumlah": hasil_of("Jumlah", cases), "rw": sheets},
        bernomor=True,
        pecahan=((), *packed(sheets)),
        halaman=None,
    )


def _sheet(bahan: Bahan, folder: KelurahanFolder, rw: str, cases: list[Case]) -> HasilRw:
    page = f"rw-{rw}" if rw else NO_RW
    undecided = reasons_undecided(bahan.view)
    return HasilRw(
        rw=rw,
        tautan=bahan.kepala.alamat(f"kelurahan/{folder.slug}/{page}/"),
        jumlah=hasil_of(f"RW {rw}" if rw else "Tanpa RW", cases),
        baris=tuple(
            baris_hasil(no, case, keterangan(case, undecided))
            for no, case in enumerate(cases, start=1)
        ),
    )


def baris_hasil(no: int, case: Case, keterangan: str) -> Isi:
    """A proposal as a list of outcomes shows it, with what is said of it there."""
    return {
        "no": no,
        "usulan": case.id,
        "usulan_kegiatan": case.usulan.usulan_kegiatan,
        "lokasi": tempat_of(case),
        "volume_usulan": case.usulan.volume,
        "volume": case.volume,
        "satuan": case.satuan or "",
        "hasil": "Disetujui dengan perubahan" if case.diubah else HASIL[keadaan(case)],
        "disetujui": case.status is Status.DISETUJUI,
        "perkiraan_anggaran": case.anggaran,
        "keterangan": keterangan,
    }


def koreksi(bahan: Bahan) -> Iterator[Naskah]:
    """The notice for the board of what was corrected after Kirim; nothing without any.

    A corrected proposal stands there once, as it is now, with every correction of it.
    """
    view, kepala = bahan.view, bahan.kepala
    made = group(corrections(view), lambda one: one.usulan)
    cases = [case for case in view.cases if case.id in made]
    undecided = reasons_undecided(view)
    if cases:
        yield Naskah(
            nama="koreksi",
            judul=kepala.judul("Koreksi Hasil Musrenbang"),
            template="koreksi.html",
            kaki="Koreksi Hasil Musrenbang",
            kepala=kepala,
            isi={
                "tautan": kepala.alamat(""),
                "tahun": max(one.tanggal for one in corrections(view)).year,
                "baris": tuple(
                    baris_hasil(no, case, _corrected(case, made[case.id], undecided))
                    for no, case in enumerate(cases, start=1)
                ),
            },
            halaman=None,
        )


def _corrected(case: Case, made: Iterable[BarisKoreksi], undecided: Mapping[str, str]) -> str:
    told = [
        f"Dikoreksi {tanggal(one.tanggal)}: {one.alasan} "
        f"Dasar: {one.berita_acara or 'tidak dicatat'}."
        for one in made
    ]
    return " ".join(filter(None, (*told, keterangan(case, undecided))))


def _rejected(case: Case) -> str:
    """Why, and what the proposer can do next."""
    if case.alasan is None:
        return ""
    next_step = guidance(case.alasan)
    told = f" Langkah berikutnya: {next_step}" if next_step else ""
    return f"{alasan(case)}. {uraian_alasan(case)}{told}"


def keterangan(case: Case, undecided: Mapping[str, str]) -> str:
    """Why a proposal came to what it did; `undecided` as `reasons_undecided` has it."""
    decision = case.keputusan
    match case.status:
        case Status.DISETUJUI:
            return (decision.alasan_perubahan or "") if decision else ""
        case Status.DITOLAK:
            return _rejected(case)
        case Status.BELUM_DIVALIDASI:
            return undecided.get(case.id, "")
        case Status.TIDAK_DITERUSKAN:
            validated = case.usulan.validasi_lurah
            return (validated.catatan or "") if validated else ""
        case Status.FORUM_UKPD:
            return "Diverifikasi dan dibahas pada forum sebelum Musrenbang Kota/Kab."
        case _:
            return ""
