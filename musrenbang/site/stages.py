"""Where the process of a year stands, told from the records alone: there is no clock here."""

from typing import Literal, NamedTuple

from musrenbang.site.onward import sent_on
from musrenbang.text.indonesian import angka
from musrenbang.year.follow_up import FollowUp, Standing, follow_up
from musrenbang.year.views import YearView
from schemas.tindak_lanjut import Tahap

Progress = Literal["selesai", "berjalan", "menunggu", "luar"]

PROGRESS_NAMES: dict[Progress, str] = {
    "selesai": "selesai",
    "berjalan": "sedang berjalan",
    "menunggu": "belum dimulai",
    "luar": "di luar situs ini",
}


class YearStage(NamedTuple):
    """One step of the way from a neighbourhood to the plan."""

    nama: str
    progress: Progress
    keterangan: str

    @property
    def keadaan(self) -> str:
        """The progress in words."""
        return PROGRESS_NAMES[self.progress]


def is_finished(view: YearView) -> bool:
    """Whether the camat has sent on every kelurahan."""
    return bool(view.standings) and all(one.kirim for one in view.standings)


def stages(view: YearView) -> tuple[YearStage, ...]:
    """The five steps of the planning year, each with what the records say about it."""
    musrenbang = view.year.musrenbang
    kota = "Kota/Kabupaten"
    if musrenbang:
        kota = "Kabupaten" if musrenbang.kota.jenis.startswith("Kabupaten") else "Kota"
    rencana = f"RKPD {musrenbang.tahun_rencana}" if musrenbang else "RKPD"
    finished = is_finished(view)
    beyond: Progress = "luar" if finished else "menunggu"
    after = follow_up(view.cases)
    return (
        YearStage("Rembuk RW", "selesai", "Warga sudah menyusun usulan.")
        if view.cases
        else YearStage("Rembuk RW", "menunggu", "Belum ada usulan."),
        _kelurahan(view),
        _kecamatan(view),
        _beyond(after, "kota", kota, f"{sent_on(view.cases)} diterima")
        or YearStage(
            kota,
            beyond,
            "Menunggu hasil kecamatan."
            if not finished
            else "Usulan yang disetujui dibahas di tingkat ini."
            if after.semua.jumlah
            else "Tidak ada usulan yang disetujui.",
        ),
        _beyond(after, "rkpd", rencana, f"{sent_on(view.cases)} masuk")
        or YearStage(rencana, beyond, "Rencana kerja pemerintah daerah."),
    )


def _beyond(after: FollowUp, tahap: Tahap, nama: str, words: str) -> YearStage | None:
    """A stage after the kecamatan, where anything of it is known."""
    count, every = after.sampai[tahap].jumlah, after.semua.jumlah
    if not count:
        return None
    text = f"{angka(count)} dari {angka(every)} {words}."
    quiet = after.keadaan[Standing.TANPA_KABAR].jumlah
    if quiet:
        text += f" {angka(quiet)} belum ada kabar."
    return YearStage(nama, "berjalan" if quiet else "selesai", text)


def _kelurahan(view: YearView) -> YearStage:
    count = len(view.standings)
    sent = sum(one.dikirim_lurah is not None for one in view.standings)
    if count and sent == count:
        return YearStage("Kelurahan", "selesai", "Semua lurah sudah mengirim usulan.")
    text = f"{sent} dari {count} lurah sudah mengirim usulan."
    return YearStage(
        "Kelurahan",
        "berjalan" if view.cases or sent else "menunggu",
        text if count else "Belum ada kelurahan tercatat.",
    )


def _kecamatan(view: YearView) -> YearStage:
    if is_finished(view):
        return YearStage("Kecamatan", "selesai", "Semua hasil sudah dikirim camat.")
    if not any(folder.keputusan or folder.kirim for folder in view.year.kelurahan.values()):
        return YearStage("Kecamatan", "menunggu", "Camat belum memutuskan usulan.")
    sent = sum(one.kirim is not None for one in view.standings)
    text = f"Hasil {sent} dari {len(view.standings)} kelurahan sudah dikirim camat."
    return YearStage("Kecamatan", "berjalan", text)
