"""What an audit knows: merges, what they did to each proposal, who answers for it, violations.

Plain values with codes for programs, as `audit --format json` prints them, and Indonesian for them:
pages, text and JSON take it from here. Named tuples, as there are many: they are made in half the
time of frozen dataclasses.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, get_args

from musrenbang.review.review_model import Jenis, PerubahanKolom
from musrenbang.year.follow_up import TAHAP, title_of
from schemas.tindak_lanjut import HasilTahap


class Peristiwa(Enum):
    """What can happen to a proposal, in the order in which it happens within one merge."""

    DIUSULKAN = "diusulkan"
    USULAN_DIUBAH = "usulan-diubah"
    USULAN_DIHAPUS = "usulan-dihapus"
    FOTO_DITAMBAH = "foto-ditambah"
    FOTO_DIUBAH = "foto-diubah"
    FOTO_DIHAPUS = "foto-dihapus"
    DIVALIDASI = "divalidasi"
    """The lurah passed it on, or did not."""
    DIKIRIM_LURAH = "dikirim-lurah"
    DISURVEI = "disurvei"
    SURVEI_DIUBAH = "survei-diubah"
    DIPUTUSKAN = "diputuskan"
    KEPUTUSAN_DIUBAH = "keputusan-diubah"
    KEPUTUSAN_DIHAPUS = "keputusan-dihapus"
    KIRIM = "dikirim"
    """Kirim: the camat sent its kelurahan on."""
    DIKOREKSI = "dikoreksi"
    TINDAK_LANJUT = "tindak-lanjut"
    """News of it after the kecamatan."""


class Event(NamedTuple):
    """One thing that happened to one proposal in one merge."""

    usulan: str
    """The proposal, for example ``2016/rawasari/0007``."""
    jenis: Peristiwa
    tanggal: date | None = None
    """The day the record itself names, which is not the day it was recorded."""
    hasil: str = ""
    """The outcome as a code: disetujui, ditolak, diteruskan, tidak-diteruskan, tanpa-validasi.

    Of news after the kecamatan: stage and outcome, for example ``rkpd diterima``.
    """
    alasan: str = ""
    """The code of the reason for a rejection (juknis D.2)."""
    sebab: str = ""
    """The same in words, by the guide of that time."""
    uraian: str = ""
    """Reason or note as it stands in the record: untrusted text."""
    perubahan: tuple[PerubahanKolom, ...] = ()


class Tanda(Enum):
    """What a signature is worth, by the keys that the parent commit had registered."""

    SAH = "sah"
    TANPA = "tanpa-tanda-tangan"
    TIDAK_DIKENAL = "kunci-tidak-dikenal"
    DI_LUAR_MASA = "di-luar-masa-berlaku"
    RUSAK = "rusak"
    PELADEN = "peladen"
    """Made by the Git host, which says by whose account."""
    LAIN = "bukan-ssh"
    """Made with GPG or X.509: nothing in the repository says whose key that is."""
    TIDAK_DINILAI = "tidak-dinilai"
    """No keys were registered yet, or nobody asked."""


class Pelaku(NamedTuple):
    """Somebody a commit names; `peran` where an official of the parent commit is meant."""

    nama: str
    peran: str = ""


class TandaTangan(NamedTuple):
    """The signature of a commit; `oleh` only where it is valid."""

    keadaan: Tanda = Tanda.TIDAK_DINILAI
    oleh: Pelaku | None = None
    kunci: str = ""
    """The fingerprint of the key, as ssh-keygen prints it."""


class CabangCommit(NamedTuple):
    """One commit that a merge brought in."""

    commit: str
    penulis: str
    tanda: Tanda = Tanda.TIDAK_DINILAI


Breach = tuple[str, str, str]
"""What a rule of the history finds: its own id, the file, the message."""


class Violation(NamedTuple):
    """Something that was against the rules when it was done."""

    commit: str
    rule: str
    """A guard (`penjaga.…`) or a rule of the history (`riwayat.…`)."""
    file: str
    message: str
    dasar: str
    """The clause of the juknis, the principle, or both."""


RULES: Mapping[str, str] = {
    "riwayat.langsung": "data berubah hanya lewat penggabungan pull request",
    "riwayat.squash": "pull request digabung utuh, dengan merge commit",
    "riwayat.banyak-induk": "satu penggabungan untuk satu pull request",
    "riwayat.isi-penggabungan": "yang digabung sama dengan yang ditinjau",
    "riwayat.tanpa-tanda-tangan": "penggabungan ditandatangani",
    "riwayat.kunci-tidak-dikenal": "kunci dinilai menurut commit induk",
    "riwayat.kunci-sendiri": "perubahan tidak mengangkat penyetujunya sendiri",
    "riwayat.kunci-di-luar-masa": "kunci dinilai menurut commit induk",
    "riwayat.tanda-tangan-rusak": "penggabungan ditandatangani",
    "riwayat.bukan-ssh": "kunci pejabat terdaftar dalam .github/allowed_signers",
    "riwayat.setuju-sendiri": "perubahan tidak disetujui pembuatnya sendiri",
    "riwayat.bukan-wewenang": "juknis C.2.c.3, C.1.d; wewenang dinilai menurut commit induk",
    "riwayat.tanpa-camat": "wewenang dinilai menurut commit induk",
    "riwayat.waktu-mundur": "commit tidak lebih tua daripada induknya",
    "riwayat.tanggal-mendahului": "juknis C.2.c.3; yang belum terjadi tidak dicatat",
    "riwayat.commit-janggal": "commit ditulis seperti Git menulisnya",
    "riwayat.folder-janggal": "folder ditulis seperti Git menulisnya",
    "riwayat.tanpa-lurah": "juknis C.1.d, C.2.c.4; usulan yang terkunci dikoreksi bersama lurahnya",
    "riwayat.kunci-pertama": "kunci pertama dinilai menurut pejabat dalam commit induk",
    "riwayat.pemulihan": "kunci dan jabatan dapat dipulihkan oleh yang disebut commit induk",
    "riwayat.waktu-mendatang": "commit tidak bertanggal sesudah hari ini",
    "riwayat.hilang": "commit yang tercetak tetap ada dalam riwayat",
    "riwayat.terima": "yang diterima disebut satu per satu",
}
"""The rules that only a history can break, each with its clause, its principle, or both."""

LATER = frozenset({"riwayat.tanpa-lurah"})
"""Those that bind, as a guard's `later` does, only where a base says `pengesahan`."""
NOTED = frozenset({"riwayat.kunci-pertama", "riwayat.pemulihan"})
"""What is allowed and said all the same."""


