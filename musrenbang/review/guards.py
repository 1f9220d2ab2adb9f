"""The guards: what no change may do, and what they refuse of one.

Each judges a change by the records of its base and knows nothing of working trees, branches or
pull requests, so that the same guards can be replayed on every merge of the past. Adding one is
adding one function: here, who changes what together and what single records allow; in `locks`,
what is settled.
"""

from collections.abc import Iterator, Mapping

from musrenbang.files.memo import FOLDER as MEMORY
from musrenbang.files.paths import UPLOADS, Kind, is_upload
from musrenbang.files.program import PIN, is_program, read_pin
from musrenbang.git.differences import ABSENT
from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review import locks
from musrenbang.review.attributes import rewriting
from musrenbang.review.facts import Facts, Touched, same_but_lurah
from musrenbang.review.guard import Guard, Refusal, guard
from musrenbang.review.review_model import (
    ALLOWED_SIGNERS,
    CAMAT_SIDE,
    CODEOWNERS,
    HOST_KEYS,
    RECORDS,
    Area,
)
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Obstacle, obstacle_of
from schemas import HasilSurvei, Usulan

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
    items = {item.place.tahun: item for item in reversed(facts.of_one_year)}
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
    for item in facts.of_one_year:
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


_KEPT = frozenset({CODEOWNERS, ALLOWED_SIGNERS, HOST_KEYS})


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


@guard("tembolok", "yang diingat satu komputer bukan catatan", initial=True, later=True)
def memories_stay_at_home(facts: Facts) -> Iterator[Refusal]:
    for file in facts.changed:
        if file.path.startswith(f"{MEMORY}/") and not file.is_gone:
            yield (
                file.path,
                "Folder .cache hanya ingatan satu komputer dan tidak ikut dicatat.",
                "Keluarkan dari perubahan ini: git rm --cached berkas itu.",
            )


@guard(
    "masuk", "riwayat terbuka dan tetap: yang diserahkan tidak tinggal", initial=True, later=True
)
def uploads_leave_no_trace(facts: Facts) -> Iterator[Refusal]:
    files = [one.path for one in facts.changed if is_upload(one.path) and not one.is_gone]
    if files:
        yield files[0], _UPLOADED.format(files=angka(len(files))), _HAND_IN
    elif facts.uploads:
        last, *others = facts.uploads
        more = f" dan {angka(len(others))} lainnya" if others else ""
        yield UPLOADS, _ONCE_UPLOADED.format(commit=last[:12], more=more), _HAND_IN


_UPLOADED = "Perubahan ini memuat folder masuk/ ({files} berkas), tempat menyerahkan berkas."
_ONCE_UPLOADED = (
    "Folder masuk/, tempat menyerahkan berkas, pernah ada pada commit {commit}{more} cabang ini; "
    "menghapusnya kemudian tidak mengeluarkannya dari riwayat."
)
_HAND_IN = (
    "Jangan digabung: alur Terima mengajukan isinya kembali dari cabang baru. Tutup pull request "
    "ini dan hapus cabangnya."
)


@guard("program", "yang membangun dan menilai hanya program yang ditetapkan", initial=True)
def the_program_is_the_one_pinned(facts: Facts) -> Iterator[Refusal]:
    if facts.touches(PIN) and read_pin(facts.contents.pins[1]) is None:
        yield (
            PIN,
            "Program yang membangun dan menilai repositori ini tidak lagi ditetapkan.",
            "Tulis tepat satu baris, tanpa pilihan pip: ALAMAT-RODA#sha256=SIDIK-JARI (https).",
        )
    for file in facts.changed if facts.contents.founded else ():
        if is_program(file.path) and not file.is_gone:
            yield (
                file.path,
                f"Repositori data tidak memuat program; programnya yang disebut {PIN}.",
                "Hapus dari perubahan ini.",
            )


GUARDS: Mapping[str, Guard] = {
    found.id: found
    for found in (*globals().values(), *vars(locks).values())
    if isinstance(found, Guard)
}


def refusals(facts: Facts) -> list[Finding]:
    """Everything about a change that is refused, sorted by file."""
    return sorted(
        Finding(file, 1, 1, guard.id, "error", message, hint)
        for guard in GUARDS.values()
        if guard.initial or not facts.initial
        for file, message, hint in guard.judge(facts)
    )
