"""Twenty-six kinds of change, each told so that nobody needs to see the difference itself.

`make golden` writes the expected Markdown anew: read it then.
"""

import os
from pathlib import Path

import pytest

from musrenbang.review.summary import as_markdown
from tests.review_support import FOLDER, apply, read_base, review_of

KINDS = sorted(path for path in FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", KINDS, ids=lambda folder: folder.name)
def test_a_kind_of_change_reads_as_expected(folder: Path) -> None:
    base = read_base()
    head = apply((folder / "perubahan.txt").read_text(encoding="utf-8"), base)
    text = as_markdown(review_of(base, head))
    expected = folder / "review.md"
    if os.environ.get("REVIEW_BLESS"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_there_are_twenty_kinds_at_least() -> None:
    assert len(KINDS) >= 20
