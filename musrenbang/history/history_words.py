"""Indonesian for what an audit knows: the one place from which pages, text and JSON take it."""

from collections.abc import Mapping, Sequence

from musrenbang.history.history_model import Event, Merge, Pelaku, Peristiwa, Perubahan, Tanda
from musrenbang.year.labels import ALASAN

TANDA: Mapping[Tanda, str] = {
    Tanda.SAH: "tanda tangan sah",
    Tanda.TANPA: "tanpa tanda tangan",
    Tanda.TIDAK_DIKENAL: "ditandatangani dengan kunci yang tidak terdaftar",
    Tanda.DI_LUAR_MASA: "ditandatangani di luar masa berlaku kuncinya",
    Tanda.RUSAK: "tanda tangan rusak",
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
    Peristiwa.DIKOREKSI: "Dikoreksi sesudah Kirim",
}
_OUTCOMES: Mapping[tuple[Peristiwa, str], str] = {
    (Peristiwa.DIVALIDASI, "diteruskan"): "Diteruskan lurah",
    (Peristiwa.DIVALIDASI, "tidak-diteruskan"): "Tidak diteruskan lurah",
    (Peristiwa.DISURVEI, "layak"): "Disurvei: sesuai dan layak",
    (Peristiwa.DISURVEI, "tidak-layak"): "Disurvei: tidak sesuai atau tidak layak",
    (Peristiwa.DIPUTUSKAN, "disetujui"): "Disetujui camat",
    (Peristiwa.DIPUTUSKAN, "ditolak"): "Ditolak camat",
    (Peristiwa.DIKIRIM, "disetujui"): "Dikirim camat ke tingkat kota",
    (Peristiwa.DIKIRIM, "ditolak"): "Hasil kelurahan dikirim camat ke tingkat kota",
    (Peristiwa.DIKIRIM, "tanpa-validasi"): "Dikirim camat tanpa validasi (juknis D.4)",
}


def judul(event: Event) -> str:
    """What happened, in a few words."""
    title = _OUTCOMES.get((event.jenis, event.hasil)) or _TITLES[event.jenis]
    if event.jenis is Peristiwa.DIPUTUSKAN and event.perubahan:
        return f"{title} dengan perubahan"
    return title


def rincian(event: Event, *, uraian: bool = True) -> str:
    """What exactly, in one line: fields old → new, reason, and the note if asked for."""
    parts = [perubahan(row) for row in event.perubahan]
    if event.alasan:
        label = ALASAN[event.alasan]
        parts.append(f"alasan: {label.nama} ({label.dasar})")
    if event.uraian and uraian:
        parts.insert(0 if event.jenis is Peristiwa.DIUSULKAN else len(parts), event.uraian)
    return "; ".join(parts)


def perubahan(row: Perubahan) -> str:
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
    if merge.peninjau:
        parts.append(f"ditinjau {semua(merge.peninjau)}")
    if merge.gabungan:
        parts.append(f"digabung {pelaku(merge.penggabung)}")
    sign = merge.tanda_tangan
    if sign.oleh:
        parts.append(f"{TANDA[sign.keadaan]} {pelaku(sign.oleh)}")
    elif sign.keadaan is not Tanda.TIDAK_DINILAI:
        parts.append(TANDA[sign.keadaan])
    return "; ".join(parts)
