"""A review as Markdown, for whoever decides on a telephone: what to doubt first, the rest folded.

Decisions stand by what became of a proposal, not by their files; findings that say the same stand
together. It is a job's summary, and the one comment in a pull request.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from musrenbang.files.paths import Kind, place_of
from musrenbang.files.program import COMMAND
from musrenbang.review.formats import (
    ReviewLine,
    ReviewSection,
    caution,
    change_line,
    consequences,
    flagged_files,
    judged,
    symbol,
    verdict,
)
from musrenbang.review.review_model import CHANGED, FLAGGED, TURNED, FileChange, Review
from musrenbang.rules import RULES
from musrenbang.text.escaping import code, html_text, markdown
from musrenbang.text.indonesian import angka

SUMMARY_BYTES = 900_000
"""GitHub refuses a job summary over 1 MiB; some room is left for what others add."""

COMMENT_BYTES = 65_000
"""The same for a comment, over 65,536 characters."""

SEE_ALL = f"Lihat semuanya dengan <code>{COMMAND} review BASE HEAD</code>."

_OPEN = 8
"""So many rows are read where they stand; of more, only their numbers, and a fold."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows under one heading, all of them in a fold where they are many."""

    title: str
    rows: tuple[ReviewLine, ...]
    folded: bool = False
    lead: tuple[str, ...] = ()
    """Lines of Markdown that say of folded rows, outside of their fold, what they are about."""


def as_markdown(review: Review, limit: int = SUMMARY_BYTES) -> str:
    """The review in at most `limit` bytes; rows that do not fit are counted, never just dropped."""
    shown = list(_parts(review))
    text = _page(review, shown, None)
    if _size(text) <= limit:
        return text
    most = range(max(map(_longest, shown), default=0) + 1)
    fitting = bisect_right(most, limit, key=lambda rows: _size(_page(review, shown, rows)))
    return _page(review, shown, most[fitting - 1]) if fitting else _counts(review, shown)


def _parts(review: Review) -> Iterator[_Part]:
    names = {change.file: change for change in review.changes}
    yield from (_findings(section, names) for section in judged(review))
    yield from _decisions(review)
    others = [change for change in review.changes if not _is_decision(change)]
    flagged = flagged_files(review)
    for group, changes in groupby(others, key=lambda change: change.group):
        yield _part(group, [change_line(change, flagged) for change in changes])
    yield from (_findings(section, names) for section in consequences(review))


def _part(title: str, rows: Sequence[ReviewLine], most: int = _OPEN) -> _Part:
    return _Part(title, tuple(rows), folded=len(rows) > most)


def _is_decision(change: FileChange) -> bool:
    place = place_of(change.file)
    return place is not None and place.kind is Kind.KEPUTUSAN


def _decisions(review: Review) -> Iterator[_Part]:
    """Decisions by what became of the proposal, what is usual last."""
    changes = [change for change in review.changes if _is_decision(change)]
    several = len({change.group for change in changes}) > 1
    flagged = flagged_files(review)
    found: dict[str, list[ReviewLine]] = defaultdict(list)
    for change in changes:
        row = change_line(change, flagged)
        kelurahan = re.sub(r" [0-9]{4}$", "", change.group) if several else ""
        place = ", ".join(part for part in (row.place, kelurahan) if part)
        found[_class(row)].append(replace(row, place=place))
    for title in _CLASSES:
        rows = found[title]
        if rows:
            usual = title == _AS_PROPOSED
            part = _part(title, rows, _FEW if usual else _OPEN)
            lead = _gist(rows) if part.folded and not usual else ()
            yield replace(part, lead=lead)


