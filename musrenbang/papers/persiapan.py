"""Papers of the preparation (juknis C.1): readiness, invitations and Form 2, survey sheets.

The readiness list says what the records know to be done; the rest is ticked off by hand. Survey
sheets are a file for each kelurahan, by RW, which is how the team walks; what they find is written
by hand, and a sheet prints no more of a person than the record of the proposal does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.redaksi import GOLONGAN, Tempat, nama_skpd, tempat_of
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.year.cases import Case
from musrenbang.year.figures import KelurahanStanding, group
from musrenbang.year.views import View
from schemas import Musrenbang
from schemas.musrenbang import Golongan, Undangan


@dataclass(frozen=True)
class KesiapanKelurahan:
    """How far one kelurahan is (C.1.a.1.ix, b, d, e)."""

    nama: str
    berita_acara: str
    """Its number; empty while there is none."""
    ditandatangani: bool
    dikirim: date | None
    """By the lurah; programs know it by this name."""
    delegasi: int
    jumlah_rw: int | None
    fisik: int
    """Proposals that the team has to survey, done or not."""
    disurvei: int


@dataclass(frozen=True)
class PerluDicek:
    """One flag of the fairness check on a proposal still open (C.1.f)."""

    usulan: str
    usulan_kegiatan: str
    pesan: str


@dataclass(frozen=True)
class IsiKesiapan:
    """What is ready and what is not."""

    penetapan_tim: date | None
    tim_kecamatan: int
    tim_masyarakat: int
    lembaga: int
    orang: int
    golongan_belum: tuple[str, ...]
    """Groups of participants that nobody of is on the list of invitations."""
    arah_kebijakan: bool
    program_prioritas: bool
    kelurahan: tuple[KesiapanKelurahan, ...]
    perlu_dicek: tuple[PerluDicek, ...]


def daftar_kesiapan(bahan: Bahan) -> Iterator[Naskah]:
    """The list, until the meeting has its minutes."""
    view, settings, kepala = bahan.view, bahan.settings, bahan.kepala
    if view.year.berita_acara or not view.year.kelurahan:
        return
    invited = {who.golongan for who in settings.undangan if who.jumlah}
    team = [member.unsur for member in settings.tim_penyelenggara]
    yield Naskah(
        nama="kesiapan",
        judul=f"Daftar Kesiapan Musrenbang Kecamatan {kepala.wilayah.kecamatan} "
        f"Tahun {kepala.tahun}",
        template="kesiapan.html",
        kaki="Daftar Kesiapan Musrenbang",
        kepala=kepala,
        isi=IsiKesiapan(
            penetapan_tim=settings.jadwal.penetapan_tim,
            tim_kecamatan=team.count("kecamatan"),
            tim_masyarakat=team.count("masyarakat"),
            lembaga=sum(1 for who in settings.undangan if who.jumlah),
            orang=sum(who.jumlah for who in settings.undangan),
            golongan_belum=tuple(
                GOLONGAN[name] for name in get_args(Golongan) if name not in invited
            ),
            arah_kebijakan=bool(view.year.arah_kebijakan),
            program_prioritas=bool(view.year.program_prioritas),
            kelurahan=tuple(
                _kelurahan(view.year.kelurahan[standing.slug], standing)
                for standing in view.standings
            ),
            perlu_dicek=tuple(_flagged(view)),
        ),
        halaman="kelurahan/",
        sifat="bahan",
    )


def _kelurahan(folder: KelurahanFolder, standing: KelurahanStanding) -> KesiapanKelurahan:
    profil = folder.profil
    minutes = profil.berita_acara if profil else None
    return KesiapanKelurahan(
        nama=standing.nama,
        berita_acara=minutes.nomor if minutes else "",
        ditandatangani=standing.berita_acara,
        dikirim=standing.dikirim_lurah,
        delegasi=len(profil.delegasi) if profil else 0,
        jumlah_rw=profil.jumlah_rw if profil else None,
        fisik=standing.perlu_survei,
        disurvei=standing.disurvei,
    )


def _flagged(view: View) -> Iterator[PerluDicek]:
    for case in view.cases:
        for flag in view.flags.get(case.id, ()) if case.menunggu_survei else ():
            yield PerluDicek(case.id, case.usulan.usulan_kegiatan, flag.message)


_OFFICE: Mapping[Golongan, str] = MappingProxyType(
    {
        "muspika": "Pimpinan",
        "kesbangpol": "Kepala",
        "kasi-teknis-kecamatan": "Kepala",
        "kasi-unit-teknis": "Kepala",
        "lurah": "Lurah",
        "pkk": "Ketua",
        "lembaga-masyarakat": "Ketua",
        "bkm-lkm": "Pimpinan",
        "ormas-orsos": "Pimpinan",
    }
)
"""Who a letter to an institution of a group is addressed to (C.1.a.1)."""

_NAMED = (
    "Anggota",
    "Camat",
    "Delegasi",
    "Kapolsek",
    "Danramil",
    "Kepala",
    "Ketua",
    "Komandan",
    "Koordinator",
    "Lurah",
    "Para",
    "Pimpinan",
)
"""How a recipient begins that already is a person, not an institution."""

_ROWS_WITHOUT_INVITATIONS = 25


@dataclass(frozen=True)
class Surat:
    """One letter."""

    golongan: str
    penerima: str
    jumlah: int


@dataclass(frozen=True)
class IsiUndangan:
    """All letters, and what comes with them."""

    surat: tuple[Surat, ...]
    pra_rancangan: str
    """Where the papers of the meeting are published; empty where there is no site."""


@dataclass(frozen=True)
class BarisHadir:
    """One row to be filled in by hand; the institution is known, the person is not."""

    no: int
    lembaga: str


@dataclass(frozen=True)
class IsiDaftarHadir:
    """As many rows as people are invited, in the order of juknis C.1.a.1."""

    baris: tuple[BarisHadir, ...]


def invited(settings: Musrenbang) -> list[Undangan]:
    """The invited institutions by group i-xi; within a group as the settings name them."""
    order = get_args(Golongan)
    return sorted(settings.undangan, key=lambda who: order.index(who.golongan))


def surat_undangan(bahan: Bahan) -> Iterator[Naskah]:
    """A letter for each institution, from when the meeting is scheduled until it has its minutes.

    One file is one print job, and its bookmarks lead to each group; a file for each group would be
    eleven jobs for the same envelopes. No names: the records invite institutions, and the letter
    goes to whoever leads them.
    """
    kepala = bahan.kepala
    letters = tuple(_letter(who) for who in invited(bahan.settings) if who.jumlah)
    if not letters or kepala.waktu is None or not kepala.waktu.rencana:
        return
    yield Naskah(
        nama="undangan",
        judul=f"Undangan Musrenbang Kecamatan {kepala.wilayah.kecamatan} Tahun {kepala.tahun}",
        template="undangan.html",
        kaki="Undangan Musrenbang",
        kepala=kepala,
        isi=IsiUndangan(
            letters,
            f"{kepala.situs.rstrip('/')}/{kepala.tahun}/dokumen/" if kepala.situs else "",
        ),
        sifat="surat",
    )


def _letter(who: Undangan) -> Surat:
    return Surat(GOLONGAN[who.golongan], _recipient(who), who.jumlah)


def _recipient(who: Undangan) -> str:
    office = _OFFICE.get(who.golongan, "")
    if not office or who.instansi.startswith(_NAMED):
        return who.instansi
    name = who.instansi.removeprefix("Kelurahan ") if who.golongan == "lurah" else who.instansi
    return f"{office} {name}"


def daftar_hadir(bahan: Bahan) -> Iterator[Naskah]:
    """Form 2: Daftar Hadir Peserta Musrenbang Kecamatan (Lampiran I).

    The juknis names this form but does not show it; its layout is reconstructed from the national
    model of the same form.
    """
    settings, kepala = bahan.settings, bahan.kepala
    institutions = [who.instansi for who in invited(settings) for _ in range(who.jumlah)]
    names = institutions or [""] * _ROWS_WITHOUT_INVITATIONS
    yield Naskah(
        nama="lampiran-1",
        judul=f"Daftar Hadir Peserta Musrenbang Kecamatan {kepala.wilayah.kecamatan} "
        f"Tahun {kepala.tahun}",
        template="daftar-hadir.html",
        kaki="Lampiran I Berita Acara",
        kepala=kepala,
        isi=IsiDaftarHadir(tuple(BarisHadir(no, name) for no, name in enumerate(names, start=1))),
        bernomor=True,
    )


@dataclass(frozen=True)
class JadwalSurvei:
    """From which day to which the team walks."""

    mulai: date
    selesai: date


@dataclass(frozen=True)
class Lembar:
    """One sheet: what was proposed, and what to look at with care."""

    usulan: str
    tautan: str
    """The address behind the QR code: the proposal's page; empty where there is no site."""
    usulan_kegiatan: str
    permasalahan: str
    lokasi: Tempat
    koordinat: str
    volume: Decimal
    satuan: str
    perkiraan_anggaran: int | None
    skpd: str
    syarat: str
    perhatian: tuple[str, ...]
    """What the fairness check flags (C.1.f)."""


