"""What became of proposals after the kecamatan: where each stands, and what nothing is known of.

News only ever adds up (`schemas.tindak_lanjut`): of a stage its newest item counts, and where a
proposal stands is told by the furthest stage that says anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, get_args

from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, group, tally
from schemas.tindak_lanjut import HasilTahap, Kabar, Tahap

TAHAP: tuple[Tahap, ...] = get_args(Tahap)
ORDER: Mapping[Tahap, int] = MappingProxyType({tahap: at for at, tahap in enumerate(TAHAP)})
ENDED: frozenset[HasilTahap] = frozenset({"ditolak", "batal"})
_FORWARD: frozenset[HasilTahap] = frozenset({"diterima", "berjalan", "selesai"})

SENT_ON = frozenset({Status.DISETUJUI, Status.FORUM_UKPD})
"""What the city hears of: approved (juknis C.2.c.3.h), or discussed in the UKPD forum (D.5)."""


class Standing(StrEnum):
    """Where a proposal stands after the kecamatan, the furthest first."""

    SELESAI = "selesai"
    BERJALAN = "berjalan"
    APBD = "apbd"
    RKPD = "rkpd"
    KOTA = "kota"
    FORUM = "forum-ukpd"
    DITUNDA = "ditunda"
    TIDAK = "tidak"
    TANPA_KABAR = "tanpa-kabar"


_ACCEPTED: Mapping[Tahap, Standing] = MappingProxyType(
    {
        "forum-ukpd": Standing.FORUM,
        "kota": Standing.KOTA,
        "rkpd": Standing.RKPD,
        "apbd": Standing.APBD,
        "pelaksanaan": Standing.BERJALAN,
    }
)


def newest(kabar: Sequence[Kabar]) -> dict[Tahap, Kabar]:
    """What counts of each stage that says anything, in the order of the stages."""
    found = {one.tahap: one for one in kabar}
    return {tahap: found[tahap] for tahap in TAHAP if tahap in found}


def standing_after(kabar: Sequence[Kabar]) -> Standing:
    """Where a proposal with this news stands."""
    told = newest(kabar)
    if not told:
        return Standing.TANPA_KABAR
    last = next(reversed(told.values()))
    match last.hasil:
        case "selesai":
            return Standing.SELESAI
        case "ditolak" | "batal":
            return Standing.TIDAK
        case "ditunda":
            return Standing.DITUNDA
    return _ACCEPTED[last.tahap]


NAMES: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.SELESAI: "Selesai dikerjakan",
        Standing.BERJALAN: "Sedang dikerjakan",
        Standing.APBD: "Masuk APBD, belum ada kabar pelaksanaan",
        Standing.RKPD: "Masuk RKPD, belum ada kabar APBD",
        Standing.KOTA: "Diterima di tingkat kota, belum ada kabar RKPD",
        Standing.FORUM: "Diterima forum, belum ada kabar dari kota",
        Standing.DITUNDA: "Ditunda",
        Standing.TIDAK: "Tidak dilanjutkan",
        Standing.TANPA_KABAR: "Belum ada kabar",
    }
)
STAGES: Mapping[Tahap, str] = MappingProxyType(
    {
        "forum-ukpd": "Forum",
        "kota": "Kota",
        "rkpd": "RKPD",
        "apbd": "APBD",
        "pelaksanaan": "Pelaksanaan",
    }
)
_TITLES: Mapping[tuple[Tahap, HasilTahap], str] = MappingProxyType(
    {
        ("forum-ukpd", "diterima"): "Diterima forum",
        ("forum-ukpd", "ditolak"): "Tidak diterima forum",
        ("forum-ukpd", "ditunda"): "Ditunda forum",
        ("forum-ukpd", "batal"): "Dibatalkan forum",
        ("kota", "diterima"): "Diterima Musrenbang tingkat kota",
        ("kota", "ditolak"): "Tidak diterima Musrenbang tingkat kota",
        ("kota", "ditunda"): "Ditunda Musrenbang tingkat kota",
        ("kota", "batal"): "Dibatalkan Musrenbang tingkat kota",
        ("rkpd", "diterima"): "Masuk RKPD",
        ("rkpd", "ditolak"): "Tidak masuk RKPD",
        ("rkpd", "ditunda"): "Ditunda dalam RKPD",
        ("rkpd", "batal"): "Dikeluarkan dari RKPD",
        ("apbd", "diterima"): "Masuk APBD",
        ("apbd", "ditolak"): "Tidak masuk APBD",
        ("apbd", "ditunda"): "Ditunda dalam APBD",
        ("apbd", "batal"): "Dikeluarkan dari APBD",
        ("pelaksanaan", "berjalan"): "Sedang dikerjakan",
        ("pelaksanaan", "selesai"): "Selesai dikerjakan",
        ("pelaksanaan", "ditunda"): "Pelaksanaan ditunda",
        ("pelaksanaan", "batal"): "Pelaksanaan batal",
    }
)


def outcomes_of(tahap: Tahap) -> tuple[HasilTahap, ...]:
    """What a stage may say: plan and budget accept or reject, the work goes on and ends."""
    return tuple(hasil for one, hasil in _TITLES if one == tahap)


def title_of(tahap: Tahap, hasil: HasilTahap) -> str:
    """News in a few words: Masuk RKPD."""
    return _TITLES.get((tahap, hasil), f"{STAGES[tahap]}: {hasil}")


class FollowUp(NamedTuple):
    """What became of a group of proposals; the parts of `keadaan` are all of `semua`."""

    semua: Tally
    keadaan: Mapping[Standing, Tally]
    """By where they stand; every standing is present."""
    sampai: Mapping[Tahap, Tally]
    """How many were accepted at a stage, or got further; for the work itself, how many are done."""
    nilai: int
    """Rupiah of the budget (APBD) of those that are in it, as far as its news says."""
    tanpa_nilai: int
    """How many of those in it have no such rupiah."""
    kabar_terakhir: date | None
    """The day of the newest news; `None` where there is none."""

    @property
    def berkabar(self) -> int:
        """How many have any news."""
        return self.semua.jumlah - self.keadaan[Standing.TANPA_KABAR].jumlah


def follow_up(cases: Iterable[Case], status: Status = Status.DISETUJUI) -> FollowUp:
    """The figures of those among some cases that went on to the city in this state."""
    sent = [case for case in cases if case.status is status and is_followed(case)]
    by_standing = group(sent, lambda case: standing_after(case.kabar))
    budgeted = [case for case in sent if reached(case.kabar, "apbd")]
    amounts = [
        told.nilai
        for case in budgeted
        if (told := newest(case.kabar).get("apbd"))
        and told.hasil == "diterima"
        and told.nilai is not None
    ]
    return FollowUp(
        tally(sent),
        {standing: tally(by_standing.get(standing, ())) for standing in Standing},
        {tahap: tally(case for case in sent if reached(case.kabar, tahap)) for tahap in TAHAP[1:]},
        sum(amounts),
        len(budgeted) - len(amounts),
        max((one.tanggal for case in sent for one in case.kabar), default=None),
    )


def is_followed(case: Case) -> bool:
    """Whether news of a proposal can be expected: it was sent on, or came from a resident (D.5)."""
    sent = Status.DISETUJUI, Status.BELUM_DIVALIDASI, Status.FORUM_UKPD
    return case.langsung or (case.sudah_kirim and case.status in sent)


def is_done(case: Case) -> bool:
    """Whether the work that a proposal asks for is done, in whatever way."""
    return standing_after(case.kabar) is Standing.SELESAI


def is_promised(case: Case) -> bool:
    """Whether it was rejected with a next step, of which an answer can be expected."""
    reason = case.keputusan.alasan if case.keputusan else None
    return case.status is Status.DITOLAK and reason is not None and reason.saran is not None


def reached(kabar: Sequence[Kabar], tahap: Tahap) -> bool:
    """Whether a stage accepted a proposal, or one after it did; the work itself: is done."""
    if tahap == "pelaksanaan":
        return standing_after(kabar) is Standing.SELESAI
    return any(
        ORDER[one.tahap] >= ORDER[tahap] and one.hasil in _FORWARD for one in newest(kabar).values()
    )
