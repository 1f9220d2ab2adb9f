"""The guards: functions that say what no change may do, and what they refuse of one.

Each judges a change by the records of its base and knows nothing of working trees, branches or
pull requests, so that the same guards can be replayed on every merge of the past. Adding one is
adding one function here: who changes what together, what single records allow, what Kirim locks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from musrenbang.files.paths import Kind, kirim_path, settings_path, usulan_path
from musrenbang.git.differences import ABSENT
from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.attributes import rewriting
from musrenbang.review.facts import Facts, Touched, TouchedRecord
from musrenbang.review.review_model import ALLOWED_SIGNERS, CAMAT_SIDE, CODEOWNERS, RECORDS, Area
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import Case, Obstacle, cases_of, obstacle_of
from schemas import BeritaAcara, HasilSurvei, Kelurahan, Keputusan, Kirim, Musrenbang, Usulan

Refusal = tuple[str, str, str]
"""The file, what is wrong with its change, what to do instead."""
Judge = Callable[[Facts], Iterator[Refusal]]


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: `basis` names the clause of the juknis, the principle, or both.

    The first records of all, when nobody had any authority yet, are judged if `initial` says so.
    A guard that is `later` than the first binds from the commit on whose base says `pengesahan`:
    what was merged before was not against any rule of its time.
    """

    id: str
    basis: str
    judge: Judge
    initial: bool
    later: bool

    def binds(self, facts: Facts) -> bool:
        """Whether a change could have known of it."""
        return not self.later or facts.pengesahan is not None


GUARDS: dict[str, Guard] = {}


def guard(
    name: str, basis: str, *, initial: bool = False, later: bool = False
) -> Callable[[Judge], Guard]:
    """Turn a function that yields refusals into one of the `GUARDS`."""

    def wrap(judge: Judge) -> Guard:
        made = Guard(f"penjaga.{name}", basis, judge, initial, later)
        return GUARDS.setdefault(made.id, made)

    return wrap


_NOT_SENT = {Obstacle.KELURAHAN_RUSAK, Obstacle.BELUM_DIKIRIM}


@guard("campuran", "yang dinilai tidak berubah bersama yang menilainya")
def protected_files_change_alone(facts: Facts) -> Iterator[Refusal]:
    if not facts.areas & RECORDS:
        return
    for item in facts.protected:
        what = "Perangkat lunak" if item.area is Area.PERANGKAT_LUNAK else "Pengaturan"
        yield (
            item.path,
            f"{what} berubah bersama usulan atau keputusan.",
            "Ajukan perubahan ini sebagai pull request tersendiri.",
        )


@guard("wewenang", "pejabat, lurah dan kunci berubah tersendiri")
def authority_changes_alone(facts: Facts) -> Iterator[Refusal]:
    for item in facts.touched:
        if item.area is not Area.PENGATURAN or item.path == CODEOWNERS:
            continue
        if Area.PERANGKAT_LUNAK in facts.areas:
            yield (
                item.path,
                "Pengaturan berubah bersama perangkat lunak yang memeriksanya.",
                "Ajukan keduanya sebagai pull request terpisah.",
            )
        if (
            item.place
            and item.place.kind is Kind.KELURAHAN
            and item.before is not None
            and not same_but_lurah(item.before, item.after)
        ):
            yield (
                item.path,
                "Lurah diganti bersama isian lain kelurahannya.",
                "Ganti lurah dalam pull request tersendiri.",
            )


@guard(
    "usulan-dalam-keputusan",
    "juknis C.1.d: usulan disahkan lurah, tidak berubah bersama keputusan camat",
)
def proposals_and_decisions_change_apart(facts: Facts) -> Iterator[Refusal]:
    if not any(item.area in CAMAT_SIDE for item in facts.touched):
        return
    for item in facts.unlocked_usulan:
        yield (
            item.path,
            "Usulan lurah berubah bersama keputusan camat.",
            "Kembalikan usulannya; camat mengubah volume dan anggaran dalam keputusan (Edit).",
        )