class Merge(NamedTuple):
    """One commit of the first-parent history: what it did and who answers for it."""

    commit: str
    waktu: datetime
    """When it was committed, as the committer's clock had it."""
    judul: str
    jenis: Jenis
    gabungan: bool
    """Whether it is a merge; everything else was pushed without one."""
    ringkasan: tuple[str, ...]
    """What it did, in whole Indonesian sentences."""
    penggabung: Pelaku
    penulis: tuple[Pelaku, ...]
    """Who wrote the commits it brought in, or itself where it is no merge."""
    peninjau: tuple[Pelaku, ...]
    """From `Reviewed-by:` trailers: who the merger says has reviewed it."""
    pull_request: str
    tanda_tangan: TandaTangan = TandaTangan()
    cabang: tuple[CabangCommit, ...] = ()
    events: tuple[Event, ...] = ()
    violations: tuple[Violation, ...] = ()
    notes: tuple[Violation, ...] = ()
    """What no rule of its time forbade, but whoever checks should know."""


class Babak(NamedTuple):
    """One event in the life of a proposal, with the merge that recorded it."""

    event: Event
    merge: Merge


TANDA: Mapping[Tanda, str] = {
    Tanda.SAH: "tanda tangan sah",
    Tanda.TANPA: "tanpa tanda tangan",
    Tanda.TIDAK_DIKENAL: "ditandatangani dengan kunci yang tidak terdaftar",
    Tanda.DI_LUAR_MASA: "ditandatangani di luar masa berlaku kuncinya",
    Tanda.RUSAK: "tanda tangan rusak",
    Tanda.PELADEN: "ditandatangani server Git",
    Tanda.LAIN: "ditandatangani bukan dengan kunci SSH terdaftar",
    Tanda.TIDAK_DINILAI: "tanda tangan tidak dinilai",
}
_TITLES: Mapping[Peristiwa, str] = {
    Peristiwa.DIUSULKAN: "Diusulkan",
    Peristiwa.USULAN_DIUBAH: "Usulan diubah",
    Peristiwa.USULAN_DIHAPUS: "Berkas usulan dihapus",
    Peristiwa.FOTO_DITAMBAH: "Foto ditambahkan",
    Peristiwa.FOTO_DIUBAH: "Foto diganti",
    Peristiwa.FOTO_DIHAPUS: "Foto dihapus",
    Peristiwa.DIKIRIM_LURAH: "Dikirim lurah ke kecamatan",
    Peristiwa.SURVEI_DIUBAH: "Hasil survei diubah",
    Peristiwa.KEPUTUSAN_DIUBAH: "Keputusan diubah",
    Peristiwa.KEPUTUSAN_DIHAPUS: "Keputusan dihapus",
    Peristiwa.DIKOREKSI: "Dikoreksi sesudah dikirim",
}
_OUTCOMES: Mapping[tuple[Peristiwa, str], str] = {
    (Peristiwa.DIVALIDASI, "diteruskan"): "Diteruskan lurah",
    (Peristiwa.DIVALIDASI, "tidak-diteruskan"): "Tidak diteruskan lurah",
    (Peristiwa.DISURVEI, "layak"): "Disurvei: sesuai dan layak",
    (Peristiwa.DISURVEI, "tidak-layak"): "Disurvei: tidak sesuai atau tidak layak",
    (Peristiwa.DIPUTUSKAN, "disetujui"): "Disetujui camat",
    (Peristiwa.DIPUTUSKAN, "ditolak"): "Ditolak camat",
    (Peristiwa.KIRIM, "disetujui"): "Dikirim camat ke tingkat kota",
    (Peristiwa.KIRIM, "ditolak"): "Hasil kelurahan dikirim camat ke tingkat kota, tanpa usulan ini",
    (Peristiwa.KIRIM, "tanpa-validasi"): "Dikirim camat tanpa diputuskan",
    **{
        (Peristiwa.TINDAK_LANJUT, f"{tahap} {hasil}"): title_of(tahap, hasil)
        for tahap in TAHAP
        for hasil in get_args(HasilTahap)
    },
}


