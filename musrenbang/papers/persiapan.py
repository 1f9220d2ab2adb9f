"""Papers of the preparation (juknis C.1): readiness, invitations and Form 2, survey sheets.

The readiness list says what the records know to be done; the rest is ticked off by hand. Survey
sheets are a file for each kelurahan, by RW, which is how the team walks; what they find is written
by hand, and a sheet prints no more of a person than the record of the proposal does.
"""

from collections.abc import Iterator

from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Isi, Naskah
from musrenbang.papers.redaksi import by_rw, golongan, nama_skpd, tempat_of
from musrenbang.year.cases import Case
from musrenbang.year.figures import KelurahanStanding, group
from musrenbang.year.guide import Guide
from schemas import Kelurahan, Musrenbang
from schemas.musrenbang import Undangan

_CLAUSES = (
    *("C.1.a", "C.1.a.1", "C.1.a.1.ix", "C.1.a.2", "C.1.a.3", "C.1.a.4"),
    *("C.1.b", "C.1.c", "C.1.d", "C.1.e", "C.1.f", "Form 2"),
)


def daftar_kesiapan(bahan: Bahan) -> Iterator[Naskah]:
    """The list, until the meeting has its minutes."""
    view, settings, kepala = bahan.view, bahan.settings, bahan.kepala
    if view.year.berita_acara or not view.year.kelurahan:
        return
    guests = [who for who in settings.undangan if who.jumlah]
    groups = {who.golongan for who in guests}
    team = [member.unsur for member in settings.tim_penyelenggara]
    yield Naskah(
        nama="kesiapan",
        judul=kepala.judul("Daftar Kesiapan Musrenbang"),
        template="kesiapan.html",
        kaki="Daftar Kesiapan Musrenbang",
        kepala=kepala,
        isi={
            "penetapan_tim": settings.jadwal.penetapan_tim,
            "tim_kecamatan": team.count("kecamatan"),
            "tim_masyarakat": team.count("masyarakat"),
            "lembaga": len(guests),
            "orang": sum(who.jumlah for who in guests),
            "golongan_belum": [
                golongan(view.guide, kode) for kode in view.guide.golongan if kode not in groups
            ],
            "golongan": len(view.guide.golongan),
            "klausul": {kode: view.guide.number(kode) for kode in _CLAUSES},
            "arah_kebijakan": bool(view.year.arah_kebijakan),
            "program_prioritas": bool(view.year.program_prioritas),
            "kelurahan": [
                _kelurahan(view.year.kelurahan[standing.slug].profil, standing)
                for standing in view.standings
            ],
            "perlu_dicek": [
                {
                    "usulan": case.id,
                    "usulan_kegiatan": case.usulan.usulan_kegiatan,
                    "pesan": flag.message,
                }
                for case in view.cases
                if case.menunggu_survei
                for flag in view.flags.get(case.id, ())
            ],
        },
        halaman="kelurahan/",
        sifat="bahan",
    )


def _kelurahan(profil: Kelurahan | None, standing: KelurahanStanding) -> Isi:
    """How far one kelurahan is (C.1.a.1.ix, b, d, e)."""
    minutes = profil.berita_acara if profil else None
    return {
        "nama": standing.nama,
        "berita_acara": minutes.nomor if minutes else "",
        "ditandatangani": standing.berita_acara,
        "dikirim": standing.dikirim_lurah,
        "delegasi": len(profil.delegasi) if profil else 0,
        "jumlah_rw": profil.jumlah_rw if profil else None,
        "fisik": standing.perlu_survei,
        "disurvei": standing.disurvei,
    }


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


def invited(guide: Guide, settings: Musrenbang) -> list[Undangan]:
    """The invited institutions by group, as the guide has it; then as the settings name them."""
    order = [*guide.golongan]
    known = [who for who in settings.undangan if who.golongan in order]
    return sorted(known, key=lambda who: order.index(who.golongan))


