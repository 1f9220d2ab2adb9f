"""The outline of a review: sections and rows, the same for the terminal and for Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from musrenbang.records.findings import Finding
from musrenbang.review.guards import GUARDS
from musrenbang.review.review_model import Action, Change, FieldChange, Jenis, Review, YearTotals
from musrenbang.review.review_words import change_of, listed, moved
from musrenbang.text.indonesian import angka

FOLD_FROM = 40
"""Sections of so many rows are folded, so that the outcome stays in sight on a phone."""

JENIS = {
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
"""The kinds of change in words."""


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


def symbol(review: Review) -> str:
    """The sign of the verdict; that of rights, keys and rules is never a plain yes."""
    if not review.allowed:
        return "⛔"
    return "⚠" if review.sensitive else "✅"


def verdict(review: Review) -> str:
    """Whether it may be merged, in one line."""
    kind = JENIS[review.jenis]
    if not review.allowed:
        reasons = listed(((len(review.refusals), "dicegah penjaga"), (review.errors, "galat")))
        return f"Belum dapat digabung ({reasons}): {kind}"
    if review.sensitive:
        *others, last = review.sensitive
        what = f"{', '.join(others)} dan {last}" if others else last
        return f"Perlu dibaca orang kedua: mengubah {what}"
    return f"Dapat digabung: {kind}"


def caution(review: Review) -> str:
    """What the reader of the verdict must know; empty where it says all."""
    if not review.allowed:
        return "Yang disebut “kini” adalah keadaan bila perubahan ini digabung apa adanya."
    if not review.sensitive:
        return ""
    return (
        "Pemeriksaan otomatis tidak mencegahnya, tetapi tidak dapat menilai apakah perubahan "
        "seperti ini memang dikehendaki. Gabungkan hanya sesudah orang kedua membaca isinya."
    )


def sections(review: Review) -> Iterator[Section]:
    """What follows the headline: refusals, new findings, effects, changes, totals, old findings."""
    if review.refusals:
        yield Section(
            "Dicegah penjaga (perubahannya yang tidak boleh, bukan usulan yang ditolak camat)",
            tuple(map(_refusal, review.refusals)),
        )
    yield from _findings("Temuan karena perubahan ini", review.new_findings, folded=False)
    for effect in review.effects:
        yield _lines(effect.title, effect.lines)
    for group, changes in groupby(review.changes, key=lambda change: change.group):
        rows = tuple(map(_row, changes))
        yield Section(group, rows, folded=len(rows) > FOLD_FROM)
    for year in review.totals:
        rows = tuple(_totals(year))
        if rows:
            yield Section(f"Anggaran disetujui menurut SKPD/UKPD {year.tahun}", rows)
    if review.notes:
        yield _lines("Akibatnya pada lampiran", review.notes)
    errors = [finding for finding in review.old_findings if finding.level == "error"]
    others = [finding for finding in review.old_findings if finding.level != "error"]
    yield from _findings("Galat yang sudah ada sebelumnya", errors, folded=False)
    yield from _findings("Peringatan yang sudah ada sebelumnya", others, folded=True)


def _lines(title: str, lines: tuple[str, ...]) -> Section:
    rows = tuple(Row("•", "", line) for line in lines)
    return Section(title, rows, folded=len(rows) > FOLD_FROM)


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
    if field.before is None:
        label = field.label if action is Action.BARU else f"{field.label} ditambah".strip()
        return f"{label}: {field.after}".removeprefix(": ")
    if field.after is None:
        return f"{field.label} dihapus: {field.before}".strip()
    label = f"{field.label}: " if field.label else ""
    return f"{label}{moved(field.before, field.after)}"


def _totals(year: YearTotals) -> Iterator[Row]:
    for kode in sorted({*year.before.skpd, *year.after.skpd}):
        before, after = (side.skpd.get(kode) for side in (year.before, year.after))
        if before == after:
            continue
        counts = [angka(side.jumlah if side else 0) for side in (before, after)]
        count = f"tetap {counts[1]}" if counts[0] == counts[1] else moved(*counts)
        amounts = change_of(before.anggaran if before else 0, after.anggaran if after else 0)
        name = year.nama_skpd.get(kode, kode) or "SKPD/UKPD belum ditentukan"
        yield Row("•", name, f"{amounts}; {count} usulan")