@guard("satu-tahun", "satu perubahan untuk satu tahun, dan tahun yang lewat tetap")
def other_years_stay(facts: Facts) -> Iterator[Refusal]:
    items = {item.place.tahun: item for item in reversed(facts.records)}
    decided = [
        tahun
        for tahun, year in facts.base.years.items()
        if any(folder.keputusan or folder.survei or folder.kirim for folder in year.folders)
    ]
    if len(items) > 1:
        years = " dan ".join(map(str, sorted(items)))
        yield (
            items[min(items)].path,
            f"Perubahan ini menyentuh tahun {years} sekaligus.",
            "Ajukan perubahan setiap tahun sebagai pull request tersendiri.",
        )
    for item in facts.records:
        tahun = item.place.tahun
        if tahun in decided and tahun < max(decided) and not facts.is_locked(item.place):
            yield (
                item.path,
                f"Tahun {tahun} sudah lewat: keputusan tahun {max(decided)} sudah ada.",
                "Kembalikan; yang sudah dikirim hanya berubah lewat koreksi.",
            )


@guard("satu-kelurahan", "satu perubahan untuk satu kelurahan, karena lurahnya berbeda")
def one_kelurahan_at_a_time(facts: Facts) -> Iterator[Refusal]:
    items = {item.place.kelurahan: item for item in reversed(facts.unlocked_usulan) if item.place}
    for slug in sorted(items)[1:]:
        yield (
            items[slug].path,
            f"Perubahan ini menyentuh usulan {len(items)} kelurahan sekaligus.",
            "Ajukan usulan setiap kelurahan sebagai pull request tersendiri.",
        )


@guard("belum-dikirim", "juknis C.2.c.3.f")
def decisions_follow_the_lurah(facts: Facts) -> Iterator[Refusal]:
    for item in facts.of(Kind.KEPUTUSAN, Kind.KIRIM):
        place = item.place
        if item.file.is_gone:
            continue
        folder = facts.folder(facts.base, place)
        if _is_early_survey(item, folder):
            continue
        if folder is None or obstacle_of(folder) in _NOT_SENT:
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


def _is_early_survey(item: Touched, folder: KelurahanFolder | None) -> bool:
    """Whether it is a survey of what the lurah has validated, which need not wait to be sent."""
    if not isinstance(item.after, HasilSurvei) or folder is None or folder.profil is None:
        return False
    usulan = folder.usulan.get(item.place.name) if item.place else None
    check = usulan.validasi_lurah if usulan else None
    return check is not None and check.hasil == "diteruskan"


_KEPT = frozenset({CODEOWNERS, ALLOWED_SIGNERS})


@guard("hapus", "catatan tidak dihapus dan tidak diganti nama", initial=True)
def records_stay(facts: Facts) -> Iterator[Refusal]:
    for item in facts.touched:
        if item.withdraws_decision and item.after and not item.file.is_new:
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


@guard("nomor-dipakai-ulang", "nomor usulan tidak dipakai ulang")
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


@guard("jenis-berkas", "catatan adalah berkas biasa", initial=True)
def records_are_plain_files(facts: Facts) -> Iterator[Refusal]:
    for item in facts.touched:
        is_program = item.area is Area.PERANGKAT_LUNAK and item.file.new_mode == "100755"
        if item.file.new_mode not in {"100644", ABSENT} and not is_program:
            yield (
                item.path,
                "Berkas ini bukan berkas biasa (tautan, submodul atau dapat dijalankan).",
                "Ganti dengan berkas biasa.",
            )


@guard("atribut", "yang terbit adalah yang ditinjau", initial=True, later=True)
def files_are_checked_out_as_reviewed(facts: Facts) -> Iterator[Refusal]:
    for path, text in facts.contents.attributes.items():
        for line, attribute in rewriting(text):
            yield (
                path,
                f"Baris {line}: karena `{attribute}`, Git dapat menulis lain dari yang ditinjau.",
                "Hapus. Yang boleh `text=auto`, dan `text` atau `eol` untuk teks seperti `*.yaml`.",
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


def same_but_lurah(before: Kelurahan | None, after: Kelurahan | None) -> bool:
    """Whether nothing but the lurah differs between two versions of a kelurahan's file."""
    if before is None or after is None:
        return False
    return before.model_copy(update={"lurah": after.lurah}) == after


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
            for other in facts.records
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
        case Usulan():
            days = (record.validasi_lurah.tanggal if record.validasi_lurah else None,)
    return (day for day in days if day)


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
        case.skpd and case.skpd.nama,
        case.template is None,
    )


def refusals(facts: Facts) -> list[Finding]:
    """Everything about a change that is refused, sorted by file."""
    return sorted(
        Finding(file, 1, 1, guard.id, "error", message, hint)
        for guard in GUARDS.values()
        if guard.initial or not facts.initial
        for file, message, hint in guard.judge(facts)
    )
