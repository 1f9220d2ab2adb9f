"""What a filled workbook of records comes to: records to write, or what stands in the way of them.

Whatever is said against a value is said at its cell, in the words of its sheet.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from musrenbang.deciding.recorder import Recorder, Weighed
from musrenbang.files.paths import place_of
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Files
from musrenbang.records.findings import Finding, Keys, Problem
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.errors import CommandError
from musrenbang.worksheets.complaints import Complaint, called, with_titles
from musrenbang.worksheets.record_book import Book, BookFile
from schemas import Kelurahan


def refuse_broken(book: Book, snapshot: Snapshot) -> None:
    """Raise where a file of a workbook cannot be read: it would be taken for empty."""
    broken = [called(path) for path in book.files if path in snapshot.broken]
    if broken:
        raise CommandError(
            f"Belum dapat dibaca: {', '.join(broken)}. Perbaiki menurut `{COMMAND} check`, lalu "
            "ulangi."
        )


CellPlace = tuple[tuple[int, ...], str, str]
"""Order, cell and title."""


@dataclass
class BookPlan:
    """What a filled workbook comes to."""

    file: str
    book: Book
    changes: dict[str, BaseModel] = field(default_factory=dict)
    """The records that differ from those there are, by path."""
    complaints: list[Complaint] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    """What changed meanwhile where the workbook changes it as well, in words."""
    notes: list[str] = field(default_factory=list)
    removed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The lines of lists that are gone by sheet, each as it was called."""
    touched: Counter[str] = field(default_factory=Counter)
    """How many lines of each sheet say something new."""
    places: dict[str, dict[Keys, CellPlace]] = field(default_factory=lambda: defaultdict(dict))
    """The cells of values, by file and keys."""
    files: dict[str, BookFile] = field(default_factory=dict)
    """Those of the book, and those that its rows begin, by path."""

    def complaint(self, problem: Problem | Finding) -> Complaint | None:
        """A problem or refusal at its cell, or the nearest one; `None`: its file has none here."""
        here = self.places.get(problem.file, {})
        keys = self._keys_of(problem)
        table = next((one for one in self.book.tables if one.keys and keys == one.keys), None)
        if here and table:
            return Complaint((0,), f"{self.file}, {table.name}", *self._told(problem))
        for length in range(len(keys), -1, -1):
            near = [key for key in here if key[:length] == keys[:length]]
            if near:
                break
        else:
            return None
        order, place, title = here[keys[:length] if keys[:length] in here else near[0]]
        where = f"{place} ({title})"
        if isinstance(problem, Problem) and problem.rule == "skema.wajib":
            return Complaint(order, where, f"“{title}” belum diisi.", f"Isi “{title}”.")
        return Complaint(order, where, *self._told(problem))

    def _keys_of(self, problem: Problem | Finding) -> Keys:
        """Where the sheets hold what a problem is about."""
        file, new = self.files.get(problem.file), self.changes.get(problem.file)
        keys = problem.field
        return file.cell(new, keys) if file and file.cell and new and keys else keys

    def elsewhere(self, problem: Problem | Finding, hint: str = "") -> Complaint:
        """A problem of a file that has no cell in this workbook; `hint` instead of its own."""
        return Complaint((0,), f"{self.file}, {called(problem.file)}", *self._told(problem, hint))

    def _told(self, problem: Problem | Finding, hint: str = "") -> tuple[str, str]:
        """Message and hint, with what fields are called on the sheets."""
        names = {one.name: f"“{one.title}”" for table in self.book.tables for one in table.columns}
        lists = (table for table in self.book.tables if table.keys)
        names |= {".".join(map(str, one.keys)): f"lembar {one.name}" for one in lists}
        return with_titles(problem.message, names), with_titles(hint or problem.hint, names)


@dataclass(frozen=True)
class Step:
    """Files that are recorded together, as one change for review."""

    jenis: str
    of: str
    """The kelurahan, where it is about one."""
    files: Files


def steps_of(plan: BookPlan, text_of: Callable[[str], str]) -> list[Step]:
    """The changes one after the other, as the guards want them apart.

    First what everything else is judged by, with who is lurah; then one kelurahan at a time; or
    the minutes and notices together. `text_of` is what the files hold now.
    """
    first: dict[str, bytes | None] = {}
    later: dict[str, bytes | None] = {}
    for path, record in plan.changes.items():
        file, before = plan.files[path], text_of(path)
        if not isinstance(record, Kelurahan):
            first[path] = file.written(record, before).encode()
            continue
        old = file.record
        if isinstance(old, Kelurahan) and old.lurah != record.lurah:
            appointed = old.model_copy(update={"lurah": record.lurah})
            before = file.written(appointed, before)
            first[path] = before.encode()
            if appointed == record:
                continue
            file = BookFile(path, Kelurahan, appointed)
        later[path] = file.written(record, before).encode()
    return [*_steps(plan.book.jenis, first), *apart(plan.book.jenis, later)]


def apart(jenis: str, files: Files) -> Iterator[Step]:
    """Files as the guards want them: all but those of kelurahan together, then each of these."""
    own = [path for path in files if path.endswith("/kelurahan.yaml")]
    yield from _steps(jenis, {path: data for path, data in files.items() if path not in own})
    for path in own:
        yield Step("kelurahan", path.split("/")[2], {path: files[path]})


def _steps(jenis: str, files: Mapping[str, bytes | None]) -> Iterator[Step]:
    if files:
        yield Step(jenis, "", files)


_AFTER_KIRIM = (
    f"Kelurahan ini sudah Kirim: keputusannya diubah dengan {COMMAND} new koreksi, lalu ulangi."
)


def objections(
    plan: BookPlan, recorder: Recorder, steps: list[Step]
) -> tuple[list[Complaint], list[str]]:
    """Everything that stands in the way, by cell; then what deserves a look all the same."""
    if plan.complaints:
        return sorted(plan.complaints), []
    found: list[Problem | Finding] = []
    earlier: dict[str, bytes | None] = {}
    weighed: Weighed | None = None
    for step in steps:
        weighed = recorder.weigh(step.files, earlier)
        earlier |= step.files
        found += weighed.refusals
    problems = weighed.problems if weighed else ()
    found += (one for one in problems if not recorder.was_so(one))
    year = recorder.snapshot.years.get(plan.book.tahun)
    complaints = []
    for one in found:
        place = place_of(one.file)
        folder = year.folder(place.kelurahan) if year and place and place.kelurahan else None
        hint = _AFTER_KIRIM if folder and folder.kirim else ""
        complaints.append(plan.complaint(one) or plan.elsewhere(one, hint))
    look = [*filter(recorder.was_so, problems), *(weighed.remarks if weighed else ())]
    remarks = [f"{one.place}: {one.message}" for one in map(plan.complaint, look) if one]
    return sorted({*complaints}), remarks
