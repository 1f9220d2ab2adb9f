"""Guards on what Kirim has locked: it changes by a correction or not at all."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind, kirim_path
from musrenbang.review.areas import Area
from musrenbang.review.facts import Facts
from musrenbang.review.guard import Refusal, guard
from musrenbang.review.locks import append_only, locked_settings, same_but_lurah


@guard(
    "terkunci",
    "DESIGN 4, juknis C.2.c.4",
    "Sesudah Kirim, berkas kelurahan berubah hanya dengan koreksi dalam perubahan yang sama.",
)
def locked_files_need_a_correction(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        place = item.place
        if place is None or place.kind is Kind.KIRIM or not facts.is_locked(place):
            continue
        named = {row.nomor for row in facts.corrections(place)}
        path = kirim_path(place.tahun, place.kelurahan)
        if item.nomor:
            if item.nomor not in named:
                yield (
                    item.path,
                    f"Berkas usulan {item.nomor} sudah terkunci sejak Kirim.",
                    f"Sebut nomor {item.nomor} sebagai `koreksi` dalam {path}, atau kembalikan.",
                )
        elif not (item.area is Area.PENGATURAN and same_but_lurah(item.before, item.after)):
            yield (
                item.path,
                "Berkas kelurahan ini sudah terkunci sejak Kirim.",
                "Kembalikan isinya seperti semula.",
            )


@guard(
    "koreksi",
    "DESIGN 4, juknis C.2.c.4",
    "Sesudah Kirim, kirim.yaml hanya bertambah koreksi, masing-masing dengan perubahannya.",
)
def kirim_only_grows(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        place = item.place
        if place is None or place.kind is not Kind.KIRIM or not facts.is_locked(place):
            continue
        if item.file.is_gone:
            continue
        if item.after is None or item.before is None or not append_only(item.before, item.after):
            yield (
                item.path,
                "Isi Kirim yang sudah tercatat diubah atau dihapus.",
                "Kembalikan isinya; koreksi baru ditulis di bawah yang sudah ada.",
            )
        changed = {
            other.nomor
            for other in facts.records
            if other.place
            and (other.place.tahun, other.place.kelurahan) == (place.tahun, place.kelurahan)
        }
        for row in facts.corrections(place):
            if row.nomor not in changed:
                yield (
                    item.path,
                    f"Koreksi nomor {row.nomor} tidak disertai perubahan apa pun.",
                    "Sertakan perubahan berkasnya, atau hapus baris koreksi ini.",
                )


@guard(
    "pengaturan-terkunci",
    "DESIGN 4, juknis C.2.c.4",
    "Yang tercetak untuk usulan terkunci tidak berubah lewat template atau daftar SKPD/UKPD.",
)
def settings_keep_what_is_locked(facts: Facts) -> Iterator[Refusal]:
    for path, names in locked_settings(facts):
        yield (
            path,
            f"Perubahan ini mengubah usulan yang sudah terkunci: {names}.",
            "Tambahkan kode baru untuk usulan berikutnya, dan biarkan yang lama.",
        )
