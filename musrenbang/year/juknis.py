"""What the technical guide fixes: the windows of the schedule, and when a document is due.

The guide of 2016 speaks of weeks of March and does not say how they are counted. Both usual ways
are accepted: by days (1-7, 8-14, 15-21), and by the calendar, Monday to Sunday, with the week that
holds the 1st as the first. A calendar week never begins or ends later than the seven days of the
same number, so it sets the first day and the days of the month set the last. A guide of another
year with other windows is one more entry in `_GUIDES`; it holds until the next one.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

Kelompok = Literal["sebelum", "hasil", "sesudah"]
"""Before the meeting; its result (Forms 1-4); what is made public after (C.3)."""


class Juknis(NamedTuple):
    """The windows of one guide, as weeks of one month."""

    bulan: int
    nama_bulan: str
    minggu_tim: int
    """The team is appointed by the end of this week (C.1.a)."""
    minggu_musrenbang: tuple[int, int]
    """The meeting is held from the first to the last of these weeks (A)."""
    minggu_laporan: int
    """The report is handed in by the end of this week, or before the city's meeting (C.3.b)."""

    def first_day(self, tahun: int, week: int) -> date:
        """The first day of a week, by the calendar."""
        first = date(tahun, self.bulan, 1)
        return first + timedelta(days=7 * (week - 1) - first.weekday())

    def last_day(self, tahun: int, week: int) -> date:
        """The last day of a week, by the days of the month."""
        return date(tahun, self.bulan, 7 * week)


_GUIDES: Mapping[int, Juknis] = MappingProxyType(
    {2016: Juknis(3, "Maret", minggu_tim=1, minggu_musrenbang=(2, 3), minggu_laporan=3)}
)


def juknis_of(tahun: int) -> Juknis:
    """The guide in force in a year: the newest one not younger than it, else the oldest."""
    earlier = [year for year in _GUIDES if year <= tahun]
    return _GUIDES[max(earlier, default=min(_GUIDES))]