def judul(event: Event) -> str:
    """What happened, in a few words."""
    title = _OUTCOMES.get((event.jenis, event.hasil)) or _TITLES[event.jenis]
    if event.jenis is Peristiwa.DIPUTUSKAN and event.perubahan:
        return f"{title} dengan perubahan"
    return title


def rincian(event: Event) -> str:
    """What exactly, in one line: fields old → new, reason, note; of a proposal, what it asks."""
    parts = perubahan_dan_sebab(event)
    if event.uraian:
        parts.insert(0 if event.jenis is Peristiwa.DIUSULKAN else len(parts), event.uraian)
    return "; ".join(parts)


def perubahan_dan_sebab(event: Event) -> list[str]:
    """The fields old → new and the reason for a rejection, each by itself."""
    reason = [f"Alasan: {event.sebab}"] if event.sebab else []
    return [*map(perubahan, event.perubahan), *reason]


def perubahan(row: PerubahanKolom) -> str:
    """One field: Volume: 120 m → 100 m."""
    if row.semula is None or row.menjadi is None:
        what = row.menjadi if row.semula is None else f"{row.semula} dihapus"
        return f"{row.label}: {what}"
    return f"{row.label}: {row.semula} → {row.menjadi}"


def pelaku(person: Pelaku) -> str:
    """A name with its office: Ratna Wulandari (Camat)."""
    return f"{person.nama} ({person.peran})" if person.peran else person.nama


def semua(people: Sequence[Pelaku]) -> str:
    """Several names in one line."""
    return ", ".join(map(pelaku, people))


def tanggung_jawab(merge: Merge) -> str:
    """Who answers for a merge: who wrote, who reviewed, who merged, and what the signature says."""
    parts = [f"ditulis {semua(merge.penulis)}"]
    sign = merge.tanda_tangan
    deeds = [(semua(merge.peninjau), "ditinjau")] if merge.peninjau else []
    if merge.gabungan:
        deeds.append((pelaku(merge.penggabung), "digabung"))
    if sign.oleh and sign.keadaan is Tanda.SAH:
        deeds.append((pelaku(sign.oleh), "ditandatangani"))
    for who, done in groupby(deeds, key=itemgetter(0)):
        *others, last = [deed for _, deed in done]
        parts.append(f"{', '.join(others)} dan {last} {who}" if others else f"{last} {who}")
    if sign.oleh and sign.keadaan is Tanda.PELADEN:
        who = pelaku(sign.oleh)
        at = next((at for at, part in enumerate(parts) if at and part.endswith(f" {who}")), None)
        if at is None:
            parts.append(f"menurut server Git lewat akun {who}")
        else:
            parts[at] += ", menurut server Git lewat akunnya"
    elif sign.oleh and sign.keadaan is Tanda.SAH:
        parts[-1] += " dengan kuncinya sendiri"
    elif sign.oleh:
        parts.append(f"{TANDA[sign.keadaan]} {pelaku(sign.oleh)}")
    elif sign.keadaan is not Tanda.TIDAK_DINILAI:
        parts.append(TANDA[sign.keadaan])
    return "; ".join(parts)


_UNAPPROVED = frozenset({"riwayat.bukan-wewenang", "riwayat.setuju-sendiri"})


def pengesahan(merge: Merge) -> str:
    """Which office approved a merge, and by what; empty where nobody did but who wrote it."""
    who, state = merge.tanda_tangan.oleh, merge.tanda_tangan.keadaan
    by_official = who and who.peran not in {"", "Operator"} and who not in merge.penulis
    if not _UNAPPROVED.isdisjoint(one.rule for one in merge.violations):
        return ""
    if merge.gabungan and by_official and who and state is Tanda.SAH:
        return f"disahkan {who.peran} dengan kuncinya sendiri"
    if merge.gabungan and by_official and who and state is Tanda.PELADEN:
        return f"disahkan {who.peran} lewat akunnya, menurut server Git"
    reviewers = ", ".join(person.peran or person.nama for person in merge.peninjau)
    return f"ditinjau oleh {reviewers}" if reviewers else ""
