"""The session: what the desk holds while it runs, and every change it makes.

One lock makes requests wait for one another. Nothing that matters lives here alone: every decision
is in its file before its request is answered.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from musrenbang.deciding.decision import Decision, planned
from musrenbang.deciding.recorder import OutdatedError, Recorder, RefusedError
from musrenbang.deciding.submission import HandedIn, drafted, hand_in_decisions
from musrenbang.desk.actions import (
    FieldError,
    Fields,
    Hindrance,
    day_of,
    from_findings,
    from_problems,
    record_after,
)
from musrenbang.desk.overview import Json, obstacle
from musrenbang.files.tree import TOP_FOLDERS, Stamps, blob_id, stamp, stamps
from musrenbang.git.repository import Repository
from musrenbang.records.loader import NOTHING
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.text.errors import CommandError
from musrenbang.text.indonesian import hari_tanggal, rentang_tanggal
from musrenbang.year.cases import Case, Status
from musrenbang.year.labels import STATUS
from musrenbang.year.views import View

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
        meeting = year.jadwal.musrenbang
        return today if meeting and meeting.mulai <= today <= meeting.selesai else None

    def choose(self, year: Year, day: date) -> None:
        """Take the clerk's answer. Raises `CommandError` for a day without a meeting."""
        meeting = year.jadwal.musrenbang
        if meeting and not meeting.mulai <= day <= meeting.selesai:
            raise CommandError(
                f"Musrenbang dijadwalkan {rentang_tanggal(meeting.mulai, meeting.selesai)}; pilih "
                "salah satu harinya."
            )
        self._answer = (self._today(), day)

    def told(self, year: Year) -> Json:
        """The day in words, and the days to choose from."""
        day = self.of(year)
        return {
            "tanggal": day.isoformat() if day else "",
            "teks": hari_tanggal(day) if day else "",
            "hari_ini": hari_tanggal(self._today()),
            "pilihan": meeting_days(year),
        }


def meeting_days(year: Year) -> list[Json]:
    """The first days of the meeting, to choose from."""
    meeting = year.jadwal.musrenbang
    if not meeting:
        return []
    length = min((meeting.selesai - meeting.mulai).days + 1, MOST_OFFERED)
    days = [meeting.mulai + timedelta(days=number) for number in range(length)]
    return [{"tanggal": one.isoformat(), "teks": hari_tanggal(one)} for one in days]


class ConflictError(CommandError):
    """The proposal is not what the window showed when the clerk decided."""


class NotDecidedError(CommandError):
    """Nothing was written, for reasons the form can show."""

    def __init__(self, refusals: list[Hindrance]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(refusal.pesan for refusal in refusals))


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One decision changed, to be taken back: what its file held before and what it holds since."""

    case: str
    before: bytes | None
    after: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did."""

    case: Case
    pesan: str


PAUSE_SECONDS = 0.5
"""How often, at most, the folder is looked at for changes made elsewhere."""


