"""Rules on what came after the kecamatan: of what it tells, in which order, from when on."""

from collections.abc import Iterator
from itertools import pairwise

from musrenbang.files.paths import tindak_lanjut_path, usulan_path
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.cases import Case, Status
from musrenbang.year.follow_up import ENDED, ORDER, SENT_ON, newest, outcomes_of
from musrenbang.year.views import View
from schemas.tindak_lanjut import Kabar, Tahap


def _told(view: View) -> Iterator[tuple[Case, int, Kabar]]:
    for case in view.cases:
        for index, kabar in enumerate(case.kabar):
            yield case, index, kabar


@rule(
    "tindak-lanjut.usulan",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Setiap tindak lanjut adalah tentang usulan yang ada.",
    "Tidak ada usulan 2016/rawasari/0099.",
    hint="Periksa nomor dan folder kelurahannya.",
)
def follow_up_has_a_proposal(view: View) -> Iterator[Hit]:
    """Berkas tindak lanjut bernomor sama dengan usulannya, di folder kelurahan yang sama.

    Periksa nomor dan foldernya, lalu pindahkan berkasnya sebelum dicatat.
    """
    tahun = view.year.tahun
    for folder in view.year.folders:
        for nomor in folder.tindak_lanjut:
            if nomor not in folder.usulan and not view.is_broken(
                usulan_path(tahun, folder.slug, nomor)
            ):
                path = tindak_lanjut_path(tahun, folder.slug, nomor)
                yield Hit(path, (), f"Tidak ada usulan {tahun}/{folder.slug}/{nomor}.")


@rule(
    "tindak-lanjut.dikirim",
    Sort.POLICY,
    ("C.2.c.4", "D.4", "D.5"),
    "Tindak lanjut dicatat untuk usulan yang sampai ke tingkat kota.",
    "Usulan ini ditolak camat, jadi tidak sampai ke tingkat kota.",
)
def only_what_was_sent_on_is_followed(view: View) -> Iterator[Hit]:
    """Kota membahas yang disetujui dan dikirim camat, dan yang dibahas forum.

    Yang dikirim tanpa validasi ikut dibahas di sana. Untuk usulan yang ditolak hanya
    `pelaksanaan` yang dicatat, bila dikerjakan dengan jalan lain. Periksa nomor usulannya.
    """
    for case, index, kabar in _told(view):
        why = _not_sent(view, case, kabar.tahap)
        if why:
            yield Hit(case.follow_up_file, (index, "tahap"), *why)


def _not_sent(view: View, case: Case, tahap: Tahap) -> tuple[str, str] | None:
    """Why a stage has nothing to say of a proposal, and what to do."""
    check = "Periksa nomor usulannya."
    if view.is_broken(case.decision_file):
        return None
    if case.status is Status.TIDAK_DITERUSKAN:
        return "Lurah tidak meneruskan usulan ini ke kecamatan.", check
    if case.status is Status.DITOLAK and tahap != "pelaksanaan":
        return (
            "Usulan ini ditolak camat, jadi tidak sampai ke tingkat kota.",
            f"{check} Bila dikerjakan dengan jalan lain, catat sebagai `pelaksanaan`.",
        )
    if case.status in {Status.DISETUJUI, Status.BELUM_DIVALIDASI, Status.BELUM_DIKIRIM} and (
        not case.sudah_kirim
    ):
        return (
            f"Hasil Kelurahan {case.nama_kelurahan} belum dikirim camat ke tingkat kota.",
            "Catat tindak lanjut sesudah Kirim.",
        )
    return None


@rule(
    "tindak-lanjut.hasil",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Hasil tindak lanjut sesuai dengan tahapnya.",
    "Tahap `rkpd` tidak mengenal hasil `selesai`.",
)
def outcome_fits_the_stage(view: View) -> Iterator[Hit]:
    """Rencana dan anggaran menerima atau menolak; pekerjaan berjalan lalu selesai.

    Pada `pelaksanaan` tulis berjalan, selesai, ditunda atau batal; pada tahap lain diterima,
    ditolak, ditunda atau batal.
    """
    for case, index, kabar in _told(view):
        known = outcomes_of(kabar.tahap)
        if kabar.hasil not in known:
            yield Hit(
                case.follow_up_file,
                (index, "hasil"),
                f"Tahap `{kabar.tahap}` tidak mengenal hasil `{kabar.hasil}`.",
                f"Tulis {', '.join(sorted(known))}.",
            )


