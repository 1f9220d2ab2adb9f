"""A review as text, Markdown, JSON and annotations; the first two from one outline."""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from musrenbang.files.program import COMMAND
from musrenbang.records.findings import Finding
from musrenbang.review.guards import GUARDS
from musrenbang.review.review_model import (
    FLAGGED,
    Action,
    FileChange,
    Jenis,
    PerubahanKolom,
    Review,
    Totals,
    YearTotals,
)
from musrenbang.review.words import change_of, listed, moved
from musrenbang.rules.rule_check import as_github as annotations
from musrenbang.text.escaping import code, html_text, markdown, visible
from musrenbang.text.indonesian import angka
from musrenbang.year.figures import Tally
from musrenbang.year.guide import Guide

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
    Jenis.TINDAK_LANJUT: "tindak lanjut sesudah kecamatan",
    Jenis.PENGATURAN: "pengaturan",
    Jenis.PERANGKAT_LUNAK: "perangkat lunak",
    Jenis.CAMPURAN: "campuran",
}
"""The kinds of change in words."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line of a section; `file` instead of `title` where a file is all there is to name."""

    symbol: str
    title: str
    text: str
    details: tuple[str, ...] = ()
    file: str = ""
    place: str = ""
    bobot: tuple[int, int] = (0, 0)
    """As `FileChange.bobot`: where not all rows fit, those that matter most are shown."""


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """Rows under one heading."""

    title: str
    rows: tuple[ReviewLine, ...]
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


def sections(review: Review) -> Iterator[ReviewSection]:
    """What follows the headline: refusals, new findings, effects, changes, totals, old findings."""
    if review.refusals:
        yield ReviewSection(
            "Dicegah penjaga (perubahannya yang tidak boleh, bukan usulan yang ditolak camat)",
            tuple(_refusal(review.guide, finding) for finding in review.refusals),
        )
    yield from _finding_section("Temuan karena perubahan ini", review.new_findings, folded=False)
    for effect in review.effects:
        yield _plain_section(effect.title, effect.lines)
    flagged = {finding.file for finding in review.new_findings}
    for group, changes in groupby(review.changes, key=lambda change: change.group):
        rows = tuple(_change_line(change, flagged) for change in changes)
        yield ReviewSection(group, rows, folded=len(rows) > FOLD_FROM)
    for year in review.totals:
        rows = tuple(_agency_lines(year))
        if rows:
            yield ReviewSection(f"Anggaran disetujui menurut SKPD/UKPD {year.tahun}", rows)
    if review.notes:
        yield _plain_section("Akibatnya pada lampiran", review.notes)
    errors = [finding for finding in review.old_findings if finding.level == "error"]
    others = [finding for finding in review.old_findings if finding.level != "error"]
    yield from _finding_section("Galat yang sudah ada sebelumnya", errors, folded=False)
    yield from _finding_section("Peringatan yang sudah ada sebelumnya", others, folded=True)


def _plain_section(title: str, lines: tuple[str, ...]) -> ReviewSection:
    rows = tuple(ReviewLine("•", "", line) for line in lines)
    return ReviewSection(title, rows, folded=len(rows) > FOLD_FROM)


def _finding_section(
    title: str, findings: Iterable[Finding], *, folded: bool
) -> Iterator[ReviewSection]:
    rows = tuple(map(_finding, findings))
    if rows:
        yield ReviewSection(title, rows, folded=folded or len(rows) > FOLD_FROM)


def _refusal(guide: Guide, finding: Finding) -> ReviewLine:
    known = GUARDS.get(finding.rule)
    basis = f"; {guide.cited(known.basis)}" if known else ""
    return ReviewLine(
        "⛔", "", f"{finding.message} {finding.hint} [{finding.rule}{basis}]", file=finding.file
    )


def _finding(finding: Finding) -> ReviewLine:
    return ReviewLine(
        "⛔" if finding.level == "error" else "⚠",
        "",
        f"{finding.message} {finding.hint} [{finding.rule}]",
        file=f"{finding.file}:{finding.line}",
    )


def _change_line(change: FileChange, flagged: Collection[str]) -> ReviewLine:
    is_file = change.title == change.file
    rank, rupiah = change.bobot
    return ReviewLine(
        change.symbol,
        "" if is_file else change.title,
        " · ".join(change.parts),
        tuple(_field(field, change.action) for field in change.fields),
        change.file if is_file else "",
        change.place,
        (FLAGGED if not rank and change.file in flagged else rank, rupiah),
    )