class Desk:
    """One year's records, open for decisions."""

    def __init__(self, root: Path, tahun: int, today: Today) -> None:
        self.root = root
        self.tahun = tahun
        self.lock = threading.RLock()
        self.day = Day(today)
        repository = Repository(root)
        self._repository = repository if repository.exists() else None
        self.changes = 0
        """Counts every change, so that windows notice those of others."""
        self.news = (0, "")
        """What last happened outside this desk, and which change that was."""
        self._steps: list[UndoStep] = []
        self._recorder: Recorder
        self._view: View | None = None
        self._seen: tuple[Stamps, str]
        self._looked: float
        self._load()

    @property
    def view(self) -> View:
        """The year as it is now."""
        snapshot = self._recorder.snapshot
        if self._view is None or self._view.snapshot is not snapshot:
            self._view = View(snapshot, snapshot.years.get(self.tahun) or Year(self.tahun))
        return self._view

    @property
    def steps(self) -> int:
        """How many changes can be taken back."""
        return len(self._steps)

    def case(self, folder: str, nomor: str) -> Case | None:
        """One proposal; `None` where there is none."""
        return self.view.cases_by_folder.get(folder, {}).get(nomor)

    def version(self, case: Case) -> str:
        """What a window has seen of a proposal and its decision."""
        decided = self._recorder.version(case.decision_file)
        return f"{self._recorder.version(case.file)[:12]}-{decided[:12]}"

    def refresh(self) -> None:
        """Read everything again where files, or the commit they stand on, changed elsewhere."""
        now = time.monotonic()
        if now - self._looked < PAUSE_SECONDS:
            return
        self._looked = now
        found = self._look()
        if found != self._seen:
            before, after = self._seen[0], found[0]
            count = sum(before.get(path) != after.get(path) for path in {*before, *after})
            self._reload(
                f"{count} berkas diubah di luar meja ini. Data sudah dimuat ulang."
                if count
                else "Cabang Git berganti. Data sudah dimuat ulang."
            )

    def act(self, case: Case, version: str, action: str, fields: Fields) -> Done:
        """Carry out one action on a proposal and write its file.

        Raises `NotDecidedError` where something must be put right first, `ConflictError` where the
        proposal changed since the window showed it; then nothing was written. An approval that says
        nothing of its own leaves one that stands as it is.
        """
        self._check(case, version, action)
        before = self._content(case)
        if action == "setujui" and not fields and case.status is Status.DISETUJUI:
            return Done(case, f"{case.nomor} sudah disetujui.")
        record = self._record(case, action, fields)
        path = case.decision_file
        files = planned(self._recorder.snapshot, {path: record})
        if not files:
            return Done(case, f"{case.nomor}: tidak ada yang berubah.")
        self._write(case, files[path], action)
        self._steps.append(UndoStep(case.id, before, self._recorder.version(path)))
        return self._done(case, action)

    def undo(self) -> Done:
        """Take back the last change. Raises `CommandError` where it cannot be."""
        if not self._steps:
            raise CommandError("Tidak ada lagi yang dapat diurungkan sejak meja ini dibuka.")
        step = self._steps[-1]  # stays where it is refused: the next try is not about an older one
        _, folder, nomor = step.case.split("/")
        case = self.case(folder, nomor)
        if case is None or self._recorder.version(case.decision_file) != step.after:
            raise ConflictError(
                f"Keputusan {nomor} sudah diubah lagi di tempat lain, jadi tidak diurungkan."
            )
        hindrance = obstacle(self.view, case)
        if hindrance and not case.survei_dahulu:
            raise NotDecidedError([Hindrance(hindrance, "")])
        self._write(case, step.before)
        self._steps.pop()
        fresh = self.case(folder, nomor) or case
        return Done(fresh, f"{nomor} diurungkan: {STATUS[fresh.status].nama.lower()}.")

    def choose_day(self, text: str) -> None:
        """Take the day that decisions carry. Raises `CommandError` for one that cannot be."""
        day = day_of(text)
        if not isinstance(day, date):
            raise CommandError("Tulis tanggal sebagai hari/bulan/tahun, misalnya 17/8/1945.")
        self.day.choose(self.view.year, day)
        self.changes += 1

    def hand_in(self) -> HandedIn:
        """Branch and commit for all drafted decisions, judged together first."""
        paths = drafted(self.root, self.tahun).decisions
        if not paths:
            raise CommandError("Belum ada keputusan baru untuk diajukan.")
        held = {path: _bytes_of(self.root / path) for path in paths}
        findings = self._recorder.judge(held)
        if findings:
            raise NotDecidedError(from_findings(findings, ""))
        done = hand_in_decisions(self.root, self.view.year, paths)
        self._reload(f"{len(paths)} berkas keputusan dicatat di cabang {done.branch}.")
        return done

    def _check(self, case: Case, version: str, action: str) -> None:
        hindrance = obstacle(self.view, case)
        if hindrance and not (action == "survei" and case.survei_dahulu):
            raise NotDecidedError([Hindrance(hindrance, "")])
        if version != self.version(case):
            raise ConflictError(
                f"Usulan {case.nomor} baru saja diubah di jendela atau program lain. Pilihan Anda "
                "tidak disimpan."
            )

    def _record(self, case: Case, action: str, fields: Fields) -> Decision | None:
        day = self.day.of(self.view.year)
        if day is None and action != "survei":
            raise NotDecidedError([Hindrance("Hari Musrenbang belum dipilih.", "", "hari")])
        current = self._recorder.snapshot.record(case.decision_file)
        try:
            record, problems = record_after(case, current, action, fields, day)
        except FieldError as error:
            raise NotDecidedError([Hindrance(error.message, "", action, error.field)]) from None
        if problems:
            raise NotDecidedError(from_problems(problems, action))
        return record

    def _content(self, case: Case) -> bytes | None:
        path = case.decision_file
        content = _bytes_of(self.root / path)
        if ("" if content is None else blob_id(content)) != self._recorder.version(path):
            raise self._outdated(case)
        return content

    def _write(self, case: Case, content: bytes | None, action: str = "") -> None:
        path = case.decision_file
        try:
            self._recorder.write({path: content})
        except RefusedError as error:
            raise NotDecidedError(from_findings(error.findings, path, action)) from None
        except OutdatedError:
            raise self._outdated(case) from None
        self.changes += 1
        found = stamp(self.root / path)
        if found is None:
            self._seen[0].pop(str(self.root / path), None)
        else:
            self._seen[0][str(self.root / path)] = found

    def _outdated(self, case: Case) -> ConflictError:
        """Somebody changed the file a moment ago; from now on this desk knows it."""
        self._reload("Ada berkas yang diubah di luar meja ini. Data sudah dimuat ulang.")
        return ConflictError(
            f"Keputusan {case.nomor} baru saja diubah di luar meja ini. Pilihan Anda tidak "
            "disimpan."
        )

    def _done(self, case: Case, action: str) -> Done:
        fresh = self.case(case.folder, case.nomor) or case
        if action == "survei":
            return Done(fresh, f"Survei {case.nomor} disimpan.")
        changed = " dengan perubahan" if fresh.diubah else ""
        return Done(fresh, f"{case.nomor} {STATUS[fresh.status].nama.lower()}{changed}.")

    def _load(self, ready: Snapshot = NOTHING) -> None:
        self._seen = self._look()
        self._looked = time.monotonic()
        self._recorder = Recorder(self.root, ready)

    def _look(self) -> tuple[Stamps, str]:
        head = self._repository.resolve("HEAD") if self._repository else ""
        return stamps(self.root / top for top in TOP_FOLDERS), head

    def _reload(self, news: str) -> None:
        """Read everything again, and tell every window why."""
        self._load(self._recorder.snapshot)
        self.changes += 1
        self.news = (self.changes, news)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
