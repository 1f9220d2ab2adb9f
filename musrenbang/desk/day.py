"""The day a decision carries: today where the meeting is on, else the day the clerk names."""

from collections.abc import Callable
from datetime import date, timedelta

from musrenbang.desk.overview import Json
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import hari_tanggal, rentang_tanggal

Today = Callable[[], date]
MOST_OFFERED = 7


class Day:
    """Which day it is at the desk; an answer holds for the calendar day it was given on."""

    def __init__(self, today: Today) -> None:
        self._today = today
        self._answer: tuple[date, date] | None = None

    def of(self, year: Year) -> date | None:
        """The day decisions carry now; `None` where the clerk must be asked."""
        today = self._today()
        if self._answer and self._answer[0] == today:
            return self._answer[1]
        meeting = year.musrenbang.jadwal.musrenbang if year.musrenbang else None
        return today if meeting and meeting.mulai <= today <= meeting.selesai else None

    def choose(self, year: Year, day: date) -> None:
        """Take the clerk's answer. Raises `CommandError` for a day without a meeting."""
        meeting = year.musrenbang.jadwal.musrenbang if year.musrenbang else None
        if meeting and not meeting.mulai <= day <= meeting.selesai:
            raise CommandError(
                f"Musrenbang dijadwalkan {rentang_tanggal(meeting.mulai, meeting.selesai)}; pilih "
                "salah satu harinya."
            )
        self._answer = (self._today(), day)

    def told(self, year: Year) -> Json:
        """The day in words, and the days to choose from."""
        day = self.of(year)
        meeting = year.musrenbang.jadwal.musrenbang if year.musrenbang else None
        offered = []
        if meeting:
            length = min((meeting.selesai - meeting.mulai).days + 1, MOST_OFFERED)
            offered = [meeting.mulai + timedelta(days=number) for number in range(length)]
        return {
            "tanggal": day.isoformat() if day else "",
            "teks": hari_tanggal(day) if day else "",
            "hari_ini": hari_tanggal(self._today()),
            "pilihan": [{"tanggal": one.isoformat(), "teks": hari_tanggal(one)} for one in offered],
        }