def _field(field: PerubahanKolom, action: Action) -> str:
    if field.semula is None:
        label = field.label if action is Action.BARU else f"{field.label} ditambah".strip()
        return f"{label}: {field.menjadi}".removeprefix(": ")
    if field.menjadi is None:
        return f"{field.label} dihapus: {field.semula}".strip()
    label = f"{field.label}: " if field.label else ""
    return f"{label}{moved(field.semula, field.menjadi)}"


def _agency_lines(year: YearTotals) -> Iterator[ReviewLine]:
    for kode in sorted({*year.before.skpd, *year.after.skpd}):
        before, after = (side.skpd.get(kode, Tally()) for side in (year.before, year.after))
        if before != after:
            counts = angka(before.jumlah), angka(after.jumlah)
            count = f"tetap {counts[1]}" if counts[0] == counts[1] else moved(*counts)
            amounts = change_of(before.anggaran, after.anggaran)
            name = year.nama_skpd.get(kode, kode) or "SKPD/UKPD belum ditentukan"
            yield ReviewLine("•", name, f"{amounts}; {count} usulan")


def as_text(review: Review) -> str:
    """Outcome first, then section by section."""
    return "\n".join(visible(line) if line else "" for line in _text_lines(review))


def _text_lines(review: Review) -> Iterator[str]:
    yield verdict(review)
    yield from review.headline
    if caution(review):
        yield caution(review)
    for section in sections(review):
        yield ""
        yield f"{section.title} ({len(section.rows)})"
        for row in section.rows:
            yield f"  {row.symbol} {_text_row(row)}"
            yield from (f"      {detail}" for detail in row.details)


def _text_row(row: ReviewLine) -> str:
    name = ", ".join(part for part in (row.title or row.file, row.place) if part)
    return f"{name}: {row.text}" if name else row.text


SUMMARY_BYTES = 900_000
"""GitHub refuses a job summary over 1 MiB; some room is left for what others add."""

SEE_ALL = f"Lihat semuanya dengan <code>{COMMAND} review BASE HEAD</code>."


def as_markdown(review: Review, limit: int = SUMMARY_BYTES) -> str:
    """The review in at most `limit` bytes; rows that do not fit are counted, never just dropped."""
    shown = list(sections(review))
    text = _page(review, shown, None)
    if _size(text) <= limit:
        return text
    most = range(max(map(_longest, shown), default=0) + 1)
    fitting = bisect_right(most, limit, key=lambda rows: _size(_page(review, shown, rows)))
    return _page(review, shown, most[fitting - 1]) if fitting else _counts(review, shown)


def _longest(section: ReviewSection) -> int:
    """The most rows, or details of one row, of a section."""
    return max(len(section.rows), *(len(row.details) for row in section.rows))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _page(review: Review, shown: list[ReviewSection], most: int | None) -> str:
    hidden = _hidden(shown, most)
    lines = list(_head(review, f"{_cut(hidden)} {_ORDER}" if hidden else ""))
    for section in shown:
        lines += _markdown_section(section, most)
    return "\n".join(lines) + "\n"


def _hidden(shown: list[ReviewSection], most: int | None) -> int:
    """How many rows and details are left out where each section has at most so many."""
    if most is None:
        return 0
    rows = [row for section in shown for row in _weightiest(section, most)]
    left = sum(max(0, len(section.rows) - most) for section in shown)
    return left + sum(max(0, len(row.details) - most) for row in rows)


def _weightiest(section: ReviewSection, most: int | None) -> tuple[ReviewLine, ...]:
    """The rows to show: all in their order, or those that matter most, these first."""
    if most is None or len(section.rows) <= most:
        return section.rows
    return tuple(sorted(section.rows, key=lambda row: row.bobot, reverse=True)[:most])


_ORDER = (
    "Keputusan yang berbalik didahulukan, lalu yang diubah, yang ditandai dan yang anggarannya "
    "terbesar."
)


def _cut(hidden: int) -> str:
    return f"**⚠ {angka(hidden)} baris tidak ditampilkan di sini.** {SEE_ALL}"


