"""`decide`: a filled worksheet into decision files, all of it or nothing, then into a commit."""

import argparse
from dataclasses import replace
from pathlib import Path

from musrenbang.commands.questions import confirmed, is_interactive
from musrenbang.deciding.decision import planned
from musrenbang.deciding.recorder import Recorder, Weighed
from musrenbang.deciding.submission import hand_in_decisions, refuse_unready
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Files
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_text
from musrenbang.rules import rule_check
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.worksheets.decision_plan import Complaint, DecisionPlan, make_plan, objections
from musrenbang.worksheets.filled_sheet import read_rows
from musrenbang.year.figures import group


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Jadikan lembar keputusan yang sudah diisi berkas keputusan. Semua baris diperiksa dahulu "
        "dengan aturan yang sama seperti pada pull request; bila ada yang keliru, selnya disebut "
        "dan tidak ada yang ditulis. Baris yang tidak diisi tidak menyentuh apa pun."
    )
    parser.epilog = (
        "Hasil: 0 bila tercatat atau tidak ada yang baru; 1 bila ada yang harus diperbaiki (tidak "
        "ada yang ditulis); 2 bila perintahnya keliru."
    )
    parser.add_argument("file", type=Path, metavar="BERKAS", help="lembar keputusan (XLSX)")
    parser.add_argument(
        "--dry-run", action="store_true", help="tunjukkan saja apa yang akan dicatat"
    )
    parser.add_argument(
        "--lewati-usang",
        action="store_true",
        help="lewati baris yang usulan atau keputusannya diubah sesudah lembar dibuat",
    )
    parser.add_argument(
        "--batalkan",
        action="store_true",
        help="keputusan atau survei tercatat yang dikosongkan pada lembar berarti dicabut",
    )
    parser.add_argument(
        "--catat",
        action="store_true",
        help="langsung catat sebagai satu commit pada cabangnya, tanpa bertanya",
    )


def run(arguments: argparse.Namespace) -> int:
    """Record a worksheet; 1 where something in it must be mended first."""
    rows = read_rows(arguments.file)
    recorder = Recorder(arguments.root)
    plan = make_plan(rows, recorder.snapshot, recorder.content_version, withdraw=arguments.batalkan)
    files = planned(recorder.snapshot, plan.decisions)
    weighed = recorder.weigh(files)
    _refuse(plan, weighed, skip_outdated=arguments.lewati_usang)
    before = recorder.snapshot
    if files:
        print(_told(before, weighed))
    if arguments.dry_run:
        print("Percobaan saja (--dry-run): tidak ada yang ditulis.")
        return 0
    if arguments.catat:
        refuse_unready(arguments.root)
    recorder.write(files)
    print(f"{len(files)} berkas keputusan ditulis." if files else "Tidak ada yang baru.")
    _hand_in(arguments, recorder, plan, files)
    return 0


def _refuse(plan: DecisionPlan, weighed: Weighed, *, skip_outdated: bool) -> None:
    found, elsewhere = objections(plan, weighed)
    lines = [_line(complaint) for complaint in sorted([*plan.complaints, *found])]
    if elsewhere:
        lines.append(rule_check.as_text(elsewhere))
    outdated = [
        f"{row.place('nomor')}: {row.cells['id']}, {what} diubah sesudah lembar ini dibuat."
        for row, what in plan.outdated
    ]
    if lines or (outdated and not skip_outdated):
        text = ["Tidak ada yang ditulis.", *lines]
        if outdated and not skip_outdated:
            text += [*outdated, _OUTDATED_HINT]
        raise CommandError("\n".join(text))
    for line in outdated:
        print(f"Dilewati: {visible(line)}")


def _line(complaint: Complaint) -> str:
    return (
        f"{visible(complaint.place)}: {visible(complaint.message)}\n    {visible(complaint.hint)}"
    )


_OUTDATED_HINT = (
    "    Buat lembar baru untuk usulan itu dan isi lagi barisnya, atau catat yang lain dahulu "
    "dengan --lewati-usang."
)


def _told(before: Snapshot, weighed: Weighed) -> str:
    """What changes, in the words that the pull request will use."""
    told = review(Facts(before, weighed.after, weighed.changed), (), ())
    # what the guards refuse has been said already, by cell
    text = as_text(replace(told, refusals=()))
    return text.partition("\n")[2]


def _hand_in(
    arguments: argparse.Namespace, recorder: Recorder, plan: DecisionPlan, files: Files
) -> None:
    """Offer the commit that a pull request needs, with what an earlier run may have left."""
    repository = Repository(arguments.root)
    if not repository.exists():
        return
    paths = sorted({*files, *plan.said} & changed_paths(arguments.root, "HEAD"))
    if not paths:
        return
    question = f"Catat {len(paths)} berkas sebagai satu commit untuk pull request?"
    if not arguments.catat and not (is_interactive() and confirmed(question)):
        print(f"Belum dicatat dalam Git. Catat dengan: {COMMAND} decide {arguments.file} --catat")
        return
    for tahun, own in group(paths, _year_of).items():
        done = hand_in_decisions(arguments.root, recorder.snapshot.years[tahun], own)
        print(f"Tercatat pada cabang {done.branch} ({done.commit[:12]}). Berikutnya:")
        for step in done.next_steps:
            print(f"  {step}")


def _year_of(path: str) -> int:
    return int(path.split("/")[1])