_TURNED = "Keputusan yang berbalik atau ditarik"
_REJECTED = "Ditolak"
_EDITED = "Disetujui dengan volume atau anggaran dikoreksi"
_EXPLAINED = "Disetujui walau ada yang ditandai"
_AFTERWARDS = "Keputusan lama yang diubah"
_SURVEYED = "Disurvei, belum diputuskan"
_AS_PROPOSED = "Disetujui seperti diusulkan"
_CLASSES = (_TURNED, _REJECTED, _EDITED, _EXPLAINED, _AFTERWARDS, _SURVEYED, _AS_PROPOSED)
_BY_SYMBOL = {"✘": _REJECTED, "✎": _EDITED, "⌖": _SURVEYED}


def _class(row: ReviewLine) -> str:
    rank, _ = row.bobot
    if rank == TURNED:
        return _TURNED
    if row.symbol in _BY_SYMBOL:
        return _BY_SYMBOL[row.symbol]
    if rank == FLAGGED or "· penjelasan: " in row.text:
        return _EXPLAINED
    return _AFTERWARDS if rank == CHANGED else _AS_PROPOSED


def _gist(rows: Sequence[ReviewLine]) -> tuple[str, ...]:
    """Which proposals folded rows are about, and how often each reason is given for a rejection."""
    reasons = Counter(found[1] for row in rows if (found := _REASON.search(row.text)))
    told = [f"{angka(count)} karena {reason.lower()}" for reason, count in reasons.most_common()]
    lines = [f"{_numbers(rows)}.", *([f"{'; '.join(told)}."] if told else [])]
    return ("\\\n".join(map(markdown, lines)),)


_REASON = re.compile(r"· alasan: ([^(·.,]+?)(?: \(|[.,])")


def _numbers(rows: Iterable[ReviewLine]) -> str:
    """The numbers of proposals, by their kelurahan where there are several."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        kelurahan = row.place.rpartition("Kelurahan ")[2] if "Kelurahan " in row.place else ""
        by_place[kelurahan].append(row.title.partition(" ")[0])
    return "; ".join(
        f"{kelurahan} {', '.join(found)}".strip() for kelurahan, found in by_place.items()
    )


def _findings(section: ReviewSection, names: Mapping[str, FileChange]) -> _Part:
    """A section with the findings that say the same as one row, which names what they are about."""
    same: dict[tuple[str, str, str], list[ReviewLine]] = defaultdict(list)
    for number, row in enumerate(section.rows):
        same[(row.symbol, row.text, row.rule) if row.rule else ("", str(number), "")].append(row)
    rows = [_joined(found, names) if found[0].rule else found[0] for found in same.values()]
    part = _part(section.title, rows)
    lead = _kinds(section.rows, names) if part.folded and section.rows[0].rule else ()
    return replace(part, folded=part.folded or section.minor, lead=() if section.minor else lead)


def _joined(found: Sequence[ReviewLine], names: Mapping[str, FileChange]) -> ReviewLine:
    about = _about((row.file for row in found), names)
    if len(found) == 1:
        return replace(found[0], file="", text=f"{about}: {found[0].text}")
    return replace(found[0], file="", text=f"{angka(len(found))} kali: {found[0].text} ({about})")


def _kinds(rows: Sequence[ReviewLine], names: Mapping[str, FileChange]) -> tuple[str, ...]:
    """How many findings of each rule there are and of what, where they are too many to read."""
    by_rule: dict[tuple[str, str], list[ReviewLine]] = defaultdict(list)
    for row in rows:
        by_rule[row.symbol, row.rule].append(row)
    return tuple(
        f"- {symbol} {angka(len(found))} kali: {_prose(_demanded(rule, found[0].text))} "
        f"({_prose(_about((row.file for row in found), names))})"
        for (symbol, rule), found in by_rule.items()
    )


def _demanded(rule: str, otherwise: str) -> str:
    return next((known.summary for known in RULES if known.id == rule), otherwise)


_MOST_NAMED = 30


def _about(files: Iterable[str], names: Mapping[str, FileChange]) -> str:
    """What findings are about: proposals by number and kelurahan, or else files."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for file in dict.fromkeys(files):
        kelurahan, name = _where(file, names)
        by_place[kelurahan].append(name)
    told = []
    for kelurahan, found in by_place.items():
        rest = len(found) - _MOST_NAMED
        more = f" dan {angka(rest)} lagi" if rest > 0 else ""
        told.append(f"{kelurahan} {', '.join(found[:_MOST_NAMED])}{more}".strip())
    return "; ".join(told)