def _head(review: Review, cut: str = "") -> Iterator[str]:
    """Outcome first, and right below it what is missing."""
    yield f"## {symbol(review)} {markdown(verdict(review))}"
    if cut:
        yield ""
        yield cut
    if review.headline:
        yield ""
        yield "\\\n".join(
            f"**{markdown(line)}**" if number == 0 else markdown(line)
            for number, line in enumerate(review.headline)
        )
    if caution(review):
        yield ""
        yield markdown(caution(review))


def _counts(review: Review, shown: list[ReviewSection]) -> str:
    cut = _cut(sum(len(section.rows) for section in shown))
    return "\n".join(_head(review, cut)) + "\n"


def _markdown_section(section: ReviewSection, most: int | None) -> Iterator[str]:
    rows = _weightiest(section, most)
    hidden = len(section.rows) - len(rows)
    yield ""
    if section.folded or hidden:
        count = angka(len(section.rows))
        yield f"<details><summary>{html_text(section.title)} ({count})</summary>"
    else:
        yield f"### {markdown(section.title)}"
    yield ""
    for row in rows:
        yield f"- {_markdown_row(row)}"
        yield from (f"  - {markdown(detail)}" for detail in row.details[:most])
        if most is not None and len(row.details) > most:
            rest = angka(len(row.details) - most)
            yield f"  - **{rest} rincian lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if hidden:
        yield f"- **{angka(hidden)} baris lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if section.folded or hidden:
        yield ""
        yield "</details>"


def _markdown_row(row: ReviewLine) -> str:
    if row.title:
        place = f", {markdown(row.place)}" if row.place else ""
        return f"{row.symbol} **{markdown(row.title)}**{place}: {markdown(row.text)}"
    if row.file:
        return f"{row.symbol} {code(row.file)} {markdown(row.text)}"
    return f"{row.symbol} {markdown(row.text)}"


def as_json(review: Review) -> str:
    """The promised object; file names that are not text have their odd bytes written out."""
    return json.dumps(
        {
            "allowed": review.allowed,
            "kind": review.jenis.value,
            "headline": review.headline,
            "refusals": _json_findings(review.refusals),
            "findings": _json_findings(review.findings),
            "sensitive": review.sensitive,
            "effects": [effect._asdict() for effect in review.effects],
            "forms": review.notes,
            "changes": [_json_change(change) for change in review.changes],
            "totals": {
                "before": {str(year.tahun): _json_totals(year.before) for year in review.totals},
                "after": {str(year.tahun): _json_totals(year.after) for year in review.totals},
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def _json_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {**finding.as_json(), "file": _name(finding.file), "message": visible(finding.message)}
        for finding in findings
    ]


def _name(path: str) -> str:
    return path if path.isascii() and path.isprintable() else visible(path)


def _json_change(change: FileChange) -> dict[str, Any]:
    return {
        "file": _name(change.file),
        "action": change.action.value,
        "group": change.group,
        "title": _name(change.title),
        "place": change.place,
        "summary": change.parts,
        "fields": [
            {"label": field.label, "before": field.semula, "after": field.menjadi}
            for field in change.fields
        ],
    }


def _json_totals(totals: Totals) -> dict[str, Any]:
    return {
        "usulan": totals.usulan,
        "status": {status.value: tally._asdict() for status, tally in totals.status.items()},
        "skpd": {kode: tally._asdict() for kode, tally in totals.skpd.items()},
    }


MOST = 10


def as_github(review: Review) -> str:
    """Refusals, then errors, then warnings, on the lines at fault.

    GitHub shows ten of a kind per step, so the first says how many more than nine there are.
    """
    errors = [finding for finding in review.findings if finding.level == "error"]
    warnings = [finding for finding in review.new_findings if finding.level == "warning"]
    groups = (
        _some([*review.refusals, *errors], "error", "galat"),
        _some(warnings, "warning", "peringatan"),
    )
    return "\n".join(group for group in groups if group)


def _some(findings: Iterable[Finding], level: str, name: str) -> str:
    found = list(findings)
    if len(found) <= MOST:
        return annotations(found)
    rest = angka(len(found) - MOST + 1)
    more = f"::{level} title=review::{rest} {name} lagi: lihat ringkasan pekerjaan ini."
    return f"{more}\n{annotations(found[: MOST - 1])}"
