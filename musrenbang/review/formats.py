"""A review as text, JSON and annotations, and the outline that its Markdown shares (`summary`)."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

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
)
from musrenbang.review.words import listed, moved
from musrenbang.rules.rule_check import as_github as annotations
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.figures import Tally
from musrenbang.year.guide import Guide

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
    rule: str = ""
    """The rule that a finding breaks, and its clause or principle, for those who look it up."""


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """Rows under one heading; `minor` what need not be read to decide."""

    title: str
    rows: tuple[ReviewLine, ...]
    minor: bool = False


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
    yield from judged(review)
    flagged = flagged_files(review)
    for group, changes in groupby(review.changes, key=lambda change: change.group):
        yield ReviewSection(group, tuple(change_line(change, flagged) for change in changes))
    yield from consequences(review)


def judged(review: Review) -> Iterator[ReviewSection]:
    """What the change is refused for, what is wrong with it, and what it does beyond its files."""
    if review.refusals:
        yield ReviewSection(
            "Dicegah penjaga (perubahannya yang tidak boleh, bukan usulan yang ditolak camat)",
            tuple(_refusal(review.guide, finding) for finding in review.refusals),
        )
    yield from _finding_section("Temuan karena perubahan ini", review.new_findings)
    for effect in review.effects:
        yield _plain_section(effect.title, effect.lines)


def consequences(review: Review) -> Iterator[ReviewSection]:
    """The totals that it moves, the forms, and what was wrong before."""
    for year in review.totals:
        of_kelurahan = (year.before.kelurahan, year.after.kelurahan)
        for title, rows in (
            ("kelurahan", tuple(_total_lines(*of_kelurahan, {}))),
            (
                "perangkat daerah",
                tuple(_total_lines(year.before.skpd, year.after.skpd, year.nama_skpd)),
            ),
        ):
            if rows:
                yield ReviewSection(f"Anggaran disetujui menurut {title} {year.tahun}", rows)
    if review.notes:
        forms = _plain_section("Akibatnya pada lampiran", review.notes)
        yield replace(forms, minor=True)
    errors = [finding for finding in review.old_findings if finding.level == "error"]
    others = [finding for finding in review.old_findings if finding.level != "error"]
    yield from _finding_section("Galat yang sudah ada sebelumnya", errors)
    yield from _finding_section("Peringatan yang sudah ada sebelumnya", others, minor=True)


def flagged_files(review: Review) -> Collection[str]:
    """The files that new findings are about."""
    return {finding.file for finding in review.new_findings}


def _plain_section(title: str, lines: tuple[str, ...]) -> ReviewSection:
    return ReviewSection(title, tuple(ReviewLine("•", "", line) for line in lines))


def _finding_section(
    title: str, findings: Iterable[Finding], *, minor: bool = False
) -> Iterator[ReviewSection]:
    rows = tuple(map(_finding, findings))
    if rows:
        yield ReviewSection(title, rows, minor)


def _refusal(guide: Guide, finding: Finding) -> ReviewLine:
    known = GUARDS.get(finding.rule)
    basis = f"; {guide.cited(known.basis)}" if known else ""
    text = f"{finding.message} {finding.hint}"
    return ReviewLine("⛔", "", text, file=finding.file, rule=f"{finding.rule}{basis}")


def _finding(finding: Finding) -> ReviewLine:
    return ReviewLine(
        "⛔" if finding.level == "error" else "⚠",
        "",
        f"{finding.message} {finding.hint}",
        file=f"{finding.file}:{finding.line}",
        rule=finding.rule,
    )


def change_line(change: FileChange, flagged: Collection[str]) -> ReviewLine:
    """A changed file; `flagged` are those that findings are about."""
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


def _total_lines(
    before: Mapping[str, Tally], after: Mapping[str, Tally], names: Mapping[str, str]
) -> Iterator[ReviewLine]:
    for key in sorted({*before, *after}):
        old, new = before.get(key, Tally()), after.get(key, Tally())
        if old != new:
            sign = "+" if new.anggaran >= old.anggaran else "-"
            moved_by = f"{sign}{rupiah(abs(new.anggaran - old.anggaran))}"
            more = new.jumlah - old.jumlah
            count = f" ({more:+d})" if more else ""
            name = names.get(key, key) or "Perangkat daerah belum ditentukan"
            text = f"kini {rupiah(new.anggaran)} ({moved_by}), {angka(new.jumlah)} usulan{count}"
            yield ReviewLine("•", name, text)


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
    text = f"{row.text} [{row.rule}]" if row.rule else row.text
    return f"{name}: {text}" if name else text


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
        "kelurahan": {nama: tally._asdict() for nama, tally in totals.kelurahan.items()},
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
