"""Where the process of a year stands, told from the records alone: there is no clock here."""

from typing import Literal, NamedTuple

from musrenbang.year.figures import KelurahanStanding
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


class Standing(NamedTuple):
    """How far a year has come."""

    kelurahan: int
    sudah_dikirim_lurah: int
    sudah_kirim: int
    """Kelurahan whose results the camat has sent on."""
    rinci: tuple[KelurahanStanding, ...] = ()
    """Each kelurahan, by folder."""

    @property
    def selesai(self) -> bool:
        """Whether the camat has sent on every kelurahan."""
        return self.kelurahan > 0 and self.sudah_kirim == self.kelurahan


def standing(view: YearView) -> Standing:
    """Count the kelurahan at each step."""
    every = view.standings
    return Standing(
        kelurahan=len(every),
        sudah_dikirim_lurah=sum(one.dikirim_lurah is not None for one in every),
        sudah_kirim=sum(one.kirim is not None for one in every),
        rinci=every,
    )


def stages(view: YearView, at: Standing) -> tuple[YearStage, ...]:
    """The five steps of the planning year, each with what the records say about it."""
    musrenbang = view.year.musrenbang
    kota = "Kota/Kabupaten"
    if musrenbang:
        kota = "Kabupaten" if musrenbang.kota.jenis.startswith("Kabupaten") else "Kota"
    rencana = f"RKPD {musrenbang.tahun_rencana}" if musrenbang else "RKPD"
    proposals = bool(view.cases)
    beyond: Progress = "luar" if at.selesai else "menunggu"
    return (
        YearStage(
            "Rembuk RW",
            "selesai" if proposals else "menunggu",
            "Warga sudah menyusun usulan." if proposals else "Belum ada usulan.",
        ),
        YearStage("Kelurahan", _kelurahan_progress(at, proposals=proposals), _kelurahan_text(at)),
        YearStage("Kecamatan", _kecamatan_progress(at, view), _kecamatan_text(at, view)),
        YearStage(
            kota,
            beyond,
            "Usulan yang disetujui dibahas berikutnya di tingkat ini."
            if at.selesai
            else "Menunggu hasil kecamatan.",
        ),
        YearStage(rencana, beyond, "Rencana kerja pemerintah daerah."),
    )


def _kelurahan_progress(at: Standing, *, proposals: bool) -> Progress:
    if at.kelurahan and at.sudah_dikirim_lurah == at.kelurahan:
        return "selesai"
    return "berjalan" if proposals or at.sudah_dikirim_lurah else "menunggu"


def _kelurahan_text(at: Standing) -> str:
    if not at.kelurahan:
        return "Belum ada kelurahan tercatat."
    if at.sudah_dikirim_lurah == at.kelurahan:
        return "Semua lurah sudah mengirim usulan."
    return f"{at.sudah_dikirim_lurah} dari {at.kelurahan} lurah sudah mengirim usulan."


def _kecamatan_progress(at: Standing, view: YearView) -> Progress:
    if at.selesai:
        return "selesai"
    decided = any(folder.keputusan or folder.kirim for folder in view.year.kelurahan.values())
    return "berjalan" if decided else "menunggu"


def _kecamatan_text(at: Standing, view: YearView) -> str:
    if at.selesai:
        return "Semua hasil sudah dikirim camat."
    if _kecamatan_progress(at, view) == "menunggu":
        return "Camat belum memutuskan usulan."
    return f"Hasil {at.sudah_kirim} dari {at.kelurahan} kelurahan sudah dikirim camat."
