"""The steps of the year by the juknis, each held against a day."""

from datetime import date

from musrenbang.year.langkah import Berikut, Tahap, YearStanding
from musrenbang.year.meeting_steps import meeting, report
from musrenbang.year.next_actions import next_in
from musrenbang.year.preparation_steps import preparation
from musrenbang.year.views import View


def year_standing(view: View, today: date) -> YearStanding:
    """Where a year stands on a day."""
    every = view.standings
    settings = view.year.musrenbang
    return YearStanding(
        view.year.tahun,
        f"Kecamatan {settings.kecamatan.nama}" if settings else "Kecamatan",
        today,
        (
            Tahap("C.1", "Persiapan", tuple(preparation(view, every, today))),
            Tahap("C.2", "Pelaksanaan", tuple(meeting(view, every, today))),
            Tahap("C.3", "Pelaporan", tuple(report(view, every, today))),
        ),
        tuple(Berikut(one, next_in(view.year.tahun, one)) for one in every),
    )
