"""`accept`: whatever a clerk hands in, recognised by what it is; each file whole or not at all."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from musrenbang.commands import codeowners, import_
from musrenbang.commands.import_record import record_import
from musrenbang.commands.questions import confirmed, is_interactive
from musrenbang.deciding.decision import planned
from musrenbang.deciding.recorder import Recorder, Weighed, main_of
from musrenbang.deciding.submission import (
    HandedIn,
    begin_own_branch,
    branch_name,
    hand_in,
    hand_in_decisions,
    refuse_unready,
)
from musrenbang.desk.result_file import is_result, plan_of, read_result
from musrenbang.files.file_writer import write_records
from musrenbang.files.paths import DECISIONS, SIGNED
from musrenbang.files.program import COMMAND
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.importing.report import remarks
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_text
from musrenbang.rules import rule_check
from musrenbang.sheets.spreadsheet import read_file, read_tables
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka, beberapa
from musrenbang.worksheets.book_plan import BookPlan, Step, apart, steps_of
from musrenbang.worksheets.book_plan import objections as book_objections
from musrenbang.worksheets.book_reader import is_book, read_book
from musrenbang.worksheets.complaints import Complaint, RefusedSheetError
from musrenbang.worksheets.decision_plan import DecisionPlan, make_plan, objections
from musrenbang.worksheets.filled_sheet import is_decision_sheet, read_rows
from musrenbang.worksheets.follow_up_book import TINDAK_LANJUT
from musrenbang.worksheets.year_books import BERITA_ACARA, PENGATURAN
from musrenbang.year.figures import group
from musrenbang.year.views import View
from schemas import HasilSurvei


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
        "--batalkan",
        action="store_true",
        help="keputusan atau survei tercatat yang dikosongkan pada lembar berarti dicabut",
    )
    for name in _OF_A_SHEET:
        written = (
            "; “TULISAN=NAMA” untuk nama pada kolomnya yang tidak dikenal, boleh beberapa kali"
        )
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="ISI",
            help=f"{name} lembar usulan yang tidak menyebutnya{written * (name == 'kelurahan')}",
        )
    parser.add_argument(
        "--catat",
        action="store_true",
        help="catat dalam Git: setiap perubahan pada cabangnya sendiri, tanpa bertanya",
    )
    parser.set_defaults(only_decisions=False)


_OF_A_SHEET = ("kelurahan", "kecamatan", "tahun")
"""What `import` asks for where a sheet does not say it."""


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
    changes: str = ""
    """What changes, line by line, for who tries it first."""


def run(arguments: argparse.Namespace) -> int:
    """Take each file; 1 where something must be mended first."""
    if arguments.catat and not arguments.dry_run:
        refuse_unready(arguments.root)
    code = 0
    recorded: list[HandedIn] = []
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
        if found.changes:
            print(_indented(found.changes))
        for line in _next(arguments, path, found, recorded):
            print(f"  Berikutnya: {line}")
        code = code or int(not found.complete)
    for line in _after(arguments.root, recorded):
        print(line)
    return code


def _reason(error: CommandError) -> str:
    return str(error).removeprefix("Tidak ada yang ditulis.\n")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _next(
    arguments: argparse.Namespace, path: Path, found: Taken, recorded: list[HandedIn]
) -> Iterator[str]:
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
    for one in found.record():
        recorded.append(one)
        yield f"tercatat pada {one.branch} ({one.commit[:12]}); {'; '.join(one.next_steps)}"


def _after(root: Path, recorded: Sequence[HandedIn]) -> Iterator[str]:
    """What is true of all that was recorded."""
    if len(recorded) > 1:
        yield f"{len(recorded)} perubahan, ditinjau dan digabung menurut urutan ini."
    if recorded:
        main = main_of(Repository(root))
        here = recorded[-1].branch
        yield f"Folder ini di cabang {here}; sesudah digabung: git switch {main}, lalu git pull"


Taker = Callable[[argparse.Namespace, Path, Sequence[Table]], Taken]


def take(arguments: argparse.Namespace, path: Path) -> Taken:
    """Take one file; raises `CommandError` where nothing of it could be taken."""
    data = read_file(path, import_.MAX_BYTES)
    if is_result(data):
        return _desk(arguments, path, data)
    if data.startswith(b"%PDF-"):
        raise CommandError(_PAPER)
    tables = read_tables(path, data)
    if arguments.only_decisions and not is_decision_sheet(tables):
        raise CommandError(
            f"{path} bukan lembar keputusan. Serahkan dengan `{COMMAND} accept`, atau buat "
            f"lembarnya dengan `{COMMAND} worksheet`."
        )
    return next(take for fits, take in _TAKERS if fits(tables))(arguments, path, tables)


_PAPER = f"""\
Dokumen PDF tidak diterima dengan perintah ini. Yang bertanda tangan elektronik disalin dengan nama
aslinya ke {DECISIONS}/TAHUN/{SIGNED}/, lewat pull request sendiri."""


def _decisions(arguments: argparse.Namespace, path: Path, tables: Sequence[Table]) -> Taken:
    recorder = Recorder(arguments.root)
    rows = read_rows(path, tables)
    withdraw: bool = arguments.batalkan
    plan = make_plan(rows, recorder.snapshot, recorder.content_version, withdraw=withdraw)
    said = plan.decisions.values()
    only_survey = said and all(isinstance(one, HasilSurvei) for one in said)
    return _decided(arguments, recorder, plan, f"lembar {'survei' if only_survey else 'keputusan'}")


def _desk(arguments: argparse.Namespace, path: Path, data: bytes) -> Taken:
    recorder = Recorder(arguments.root)
    plan = plan_of(path.name, read_result(path.name, data), recorder.snapshot)
    return _decided(arguments, recorder, plan, "hasil meja sidang")


def _decided(
    arguments: argparse.Namespace, recorder: Recorder, plan: DecisionPlan, kind: str
) -> Taken:
    root, before = recorder.root, recorder.snapshot
    files = planned(before, plan.decisions)
    weighed = recorder.weigh(files)
    found, elsewhere = objections(plan, weighed)
    outdated = [
        f"{row.place('nomor')}: {row.id}, {what} diubah sesudah berkas ini dibuat."
        for row, what in plan.outdated
    ]
    complaints = sorted({*plan.complaints, *found})
    _refuse(arguments, complaints, outdated, rule_check.as_text(elsewhere) if elsewhere else "")
    if not arguments.dry_run:
        recorder.write(files)
    years = sorted({name.split("/")[1] for name in plan.said})
    changed = changed_paths(root, "HEAD") if Repository(root).exists() else frozenset()
    # with what an earlier run wrote and Git has not recorded
    paths = sorted({*files, *plan.said} & changed)
    return Taken(
        f"{kind} {', '.join(years)}".rstrip(),
        f"{angka(len(files))} keputusan atau hasil survei" if files else "tidak ada yang baru",
        "; ".join([*map(visible, outdated), *unranked_in(weighed.after, years)]),
        record=partial(_record_decisions, root, weighed.after, paths) if paths else None,
        complete=arguments.only_decisions or not outdated,
        changes=_told(before, weighed) if files and arguments.dry_run else "",
    )


def _record_decisions(root: Path, after: Snapshot, paths: Sequence[str]) -> Iterator[HandedIn]:
    """One commit for each year."""
    for tahun, own in group(paths, lambda path: int(path.split("/")[1])).items():
        yield hand_in_decisions(root, after.years[tahun], own, apart=True)


def _told(before: Snapshot, weighed: Weighed) -> str:
    """What changes, in the words that the pull request will use."""
    found = review(Facts(before, weighed.after, weighed.changed), (), ())
    # what the guards refuse has been said already, by cell
    return as_text(replace(found, refusals=())).partition("\n")[2]


def _refuse(
    arguments: argparse.Namespace,
    complaints: Sequence[Complaint],
    outdated: Sequence[str],
    elsewhere: str = "",
) -> None:
    """Raise where anything stands in the way of taking a file."""
    lines = [*map(str, complaints), *filter(None, [elsewhere])]
    if outdated and not arguments.lewati_usang:
        lines += [*outdated, _OUTDATED_HINT]
    if lines:
        raise RefusedSheetError("\n".join(lines), complaints)


_OUTDATED_HINT = (
    "    Buat berkas baru dan salin isiannya, atau ambil yang lain dahulu dengan --lewati-usang."
)


def unranked_in(after: Snapshot, years: Sequence[str]) -> Iterator[str]:
    """How many approvals still wait for their rank, where the guide asks for one."""
    for tahun in years:
        view = View(after, after.years[int(tahun)])
        count = sum(one.tanpa_prioritas for one in view.standings)
        if count:
            yield f"{angka(count)} usulan disetujui belum diberi prioritas, wajib saat Kirim"


def _book(arguments: argparse.Namespace, path: Path, tables: Sequence[Table]) -> Taken:
    root: Path = arguments.root
    recorder = Recorder(root)
    before = recorder.snapshot
    plan = read_book(path.name, tables, before)
    steps = steps_of(plan, lambda name: _held(root, name))
    complaints, remarks = book_objections(plan, recorder, steps)
    _refuse(arguments, complaints, plan.outdated)
    files: dict[str, bytes | None] = {}
    for step in steps:
        files |= step.files
    changes = _told(before, recorder.weigh(files)) if files and arguments.dry_run else ""
    if not arguments.dry_run:
        recorder.write_weighed(files)
    told = [f"{name} ({angka(count)})" for name, count in plan.touched.items() if count]
    record = partial(_record_book, root, before, plan, steps) if steps else None
    return Taken(
        plan.book.judul,
        (", ".join(told) or "–") if files else "tidak ada yang baru",
        "; ".join(map(visible, [*plan.outdated, *plan.notes])),
        _gone(plan) if files else "",
        record or _left_over(root, plan),
        not plan.outdated,
        remarks,
        changes,
    )


def _gone(plan: BookPlan) -> str:
    """The lines of lists that are gone, sheet by sheet."""
    return visible("; ".join(f"{name}: {beberapa(rows)}" for name, rows in plan.removed.items()))


def _left_over(root: Path, plan: BookPlan) -> Callable[[], Iterator[HandedIn]] | None:
    """The commit of what an earlier run wrote and Git has not recorded yet."""
    if not Repository(root).exists():
        return None
    paths = sorted({*plan.files} & changed_paths(root, "HEAD"))
    changes = {path: (root / path).read_bytes() for path in paths}
    steps = [*apart(plan.book.jenis, changes)]
    return partial(_record_book, root, Recorder(root).snapshot, plan, steps) if steps else None


def _held(root: Path, name: str) -> str:
    path = root / name
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


_WHAT = {
    PENGATURAN: "Pengaturan Musrenbang",
    BERITA_ACARA: "Berita Acara Musrenbang",
    TINDAK_LANJUT: "Tindak lanjut Musrenbang",
}


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
        owners = codeowners.renewed(root) if step.jenis == PENGATURAN else []
        trailers = [("Kelurahan", step.of)] if step.of else []
        yield hand_in(
            root,
            year,
            [*step.files, *owners],
            branch=branch,
            message=f"{what} {plan.book.tahun}",
            trailers=trailers,
        )


def _import(arguments: argparse.Namespace, path: Path, _tables: Sequence[Table]) -> Taken:
    rejects = path.with_name(f"{path.stem}-ditolak.xlsx")
    words = [str(path), "--ditolak", str(rejects)]
    for name in _OF_A_SHEET:
        words += [word for said in getattr(arguments, name) for word in (f"--{name}", said)]
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
        complete=not plan.rejected,
        remarks=[line.strip() for line in remarks(plan, found)],
    )


_TAKERS: tuple[tuple[Callable[[Sequence[Table]], bool], Taker], ...] = (
    (is_book, _book),
    (is_decision_sheet, _decisions),
    (lambda _tables: True, _import),
)
"""What a file may be, the surest first: how it is known, and who takes it."""
