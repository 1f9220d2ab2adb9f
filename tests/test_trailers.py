"""Trailers of a commit's message are what Git says they are, or nothing."""

import subprocess
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musrenbang.history.people import trailers

Found = dict[str, tuple[str, ...]]


def gits(message: str) -> Found:
    """The trailers that Git finds in a message, as `git log` would show them."""
    words = ["git", "interpret-trailers", "--parse", "--no-divider"]
    done = subprocess.run(words, input=message.encode(), capture_output=True, check=True)
    found: dict[str, list[str]] = defaultdict(list)
    for line in done.stdout.decode().removesuffix("\n").split("\n"):
        key, colon, value = line.partition(":")
        if colon:
            found[key.lower()].append(value.strip(" "))
    return {key: tuple(values) for key, values in found.items()}


REVIEW = "Reviewed-by: A <a@b>"
TRAILERS = [
    REVIEW,
    "reviewed-BY : B\r",
    "Pull-Request:#4",
    "Kunci:",
    "-: x",
    "A1-: b: c",
    "X:\tq \t",
]
FOLDED = ["\n lanjutan", "\n\t di\x0bsini ", "\n  Kunci: bukan"]
TITLES = ["Judul", "Judul: a\nlagi", "# x\nJudul", "Judul\n\nConflicts:\n\tberkas"]
blocks = st.lists(
    st.builds(str.__add__, st.sampled_from(TRAILERS), st.sampled_from(["", *FOLDED])), min_size=1
).map("\n".join)


@settings(max_examples=100)
@given(st.sampled_from(TITLES), blocks, st.sampled_from(["", " \n\r\n"]))
def test_a_last_block_of_trailers_alone_reads_as_git_reads_it(
    title: str, block: str, end: str
) -> None:
    message = f"{title}\n \t\nIsi.\n\n{block}\n{end}"
    assert trailers(message) == gits(message) != {}


OTHERS = [
    "Kata orang", "", " ", "\r", "# catatan", "---", "Conflicts:", "\tberkas", " lanjutan",
    "Signed-off-by: A", "(cherry picked from commit 0123)", "ada spasi: x", ": x", "Ça: x",
    "# ------------------------ >8 ------------------------", "A: b\x85C: d", "A: b\u2028C: d",
    "A\N{NO-BREAK SPACE}: b", "\N{NO-BREAK SPACE}", "A: b\x0c",
]  # fmt: skip
messages = st.lists(st.sampled_from([*TRAILERS, *OTHERS]), max_size=9).map("\n".join)


@settings(max_examples=300)
@given(messages)
def test_whatever_is_written_git_says_the_same_or_nothing_counts(message: str) -> None:
    found = trailers(message)
    assert found in ({}, gits(message))


@pytest.mark.parametrize(
    "message",
    [
        f"Judul\n\nKata orang\n{REVIEW}\n",
        f"Judul\n\nKata orang\n{REVIEW}\nSigned-off-by: A\n",
        f"Judul\n\n{REVIEW}\n\nBelum.\n",
        f"{REVIEW}\n",
        f"Judul\n\n{REVIEW}\n\n# ------------------------ >8 ------------------------\n\nX: y\n",
        f"Judul\n\n{REVIEW}\n\nConflicts:\n\tberkas\n",
        f"Judul\n\nKata orang\N{LINE SEPARATOR}{REVIEW}\n",
    ],
)
def test_a_review_in_prose_is_none(message: str) -> None:
    assert trailers(message) == {}
