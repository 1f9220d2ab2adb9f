"""Form 1, the Berita Acara, what was added to it later, and the photos it names."""

from collections.abc import Iterator

from musrenbang.files.paths import DECISIONS
from musrenbang.papers.kepala import Bahan
from musrenbang.papers.naskah import Isi, Naskah
from musrenbang.papers.persiapan import invited
from schemas import BeritaAcara


def berita_acara(bahan: Bahan) -> Iterator[Naskah]:
    """Form 1: Berita Acara Hasil Kesepakatan Musrenbang Kecamatan.

    It says as much as is known while the minutes are missing.
    """
    kepala = bahan.kepala
    minutes = bahan.view.year.berita_acara
    yield Naskah(
        nama="berita-acara",
        judul=kepala.judul("Berita Acara Hasil Kesepakatan Musrenbang"),
        template="berita-acara.html",
        kaki="Berita Acara",
        kepala=kepala,
        isi=_recorded(minutes) if minutes else _prepared(bahan),
        bernomor=True,
    )


def _recorded(minutes: BeritaAcara) -> Isi:
    return {
        "sambutan": [_speaker(who.jabatan, who.nama) for who in minutes.sambutan],
        "pemaparan": [_speaker(who.jabatan, who.nama, who.materi) for who in minutes.pemaparan],
        "tanggapan": minutes.tanggapan or "",
        "wakil_peserta": [
            _participant(who.nama, who.lembaga, who.alamat) for who in minutes.wakil_peserta
        ],
        "delegasi": [_participant(who.nama, who.lembaga) for who in minutes.delegasi],
    }


def _prepared(bahan: Bahan) -> Isi:
    """At least one representative of each invited institution will sign (Form 1, Catatan)."""
    institutions = dict.fromkeys(who.instansi for who in invited(bahan.view.guide, bahan.settings))
    return {
        "sambutan": (),
        "pemaparan": (),
        "tanggapan": "",
        "wakil_peserta": [_participant("", name) for name in institutions],
        "delegasi": (),
    }


def _speaker(jabatan: str, nama: str, materi: str = "") -> Isi:
    """Who spoke, and on what; `materi` is empty for an opening address."""
    return {"jabatan": jabatan, "nama": nama, "materi": materi}


def _participant(nama: str, lembaga: str, alamat: str = "") -> Isi:
    """Who signs or is delegated; an empty name is filled in by hand."""
    return {"nama": nama, "lembaga": lembaga, "alamat": alamat}


def adendum(bahan: Bahan) -> Iterator[Naskah]:
    """What was added to the established minutes, each on a page of its own; nothing without any.

    Form 1 itself stays as it was signed.
    """
    minutes = bahan.view.year.berita_acara
    if minutes is None or not minutes.adendum:
        return
    kepala = bahan.kepala
    yield Naskah(
        nama="adendum",
        judul=kepala.judul("Adendum Berita Acara Musrenbang"),
        template="adendum.html",
        kaki="Adendum Berita Acara",
        kepala=kepala,
        isi={
            "adendum": [
                {
                    "ke": number,
                    "tanggal": one.tanggal,
                    "alasan": one.alasan,
                    "berita_acara": one.berita_acara or "",
                    "isi": one.isi,
                }
                for number, one in enumerate(minutes.adendum, 1)
            ]
        },
        bernomor=True,
    )


def dokumentasi(bahan: Bahan) -> Iterator[Naskah]:
    """The photos that the minutes name (juknis C.2.e); nothing where they name none."""
    kepala, year = bahan.kepala, bahan.view.year
    named = year.berita_acara.dokumentasi if year.berita_acara else ()
    folder = f"{DECISIONS}/{year.tahun}"
    photos = [
        {"berkas": path, "keterangan": one.keterangan, "isi": year.foto[path]}
        for one in named
        if (path := f"{folder}/{one.berkas}") in year.foto
    ]
    if not photos:
        return
    yield Naskah(
        nama="dokumentasi",
        judul=kepala.judul("Dokumentasi Musrenbang"),
        template="dokumentasi.html",
        kaki="Dokumentasi Berita Acara",
        kepala=kepala,
        isi={"foto": photos},
        bernomor=True,
        foto=tuple(photo["berkas"] for photo in photos),
    )