@rule(
    "tindak-lanjut.urutan",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Tindak lanjut tidak mendahului Kirim, dan tahap berikutnya tidak mendahului tahap sebelumnya.",
    "Kabar tanggal 2016-03-01 mendahului Kirim 2016-03-10.",
    hint="Periksa tanggalnya.",
)
def stages_follow_each_other(view: View) -> Iterator[Hit]:
    """Usulan sampai ke kota sesudah Kirim, lalu ke RKPD, APBD, dan pelaksanaan, menurut tanggalnya.

    Kabar lama yang baru diketahui boleh ditulis paling bawah; yang dibandingkan hanya tanggalnya.
    Dua kabar satu tahap ditulis menurut urutan tanggalnya.
    """
    for folder in view.year.folders:
        sent = folder.kirim.tanggal if folder.kirim else None
        for case in view.cases_by_folder[folder.slug].values():
            for index, kabar in enumerate(case.kabar):
                if sent and kabar.tanggal < sent and case.status not in _ELSEWHERE:
                    message = f"Kabar tanggal {kabar.tanggal} mendahului Kirim {sent}."
                    yield Hit(case.follow_up_file, (index, "tanggal"), message)
            yield from _disorder(case)


_ELSEWHERE = frozenset({Status.FORUM_UKPD, Status.DITOLAK})
"""What does not reach the city by Kirim."""


def _disorder(case: Case) -> Iterator[Hit]:
    places = {id(kabar): index for index, kabar in enumerate(case.kabar)}
    latest: dict[Tahap, Kabar] = {}
    for index, kabar in enumerate(case.kabar):
        before = latest.get(kabar.tahap)
        if before and kabar.tanggal < before.tanggal:
            message = f"Kabar `{kabar.tahap}` tanggal {kabar.tanggal} mendahului kabar sebelumnya, "
            yield Hit(case.follow_up_file, (index, "tanggal"), f"{message}{before.tanggal}.")
        latest[kabar.tahap] = kabar
    for earlier, later in pairwise(newest(case.kabar).values()):
        if later.tanggal < earlier.tanggal:
            yield Hit(
                case.follow_up_file,
                (places[id(later)], "tanggal"),
                f"Tahap `{later.tahap}` tanggal {later.tanggal} mendahului tahap "
                f"`{earlier.tahap}` {earlier.tanggal}.",
            )


@rule(
    "tindak-lanjut.tahun",
    Sort.POLICY,
    ("C.2.c.4",),
    "Rencana dan anggaran dibahas sebelum tahun rencana berakhir, dan dikerjakan dalam tahun itu.",
    "Pelaksanaan tanggal 2016-08-01, padahal usulan ini untuk rencana tahun 2017.",
    hint="Periksa tanggalnya; bila benar, sebut sebabnya dalam `keterangan`.",
)
def stages_belong_to_the_planned_year(view: View) -> Iterator[Hit]:
    """Usulan disusun untuk RKPD tahun rencana, jadi tidak dikerjakan sebelum tahun itu.

    Rencana dan anggarannya dibahas paling lambat pada tahun itu juga. Kabar yang memang lain
    menyebut sebabnya dalam `keterangan`.
    """
    settings = view.year.musrenbang
    if settings is None:
        return
    planned = settings.tahun_rencana
    for case, index, kabar in _told(view):
        if kabar.keterangan or case.status not in SENT_ON:
            continue
        year = kabar.tanggal.year
        if kabar.tahap == "pelaksanaan" and year < planned:
            message = f"Pelaksanaan tanggal {kabar.tanggal}, padahal usulan ini untuk rencana tahun"
            yield Hit(case.follow_up_file, (index, "tanggal"), f"{message} {planned}.")
        elif kabar.tahap != "pelaksanaan" and year > planned:
            message = f"Kabar `{kabar.tahap}` tanggal {kabar.tanggal} sesudah tahun rencana"
            yield Hit(case.follow_up_file, (index, "tanggal"), f"{message} {planned}.")


@rule(
    "tindak-lanjut.keterangan",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Kabar yang membalik kabar sebelumnya menyebut sebabnya.",
    "Kabar ini membalik `rkpd` ditolak tanpa keterangan.",
    hint="Tulis sebabnya dalam `keterangan`.",
)
def a_turn_is_explained(view: View) -> Iterator[Hit]:
    """Kabar hanya bertambah: yang keliru dibetulkan dengan kabar baru, bukan dengan menghapusnya.

    Tulis dalam `keterangan` mengapa yang ditolak atau batal ternyata berlanjut, atau mengapa hasil
    yang sama tahapnya kini lain.
    """
    for case in view.cases:
        for index, kabar in enumerate(case.kabar):
            turned = next((one for one in case.kabar[:index] if _turns(one, kabar)), None)
            if turned and not kabar.keterangan:
                message = f"Kabar ini membalik `{turned.tahap}` {turned.hasil} tanpa keterangan."
                yield Hit(case.follow_up_file, (index, "hasil"), message)


def _turns(before: Kabar, after: Kabar) -> bool:
    """Whether news contradicts what was told: what had ended goes on, or what held does not."""
    if ORDER[before.tahap] < ORDER[after.tahap]:
        return before.hasil in ENDED and after.hasil not in ENDED
    same = before.tahap == after.tahap
    return same and before.hasil in {*ENDED, "diterima", "selesai"} and before.hasil != after.hasil
