"""A plan whose files pass the check: rows at fault are rejected, any other fault refuses all."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from musrenbang.files.paths import Kind, settings_path, usulan_path
from musrenbang.importing.field_sources import complaint, source_at
from musrenbang.importing.import_plan import NOTHING_ASSURED, Assurances, ImportPlan
from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.planner import make_plan
from musrenbang.importing.scope import Choice
from musrenbang.importing.sheet_files import SourceRow, SourceSheet
from musrenbang.importing.target_year import Target, numbered
from musrenbang.records.findings import Problem
from musrenbang.text.errors import CommandError

_SHOWN = 10
_INCOMPLETE = "usulan.lengkap"
_MADE_FROM = {
    "musrenbang.yaml": "`tahun_baru` pada pemetaan",
    "skpd.yaml": "`skpd` pada pemetaan",
    "template-kegiatan.yaml": "`template` pada pemetaan",
    "kelurahan.yaml": "`kode_kelurahan` pada pemetaan",
}
"""What to look at instead of a file that is not there yet."""


def make_sound_plan(
    sheets: Sequence[SourceSheet],
    chosen: Choice,
    target: Target,
    assured: Assurances = NOTHING_ASSURED,
) -> ImportPlan:
    """Decide what becomes of every row, so that the tree gets no fault it does not have now."""
    refused: dict[int, list[str]] = {}
    while True:
        plan = make_plan(sheets, chosen, target, refused, assured)
        faults, blocking = target.judged(plan.files) if plan.files else ([], [])
        found: dict[int, list[str]] = defaultdict(list)
        for fault in faults:
            for row in _rows_behind(fault, plan):
                found[id(row)].append(_reason(fault, plan, row.sheet.mapping, target))
        if not found:
            if faults:
                raise _refusal(faults, plan, target)
            for one in blocking:
                rows = _rows_behind(one, plan)
                mappings = (row.sheet.mapping for row in rows)
                told = _reason(one, plan, next(mappings, sheets[0].mapping), target)
                plan.blocking[told].extend(rows)
            return plan
        refused.update(found)


def _rows_behind(fault: Problem, plan: ImportPlan) -> Sequence[SourceRow]:
    """The rows that would bring a fault in."""
    place = numbered(fault.file)
    path = usulan_path(*place) if place else fault.file
    if path in plan.rows_of:
        return plan.rows_of[path]
    if fault.file == settings_path(plan.tahun, Kind.TEMPLATE) and fault.field:
        return plan.rows_of_template.get(str(fault.field[0]), ())
    return ()


def _reason(fault: Problem, plan: ImportPlan, mapping: Pemetaan, target: Target) -> str:
    message = _told(fault, plan, target)
    if fault.file in plan.new or fault.file in plan.changed:
        source = source_at(mapping, fault.field)
        if source and fault.rule == _INCOMPLETE:
            return complaint(source, "kosong, dan tidak ada template yang memuatnya")
        return complaint(source, message) if source else message
    if fault.file in plan.files:
        return message
    return f"{fault.file}: {message}"


def _refusal(faults: Sequence[Problem], plan: ImportPlan, target: Target) -> CommandError:
    lines = []
    for fault in faults:
        name = PurePosixPath(fault.file).name
        place = fault.file if target.has(fault.file) else _MADE_FROM.get(name, name)
        lines.append(f"  {place}: {_told(fault, plan, target)}")
    more = f"\n  … dan {len(lines) - _SHOWN} lagi" if len(lines) > _SHOWN else ""
    return CommandError(
        "Impor dibatalkan karena hasilnya tidak akan lolos pemeriksaan. "
        "Tidak ada yang ditulis.\n" + "\n".join(lines[:_SHOWN]) + more
    )


def _told(fault: Problem, plan: ImportPlan, target: Target) -> str:
    """Message and hint, with rows and parts of the mapping in place of files not written yet."""

    def proposal(match: re.Match[str]) -> str:
        path = usulan_path(plan.tahun, match[1], match[2])
        return f"baris {plan.rows_of[path][0].number}" if path in plan.new else match[0]

    def settings(match: re.Match[str]) -> str:
        path = f"proposals/{plan.tahun}/{match[1]}"
        return match[0] if target.has(path) else _MADE_FROM[match[1]]

    text = f"{fault.message} {fault.hint}"
    text = re.sub(
        rf"(?:proposals/)?(?:\b{plan.tahun}/)?\b([a-z0-9-]+)/([0-9]{{4,5}})\b(?:\.yaml)?",
        proposal,
        text,
    )
    names = "|".join(map(re.escape, _MADE_FROM.keys() - {"kelurahan.yaml"}))
    return re.sub(rf"(?:proposals/)?(?:{plan.tahun}/)?\b({names})", settings, text)
