"""The guards of what is settled: decided, sent on by Kirim, established in the minutes."""

from collections.abc import Iterator
from datetime import date

from musrenbang.files.paths import Kind, kirim_path, settings_path, usulan_path
from musrenbang.review.facts import Facts, TouchedRecord, same_but_lurah
from musrenbang.review.guard import Refusal, guard
from musrenbang.review.review_model import Action, Area
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import Case, cases_of
from schemas import (
    BeritaAcara,
    HasilSurvei,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    TindakLanjut,
    Usulan,
)


@guard(
    "sudah-diputuskan", "juknis C.2.c.3: yang sudah diputuskan tidak diubah di bawah keputusannya"
)
def decided_proposals_stay(facts: Facts) -> Iterator[Refusal]:
    for path, nomor in _under_decisions(facts, Kind.USULAN):
        yield (
            path,
            f"Usulan {nomor} sudah diputuskan, tetapi isinya diubah.",
            "Kembalikan isinya; perubahan volume atau anggaran ditulis dalam keputusan.",
        )


@guard(
    "foto-diputuskan",
    "juknis C.2.c.3: yang sudah diputuskan tidak diubah di bawah keputusannya",
    later=True,
)
def photos_of_decided_proposals_stay(facts: Facts) -> Iterator[Refusal]:
    for path, nomor in _under_decisions(facts, Kind.FOTO):
        message = f"Usulan {nomor} sudah diputuskan, tetapi fotonya diubah."
        yield path, message, "Kembalikan fotonya."


def _under_decisions(facts: Facts, kind: Kind) -> Iterator[tuple[str, str]]:
    """Changed files of one kind with each decided proposal they are about."""
    for item in facts.of(kind):
        if item.before != item.after and not facts.is_locked(item.place):
            yield from (
                (item.path, nomor) for nomor in item.tentang if facts.is_decided(item.place, nomor)
            )


@guard(
    "usulan-berubah",
    "juknis C.2.c.3: yang diputuskan adalah yang dilihat waktu diputuskan",
    later=True,
)
def decisions_are_on_what_was_seen(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.KEPUTUSAN):
        if usulan_path(item.place.tahun, item.place.kelurahan, item.nomor) in facts.meanwhile:
            yield (
                item.path,
                f"Keputusan ini atas isi lama: usulan {item.nomor} berubah sesudah cabang dibuat.",
                "Gabungkan main ke cabang ini (git merge main), lalu baca lagi usulannya.",
            )


def append_only(before: Kirim, after: Kirim) -> bool:
    """Whether a kirim.yaml keeps all it said and only adds corrections."""
    kept = after.koreksi[: len(before.koreksi)]
    return kept == before.koreksi and after.model_copy(update={"koreksi": before.koreksi}) == before


