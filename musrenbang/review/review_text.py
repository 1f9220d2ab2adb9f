"""A review for a person at a terminal."""

from collections.abc import Iterator

from musrenbang.review.outline import Row, caution, sections, verdict
from musrenbang.review.review_model import Review
from musrenbang.text.escaping import visible


def as_text(review: Review) -> str:
    """Outcome first, then section by section."""
    return "\n".join(visible(line) if line else "" for line in _lines(review))


def _lines(review: Review) -> Iterator[str]:
    yield verdict(review)
    yield from review.headline
    if caution(review):
        yield caution(review)
    for section in sections(review):
        yield ""
        yield f"{section.title} ({len(section.rows)})"
        for row in section.rows:
            yield f"  {row.symbol} {_row(row)}"
            yield from (f"      {detail}" for detail in row.details)


def _row(row: Row) -> str:
    name = ", ".join(part for part in (row.title or row.file, row.place) if part)
    return f"{name}: {row.text}" if name else row.text
