"""Survey sheets for the technical team (juknis C.1.e): a page for each proposal still to survey.

A file for each kelurahan, by RW, which is how the team walks. What they find is written by hand;
the sheet prints no more of a person than the record of the proposal does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Naskah
from musrenbang.papers.redaksi import Tempat, nama_skpd, tempat_of
from musrenbang.year.cases import Case
from musrenbang.year.figures import group


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