def _where(file: str, names: Mapping[str, FileChange]) -> tuple[str, str]:
    """The kelurahan and number of the proposal that a finding is about, or else the file."""
    path, _, line = file.rpartition(":") if re.search(r":[0-9]+$", file) else (file, "", "")
    place = place_of(path)
    if place and place.kind in {Kind.USULAN, Kind.KEPUTUSAN} and place.kelurahan:
        group = names[path].group if path in names else place.kelurahan
        return re.sub(r"^Kelurahan | [0-9]{4}$", "", group), place.name
    return "", f"`{path}`" + (f" baris {line}" if line and line != "1" else "")


def _longest(part: _Part) -> int:
    """The most rows, or details of one row, of a part."""
    return max(len(part.rows), *(len(row.details) for row in part.rows))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _page(review: Review, shown: list[_Part], most: int | None) -> str:
    hidden = _hidden(shown, most)
    lines = list(_head(review, f"{_cut(hidden)} {_ORDER}" if hidden else ""))
    for part in shown:
        lines += _markdown_part(part, most)
    return "\n".join(lines) + "\n"


def _hidden(shown: list[_Part], most: int | None) -> int:
    """How many rows and details are left out where each part has at most so many."""
    if most is None:
        return 0
    rows = [row for part in shown for row in _weightiest(part, most)]
    left = sum(max(0, len(part.rows) - most) for part in shown)
    return left + sum(max(0, len(row.details) - most) for row in rows)


def _weightiest(part: _Part, most: int | None) -> tuple[ReviewLine, ...]:
    """The rows to show: all in their order, or those that matter most, these first."""
    if most is None or len(part.rows) <= most:
        return part.rows
    return tuple(sorted(part.rows, key=lambda row: row.bobot, reverse=True)[:most])


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


def _counts(review: Review, shown: list[_Part]) -> str:
    cut = _cut(sum(len(part.rows) for part in shown))
    return "\n".join(_head(review, cut)) + "\n"


def _markdown_part(part: _Part, most: int | None) -> Iterator[str]:
    rows = _weightiest(part, most)
    hidden = len(part.rows) - len(rows)
    folded = part.folded or hidden > 0
    count = f" ({angka(len(part.rows))})" if folded else ""
    yield ""
    if part.lead:
        yield f"### {markdown(part.title)}{count}"
        yield ""
        yield from part.lead
        yield ""
        yield "<details><summary>Baca satu per satu</summary>"
    elif folded:
        yield f"<details><summary>{html_text(part.title)}{count}</summary>"
    else:
        yield f"### {markdown(part.title)}"
    yield ""
    for row in rows:
        yield f"- {_markdown_row(row)}"
        yield from (f"  - {markdown(detail)}" for detail in row.details[:most])
        if most is not None and len(row.details) > most:
            rest = angka(len(row.details) - most)
            yield f"  - **{rest} rincian lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if hidden:
        yield f"- **{angka(hidden)} baris lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if folded:
        yield ""
        yield "</details>"


def _markdown_row(row: ReviewLine) -> str:
    sign = "" if row.symbol == "•" else f"{row.symbol} "
    if row.title:
        place = f", {markdown(row.place)}" if row.place else ""
        return f"{sign}**{markdown(row.title)}**{place}: {markdown(row.text)}"
    if row.file:
        return f"{sign}{code(row.file)} {markdown(row.text)}"
    if row.rule:
        return f"{sign}{_prose(row.text)}"
    return f"{sign}{markdown(row.text)}"


def _prose(text: str) -> str:
    """A sentence of this program in Markdown: what it sets between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return markdown(text)
    return "".join(
        code(part) if number % 2 else markdown(part) for number, part in enumerate(parts)
    )