@dataclass(frozen=True)
class LembarRw:
    """The sheets of one RW; `rw` is empty for proposals of no single RW."""

    rw: str
    lembar: tuple[Lembar, ...]


@dataclass(frozen=True)
class IsiLembarSurvei:
    """All sheets of one kelurahan."""

    kelurahan: str
    jadwal: JadwalSurvei | None
    jumlah: int
    rw: tuple[LembarRw, ...]


def lembar_survei(bahan: Bahan) -> Iterator[Naskah]:
    """The sheets of each kelurahan that has a proposal to survey."""
    kepala = bahan.kepala
    due = (case for case in bahan.view.cases if case.menunggu_survei)
    for slug, cases in group(due, lambda case: case.kelurahan).items():
        kelurahan = cases[0].nama_kelurahan
        by_rw = group(cases, lambda case: case.usulan.rw or "")
        yield Naskah(
            nama=f"lembar-survei-{slug}",
            judul=f"Lembar Survei Tim Teknis Kelurahan {kelurahan} Tahun {kepala.tahun}",
            template="lembar-survei.html",
            kaki=f"Lembar Survei Kelurahan {kelurahan}",
            kepala=kepala,
            isi=IsiLembarSurvei(
                kelurahan=kelurahan,
                jadwal=_schedule(bahan),
                jumlah=len(cases),
                rw=tuple(
                    LembarRw(rw, tuple(_sheet(bahan, case) for case in by_rw[rw]))
                    for rw in sorted(by_rw, key=lambda rw: (not rw, rw))
                ),
            ),
            halaman=None,
            sifat="bahan",
        )


def _schedule(bahan: Bahan) -> JadwalSurvei | None:
    planned = bahan.settings.jadwal.survei
    return JadwalSurvei(planned.mulai, planned.selesai) if planned else None


def _sheet(bahan: Bahan, case: Case) -> Lembar:
    usulan = case.usulan
    point = usulan.lokasi.koordinat if usulan.lokasi else None
    return Lembar(
        usulan=case.id,
        tautan=bahan.kepala.alamat(f"usulan/{case.folder}/{case.nomor}/"),
        usulan_kegiatan=usulan.usulan_kegiatan,
        permasalahan=usulan.permasalahan,
        lokasi=tempat_of(case),
        koordinat=", ".join(f"{degrees}" for degrees in point) if point else "",
        volume=usulan.volume,
        satuan=case.satuan or "",
        perkiraan_anggaran=usulan.perkiraan_anggaran,
        skpd=nama_skpd(case),
        syarat=(case.template.syarat or "") if case.template else "",
        perhatian=tuple(flag.message for flag in bahan.view.flags.get(case.id, ())),
    )
