"""A review as Markdown for a pull request: harmless, and never longer than the place allows."""

from collections.abc import Iterator

from musrenbang.review.outline import Row, Section, caution, sections, symbol, verdict
from musrenbang.review.review_model import Review
from musrenbang.text.escaping import code, html_text, markdown
from musrenbang.text.indonesian import angka

SUMMARY_BYTES = 900_000
"""GitHub refuses a job summary over 1 MiB; some room is left for what others add."""

SEE_ALL = "Lihat semuanya dengan <code>python build.py review BASE HEAD</code>."


def as_markdown(review: Review, limit: int = SUMMARY_BYTES) -> str:
    """The review in at most `limit` bytes; rows that do not fit are counted, never just dropped."""
    shown = list(sections(review))
    text = _page(review, shown, None)
    if _size(text) <= limit:
        return text
    low, high = 0, max(map(_longest, shown), default=0)
    best = ""
    while low <= high:
        middle = (low + high) // 2
        text = _page(review, shown, middle)
        if _size(text) <= limit:
            best, low = text, middle + 1
        else:
            high = middle - 1
    return best or _counts(review, shown)


def _longest(section: Section) -> int:
    """The most rows, or details of one row, of a section."""
    return max(len(section.rows), *(len(row.details) for row in section.rows))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _page(review: Review, shown: list[Section], most: int | None) -> str:
    lines = list(_head(review))
    for section in shown:
        lines += _section(section, most)
    return "\n".join(lines) + "\n"


def _head(review: Review) -> Iterator[str]:
    yield f"## {symbol(review)} {markdown(verdict(review))}"
    if review.headline:
        yield ""
        yield "\\\n".join(
            f"**{markdown(line)}**" if number == 0 else markdown(line)
            for number, line in enumerate(review.headline)
        )
    if caution(review):
        yield ""
        yield markdown(caution(review))


def _counts(review: Review, shown: list[Section]) -> str:
    rows = sum(len(section.rows) for section in shown)
    lines = [*_head(review), "", f"{angka(rows)} baris tidak ditampilkan di sini. {SEE_ALL}"]
    return "\n".join(lines) + "\n"


def _section(section: Section, most: int | None) -> Iterator[str]:
    rows = section.rows if most is None else section.rows[:most]
    hidden = len(section.rows) - len(rows)
    yield ""
    if section.folded or hidden:
        count = angka(len(section.rows))
        yield f"<details><summary>{html_text(section.title)} ({count})</summary>"
    else:
        yield f"### {markdown(section.title)}"
    yield ""
    for row in rows:
        yield f"- {_row(row)}"
        yield from (f"  - {markdown(detail)}" for detail in row.details[:most])
        if most is not None and len(row.details) > most:
            rest = angka(len(row.details) - most)
            yield f"  - **{rest} rincian lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if hidden:
        yield f"- **{angka(hidden)} baris lagi tidak ditampilkan di sini.** {SEE_ALL}"
    if section.folded or hidden:
        yield ""
        yield "</details>"


def _row(row: Row) -> str:
    if row.title:
        place = f", {markdown(row.place)}" if row.place else ""
        return f"{row.symbol} **{markdown(row.title)}**{place}: {markdown(row.text)}"
    if row.file:
        return f"{row.symbol} {code(row.file)} {markdown(row.text)}"
    return f"{row.symbol} {markdown(row.text)}"
