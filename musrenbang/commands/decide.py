"""`decide`: a filled worksheet into decision files, all of it or nothing, then into a commit."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from musrenbang.commands.questions import confirmed, is_interactive
from musrenbang.deciding.decision import planned
from musrenbang.deciding.recorder import Recorder, Weighed
from musrenbang.deciding.submission import HandedIn, hand_in_decisions, refuse_unready
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Files
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_text
from musrenbang.rules import rule_check
from musrenbang.text.escaping import visible
from musrenbang.worksheets.complaints import RefusedSheetError
from musrenbang.worksheets.decision_plan import DecisionPlan, make_plan, objections
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
    recorder = Recorder(arguments.root)
    ready = prepared(
        arguments.file, recorder, withdraw=arguments.batalkan, skip=arguments.lewati_usang
    )
    for line in ready.skipped:
        print(f"Dilewati: {visible(line)}")
    before = recorder.snapshot
    if ready.files:
        print(told(before, ready.weighed))
    if arguments.dry_run:
        print("Percobaan saja (--dry-run): tidak ada yang ditulis.")
        return 0
    if arguments.catat:
        refuse_unready(arguments.root)
    recorder.write(ready.files)
    count = len(ready.files)
    print(f"{count} berkas keputusan ditulis." if count else "Tidak ada yang baru.")
    _hand_in(arguments, recorder, ready)
    return 0


_OUTDATED_HINT = (
    "    Buat lembar atau meja baru untuk usulan itu dan isi lagi, atau catat yang lain dahulu "
    "dengan --lewati-usang."
)


@dataclass(frozen=True)
class Prepared:
    """A worksheet, or the result of a desk, that can be recorded."""

    plan: DecisionPlan
    files: Files
    weighed: Weighed
    skipped: tuple[str, ...]

    def unrecorded(self, root: Path) -> list[str]:
        """What Git has not recorded of it, with what an earlier run may have left."""
        return sorted({*self.files, *self.plan.said} & changed_paths(root, "HEAD"))


def prepared(file: Path, recorder: Recorder, *, withdraw: bool, skip: bool) -> Prepared:
    """Read and judge a worksheet, all of it; `CommandError` names every cell to be mended."""
    rows = read_rows(file)
    plan = make_plan(rows, recorder.snapshot, recorder.content_version, withdraw=withdraw)
    return judged(plan, recorder, skip=skip)


def judged(plan: DecisionPlan, recorder: Recorder, *, skip: bool) -> Prepared:
    """Judge everything that was said together; `CommandError` names all that is to be mended."""
    files = planned(recorder.snapshot, plan.decisions)
    weighed = recorder.weigh(files)
    found, elsewhere = objections(plan, weighed)
    complaints = sorted({*plan.complaints, *found})
    lines = [*map(str, complaints)]
    if elsewhere:
        lines.append(rule_check.as_text(elsewhere))
    outdated = [
        f"{row.place('nomor')}: {row.id}, {what} diubah sesudah berkas ini dibuat."
        for row, what in plan.outdated
    ]
    if lines or (outdated and not skip):
        text = ["Tidak ada yang ditulis.", *lines]
        if outdated and not skip:
            text += [*outdated, _OUTDATED_HINT]
        raise RefusedSheetError("\n".join(text), complaints)
    return Prepared(plan, files, weighed, tuple(outdated))


def told(before: Snapshot, weighed: Weighed) -> str:
    """What changes, in the words that the pull request will use."""
    found = review(Facts(before, weighed.after, weighed.changed), (), ())
    # what the guards refuse has been said already, by cell
    text = as_text(replace(found, refusals=()))
    return text.partition("\n")[2]


def _hand_in(arguments: argparse.Namespace, recorder: Recorder, ready: Prepared) -> None:
    """Offer the commit that a pull request needs."""
    paths = ready.unrecorded(arguments.root) if Repository(arguments.root).exists() else []
    if not paths:
        return
    question = f"Catat {len(paths)} berkas sebagai satu commit untuk pull request?"
    if not arguments.catat and not (is_interactive() and confirmed(question)):
        print(f"Belum dicatat dalam Git. Catat dengan: {COMMAND} decide {arguments.file} --catat")
        return
    for done in recorded(arguments.root, recorder, paths):
        print(f"Tercatat pada cabang {done.branch} ({done.commit[:12]}). Berikutnya:")
        for step in done.next_steps:
            print(f"  {step}")


def recorded(
    root: Path, recorder: Recorder, paths: list[str], *, apart: bool = False
) -> Iterator[HandedIn]:
    """Commit decisions, year by year; `apart` as `hand_in_decisions` means it."""
    for tahun, own in group(paths, lambda path: int(path.split("/")[1])).items():
        yield hand_in_decisions(root, recorder.snapshot.years[tahun], own, apart=apart)
