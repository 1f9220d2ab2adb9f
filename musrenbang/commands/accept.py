"""`accept`: whatever a clerk hands in, recognised by what it is; each file whole or not at all."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from musrenbang.commands import decide, import_
from musrenbang.commands.import_record import record_import
from musrenbang.commands.questions import confirmed, is_interactive
from musrenbang.deciding.recorder import Recorder, Weighed
from musrenbang.deciding.submission import (
    HandedIn,
    begin_own_branch,
    branch_name,
    hand_in,
    refuse_unready,
)
from musrenbang.desk.result_file import is_result, plan_of, read_result
from musrenbang.files.file_writer import write_records
from musrenbang.files.paths import place_of
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Files
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.importing.report import remarks
from musrenbang.records.findings import Finding, Problem
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.spreadsheet import read_file, read_tables
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka, beberapa
from musrenbang.worksheets.book_reader import BookPlan, is_book, read_book
from musrenbang.worksheets.complaints import RefusedSheetError
from musrenbang.worksheets.filled_sheet import is_decision_sheet
from musrenbang.worksheets.year_books import Step, steps_of
from musrenbang.year.views import View


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Terima yang diserahkan: buku isian apa pun dari `worksheet`, lembar keputusan atau "
        "survei, hasil meja sidang, lembar usulan kelurahan bentuk apa pun, atau berkas baris yang "
        "ditolak impor. Jenisnya dikenali sendiri. Setiap berkas diterima seluruhnya atau tidak "
        "sama sekali (lembar usulan: baris yang ditolak dikumpulkan tersendiri)."
    )
    parser.epilog = (
        "Hasil: 0 bila semua berkas diterima; 1 bila ada yang harus diperbaiki; 2 bila perintahnya "
        "keliru."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="BERKAS", help="yang diserahkan")
    parser.add_argument(
        "--dry-run", action="store_true", help="tunjukkan saja apa yang akan diambil"
    )
    parser.add_argument(
        "--lewati-usang",
        action="store_true",
        help="lewati yang diubah di tempat lain sesudah bukunya dibuat",
    )
    parser.add_argument(
        "--kelurahan", default="", metavar="NAMA", help="kelurahan lembar usulan tanpa namanya"
    )
    parser.add_argument(
        "--catat",
        action="store_true",
        help="catat dalam Git: setiap perubahan pada cabangnya sendiri, tanpa bertanya",
    )


@dataclass(frozen=True)
class Taken:
    """What was taken of a file, what not, and how it is recorded in Git."""

    jenis: str
    taken: str
    left: str = ""
    removed: str = ""
    record: Callable[[], Iterator[HandedIn]] | None = None
    complete: bool = True
    """Whether nothing of it waits to be mended."""
    remarks: Sequence[str] = ()
    """What deserves a look, the most important first."""


def run(arguments: argparse.Namespace) -> int:
    """Take each file; 1 where something must be mended first."""
    if arguments.catat and not arguments.dry_run:
        refuse_unready(arguments.root)
    code = 0
    for path in arguments.files:
        try:
            found = take(arguments, path)
        except CommandError as error:
            print(f"{path}\n  Tidak ada yang diambil.\n{_indented(_reason(error))}")
            code = max(code, error.exit_code)
            continue
        print(f"{path}: {found.jenis}")
        print(f"  Diambil: {found.taken}")
        if found.removed:
            print(f"  Dihapus: {found.removed}")
        print(f"  Tidak: {found.left or '–'}")
        for line in found.remarks:
            print(f"  Periksa: {visible(line)}")
        for line in _next(arguments, path, found):
            print(f"  Berikutnya: {line}")
        code = code or int(not found.complete)
    return code


def _reason(error: CommandError) -> str:
    return str(error).removeprefix("Tidak ada yang ditulis.\n")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _next(arguments: argparse.Namespace, path: Path, found: Taken) -> Iterator[str]:
    if arguments.dry_run:
        yield "percobaan saja (--dry-run), tidak ada yang ditulis"
        return
    if found.record is None or not Repository(arguments.root).exists():
        yield f"{COMMAND} status"
        return
    sys.stdout.flush()
    if not arguments.catat and not (is_interactive() and confirmed("  Catat dalam Git?")):
        yield f"catat dalam Git dengan {COMMAND} accept {path} --catat"
        return
    done = [*found.record()]
    if len(done) > 1:
        yield f"{len(done)} perubahan, ditinjau dan digabung menurut urutan ini"
    for one in done:
        yield f"tercatat pada {one.branch} ({one.commit[:12]}); {'; '.join(one.next_steps)}"


Taker = Callable[[argparse.Namespace, Path, Sequence[Table]], Taken]


def take(arguments: argparse.Namespace, path: Path) -> Taken:
    """Take one file; raises `CommandError` where nothing of it could be taken."""
    data = read_file(path, import_.MAX_BYTES)
    if is_result(data):
        return _desk(arguments, path, data)
    tables = read_tables(path, data)
    return next(take for fits, take in _TAKERS if fits(tables))(arguments, path, tables)


def _decisions(arguments: argparse.Namespace, path: Path, _tables: Sequence[Table]) -> Taken:
    recorder = Recorder(arguments.root)
    ready = decide.prepared(path, recorder, withdraw=False, skip=arguments.lewati_usang)
    return _decided(arguments, recorder, ready, "lembar keputusan")


def _desk(arguments: argparse.Namespace, path: Path, data: bytes) -> Taken:
    recorder = Recorder(arguments.root)
    plan = plan_of(path.name, read_result(path.name, data), recorder.snapshot)
    ready = decide.judged(plan, recorder, skip=arguments.lewati_usang)
    return _decided(arguments, recorder, ready, "hasil meja sidang")


def _decided(
    arguments: argparse.Namespace, recorder: Recorder, ready: decide.Prepared, kind: str
) -> Taken:
    root, files = recorder.root, ready.files
    if not arguments.dry_run:
        recorder.write(files)
    years = sorted({name.split("/")[1] for name in ready.plan.said})
    paths = ready.unrecorded(root) if Repository(root).exists() else []
    return Taken(
        f"{kind} {', '.join(years)}".rstrip(),
        f"{angka(len(files))} keputusan atau hasil survei" if files else "tidak ada yang baru",
        "; ".join([*map(visible, ready.skipped), *unranked_in(ready.weighed.after, years)]),
        record=partial(decide.recorded, root, recorder, paths, apart=True) if paths else None,
        complete=not ready.skipped,
    )


def unranked_in(after: Snapshot, years: Sequence[str]) -> Iterator[str]:
    """How many approvals still wait for their rank, where the guide asks for one."""
    for tahun in years:
        view = View(after, after.years[int(tahun)])
        approved = (one for _, one in view.decisions if one.keputusan == "disetujui")
        count = sum(one.prioritas is None for one in approved) if view.guide.ranks else 0
        if count:
            yield f"{angka(count)} usulan disetujui belum diberi prioritas, wajib saat Kirim"


def _book(arguments: argparse.Namespace, path: Path, tables: Sequence[Table]) -> Taken:
    root: Path = arguments.root
    recorder = Recorder(root)
    plan = read_book(path.name, tables, recorder.snapshot)
    texts = {name: _held(root, name) for name in plan.changes}
    steps = steps_of(plan.book, plan.changes, texts)
    remarks = _refuse(plan, recorder, steps, skip=arguments.lewati_usang)
    files: dict[str, bytes | None] = {}
    for step in steps:
        files |= step.files
    if not arguments.dry_run:
        recorder.write_weighed(files)
    told = [f"{name} ({angka(count)})" for name, count in plan.touched.items() if count]
    left = [*(f"{name}: usang, buat buku baru" for name in plan.outdated), *plan.notes]
    record = partial(_record_book, root, recorder.snapshot, plan, steps) if steps else None
    return Taken(
        plan.book.judul,
        (", ".join(told) or "–") if files else "tidak ada yang baru",
        "; ".join(map(visible, left)),
        _gone(plan) if files else "",
        record or _left_over(root, plan),
        not plan.outdated,
        remarks,
    )


def _gone(plan: BookPlan) -> str:
    """The lines of lists that are gone, sheet by sheet."""
    return visible("; ".join(f"{name}: {beberapa(rows)}" for name, rows in plan.removed.items()))


def _left_over(root: Path, plan: BookPlan) -> Callable[[], Iterator[HandedIn]] | None:
    """The commit of what an earlier run wrote and Git has not recorded yet."""
    if not Repository(root).exists():
        return None
    paths = sorted({*plan.book.files} & changed_paths(root, "HEAD"))
    snapshot = Recorder(root).snapshot
    tahun = plan.book.tahun
    changes = {path: (root / path).read_bytes() for path in paths}
    steps = apart(plan.book.jenis, changes)
    return partial(_record_book, root, snapshot, plan, steps) if steps and tahun else None


def apart(jenis: str, files: Files) -> list[Step]:
    """Files as the guards want them: all but those of kelurahan together, then each of these."""
    own = [path for path in files if path.endswith("/kelurahan.yaml")]
    first = {path: data for path, data in files.items() if path not in own}
    later = [Step("kelurahan", path.split("/")[2], {path: files[path]}) for path in own]
    return [*([Step(jenis, "", first)] if first else []), *later]


def _held(root: Path, name: str) -> str:
    path = root / name
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


_AFTER_KIRIM = (
    f"Kelurahan ini sudah Kirim: keputusannya diubah dengan {COMMAND} new koreksi, lalu ulangi."
)


def _refuse(plan: BookPlan, recorder: Recorder, steps: Sequence[Step], *, skip: bool) -> list[str]:
    """Raise where anything stands in the way; what deserves a look all the same."""
    complaints = list(plan.complaints)
    elsewhere: list[Problem | Finding] = []
    earlier: dict[str, bytes | None] = {}
    weighed: Weighed | None = None
    for step in steps if not complaints else ():
        weighed = recorder.weigh(step.files, earlier)
        earlier |= step.files
        elsewhere += weighed.refusals
    problems = weighed.problems if weighed else ()
    elsewhere += (one for one in problems if not recorder.was_so(one))
    for one in elsewhere:
        place = place_of(one.file)
        year = recorder.snapshot.years.get(plan.book.tahun)
        folder = year.folder(place.kelurahan) if year and place and place.kelurahan else None
        hint = _AFTER_KIRIM if folder and folder.kirim else ""
        complaints.append(plan.complaint(one) or plan.elsewhere(one, hint))
    lines = [str(one) for one in sorted(complaints)]
    if plan.outdated and not skip:
        lines += [
            f"{name} diubah di tempat lain sesudah buku ini dibuat." for name in plan.outdated
        ]
        lines.append(
            "    Buat buku baru dan salin isiannya, atau ambil yang lain dengan --lewati-usang."
        )
    if lines:
        raise RefusedSheetError("\n".join(lines), complaints)
    look = [*filter(recorder.was_so, problems), *(weighed.remarks if weighed else ())]
    return [f"{one.place}: {one.message}" for one in map(plan.complaint, look) if one]


_WHAT = {"pengaturan": "Pengaturan Musrenbang", "berita-acara": "Berita Acara Musrenbang"}


def _record_book(
    root: Path, before: Snapshot, plan: BookPlan, steps: Sequence[Step]
) -> Iterator[HandedIn]:
    """One commit for each step, each on its branch, begun where the one before it ends."""
    year = before.years[plan.book.tahun]
    for step in steps:
        branch = branch_name(step.jenis, plan.book.tahun, *filter(None, [step.of]))
        what = _WHAT.get(step.jenis) or f"Kelurahan {step.of}"
        begin_own_branch(root, branch)
        write_records(root, step.files)
        trailers = [("Kelurahan", step.of)] if step.of else []
        yield hand_in(
            root,
            year,
            list(step.files),
            branch=branch,
            message=f"{what} {plan.book.tahun}",
            trailers=trailers,
        )


def _import(arguments: argparse.Namespace, path: Path, _tables: Sequence[Table]) -> Taken:
    rejects = path.with_name(f"{path.stem}-ditolak.xlsx")
    words = [str(path), "--ditolak", str(rejects)]
    words += ["--kelurahan", arguments.kelurahan] if arguments.kelurahan else []
    words += ["--dry-run"] if arguments.dry_run else []
    parser = argparse.ArgumentParser()
    import_.configure(parser)
    options = parser.parse_args(words, argparse.Namespace(root=arguments.root))
    found, plan = import_.planned_import(options)
    written = import_.write_import(options, plan)
    record = partial(record_import, arguments.root, plan) if plan.files else None
    counts = (len(plan.new), "baru"), (len(plan.changed), "berubah"), (plan.unchanged, "tetap")
    told = [f"{angka(count)} usulan {what}" for count, what in counts if count]
    left = [f"{angka(len(rows))} baris lain ({why})" for why, rows in plan.outside.items()]
    if plan.rejected:
        mend = f", perbaiki dalam {rejects} lalu serahkan berkas itu" if written else ""
        left.insert(0, f"{angka(len(plan.rejected))} baris ditolak{mend}")
    return Taken(
        f"lembar usulan {plan.tahun}",
        ", ".join(told) or "tidak ada",
        "; ".join(map(visible, left)),
        record=record,
        complete=not (plan.rejected or found.left_behind),
        remarks=[line.strip() for line in remarks(plan, found)],
    )


_TAKERS: tuple[tuple[Callable[[Sequence[Table]], bool], Taker], ...] = (
    (is_book, _book),
    (is_decision_sheet, _decisions),
    (lambda _tables: True, _import),
)
"""What a file may be, the surest first: how it is known, and who takes it."""