def surat_undangan(bahan: Bahan) -> Iterator[Naskah]:
    """A letter for each institution, from when the meeting is scheduled until it has its minutes.

    One file is one print job, and its bookmarks lead to each group; a file for each group would be
    eleven jobs for the same envelopes. No names: the records invite institutions, and the letter
    goes to whoever leads them.
    """
    kepala, guide = bahan.kepala, bahan.view.guide
    letters = [
        {
            "golongan": golongan(guide, who.golongan),
            "penerima": _recipient(guide, who),
            "jumlah": who.jumlah,
        }
        for who in invited(guide, bahan.settings)
        if who.jumlah
    ]
    if not letters or kepala.waktu is None or not kepala.waktu.rencana:
        return
    yield Naskah(
        nama="undangan",
        judul=kepala.judul("Undangan Musrenbang"),
        template="undangan.html",
        kaki="Undangan Musrenbang",
        kepala=kepala,
        isi={"surat": letters, "pra_rancangan": kepala.alamat("dokumen/")},
        sifat="surat",
    )


def _recipient(guide: Guide, who: Undangan) -> str:
    group = guide.group(who.golongan)
    office = group.pimpinan
    if not office or who.instansi.startswith(_NAMED):
        return who.instansi
    name = (
        who.instansi.removeprefix("Kelurahan ") if group.sebanyak == "kelurahan" else who.instansi
    )
    return f"{office} {name}"


def daftar_hadir(bahan: Bahan) -> Iterator[Naskah]:
    """Form 2: Daftar Hadir Peserta Musrenbang Kecamatan (Lampiran I).

    The juknis names this form but does not show it; its layout is reconstructed from the national
    model of the same form.
    """
    settings, kepala = bahan.settings, bahan.kepala
    guests = invited(bahan.view.guide, settings)
    institutions = [who.instansi for who in guests for _ in range(who.jumlah)]
    names = institutions or [""] * _ROWS_WITHOUT_INVITATIONS
    yield Naskah(
        nama="lampiran-1",
        judul=kepala.judul("Daftar Hadir Peserta Musrenbang"),
        template="daftar-hadir.html",
        kaki="Lampiran I Berita Acara",
        kepala=kepala,
        isi={"baris": [{"no": no, "lembaga": name} for no, name in enumerate(names, start=1)]},
        bernomor=True,
    )


def lembar_survei(bahan: Bahan) -> Iterator[Naskah]:
    """The sheets of each kelurahan that has a proposal to survey."""
    kepala = bahan.kepala
    planned = bahan.settings.jadwal.survei
    due = (case for case in bahan.view.cases if case.menunggu_survei)
    for slug, cases in group(due, lambda case: case.kelurahan).items():
        kelurahan = cases[0].nama_kelurahan
        yield Naskah(
            nama=f"lembar-survei-{slug}",
            judul=f"Lembar Survei Tim Teknis Kelurahan {kelurahan} Tahun {kepala.tahun}",
            template="lembar-survei.html",
            kaki=f"Lembar Survei Kelurahan {kelurahan}",
            kepala=kepala,
            isi={
                "kelurahan": kelurahan,
                "jadwal": {"mulai": planned.mulai, "selesai": planned.selesai} if planned else None,
                "jumlah": len(cases),
                "rw": [
                    {"rw": rw, "lembar": [_sheet(bahan, case) for case in mine]}
                    for rw, mine in by_rw(cases)
                ],
            },
            halaman=None,
            sifat="bahan",
        )


def _sheet(bahan: Bahan, case: Case) -> Isi:
    """What was proposed, and what to look at with care (C.1.f)."""
    usulan = case.usulan
    point = usulan.lokasi.koordinat if usulan.lokasi else None
    return {
        "usulan": case.id,
        "tautan": bahan.kepala.alamat(f"usulan/{case.folder}/{case.nomor}/"),
        "usulan_kegiatan": usulan.usulan_kegiatan,
        "permasalahan": usulan.permasalahan,
        "lokasi": tempat_of(case),
        "koordinat": ", ".join(f"{degrees}" for degrees in point) if point else "",
        "volume": usulan.volume,
        "satuan": case.satuan or "",
        "perkiraan_anggaran": usulan.perkiraan_anggaran,
        "skpd": nama_skpd(case),
        "syarat": (case.template.syarat or "") if case.template else "",
        "perhatian": [flag.message for flag in bahan.view.flags.get(case.id, ())],
    }