@guard("terkunci", "juknis C.2.c.4: yang dikirim tidak diubah tanpa koreksi")
def locked_files_need_a_correction(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        place = item.place
        if place.kind is Kind.KIRIM or not facts.is_locked(place):
            continue
        named = {row.nomor for row in facts.corrections(place)}
        path = kirim_path(place.tahun, place.kelurahan)
        for nomor in item.tentang:
            if nomor not in named:
                yield (
                    item.path,
                    f"Berkas usulan {nomor} sudah terkunci sejak Kirim.",
                    f"Sebut nomor {nomor} sebagai `koreksi` dalam {path}, atau kembalikan.",
                )
        appoints = item.area is Area.PENGATURAN and same_but_lurah(item.before, item.after)
        if not item.tentang and not appoints:
            yield (
                item.path,
                "Berkas kelurahan ini sudah terkunci sejak Kirim.",
                "Kembalikan isinya seperti semula.",
            )


@guard("koreksi", "juknis C.2.c.4: Kirim hanya bertambah koreksi")
def kirim_only_grows(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.KIRIM):
        place = item.place
        if item.file.is_gone or not facts.is_locked(place):
            continue
        if item.after is None or item.before is None or not append_only(item.before, item.after):
            yield (
                item.path,
                "Isi Kirim yang sudah tercatat diubah atau dihapus.",
                "Kembalikan isinya; koreksi baru ditulis di bawah yang sudah ada.",
            )
        changed = {
            nomor
            for other in facts.of_one_year
            if (other.place.tahun, other.place.kelurahan) == (place.tahun, place.kelurahan)
            for nomor in other.tentang
        }
        for row in facts.corrections(place):
            if row.nomor not in changed:
                yield (
                    item.path,
                    f"Koreksi nomor {row.nomor} tidak disertai perubahan apa pun.",
                    "Sertakan perubahan berkasnya, atau hapus baris koreksi ini.",
                )


@guard("koreksi-awal", "juknis C.2.c.4: dikoreksi hanya yang sudah dikirim", later=True)
def kirim_begins_without_corrections(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.KIRIM):
        if not facts.is_locked(item.place) and isinstance(item.after, Kirim) and item.after.koreksi:
            yield (
                item.path,
                "Kirim ini lahir dengan koreksi, padahal belum ada yang terkunci.",
                "Hapus `koreksi`; baris koreksi ditambah bersama perubahan yang dikoreksinya.",
            )


@guard("tindak-lanjut", "kabar sesudah kecamatan hanya bertambah")
def news_only_grows(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.TINDAK_LANJUT):
        if item.file.is_gone or not isinstance(item.before, TindakLanjut):
            continue
        known = item.before.root
        if not isinstance(item.after, TindakLanjut) or item.after.root[: len(known)] != known:
            yield (
                item.path,
                "Kabar yang sudah tercatat diubah atau dihapus.",
                "Kembalikan isinya; yang keliru dibetulkan dengan kabar baru di bawahnya.",
            )


@guard(
    "berita-acara",
    "juknis C.2.d: Berita Acara ditetapkan sesudah semua kelurahan dikirim",
    later=True,
)
def minutes_follow_every_kirim(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.BERITA_ACARA):
        after = item.after
        if not isinstance(after, BeritaAcara) or not after.ditetapkan:
            continue
        year = facts.head.years[item.place.tahun]
        unsent = [folder.nama for folder in year.kelurahan.values() if folder.kirim is None]
        if unsent and not facts.enacted(year.tahun):
            yield (
                item.path,
                f"Berita Acara ditetapkan, padahal belum Kirim: {', '.join(unsent)}.",
                "Hapus `ditetapkan` sampai usulan setiap kelurahan dikirim (Kirim).",
            )


@guard(
    "berita-acara-terkunci",
    "juknis C.2.d: yang sudah ditetapkan hanya bertambah adendum",
    later=True,
)
def enacted_minutes_only_grow(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.BERITA_ACARA):
        minutes = facts.enacted(item.place.tahun)
        if minutes and item.before != item.after and not _only_adds_adendum(minutes, item.after):
            yield (
                item.path,
                "Isi Berita Acara yang sudah ditetapkan diubah.",
                "Kembalikan isinya; yang perlu dibetulkan ditulis sebagai `adendum`.",
            )


def _only_adds_adendum(before: BeritaAcara, after: object) -> bool:
    if not isinstance(after, BeritaAcara):
        return False
    kept = after.adendum[: len(before.adendum)]
    same = after.model_copy(update={"adendum": before.adendum}) == before
    return kept == before.adendum and same


@guard("sesudah-penetapan", "juknis C.2.d, C.3.a: yang ditetapkan dan diumumkan tetap", later=True)
def what_enacted_minutes_rest_on_stays(facts: Facts) -> Iterator[Refusal]:
    for item in facts.records:
        minutes = facts.enacted(item.place.tahun)
        if minutes and item.before != item.after and (told := _rested_on(facts, item, minutes)):
            yield item.path, *told


def _rested_on(facts: Facts, item: TouchedRecord, minutes: BeritaAcara) -> tuple[str, str] | None:
    """Why a changed record may not change beside established minutes, and what to do instead."""
    place, as_before = item.place, "Kembalikan isinya seperti semula."
    match place.kind:
        case Kind.PENGUMUMAN if item.before is not None:
            message = "Pengumuman ini sudah terbit, dan Berita Acara sudah ditetapkan."
            return message, "Kembalikan isinya; umumkan pembetulannya sebagai pengumuman baru."
        case Kind.FOTO if not place.kelurahan and any(
            photo.berkas == place.name for photo in minutes.dokumentasi
        ):
            return f"Foto {place.name} termasuk Berita Acara yang sudah ditetapkan.", as_before
        case Kind.KEPUTUSAN | Kind.KIRIM if not facts.is_locked(place):
            message = "Berita Acara sudah ditetapkan: tidak ada lagi keputusan atau Kirim baru."
            return message, "Kembalikan; yang sudah dikirim hanya berubah lewat koreksi."
        case Kind.MUSRENBANG if _printed(item.before) != _printed(item.after):
            message = "Pengaturan yang tercetak pada Berita Acara yang sudah ditetapkan diubah."
            return message, as_before
    return None


def _printed(settings: Musrenbang | None) -> tuple[object, ...]:
    """What the settings of a year print on its minutes, but for those in office and the sheet."""
    if settings is None:
        return ()
    year = settings.tahun, settings.tahun_rencana, settings.contoh
    return (*year, settings.kecamatan, settings.kota, settings.undangan)


@guard(
    "dokumen-bertanda-tangan", "yang sudah ditandatangani hanya bertambah tanda tangan", later=True
)
def signed_papers_only_grow(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.BERTANDA_TANGAN):
        if not (item.file.is_new or item.file.is_gone or item.path in facts.contents.grown):
            yield (
                item.path,
                "Dokumen yang sudah ditandatangani dan dicatat diganti.",
                "Kembalikan isinya; tanda tangan berikutnya dibubuhkan pada berkas itu juga.",
            )


@guard("tanggal-mendahului", "juknis C.2.c.3: yang belum terjadi tidak dicatat")
def records_tell_of_no_day_to_come(facts: Facts) -> Iterator[Refusal]:
    if facts.day is None:
        return
    today = facts.day
    for item in facts.records:
        known = {*dates_of(item.before)}
        later = [day for day in dates_of(item.after) if day > today and day not in known]
        if later:
            yield (
                item.path,
                f"Mencatat {tanggal(max(later))}, padahal baru {tanggal(today)}.",
                "Periksa tanggalnya, atau ajukan sesudah hari itu.",
            )


def dates_of(record: object) -> Iterator[date]:
    """The days on which something happened, according to a record."""
    days: tuple[date | None, ...] = ()
    match record:
        case Keputusan():
            days = (record.tanggal, record.survei.tanggal if record.survei else None)
        case HasilSurvei():
            days = (record.survei.tanggal,)
        case Kirim():
            days = (record.tanggal, *(row.tanggal for row in record.koreksi))
        case BeritaAcara():
            days = (record.ditetapkan, *(row.tanggal for row in record.adendum))
        case Kelurahan():
            minutes = record.berita_acara
            days = (record.dikirim, minutes.tanggal if minutes else None)
        case TindakLanjut():
            days = tuple(kabar.tanggal for kabar in record.root)
        case Usulan():
            days = (record.validasi_lurah.tanggal if record.validasi_lurah else None,)
    return (day for day in days if day)


@guard("juknis-terkunci", "yang diputuskan tetap dinilai menurut juknis waktu diputuskan")
def guide_stays_once_decided_by(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.JUKNIS):
        year = facts.base.years.get(item.place.tahun)
        decided = year and any(folder.keputusan or folder.kirim for folder in year.folders)
        if decided and item.action is not Action.RUPA:
            yield (
                item.path,
                f"Juknis {item.place.tahun} diubah, padahal tahun itu sudah ada keputusan.",
                "Kembalikan isinya; juknis ditetapkan sebelum keputusan pertama.",
            )


_SHOWN_AT_MOST = 5


@guard("pengaturan-terkunci", "juknis C.2.c.4: yang dikirim tidak diubah lewat pengaturan")
def settings_keep_what_is_locked(facts: Facts) -> Iterator[Refusal]:
    for tahun, base in facts.base.years.items():
        head = facts.head.years.get(tahun)
        if head is None or (head.template == base.template and head.skpd == base.skpd):
            continue
        after = {case.id: case for case in cases_of(head)}
        moved = [
            case.id
            for case in cases_of(base)
            if case.sudah_kirim
            and case.id in after
            and _settings(case) != _settings(after[case.id])
            and case.usulan == after[case.id].usulan
        ]
        if moved:
            kind = Kind.TEMPLATE if head.template != base.template else Kind.SKPD
            more = f" dan {len(moved) - _SHOWN_AT_MOST} lagi" if len(moved) > _SHOWN_AT_MOST else ""
            names = ", ".join(moved[:_SHOWN_AT_MOST]) + more
            yield (
                settings_path(tahun, kind),
                f"Perubahan ini mengubah usulan yang sudah terkunci: {names}.",
                "Tambahkan kode baru untuk usulan berikutnya, dan biarkan yang lama.",
            )


def _settings(case: Case) -> tuple[object, ...]:
    """What the forms print of a case that its own file leaves to the settings."""
    return (
        case.isu,
        case.program,
        case.tipe,
        case.satuan,
        case.kode_skpd,
        case.skpd,
        case.template is None,
    )
