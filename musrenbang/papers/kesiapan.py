"""The readiness list of juknis C.1: what the records know to be done, and what is ticked off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.redaksi import GOLONGAN
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.year.kelurahan_progress import KelurahanStanding
from musrenbang.year.views import View
from schemas.musrenbang import Golongan


@dataclass(frozen=True)
class KesiapanKelurahan:
    """How far one kelurahan is (C.1.a.1.ix, b, d, e)."""

    nama: str
    berita_acara: str
    """Its number; empty while there is none."""
    ditandatangani: bool
    dikirim_lurah: date | None
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
        dikirim_lurah=standing.dikirim_lurah,
        delegasi=len(profil.delegasi) if profil else 0,
        jumlah_rw=profil.jumlah_rw if profil else None,
        fisik=standing.perlu_survei,
        disurvei=standing.disurvei,
    )


def _flagged(view: View) -> Iterator[PerluDicek]:
    for case in view.cases:
        for flag in view.flags.get(case.id, ()) if case.menunggu_survei else ():
            yield PerluDicek(case.id, case.usulan.usulan_kegiatan, flag.message)
