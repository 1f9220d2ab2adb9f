"""Where the process of a year stands, told from the records alone: there is no clock here."""

from typing import Literal, NamedTuple

from musrenbang.year.views import YearView

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
    return (
        YearStage("Rembuk RW", "selesai", "Warga sudah menyusun usulan.")
        if view.cases
        else YearStage("Rembuk RW", "menunggu", "Belum ada usulan."),
        _kelurahan(view),
        _kecamatan(view),
        YearStage(
            kota,
            beyond,
            "Usulan yang disetujui dibahas berikutnya di tingkat ini."
            if finished
            else "Menunggu hasil kecamatan.",
        ),
        YearStage(rencana, beyond, "Rencana kerja pemerintah daerah."),
    )


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
