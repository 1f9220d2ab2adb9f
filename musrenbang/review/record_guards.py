"""Guards on single records: what may be added, changed and removed."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind
from musrenbang.git.differences import ABSENT
from musrenbang.review.areas import ALLOWED_SIGNERS, CODEOWNERS, Area
from musrenbang.review.facts import Facts, Touched
from musrenbang.review.guard import Refusal, guard
from schemas import HasilSurvei, Keputusan, Usulan


@guard(
    "belum-dikirim",
    "juknis C.2.c.3.f",
    "Hanya usulan yang sudah tercatat dan sudah dikirim lurah yang diputuskan.",
)
def decisions_follow_the_lurah(facts: Facts) -> Iterator[Refusal]:
    if facts.initial:
        return
    for item in facts.records:
        place = item.place
        if place is None or item.file.is_gone:
            continue
        if place.kind not in {Kind.KEPUTUSAN, Kind.KIRIM}:
            continue
        folder = facts.folder(facts.base, place)
        if folder is None or folder.profil is None or folder.profil.dikirim is None:
            yield (
                item.path,
                "Lurah belum mengirim usulan kelurahan ini.",
                "Tunggu sampai pengiriman lurah tercatat (`dikirim` dalam kelurahan.yaml).",
            )
        elif place.kind is Kind.KEPUTUSAN and place.name not in folder.usulan:
            yield (
                item.path,
                f"Tidak ada usulan nomor {place.name} di {folder.nama}.",
                "Periksa nomor dan kelurahannya.",
            )


_KEPT = frozenset({CODEOWNERS, ALLOWED_SIGNERS})


@guard("hapus", "DESIGN 4", "Catatan tidak dihapus dan tidak diganti nama.")
def records_stay(facts: Facts) -> Iterator[Refusal]:
    for item in facts.touched:
        withdrawn = isinstance(item.before, Keputusan) and isinstance(item.after, HasilSurvei)
        if withdrawn and not item.file.is_new:
            yield (
                item.path,
                "Keputusan ini ditarik: yang tersisa hanya hasil surveinya.",
                "Kembalikan isinya; keputusan diganti dengan keputusan baru, bukan dihapus.",
            )
        kept = item.path in _KEPT or (item.place and item.place.kind is not Kind.FOTO)
        if not item.file.is_gone or not kept:
            continue
        moved = _moved_to(facts, item)
        if moved:
            yield (
                item.path,
                f"Catatan ini dipindahkan ke {moved}.",
                "Kembalikan nama berkasnya: nomor dan tempat catatan tetap selamanya.",
            )
        else:
            yield (
                item.path,
                "Catatan ini dihapus.",
                "Kembalikan berkasnya; keputusan diganti dengan keputusan baru, bukan dihapus.",
            )


def _moved_to(facts: Facts, item: Touched) -> str:
    return next(
        (
            other.path
            for other in facts.records
            if other.file.is_new and item.before is not None and other.after == item.before
        ),
        "",
    )


@guard("nomor-dipakai-ulang", "DESIGN 4", "Nomor usulan tidak dipakai ulang untuk usulan lain.")
def numbers_are_not_reused(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        if not isinstance(item.before, Usulan) or not isinstance(item.after, Usulan):
            continue
        if _is_another(item.before, item.after):
            yield (
                item.path,
                f"Nomor {item.nomor} dipakai ulang untuk usulan lain.",
                "Kembalikan usulan lama dan beri usulan baru nomor berikutnya.",
            )


def _is_another(before: Usulan, after: Usulan) -> bool:
    codes = {before.kode_tracking, after.kode_tracking} - {None}
    what = before.usulan_kegiatan.casefold() != after.usulan_kegiatan.casefold()
    why = before.permasalahan.casefold() != after.permasalahan.casefold()
    where = (before.lokasi and before.lokasi.alamat) != (after.lokasi and after.lokasi.alamat)
    return len(codes) > 1 or (what and why and (where or before.rw != after.rw))


@guard(
    "sudah-diputuskan",
    "DESIGN 4, juknis C.2.c.3",
    "Usulan yang sudah diputuskan tidak diubah di bawah keputusannya.",
)
def decided_proposals_stay(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        place = item.place
        if place is None or place.kind is not Kind.USULAN or facts.is_locked(place):
            continue
        folder = facts.folder(facts.base, place)
        if folder and item.nomor in folder.keputusan and item.before != item.after:
            yield (
                item.path,
                f"Usulan {item.nomor} sudah diputuskan, tetapi isinya diubah.",
                "Kembalikan isinya; perubahan volume atau anggaran ditulis dalam keputusan.",
            )


@guard("jenis-berkas", "DESIGN 8", "Catatan adalah berkas biasa: bukan tautan, bukan program.")
def records_are_plain_files(facts: Facts) -> Iterator[Refusal]:
    for item in facts.touched:
        is_program = item.area is Area.PERANGKAT_LUNAK and item.file.new_mode == "100755"
        if item.file.new_mode not in {"100644", ABSENT} and not is_program:
            yield (
                item.path,
                "Berkas ini bukan berkas biasa (tautan, submodul atau dapat dijalankan).",
                "Ganti dengan berkas biasa.",
            )
