"""The outline of a review: sections and rows, the same for the terminal and for Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from musrenbang.findings import Finding
from musrenbang.indonesian import angka
from musrenbang.reviewing.guards import GUARDS
from musrenbang.reviewing.headline import change_of
from musrenbang.reviewing.model import Action, Change, FieldChange, Jenis, Review, YearTotals

FOLD_FROM = 40
"""Sections of so many rows are folded, so that the outcome stays in sight on a phone."""

_JENIS = {
    Jenis.TANPA_PERUBAHAN: "tanpa perubahan",
    Jenis.DATA_AWAL: "data awal",
    Jenis.USULAN: "usulan",
    Jenis.KEPUTUSAN: "keputusan",
    Jenis.KIRIM: "Kirim",
    Jenis.KOREKSI: "koreksi sesudah Kirim",
    Jenis.NASKAH: "Berita Acara dan pengumuman",
    Jenis.PENGATURAN: "pengaturan",
    Jenis.PERANGKAT_LUNAK: "perangkat lunak",
    Jenis.CAMPURAN: "campuran",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section; `file` instead of `title` where a file is all there is to name."""

    symbol: str
    title: str
    text: str
    details: tuple[str, ...] = ()
    file: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]
    folded: bool = False


def verdict(review: Review) -> str:
    """Whether it may be merged, in one line."""
    kind = _JENIS[review.jenis]
    if review.allowed:
        return f"Dapat digabung: {kind}"
    reasons = []
    if review.refusals:
        reasons.append(f"{angka(len(review.refusals))} ditolak penjaga")
    if review.errors:
        reasons.append(f"{angka(review.errors)} galat")
    return f"Belum dapat digabung ({', '.join(reasons)}): {kind}"


def sections(review: Review) -> Iterator[Section]:
    """What follows the headline: refusals, new findings, changes, totals, older findings."""
    if review.refusals:
        yield Section("Ditolak penjaga", tuple(map(_refusal, review.refusals)))
    yield from _findings("Temuan karena perubahan ini", review.new_findings, folded=False)
    for group, changes in groupby(review.changes, key=lambda change: change.group):
        rows = tuple(map(_row, changes))
        yield Section(group, rows, folded=len(rows) > FOLD_FROM)
    for year in review.totals:
        rows = tuple(_totals(year))
        if rows:
            yield Section(f"Anggaran disetujui menurut SKPD/UKPD {year.tahun}", rows)
    if review.notes:
        yield Section("Akibatnya pada lampiran", tuple(Row("•", "", note) for note in review.notes))
    errors = [finding for finding in review.old_findings if finding.level == "error"]
    others = [finding for finding in review.old_findings if finding.level != "error"]
    yield from _findings("Galat yang sudah ada sebelumnya", errors, folded=False)
    yield from _findings("Peringatan yang sudah ada sebelumnya", others, folded=True)


def _findings(title: str, findings: Iterable[Finding], *, folded: bool) -> Iterator[Section]:
    rows = tuple(map(_finding, findings))
    if rows:
        yield Section(title, rows, folded=folded or len(rows) > FOLD_FROM)


def _refusal(finding: Finding) -> Row:
    known = GUARDS.get(finding.rule)
    basis = f"; {known.basis}" if known else ""
    return Row(
        "⛔", "", f"{finding.message} {finding.hint} [{finding.rule}{basis}]", file=finding.file
    )


def _finding(finding: Finding) -> Row:
    return Row(
        "⛔" if finding.level == "error" else "⚠",
        "",
        f"{finding.message} {finding.hint} [{finding.rule}]",
        file=f"{finding.file}:{finding.line}",
    )


def _row(change: Change) -> Row:
    is_file = change.title == change.file
    return Row(
        change.symbol,
        "" if is_file else change.title,
        " · ".join(change.parts),
        tuple(_field(field, change.action) for field in change.fields),
        change.file if is_file else "",
        change.place,
    )


def _field(field: FieldChange, action: Action) -> str:
    label = f"{field.label}: " if field.label else ""
    if field.before is None:
        return f"{label}{field.after}" if action is Action.BARU else f"{label}+ {field.after}"
    if field.after is None:
        return f"{label}dihapus: {field.before}"
    return f"{label}{field.before} → {field.after}"


def _totals(year: YearTotals) -> Iterator[Row]:
    for kode in sorted({*year.before.skpd, *year.after.skpd}):
        before, after = (side.skpd.get(kode) for side in (year.before, year.after))
        if before == after:
            continue
        count = f"{angka(before.jumlah if before else 0)} → {angka(after.jumlah if after else 0)}"
        amounts = change_of(before.anggaran if before else 0, after.anggaran if after else 0)
        name = year.nama_skpd.get(kode, kode) or "SKPD/UKPD belum ditentukan"
        yield Row("•", name, f"{amounts}, {count} usulan")
